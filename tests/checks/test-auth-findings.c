/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Each finding about what a domain publishes for SPF, DKIM and DMARC. */

#include "rd-alignment.h"
#include "rd-dkim-check.h"
#include "rd-dmarc-check.h"
#include "rd-spf-check.h"
#include "rd-test-check.h"

#include <string.h>

#define D "d.example"
#define SPF "d.example TXT "
#define MX "d.example MX 10 m.example", "m.example A 203.0.113.25"

static const RdTestCheck spf_cases[] = {
  { "two", rd_spf_check, D, "spf.multiple", RD_FINDING_BROKEN, { MX, SPF "v=spf1 -all", SPF "v=spf1 mx -all" } },
  { "none", rd_spf_check, D, "spf.missing", RD_FINDING_BROKEN, { MX, SPF "hello" } },
  { "there", rd_spf_check, D, "spf.missing", RD_TEST_ABSENT, { MX, SPF "v=spf1 mx -all" } },
  { "good", rd_spf_check, D, "spf.fine", RD_FINDING_FINE, { MX, SPF "v=spf1 mx -all" } },
  { "not-answered", rd_spf_check, D, "spf.servfail", RD_FINDING_UNKNOWN, { "d.example SERVFAIL" } },
  { "not-answered-is-not-missing", rd_spf_check, D, "spf.missing", RD_TEST_ABSENT, { "d.example SERVFAIL" } },
  { "include-not-answered", rd_spf_check, D, "spf.servfail", RD_FINDING_UNKNOWN, { MX, SPF "v=spf1 include:i.example -all", "i.example TIMEOUT" } },
  { "plus", rd_spf_check, D, "spf.all-pass", RD_FINDING_BROKEN, { MX, SPF "v=spf1 mx +all" } },
  { "bare", rd_spf_check, D, "spf.all-pass", RD_FINDING_BROKEN, { MX, SPF "v=spf1 mx all" } },
  { "question-mark", rd_spf_check, D, "spf.all-neutral", RD_FINDING_WEAK, { MX, SPF "v=spf1 mx ?all" } },
  { "no-end", rd_spf_check, D, "spf.no-all", RD_FINDING_WEAK, { MX, SPF "v=spf1 mx" } },
  { "redirect-is-an-end", rd_spf_check, D, "spf.no-all", RD_TEST_ABSENT, { MX, SPF "v=spf1 redirect=r.example", "r.example TXT v=spf1 -all" } },
  { "terms", rd_spf_check, D, "spf.after-all", RD_FINDING_BROKEN, { MX, SPF "v=spf1 -all mx" } },
  { "modifier-is-fine", rd_spf_check, D, "spf.after-all", RD_TEST_ABSENT, { MX, SPF "v=spf1 mx -all exp=e.example" } },
  { "both", rd_spf_check, D, "spf.redirect-all", RD_FINDING_WEAK, { MX, SPF "v=spf1 mx redirect=r.example -all" } },
  { "gone", rd_spf_check, D, "spf.redirect-bad", RD_FINDING_BROKEN, { MX, SPF "v=spf1 mx redirect=r.example" } },
  { "gone", rd_spf_check, D, "spf.include-missing", RD_FINDING_BROKEN, { MX, SPF "v=spf1 include:i.example -all" } },
  { "no-record", rd_spf_check, D, "spf.include-missing", RD_FINDING_BROKEN, { MX, SPF "v=spf1 include:i.example -all", "i.example TXT hello" } },
  { "syntax", rd_spf_check, D, "spf.include-broken", RD_FINDING_BROKEN, { MX, SPF "v=spf1 include:i.example -all", "i.example TXT v=spf1 moo" } },
  { "two-down", rd_spf_check, D, "spf.include-broken", RD_FINDING_BROKEN, { MX, SPF "v=spf1 include:i.example -all", "i.example TXT v=spf1 include:j.example -all" } },
  { "itself", rd_spf_check, D, "spf.loop", RD_FINDING_BROKEN, { MX, SPF "v=spf1 include:d.example -all" } },
  { "over-another", rd_spf_check, D, "spf.loop", RD_FINDING_BROKEN, { MX, SPF "v=spf1 include:i.example -all", "i.example TXT v=spf1 include:D.example -all" } },
  { "eleven", rd_spf_check, D, "spf.lookups", RD_FINDING_BROKEN, { MX, SPF "v=spf1 a mx include:i.example -all", "i.example TXT v=spf1 a a a a a a a a -all", "i.example A 203.0.113.1" } },
  { "ten", rd_spf_check, D, "spf.lookups", RD_TEST_ABSENT, { MX, SPF "v=spf1 mx include:i.example -all", "i.example TXT v=spf1 a a a a a a a a -all", "i.example A 203.0.113.1" } },
  { "ten", rd_spf_check, D, "spf.near-limit", RD_FINDING_INFO, { MX, SPF "v=spf1 mx include:i.example -all", "i.example TXT v=spf1 a a a a a a a a -all", "i.example A 203.0.113.1" } },
  { "three", rd_spf_check, D, "spf.void", RD_FINDING_BROKEN, { MX, SPF "v=spf1 a:x.example a:y.example a:z.example -all" } },
  { "one", rd_spf_check, D, "spf.a-mx-void", RD_FINDING_WEAK, { MX, SPF "v=spf1 mx a:x.example -all" } },
  { "v6-only-is-there", rd_spf_check, D, "spf.a-mx-void", RD_TEST_ABSENT, { MX, SPF "v=spf1 mx a:x.example -all", "x.example AAAA 2001:db8::1" } },
  { "word", rd_spf_check, D, "spf.syntax", RD_FINDING_BROKEN, { MX, SPF "v=spf1 mx ipv4:192.0.2.1 -all" } },
  { "web-address", rd_spf_check, D, "spf.syntax", RD_FINDING_BROKEN, { MX, SPF "v=spf1 include:https://i.example -all" } },
  { "minus-include", rd_spf_check, D, "spf.syntax", RD_FINDING_WEAK, { MX, SPF "v=spf1 mx -include:i.example ~all", "i.example TXT v=spf1 -all" } },
  { "quotes", rd_spf_check, D, "spf.quoted", RD_FINDING_BROKEN, { MX, SPF "\"\\\"v=spf1 mx -all\\\"\"" } },
  { "blank", rd_spf_check, D, "spf.leading-space", RD_FINDING_BROKEN, { MX, SPF " v=spf1 mx -all" } },
  { "semicolon", rd_spf_check, D, "spf.version", RD_FINDING_BROKEN, { MX, SPF "v=spf1; mx -all" } },
  { "sender-id", rd_spf_check, D, "spf.version", RD_FINDING_BROKEN, { MX, SPF "spf2.0/pra mx -all" } },
  { "blank-lost", rd_spf_check, D, "spf.split", RD_FINDING_BROKEN, { MX, SPF "\"v=spf1 include:i.example\" \"ip4:192.0.2.1 -all\"", "i.example TXT v=spf1 -all" } },
  { "type", rd_spf_check, D, "spf.type99-only", RD_FINDING_BROKEN, { MX, "d.example SPF \"v=spf1 mx -all\"" } },
  { "below", rd_spf_check, D, "spf.wrong-name", RD_FINDING_BROKEN, { MX, "_spf.d.example TXT v=spf1 mx -all" } },
  { "doubled", rd_spf_check, D, "spf.wrong-name", RD_FINDING_BROKEN, { MX, "d.example.d.example TXT v=spf1 mx -all" } },
  { "alias", rd_spf_check, D, "spf.cname-apex", RD_FINDING_BROKEN, { "d.example CNAME shop.example", "shop.example A 203.0.113.1" } },
  { "twice", rd_spf_check, D, "spf.duplicate", RD_FINDING_WEAK, { MX, SPF "v=spf1 mx MX -all" } },
  { "inside", rd_spf_check, D, "spf.private-ip", RD_FINDING_WEAK, { MX, SPF "v=spf1 mx ip4:192.168.1.10 -all" } },
  { "whole-eight", rd_spf_check, D, "spf.wide", RD_FINDING_WEAK, { MX, SPF "v=spf1 mx ip4:203.0.0.0/8 -all" } },
  { "many-networks", rd_spf_check, D, "spf.wide", RD_FINDING_WEAK, { MX, SPF "v=spf1 mx ip4:203.0.0.0/16 ip4:204.0.0.0/16 -all" } },
  { "own-network", rd_spf_check, D, "spf.wide", RD_TEST_ABSENT, { MX, SPF "v=spf1 mx ip4:203.0.113.0/24 ip6:2001:db8::/32 -all" } },
  { "term", rd_spf_check, D, "spf.ptr", RD_FINDING_WEAK, { MX, SPF "v=spf1 mx ptr -all" } },
  { "old-name", rd_spf_check, D, "spf.dead-provider", RD_FINDING_WEAK, { MX, SPF "v=spf1 include:spf.sendinblue.com -all", "spf.sendinblue.com TXT v=spf1 -all" } },
  { "nobody", rd_spf_check, D, "spf.parked", RD_FINDING_WEAK, { "d.example MX 0 .", SPF "v=spf1 ~all" } },
  { "closed", rd_spf_check, D, "spf.parked", RD_TEST_ABSENT, { "d.example MX 0 .", SPF "v=spf1 -all" } },
  { "google", rd_spf_check, D, "spf.provider-missing", RD_FINDING_BROKEN, { "d.example MX 1 smtp.google.com", SPF "v=spf1 ip4:203.0.113.1 -all" } },
  { "google-listed", rd_spf_check, D, "spf.provider-missing", RD_TEST_ABSENT, { "d.example MX 1 smtp.google.com", SPF "v=spf1 include:_spf.google.com -all", "_spf.google.com TXT v=spf1 -all" } },
  { "google-listed-below", rd_spf_check, D, "spf.provider-missing", RD_TEST_ABSENT, { "d.example MX 1 smtp.google.com", SPF "v=spf1 include:i.example -all", "i.example TXT v=spf1 include:_spf.google.com -all", "_spf.google.com TXT v=spf1 -all" } },
};

#define KEY "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA34jWJnhTqysfM7tC8jKXcvX+ruvEVJwcYwLH/eZH8uPKR25g6fkiF+dYv/imytNoqQos2GP9zyiMFoTvVzE+407LopGdFuCqil6fQrErnvSgrQ7fCM+m9XNtHo69GRu//paZT6JM3/h43ZNrfZZ3jxqZ8bPCAH+ds5gEZ/xwe//H/r8XfnanXmw2TmDKgLSDdXVXi9YsrsKyp7aPAKF+plpyawz7eXXsI0OIYlMRlsVehaM/0XLDxotjEucifL5qEKFOTnsr7D6fESN6oYstOHwS6PMWHi5DC7yhGhRuRHJ1bCaL1Jh/ZIXktMFnhu0hsMFVB9VWgQt8j1OFv1OU9wIDAQAB"
#define DEFAULT "default._domainkey.d.example TXT "

static const RdTestCheck dkim_cases[] = {
  { "certainly", rd_dkim_check, D, "dkim.none", RD_FINDING_BROKEN, { MX } },
  { "found", rd_dkim_check, D, "dkim.fine", RD_FINDING_FINE, { MX, DEFAULT "v=DKIM1; k=rsa; p=" KEY } },
  { "found", rd_dkim_check, D, "dkim.none", RD_TEST_ABSENT, { MX, DEFAULT "v=DKIM1; k=rsa; p=" KEY } },
  { "other-name", rd_dkim_check, D, "dkim.unknown-selector", RD_FINDING_INFO, { MX, "xyz123._domainkey.d.example TXT v=DKIM1; p=" KEY } },
  { "other-name", rd_dkim_check, D, "dkim.none", RD_TEST_ABSENT, { MX, "xyz123._domainkey.d.example TXT v=DKIM1; p=" KEY } },
  { "parent-fails", rd_dkim_check, D, "dkim.servfail", RD_FINDING_UNKNOWN, { MX, "_domainkey.d.example SERVFAIL" } },
  { "parent-fails", rd_dkim_check, D, "dkim.none", RD_TEST_ABSENT, { MX, "_domainkey.d.example SERVFAIL" } },
  { "probe-fails", rd_dkim_check, D, "dkim.none", RD_TEST_ABSENT, { MX, "google._domainkey.d.example TIMEOUT" } },
  { "service-name", rd_dkim_check, D, "dkim.fine", RD_FINDING_FINE, { "d.example MX 10 in1-smtp.messagingengine.com", "mesmtp._domainkey.d.example TXT v=DKIM1; p=" KEY } },
  { "empty", rd_dkim_check, D, "dkim.revoked", RD_FINDING_BROKEN, { MX, DEFAULT "v=DKIM1; p=" } },
  { "beside-a-good-one", rd_dkim_check, D, "dkim.revoked", RD_FINDING_INFO, { MX, DEFAULT "v=DKIM1; p=", "mail._domainkey.d.example TXT v=DKIM1; p=" KEY } },
  { "no-base64", rd_dkim_check, D, "dkim.malformed", RD_FINDING_BROKEN, { MX, DEFAULT "v=DKIM1; p=MIGf!!MA0" } },
  { "quotes", rd_dkim_check, D, "dkim.malformed", RD_FINDING_BROKEN, { MX, DEFAULT "\"v=DKIM1; p=MIIBIjAN\\\" \\\"BgkqhkiG\"" } },
  { "cut", rd_dkim_check, D, "dkim.malformed", RD_FINDING_BROKEN, { MX, DEFAULT "v=DKIM1; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA" } },
  { "both", rd_dkim_check, D, "dkim.multiple", RD_FINDING_BROKEN, { MX, DEFAULT "v=DKIM1; p=" KEY, DEFAULT "v=DKIM1; p=" } },
  { "test-flag", rd_dkim_check, D, "dkim.testing", RD_FINDING_WEAK, { MX, DEFAULT "v=DKIM1; t=y; p=" KEY } },
  { "other", rd_dkim_check, D, "dkim.service", RD_FINDING_BROKEN, { MX, DEFAULT "v=DKIM1; s=tlsrpt; p=" KEY } },
  { "wrong", rd_dkim_check, D, "dkim.version", RD_FINDING_BROKEN, { MX, DEFAULT "v=DKIM2; p=" KEY } },
  { "old-hash", rd_dkim_check, D, "dkim.sha1-only", RD_FINDING_BROKEN, { MX, DEFAULT "v=DKIM1; h=sha1; p=" KEY } },
  { "alone", rd_dkim_check, D, "dkim.ed25519-only", RD_FINDING_WEAK, { MX, DEFAULT "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=" } },
  { "with-rsa", rd_dkim_check, D, "dkim.ed25519-only", RD_TEST_ABSENT, { MX, DEFAULT "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=", "mail._domainkey.d.example TXT v=DKIM1; p=" KEY } },
  { "nowhere", rd_dkim_check, D, "dkim.cname-dangling", RD_FINDING_BROKEN, { MX, "selector1._domainkey.d.example CNAME selector1-d._domainkey.t.example" } },
  { "half-a-set", rd_dkim_check, D, "dkim.one-of-two", RD_FINDING_WEAK, { MX, "selector1._domainkey.d.example CNAME k.t.example", "k.t.example TXT v=DKIM1; p=" KEY } },
  { "everything", rd_dkim_check, D, "dkim.wildcard", RD_FINDING_INFO, { MX, "*._domainkey.d.example TXT v=spf1 -all", "redeliver-no-such-key._domainkey.d.example TXT v=spf1 -all" } },
  { "doubled", rd_dkim_check, D, "dkim.wrong-name", RD_FINDING_BROKEN, { MX, "default._domainkey.d.example.d.example TXT v=DKIM1; p=" KEY } },
  { "doubled", rd_dkim_check, D, "dkim.none", RD_TEST_ABSENT, { MX, "default._domainkey.d.example.d.example TXT v=DKIM1; p=" KEY } },
};

#define DMARC "_dmarc.d.example TXT "
#define GOOD MX, SPF "v=spf1 mx -all"

static const RdTestCheck dmarc_cases[] = {
  { "none", rd_dmarc_check, D, "dmarc.missing", RD_FINDING_WEAK, { GOOD } },
  { "good", rd_dmarc_check, D, "dmarc.fine", RD_FINDING_FINE, { GOOD, DMARC "v=DMARC1; p=quarantine; rua=mailto:a@d.example" } },
  { "not-answered", rd_dmarc_check, D, "dmarc.servfail", RD_FINDING_UNKNOWN, { GOOD, "_dmarc.d.example SERVFAIL" } },
  { "not-answered", rd_dmarc_check, D, "dmarc.missing", RD_TEST_ABSENT, { GOOD, "_dmarc.d.example SERVFAIL" } },
  { "parent", rd_dmarc_check, "a.d.example", "dmarc.inherited", RD_FINDING_INFO, { "a.d.example A 192.0.2.1", DMARC "v=DMARC1; p=none; rua=mailto:a@d.example" } },
  { "two", rd_dmarc_check, D, "dmarc.multiple", RD_FINDING_BROKEN, { GOOD, DMARC "v=DMARC1; p=none", DMARC "v=DMARC1; p=reject" } },
  { "late-version", rd_dmarc_check, D, "dmarc.syntax", RD_FINDING_BROKEN, { GOOD, DMARC "p=none; v=DMARC1" } },
  { "small-version", rd_dmarc_check, D, "dmarc.syntax", RD_FINDING_BROKEN, { GOOD, DMARC "v=dmarc1; p=none" } },
  { "policy-word", rd_dmarc_check, D, "dmarc.syntax", RD_FINDING_BROKEN, { GOOD, DMARC "v=DMARC1; p=rejct; rua=mailto:a@d.example" } },
  { "policy-word-useless", rd_dmarc_check, D, "dmarc.syntax", RD_FINDING_BROKEN, { GOOD, DMARC "v=DMARC1; p=rejct" } },
  { "no-equals", rd_dmarc_check, D, "dmarc.syntax", RD_FINDING_BROKEN, { GOOD, DMARC "v=DMARC1; p=none; rua" } },
  { "twice", rd_dmarc_check, D, "dmarc.syntax", RD_FINDING_BROKEN, { GOOD, DMARC "v=DMARC1; p=none; p=reject" } },
  { "typographic-quotes", rd_dmarc_check, D, "dmarc.syntax", RD_FINDING_BROKEN, { GOOD, DMARC "\342\200\234v=DMARC1; p=none\342\200\235" } },
  { "unknown-value", rd_dmarc_check, D, "dmarc.syntax", RD_FINDING_WEAK, { GOOD, DMARC "v=DMARC1; p=none; adkim=x" } },
  { "something-else", rd_dmarc_check, D, "dmarc.other-record", RD_FINDING_WEAK, { GOOD, DMARC "v=spf1 -all" } },
  { "with-rua", rd_dmarc_check, D, "dmarc.p-missing", RD_FINDING_WEAK, { GOOD, DMARC "v=DMARC1; rua=mailto:a@d.example" } },
  { "without-rua", rd_dmarc_check, D, "dmarc.p-missing", RD_FINDING_BROKEN, { GOOD, DMARC "v=DMARC1; adkim=s" } },
  { "first-step", rd_dmarc_check, D, "dmarc.p-none", RD_FINDING_INFO, { GOOD, DMARC "v=DMARC1; p=none; rua=mailto:a@d.example" } },
  { "subdomains", rd_dmarc_check, D, "dmarc.sp-weak", RD_FINDING_WEAK, { GOOD, DMARC "v=DMARC1; p=quarantine; sp=none" } },
  { "nothing", rd_dmarc_check, D, "dmarc.sp-weak", RD_FINDING_WEAK, { GOOD, DMARC "v=DMARC1; p=quarantine; np=none" } },
  { "flag", rd_dmarc_check, D, "dmarc.testing", RD_FINDING_INFO, { GOOD, DMARC "v=DMARC1; p=reject; t=y" } },
  { "registry", rd_dmarc_check, "shop.co.uk", "dmarc.psd", RD_FINDING_BROKEN, { "shop.co.uk A 192.0.2.1", "_dmarc.shop.co.uk TXT v=DMARC1; p=none; psd=y" } },
  { "true-registry", rd_dmarc_check, "co.uk", "dmarc.psd", RD_TEST_ABSENT, { "_dmarc.co.uk TXT v=DMARC1; p=none; psd=y" } },
  { "letter", rd_dmarc_check, D, "dmarc.strict", RD_FINDING_INFO, { GOOD, DMARC "v=DMARC1; p=none; aspf=s" } },
  { "there", rd_dmarc_check, D, "dmarc.pct", RD_FINDING_INFO, { GOOD, DMARC "v=DMARC1; p=none; pct=20" } },
  { "there", rd_dmarc_check, D, "dmarc.rf-ri", RD_FINDING_INFO, { GOOD, DMARC "v=DMARC1; p=none; ri=3600" } },
  { "none", rd_dmarc_check, D, "dmarc.no-rua", RD_FINDING_INFO, { GOOD, DMARC "v=DMARC1; p=none" } },
  { "no-mailto", rd_dmarc_check, D, "dmarc.rua-syntax", RD_FINDING_WEAK, { GOOD, DMARC "v=DMARC1; p=none; rua=a@d.example" } },
  { "size", rd_dmarc_check, D, "dmarc.rua-syntax", RD_FINDING_INFO, { GOOD, DMARC "v=DMARC1; p=none; rua=mailto:a@d.example!10m" } },
  { "foreign", rd_dmarc_check, D, "dmarc.rua-unauthorised", RD_FINDING_WEAK, { GOOD, DMARC "v=DMARC1; p=none; rua=mailto:a@r.example", "r.example A 192.0.2.1" } },
  { "foreign-agreed", rd_dmarc_check, D, "dmarc.rua-unauthorised", RD_TEST_ABSENT, { GOOD, DMARC "v=DMARC1; p=none; rua=mailto:a@r.example", "r.example A 192.0.2.1", "d.example._report._dmarc.r.example TXT v=DMARC1;" } },
  { "own-subdomain", rd_dmarc_check, D, "dmarc.rua-unauthorised", RD_TEST_ABSENT, { GOOD, DMARC "v=DMARC1; p=none; rua=mailto:a@r.d.example", "r.d.example A 192.0.2.1" } },
  { "not-answered", rd_dmarc_check, D, "dmarc.rua-unauthorised", RD_TEST_ABSENT, { GOOD, DMARC "v=DMARC1; p=none; rua=mailto:a@r.example", "r.example A 192.0.2.1", "d.example._report._dmarc.r.example TIMEOUT" } },
  { "dead", rd_dmarc_check, D, "dmarc.rua-no-mx", RD_FINDING_WEAK, { GOOD, DMARC "v=DMARC1; p=none; rua=mailto:a@gone.example" } },
  { "left-service", rd_dmarc_check, D, "dmarc.cname-dangling", RD_FINDING_BROKEN, { GOOD, "_dmarc.d.example CNAME d.r.example" } },
  { "doubled", rd_dmarc_check, D, "dmarc.wrong-name", RD_FINDING_BROKEN, { GOOD, "_dmarc.d.example.d.example TXT v=DMARC1; p=none" } },
  { "doubled", rd_dmarc_check, D, "dmarc.missing", RD_TEST_ABSENT, { GOOD, "_dmarc.d.example.d.example TXT v=DMARC1; p=none" } },
  { "nothing-works", rd_dmarc_check, D, "dmarc.self-reject", RD_FINDING_BROKEN, { MX, DMARC "v=DMARC1; p=reject" } },
  { "spf-works", rd_dmarc_check, D, "dmarc.self-reject", RD_TEST_ABSENT, { GOOD, DMARC "v=DMARC1; p=reject" } },
  { "key-may-be-hidden", rd_dmarc_check, D, "dmarc.self-reject", RD_TEST_ABSENT, { MX, DMARC "v=DMARC1; p=reject", "xyz._domainkey.d.example TXT v=DKIM1; p=" KEY } },
  { "no-mail-at-all", rd_dmarc_check, D, "dmarc.self-reject", RD_TEST_ABSENT, { "d.example MX 0 .", DMARC "v=DMARC1; p=reject" } },
};

/* --- With a mail and a sending server at hand ----------------------------- */

#define MAIL_HEADER                       \
  "Return-Path: <b@bounce.t.example>\r\n" \
  "From: Ann <ann@d.example>\r\n"         \
  "Date: Tue, 13 Jan 2026 10:00:00 +0000\r\n"

static RdDomainSubject *
subject_new (const char *ip,
             const char *mail)
{
  RdDomainSubject *subject = rd_domain_subject_new (D);
  RdIp             address;

  if (ip != NULL && rd_ip_parse (ip, &address))
    g_array_append_val (subject->ips, address);
  if (mail != NULL)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (mail, strlen (mail));
      g_autoptr (GError) error = NULL;

      subject->mail = rd_mail_new_from_bytes (bytes, &error);
      g_assert_no_error (error);
    }
  return subject;
}

static void
test_sender (void)
{
  static const char *const lines[] = { SPF "v=spf1 ip4:192.0.2.1 -all", NULL };
  g_autoptr (RdDomainSubject) listed = subject_new ("192.0.2.1", NULL);
  g_autoptr (RdDomainSubject) unlisted = subject_new ("192.0.2.2", NULL);
  g_autoptr (GPtrArray) good = rd_test_check_run (lines, rd_spf_check_sender, listed, NULL, NULL);
  g_autoptr (GPtrArray) bad = rd_test_check_run (lines, rd_spf_check_sender, unlisted, NULL, NULL);

  g_assert_nonnull (rd_findings_find (good, "spf.ip-pass"));
  g_assert_cmpint (rd_findings_find (bad, "spf.ip-fail")->state, ==, RD_FINDING_BROKEN);
  g_assert_cmpuint (rd_findings_find (bad, "spf.ip-fail")->evidence->len, >, 0);
}

/* The limit itself is kept to, and there is no "0 more". */
static void
test_no_lookups_left (void)
{
  static const char *const lines[] = { MX, SPF "v=spf1 a a a a a a a a a mx -all", "d.example A 203.0.113.1", NULL };
  g_autoptr (RdDomainSubject) subject = subject_new (NULL, NULL);
  g_autoptr (GPtrArray) findings = rd_test_check_run (lines, rd_spf_check, subject, NULL, NULL);

  g_assert_cmpstr (rd_findings_find (findings, "spf.near-limit")->title, ==, "Your SPF record has no room for another look-up");
}

/* Not “is not on the list”: it may well be, in either of the two. */
static void
test_sender_and_mistake (void)
{
  static const char *const lines[] = { SPF "v=spf1 ip4:192.0.2.1 -all", SPF "v=spf1 mx -all", NULL };
  g_autoptr (RdDomainSubject) listed = subject_new ("192.0.2.1", NULL);
  g_autoptr (GPtrArray) findings = rd_test_check_run (lines, rd_spf_check_sender, listed, NULL, NULL);
  const RdFinding *finding = rd_findings_find (findings, "spf.ip-fail");

  g_assert_cmpint (finding->state, ==, RD_FINDING_BROKEN);
  g_assert_null (strstr (finding->title, "list"));
  g_assert_nonnull (strstr (finding->title, "A mistake in the SPF record of d.example"));
  g_assert_nonnull (strstr (finding->explanation, "more than one SPF record"));
}

static void
test_helo (void)
{
  static const char *const lines[] = { SPF "v=spf1 ip4:192.0.2.1 -all", NULL };
  g_autoptr (RdDomainSubject) subject = subject_new ("192.0.2.1", NULL);
  g_autoptr (GPtrArray) findings = NULL;

  subject->helo = g_strdup ("mail.t.example");
  findings = rd_test_check_run (lines, rd_spf_check_sender, subject, NULL, NULL);
  g_assert_cmpint (rd_findings_find (findings, "spf.helo")->state, ==, RD_FINDING_INFO);
}

static void
test_unsigned_mail (void)
{
  static const char *const lines[] = { "bounce.t.example TXT v=spf1 ip4:192.0.2.1 -all", NULL };
  g_autoptr (RdDomainSubject) subject = subject_new ("192.0.2.1", MAIL_HEADER "\r\nHello\r\n");
  g_autoptr (GPtrArray) dkim = rd_test_check_run (lines, rd_dkim_check_mail, subject, NULL, NULL);
  g_autoptr (GPtrArray) alignment = rd_test_check_run (lines, rd_alignment_check, subject, NULL, NULL);

  g_assert_cmpint (rd_findings_find (dkim, "dkim.not-signed")->state, ==, RD_FINDING_WEAK);
  g_assert_cmpint (rd_findings_find (alignment, "spf.unaligned")->state, ==, RD_FINDING_WEAK);
  g_assert_nonnull (rd_findings_find (alignment, "alignment.none"));
}

/* The name of the key stands in the mail, so it is looked for by that name. */
static void
test_selector_from_mail (void)
{
  static const char *const lines[] = { "zz9._domainkey.d.example TXT v=DKIM1; p=" KEY, NULL };
  static const char *const gone[] = { "other._domainkey.d.example TXT v=DKIM1; p=" KEY, NULL };
  g_autoptr (RdDomainSubject) subject = subject_new (NULL, "DKIM-Signature: v=1; a=rsa-sha256; d=d.example; s=zz9; h=from; bh=AAAA; b=AAAA\r\n" MAIL_HEADER "\r\nHello\r\n");
  g_autoptr (GPtrArray) there = rd_test_check_run (lines, rd_dkim_check, subject, NULL, NULL);
  g_autoptr (GPtrArray) missing = rd_test_check_run (gone, rd_dkim_check, subject, NULL, NULL);
  g_autoptr (GPtrArray) mail = rd_test_check_run (lines, rd_dkim_check_mail, subject, NULL, NULL);
  g_autoptr (GPtrArray) alignment = rd_test_check_run (lines, rd_alignment_check, subject, NULL, NULL);

  g_assert_nonnull (rd_findings_find (there, "dkim.fine"));
  g_assert_null (rd_findings_find (there, "dkim.key-missing"));
  g_assert_cmpint (rd_findings_find (missing, "dkim.key-missing")->state, ==, RD_FINDING_BROKEN);
  g_assert_nonnull (rd_findings_find (mail, "dkim.body-changed"));
  g_assert_nonnull (rd_findings_find (alignment, "alignment.fine"));
}

static void
test_rounds (void)
{
  static const char *const lines[] = {
    MX,
    SPF "v=spf1 mx include:i.example include:j.example -all",
    "i.example TXT v=spf1 include:k.example -all",
    "j.example TXT v=spf1 ip4:203.0.113.1 -all",
    "k.example TXT v=spf1 ip4:203.0.113.2 -all",
    DMARC "v=DMARC1; p=quarantine; rua=mailto:a@r.example",
    NULL,
  };
  g_autoptr (RdDomainSubject) subject = subject_new (NULL, NULL);
  guint rounds;
  g_autoptr (GPtrArray) spf = rd_test_check_run (lines, rd_spf_check, subject, &rounds, NULL);

  g_assert_cmpuint (rounds, <=, 3);
  g_assert_nonnull (rd_findings_find (spf, "spf.fine"));
}

/* A record that includes itself over thousands of names stays cheap. */
static void
test_wide_tree (void)
{
  g_autoptr (GString) record = g_string_new (SPF "v=spf1");
  g_autoptr (RdDomainSubject) subject = subject_new (NULL, NULL);
  g_autoptr (RdEvidence) evidence = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  const char *lines[] = { NULL, NULL };

  for (guint i = 0; i < 2500; i++)
    g_string_append_printf (record, " include:n%u.example", i);
  lines[0] = record->str;
  findings = rd_test_check_run (lines, rd_spf_check, subject, NULL, &evidence);
  g_assert_nonnull (rd_findings_find (findings, "spf.lookups"));
  g_assert_cmpuint (rd_evidence_get_n_answers (evidence), <, 100);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  rd_test_check_add ("spf", spf_cases, G_N_ELEMENTS (spf_cases));
  rd_test_check_add ("dkim", dkim_cases, G_N_ELEMENTS (dkim_cases));
  rd_test_check_add ("dmarc", dmarc_cases, G_N_ELEMENTS (dmarc_cases));
  g_test_add_func ("/checks/auth/sender", test_sender);
  g_test_add_func ("/checks/auth/sender-and-mistake", test_sender_and_mistake);
  g_test_add_func ("/checks/auth/no-lookups-left", test_no_lookups_left);
  g_test_add_func ("/checks/auth/helo", test_helo);
  g_test_add_func ("/checks/auth/unsigned-mail", test_unsigned_mail);
  g_test_add_func ("/checks/auth/selector-from-mail", test_selector_from_mail);
  g_test_add_func ("/checks/auth/rounds", test_rounds);
  g_test_add_func ("/checks/auth/wide-tree", test_wide_tree);
  return g_test_run ();
}
