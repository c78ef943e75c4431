/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-delegation"

#include "config.h"

#include "rd-delegation.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rd-dns-host.h"

/* Name servers whose addresses are looked up; the root itself has thirteen. */
#define MAX_NAME_SERVERS 13

static void
report_no_such_name (GPtrArray      *findings,
                     const char     *domain,
                     const char     *org,
                     const RdAnswer *soa,
                     const RdAnswer *org_soa)
{
  g_autofree char *title = g_strdup_printf (_ ("The domain %s does not exist"), domain);
  RdFinding       *finding;

  if (strcmp (domain, org) == 0 || org_soa->state == RD_ANSWER_NO_SUCH_NAME)
    {
      finding = rd_check_report (findings, rd_finding_new ("domain.not-registered", RD_FINDING_BROKEN, domain, RD_OWNER_YOU,
                                                           title));
      rd_finding_explain (finding,
                          _ ("The world’s DNS does not know this name. The registration has expired, the registrar has stopped the domain, or the name is misspelt. All mail to it and from it is refused."),
                          _ ("Look into your account at the firm where the domain was registered, and renew it. Check the spelling first."));
      rd_check_rest_on (finding, soa);
      rd_check_rest_on (finding, org_soa);
    }
  else
    {
      finding = rd_check_report (findings, rd_finding_new ("domain.no-such-name", RD_FINDING_BROKEN, domain, RD_OWNER_DNS,
                                                           title));
      rd_finding_explain (finding,
                          _ ("The main domain exists, but this name below it does not. Receivers refuse mail from a name that does not exist."),
                          _ ("Send with an address of the main domain, or have the records that belong to this name added to DNS."));
      rd_check_rest_on (finding, soa);
    }
}

/* The name is there; what it leads to is not. */
static void
report_dead_alias (GPtrArray      *findings,
                   const char     *domain,
                   const RdAnswer *soa)
{
  const RdRr      *alias = rd_answer_nth (soa, RD_RR_CNAME, rd_answer_count (soa, RD_RR_CNAME) - 1);
  g_autofree char *title = g_strdup_printf (_ ("The domain %s points at nothing"), domain);
  g_autofree char *explanation = g_strdup_printf (_ ("It is an alias (CNAME) of %s, which does not exist. Mail to the domain and from it is refused."), alias->target);
  RdFinding       *finding;

  finding = rd_check_report (findings, rd_finding_new ("domain.cname-dangling", RD_FINDING_BROKEN, domain, RD_OWNER_DNS,
                                                       title));
  rd_finding_explain (finding,
                      explanation,
                      _ ("Replace the CNAME at the domain by an A record, or by what your DNS provider calls ALIAS."));
  rd_check_rest_on (finding, soa);
}

static void
report_dead_servers (GPtrArray      *findings,
                     const char     *domain,
                     const RdAnswer *soa,
                     const RdAnswer *unchecked)
{
  RdFinding *finding = rd_check_report (findings, rd_finding_new ("domain.servfail", RD_FINDING_BROKEN, domain, RD_OWNER_DNS,
                                                                  _ ("The DNS servers of your domain do not work")));

  rd_finding_explain (finding,
                      _ ("They give no usable answer, so receivers cannot look up anything about your domain. They put your mail off and refuse it in the end."),
                      _ ("Tell whoever runs your DNS that the servers of this domain answer with a failure (SERVFAIL)."));
  rd_check_rest_on (finding, soa);
  rd_check_rest_on (finding, unchecked);
}

/* A failure (RFC 4035 section 5.5) that goes away without checking signatures is
 * one of DNSSEC, and then no answer about the name is good.  No answer at all is the
 * network's fault, and goes away by itself. */
static gboolean
fails_for_signature (const RdAnswer *soa,
                     const RdAnswer *mx,
                     const RdAnswer *unchecked)
{
  return soa->state == RD_ANSWER_SERVER_FAILURE && !rd_answer_is_known (mx) && unchecked->state == RD_ANSWER_FOUND;
}

static RdCheckStatus
check_failure (RdEvidence     *evidence,
               const char     *domain,
               const RdAnswer *soa,
               GPtrArray      *findings)
{
  const RdAnswer *unchecked = rd_evidence_ask (evidence, rd_question_dns_full (domain, RD_RR_SOA, RD_QUESTION_CHECKING_DISABLED));
  const RdAnswer *root = rd_evidence_ask_dns (evidence, ".", RD_RR_SOA);
  const RdAnswer *mx = rd_evidence_ask_dns (evidence, domain, RD_RR_MX);

  if (unchecked == NULL || root == NULL || mx == NULL)
    return RD_CHECK_PENDING;
  if (fails_for_signature (soa, mx, unchecked))
    {
      RdFinding *finding = rd_check_report (findings, rd_finding_new ("dnssec.broken", RD_FINDING_BROKEN, domain, RD_OWNER_DNS,
                                                                      _ ("The DNSSEC signature of your domain is broken")));

      rd_finding_explain (finding,
                          _ ("The records are there, but their signature does not fit the key your registrar has on file. Receivers that check signatures, among them Gmail, see no records at all and refuse your mail."),
                          _ ("Ask whoever runs your DNS to sign the domain anew or to have the outdated DS record corrected at the registrar. This often happens when DNS moves to another firm."));
      rd_check_rest_on (finding, soa);
      rd_check_rest_on (finding, unchecked);
    }
  else if (soa->state == RD_ANSWER_SERVER_FAILURE && rd_answer_is_known (root) && !rd_answer_is_known (mx) && !rd_answer_is_known (unchecked))
    {
      report_dead_servers (findings, domain, soa, unchecked);
    }
  else
    {
      rd_check_report_unknown (findings, "domain.servfail", domain, soa);
    }
  return RD_CHECK_DONE;
}

static gboolean
report_parked (const RdAnswer *ns,
               const char     *domain,
               GPtrArray      *findings)
{
  RdFinding *finding;

  for (guint i = 0; i < rd_answer_count (ns, RD_RR_NS); i++)
    {
      const char      *target = rd_answer_nth (ns, RD_RR_NS, i)->target;
      g_autofree char *explanation = NULL;

      if (!rd_dns_host_is_parking (target))
        continue;
      explanation = g_strdup_printf (
          _ ("Its DNS is run by %s, where domains end up that are for sale, have expired or were stopped. Mail to and from it is lost or refused."), target);
      finding = rd_check_report (findings, rd_finding_new ("domain.parked", RD_FINDING_BROKEN, domain, RD_OWNER_YOU,
                                                           _ ("The domain is parked")));
      rd_finding_explain (finding,
                          explanation,
                          _ ("Look into your account at the registrar: renew the domain, and have its name servers set back to those of your DNS host."));
      rd_check_rest_on (finding, ns);
      return TRUE;
    }
  return FALSE;
}

/* The number of listed servers that have no address, or -1 while answers are
 * open.  @silent becomes an answer that did not come, if there is one. */
static int
count_lame (RdEvidence      *evidence,
            const RdAnswer  *ns,
            const char     **first,
            const RdAnswer **proof,
            const RdAnswer **silent)
{
  gboolean pending = FALSE;
  int      n_lame = 0;

  for (guint i = 0; i < MIN (rd_answer_count (ns, RD_RR_NS), MAX_NAME_SERVERS); i++)
    {
      const char     *target = rd_answer_nth (ns, RD_RR_NS, i)->target;
      const RdAnswer *a = rd_check_ask (evidence, target, RD_RR_A, &pending);
      const RdAnswer *aaaa;

      if (a != NULL && !rd_answer_is_known (a))
        *silent = a;
      if (a == NULL || !rd_answer_is_known (a) || rd_answer_count (a, RD_RR_A) > 0)
        continue;
      /* Servers with IPv6 alone are rare: ask only when there is need. */
      aaaa = rd_check_ask (evidence, target, RD_RR_AAAA, &pending);
      if (aaaa != NULL && !rd_answer_is_known (aaaa))
        *silent = aaaa;
      if (aaaa == NULL || !rd_answer_is_known (aaaa) || rd_answer_count (aaaa, RD_RR_AAAA) > 0)
        continue;
      n_lame++;
      *first = target;
      *proof = a;
    }
  return pending ? -1 : n_lame;
}

static void
report_lame (GPtrArray      *findings,
             const char     *domain,
             const char     *server,
             gboolean        all_lame,
             const RdAnswer *ns,
             const RdAnswer *proof)
{
  g_autofree char *title = g_strdup_printf (_ ("The DNS server %s of your domain does not exist"), server);
  RdFinding       *finding = rd_check_report (findings, rd_finding_new ("ns.lame", all_lame ? RD_FINDING_BROKEN : RD_FINDING_WEAK,
                                                                        domain, RD_OWNER_DNS, title));
  rd_finding_explain (finding,
                      _ ("It is listed as a server for your domain, but it has no address. Lookups become slow or fail now and then, which shows as mail that works for some and not for others."),
                      _ ("Correct the list of name servers at the firm where the domain was registered."));
  rd_check_rest_on (finding, ns);
  rd_check_rest_on (finding, proof);
}

/* What the world is told against what the zone itself says; only if the zone's
 * own servers were asked already. */
static void
report_difference (RdEvidence     *evidence,
                   const char     *domain,
                   const RdAnswer *ns,
                   GPtrArray      *findings)
{
  g_autoptr (RdQuestion) question = rd_question_dns_full (domain, RD_RR_NS, RD_QUESTION_AUTHORITATIVE);
  const RdAnswer *own = rd_evidence_peek (evidence, question);
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  gboolean   differs;
  RdFinding *finding;

  if (own == NULL || own->state != RD_ANSWER_FOUND)
    return;
  for (guint i = 0; i < rd_answer_count (ns, RD_RR_NS); i++)
    g_hash_table_add (names, rd_answer_nth (ns, RD_RR_NS, i)->target);
  differs = g_hash_table_size (names) != rd_answer_count (own, RD_RR_NS);
  for (guint i = 0; i < rd_answer_count (own, RD_RR_NS); i++)
    differs = differs || !g_hash_table_contains (names, rd_answer_nth (own, RD_RR_NS, i)->target);
  if (!differs)
    return;
  finding = rd_check_report (findings, rd_finding_new ("ns.mismatch", RD_FINDING_WEAK, domain, RD_OWNER_DNS,
                                                       _ ("The list of DNS servers differs from place to place")));
  rd_finding_explain (finding,
                      _ ("The servers of your domain name other servers than the ones the world uses. After a move of DNS both may give different records."),
                      _ ("Have the list of name servers at the registrar and in the zone made the same."));
  rd_check_rest_on (finding, ns);
  rd_check_rest_on (finding, own);
}

static RdCheckStatus
check_servers (RdEvidence     *evidence,
               const char     *domain,
               const RdAnswer *ns,
               GPtrArray      *findings)
{
  guint           n = rd_answer_count (ns, RD_RR_NS);
  const char     *first = NULL;
  const RdAnswer *proof = NULL;
  const RdAnswer *silent = NULL;
  const char     *dns_host = rd_dns_host_find_name (ns);
  guint           n_before = findings->len;
  int             n_lame;
  RdFinding      *finding;

  if (report_parked (ns, domain, findings))
    return RD_CHECK_DONE;
  n_lame = count_lame (evidence, ns, &first, &proof, &silent);
  if (n_lame < 0)
    return RD_CHECK_PENDING;
  if (n_lame > 0)
    report_lame (findings, domain, first, (guint) n_lame == n, ns, proof);
  if (n == 1)
    {
      finding = rd_check_report (findings, rd_finding_new ("ns.single", RD_FINDING_WEAK, domain, RD_OWNER_DNS,
                                                           _ ("Only one DNS server serves your domain")));
      rd_finding_explain (finding,
                          _ ("When it is down, nobody can find your mail server or check your mail."),
                          _ ("Ask whoever runs your DNS for a second server."));
      rd_check_rest_on (finding, ns);
    }
  report_difference (evidence, domain, ns, findings);
  if (silent != NULL)
    rd_check_report_unknown (findings, "ns.servfail", domain, silent);
  if (findings->len == n_before)
    {
      g_autofree char *explanation = dns_host != NULL ? g_strdup_printf (_ ("Its DNS is run by %s."), dns_host) : NULL;

      finding = rd_check_report (findings, rd_finding_new ("domain.fine", RD_FINDING_FINE, domain, RD_OWNER_WAIT,
                                                           _ ("The domain exists and its DNS servers work")));
      rd_finding_explain (finding, explanation, NULL);
      rd_check_rest_on (finding, ns);
    }
  return RD_CHECK_DONE;
}

/**
 * rd_delegation_check:
 * @evidence: what is known
 * @subject: an #RdDomainSubject
 * @findings: (element-type RdFinding): where findings go
 *
 * Does the domain exist, and do its DNS servers work?  Tells a domain that
 * expired from one that is parked, from dead servers and from a broken DNSSEC
 * signature (RFC 8914 names the ways), since each has its own cure.
 *
 * Returns: whether all answers were there
 */
RdCheckStatus
rd_delegation_check (RdEvidence   *evidence,
                     gconstpointer subject,
                     GPtrArray    *findings)
{
  const RdDomainSubject *self = subject;
  g_autofree char       *org = rd_check_dup_org_domain (self->domain);
  gboolean               pending = FALSE;
  const RdAnswer        *soa = rd_check_ask (evidence, self->domain, RD_RR_SOA, &pending);
  const RdAnswer        *org_soa = rd_check_ask (evidence, org, RD_RR_SOA, &pending);
  const RdAnswer        *ns = rd_check_ask (evidence, org, RD_RR_NS, &pending);
  RdFinding             *finding;

  if (soa == NULL || org_soa == NULL || ns == NULL)
    return RD_CHECK_PENDING;
  if (soa->state == RD_ANSWER_NO_SUCH_NAME && rd_check_is_alias (soa))
    {
      report_dead_alias (findings, self->domain, soa);
      return RD_CHECK_DONE;
    }
  if (soa->state == RD_ANSWER_NO_SUCH_NAME)
    {
      report_no_such_name (findings, self->domain, org, soa, org_soa);
      return RD_CHECK_DONE;
    }
  if (!rd_answer_is_known (soa))
    return check_failure (evidence, self->domain, soa, findings);
  if (org_soa->state == RD_ANSWER_NO_DATA && rd_answer_count (ns, RD_RR_NS) > 0)
    {
      finding = rd_check_report (findings, rd_finding_new ("domain.no-soa", RD_FINDING_WEAK, org, RD_OWNER_DNS,
                                                           _ ("The domain has no SOA record")));
      rd_finding_explain (finding,
                          _ ("Every zone must have one. Yahoo looks for it and refuses mail from a domain without."),
                          _ ("Tell whoever runs your DNS that the SOA record is missing."));
      rd_check_rest_on (finding, org_soa);
    }
  if (!rd_answer_is_known (ns))
    {
      rd_check_report_unknown (findings, "ns.servfail", org, ns);
      return RD_CHECK_DONE;
    }
  return check_servers (evidence, org, ns, findings);
}
