/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-repair"

#include "config.h"

#include "rd-repair-attach.h"

#include "rd-dkim-check.h"
#include "rd-dmarc-check.h"
#include "rd-repair-dkim.h"
#include "rd-repair-dmarc.h"
#include "rd-repair-spf.h"
#include "rd-spf-check.h"

/* The checks of the three records that can be corrected, each followed by the
 * corrected record.  Findings are completed before anybody sees them. */

static gboolean
wants_record (const RdFinding *finding,
              const char      *area)
{
  return finding->state <= RD_FINDING_WEAK && finding->record == NULL && g_str_has_prefix (finding->id, area);
}

static gboolean
any_wants_record (const GPtrArray *findings,
                  guint            start,
                  const char      *area)
{
  for (guint i = start; i < findings->len; i++)
    {
      if (wants_record (g_ptr_array_index (findings, i), area))
        return TRUE;
    }
  return FALSE;
}

static void
attach_to_all (GPtrArray      *findings,
               guint           start,
               const char     *area,
               const RdRecord *record)
{
  for (guint i = start; i < findings->len; i++)
    {
      RdFinding *finding = g_ptr_array_index (findings, i);

      if (wants_record (finding, area))
        finding->record = rd_record_copy (record);
    }
}

/**
 * rd_repair_check_spf:
 * @evidence: what is known
 * @subject: an #RdDomainSubject
 * @findings: (element-type RdFinding): where findings go
 *
 * rd_spf_check() with the corrected record in every finding that asks for a
 * change.
 *
 * Returns: whether all answers were there
 */
RdCheckStatus
rd_repair_check_spf (RdEvidence   *evidence,
                     gconstpointer subject,
                     GPtrArray    *findings)
{
  const RdDomainSubject *self = subject;
  RdSpfWishes            wishes = { .ips = self->ips };
  g_autoptr (RdSpfRepair) repair = NULL;
  guint         start = findings->len;
  RdCheckStatus record = rd_spf_check (evidence, subject, findings);
  RdCheckStatus sender = rd_spf_check_sender (evidence, subject, findings);

  if (record == RD_CHECK_PENDING || sender == RD_CHECK_PENDING)
    return RD_CHECK_PENDING;
  if (!any_wants_record (findings, start, "spf."))
    return RD_CHECK_DONE;
  if (rd_repair_spf (evidence, self->domain, &wishes, &repair) == RD_CHECK_PENDING)
    return RD_CHECK_PENDING;
  if (repair->record != NULL)
    attach_to_all (findings, start, "spf.", repair->record);
  return RD_CHECK_DONE;
}

/**
 * rd_repair_check_dkim:
 * @evidence: what is known
 * @subject: an #RdDomainSubject
 * @findings: (element-type RdFinding): where findings go
 *
 * rd_dkim_check() with the corrected record for keys that were damaged when
 * they were pasted.
 *
 * Returns: whether all answers were there
 */
RdCheckStatus
rd_repair_check_dkim (RdEvidence   *evidence,
                      gconstpointer subject,
                      GPtrArray    *findings)
{
  const RdDomainSubject *self = subject;
  guint                  start = findings->len;
  RdCheckStatus          keys = rd_dkim_check (evidence, subject, findings);
  RdCheckStatus          mail = rd_dkim_check_mail (evidence, subject, findings);

  if (keys == RD_CHECK_PENDING || mail == RD_CHECK_PENDING)
    return RD_CHECK_PENDING;
  for (guint i = start; i < findings->len; i++)
    {
      RdFinding      *finding = g_ptr_array_index (findings, i);
      const RdAnswer *answer;

      if (!(wants_record (finding, "dkim.malformed") || wants_record (finding, "dkim.testing")) || finding->evidence->len == 0)
        continue;
      answer = rd_evidence_get (evidence, g_array_index (finding->evidence, guint, 0));
      if (answer != NULL && answer->question->kind == RD_QUESTION_DNS)
        finding->record = rd_repair_dkim (answer, self->domain);
    }
  return RD_CHECK_DONE;
}

/* Findings a corrected record of the domain itself can cure. */
static gboolean
is_curable (const RdFinding *finding)
{
  static const char *const curable[] = {
    "dmarc.missing",
    "dmarc.multiple",
    "dmarc.syntax",
    "dmarc.p-missing",
    "dmarc.pct",
    "dmarc.rf-ri",
    "dmarc.psd",
    NULL,
  };

  return finding->record == NULL && g_strv_contains (curable, finding->id);
}

/**
 * rd_repair_check_dmarc:
 * @evidence: what is known
 * @subject: an #RdDomainSubject
 * @findings: (element-type RdFinding): where findings go
 *
 * rd_dmarc_check() with the corrected or the first record.
 *
 * Returns: whether all answers were there
 */
RdCheckStatus
rd_repair_check_dmarc (RdEvidence   *evidence,
                       gconstpointer subject,
                       GPtrArray    *findings)
{
  const RdDomainSubject *self = subject;
  g_autoptr (RdRecord) record = NULL;
  guint    start = findings->len;
  gboolean any = FALSE;

  if (rd_dmarc_check (evidence, subject, findings) == RD_CHECK_PENDING)
    return RD_CHECK_PENDING;
  for (guint i = start; i < findings->len; i++)
    any = any || is_curable (g_ptr_array_index (findings, i));
  if (!any)
    return RD_CHECK_DONE;
  if (rd_repair_dmarc (evidence, self->domain, &record) == RD_CHECK_PENDING)
    return RD_CHECK_PENDING;
  for (guint i = start; record != NULL && i < findings->len; i++)
    {
      RdFinding *finding = g_ptr_array_index (findings, i);

      if (is_curable (finding))
        finding->record = rd_record_copy (record);
    }
  return RD_CHECK_DONE;
}
