/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-dmarc"

#include "config.h"

#include "rd-dmarc-check.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rd-dkim-check.h"
#include "rd-dmarc-private.h"
#include "rd-misplaced.h"
#include "rd-resolver-honesty.h"
#include "rd-spf-tree.h"
#include "rd-text.h"

/* What others do with mail in the name of a domain: finds the record that counts, and
 * says where it is missing, broken, without effect, or stricter than the mail is ready
 * for. */

/* --- No usable record at the domain --------------------------------------- */

/* The first text at "_dmarc" that @test accepts, or any text without @test. */
static char *
dup_text_at (const RdAnswer *answer,
             gboolean (*test) (const char *text,
                               gsize       length))
{
  for (guint i = 0; i < answer->records->len; i++)
    {
      const RdRr *rr = g_ptr_array_index (answer->records, i);
      const char *text;
      gsize       length;

      if (rr->type != RD_RR_TXT || rr->data == NULL)
        continue;
      text = g_bytes_get_data (rr->data, &length);
      if (test == NULL || test (text, length))
        return rd_text_make_valid (text, (gssize) length);
    }
  return NULL;
}

static gboolean
report_attempt (const char     *domain,
                const RdAnswer *answer,
                GPtrArray      *findings)
{
  g_autofree char *attempt = dup_text_at (answer, rd_dmarc_looks_like_record);
  g_autofree char *other = dup_text_at (answer, NULL);
  RdFinding       *finding;

  if (attempt != NULL)
    {
      g_autofree char *visible = rd_text_dup_visible (attempt);
      g_autofree char *explanation = g_strdup_printf (_ ("A DMARC record must begin with “v=DMARC1;”, in exactly this form. Nobody recognises this one: %s"), visible);

      finding = rd_check_report (findings, rd_finding_new ("dmarc.syntax", RD_FINDING_BROKEN, domain, RD_OWNER_DNS,
                                                           _ ("Your DMARC record begins the wrong way")));
      rd_finding_explain (finding,
                          explanation,
                          _ ("Correct the beginning to “v=DMARC1; p=none;”, with the rest behind it."));
      rd_check_rest_on (finding, answer);
      return TRUE;
    }
  if (other != NULL)
    {
      g_autofree char *visible = rd_text_dup_visible (other);
      g_autofree char *explanation = g_strdup_printf (_ ("It says: %s"), visible);

      finding = rd_check_report (findings, rd_finding_new ("dmarc.other-record", RD_FINDING_WEAK, domain, RD_OWNER_DNS,
                                                           _ ("Something else stands where the DMARC record belongs")));
      rd_finding_explain (finding,
                          explanation,
                          _ ("If it was entered at “_dmarc” by mistake, move it. If it appears at every name, it is a wildcard record."));
      rd_check_rest_on (finding, answer);
    }
  return FALSE;
}

static gboolean
is_dangling (const RdAnswer *answer)
{
  return rd_check_is_alias (answer) && rd_answer_count (answer, RD_RR_TXT) == 0;
}

/* Whether the alias is one that every name below the domain has. */
static gboolean
is_wildcard (const RdAnswer *answer,
             const RdAnswer *made_up)
{
  return rd_check_is_alias (made_up) &&
         g_strcmp0 (rd_answer_nth (answer, RD_RR_CNAME, 0)->target, rd_answer_nth (made_up, RD_RR_CNAME, 0)->target) == 0;
}

static void
report_dangling (const char     *domain,
                 const RdAnswer *answer,
                 GPtrArray      *findings)
{
  g_autofree char *explanation = NULL;
  const RdRr      *alias;
  RdFinding       *finding;

  alias = rd_answer_nth (answer, RD_RR_CNAME, rd_answer_count (answer, RD_RR_CNAME) - 1);
  explanation = g_strdup_printf (_ ("It is an alias of %s, where nothing stands any more. Perhaps a report service was given up."), alias->target);
  finding = rd_check_report (findings, rd_finding_new ("dmarc.cname-dangling", RD_FINDING_BROKEN, domain, RD_OWNER_DNS,
                                                       _ ("Your DMARC record points at nothing")));
  rd_finding_explain (finding, explanation, _ ("Replace the CNAME at “_dmarc” by a TXT record of your own."));
  rd_check_rest_on (finding, answer);
}

static RdCheckStatus
report_missing (RdEvidence            *evidence,
                const RdDomainSubject *subject,
                const RdAnswer        *answer,
                GPtrArray             *findings)
{
  const char *domain = subject->domain;
  guint       start = findings->len;
  RdFinding  *finding;

  if (is_dangling (answer))
    {
      g_autofree char *name = rd_resolver_dup_random_name (domain);
      const RdAnswer  *made_up = rd_evidence_ask_dns (evidence, name, RD_RR_TXT);

      if (made_up == NULL)
        return RD_CHECK_PENDING;
      if (!is_wildcard (answer, made_up))
        {
          report_dangling (domain, answer, findings);
          return RD_CHECK_DONE;
        }
    }
  else if (report_attempt (domain, answer, findings))
    return RD_CHECK_DONE;
  if (rd_misplaced_check_dmarc (evidence, subject, findings) == RD_CHECK_PENDING)
    return RD_CHECK_PENDING;
  if (findings->len > start && rd_check_has_finding (findings, "dmarc.wrong-name"))
    return RD_CHECK_DONE;
  finding = rd_check_report (findings, rd_finding_new ("dmarc.missing", RD_FINDING_WEAK, domain, RD_OWNER_DNS,
                                                       _ ("Your domain has no DMARC record")));
  rd_finding_explain (finding,
                      _ ("Gmail, Yahoo and Outlook.com ask for one from everybody who sends much mail, and without it nobody tells you when your name is misused."),
                      _ ("Add a TXT record at “_dmarc” with the value “v=DMARC1; p=none; rua=mailto:” and an address of yours that takes the reports."));
  rd_check_rest_on (finding, answer);
  return RD_CHECK_DONE;
}

/* --- Mail that the own policy hits ---------------------------------------- */

/* Whether the domain can pass at all: by SPF or by any key. */
static RdCheckStatus
report_self_reject (RdEvidence             *evidence,
                    const RdDomainSubject  *subject,
                    const RdDmarcDiscovery *discovery,
                    GPtrArray              *findings)
{
  g_autoptr (RdSpfNode) tree = NULL;
  g_autoptr (RdDkimDiscovery) keys = NULL;
  RdCheckStatus   spf = rd_spf_tree_build (evidence, subject->domain, &tree);
  RdCheckStatus   dkim = rd_dkim_discover (evidence, subject, &keys);
  const RdAnswer *mx = rd_evidence_ask_dns (evidence, subject->domain, RD_RR_MX);
  gboolean        spf_useless;
  gboolean        dkim_useless;
  RdFinding      *finding;

  if (spf == RD_CHECK_PENDING || dkim == RD_CHECK_PENDING || mx == NULL)
    return RD_CHECK_PENDING;
  /* A domain that receives no mail is meant to have all of it refused. */
  if (rd_answer_count (mx, RD_RR_MX) == 0 || *rd_answer_nth (mx, RD_RR_MX, 0)->target == '\0')
    return RD_CHECK_DONE;
  spf_useless = tree->state != RD_SPF_NODE_UNKNOWN && (tree->record == NULL || rd_spf_node_is_broken (tree));
  dkim_useless = keys->presence == RD_DKIM_PRESENCE_NONE || (keys->presence == RD_DKIM_PRESENCE_FOUND && !keys->has_usable);
  if (spf_useless && dkim_useless)
    {
      finding = rd_check_report (findings, rd_finding_new ("dmarc.self-reject", RD_FINDING_BROKEN, subject->domain, RD_OWNER_DNS,
                                                           _ ("Your DMARC record makes receivers refuse your own mail")));
      rd_finding_explain (finding,
                          _ ("You tell receivers to refuse mail that cannot prove it is yours, and your mail cannot prove it: neither SPF nor DKIM works for this domain."),
                          _ ("Set up SPF and DKIM first. Until then change the record to “p=none”."));
      rd_check_rest_on (finding, rd_evidence_get (evidence, rd_dmarc_walk_find (discovery->walk, discovery->record_at)->answer_id));
    }
  return RD_CHECK_DONE;
}

static RdCheckStatus
report_record (RdEvidence             *evidence,
               const RdDomainSubject  *subject,
               const RdDmarcDiscovery *discovery,
               GPtrArray              *findings)
{
  const RdDmarcStop *stop = rd_dmarc_walk_find (discovery->walk, discovery->record_at);
  const RdAnswer    *answer = rd_evidence_get (evidence, stop->answer_id);
  RdCheckStatus      status = RD_CHECK_DONE;
  RdFinding         *finding;

  if (!discovery->is_own)
    {
      g_autofree char *explanation = g_strdup_printf (_ ("The record of %s applies: %s"), discovery->record_at, rd_dmarc_policy_to_string (discovery->policy));

      finding = rd_check_report (findings, rd_finding_new ("dmarc.inherited", RD_FINDING_INFO, subject->domain, RD_OWNER_DNS,
                                                           _ ("The DMARC record of the parent domain applies")));
      rd_finding_explain (finding, explanation, NULL);
      rd_check_rest_on (finding, answer);
    }
  _rd_dmarc_report_tags (discovery->record, discovery->record_at, answer, findings);
  if (_rd_dmarc_report_addresses (evidence, discovery->record, discovery->record_at, answer, findings) == RD_CHECK_PENDING)
    status = RD_CHECK_PENDING;
  if (discovery->policy > RD_DMARC_POLICY_NONE &&
      report_self_reject (evidence, subject, discovery, findings) == RD_CHECK_PENDING)
    status = RD_CHECK_PENDING;
  return status;
}

/* Harmless beside a record that counts, but mostly a sign of a wildcard. */
static void
report_neighbours (const char     *domain,
                   const RdAnswer *answer,
                   GPtrArray      *findings)
{
  RdFinding *finding;

  for (guint i = 0; i < answer->records->len; i++)
    {
      const RdRr      *rr = g_ptr_array_index (answer->records, i);
      g_autofree char *text = rr->type == RD_RR_TXT && rr->data != NULL ? rd_check_dup_txt (rr) : NULL;
      g_autofree char *visible = NULL;
      g_autofree char *explanation = NULL;

      if (text == NULL || rd_dmarc_looks_like_record (text, strlen (text)) || g_ascii_strncasecmp (text, "v=DMARC1", 8) == 0)
        continue;
      visible = rd_text_dup_visible (text);
      explanation = g_strdup_printf (_ ("It does no harm, since receivers pass over it. It says: %s"), visible);
      finding = rd_check_report (findings, rd_finding_new ("dmarc.other-record", RD_FINDING_INFO, domain, RD_OWNER_DNS,
                                                           _ ("Something else stands beside the DMARC record")));
      rd_finding_explain (finding,
                          explanation,
                          _ ("If it was entered at “_dmarc” by mistake, move it. If it appears at every name, it is a wildcard record."));
      rd_check_rest_on (finding, answer);
      return;
    }
}

static gboolean
has_more_than_info (const GPtrArray *findings,
                    guint            start)
{
  for (guint i = start; i < findings->len; i++)
    {
      const RdFinding *finding = g_ptr_array_index (findings, i);

      if (finding->state != RD_FINDING_INFO)
        return TRUE;
    }
  return FALSE;
}

static RdCheckStatus
report_discovery (RdEvidence             *evidence,
                  const RdDomainSubject  *subject,
                  const RdDmarcDiscovery *discovery,
                  GPtrArray              *findings)
{
  const RdDmarcStop *own = g_ptr_array_index (discovery->walk->stops, 0);
  const RdAnswer    *answer = rd_evidence_get (evidence, own->answer_id);
  guint              start = findings->len;
  RdCheckStatus      status;
  RdFinding         *finding;

  if (own->lookup == RD_DMARC_LOOKUP_ERROR || discovery->failed)
    {
      for (guint i = 0; i < discovery->walk->stops->len; i++)
        {
          const RdDmarcStop *stop = g_ptr_array_index (discovery->walk->stops, i);

          if (stop->lookup == RD_DMARC_LOOKUP_ERROR)
            rd_check_report_unknown (findings, "dmarc.servfail", subject->domain, rd_evidence_get (evidence, stop->answer_id));
        }
      return RD_CHECK_DONE;
    }
  if (own->lookup == RD_DMARC_LOOKUP_MULTIPLE)
    {
      finding = rd_check_report (findings, rd_finding_new ("dmarc.multiple", RD_FINDING_BROKEN, subject->domain, RD_OWNER_DNS,
                                                           _ ("Your domain has more than one DMARC record")));
      rd_finding_explain (finding,
                          _ ("Only one is allowed. With two or more, receivers act as if there were none."),
                          _ ("Delete all but one."));
      rd_check_rest_on (finding, answer);
    }
  if (discovery->record != NULL)
    {
      if (!discovery->is_own && own->lookup == RD_DMARC_LOOKUP_NONE)
        report_attempt (subject->domain, answer, findings);
      else if (discovery->is_own)
        report_neighbours (subject->domain, answer, findings);
      status = report_record (evidence, subject, discovery, findings);
      if (status == RD_CHECK_DONE && !has_more_than_info (findings, start))
        {
          g_autofree char *record = rd_text_dup_visible (discovery->record->text);
          g_autofree char *explanation = g_strdup_printf (_ ("Policy: %s. The record: %s"), rd_dmarc_policy_to_string (discovery->policy), record);

          finding = rd_check_report (findings, rd_finding_new ("dmarc.fine", RD_FINDING_FINE, subject->domain, RD_OWNER_WAIT,
                                                               _ ("Your domain has a DMARC record that receivers can use")));
          rd_finding_explain (finding, explanation, NULL);
          rd_check_rest_on (finding, answer);
        }
      return status;
    }
  if (own->record != NULL)
    {
      _rd_dmarc_report_tags (own->record, subject->domain, answer, findings);
      return RD_CHECK_DONE;
    }
  if (own->lookup == RD_DMARC_LOOKUP_MULTIPLE)
    return RD_CHECK_DONE;
  return report_missing (evidence, subject, answer, findings);
}

/* Receivers of the old school may see another policy than those of the new. */
static RdCheckStatus
report_difference (RdEvidence             *evidence,
                   const char             *domain,
                   const RdDmarcDiscovery *discovery,
                   GPtrArray              *findings)
{
  g_autoptr (RdDmarcClassic) classic = NULL;
  g_autofree char *explanation = NULL;
  RdFinding       *finding;

  if (rd_dmarc_discover_classic (evidence, domain, &classic) == RD_CHECK_PENDING)
    return RD_CHECK_PENDING;
  if (classic->failed || discovery->failed || classic->org_domain == NULL || discovery->record == NULL ||
      strcmp (classic->org_domain, discovery->walk->org_domain) == 0)
    return RD_CHECK_DONE;
  explanation = g_strdup_printf (_ ("Newer receivers take %s for the organisation, older ones take %s. Mail may be judged differently by the two."), discovery->walk->org_domain, classic->org_domain);
  finding = rd_check_report (findings, rd_finding_new ("dmarc.org-differs", RD_FINDING_INFO, domain, RD_OWNER_DNS,
                                                       _ ("Receivers may disagree about what belongs to your domain")));
  rd_finding_explain (finding, explanation, NULL);
  return RD_CHECK_DONE;
}

/**
 * rd_dmarc_check:
 * @evidence: what is known
 * @subject: an #RdDomainSubject
 * @findings: (element-type RdFinding): where findings go
 *
 * Judges the DMARC record that applies to a domain (RFC 9989), what it asks
 * for, and whether its reports can arrive.
 *
 * Returns: whether it is done, or waits for answers
 */
RdCheckStatus
rd_dmarc_check (RdEvidence   *evidence,
                gconstpointer subject,
                GPtrArray    *findings)
{
  const RdDomainSubject *domain_subject = subject;
  g_autoptr (RdDmarcDiscovery) discovery = NULL;
  RdCheckStatus status;

  g_return_val_if_fail (evidence != NULL && subject != NULL && findings != NULL, RD_CHECK_DONE);

  if (rd_dmarc_discover (evidence, domain_subject->domain, &discovery) == RD_CHECK_PENDING)
    return RD_CHECK_PENDING;
  status = report_discovery (evidence, domain_subject, discovery, findings);
  if (report_difference (evidence, domain_subject->domain, discovery, findings) == RD_CHECK_PENDING)
    status = RD_CHECK_PENDING;
  return status;
}
