/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Zones beside the faults: what looks like one and is none, or is another.  A
 * warning about something that is right costs more trust than a missed one. */

#include "rd-delegation.h"
#include "rd-dkim-check.h"
#include "rd-dmarc-check.h"
#include "rd-spf-check.h"
#include "rd-test-check.h"

#define D "d.example"
#define SPF "d.example TXT "
#define MX "d.example MX 10 m.example", "m.example A 203.0.113.25"
#define SOA "d.example SOA ns1.example. host.example. 1 7200 3600 1209600 3600", "d.example NS ns1.example", "d.example NS ns2.example", "ns1.example A 192.0.2.53", "ns2.example A 198.51.100.53"
#define DEFAULT "default._domainkey.d.example TXT "
#define DMARC "_dmarc.d.example TXT "
#define GOOD MX, SPF "v=spf1 mx -all"
#define ELEVEN                                                                                                        \
  "d.example MX 1 a.example", "d.example MX 1 b.example", "d.example MX 1 c.example", "d.example MX 1 e.example",     \
      "d.example MX 1 f.example", "d.example MX 1 g.example", "d.example MX 1 h.example", "d.example MX 1 i.example", \
      "d.example MX 1 j.example", "d.example MX 1 k.example", "d.example MX 1 l.example", "*.example A 192.0.2.1"
#define FIVE(n) " ip4:192.0.2." n "1 ip4:192.0.2." n "2 ip4:192.0.2." n "3 ip4:192.0.2." n "4 ip4:192.0.2." n "5"
#define LONG "v=spf1 mx" FIVE ("1") FIVE ("2") FIVE ("3") FIVE ("4") FIVE ("5") FIVE ("6") " -all"

/* Keys made for these tests. */
#define KEY "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA34jWJnhTqysfM7tC8jKXcvX+ruvEVJwcYwLH/eZH8uPKR25g6fkiF+dYv/imytNoqQos2GP9zyiMFoTvVzE+407LopGdFuCqil6fQrErnvSgrQ7fCM+m9XNtHo69GRu//paZT6JM3/h43ZNrfZZ3jxqZ8bPCAH+ds5gEZ/xwe//H/r8XfnanXmw2TmDKgLSDdXVXi9YsrsKyp7aPAKF+plpyawz7eXXsI0OIYlMRlsVehaM/0XLDxotjEucifL5qEKFOTnsr7D6fESN6oYstOHwS6PMWHi5DC7yhGhRuRHJ1bCaL1Jh/ZIXktMFnhu0hsMFVB9VWgQt8j1OFv1OU9wIDAQAB"
#define KEY_1024 "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCeDTXlMuE2zGOglgUSOfAzdD4wqOJrl8k6ymOXrzEKj36rtYyEe2/9P5a8bxM9JVTyioWxmWgB2gOTI44FKA+pERs3oYnfak8+ke5yCc4aLSn4auAkE4ZpNUZe5hNL6oIH4nw6g4jYV9Buf5Ol11merniIJwwz5kT9uSCRcOYc7QIDAQAB"

static const RdTestCheck spf_cases[] = {
  { "percent", rd_spf_check, D, "spf.all-pass", RD_TEST_ABSENT, { MX, SPF "v=spf1 mx ~all" } },
  { "tilde", rd_spf_check, D, "spf.all-neutral", RD_TEST_ABSENT, { MX, SPF "v=spf1 mx ?a ~all" } },
  { "text-beside", rd_spf_check, D, "spf.multiple", RD_TEST_ABSENT, { MX, SPF "v=spf1 mx -all", SPF "v=spf10 is something else", SPF "google-site-verification=1" } },
  { "capitals", rd_spf_check, D, "spf.version", RD_TEST_ABSENT, { MX, SPF "V=SPF1 mx -all" } },
  { "beside-a-good-one", rd_spf_check, D, "spf.version", RD_TEST_ABSENT, { MX, SPF "v=spf1 mx -all", SPF "spf2.0/pra mx -all" } },
  { "quotes-elsewhere", rd_spf_check, D, "spf.quoted", RD_TEST_ABSENT, { MX, SPF "v=spf1 mx -all", SPF "\"\\\"hello\\\"\"" } },
  { "blanks-inside", rd_spf_check, D, "spf.leading-space", RD_TEST_ABSENT, { MX, SPF "v=spf1   mx   -all" } },
  { "blank-kept", rd_spf_check, D, "spf.split", RD_TEST_ABSENT, { MX, SPF "\"v=spf1 ip4:192.0.2.1 \" \"ip4:192.0.2.2 -all\"" } },
  { "cut-in-a-word", rd_spf_check, D, "spf.split", RD_TEST_ABSENT, { MX, SPF "\"v=spf1 ip4:192.0\" \".2.1 -all\"" } },
  { "both-types", rd_spf_check, D, "spf.type99-only", RD_TEST_ABSENT, { MX, SPF "v=spf1 mx -all", "d.example SPF \"v=spf1 mx -all\"" } },
  { "own-of-a-host", rd_spf_check, D, "spf.wrong-name", RD_TEST_ABSENT, { MX, SPF "v=spf1 mx -all", "mail.d.example TXT v=spf1 a -all" } },
  { "wildcard", rd_spf_check, D, "spf.wrong-name", RD_TEST_ABSENT, { MX, "*.d.example TXT v=spf1 -all" } },
  { "alias-below", rd_spf_check, D, "spf.cname-apex", RD_TEST_ABSENT, { MX, SPF "v=spf1 mx -all", "www.d.example CNAME d.example" } },
  { "other-networks", rd_spf_check, D, "spf.duplicate", RD_TEST_ABSENT, { MX, SPF "v=spf1 mx a:m.example a:m.example/24 -all" } },
  { "public-networks", rd_spf_check, D, "spf.private-ip", RD_TEST_ABSENT, { MX, SPF "v=spf1 mx ip4:172.15.0.1 ip4:11.0.0.1 -all" } },
  { "name-with-ptr", rd_spf_check, D, "spf.ptr", RD_TEST_ABSENT, { MX, SPF "v=spf1 mx a:ptr.d.example -all", "ptr.d.example A 203.0.113.7" } },
  { "new-name", rd_spf_check, D, "spf.dead-provider", RD_TEST_ABSENT, { MX, SPF "v=spf1 include:spf.brevo.com -all", "spf.brevo.com TXT v=spf1 -all" } },
  { "twice-but-no-circle", rd_spf_check, D, "spf.loop", RD_TEST_ABSENT, { MX, SPF "v=spf1 include:i.example include:j.example -all", "i.example TXT v=spf1 include:k.example -all", "j.example TXT v=spf1 include:k.example -all", "k.example TXT v=spf1 -all" } },
  { "found", rd_spf_check, D, "spf.include-missing", RD_TEST_ABSENT, { MX, SPF "v=spf1 include:i.example -all", "i.example TXT v=spf1 -all" } },
  { "not-answered", rd_spf_check, D, "spf.include-missing", RD_TEST_ABSENT, { MX, SPF "v=spf1 include:i.example -all", "i.example TIMEOUT" } },
  { "all-negative", rd_spf_check, D, "spf.include-broken", RD_TEST_ABSENT, { MX, SPF "v=spf1 include:i.example -all", "i.example TXT v=spf1 -all" } },
  { "found", rd_spf_check, D, "spf.redirect-bad", RD_TEST_ABSENT, { MX, SPF "v=spf1 redirect=r.example", "r.example TXT v=spf1 -all" } },
  { "not-answered", rd_spf_check, D, "spf.redirect-bad", RD_TEST_ABSENT, { MX, SPF "v=spf1 redirect=r.example", "r.example SERVFAIL" } },
  { "alone", rd_spf_check, D, "spf.redirect-all", RD_TEST_ABSENT, { MX, SPF "v=spf1 mx redirect=r.example", "r.example TXT v=spf1 -all" } },
  { "seven", rd_spf_check, D, "spf.near-limit", RD_TEST_ABSENT, { MX, SPF "v=spf1 a a a a a a mx -all", "d.example A 203.0.113.1" } },
  { "two", rd_spf_check, D, "spf.void", RD_TEST_ABSENT, { MX, SPF "v=spf1 mx a:x.example a:y.example -all" } },
  { "not-answered", rd_spf_check, D, "spf.void", RD_TEST_ABSENT, { MX, SPF "v=spf1 mx a:x.example a:y.example a:z.example -all", "x.example TIMEOUT", "y.example TIMEOUT", "z.example TIMEOUT" } },
  { "every-form", rd_spf_check, D, "spf.syntax", RD_TEST_ABSENT, { MX, SPF "v=spf1 +mx ?a/24//64 ip4:192.0.2.0/24 ip6:2001:db8::/32 exists:%{ir}.d.example unknown=%{d} -all" } },
  { "underscores", rd_spf_check, D, "spf.syntax", RD_TEST_ABSENT, { MX, SPF "v=spf1 mx include:_spf.i.example -all", "_spf.i.example TXT v=spf1 -all" } },
  { "answered", rd_spf_check, D, "spf.servfail", RD_TEST_ABSENT, { MX, SPF "v=spf1 mx -all" } },
  { "long", rd_spf_check, D, "spf.too-long", RD_FINDING_WEAK, { MX, SPF LONG } },
  { "short", rd_spf_check, D, "spf.too-long", RD_TEST_ABSENT, { MX, SPF "v=spf1 mx -all" } },
  { "eleven-servers", rd_spf_check, D, "spf.mx-many", RD_FINDING_BROKEN, { ELEVEN, SPF "v=spf1 mx -all" } },
  { "not-used", rd_spf_check, D, "spf.mx-many", RD_TEST_ABSENT, { ELEVEN, SPF "v=spf1 ip4:192.0.2.1 -all" } },
  { "none", rd_spf_check, D, "spf.fine", RD_TEST_ABSENT, { MX } },
  { "listed", rd_spf_check, D, "spf.missing", RD_TEST_ABSENT, { MX, SPF "v=spf1" } },
};

static const RdTestCheck dkim_cases[] = {
  { "short-key", rd_dkim_check, D, "dkim.weak", RD_FINDING_WEAK, { MX, DEFAULT "v=DKIM1; p=" KEY_1024 } },
  { "usual", rd_dkim_check, D, "dkim.weak", RD_TEST_ABSENT, { MX, DEFAULT "v=DKIM1; p=" KEY } },
  { "usual", rd_dkim_check, D, "dkim.long", RD_TEST_ABSENT, { MX, DEFAULT "v=DKIM1; p=" KEY } },
  { "usual", rd_dkim_check, D, "dkim.short", RD_TEST_ABSENT, { MX, DEFAULT "v=DKIM1; p=" KEY_1024 } },
  { "bare", rd_dkim_check, D, "dkim.malformed", RD_TEST_ABSENT, { MX, DEFAULT "p=" KEY } },
  { "blanks-and-notes", rd_dkim_check, D, "dkim.malformed", RD_TEST_ABSENT, { MX, DEFAULT "v=DKIM1 ; n=a note; k=rsa ; p=" KEY } },
  { "two-strings", rd_dkim_check, D, "dkim.malformed", RD_TEST_ABSENT, { MX, DEFAULT "\"v=DKIM1; p=\" \"" KEY "\"" } },
  { "other-text-beside", rd_dkim_check, D, "dkim.multiple", RD_TEST_ABSENT, { MX, DEFAULT "v=DKIM1; p=" KEY, DEFAULT "hello" } },
  { "strict", rd_dkim_check, D, "dkim.testing", RD_TEST_ABSENT, { MX, DEFAULT "v=DKIM1; t=s; p=" KEY } },
  { "mail", rd_dkim_check, D, "dkim.service", RD_TEST_ABSENT, { MX, DEFAULT "v=DKIM1; s=tlsrpt:email; p=" KEY } },
  { "star", rd_dkim_check, D, "dkim.service", RD_TEST_ABSENT, { MX, DEFAULT "v=DKIM1; s=*; p=" KEY } },
  { "none", rd_dkim_check, D, "dkim.version", RD_TEST_ABSENT, { MX, DEFAULT "k=rsa; p=" KEY } },
  { "both-hashes", rd_dkim_check, D, "dkim.sha1-only", RD_TEST_ABSENT, { MX, DEFAULT "v=DKIM1; h=sha1:sha256; p=" KEY } },
  { "in-use", rd_dkim_check, D, "dkim.revoked", RD_TEST_ABSENT, { MX, DEFAULT "v=DKIM1; p=" KEY } },
  { "leads-on", rd_dkim_check, D, "dkim.cname-dangling", RD_TEST_ABSENT, { MX, "selector1._domainkey.d.example CNAME k.t.example", "k.t.example TXT v=DKIM1; p=" KEY } },
  { "not-answered", rd_dkim_check, D, "dkim.cname-dangling", RD_TEST_ABSENT, { MX, "selector1._domainkey.d.example TIMEOUT" } },
  { "every-name-alike", rd_dkim_check, D, "dkim.cname-dangling", RD_TEST_ABSENT, { MX, "*.d.example CNAME gone.t.example" } },
  { "every-name-alike", rd_dkim_check, D, "dkim.wildcard", RD_FINDING_INFO, { MX, "*.d.example CNAME gone.t.example" } },
  { "both", rd_dkim_check, D, "dkim.one-of-two", RD_TEST_ABSENT, { MX, "selector1._domainkey.d.example CNAME k.t.example", "selector2._domainkey.d.example CNAME k.t.example", "k.t.example TXT v=DKIM1; p=" KEY } },
  { "not-an-alias", rd_dkim_check, D, "dkim.one-of-two", RD_TEST_ABSENT, { MX, "selector1._domainkey.d.example TXT v=DKIM1; p=" KEY } },
  { "no-such-name", rd_dkim_check, D, "dkim.unknown-selector", RD_TEST_ABSENT, { MX } },
  { "found", rd_dkim_check, D, "dkim.unknown-selector", RD_TEST_ABSENT, { MX, DEFAULT "v=DKIM1; p=" KEY } },
  { "found", rd_dkim_check, D, "dkim.wildcard", RD_TEST_ABSENT, { MX, DEFAULT "v=DKIM1; p=" KEY } },
  { "none", rd_dkim_check, D, "dkim.fine", RD_TEST_ABSENT, { MX } },
  { "answered", rd_dkim_check, D, "dkim.servfail", RD_TEST_ABSENT, { MX, DEFAULT "v=DKIM1; p=" KEY } },
};

static const RdTestCheck dmarc_cases[] = {
  { "one", rd_dmarc_check, D, "dmarc.multiple", RD_TEST_ABSENT, { GOOD, DMARC "v=DMARC1; p=none", DMARC "v=spf1 -all" } },
  { "beside", rd_dmarc_check, D, "dmarc.other-record", RD_FINDING_INFO, { GOOD, DMARC "v=DMARC1; p=none; rua=mailto:a@d.example", DMARC "google-site-verification=1" } },
  { "beside", rd_dmarc_check, D, "dmarc.fine", RD_FINDING_FINE, { GOOD, DMARC "v=DMARC1; p=reject; rua=mailto:a@d.example", DMARC "google-site-verification=1" } },
  { "alone", rd_dmarc_check, D, "dmarc.other-record", RD_TEST_ABSENT, { GOOD, DMARC "v=DMARC1; p=none" } },
  { "order-and-case", rd_dmarc_check, D, "dmarc.syntax", RD_TEST_ABSENT, { GOOD, DMARC "v=DMARC1 ;RUA=mailto:a@d.example ; P=Reject;" } },
  { "unknown-tag", rd_dmarc_check, D, "dmarc.syntax", RD_TEST_ABSENT, { GOOD, DMARC "v=DMARC1; p=none; madeup=1" } },
  { "semicolon", rd_dmarc_check, D, "dmarc.rua-syntax", RD_FINDING_WEAK, { GOOD, DMARC "v=DMARC1; p=none; rua=mailto:a@d.example; mailto:b@d.example" } },
  { "comma", rd_dmarc_check, D, "dmarc.rua-syntax", RD_TEST_ABSENT, { GOOD, DMARC "v=DMARC1; p=none; rua=mailto:a@d.example, mailto:b@d.example" } },
  { "there", rd_dmarc_check, D, "dmarc.p-missing", RD_TEST_ABSENT, { GOOD, DMARC "v=DMARC1; p=none" } },
  { "stronger", rd_dmarc_check, D, "dmarc.p-none", RD_TEST_ABSENT, { GOOD, DMARC "v=DMARC1; p=quarantine" } },
  { "same", rd_dmarc_check, D, "dmarc.sp-weak", RD_TEST_ABSENT, { GOOD, DMARC "v=DMARC1; p=reject; sp=reject; np=reject" } },
  { "stronger", rd_dmarc_check, D, "dmarc.sp-weak", RD_TEST_ABSENT, { GOOD, DMARC "v=DMARC1; p=none; sp=reject; np=reject" } },
  { "no", rd_dmarc_check, D, "dmarc.testing", RD_TEST_ABSENT, { GOOD, DMARC "v=DMARC1; p=reject; t=n" } },
  { "undecided", rd_dmarc_check, D, "dmarc.psd", RD_TEST_ABSENT, { GOOD, DMARC "v=DMARC1; p=reject; psd=u" } },
  { "relaxed", rd_dmarc_check, D, "dmarc.strict", RD_TEST_ABSENT, { GOOD, DMARC "v=DMARC1; p=reject; adkim=r; aspf=r" } },
  { "none", rd_dmarc_check, D, "dmarc.pct", RD_TEST_ABSENT, { GOOD, DMARC "v=DMARC1; p=reject" } },
  { "failure-options", rd_dmarc_check, D, "dmarc.rf-ri", RD_TEST_ABSENT, { GOOD, DMARC "v=DMARC1; p=reject; fo=1" } },
  { "there", rd_dmarc_check, D, "dmarc.no-rua", RD_TEST_ABSENT, { GOOD, DMARC "v=DMARC1; p=none; rua=mailto:a@d.example" } },
  { "takes-mail", rd_dmarc_check, D, "dmarc.rua-no-mx", RD_TEST_ABSENT, { GOOD, DMARC "v=DMARC1; p=none; rua=mailto:a@d.example" } },
  { "not-answered", rd_dmarc_check, D, "dmarc.rua-no-mx", RD_TEST_ABSENT, { GOOD, DMARC "v=DMARC1; p=none; rua=mailto:a@r.d.example", "r.d.example TIMEOUT" } },
  { "own", rd_dmarc_check, D, "dmarc.inherited", RD_TEST_ABSENT, { GOOD, DMARC "v=DMARC1; p=none" } },
  { "leads-on", rd_dmarc_check, D, "dmarc.cname-dangling", RD_TEST_ABSENT, { GOOD, "_dmarc.d.example CNAME d.reports.example", "d.reports.example TXT v=DMARC1; p=none" } },
  { "not-answered", rd_dmarc_check, D, "dmarc.cname-dangling", RD_TEST_ABSENT, { GOOD, "_dmarc.d.example TIMEOUT" } },
  { "every-name-alike", rd_dmarc_check, D, "dmarc.cname-dangling", RD_TEST_ABSENT, { GOOD, "*.d.example CNAME gone.t.example" } },
  { "every-name-alike", rd_dmarc_check, D, "dmarc.missing", RD_FINDING_WEAK, { GOOD, "*.d.example CNAME gone.t.example" } },
  { "answered", rd_dmarc_check, D, "dmarc.servfail", RD_TEST_ABSENT, { GOOD, DMARC "v=DMARC1; p=none" } },
  { "weak", rd_dmarc_check, D, "dmarc.fine", RD_TEST_ABSENT, { GOOD, DMARC "v=DMARC1; p=block" } },
  { "one-view", rd_dmarc_check, D, "dmarc.org-differs", RD_TEST_ABSENT, { GOOD, DMARC "v=DMARC1; p=none" } },
  { "policy-none", rd_dmarc_check, D, "dmarc.self-reject", RD_TEST_ABSENT, { MX, DMARC "v=DMARC1; p=none" } },
  { "signed", rd_dmarc_check, D, "dmarc.self-reject", RD_TEST_ABSENT, { MX, DMARC "v=DMARC1; p=reject", DEFAULT "v=DKIM1; p=" KEY } },
  { "not-answered", rd_dmarc_check, D, "dmarc.self-reject", RD_TEST_ABSENT, { MX, DMARC "v=DMARC1; p=reject", "d.example TXT TIMEOUT", "_domainkey.d.example TIMEOUT" } },
};

static const RdTestCheck delegation_cases[] = {
  { "alias-to-nothing", rd_delegation_check, D, "domain.cname-dangling", RD_FINDING_BROKEN, { "d.example CNAME gone.example" } },
  { "alias-to-nothing", rd_delegation_check, D, "domain.not-registered", RD_TEST_ABSENT, { "d.example CNAME gone.example" } },
  { "alias", rd_delegation_check, D, "domain.cname-dangling", RD_TEST_ABSENT, { "d.example CNAME there.example", "there.example A 192.0.2.1" } },
  { "gone", rd_delegation_check, D, "domain.cname-dangling", RD_TEST_ABSENT, { "other.example A 192.0.2.1" } },
  { "there", rd_delegation_check, D, "domain.no-such-name", RD_TEST_ABSENT, { SOA, MX } },
};

/* --- A key whose name is a date ------------------------------------------------ */

static void
test_old_key (void)
{
  static const struct
  {
    const char *selector;
    gboolean    is_old;
  } rows[] = {
    { "20161025", TRUE },
    { "s202301", TRUE },
    { "20261101", FALSE },
    { "s202412", FALSE },
    { "selector1", FALSE },
    { "20261399", FALSE },
    { "123456", FALSE },
    { "99991231", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (RdEvidence) evidence = NULL;
      g_autoptr (RdEvidence) dated = rd_evidence_new ();
      g_autoptr (RdDomainSubject) subject = rd_domain_subject_new (D);
      g_autofree char  *line = g_strdup_printf ("%s._domainkey.d.example TXT v=DKIM1; p=" KEY, rows[i].selector);
      const char *const lines[] = { MX, line, NULL };
      g_autoptr (GPtrArray) findings = NULL;

      g_strfreev (subject->selectors);
      subject->selectors = g_strsplit (rows[i].selector, " ", -1);
      findings = rd_test_check_run (lines, rd_dkim_check, subject, NULL, &evidence);
      /* Without a time nothing is old. */
      g_assert_null (rd_findings_find (findings, "dkim.old-key"));
      for (guint id = 1; id <= rd_evidence_get_n_answers (evidence); id++)
        {
          RdAnswer *answer = rd_answer_copy (rd_evidence_get (evidence, id));

          /* 28 November 2026 */
          answer->asked_at = G_GINT64_CONSTANT (1795860000) * G_USEC_PER_SEC;
          rd_evidence_put (dated, answer);
        }
      g_ptr_array_set_size (findings, 0);
      g_assert_cmpint (rd_dkim_check (dated, subject, findings), ==, RD_CHECK_DONE);
      g_test_message ("%s", rows[i].selector);
      g_assert_true ((rd_findings_find (findings, "dkim.old-key") != NULL) == rows[i].is_old);
    }
}

/* --- A network that leads every name to one place --------------------------------- */

static void
test_captive (void)
{
  const char *const lines[] = { "*.example A 10.0.0.1", "d.example A 10.0.0.1", "*.invalid A 10.0.0.1", NULL };
  g_autoptr (RdDomainSubject) subject = rd_domain_subject_new (D);
  g_autoptr (GPtrArray) findings = rd_test_check_run (lines, rd_test_check_domain, subject, NULL, NULL);

  g_assert_nonnull (rd_findings_find (findings, "resolver.redirects"));
  g_assert_cmpuint (findings->len, >, 5);
  for (guint i = 0; i < findings->len; i++)
    {
      const RdFinding *finding = g_ptr_array_index (findings, i);

      if (g_str_has_prefix (finding->id, "resolver."))
        continue;
      g_assert_cmpstr (rd_finding_state_to_string (finding->state), ==, "unknown");
      g_assert_null (finding->record);
      g_assert_null (finding->fix);
    }
}

/* A provider that invents addresses for names that do not exist does not invent
 * text records: what is missing there is missing. */
static void
test_redirecting (void)
{
  const char *const lines[] = { "*.invalid A 192.0.2.66", "d.example A 192.0.2.9", SOA, MX, NULL };
  g_autoptr (RdDomainSubject) subject = rd_domain_subject_new (D);
  g_autoptr (GPtrArray) findings = rd_test_check_run (lines, rd_test_check_domain, subject, NULL, NULL);

  g_assert_nonnull (rd_findings_find (findings, "resolver.redirects"));
  g_assert_nonnull (rd_findings_find (findings, "spf.missing"));
  g_assert_cmpint (rd_findings_find (findings, "spf.missing")->state, ==, RD_FINDING_BROKEN);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  rd_test_check_add ("near-miss/spf", spf_cases, G_N_ELEMENTS (spf_cases));
  rd_test_check_add ("near-miss/dkim", dkim_cases, G_N_ELEMENTS (dkim_cases));
  rd_test_check_add ("near-miss/dmarc", dmarc_cases, G_N_ELEMENTS (dmarc_cases));
  rd_test_check_add ("near-miss/delegation", delegation_cases, G_N_ELEMENTS (delegation_cases));
  g_test_add_func ("/checks/near-miss/dkim.old-key", test_old_key);
  g_test_add_func ("/checks/near-miss/captive", test_captive);
  g_test_add_func ("/checks/near-miss/redirecting", test_redirecting);
  return g_test_run ();
}
