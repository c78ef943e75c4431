/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rd-mx.h"
#include "rd-test-check.h"

#define D "shop.example"

/* Ids and severities: what receivers do with such a domain. */
static const RdTestCheck cases[] = {
  { "two-servers", rd_mx_check, D, "mx.fine", RD_FINDING_FINE, { D " MX 10 mx1.host.example.", D " MX 20 mx2.host.example.", "mx1.host.example A 192.0.2.1", "mx2.host.example A 192.0.2.2" } },
  { "broken", rd_mx_check, D, "mx.fine", RD_TEST_ABSENT, { D " MX 10 gone.host.example." } },

  { "web-server-stands-in", rd_mx_check, D, "mx.none", RD_FINDING_WEAK, { D " A 192.0.2.1" } },
  { "nothing-at-all", rd_mx_check, D, "mx.none", RD_FINDING_BROKEN, { D " TXT hello" } },
  { "there", rd_mx_check, D, "mx.none", RD_TEST_ABSENT, { D " MX 10 mx1.host.example.", "mx1.host.example A 192.0.2.1" } },
  { "address-not-answered", rd_mx_check, D, "mx.none", RD_TEST_ABSENT, { D " TXT hello", D " A TIMEOUT", D " AAAA TIMEOUT" } },

  { "alone", rd_mx_check, D, "mx.null", RD_FINDING_BROKEN, { D " MX 0 ." } },
  { "beside", rd_mx_check, D, "mx.null", RD_TEST_ABSENT, { D " MX 0 .", D " MX 10 mx1.host.example.", "mx1.host.example A 192.0.2.1" } },
  { "beside", rd_mx_check, D, "mx.null-plus", RD_FINDING_WEAK, { D " MX 0 .", D " MX 10 mx1.host.example.", "mx1.host.example A 192.0.2.1" } },
  { "alone", rd_mx_check, D, "mx.null-plus", RD_TEST_ABSENT, { D " MX 0 ." } },

  { "alias", rd_mx_check, D, "mx.cname", RD_FINDING_WEAK, { D " MX 10 a.host.example.", "a.host.example CNAME mx1.host.example.", "mx1.host.example A 192.0.2.1" } },
  { "no-alias", rd_mx_check, D, "mx.cname", RD_TEST_ABSENT, { D " MX 10 mx1.host.example.", "mx1.host.example A 192.0.2.1" } },

  { "address", rd_mx_check, D, "mx.ip-literal", RD_FINDING_BROKEN, { D " MX 10 192.0.2.1." } },
  { "name-of-digits", rd_mx_check, D, "mx.ip-literal", RD_TEST_ABSENT, { D " MX 10 192.host.example.", "192.host.example A 192.0.2.1" } },

  { "office", rd_mx_check, D, "mx.private", RD_FINDING_BROKEN, { D " MX 10 mail." D ".", "mail." D " A 192.168.1.5" } },
  { "shared", rd_mx_check, D, "mx.private", RD_FINDING_BROKEN, { D " MX 10 mail." D ".", "mail." D " A 100.64.0.5" } },
  { "public", rd_mx_check, D, "mx.private", RD_TEST_ABSENT, { D " MX 10 mail." D ".", "mail." D " A 192.0.2.5" } },
  { "itself", rd_mx_check, D, "mx.loopback", RD_FINDING_BROKEN, { D " MX 10 localhost.", "localhost A 127.0.0.1" } },
  { "office", rd_mx_check, D, "mx.loopback", RD_TEST_ABSENT, { D " MX 10 mail." D ".", "mail." D " A 10.0.0.5" } },

  { "only-one", rd_mx_check, D, "mx.unresolvable", RD_FINDING_BROKEN, { D " MX 10 gone.host.example." } },
  { "others-work", rd_mx_check, D, "mx.unresolvable", RD_FINDING_WEAK, { D " MX 10 gone.host.example.", D " MX 20 mx2.host.example.", "mx2.host.example A 192.0.2.2" } },
  { "not-answered", rd_mx_check, D, "mx.unresolvable", RD_TEST_ABSENT, { D " MX 10 mx1.host.example.", "mx1.host.example TIMEOUT" } },

  { "only-v6", rd_mx_check, D, "mx.ipv6-only", RD_FINDING_WEAK, { D " MX 10 mx1.host.example.", "mx1.host.example AAAA 2001:db8::25" } },
  { "both", rd_mx_check, D, "mx.ipv6-only", RD_TEST_ABSENT, { D " MX 10 mx1.host.example.", "mx1.host.example AAAA 2001:db8::25", "mx1.host.example A 192.0.2.1" } },
  { "v4-not-answered", rd_mx_check, D, "mx.ipv6-only", RD_TEST_ABSENT, { D " MX 10 mx1.host.example.", "mx1.host.example AAAA 2001:db8::25", "mx1.host.example A SERVFAIL" } },

  { "panel-added-domain", rd_mx_check, D, "mx.doubled-name", RD_FINDING_BROKEN, { D " MX 10 mx1.host.example." D "." } },
  { "domain-twice", rd_mx_check, D, "mx.doubled-name", RD_FINDING_BROKEN, { D " MX 10 mail." D "." D "." } },
  { "other-top-level", rd_mx_check, D, "mx.doubled-name", RD_FINDING_BROKEN, { D " MX 10 provider.com." D "." } },
  { "plain-name-gone", rd_mx_check, D, "mx.doubled-name", RD_TEST_ABSENT, { D " MX 10 mail." D "." } },

  { "two-names", rd_mx_check, D, "mx.same-ip", RD_FINDING_INFO, { D " MX 10 a." D ".", D " MX 20 b." D ".", "a." D " A 192.0.2.60", "b." D " A 192.0.2.60" } },
  { "one-name", rd_mx_check, D, "mx.same-ip", RD_TEST_ABSENT, { D " MX 10 a." D ".", "a." D " A 192.0.2.60" } },
  { "twice", rd_mx_check, D, "mx.duplicate", RD_FINDING_INFO, { D " MX 10 a." D ".", D " MX 20 a." D ".", "a." D " A 192.0.2.60" } },
  { "once", rd_mx_check, D, "mx.duplicate", RD_TEST_ABSENT, { D " MX 10 a." D ".", "a." D " A 192.0.2.60" } },

  { "sale", rd_mx_check, D, "mx.parked", RD_FINDING_BROKEN, { D " MX 10 mx.sedoparking.com.", "mx.sedoparking.com A 192.0.2.60" } },
  { "use", rd_mx_check, D, "mx.parked", RD_TEST_ABSENT, { D " MX 10 mx.host.example.", "mx.host.example A 192.0.2.60" } },

  { "other-name", rd_mx_check, D, "mx.wrong-tenant", RD_FINDING_WEAK, { D " MX 0 other-example.mail.protection.outlook.com.", "other-example.mail.protection.outlook.com A 192.0.2.31" } },
  { "gone", rd_mx_check, D, "mx.wrong-tenant", RD_FINDING_BROKEN, { D " MX 0 shop-example.mail.protection.outlook.com." } },
  { "own", rd_mx_check, D, "mx.wrong-tenant", RD_TEST_ABSENT, { D " MX 0 shop-example.mail.protection.outlook.com.", "shop-example.mail.protection.outlook.com A 192.0.2.31" } },
  { "own-with-suffix", rd_mx_check, D, "mx.wrong-tenant", RD_TEST_ABSENT, { D " MX 0 shop-example0i.mail.protection.outlook.com.", "shop-example0i.mail.protection.outlook.com A 192.0.2.31" } },

  { "failure", rd_mx_check, D, "mx.servfail", RD_FINDING_UNKNOWN, { D " SERVFAIL" } },
  { "time-out", rd_mx_check, D, "mx.servfail", RD_FINDING_UNKNOWN, { D " TIMEOUT" } },
  { "refused", rd_mx_check, D, "mx.servfail", RD_FINDING_UNKNOWN, { D " REFUSED" } },
  { "host-fails", rd_mx_check, D, "mx.servfail", RD_FINDING_UNKNOWN, { D " MX 10 mx1.host.example.", "mx1.host.example TIMEOUT" } },
  { "answered", rd_mx_check, D, "mx.servfail", RD_TEST_ABSENT, { D " MX 10 mx1.host.example.", "mx1.host.example A 192.0.2.1" } },

  { "eleven", rd_mx_check, D, "mx.many", RD_FINDING_INFO, { D " MX 1 a." D ".", D " MX 2 a." D ".", D " MX 3 a." D ".", D " MX 4 a." D ".", D " MX 5 a." D ".", D " MX 6 a." D ".", D " MX 7 a." D ".", D " MX 8 a." D ".", D " MX 9 a." D ".", D " MX 10 a." D ".", D " MX 11 a." D ".", "a." D " A 192.0.2.60" } },
  { "one", rd_mx_check, D, "mx.many", RD_TEST_ABSENT, { D " MX 1 a." D ".", "a." D " A 192.0.2.60" } },

  { "google-and-own", rd_mx_check, D, "mx.mixed-providers", RD_FINDING_BROKEN, { D " MX 1 smtp.google.com.", D " MX 10 mail." D ".", "smtp.google.com A 192.0.2.30", "mail." D " A 192.0.2.70" } },
  { "own-first", rd_mx_check, D, "mx.mixed-providers", RD_FINDING_BROKEN, { D " MX 10 smtp.google.com.", D " MX 1 mail." D ".", "smtp.google.com A 192.0.2.30", "mail." D " A 192.0.2.70" } },
  { "google-and-microsoft", rd_mx_check, D, "mx.mixed-providers", RD_FINDING_BROKEN, { D " MX 1 smtp.google.com.", D " MX 10 shop-example.mail.protection.outlook.com.", "smtp.google.com A 192.0.2.30", "shop-example.mail.protection.outlook.com A 192.0.2.31" } },
  { "one-service", rd_mx_check, D, "mx.mixed-providers", RD_TEST_ABSENT, { D " MX 1 aspmx.l.google.com.", D " MX 10 alt1.aspmx.l.google.com.", "aspmx.l.google.com A 192.0.2.30", "alt1.aspmx.l.google.com A 192.0.2.31" } },
  { "filter-in-front", rd_mx_check, D, "mx.mixed-providers", RD_TEST_ABSENT, { D " MX 1 mx1-us1.ppe-hosted.com.", D " MX 10 smtp.google.com.", "smtp.google.com A 192.0.2.30", "mx1-us1.ppe-hosted.com A 192.0.2.31" } },
  { "two-unknown", rd_mx_check, D, "mx.mixed-providers", RD_TEST_ABSENT, { D " MX 1 mx.host.example.", D " MX 10 mx.other.example.", "mx.host.example A 192.0.2.30", "mx.other.example A 192.0.2.31" } },

  { "half-moved", rd_mx_check, D, "mx.web-host", RD_FINDING_WEAK, { D " A 192.0.2.9", D " MX 10 " D ".", D " TXT v=spf1 include:_spf.google.com ~all" } },
  { "own-mail", rd_mx_check, D, "mx.web-host", RD_TEST_ABSENT, { D " A 192.0.2.9", D " MX 10 " D ".", D " TXT v=spf1 a mx ~all" } },
  { "moved", rd_mx_check, D, "mx.web-host", RD_TEST_ABSENT, { D " A 192.0.2.9", D " MX 1 smtp.google.com.", "smtp.google.com A 192.0.2.30", D " TXT v=spf1 include:_spf.google.com ~all" } },

  { "one", rd_mx_check, D, "mx.single", RD_FINDING_INFO, { D " MX 10 mail." D ".", "mail." D " A 192.0.2.70" } },
  { "service", rd_mx_check, D, "mx.single", RD_TEST_ABSENT, { D " MX 1 smtp.google.com.", "smtp.google.com A 192.0.2.30" } },
};

static void
test_no_such_domain (void)
{
  const char *const lines[] = { NULL };
  g_autoptr (RdDomainSubject) subject = rd_domain_subject_new (D);
  g_autoptr (GPtrArray) findings = rd_test_check_run (lines, rd_mx_check, subject, NULL, NULL);

  g_assert_cmpuint (findings->len, ==, 0);
}

/* MX, then the addresses: two rounds, whatever the number of servers. */
static void
test_rounds (void)
{
  const char *const lines[] = { D " MX 10 a.host.example.", D " MX 20 b.host.example.", "a.host.example A 192.0.2.1", "b.host.example A 192.0.2.2", NULL };
  guint             n_rounds;
  g_autoptr (RdDomainSubject) subject = rd_domain_subject_new (D);
  g_autoptr (GPtrArray) findings = rd_test_check_run (lines, rd_mx_check, subject, &n_rounds, NULL);

  g_assert_nonnull (rd_findings_find (findings, "mx.fine"));
  g_assert_cmpuint (n_rounds, ==, 2);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  rd_test_check_add ("mx", cases, G_N_ELEMENTS (cases));
  g_test_add_func ("/checks/mx/no-such-domain", test_no_such_domain);
  g_test_add_func ("/checks/mx/rounds", test_rounds);
  return g_test_run ();
}
