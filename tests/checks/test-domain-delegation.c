/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rd-delegation.h"
#include "rd-dns-host.h"
#include "rd-misplaced.h"
#include "rd-resolver-honesty.h"
#include "rd-test-check.h"
#include "rd-test-zone.h"

#define D "shop.example"
#define SOA " SOA ns1.dns.example. host.dns.example. 1 7200 3600 1209600 3600"
#define NS D SOA, D " NS ns1.dns.example.", D " NS ns2.dns.example."
#define HOSTS "ns1.dns.example A 192.0.2.1", "ns2.dns.example A 192.0.2.2"
#define KEY "v=DKIM1; k=rsa; p=MIIBIjAN"

static const RdTestCheck cases[] = {
  { "all-right", rd_delegation_check, D, "domain.fine", RD_FINDING_FINE, { NS, HOSTS } },
  { "not-there", rd_delegation_check, D, "domain.fine", RD_TEST_ABSENT, { HOSTS } },
  { "expired", rd_delegation_check, D, "domain.not-registered", RD_FINDING_BROKEN, { HOSTS } },
  { "there", rd_delegation_check, D, "domain.not-registered", RD_TEST_ABSENT, { NS, HOSTS } },
  { "not-answered", rd_delegation_check, D, "domain.not-registered", RD_TEST_ABSENT, { D " TIMEOUT" } },
  { "subdomain", rd_delegation_check, "mail." D, "domain.not-registered", RD_TEST_ABSENT, { NS, HOSTS } },
  { "subdomain", rd_delegation_check, "mail." D, "domain.no-such-name", RD_FINDING_BROKEN, { NS, HOSTS } },
  { "there", rd_delegation_check, "mail." D, "domain.no-such-name", RD_TEST_ABSENT, { NS, HOSTS, "mail." D " A 192.0.2.9" } },
  { "sale", rd_delegation_check, D, "domain.parked", RD_FINDING_BROKEN, { D SOA, D " NS ns1.sedoparking.com." } },
  { "expired", rd_delegation_check, D, "domain.parked", RD_FINDING_BROKEN, { D SOA, D " NS ns1.expired-domains.registrar.example." } },
  { "in-use", rd_delegation_check, D, "domain.parked", RD_TEST_ABSENT, { NS, HOSTS } },
  { "dead", rd_delegation_check, D, "domain.servfail", RD_FINDING_BROKEN, { D " SERVFAIL" } },
  { "time-out", rd_delegation_check, D, "domain.servfail", RD_FINDING_UNKNOWN, { D " TIMEOUT" } },
  { "resolver-dead", rd_delegation_check, D, "domain.servfail", RD_FINDING_UNKNOWN, { D " SERVFAIL", ". SERVFAIL" } },
  { "answered", rd_delegation_check, D, "domain.servfail", RD_TEST_ABSENT, { NS, HOSTS } },
  { "dead", rd_delegation_check, D, "dnssec.broken", RD_TEST_ABSENT, { D " SERVFAIL" } },
  { "missing", rd_delegation_check, D, "domain.no-soa", RD_FINDING_WEAK, { D " NS ns1.dns.example.", D " NS ns2.dns.example.", HOSTS } },
  { "there", rd_delegation_check, D, "domain.no-soa", RD_TEST_ABSENT, { NS, HOSTS } },
  { "one", rd_delegation_check, D, "ns.single", RD_FINDING_WEAK, { D SOA, D " NS ns1.dns.example.", HOSTS } },
  { "two", rd_delegation_check, D, "ns.single", RD_TEST_ABSENT, { NS, HOSTS } },
  { "one-gone", rd_delegation_check, D, "ns.lame", RD_FINDING_WEAK, { NS, "ns1.dns.example A 192.0.2.1" } },
  { "all-gone", rd_delegation_check, D, "ns.lame", RD_FINDING_BROKEN, { NS } },
  { "v6-only", rd_delegation_check, D, "ns.lame", RD_TEST_ABSENT, { NS, "ns1.dns.example A 192.0.2.1", "ns2.dns.example AAAA 2001:db8::53" } },
  { "not-answered", rd_delegation_check, D, "ns.lame", RD_TEST_ABSENT, { NS, "ns1.dns.example A 192.0.2.1", "ns2.dns.example TIMEOUT" } },
  { "time-out", rd_delegation_check, D, "ns.servfail", RD_FINDING_UNKNOWN, { D SOA, D " NS TIMEOUT" } },
  { "answered", rd_delegation_check, D, "ns.servfail", RD_TEST_ABSENT, { NS, HOSTS } },

  { "honest", rd_resolver_honesty_check, D, "resolver.fine", RD_FINDING_FINE, { D " A 192.0.2.9" } },
  { "redirected", rd_resolver_honesty_check, D, "resolver.fine", RD_TEST_ABSENT, { "*.invalid A 192.0.2.66" } },
  { "redirected", rd_resolver_honesty_check, D, "resolver.redirects", RD_FINDING_WEAK, { "*.invalid A 192.0.2.66" } },
  { "honest", rd_resolver_honesty_check, D, "resolver.redirects", RD_TEST_ABSENT, { D " A 192.0.2.9" } },
  { "star", rd_resolver_honesty_check, D, "domain.wildcard", RD_FINDING_INFO, { D " A 192.0.2.9", "*." D " A 192.0.2.9" } },
  { "none", rd_resolver_honesty_check, D, "domain.wildcard", RD_TEST_ABSENT, { D " A 192.0.2.9" } },
  { "same-everywhere", rd_resolver_honesty_check, D, "resolver.inside-view", RD_TEST_ABSENT, { D " A 192.168.0.9" } },
  { "public", rd_resolver_honesty_check, D, "resolver.inside-view", RD_TEST_ABSENT, { D " A 192.0.2.9" } },

  { "doubled", rd_misplaced_check_dmarc, D, "dmarc.wrong-name", RD_FINDING_BROKEN, { "_dmarc." D "." D " TXT v=DMARC1; p=none" } },
  { "no-underscore", rd_misplaced_check_dmarc, D, "dmarc.wrong-name", RD_FINDING_BROKEN, { "dmarc." D " TXT v=DMARC1; p=none" } },
  { "apex", rd_misplaced_check_dmarc, D, "dmarc.wrong-name", RD_FINDING_BROKEN, { D " TXT v=DMARC1; p=none" } },
  { "right", rd_misplaced_check_dmarc, D, "dmarc.wrong-name", RD_TEST_ABSENT, { "_dmarc." D " TXT v=DMARC1; p=none", "dmarc." D " TXT v=DMARC1; p=none" } },
  { "wildcard", rd_misplaced_check_dmarc, D, "dmarc.wrong-name", RD_TEST_ABSENT, { D " TXT v=spf1 -all", "_dmarc." D " TXT hello", "*." D " TXT v=DMARC1; p=none" } },
  { "not-answered", rd_misplaced_check_dmarc, D, "dmarc.wrong-name", RD_TEST_ABSENT, { "_dmarc." D " TIMEOUT", D " TXT v=DMARC1; p=none" } },
  { "doubled", rd_misplaced_check_dkim, D, "dkim.wrong-name", RD_FINDING_BROKEN, { D " A 192.0.2.1", "default._domainkey." D "." D " TXT " KEY } },
  { "bare", rd_misplaced_check_dkim, D, "dkim.wrong-name", RD_FINDING_BROKEN, { D " A 192.0.2.1", "google." D " TXT " KEY } },
  { "right", rd_misplaced_check_dkim, D, "dkim.wrong-name", RD_TEST_ABSENT, { "s1._domainkey." D " TXT " KEY, "default." D " TXT " KEY } },
};

/* The failure goes away when nobody checks signatures. */
static void
test_broken_dnssec (void)
{
  g_autoptr (RdEvidence) evidence = rd_evidence_new ();
  g_autoptr (RdQuestion) unchecked = rd_question_dns_full (D, RD_RR_SOA, RD_QUESTION_CHECKING_DISABLED);
  g_autoptr (RdTestZone) zone = rd_test_zone_new ();
  g_autoptr (RdDomainSubject) subject = rd_domain_subject_new (D);
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_finding_unref);
  RdAnswer *answer = rd_answer_new (unchecked, RD_ANSWER_FOUND);
  guint     n_rounds;

  rd_test_zone_fail (zone, D, RD_ANSWER_SERVER_FAILURE);
  rd_evidence_put (evidence, answer);
  RD_TEST_SETTLE (zone, evidence, n_rounds, rd_delegation_check (evidence, subject, findings));
  g_assert_nonnull (rd_findings_find (findings, "dnssec.broken"));
  g_assert_null (rd_findings_find (findings, "domain.servfail"));
}

/* The zone's own servers know another address than the network here. */
static void
test_inside_view (void)
{
  g_autoptr (RdEvidence) evidence = rd_evidence_new ();
  g_autoptr (RdQuestion) own = rd_question_dns_full (D, RD_RR_A, RD_QUESTION_AUTHORITATIVE);
  g_autoptr (RdTestZone) zone = rd_test_zone_new ();
  g_autoptr (RdDomainSubject) subject = rd_domain_subject_new (D);
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_finding_unref);
  RdAnswer *answer = rd_answer_new (own, RD_ANSWER_FOUND);
  guint     n_rounds;

  g_ptr_array_add (answer->records, rd_rr_new_from_text (D, RD_RR_A, 60, "192.0.2.9"));
  rd_test_zone_add (zone, D, RD_RR_A, "10.0.0.9");
  rd_evidence_put (evidence, answer);
  RD_TEST_SETTLE (zone, evidence, n_rounds, rd_resolver_honesty_check (evidence, subject, findings));
  g_assert_nonnull (rd_findings_find (findings, "resolver.inside-view"));
}

/* The proposal puts the value where receivers look. */
static void
test_misplaced_record (void)
{
  const char *const lines[] = { "_dmarc." D "." D " TXT v=DMARC1; p=none", NULL };
  const RdFinding  *finding;
  g_autoptr (RdDomainSubject) subject = rd_domain_subject_new (D);
  g_autoptr (GPtrArray) findings = rd_test_check_run (lines, rd_misplaced_check_dmarc, subject, NULL, NULL);

  finding = rd_findings_find (findings, "dmarc.wrong-name");
  g_assert_nonnull (finding);
  g_assert_nonnull (finding->record);
  g_assert_cmpstr (finding->record->name, ==, "_dmarc");
  g_assert_cmpstr (finding->record->fqdn, ==, "_dmarc." D);
  g_assert_cmpstr (finding->record->value, ==, "v=DMARC1; p=none");
}

static void
test_known_selector (void)
{
  const char *const lines[] = { D " A 192.0.2.1", "other._domainkey." D " TXT " KEY, "s7._domainkey." D "." D " TXT " KEY, NULL };
  g_autoptr (RdDomainSubject) subject = rd_domain_subject_new (D);
  g_autoptr (GPtrArray) findings = NULL;
  const RdFinding *finding;

  g_strfreev (subject->selectors);
  subject->selectors = g_strsplit ("s7 other", " ", -1);
  findings = rd_test_check_run (lines, rd_misplaced_check_dkim, subject, NULL, NULL);
  g_assert_cmpuint (findings->len, ==, 1);
  finding = rd_findings_find (findings, "dkim.wrong-name");
  g_assert_nonnull (finding);
  g_assert_cmpstr (finding->record->name, ==, "s7._domainkey");
}

static void
test_dns_host (void)
{
  g_autoptr (RdEvidence) evidence = rd_evidence_new ();
  const char *const known[] = { "anna.ns.cloudflare.com.", "bob.ns.cloudflare.com.", NULL };
  const char *const amazon[] = { "ns-12.awsdns-01.co.uk.", NULL };
  const char *const unknown[] = { "ns1.shop.example.", NULL };
  g_autoptr (RdQuestion) question = rd_question_dns (D, RD_RR_NS);

  rd_evidence_put_text (evidence, D, RD_RR_NS, RD_ANSWER_FOUND, known);
  g_assert_cmpstr (rd_dns_host_find_name (rd_evidence_peek (evidence, question)), ==, "Cloudflare");
  rd_evidence_put_text (evidence, D, RD_RR_NS, RD_ANSWER_FOUND, amazon);
  g_assert_cmpstr (rd_dns_host_find_name (rd_evidence_peek (evidence, question)), ==, "Amazon Route 53");
  rd_evidence_put_text (evidence, D, RD_RR_NS, RD_ANSWER_FOUND, unknown);
  g_assert_null (rd_dns_host_find_name (rd_evidence_peek (evidence, question)));
  g_assert_false (rd_dns_host_is_parking ("ns1.dns-parking.com"));
  g_assert_true (rd_dns_host_is_parking ("expired1.registrar.example"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  rd_test_check_add ("delegation", cases, G_N_ELEMENTS (cases));
  g_test_add_func ("/checks/delegation/dnssec.broken", test_broken_dnssec);
  g_test_add_func ("/checks/delegation/resolver.inside-view", test_inside_view);
  g_test_add_func ("/checks/misplaced/record", test_misplaced_record);
  g_test_add_func ("/checks/misplaced/known-selector", test_known_selector);
  g_test_add_func ("/checks/delegation/dns-host", test_dns_host);
  return g_test_run ();
}
