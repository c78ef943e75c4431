/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-spf"

#include "config.h"

#include "rd-spf-check.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Sending addresses that are checked one by one. */
#define MAX_ADDRESSES 20

/* Not a word about a list: with a mistake in the record, whether the server
 * stands in it makes no difference. */
static RdFinding *
report_mistake (const RdDomainSubject *subject,
                const char            *address,
                const char            *reason,
                GPtrArray             *findings)
{
  g_autofree char *title = g_strdup_printf (_ ("A mistake in the SPF record of %s keeps the server %s from passing"), subject->domain, address);
  g_autofree char *explanation = NULL;
  RdFinding       *finding;

  if (reason != NULL)
    /* Translators: the last part is a sentence about the mistake */
    explanation = g_strdup_printf (_ ("Your mail leaves from this server. Receivers take nothing from a record with a mistake in it. %s"), reason);
  finding = rd_check_report (findings, rd_finding_new ("spf.ip-fail", RD_FINDING_BROKEN, subject->domain, RD_OWNER_DNS, title));
  rd_finding_explain (finding,
                      explanation != NULL ? explanation : _ ("Your mail leaves from this server. Receivers take nothing from a record with a mistake in it."),
                      _ ("Have the mistake in the SPF record put right."));
  return finding;
}

static void
report_sender (const RdDomainSubject *subject,
               const RdIp            *ip,
               const RdSpfEvaluation *evaluation,
               GPtrArray             *findings)
{
  g_autofree char *address = rd_ip_to_string (ip);
  g_autofree char *title = NULL;
  g_autofree char *explanation = NULL;
  RdFinding       *finding = NULL;

  switch (evaluation->result)
    {
    case RD_SPF_PASS:
      title = g_strdup_printf (_ ("The server %s may send for %s"), address, subject->domain);
      finding = rd_check_report (findings, rd_finding_new ("spf.ip-pass", RD_FINDING_FINE, subject->domain, RD_OWNER_WAIT,
                                                           title));
      break;
    case RD_SPF_TEMPERROR:
      title = g_strdup_printf (_ ("Could not check whether %s may send for %s"), address, subject->domain);
      explanation = g_strdup_printf (_ ("%s This does not mean that anything is wrong or missing."), evaluation->reason);
      finding = rd_check_report (findings, rd_finding_new ("spf.servfail", RD_FINDING_UNKNOWN, subject->domain, RD_OWNER_WAIT,
                                                           title));
      rd_finding_explain (finding,
                          explanation,
                          _ ("Check again in a few minutes, or from another connection."));
      break;
    case RD_SPF_PERMERROR:
      finding = report_mistake (subject, address, evaluation->reason, findings);
      break;
    case RD_SPF_FAIL:
    case RD_SPF_SOFTFAIL:
    case RD_SPF_NEUTRAL:
    case RD_SPF_NONE:
    default:
      title = g_strdup_printf (_ ("The server %s is not on the list of %s"), address, subject->domain);
      if (evaluation->reason != NULL)
        explanation = g_strdup_printf (_ ("Your mail leaves from this server, but SPF does not let it pass (result “%s”). %s"), rd_spf_result_to_string (evaluation->result), evaluation->reason);
      else
        explanation = g_strdup_printf (_ ("Your mail leaves from this server, but SPF does not let it pass (result “%s”)."), rd_spf_result_to_string (evaluation->result));
      finding = rd_check_report (findings, rd_finding_new ("spf.ip-fail", RD_FINDING_BROKEN, subject->domain, RD_OWNER_DNS,
                                                           title));
      rd_finding_explain (finding,
                          explanation,
                          _ ("If the server is yours or your provider’s, add it to your SPF record: the “include:” your provider names, or “ip4:” with its address."));
      break;
    }
  for (guint i = 0; i < evaluation->evidence->len; i++)
    rd_finding_add_evidence (finding, g_array_index (evaluation->evidence, guint, i));
}

/* Bounces and auto-replies have no sender; then the name the server greets
 * with is what is checked. */
static RdCheckStatus
check_helo (RdEvidence            *evidence,
            const RdDomainSubject *subject,
            const RdIp            *ip,
            GPtrArray             *findings)
{
  g_autoptr (RdSpfEvaluation) evaluation = NULL;
  g_autofree char *title = NULL;
  g_autofree char *fix = NULL;
  RdSpfQuery       query = { .ip = *ip, .helo = subject->helo };
  RdFinding       *finding;

  if (rd_spf_check_host (evidence, &query, &evaluation) == RD_CHECK_PENDING)
    return RD_CHECK_PENDING;
  if (evaluation->result == RD_SPF_PASS || evaluation->result == RD_SPF_TEMPERROR || strchr (subject->helo, '.') == NULL)
    return RD_CHECK_DONE;
  title = g_strdup_printf (_ ("The name the server greets with, %s, does not pass SPF"), subject->helo);
  fix = g_strdup_printf (_ ("Whoever runs the server can add a TXT record “v=spf1 a -all” at %s."), subject->helo);
  finding = rd_check_report (findings, rd_finding_new ("spf.helo", RD_FINDING_INFO, subject->helo, RD_OWNER_HOST, title));
  rd_finding_explain (finding,
                      _ ("Automatic replies and bounces have no sender address; for them receivers check this name."),
                      fix);
  return RD_CHECK_DONE;
}

/**
 * rd_spf_check_sender:
 * @evidence: what is known
 * @subject: an #RdDomainSubject
 * @findings: (element-type RdFinding): where findings go
 *
 * Asks for each known sending address whether SPF lets it send for the domain,
 * as receivers do.
 *
 * Returns: whether it is done, or waits for answers
 */
RdCheckStatus
rd_spf_check_sender (RdEvidence   *evidence,
                     gconstpointer subject,
                     GPtrArray    *findings)
{
  const RdDomainSubject *domain_subject = subject;
  g_autofree char       *mail_from = NULL;
  RdCheckStatus          status = RD_CHECK_DONE;

  g_return_val_if_fail (evidence != NULL && subject != NULL && findings != NULL, RD_CHECK_DONE);

  mail_from = g_strdup_printf ("postmaster@%s", domain_subject->domain);
  for (guint i = 0; i < domain_subject->ips->len && i < MAX_ADDRESSES; i++)
    {
      const RdIp *ip = &g_array_index (domain_subject->ips, RdIp, i);
      g_autoptr (RdSpfEvaluation) evaluation = NULL;
      RdSpfQuery query = { .ip = *ip, .helo = domain_subject->helo, .mail_from = mail_from };

      if (rd_spf_check_host (evidence, &query, &evaluation) == RD_CHECK_PENDING)
        status = RD_CHECK_PENDING;
      else
        report_sender (domain_subject, ip, evaluation, findings);
      if (domain_subject->helo != NULL && check_helo (evidence, domain_subject, ip, findings) == RD_CHECK_PENDING)
        status = RD_CHECK_PENDING;
    }
  return status;
}
