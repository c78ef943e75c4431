/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-proposals"

#include "config.h"

#include "rd-proposals.h"

#include <string.h>

#include "rd-repair-compare.h"

/* After records were proposed and, perhaps, published: the zone's own servers
 * are asked, since every other server may repeat what it has kept. */

typedef struct
{
  RdRecord *record;
  gint64    cached_until; /* microseconds since the epoch, 0 if not known */
} Proposal;

static void
proposal_free (gpointer data)
{
  Proposal *proposal = data;

  rd_record_free (proposal->record);
  g_free (proposal);
}

static RdCheckStatus
check_proposal (RdEvidence   *evidence,
                gconstpointer subject,
                GPtrArray    *findings)
{
  const Proposal *proposal = subject;

  return rd_repair_compare (evidence, proposal->record, proposal->cached_until, findings);
}

static gboolean
is_to_be_published (const RdFinding *finding)
{
  return finding->record != NULL && finding->record->action != RD_RECORD_REMOVE &&
         (finding->state == RD_FINDING_BROKEN || finding->state == RD_FINDING_WEAK);
}

static gboolean
is_repeated (const GPtrArray *findings,
             guint            index)
{
  const RdRecord *record = ((const RdFinding *) g_ptr_array_index (findings, index))->record;

  for (guint i = 0; i < index; i++)
    {
      const RdFinding *other = g_ptr_array_index (findings, i);

      if (is_to_be_published (other) && strcmp (other->record->fqdn, record->fqdn) == 0 &&
          strcmp (other->record->type, record->type) == 0)
        return TRUE;
    }
  return FALSE;
}

/**
 * rd_survey_add_proposals:
 * @survey: a survey that is not running, to look again
 * @findings: (element-type RdFinding): what was found the last time
 * @before: (nullable): the evidence of that time
 *
 * For each record that was proposed, lets @survey ask the servers of the zone
 * itself, compare what they have with the proposal, and tell until when others
 * may remember what was there before.  The other checks then judge what the
 * zone has now.
 *
 * Returns: number of records that are compared
 */
guint
rd_survey_add_proposals (RdSurvey        *survey,
                         const GPtrArray *findings,
                         RdEvidence      *before)
{
  guint n = 0;

  g_return_val_if_fail (RD_IS_SURVEY (survey) && findings != NULL, 0);

  for (guint i = 0; i < findings->len; i++)
    {
      const RdFinding *finding = g_ptr_array_index (findings, i);
      g_autoptr (RdQuestion) question = NULL;
      const RdAnswer *old;
      Proposal       *proposal;
      guint16         rr_type;

      if (!is_to_be_published (finding) || is_repeated (findings, i) || !rd_rr_type_parse (finding->record->type, &rr_type))
        continue;
      question = rd_question_dns (finding->record->fqdn, rr_type);
      old = before != NULL ? rd_evidence_peek (before, question) : NULL;
      proposal = g_new0 (Proposal, 1);
      proposal->record = rd_record_copy (finding->record);
      proposal->cached_until = old != NULL ? rd_repair_get_cached_until (old) : 0;
      rd_repair_compare_forget (rd_survey_get_evidence (survey), finding->record);
      rd_survey_prefer_zone_servers (survey, question);
      rd_survey_add_check (survey, check_proposal, proposal, proposal_free);
      n++;
    }
  return n;
}

/**
 * rd_again_new:
 * @survey: a survey that is not running; its answers are not to be used any more
 *
 * Prepares a second look: what was bad or could not be checked is asked again;
 * if nothing was, all is.
 *
 * Returns: (transfer full): what it starts from
 */
RdAgain *
rd_again_new (RdSurvey *survey)
{
  RdAgain *self;
  guint    n_forgotten = 0;

  g_return_val_if_fail (RD_IS_SURVEY (survey), NULL);

  self = g_new0 (RdAgain, 1);
  self->findings = rd_survey_dup_findings (survey);
  self->before = rd_evidence_copy (rd_survey_get_evidence (survey));
  for (guint i = 0; i < self->findings->len; i++)
    {
      const RdFinding *finding = g_ptr_array_index (self->findings, i);

      if (finding->state > RD_FINDING_UNKNOWN)
        continue;
      rd_survey_forget_finding (survey, finding);
      n_forgotten++;
    }
  if (n_forgotten == 0)
    return self;
  rd_survey_forget_unknown (survey);
  self->known = rd_evidence_copy (rd_survey_get_evidence (survey));
  return self;
}

/**
 * rd_again_free:
 * @self: (nullable): what is asked again
 *
 * Frees @self.
 */
void
rd_again_free (RdAgain *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->findings);
  rd_evidence_unref (self->before);
  g_clear_pointer (&self->known, rd_evidence_unref);
  g_free (self);
}
