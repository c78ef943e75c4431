/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rd-bimi.h"
#include "rd-dane.h"
#include "rd-mta-sts-policy.h"
#include "rd-mta-sts.h"
#include "rd-test-check.h"
#include "rd-tls-rpt.h"

#include <string.h>

#define D "shop.example"
#define MX D " MX 10 mx1.host.example.", "mx1.host.example A 192.0.2.1"
#define STS "_mta-sts." D " TXT v=STSv1; id=20260101", "mta-sts." D " A 192.0.2.3"
#define POLICY "https https://mta-sts." D "/.well-known/mta-sts.txt "
#define GOOD "200 version: STSv1|mode: enforce|mx: *.host.example|max_age: 604800|"
#define RPT "_smtp._tls." D " TXT "
#define BIMI "default._bimi." D " TXT "
#define LOGO "https https://" D "/l.svg "
#define ENFORCED "_dmarc." D " TXT v=DMARC1; p=reject"
#define SVG "<svg xmlns='http://www.w3.org/2000/svg' baseProfile='tiny-ps'><title>Shop</title></svg>"
#define TLSA "_25._tcp.mx1.host.example TLSA "
#define DIGEST "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static const RdTestCheck cases[] = {
  { "nothing", rd_mta_sts_check, D, "mta-sts.none", RD_FINDING_INFO, { MX } },
  { "there", rd_mta_sts_check, D, "mta-sts.none", RD_TEST_ABSENT, { MX, STS, POLICY GOOD } },
  { "all-right", rd_mta_sts_check, D, "mta-sts.fine", RD_FINDING_FINE, { MX, STS, POLICY GOOD } },
  { "nothing", rd_mta_sts_check, D, "mta-sts.fine", RD_TEST_ABSENT, { MX } },
  { "no-id", rd_mta_sts_check, D, "mta-sts.syntax", RD_FINDING_WEAK, { MX, "_mta-sts." D " TXT v=STSv1;" } },
  { "id-with-dash", rd_mta_sts_check, D, "mta-sts.syntax", RD_FINDING_WEAK, { MX, "_mta-sts." D " TXT v=STSv1; id=2026-01-01" } },
  { "version", rd_mta_sts_check, D, "mta-sts.syntax", RD_FINDING_WEAK, { MX, "_mta-sts." D " TXT v=STSv10; id=1" } },
  { "good", rd_mta_sts_check, D, "mta-sts.syntax", RD_TEST_ABSENT, { MX, STS, POLICY GOOD } },
  { "two", rd_mta_sts_check, D, "mta-sts.multiple", RD_FINDING_WEAK, { MX, STS, "_mta-sts." D " TXT v=STSv1; id=2", POLICY GOOD } },
  { "one", rd_mta_sts_check, D, "mta-sts.multiple", RD_TEST_ABSENT, { MX, STS, POLICY GOOD } },
  { "no-host", rd_mta_sts_check, D, "mta-sts.no-policy", RD_FINDING_WEAK, { MX, "_mta-sts." D " TXT v=STSv1; id=1" } },
  { "not-there", rd_mta_sts_check, D, "mta-sts.no-policy", RD_FINDING_WEAK, { MX, STS, POLICY "404 nothing" } },
  { "redirect", rd_mta_sts_check, D, "mta-sts.no-policy", RD_FINDING_WEAK, { MX, STS, POLICY "301 nothing" } },
  { "not-asked", rd_mta_sts_check, D, "mta-sts.no-policy", RD_TEST_ABSENT, { MX, STS } },
  { "not-asked", rd_mta_sts_check, D, "mta-sts.servfail", RD_FINDING_UNKNOWN, { MX, STS } },
  { "time-out", rd_mta_sts_check, D, "mta-sts.servfail", RD_FINDING_UNKNOWN, { MX, STS, POLICY "timeout" } },
  { "cut-off", rd_mta_sts_check, D, "mta-sts.servfail", RD_FINDING_UNKNOWN, { MX, STS, POLICY "malformed cut-off" } },
  { "dns-time-out", rd_mta_sts_check, D, "mta-sts.servfail", RD_FINDING_UNKNOWN, { MX, "_mta-sts." D " TIMEOUT" } },
  { "fetched", rd_mta_sts_check, D, "mta-sts.servfail", RD_TEST_ABSENT, { MX, STS, POLICY GOOD } },
  { "no-mode", rd_mta_sts_check, D, "mta-sts.policy-syntax", RD_FINDING_WEAK, { MX, STS, POLICY "200 version: STSv1|mx: *.host.example|max_age: 604800|" } },
  { "web-page", rd_mta_sts_check, D, "mta-sts.policy-syntax", RD_FINDING_WEAK, { MX, STS, POLICY "200 <html>checking your browser</html>" } },
  { "good", rd_mta_sts_check, D, "mta-sts.policy-syntax", RD_TEST_ABSENT, { MX, STS, POLICY GOOD } },
  { "html", rd_mta_sts_check, D, "mta-sts.content-type", RD_FINDING_INFO, { MX, STS, POLICY "200:text/html version: STSv1|mode: enforce|mx: *.host.example|max_age: 604800|" } },
  { "plain", rd_mta_sts_check, D, "mta-sts.content-type", RD_TEST_ABSENT, { MX, STS, POLICY "200:text/plain version: STSv1|mode: enforce|mx: *.host.example|max_age: 604800|" } },
  { "not-said", rd_mta_sts_check, D, "mta-sts.content-type", RD_TEST_ABSENT, { MX, STS, POLICY GOOD } },
  { "enforced", rd_mta_sts_check, D, "mta-sts.mx-mismatch", RD_FINDING_BROKEN, { MX, STS, POLICY "200 version: STSv1|mode: enforce|mx: old.host.example|max_age: 604800|" } },
  { "trial", rd_mta_sts_check, D, "mta-sts.mx-mismatch", RD_FINDING_WEAK, { MX, STS, POLICY "200 version: STSv1|mode: testing|mx: old.host.example|max_age: 604800|" } },
  { "fits", rd_mta_sts_check, D, "mta-sts.mx-mismatch", RD_TEST_ABSENT, { MX, STS, POLICY GOOD } },
  { "mx-not-answered", rd_mta_sts_check, D, "mta-sts.mx-mismatch", RD_TEST_ABSENT, { D " MX TIMEOUT", STS, POLICY GOOD } },
  { "hour", rd_mta_sts_check, D, "mta-sts.short", RD_FINDING_INFO, { MX, STS, POLICY "200 version: STSv1|mode: enforce|mx: *.host.example|max_age: 3600|" } },
  { "week", rd_mta_sts_check, D, "mta-sts.short", RD_TEST_ABSENT, { MX, STS, POLICY GOOD } },
  { "trial", rd_mta_sts_check, D, "mta-sts.testing", RD_FINDING_INFO, { MX, STS, POLICY "200 version: STSv1|mode: testing|mx: *.host.example|max_age: 604800|" } },
  { "enforced", rd_mta_sts_check, D, "mta-sts.testing", RD_TEST_ABSENT, { MX, STS, POLICY GOOD } },
  { "only-file", rd_mta_sts_check, D, "mta-sts.orphan", RD_FINDING_INFO, { MX, "mta-sts." D " A 192.0.2.3", POLICY GOOD } },
  { "any-page", rd_mta_sts_check, D, "mta-sts.orphan", RD_TEST_ABSENT, { MX, "mta-sts." D " A 192.0.2.3", POLICY "200 hello" } },

  { "nothing", rd_tls_rpt_check, D, "tls-rpt.none", RD_FINDING_INFO, { MX } },
  { "there", rd_tls_rpt_check, D, "tls-rpt.none", RD_TEST_ABSENT, { RPT "v=TLSRPTv1; rua=mailto:t@" D } },
  { "mail", rd_tls_rpt_check, D, "tls-rpt.fine", RD_FINDING_FINE, { RPT "v=TLSRPTv1; rua=mailto:t@" D } },
  { "web", rd_tls_rpt_check, D, "tls-rpt.fine", RD_FINDING_FINE, { RPT "v=TLSRPTv1; rua=https://r.example/x" } },
  { "broken", rd_tls_rpt_check, D, "tls-rpt.fine", RD_TEST_ABSENT, { RPT "v=TLSRPTv1; rua=t@" D } },
  { "no-mailto", rd_tls_rpt_check, D, "tls-rpt.syntax", RD_FINDING_WEAK, { RPT "v=TLSRPTv1; rua=t@" D } },
  { "no-rua", rd_tls_rpt_check, D, "tls-rpt.syntax", RD_FINDING_WEAK, { RPT "v=TLSRPTv1;" } },
  { "version", rd_tls_rpt_check, D, "tls-rpt.syntax", RD_FINDING_WEAK, { RPT "v=TLSRPTv2; rua=mailto:t@" D } },
  { "good", rd_tls_rpt_check, D, "tls-rpt.syntax", RD_TEST_ABSENT, { RPT "v=TLSRPTv1;rua=mailto:t@" D } },
  { "two", rd_tls_rpt_check, D, "tls-rpt.multiple", RD_FINDING_WEAK, { RPT "v=TLSRPTv1; rua=mailto:t@" D, RPT "v=TLSRPTv1; rua=mailto:u@" D } },
  { "one", rd_tls_rpt_check, D, "tls-rpt.multiple", RD_TEST_ABSENT, { RPT "v=TLSRPTv1; rua=mailto:t@" D } },
  { "draft-name", rd_tls_rpt_check, D, "tls-rpt.wrong-name", RD_FINDING_INFO, { "_smtp-tlsrpt." D " TXT v=TLSRPTv1; rua=mailto:t@" D } },
  { "both-names", rd_tls_rpt_check, D, "tls-rpt.wrong-name", RD_TEST_ABSENT, { RPT "v=TLSRPTv1; rua=mailto:t@" D, "_smtp-tlsrpt." D " TXT v=TLSRPTv1; rua=mailto:t@" D } },
  { "gone", rd_tls_rpt_check, D, "tls-rpt.rua-no-mx", RD_FINDING_INFO, { RPT "v=TLSRPTv1; rua=mailto:t@gone.example" } },
  { "takes-mail", rd_tls_rpt_check, D, "tls-rpt.rua-no-mx", RD_TEST_ABSENT, { RPT "v=TLSRPTv1; rua=mailto:t@r.example", "r.example MX 1 mx.r.example." } },
  { "not-answered", rd_tls_rpt_check, D, "tls-rpt.rua-no-mx", RD_TEST_ABSENT, { RPT "v=TLSRPTv1; rua=mailto:t@r.example", "r.example TIMEOUT" } },
  { "time-out", rd_tls_rpt_check, D, "tls-rpt.servfail", RD_FINDING_UNKNOWN, { "_smtp._tls." D " TIMEOUT" } },
  { "answered", rd_tls_rpt_check, D, "tls-rpt.servfail", RD_TEST_ABSENT, { MX } },

  { "nothing", rd_bimi_check, D, "bimi.none", RD_FINDING_INFO, { MX } },
  { "there", rd_bimi_check, D, "bimi.none", RD_TEST_ABSENT, { BIMI "v=BIMI1; l=; a=;" } },
  { "declined", rd_bimi_check, D, "bimi.declined", RD_FINDING_INFO, { BIMI "v=BIMI1; l=; a=;" } },
  { "logo", rd_bimi_check, D, "bimi.declined", RD_TEST_ABSENT, { ENFORCED, BIMI "v=BIMI1; l=https://" D "/l.svg; a=;" } },
  { "http", rd_bimi_check, D, "bimi.syntax", RD_FINDING_INFO, { BIMI "v=BIMI1; l=http://" D "/l.svg" } },
  { "no-logo-tag", rd_bimi_check, D, "bimi.syntax", RD_FINDING_INFO, { BIMI "v=BIMI1;" } },
  { "good", rd_bimi_check, D, "bimi.syntax", RD_TEST_ABSENT, { ENFORCED, BIMI "v=BIMI1; l=https://" D "/l.svg; a=;" } },
  { "watching", rd_bimi_check, D, "bimi.dmarc-not-enforced", RD_FINDING_INFO, { "_dmarc." D " TXT v=DMARC1; p=none", BIMI "v=BIMI1; l=https://" D "/l.svg; a=;" } },
  { "subdomains-open", rd_bimi_check, D, "bimi.dmarc-not-enforced", RD_FINDING_INFO, { "_dmarc." D " TXT v=DMARC1; p=reject; sp=none", BIMI "v=BIMI1; l=https://" D "/l.svg; a=;" } },
  { "enforced", rd_bimi_check, D, "bimi.dmarc-not-enforced", RD_TEST_ABSENT, { ENFORCED, BIMI "v=BIMI1; l=https://" D "/l.svg; a=;" } },
  { "no-certificate", rd_bimi_check, D, "bimi.no-vmc", RD_FINDING_INFO, { ENFORCED, BIMI "v=BIMI1; l=https://" D "/l.svg; a=;" } },
  { "certificate", rd_bimi_check, D, "bimi.no-vmc", RD_TEST_ABSENT, { ENFORCED, BIMI "v=BIMI1; l=https://" D "/l.svg; a=https://" D "/c.pem" } },
  { "certificate", rd_bimi_check, D, "bimi.fine", RD_FINDING_FINE, { ENFORCED, BIMI "v=BIMI1; l=https://" D "/l.svg; a=https://" D "/c.pem" } },
  { "not-there", rd_bimi_check, D, "bimi.svg", RD_FINDING_INFO, { ENFORCED, BIMI "v=BIMI1; l=https://" D "/l.svg; a=;", LOGO "404 gone" } },
  { "picture", rd_bimi_check, D, "bimi.svg", RD_FINDING_INFO, { ENFORCED, BIMI "v=BIMI1; l=https://" D "/l.svg; a=;", LOGO "200 PNG" } },
  { "good", rd_bimi_check, D, "bimi.svg", RD_TEST_ABSENT, { ENFORCED, BIMI "v=BIMI1; l=https://" D "/l.svg; a=;", LOGO "200 " SVG } },
  { "not-asked", rd_bimi_check, D, "bimi.svg", RD_TEST_ABSENT, { ENFORCED, BIMI "v=BIMI1; l=https://" D "/l.svg; a=;" } },
  { "two", rd_bimi_check, D, "bimi.multiple", RD_FINDING_INFO, { BIMI "v=BIMI1; l=; a=;", BIMI "v=BIMI1; l=https://" D "/l.svg" } },
  { "one", rd_bimi_check, D, "bimi.multiple", RD_TEST_ABSENT, { BIMI "v=BIMI1; l=; a=;" } },
  { "no-selector", rd_bimi_check, D, "bimi.wrong-name", RD_FINDING_INFO, { "_bimi." D " TXT v=BIMI1; l=https://" D "/l.svg" } },
  { "right", rd_bimi_check, D, "bimi.wrong-name", RD_TEST_ABSENT, { BIMI "v=BIMI1; l=; a=;" } },
  { "time-out", rd_bimi_check, D, "bimi.servfail", RD_FINDING_UNKNOWN, { "default._bimi." D " TIMEOUT" } },
  { "answered", rd_bimi_check, D, "bimi.servfail", RD_TEST_ABSENT, { MX } },

  { "nothing", rd_dane_check, D, "dane.none", RD_FINDING_INFO, { MX } },
  { "not-answered", rd_dane_check, D, "dane.none", RD_TEST_ABSENT, { MX, "_25._tcp.mx1.host.example TIMEOUT" } },
  { "web-usage", rd_dane_check, D, "dane.unusable", RD_FINDING_WEAK, { MX, TLSA "1 1 1 " DIGEST } },
  { "short-digest", rd_dane_check, D, "dane.unusable", RD_FINDING_WEAK, { MX, TLSA "3 1 1 0123" } },
  { "usual", rd_dane_check, D, "dane.unusable", RD_TEST_ABSENT, { MX, TLSA "3 1 1 " DIGEST } },
  { "not-vouched", rd_dane_check, D, "dane.unsigned", RD_FINDING_INFO, { MX, TLSA "3 1 1 " DIGEST } },
  { "nothing", rd_dane_check, D, "dane.unsigned", RD_TEST_ABSENT, { MX } },
  { "no-key", rd_dane_check, D, "dnssec.unsigned", RD_FINDING_INFO, { MX } },
  { "key", rd_dane_check, D, "dnssec.unsigned", RD_TEST_ABSENT, { MX, D " DNSKEY 257 3 13 mdsswUyr3DPW132mOi8V9xESWE8jTo0dxCjjnopKl+GqJxpVXckHAeF+KkxLbxILfDLUT0rAK9iUzy1L53eKGQ==" } },
  { "key", rd_dane_check, D, "dnssec.fine", RD_FINDING_FINE, { MX, D " DNSKEY 257 3 13 mdsswUyr3DPW132mOi8V9xESWE8jTo0dxCjjnopKl+GqJxpVXckHAeF+KkxLbxILfDLUT0rAK9iUzy1L53eKGQ==" } },
};

/* RFC 8461 section 3.2 and its examples. */
static const struct
{
  const char *name;
  const char *text;
  gboolean    is_valid;
} policies[] = {
  { "rfc", "version: STSv1\r\nmode: enforce\r\nmx: mail.example.com\r\nmx: *.example.net\r\nmx: backupmx.example.com\r\nmax_age: 604800\r\n", TRUE },
  { "lf", "version: STSv1\nmode: testing\nmx: mail.example.com\nmax_age: 86400", TRUE },
  { "unknown-key", "version: STSv1\nmode: testing\nmx: mail.example.com\nmax_age: 86400\nfuture: yes\n", TRUE },
  { "none-needs-no-mx", "version: STSv1\nmode: none\nmax_age: 86400\n", TRUE },
  { "no-mx", "version: STSv1\nmode: enforce\nmax_age: 86400\n", FALSE },
  { "no-version", "mode: enforce\nmx: mail.example.com\nmax_age: 86400\n", FALSE },
  { "bad-mode", "version: STSv1\nmode: strict\nmx: mail.example.com\nmax_age: 86400\n", FALSE },
  { "two-modes", "version: STSv1\nmode: enforce\nmode: none\nmx: mail.example.com\nmax_age: 86400\n", FALSE },
  { "age-too-high", "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 31557601\n", FALSE },
  { "age-negative", "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: -1\n", FALSE },
  { "bad-mx", "version: STSv1\nmode: enforce\nmx: mail example\nmax_age: 86400\n", FALSE },
  { "star-inside", "version: STSv1\nmode: enforce\nmx: mail.*.com\nmax_age: 86400\n", FALSE },
  { "empty", "", FALSE },
};

static void
test_policy (gconstpointer data)
{
  gsize index = GPOINTER_TO_SIZE (data);
  g_autoptr (RdMtaStsPolicy) policy = rd_mta_sts_policy_parse (policies[index].text, strlen (policies[index].text));

  g_assert_cmpint (policy->is_valid, ==, policies[index].is_valid);
}

static void
test_patterns (void)
{
  const char *text = "version: STSv1\nmode: enforce\nmx: Mail.Example.com\nmx: *.example.net\nmax_age: 1\n";
  g_autoptr (RdMtaStsPolicy) policy = rd_mta_sts_policy_parse (text, strlen (text));

  g_assert_true (rd_mta_sts_policy_matches (policy, "mail.example.com"));
  g_assert_true (rd_mta_sts_policy_matches (policy, "a.example.net"));
  g_assert_false (rd_mta_sts_policy_matches (policy, "a.b.example.net"));
  g_assert_false (rd_mta_sts_policy_matches (policy, "example.net"));
  g_assert_false (rd_mta_sts_policy_matches (policy, "mail.example.org"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  rd_test_check_add ("policies", cases, G_N_ELEMENTS (cases));
  for (gsize i = 0; i < G_N_ELEMENTS (policies); i++)
    {
      g_autofree char *path = g_strdup_printf ("/checks/mta-sts-policy/%s", policies[i].name);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_policy);
    }
  g_test_add_func ("/checks/mta-sts-policy/patterns", test_patterns);
  return g_test_run ();
}
