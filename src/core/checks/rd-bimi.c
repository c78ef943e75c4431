/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bimi"

#include "config.h"

#include "rd-bimi.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rd-dmarc.h"
#include "rd-tag-list.h"
#include "rd-text.h"

/* The brand logo beside a message is decoration.  Whatever is found here is for
 * information: it has no bearing on whether mail is accepted. */

#define VERSION "v=BIMI1"

/* The draft asks for small files; larger ones are not shown by some. */
#define MAX_LOGO_BYTES (32u * 1024)

static gboolean
is_https (const char *url)
{
  return g_ascii_strncasecmp (url, "https://", 8) == 0 && url[8] != '\0';
}

static gboolean
is_valid (const RdTagList *tags,
          const char      *text)
{
  const char *logo = rd_tag_list_get_value (tags, "l");
  const char *certificate = rd_tag_list_get_value (tags, "a");

  return rd_check_has_version (text, VERSION) && tags->is_valid && logo != NULL &&
         (logo[0] == '\0' || is_https (logo)) &&
         (certificate == NULL || certificate[0] == '\0' || is_https (certificate));
}

/* A logo is shown only for mail that DMARC protects at the organization. */
static RdCheckStatus
check_enforcement (RdEvidence     *evidence,
                   const char     *domain,
                   const RdAnswer *answer,
                   GPtrArray      *findings)
{
  g_autoptr (RdDmarcDiscovery) discovery = NULL;
  gboolean   is_enforced;
  RdFinding *finding;

  if (rd_dmarc_discover (evidence, domain, &discovery) == RD_CHECK_PENDING)
    return RD_CHECK_PENDING;
  if (discovery->failed)
    return RD_CHECK_DONE;
  is_enforced = discovery->policy >= RD_DMARC_POLICY_QUARANTINE && discovery->record != NULL &&
                discovery->record->sp != RD_DMARC_POLICY_NONE &&
                (discovery->record->pct < 0 || discovery->record->pct >= 100 || discovery->policy == RD_DMARC_POLICY_REJECT);
  if (!is_enforced)
    {
      finding = rd_check_report (findings, rd_finding_new ("bimi.dmarc-not-enforced", RD_FINDING_INFO, domain, RD_OWNER_DNS,
                                                           _ ("Your logo is not shown yet")));
      rd_finding_explain (finding,
                          _ ("Mailbox providers show it only if DMARC asks them to reject or set aside forged mail, for the whole domain."),
                          _ ("First get DMARC to “quarantine” or “reject” in steps. There is no hurry: this has no bearing on delivery."));
      rd_check_rest_on (finding, answer);
    }
  return RD_CHECK_DONE;
}

/* "width" and "height" are not looked at: vendors differ on them.  What all of
 * them need is an SVG of the small profile with a title. */
static gboolean
is_usable_logo (const char *svg)
{
  return rd_text_find_nocase (svg, "<svg") != NULL && rd_text_find_nocase (svg, "tiny-ps") != NULL &&
         rd_text_find_nocase (svg, "<title") != NULL && rd_text_find_nocase (svg, "<script") == NULL;
}

static RdCheckStatus
check_logo (RdEvidence *evidence,
            const char *url,
            const char *domain,
            GPtrArray  *findings)
{
  const RdAnswer  *answer = rd_evidence_ask (evidence, rd_question_https (url));
  g_autofree char *svg = NULL;
  gsize            size = 0;
  const char      *data;
  RdFinding       *finding;

  if (answer == NULL)
    return RD_CHECK_PENDING;
  if (answer->state != RD_ANSWER_FOUND || answer->body == NULL)
    return RD_CHECK_DONE;
  data = g_bytes_get_data (answer->body, &size);
  svg = rd_text_make_valid (data != NULL ? data : "", (gssize) MIN (size, MAX_LOGO_BYTES));
  if (answer->http_status != 200 || size > MAX_LOGO_BYTES || !is_usable_logo (svg))
    {
      finding = rd_check_report (findings, rd_finding_new ("bimi.svg", RD_FINDING_INFO, domain, RD_OWNER_DNS,
                                                           _ ("The logo file is not as mailbox providers want it")));
      rd_finding_explain (finding,
                          _ ("It must be there, be an SVG file of the kind “Tiny PS” with a title, and be no larger than 32 kB."),
                          _ ("Have the file converted to SVG Tiny PS and put it back at the same address."));
      rd_check_rest_on (finding, answer);
    }
  return RD_CHECK_DONE;
}

static RdCheckStatus
check_record (RdEvidence     *evidence,
              const char     *text,
              const RdAnswer *answer,
              const char     *domain,
              GPtrArray      *findings)
{
  g_autoptr (RdTagList) tags = rd_tag_list_parse (text, strlen (text), RD_TAG_NAMES_EXACT);
  const char   *logo = rd_tag_list_get_value (tags, "l");
  const char   *certificate = rd_tag_list_get_value (tags, "a");
  RdCheckStatus enforcement;
  RdCheckStatus picture;
  RdFinding    *finding;

  if (!is_valid (tags, text))
    {
      finding = rd_check_report (findings, rd_finding_new ("bimi.syntax", RD_FINDING_INFO, domain, RD_OWNER_DNS,
                                                           _ ("The record for your logo has a mistake")));
      rd_finding_explain (finding,
                          _ ("It must read like “v=BIMI1; l=https://…/logo.svg; a=”, and addresses must start with “https://”. Your mail is not affected."),
                          _ ("Correct the TXT record at “default._bimi”."));
      rd_check_rest_on (finding, answer);
      return RD_CHECK_DONE;
    }
  if (logo == NULL || logo[0] == '\0')
    {
      finding = rd_check_report (findings, rd_finding_new ("bimi.declined", RD_FINDING_INFO, domain, RD_OWNER_WAIT,
                                                           _ ("Your domain says that it has no logo")));
      rd_check_rest_on (finding, answer);
      return RD_CHECK_DONE;
    }
  enforcement = check_enforcement (evidence, domain, answer, findings);
  picture = check_logo (evidence, logo, domain, findings);
  if (certificate == NULL || certificate[0] == '\0')
    {
      finding = rd_check_report (findings, rd_finding_new ("bimi.no-vmc", RD_FINDING_INFO, domain, RD_OWNER_DNS,
                                                           _ ("Your logo has no certificate")));
      rd_finding_explain (finding,
                          _ ("Gmail and Apple show a logo only with a bought certificate. Yahoo and Fastmail show it without."),
                          NULL);
      rd_check_rest_on (finding, answer);
    }
  else
    {
      finding = rd_check_report (findings, rd_finding_new ("bimi.fine", RD_FINDING_FINE, domain, RD_OWNER_WAIT,
                                                           _ ("A logo for your mail is published")));
      rd_check_rest_on (finding, answer);
    }
  return enforcement == RD_CHECK_DONE && picture == RD_CHECK_DONE ? RD_CHECK_DONE : RD_CHECK_PENDING;
}

static void
report_absent (const RdAnswer *answer,
               const RdAnswer *other,
               const char     *domain,
               GPtrArray      *findings)
{
  g_autoptr (GPtrArray) misplaced = rd_check_select_txt (other, VERSION);
  RdFinding *finding;

  if (misplaced->len > 0)
    {
      finding = rd_check_report (findings, rd_finding_new ("bimi.wrong-name", RD_FINDING_INFO, domain, RD_OWNER_DNS,
                                                           _ ("The record for your logo is at the wrong name")));
      rd_finding_explain (finding,
                          _ ("It stands at “_bimi”, but is looked for at “default._bimi”."),
                          _ ("Publish the same record at “default._bimi” and delete the other."));
      rd_check_rest_on (finding, other);
    }
  else
    {
      finding = rd_check_report (findings, rd_finding_new ("bimi.none", RD_FINDING_INFO, domain, RD_OWNER_WAIT,
                                                           _ ("No logo is published for your mail")));
      rd_finding_explain (finding, _ ("That is usual and has no bearing on delivery."), NULL);
      rd_check_rest_on (finding, answer);
    }
}

/**
 * rd_bimi_check:
 * @evidence: what is known
 * @subject: an #RdDomainSubject
 * @findings: (element-type RdFinding): where findings go
 *
 * Is there a brand logo, and would it be shown?  Internet-Draft
 * draft-brand-indicators-for-message-identification.
 *
 * Returns: whether all answers were there
 */
RdCheckStatus
rd_bimi_check (RdEvidence   *evidence,
               gconstpointer subject,
               GPtrArray    *findings)
{
  const RdDomainSubject *self = subject;
  g_autoptr (GPtrArray) records = NULL;
  gboolean        pending = FALSE;
  const RdAnswer *answer = rd_check_ask_below (evidence, "default._bimi", self->domain, RD_RR_TXT, &pending);
  const RdAnswer *other = rd_check_ask_below (evidence, "_bimi", self->domain, RD_RR_TXT, &pending);
  RdFinding      *finding;

  if (answer == NULL || other == NULL)
    return RD_CHECK_PENDING;
  if (!rd_answer_is_known (answer))
    {
      rd_check_report_unknown (findings, "bimi.servfail", self->domain, answer);
      return RD_CHECK_DONE;
    }
  records = rd_check_select_txt (answer, "v=BIMI");
  if (records->len == 0)
    {
      report_absent (answer, other, self->domain, findings);
      return RD_CHECK_DONE;
    }
  if (records->len > 1)
    {
      finding = rd_check_report (findings, rd_finding_new ("bimi.multiple", RD_FINDING_INFO, self->domain, RD_OWNER_DNS,
                                                           _ ("There are two records for your logo")));
      rd_finding_explain (finding,
                          _ ("Mailbox providers then ignore both. Your mail is not affected."),
                          _ ("Delete one of the TXT records at “default._bimi”."));
      rd_check_rest_on (finding, answer);
      return RD_CHECK_DONE;
    }
  return check_record (evidence, g_ptr_array_index (records, 0), answer, self->domain, findings);
}
