/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-dmarc"

#include "config.h"

#include "rd-dmarc-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rd-check.h"
#include "rd-org-domain.h"
#include "rd-text.h"

/* Domains reports go to that are looked up for one record. */
#define MAX_REPORT_DOMAINS 5

typedef struct
{
  const RdDmarcRecord *record;
  const char          *domain;
  const RdAnswer      *answer;
  GPtrArray           *findings;
} Report;

static RdFinding *
report (const Report  *self,
        const char    *id,
        RdFindingState state,
        const char    *title)
{
  RdFinding *finding = rd_check_report (self->findings, rd_finding_new (id, state, self->domain, RD_OWNER_DNS, title));

  rd_check_rest_on (finding, self->answer);
  return finding;
}

static void
report_problem (const Report         *self,
                const RdDmarcProblem *problem)
{
  g_autofree char *piece = rd_text_dup_visible (problem->text);
  g_autofree char *explanation = NULL;
  RdDmarcMistake   mistake = problem->mistake;
  RdFinding       *finding;

  /* A semicolon between two addresses ends the tag; the second one stands there
   * without a name. */
  if (mistake == RD_DMARC_MISTAKE_GRAMMAR && g_ascii_strncasecmp (problem->text + strspn (problem->text, " \t"), "mailto:", 7) == 0)
    mistake = RD_DMARC_MISTAKE_RUA;
  switch (mistake)
    {
    case RD_DMARC_MISTAKE_RUA:
      explanation = g_strdup_printf (_ ("“%s” is no address that reports can be sent to. It must begin with “mailto:”, and commas separate several."), piece);
      finding = report (self, "dmarc.rua-syntax", RD_FINDING_WEAK,
                        _ ("An address for reports in your DMARC record is wrong"));
      rd_finding_explain (finding, explanation, _ ("Write it as “rua=mailto:name@example.com”."));
      return;
    case RD_DMARC_MISTAKE_POLICY:
      explanation = g_strdup_printf (_ ("“%s” is no policy. Only “none”, “quarantine” and “reject” are known."), piece);
      break;
    case RD_DMARC_MISTAKE_DUPLICATE:
      explanation = g_strdup_printf (_ ("“%s” is there a second time. It may only be there once."), piece);
      break;
    case RD_DMARC_MISTAKE_VALUE:
      explanation = g_strdup_printf (_ ("“%s” is no value that DMARC knows; receivers ignore it."), piece);
      finding = report (self, "dmarc.syntax", RD_FINDING_WEAK, _ ("There is a typing mistake in your DMARC record"));
      rd_finding_explain (finding, explanation, _ ("Correct or remove it."));
      return;
    case RD_DMARC_MISTAKE_GRAMMAR:
    default:
      explanation = g_strdup_printf (_ ("“%s” is not of the form “name=value”, with semicolons between."), piece);
      break;
    }
  finding = report (self, "dmarc.syntax", RD_FINDING_BROKEN, _ ("There is a typing mistake in your DMARC record"));
  rd_finding_explain (finding, explanation, _ ("Correct the record at this place."));
}

static void
report_policy (const Report *self)
{
  const RdDmarcRecord *record = self->record;
  RdFinding           *finding;

  if (!record->has_p)
    {
      finding = report (self, "dmarc.p-missing", rd_dmarc_record_is_usable (record) ? RD_FINDING_WEAK : RD_FINDING_BROKEN,
                        _ ("Your DMARC record asks for nothing"));
      rd_finding_explain (finding,
                          _ ("There is no “p=” in it. Many receivers ignore such a record altogether."),
                          _ ("Add “p=none;” after “v=DMARC1;”."));
    }
  else if (record->p == RD_DMARC_POLICY_NONE)
    {
      finding = report (self, "dmarc.p-none", RD_FINDING_INFO, _ ("Your DMARC record only watches"));
      rd_finding_explain (finding,
                          _ ("“p=none” asks receivers to report, but to do nothing about forged mail. That is the right way to begin."),
                          _ ("Collect reports for two to four weeks. When all your own mail passes, change to “p=quarantine”, and later to “p=reject”."));
    }
  if ((record->sp != RD_DMARC_POLICY_UNSET && record->sp < record->p) || (record->np != RD_DMARC_POLICY_UNSET && record->np < record->p))
    {
      finding = report (self, "dmarc.sp-weak", RD_FINDING_WEAK,
                        _ ("Names below your domain are protected less than the domain itself"));
      rd_finding_explain (finding,
                          _ ("“sp” or “np” asks for less than “p”. Forgers then simply use a name below your domain."),
                          _ ("Remove “sp” and “np”, unless you need them for a subdomain that is not ready yet."));
    }
  if (record->is_testing)
    {
      finding = report (self, "dmarc.testing", RD_FINDING_INFO, _ ("Your DMARC record is marked as a test"));
      rd_finding_explain (finding,
                          _ ("With “t=y” receivers do one step less than the record asks for."),
                          _ ("Remove “t=y” when all your mail passes."));
    }
}

static void
report_tags (const Report *self)
{
  const RdDmarcRecord *record = self->record;
  g_autofree char     *registered = rd_org_domain_dup (self->domain);
  RdFinding           *finding;

  if (record->psd == RD_DMARC_PSD_YES && registered != NULL)
    {
      finding = report (self, "dmarc.psd", RD_FINDING_BROKEN,
                        _ ("Your DMARC record says that your domain is a public suffix"));
      rd_finding_explain (finding,
                          _ ("“psd=y” is for registries such as “.bank”. At an ordinary domain it makes every name below it an organisation of its own, so your mail no longer counts as yours."),
                          _ ("Remove “psd=y”."));
    }
  if (record->strict_dkim || record->strict_spf)
    {
      finding = report (self, "dmarc.strict", RD_FINDING_INFO, _ ("Your DMARC record demands an exact match of names"));
      rd_finding_explain (finding,
                          _ ("With “adkim=s” or “aspf=s” mail that is signed or sent by a name below your domain does not pass."),
                          _ ("Remove them if a service sends with a subdomain of yours."));
    }
  if (record->pct >= 0)
    {
      finding = report (self, "dmarc.pct", RD_FINDING_INFO, _ ("“pct” in your DMARC record has no effect any more"));
      rd_finding_explain (finding,
                          _ ("It was removed from the standard in 2026; most receivers apply the policy to all mail now."),
                          _ ("Remove “pct”. To soften the policy use “t=y”."));
    }
  if (record->has_rf_or_ri)
    {
      finding = report (self, "dmarc.rf-ri", RD_FINDING_INFO,
                        _ ("“rf” and “ri” in your DMARC record have no effect any more"));
      rd_finding_explain (finding, _ ("They were removed from the standard in 2026."), _ ("Remove them."));
    }
  if (record->rua->len == 0)
    {
      finding = report (self, "dmarc.no-rua", RD_FINDING_INFO, _ ("Your DMARC record asks for no reports"));
      rd_finding_explain (finding,
                          _ ("Without “rua” you will not see when your own mail fails or your name is misused."),
                          _ ("Add “rua=mailto:” and an address of yours."));
    }
  for (guint i = 0; i < record->rua->len; i++)
    {
      const RdDmarcUri *uri = g_ptr_array_index (record->rua, i);

      if (uri->has_limit)
        {
          finding = report (self, "dmarc.rua-syntax", RD_FINDING_INFO,
                            _ ("A size limit in your DMARC record has no effect any more"));
          rd_finding_explain (finding,
                              _ ("What stands after the “!” of a report address was removed from the standard in 2026."),
                              _ ("Remove the “!” and what follows it."));
          return;
        }
    }
}

/* What can be said of a record by itself. */
void
_rd_dmarc_report_tags (const RdDmarcRecord *record,
                       const char          *domain,
                       const RdAnswer      *answer,
                       GPtrArray           *findings)
{
  const Report self = { record, domain, answer, findings };

  for (guint i = 0; i < record->problems->len && i < 5; i++)
    report_problem (&self, g_ptr_array_index (record->problems, i));
  report_policy (&self);
  report_tags (&self);
}

/* --- Where reports go ----------------------------------------------------- */

/* Whether the report domain agrees (RFC 9990 section 4).  The wildcard needs
 * no question of its own: DNS applies it by itself. */
static RdCheckStatus
check_permission (const Report *self,
                  RdEvidence   *evidence,
                  const char   *report_domain)
{
  g_autofree char *name = g_strdup_printf ("%s._report._dmarc.%s", self->domain, report_domain);
  g_autofree char *explanation = NULL;
  const RdAnswer  *answer = rd_evidence_ask_dns (evidence, name, RD_RR_TXT);
  gboolean         same;
  gboolean         failed;
  g_autoptr (RdDmarcRecord) agreed = NULL;
  RdFinding *finding;

  if (rd_dmarc_same_organization (evidence, self->domain, report_domain, &same, &failed) == RD_CHECK_PENDING || answer == NULL)
    return RD_CHECK_PENDING;
  if (same || failed)
    return RD_CHECK_DONE;
  if (!rd_answer_is_known (answer))
    {
      rd_check_report_unknown (self->findings, "dmarc.servfail", self->domain, answer);
      return RD_CHECK_DONE;
    }
  if (rd_dmarc_select (answer, &agreed) != RD_DMARC_LOOKUP_NONE)
    return RD_CHECK_DONE;
  explanation = g_strdup_printf (_ ("Reports to %s are thrown away, because that domain has not agreed to receive them."), report_domain);
  finding = report (self, "dmarc.rua-unauthorised", RD_FINDING_WEAK, _ ("Your DMARC reports do not arrive"));
  rd_finding_explain (finding,
                      explanation,
                      _ ("Ask the report service to set you up, or give an address in your own domain."));
  rd_check_rest_on (finding, answer);
  return RD_CHECK_DONE;
}

static RdCheckStatus
check_reachable (const Report *self,
                 RdEvidence   *evidence,
                 const char   *report_domain)
{
  gboolean        pending = FALSE;
  const RdAnswer *mx = rd_check_ask (evidence, report_domain, RD_RR_MX, &pending);
  const RdAnswer *a = rd_check_ask (evidence, report_domain, RD_RR_A, &pending);
  gboolean        is_dead;

  if (pending)
    return RD_CHECK_PENDING;
  if (!rd_answer_is_known (mx) || !rd_answer_is_known (a))
    return RD_CHECK_DONE;
  if (rd_answer_count (mx, RD_RR_MX) > 0)
    is_dead = *rd_answer_nth (mx, RD_RR_MX, 0)->target == '\0';
  else
    is_dead = rd_answer_count (a, RD_RR_A) == 0;
  if (is_dead)
    {
      g_autofree char *explanation = g_strdup_printf (_ ("%s cannot receive mail."), report_domain);
      RdFinding       *finding = report (self, "dmarc.rua-no-mx", RD_FINDING_WEAK,
                                         _ ("Your DMARC reports go to a domain without mail"));
      rd_finding_explain (finding, explanation, _ ("Give an address that can receive mail."));

      rd_check_rest_on (finding, mx);
      rd_check_rest_on (finding, a);
    }
  return RD_CHECK_DONE;
}

/* Whether the reports a record asks for can arrive. */
RdCheckStatus
_rd_dmarc_report_addresses (RdEvidence          *evidence,
                            const RdDmarcRecord *record,
                            const char          *domain,
                            const RdAnswer      *answer,
                            GPtrArray           *findings)
{
  const Report self = { record, domain, answer, findings };
  g_autoptr (GPtrArray) domains = g_ptr_array_new ();
  RdCheckStatus status = RD_CHECK_DONE;

  for (guint i = 0; i < record->rua->len + record->ruf->len; i++)
    {
      const RdDmarcUri *uri = i < record->rua->len ? g_ptr_array_index (record->rua, i) : g_ptr_array_index (record->ruf, i - record->rua->len);

      if (domains->len < MAX_REPORT_DOMAINS && !g_ptr_array_find_with_equal_func (domains, uri->domain, g_str_equal, NULL))
        g_ptr_array_add (domains, uri->domain);
    }
  for (guint i = 0; i < domains->len; i++)
    {
      const char *report_domain = g_ptr_array_index (domains, i);

      if (strcmp (report_domain, domain) != 0 && check_permission (&self, evidence, report_domain) == RD_CHECK_PENDING)
        status = RD_CHECK_PENDING;
      if (check_reachable (&self, evidence, report_domain) == RD_CHECK_PENDING)
        status = RD_CHECK_PENDING;
    }
  return status;
}
