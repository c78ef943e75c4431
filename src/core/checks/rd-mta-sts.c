/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-mta-sts"

#include "config.h"

#include "rd-mta-sts.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rd-mta-sts-policy.h"
#include "rd-mx-set.h"
#include "rd-tag-list.h"

#define VERSION "v=STSv1"

/* RFC 8461 section 3.1: the version first, and an id of 1 to 32 letters or
 * digits. */
static gboolean
is_valid_record (const char *text)
{
  g_autoptr (RdTagList) tags = rd_tag_list_parse (text, strlen (text), RD_TAG_NAMES_EXACT);
  const char *id = rd_tag_list_get_value (tags, "id");
  gsize       length;

  if (!rd_check_has_version (text, VERSION) || !tags->is_valid || id == NULL)
    return FALSE;
  length = strlen (id);
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isalnum (id[i]))
        return FALSE;
    }
  return length >= 1 && length <= 32;
}

static void
report_no_policy (GPtrArray      *findings,
                  const char     *domain,
                  const char     *explanation,
                  const RdAnswer *answer)
{
  g_autofree char *fix = g_strdup_printf (
      _ ("Put the policy file back at https://mta-sts.%s/.well-known/mta-sts.txt, or delete the TXT record at “_mta-sts”."), domain);
  RdFinding *finding;

  finding = rd_check_report (findings, rd_finding_new ("mta-sts.no-policy", RD_FINDING_WEAK, domain, RD_OWNER_HOST,
                                                       _ ("Your domain promises an encryption policy that cannot be fetched")));
  rd_finding_explain (finding, explanation, fix);
  rd_check_rest_on (finding, answer);
}

static void
report_unmatched (const RdMtaStsPolicy *policy,
                  const RdMxSet        *set,
                  const char           *domain,
                  const RdAnswer       *answer,
                  GPtrArray            *findings)
{
  gboolean is_enforced = policy->mode == RD_MTA_STS_ENFORCE;

  for (guint i = 0; i < set->hosts->len; i++)
    {
      const RdMxHost  *host = g_ptr_array_index (set->hosts, i);
      g_autofree char *title = NULL;
      RdFinding       *finding;

      if (host->name[0] == '\0' || rd_mta_sts_policy_matches (policy, host->name))
        continue;
      title = g_strdup_printf (_ ("Your encryption policy does not allow mail to go to your own server %s"), host->name);
      finding = rd_check_report (findings, rd_finding_new ("mta-sts.mx-mismatch", is_enforced ? RD_FINDING_BROKEN : RD_FINDING_WEAK,
                                                           domain, RD_OWNER_HOST, title));
      rd_finding_explain (finding,
                          is_enforced ? _ ("Gmail, Microsoft and others keep to the policy and no longer deliver mail to this server. This happens when the mail server changes and the policy does not.")
                                      : _ ("The policy is still on trial, so mail arrives. If it were enforced, mail to this server would stop."),
                          _ ("Add the server to the policy file as a line “mx: …” and change the id in the TXT record at “_mta-sts”."));
      rd_check_rest_on (finding, answer);
      rd_check_rest_on (finding, set->answer);
      return;
    }
}

/* RFC 8461 section 3.2: text/plain.  Gmail takes others as well, so no mail is
 * lost by it; an answer that does not tell proves nothing. */
static void
judge_media_type (const RdAnswer *answer,
                  const char     *domain,
                  GPtrArray      *findings)
{
  g_autofree char *explanation = NULL;
  RdFinding       *finding;

  if (answer->media_type == NULL || strcmp (answer->media_type, "text/plain") == 0)
    return;
  explanation = g_strdup_printf (_ ("The web server says that the file is of type “%s”. Some senders then ignore the policy; it must be “text/plain”."), answer->media_type);
  finding = rd_check_report (findings, rd_finding_new ("mta-sts.content-type", RD_FINDING_INFO, domain, RD_OWNER_HOST,
                                                       _ ("Your encryption policy file has the wrong type")));
  rd_finding_explain (finding,
                      explanation,
                      _ ("Ask your web host to send the file mta-sts.txt as plain text (Content-Type: text/plain)."));
  rd_check_rest_on (finding, answer);
}

static void
judge_policy (const RdMtaStsPolicy *policy,
              const RdMxSet        *set,
              const char           *domain,
              const RdAnswer       *answer,
              GPtrArray            *findings)
{
  guint      n_before = findings->len;
  RdFinding *finding;

  if (!policy->is_valid)
    {
      finding = rd_check_report (findings, rd_finding_new ("mta-sts.policy-syntax", RD_FINDING_WEAK, domain, RD_OWNER_HOST,
                                                           _ ("Your encryption policy file has a mistake")));
      rd_finding_explain (finding,
                          _ ("Senders ignore it. It must have the lines “version: STSv1”, “mode:”, “max_age:” with at most 31557600, and one “mx:” for each mail server."),
                          _ ("Correct the file mta-sts.txt and change the id in the TXT record at “_mta-sts”."));
      rd_check_rest_on (finding, answer);
      return;
    }
  judge_media_type (answer, domain, findings);
  if (policy->mode != RD_MTA_STS_ENFORCE)
    {
      finding = rd_check_report (findings, rd_finding_new ("mta-sts.testing", RD_FINDING_INFO, domain, RD_OWNER_WAIT,
                                                           policy->mode == RD_MTA_STS_TESTING ? _ ("Your encryption policy is on trial")
                                                                                              : _ ("Your encryption policy is switched off")));
      rd_finding_explain (finding, _ ("Senders do not refuse to deliver because of it."), NULL);
      rd_check_rest_on (finding, answer);
    }
  if (policy->mode != RD_MTA_STS_NONE && policy->max_age < RD_MTA_STS_SHORT_AGE)
    {
      finding = rd_check_report (findings, rd_finding_new ("mta-sts.short", RD_FINDING_INFO, domain, RD_OWNER_HOST,
                                                           _ ("Your encryption policy lasts less than a day")));
      rd_finding_explain (finding,
                          _ ("Senders forget it so soon that it protects little. One or two weeks are usual."),
                          _ ("Set “max_age” in the policy file to 1209600."));
      rd_check_rest_on (finding, answer);
    }
  if (policy->mode != RD_MTA_STS_NONE && rd_answer_is_known (set->answer) && !set->is_implicit)
    report_unmatched (policy, set, domain, answer, findings);
  if (policy->mode != RD_MTA_STS_NONE && !rd_answer_is_known (set->answer))
    rd_check_report_unknown (findings, "mta-sts.servfail", domain, set->answer);
  else if (findings->len == n_before)
    {
      finding = rd_check_report (findings, rd_finding_new ("mta-sts.fine", RD_FINDING_FINE, domain, RD_OWNER_WAIT,
                                                           _ ("Mail to you must come encrypted, and your servers fit")));
      rd_check_rest_on (finding, answer);
    }
}

/* Why there is no policy to be had, or NULL if that is not certain: a network
 * that does not answer says nothing about the web server. */
static const char *
find_reason (const RdAnswer *answer)
{
  if (answer->http_status >= 300 && answer->http_status < 400)
    return _ ("The web server sends visitors on to another address. Senders must not follow that, so they find no policy.");
  if (answer->http_status != 0 && answer->http_status != 200)
    return _ ("The web server does not give out the file mta-sts.txt. Senders ignore the policy; those that remember an older one may stop delivering.");
  if (answer->detail == NULL || strcmp (answer->detail, "tls-unavailable") == 0)
    return NULL;
  if (g_str_has_prefix (answer->detail, "tls-"))
    return _ ("The certificate of the web server is not valid for this name. Senders ignore the policy; those that remember an older one may stop delivering.");
  if (strcmp (answer->detail, "connection-refused") == 0 || strcmp (answer->detail, "private-address") == 0)
    return _ ("There is no web server at the address of the policy. Senders ignore it; those that remember an older one may stop delivering.");
  if (strcmp (answer->detail, "too-large") == 0)
    return _ ("What the web server gives out is far too long to be a policy. Senders ignore it.");
  return NULL;
}

static RdCheckStatus
check_policy (RdEvidence *evidence,
              const char *domain,
              GPtrArray  *findings)
{
  g_autofree char *url = g_strdup_printf ("https://mta-sts.%s/.well-known/mta-sts.txt", domain);
  g_autoptr (RdMtaStsPolicy) policy = NULL;
  g_autoptr (RdMxSet) set = NULL;
  RdCheckStatus   mx_status = rd_mx_set_read (evidence, domain, &set);
  const RdAnswer *answer = rd_evidence_ask (evidence, rd_question_https (url));
  const char     *reason;
  const char     *data;
  gsize           size = 0;

  if (answer == NULL || mx_status == RD_CHECK_PENDING)
    return RD_CHECK_PENDING;
  reason = find_reason (answer);
  if (reason != NULL)
    {
      report_no_policy (findings, domain, reason, answer);
      return RD_CHECK_DONE;
    }
  if (answer->state != RD_ANSWER_FOUND || answer->body == NULL)
    {
      rd_check_report_unknown (findings, "mta-sts.servfail", domain, answer);
      return RD_CHECK_DONE;
    }
  data = g_bytes_get_data (answer->body, &size);
  policy = rd_mta_sts_policy_parse (data != NULL ? data : "", size);
  judge_policy (policy, set, domain, answer, findings);
  return RD_CHECK_DONE;
}

static RdCheckStatus
check_orphan (RdEvidence     *evidence,
              const char     *domain,
              const RdAnswer *answer,
              gboolean        has_host,
              GPtrArray      *findings)
{
  g_autofree char *url = g_strdup_printf ("https://mta-sts.%s/.well-known/mta-sts.txt", domain);
  const RdAnswer  *policy = NULL;
  RdFinding       *finding;

  if (has_host)
    {
      policy = rd_evidence_ask (evidence, rd_question_https (url));
      if (policy == NULL)
        return RD_CHECK_PENDING;
    }
  if (policy != NULL && policy->state == RD_ANSWER_FOUND && policy->http_status == 200 && policy->body != NULL)
    {
      gsize       size = 0;
      const char *data = g_bytes_get_data (policy->body, &size);
      g_autoptr (RdMtaStsPolicy) parsed = rd_mta_sts_policy_parse (data != NULL ? data : "", size);

      if (parsed->is_valid)
        {
          finding = rd_check_report (findings, rd_finding_new ("mta-sts.orphan", RD_FINDING_INFO, domain, RD_OWNER_DNS,
                                                               _ ("There is an encryption policy, but DNS does not mention it")));
          rd_finding_explain (finding,
                              _ ("Without the TXT record at “_mta-sts” senders do not look for the policy. Your mail is not affected."),
                              _ ("Add a TXT record at “_mta-sts” such as “v=STSv1; id=1”."));
          rd_check_rest_on (finding, policy);
          return RD_CHECK_DONE;
        }
    }
  finding = rd_check_report (findings, rd_finding_new ("mta-sts.none", RD_FINDING_INFO, domain, RD_OWNER_WAIT,
                                                       _ ("No encryption policy (MTA-STS) is published")));
  rd_finding_explain (finding, _ ("That is usual for a small firm and no reason for refusals."), NULL);
  rd_check_rest_on (finding, answer);
  return RD_CHECK_DONE;
}

static gboolean
is_surely_absent (const RdAnswer *a,
                  const RdAnswer *aaaa)
{
  return rd_answer_is_known (a) && rd_answer_is_known (aaaa) &&
         rd_answer_count (a, RD_RR_A) + rd_answer_count (aaaa, RD_RR_AAAA) == 0;
}

/**
 * rd_mta_sts_check:
 * @evidence: what is known
 * @subject: an #RdDomainSubject
 * @findings: (element-type RdFinding): where findings go
 *
 * Is there an encryption policy, and does it fit the mail servers?  RFC 8461.
 *
 * Returns: whether all answers were there
 */
RdCheckStatus
rd_mta_sts_check (RdEvidence   *evidence,
                  gconstpointer subject,
                  GPtrArray    *findings)
{
  const RdDomainSubject *self = subject;
  g_autoptr (GPtrArray) records = NULL;
  gboolean        pending = FALSE;
  gboolean        is_absent;
  const RdAnswer *txt = rd_check_ask_below (evidence, "_mta-sts", self->domain, RD_RR_TXT, &pending);
  const RdAnswer *a = rd_check_ask_below (evidence, "mta-sts", self->domain, RD_RR_A, &pending);
  const RdAnswer *aaaa = rd_check_ask_below (evidence, "mta-sts", self->domain, RD_RR_AAAA, &pending);
  RdFinding      *finding;

  if (txt == NULL || a == NULL || aaaa == NULL)
    return RD_CHECK_PENDING;
  if (!rd_answer_is_known (txt))
    {
      rd_check_report_unknown (findings, "mta-sts.servfail", self->domain, txt);
      return RD_CHECK_DONE;
    }
  is_absent = is_surely_absent (a, aaaa);
  records = rd_check_select_txt (txt, "v=STS");
  if (records->len == 0)
    return check_orphan (evidence, self->domain, txt, !is_absent, findings);
  if (records->len > 1)
    {
      finding = rd_check_report (findings, rd_finding_new ("mta-sts.multiple", RD_FINDING_WEAK, self->domain, RD_OWNER_DNS,
                                                           _ ("There are two records for an encryption policy")));
      rd_finding_explain (finding,
                          _ ("Senders then take it that there is none."),
                          _ ("Delete one of the TXT records at “_mta-sts”."));
      rd_check_rest_on (finding, txt);
    }
  else if (!is_valid_record (g_ptr_array_index (records, 0)))
    {
      finding = rd_check_report (findings, rd_finding_new ("mta-sts.syntax", RD_FINDING_WEAK, self->domain, RD_OWNER_DNS,
                                                           _ ("The record for your encryption policy has a mistake")));
      rd_finding_explain (finding,
                          _ ("Senders ignore it. It must read like “v=STSv1; id=20260101”, with an id of letters and digits only."),
                          _ ("Correct the TXT record at “_mta-sts”."));
      rd_check_rest_on (finding, txt);
    }
  if (is_absent)
    {
      report_no_policy (findings, self->domain, _ ("The name of the web server that should hold the policy does not exist. Senders ignore the policy; those that remember an older one may stop delivering."), a);
      return RD_CHECK_DONE;
    }
  return check_policy (evidence, self->domain, findings);
}
