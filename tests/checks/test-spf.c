/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rd-spf.h"
#include "rd-test-zone.h"

#include <string.h>

/* One question to check_host() over a small DNS. */
typedef struct
{
  const char *name;
  const char *ip;
  const char *mail_from;
  const char *helo;
  const char *result;
  int         lookups;     /* -1: not compared */
  const char *explanation; /* (nullable) */
  const char *lines[14];
} SpfCase;

static const SpfCase cases[] = {
  { "no-record", "192.0.2.1", "a@d.example", "h.example", "none", 0, NULL, { "d.example A 192.0.2.1" } },
  { "no-such-name", "192.0.2.1", "a@d.example", "h.example", "none", 0, NULL, { NULL } },
  { "other-text", "192.0.2.1", "a@d.example", "h.example", "none", 0, NULL, { "d.example TXT hello", "d.example TXT v=spf10 -all" } },
  { "version-alone", "192.0.2.1", "a@d.example", "h.example", "neutral", 0, NULL, { "d.example TXT v=spf1" } },
  { "version-case", "192.0.2.1", "a@d.example", "h.example", "fail", 0, NULL, { "d.example TXT V=SPF1 -ALL" } },
  { "two-records", "192.0.2.1", "a@d.example", "h.example", "permerror", 0, NULL, { "d.example TXT v=spf1 -all", "d.example TXT v=spf1 +all" } },
  { "timeout", "192.0.2.1", "a@d.example", "h.example", "temperror", 0, NULL, { "d.example TIMEOUT" } },
  { "servfail", "192.0.2.1", "a@d.example", "h.example", "temperror", 0, NULL, { "d.example SERVFAIL" } },
  { "all-fail", "192.0.2.1", "a@d.example", "h.example", "fail", 0, NULL, { "d.example TXT v=spf1 -all" } },
  { "all-softfail", "192.0.2.1", "a@d.example", "h.example", "softfail", 0, NULL, { "d.example TXT v=spf1 ~all" } },
  { "all-neutral", "192.0.2.1", "a@d.example", "h.example", "neutral", 0, NULL, { "d.example TXT v=spf1 ?all" } },
  { "all-pass", "192.0.2.1", "a@d.example", "h.example", "pass", 0, NULL, { "d.example TXT v=spf1 +all" } },
  { "many-blanks", "192.0.2.1", "a@d.example", "h.example", "pass", 0, NULL, { "d.example TXT v=spf1   ip4:192.0.2.1    -all   " } },
  { "two-strings", "192.0.2.1", "a@d.example", "h.example", "pass", 0, NULL, { "d.example TXT \"v=spf1 ip4:192\" \".0.2.1 -all\"" } },
  { "ip4", "192.0.2.1", "a@d.example", "h.example", "pass", 0, NULL, { "d.example TXT v=spf1 ip4:192.0.2.1 -all" } },
  { "ip4-network", "192.0.2.77", "a@d.example", "h.example", "pass", 0, NULL, { "d.example TXT v=spf1 ip4:192.0.2.0/24 -all" } },
  { "ip4-outside", "192.0.3.1", "a@d.example", "h.example", "fail", 0, NULL, { "d.example TXT v=spf1 ip4:192.0.2.0/24 -all" } },
  { "ip4-everybody", "203.0.113.5", "a@d.example", "h.example", "pass", 0, NULL, { "d.example TXT v=spf1 ip4:192.0.2.0/0 -all" } },
  { "ip4-not-v6", "2001:db8::1", "a@d.example", "h.example", "fail", 0, NULL, { "d.example TXT v=spf1 ip4:0.0.0.0/0 -all" } },
  { "ip6", "2001:db8::25", "a@d.example", "h.example", "pass", 0, NULL, { "d.example TXT v=spf1 ip6:2001:db8::/32 -all" } },
  { "ip6-mapped-client", "::ffff:192.0.2.1", "a@d.example", "h.example", "pass", 0, NULL, { "d.example TXT v=spf1 ip4:192.0.2.1 ip6:::/0 -all" } },
  { "a", "192.0.2.1", "a@d.example", "h.example", "pass", 1, NULL, { "d.example TXT v=spf1 a -all", "d.example A 192.0.2.1" } },
  { "a-second-address", "192.0.2.2", "a@d.example", "h.example", "pass", 1, NULL, { "d.example TXT v=spf1 a -all", "d.example A 192.0.2.1", "d.example A 192.0.2.2" } },
  { "a-other-name", "192.0.2.1", "a@d.example", "h.example", "pass", 1, NULL, { "d.example TXT v=spf1 a:w.example -all", "w.example A 192.0.2.1" } },
  { "a-alias", "192.0.2.1", "a@d.example", "h.example", "pass", 1, NULL, { "d.example TXT v=spf1 a:w.example -all", "w.example CNAME x.example", "x.example A 192.0.2.1" } },
  { "a-network", "192.0.2.200", "a@d.example", "h.example", "pass", 1, NULL, { "d.example TXT v=spf1 a/24 -all", "d.example A 192.0.2.1" } },
  { "a-v6", "2001:db8::9", "a@d.example", "h.example", "pass", 1, NULL, { "d.example TXT v=spf1 a//64 -all", "d.example A 192.0.2.1", "d.example AAAA 2001:db8::1" } },
  { "a-both-prefixes", "2001:db8::9", "a@d.example", "h.example", "pass", 1, NULL, { "d.example TXT v=spf1 a/24//64 -all", "d.example AAAA 2001:db8::1" } },
  { "a-timeout", "192.0.2.1", "a@d.example", "h.example", "temperror", 1, NULL, { "d.example TXT v=spf1 a:w.example -all", "w.example TIMEOUT" } },
  { "a-timeout-too-late", "192.0.2.1", "a@d.example", "h.example", "pass", 0, NULL, { "d.example TXT v=spf1 ip4:192.0.2.1 a:w.example -all", "w.example TIMEOUT" } },
  { "a-slash-in-name", "192.0.2.1", "a@d.example", "h.example", "fail", 1, NULL, { "d.example TXT v=spf1 a:w/x.example -all" } },
  { "mx", "192.0.2.1", "a@d.example", "h.example", "pass", 1, NULL, { "d.example TXT v=spf1 mx -all", "d.example MX 10 m.example", "m.example A 192.0.2.1" } },
  { "mx-second", "192.0.2.2", "a@d.example", "h.example", "pass", 1, NULL, { "d.example TXT v=spf1 mx -all", "d.example MX 10 m.example", "d.example MX 20 n.example", "m.example A 192.0.2.1", "n.example A 192.0.2.2" } },
  { "mx-null", "192.0.2.1", "a@d.example", "h.example", "fail", 1, NULL, { "d.example TXT v=spf1 mx -all", "d.example MX 0 .", "d.example A 192.0.2.1" } },
  { "mx-no-implicit", "192.0.2.1", "a@d.example", "h.example", "fail", 1, NULL, { "d.example TXT v=spf1 mx -all", "d.example A 192.0.2.1" } },
  { "ptr", "192.0.2.1", "a@d.example", "h.example", "pass", 1, NULL, { "d.example TXT v=spf1 ptr -all", "1.2.0.192.in-addr.arpa PTR m.d.example", "m.d.example A 192.0.2.1" } },
  { "ptr-not-confirmed", "192.0.2.1", "a@d.example", "h.example", "fail", 1, NULL, { "d.example TXT v=spf1 ptr -all", "1.2.0.192.in-addr.arpa PTR m.d.example", "m.d.example A 192.0.2.9" } },
  { "ptr-lookalike", "192.0.2.1", "a@d.example", "h.example", "fail", 1, NULL, { "d.example TXT v=spf1 ptr -all", "1.2.0.192.in-addr.arpa PTR badd.example", "badd.example A 192.0.2.1" } },
  { "ptr-dns-error", "192.0.2.1", "a@d.example", "h.example", "fail", 1, NULL, { "d.example TXT v=spf1 ptr -all", "1.2.0.192.in-addr.arpa TIMEOUT" } },
  { "exists", "192.0.2.1", "a@d.example", "h.example", "pass", 1, NULL, { "d.example TXT v=spf1 exists:%{ir}.l.example -all", "1.2.0.192.l.example A 127.0.0.2" } },
  { "exists-v6-asks-a", "2001:db8::1", "a@d.example", "h.example", "pass", 1, NULL, { "d.example TXT v=spf1 exists:e.example -all", "e.example A 127.0.0.2" } },
  { "include", "192.0.2.1", "a@d.example", "h.example", "pass", 1, NULL, { "d.example TXT v=spf1 include:i.example -all", "i.example TXT v=spf1 ip4:192.0.2.1 -all" } },
  { "include-fail-is-no-match", "192.0.2.2", "a@d.example", "h.example", "softfail", 1, NULL, { "d.example TXT v=spf1 include:i.example ~all", "i.example TXT v=spf1 ip4:192.0.2.1 -all" } },
  { "include-qualifier", "192.0.2.1", "a@d.example", "h.example", "softfail", 1, NULL, { "d.example TXT v=spf1 ~include:i.example -all", "i.example TXT v=spf1 ip4:192.0.2.1 -all" } },
  { "include-missing", "192.0.2.1", "a@d.example", "h.example", "permerror", 1, NULL, { "d.example TXT v=spf1 include:i.example -all" } },
  { "include-broken", "192.0.2.1", "a@d.example", "h.example", "permerror", 1, NULL, { "d.example TXT v=spf1 include:i.example -all", "i.example TXT v=spf1 ipv4:192.0.2.1" } },
  { "include-timeout", "192.0.2.1", "a@d.example", "h.example", "temperror", 1, NULL, { "d.example TXT v=spf1 include:i.example -all", "i.example TIMEOUT" } },
  { "include-loop", "192.0.2.1", "a@d.example", "h.example", "permerror", 10, NULL, { "d.example TXT v=spf1 include:i.example -all", "i.example TXT v=spf1 include:d.example -all" } },
  { "include-own-domain", "192.0.2.1", "a@d.example", "h.example", "pass", 2, NULL, { "d.example TXT v=spf1 include:i.example -all", "i.example TXT v=spf1 a:%{d} -all", "i.example A 192.0.2.1" } },
  { "include-sender-domain", "192.0.2.1", "a@d.example", "h.example", "pass", 2, NULL, { "d.example TXT v=spf1 include:i.example -all", "i.example TXT v=spf1 a:%{o} -all", "d.example A 192.0.2.1" } },
  { "redirect", "192.0.2.1", "a@d.example", "h.example", "fail", 1, NULL, { "d.example TXT v=spf1 redirect=r.example", "r.example TXT v=spf1 -all" } },
  { "redirect-missing", "192.0.2.1", "a@d.example", "h.example", "permerror", 1, NULL, { "d.example TXT v=spf1 redirect=r.example" } },
  { "redirect-beside-all", "192.0.2.1", "a@d.example", "h.example", "softfail", 0, NULL, { "d.example TXT v=spf1 redirect=r.example ~all", "r.example TXT v=spf1 -all" } },
  { "ten-lookups", "192.0.2.1", "a@d.example", "h.example", "pass", 10, NULL, { "d.example TXT v=spf1 a a a a a a a a a a ip4:192.0.2.1 -all", "d.example A 192.0.2.9" } },
  { "eleven-lookups", "192.0.2.1", "a@d.example", "h.example", "permerror", 10, NULL, { "d.example TXT v=spf1 a a a a a a a a a a a ip4:192.0.2.1 -all", "d.example A 192.0.2.9" } },
  { "match-before-limit", "192.0.2.1", "a@d.example", "h.example", "pass", 1, NULL, { "d.example TXT v=spf1 a a a a a a a a a a a a a a -all", "d.example A 192.0.2.1" } },
  { "two-voids", "192.0.2.1", "a@d.example", "h.example", "fail", 2, NULL, { "d.example TXT v=spf1 a:x.example a:y.example -all" } },
  { "three-voids", "192.0.2.1", "a@d.example", "h.example", "permerror", 3, NULL, { "d.example TXT v=spf1 a:x.example a:y.example a:z.example -all" } },
  { "explanation", "192.0.2.1", "a@d.example", "h.example", "fail", 0, "192.0.2.1 is not a mail server of d.example", { "d.example TXT v=spf1 -all exp=e.example", "e.example TXT %{i} is not a mail server of %{d}" } },
  { "explanation-not-on-softfail", "192.0.2.1", "a@d.example", "h.example", "softfail", 0, NULL, { "d.example TXT v=spf1 ~all exp=e.example", "e.example TXT no" } },
  { "explanation-of-redirect", "192.0.2.1", "a@d.example", "h.example", "fail", 1, "r says a", { "d.example TXT v=spf1 redirect=r.example exp=e.example", "r.example TXT v=spf1 -all exp=f.example", "e.example TXT no", "f.example TXT r says %{l}" } },
  { "explanation-two-records", "192.0.2.1", "a@d.example", "h.example", "fail", 0, NULL, { "d.example TXT v=spf1 -all exp=e.example", "e.example TXT one", "e.example TXT two" } },
  { "explanation-time", "192.0.2.1", "a@d.example", "h.example", "fail", 0, "1700000000 mx.receiver.example", { "d.example TXT v=spf1 -all exp=e.example", "e.example TXT %{t} %{r}" } },
  { "explanation-of-no-utf8", "192.0.2.1", "a\377@d.example", "h.example", "fail", 0, "a\303\277 at d.example", { "d.example TXT v=spf1 -all exp=e.example", "e.example TXT %{l} at %{d}" } },
  { "explanation-escapes", "192.0.2.1", "a@d.example", "h.example", "fail", 0, "100% a b%20c", { "d.example TXT v=spf1 -all exp=e.example", "e.example TXT 100%% a%_b%-c" } },
  { "url-escape", "192.0.2.1", "a&b=c@d.example", "h.example", "fail", 0, "?s=a%26b%3Dc%40d.example", { "d.example TXT v=spf1 -all exp=e.example", "e.example TXT ?s=%{S}" } },
  { "local-part-reversed", "192.0.2.1", "one-two.three@d.example", "h.example", "pass", 1, NULL, { "d.example TXT v=spf1 exists:%{lr-}.l.example -all", "two.three.one.l.example A 127.0.0.2" } },
  { "right-parts", "192.0.2.1", "a@w.x.d.example", "h.example", "pass", 1, NULL, { "w.x.d.example TXT v=spf1 exists:%{d2}.l.example -all", "d.example.l.example A 127.0.0.2" } },
  { "validated-name", "192.0.2.1", "a@d.example", "h.example", "pass", 1, NULL, { "d.example TXT v=spf1 exists:%{p}.l.example -all", "1.2.0.192.in-addr.arpa PTR m.d.example", "m.d.example A 192.0.2.1", "m.d.example.l.example A 127.0.0.2" } },
  { "helo-macro", "192.0.2.1", "a@d.example", "h.example", "pass", 1, NULL, { "d.example TXT v=spf1 a:%{h} -all", "h.example A 192.0.2.1" } },
  { "null-sender", "192.0.2.1", "", "h.example", "pass", 1, NULL, { "h.example TXT v=spf1 a -all", "h.example A 192.0.2.1" } },
  { "null-sender-bad-helo", "192.0.2.1", "", "localhost", "none", 0, NULL, { NULL } },
  { "no-local-part", "192.0.2.1", "@d.example", "h.example", "pass", 1, NULL, { "d.example TXT v=spf1 exists:%{l}.l.example -all", "postmaster.l.example A 127.0.0.2" } },
  { "address-literal", "192.0.2.1", "a@[192.0.2.1]", "h.example", "none", 0, NULL, { NULL } },
  { "one-label", "192.0.2.1", "a@localhost", "h.example", "none", 0, NULL, { NULL } },
  { "trailing-dot", "192.0.2.1", "a@d.example.", "h.example", "fail", 0, NULL, { "d.example TXT v=spf1 -all" } },
  { "unknown-modifier", "192.0.2.1", "a@d.example", "h.example", "pass", 0, NULL, { "d.example TXT v=spf1 op=auth ip4:192.0.2.1 -all" } },
  { "error-behind-match", "192.0.2.1", "a@d.example", "h.example", "permerror", 0, NULL, { "d.example TXT v=spf1 ip4:192.0.2.1 moo -all" } },
};

/* The corners of RFC 7208: sections 4.6.1 (grammar), 5 (mechanisms), 6 (modifiers)
 * and 7 (macros). */
static const SpfCase corners[] = {
  { "ip4-prefix-too-long", "192.0.2.1", "a@d.example", "h.example", "permerror", -1, NULL, { "d.example TXT v=spf1 ip4:192.0.2.1/33 -all" } },
  { "ip4-prefix-zero-padded", "192.0.2.1", "a@d.example", "h.example", "permerror", -1, NULL, { "d.example TXT v=spf1 ip4:192.0.2.0/024 -all" } },
  { "ip4-three-numbers", "192.0.2.1", "a@d.example", "h.example", "permerror", -1, NULL, { "d.example TXT v=spf1 ip4:192.0.2 -all" } },
  { "ip4-empty", "192.0.2.1", "a@d.example", "h.example", "permerror", -1, NULL, { "d.example TXT v=spf1 ip4: -all" } },
  { "ip4-bare", "192.0.2.1", "a@d.example", "h.example", "permerror", -1, NULL, { "d.example TXT v=spf1 ip4 -all" } },
  { "ip4-v6-address", "192.0.2.1", "a@d.example", "h.example", "permerror", -1, NULL, { "d.example TXT v=spf1 ip4:2001:db8::1 -all" } },
  { "ip6-v4-address", "192.0.2.1", "a@d.example", "h.example", "permerror", -1, NULL, { "d.example TXT v=spf1 ip6:192.0.2.1 -all" } },
  { "ip6-prefix-too-long", "192.0.2.1", "a@d.example", "h.example", "permerror", -1, NULL, { "d.example TXT v=spf1 ip6:2001:db8::/129 -all" } },
  { "ip6-bare", "192.0.2.1", "a@d.example", "h.example", "permerror", -1, NULL, { "d.example TXT v=spf1 ip6 -all" } },
  { "a-prefix-too-long", "192.0.2.1", "a@d.example", "h.example", "permerror", -1, NULL, { "d.example TXT v=spf1 a/33 -all" } },
  { "a-v6-prefix-too-long", "192.0.2.1", "a@d.example", "h.example", "permerror", -1, NULL, { "d.example TXT v=spf1 a//129 -all" } },
  { "a-empty", "192.0.2.1", "a@d.example", "h.example", "permerror", -1, NULL, { "d.example TXT v=spf1 a: -all" } },
  { "mx-empty", "192.0.2.1", "a@d.example", "h.example", "permerror", -1, NULL, { "d.example TXT v=spf1 mx: -all" } },
  { "ptr-empty", "192.0.2.1", "a@d.example", "h.example", "permerror", -1, NULL, { "d.example TXT v=spf1 ptr: -all" } },
  { "exists-bare", "192.0.2.1", "a@d.example", "h.example", "permerror", -1, NULL, { "d.example TXT v=spf1 exists -all" } },
  { "include-bare", "192.0.2.1", "a@d.example", "h.example", "permerror", -1, NULL, { "d.example TXT v=spf1 include -all" } },
  { "include-empty", "192.0.2.1", "a@d.example", "h.example", "permerror", -1, NULL, { "d.example TXT v=spf1 include: -all" } },
  { "all-with-domain", "192.0.2.1", "a@d.example", "h.example", "permerror", -1, NULL, { "d.example TXT v=spf1 all:d.example -all" } },
  { "all-with-prefix", "192.0.2.1", "a@d.example", "h.example", "permerror", -1, NULL, { "d.example TXT v=spf1 all/8 -all" } },
  { "redirect-empty", "192.0.2.1", "a@d.example", "h.example", "permerror", -1, NULL, { "d.example TXT v=spf1 redirect= -all" } },
  { "redirect-twice", "192.0.2.1", "a@d.example", "h.example", "permerror", -1, NULL, { "d.example TXT v=spf1 redirect=r.example redirect=r.example -all" } },
  { "exp-twice", "192.0.2.1", "a@d.example", "h.example", "permerror", -1, NULL, { "d.example TXT v=spf1 exp=e.example exp=e.example -all" } },
  { "two-qualifiers", "192.0.2.1", "a@d.example", "h.example", "permerror", -1, NULL, { "d.example TXT v=spf1 +-all -all" } },
  { "macro-unknown", "192.0.2.1", "a@d.example", "h.example", "permerror", -1, NULL, { "d.example TXT v=spf1 exists:%{x}.l.example -all" } },
  { "macro-alone", "192.0.2.1", "a@d.example", "h.example", "permerror", -1, NULL, { "d.example TXT v=spf1 exists:%.l.example -all" } },
  { "macro-zero-parts", "192.0.2.1", "a@d.example", "h.example", "permerror", -1, NULL, { "d.example TXT v=spf1 exists:%{d0}.l.example -all" } },
  { "macro-open", "192.0.2.1", "a@d.example", "h.example", "permerror", -1, NULL, { "d.example TXT v=spf1 exists:%{d.l.example -all" } },
  { "macro-time-outside-exp", "192.0.2.1", "a@d.example", "h.example", "permerror", -1, NULL, { "d.example TXT v=spf1 exists:%{t}.l.example -all" } },
  { "name-beginning-with-digit", "192.0.2.1", "a@d.example", "h.example", "permerror", -1, NULL, { "d.example TXT v=spf1 4ip:192.0.2.1 -all" } },
  { "neutral-term", "192.0.2.1", "a@d.example", "h.example", "neutral", 0, NULL, { "d.example TXT v=spf1 ?ip4:192.0.2.1 -all" } },
  { "softfail-term", "192.0.2.1", "a@d.example", "h.example", "softfail", 0, NULL, { "d.example TXT v=spf1 ~ip4:192.0.2.1 +all" } },
  { "fail-term", "192.0.2.1", "a@d.example", "h.example", "fail", 0, NULL, { "d.example TXT v=spf1 -ip4:192.0.2.1 +all" } },
  { "term-case", "192.0.2.1", "a@d.example", "h.example", "pass", 0, NULL, { "d.example TXT v=spf1 IP4:192.0.2.1 -all" } },
  { "first-match-wins", "192.0.2.1", "a@d.example", "h.example", "softfail", 0, NULL, { "d.example TXT v=spf1 ~ip4:192.0.2.0/24 ip4:192.0.2.1 -all" } },
  { "ip4-prefix-zero", "203.0.113.7", "a@d.example", "h.example", "pass", 0, NULL, { "d.example TXT v=spf1 ip4:192.0.2.1/0 -all" } },
  { "ip4-last-of-network", "192.0.2.127", "a@d.example", "h.example", "pass", 0, NULL, { "d.example TXT v=spf1 ip4:192.0.2.0/25 -all" } },
  { "ip4-behind-network", "192.0.2.128", "a@d.example", "h.example", "fail", 0, NULL, { "d.example TXT v=spf1 ip4:192.0.2.0/25 -all" } },
  { "ip6-odd-prefix", "2001:db8:7fff::1", "a@d.example", "h.example", "pass", 0, NULL, { "d.example TXT v=spf1 ip6:2001:db8::/33 -all" } },
  { "ip6-behind-odd-prefix", "2001:db8:8000::1", "a@d.example", "h.example", "fail", 0, NULL, { "d.example TXT v=spf1 ip6:2001:db8::/33 -all" } },
  { "ip6-not-v4", "192.0.2.1", "a@d.example", "h.example", "fail", 0, NULL, { "d.example TXT v=spf1 ip6:::/0 -all" } },
  { "include-neutral-is-no-match", "192.0.2.1", "a@d.example", "h.example", "fail", 1, NULL, { "d.example TXT v=spf1 include:i.example -all", "i.example TXT v=spf1 ?all" } },
  { "include-softfail-is-no-match", "192.0.2.1", "a@d.example", "h.example", "fail", 1, NULL, { "d.example TXT v=spf1 include:i.example -all", "i.example TXT v=spf1 ~all" } },
  { "include-two-records", "192.0.2.1", "a@d.example", "h.example", "permerror", 1, NULL, { "d.example TXT v=spf1 include:i.example -all", "i.example TXT v=spf1 +all", "i.example TXT v=spf1 -all" } },
  { "include-redirect-counts", "192.0.2.1", "a@d.example", "h.example", "pass", 2, NULL, { "d.example TXT v=spf1 include:i.example -all", "i.example TXT v=spf1 redirect=r.example", "r.example TXT v=spf1 ip4:192.0.2.1" } },
  { "include-exp-unused", "192.0.2.1", "a@d.example", "h.example", "fail", 1, NULL, { "d.example TXT v=spf1 include:i.example -all", "i.example TXT v=spf1 -all exp=e.example", "e.example TXT never said" } },
  { "mx-other-name", "192.0.2.1", "a@d.example", "h.example", "pass", 1, NULL, { "d.example TXT v=spf1 mx:m.example -all", "m.example MX 10 h.m.example", "h.m.example A 192.0.2.1" } },
  { "mx-network", "192.0.2.200", "a@d.example", "h.example", "pass", 1, NULL, { "d.example TXT v=spf1 mx/24 -all", "d.example MX 10 m.example", "m.example A 192.0.2.1" } },
  { "mx-v6", "2001:db8::9", "a@d.example", "h.example", "pass", 1, NULL, { "d.example TXT v=spf1 mx//64 -all", "d.example MX 10 m.example", "m.example AAAA 2001:db8::1" } },
  { "mx-host-without-address", "192.0.2.1", "a@d.example", "h.example", "fail", 1, NULL, { "d.example TXT v=spf1 mx -all", "d.example MX 10 gone.example" } },
  { "mx-host-timeout", "192.0.2.1", "a@d.example", "h.example", "temperror", 1, NULL, { "d.example TXT v=spf1 mx -all", "d.example MX 10 m.example", "m.example TIMEOUT" } },
  { "mx-timeout", "192.0.2.1", "a@d.example", "h.example", "temperror", 1, NULL, { "d.example TXT v=spf1 mx:m.example -all", "m.example TIMEOUT" } },
  { "ptr-other-name", "192.0.2.1", "a@d.example", "h.example", "pass", 1, NULL, { "d.example TXT v=spf1 ptr:p.example -all", "1.2.0.192.in-addr.arpa PTR m.p.example", "m.p.example A 192.0.2.1" } },
  { "ptr-name-itself", "192.0.2.1", "a@d.example", "h.example", "pass", 1, NULL, { "d.example TXT v=spf1 ptr -all", "1.2.0.192.in-addr.arpa PTR d.example", "d.example A 192.0.2.1" } },
  { "ptr-second-name", "192.0.2.1", "a@d.example", "h.example", "pass", 1, NULL, { "d.example TXT v=spf1 ptr -all", "1.2.0.192.in-addr.arpa PTR x.example", "1.2.0.192.in-addr.arpa PTR m.d.example", "m.d.example A 192.0.2.1" } },
  { "exists-aaaa-is-nothing", "192.0.2.1", "a@d.example", "h.example", "fail", 1, NULL, { "d.example TXT v=spf1 exists:e.example -all", "e.example AAAA 2001:db8::1" } },
  { "exists-timeout", "192.0.2.1", "a@d.example", "h.example", "temperror", 1, NULL, { "d.example TXT v=spf1 exists:e.example -all", "e.example TIMEOUT" } },
  { "redirect-softfail", "192.0.2.1", "a@d.example", "h.example", "softfail", 1, NULL, { "d.example TXT v=spf1 redirect=r.example", "r.example TXT v=spf1 ~all" } },
  { "redirect-timeout", "192.0.2.1", "a@d.example", "h.example", "temperror", 1, NULL, { "d.example TXT v=spf1 redirect=r.example", "r.example TIMEOUT" } },
  { "redirect-changes-domain", "192.0.2.1", "a@d.example", "h.example", "pass", 2, NULL, { "d.example TXT v=spf1 redirect=r.example", "r.example TXT v=spf1 a -all", "r.example A 192.0.2.1" } },
  { "redirect-not-after-match", "192.0.2.1", "a@d.example", "h.example", "pass", 0, NULL, { "d.example TXT v=spf1 ip4:192.0.2.1 redirect=r.example", "r.example TXT v=spf1 -all" } },
  { "redirect-in-front", "192.0.2.1", "a@d.example", "h.example", "pass", 0, NULL, { "d.example TXT v=spf1 redirect=r.example ip4:192.0.2.1", "r.example TXT v=spf1 -all" } },
  { "redirect-with-macro", "192.0.2.1", "a@d.example", "h.example", "pass", 1, NULL, { "d.example TXT v=spf1 redirect=_spf.%{d}", "_spf.d.example TXT v=spf1 ip4:192.0.2.1 -all" } },
  { "explanation-missing", "192.0.2.1", "a@d.example", "h.example", "fail", 0, NULL, { "d.example TXT v=spf1 -all exp=e.example" } },
  { "explanation-timeout", "192.0.2.1", "a@d.example", "h.example", "fail", 0, NULL, { "d.example TXT v=spf1 -all exp=e.example", "e.example TIMEOUT" } },
  { "explanation-broken", "192.0.2.1", "a@d.example", "h.example", "fail", 0, NULL, { "d.example TXT v=spf1 -all exp=e.example", "e.example TXT %{x}" } },
  { "macro-v6-nibbles", "2001:db8::cb01", "a@d.example", "h.example", "pass", 1, NULL, { "d.example TXT v=spf1 exists:%{i}.l.example -all", "2.0.0.1.0.d.b.8.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.c.b.0.1.l.example A 127.0.0.2" } },
  { "macro-version-v6", "2001:db8::1", "a@d.example", "h.example", "pass", 1, NULL, { "d.example TXT v=spf1 exists:%{v}.l.example -all", "ip6.l.example A 127.0.0.2" } },
  { "macro-version-v4", "192.0.2.1", "a@d.example", "h.example", "pass", 1, NULL, { "d.example TXT v=spf1 exists:%{v}.l.example -all", "in-addr.l.example A 127.0.0.2" } },
  { "macro-last-after-reversal", "192.0.2.1", "a@d.example", "h.example", "pass", 1, NULL, { "d.example TXT v=spf1 exists:%{d1r}.l.example -all", "d.l.example A 127.0.0.2" } },
  { "macro-more-parts-than-there-are", "192.0.2.1", "a@d.example", "h.example", "pass", 1, NULL, { "d.example TXT v=spf1 exists:%{d99}.l.example -all", "d.example.l.example A 127.0.0.2" } },
  { "macro-other-delimiter", "192.0.2.1", "one+two@d.example", "h.example", "pass", 1, NULL, { "d.example TXT v=spf1 exists:%{l1r+}.l.example -all", "one.l.example A 127.0.0.2" } },
  { "macro-two-delimiters", "192.0.2.1", "a-b+c@d.example", "h.example", "pass", 1, NULL, { "d.example TXT v=spf1 exists:%{l+-}.l.example -all", "a.b.c.l.example A 127.0.0.2" } },
  { "macro-sender", "192.0.2.1", "a@d.example", "h.example", "pass", 1, NULL, { "d.example TXT v=spf1 exists:%{s}.l.example -all", "a@d.example.l.example A 127.0.0.2" } },
  { "macro-no-validated-name", "192.0.2.1", "a@d.example", "h.example", "pass", 1, NULL, { "d.example TXT v=spf1 exists:%{p}.l.example -all", "unknown.l.example A 127.0.0.2" } },
};

static RdSpfEvaluation *
evaluate (RdTestZone       *zone,
          const RdSpfQuery *query,
          guint            *rounds)
{
  g_autoptr (RdEvidence) evidence = rd_evidence_new ();
  RdSpfEvaluation *evaluation = NULL;

  RD_TEST_SETTLE (zone, evidence, *rounds, rd_spf_check_host (evidence, query, &evaluation));
  return evaluation;
}

static void
test_case (gconstpointer data)
{
  const SpfCase *row = data;
  g_autoptr (RdTestZone) zone = rd_test_zone_new_lines (row->lines);
  g_autoptr (RdSpfEvaluation) evaluation = NULL;
  RdSpfQuery query = { .mail_from = row->mail_from, .helo = row->helo, .receiver = "mx.receiver.example", .now = 1700000000 };
  guint      rounds;

  g_assert_true (rd_ip_parse (row->ip, &query.ip));
  evaluation = evaluate (zone, &query, &rounds);
  g_assert_cmpstr (rd_spf_result_to_string (evaluation->result), ==, row->result);
  g_assert_cmpstr (evaluation->explanation, ==, row->explanation);
  if (row->lookups >= 0)
    g_assert_cmpuint (evaluation->lookups, ==, (guint) row->lookups);
  if (evaluation->result == RD_SPF_PERMERROR || evaluation->result == RD_SPF_TEMPERROR || evaluation->result == RD_SPF_NONE)
    g_assert_nonnull (evaluation->reason);
  else
    g_assert_null (evaluation->reason);
}

/* One level of includes costs one round trip, however wide it is. */
static void
test_rounds (void)
{
  static const char *const lines[] = {
    "d.example TXT v=spf1 a mx include:i.example include:j.example -all",
    "d.example A 192.0.2.1",
    "d.example MX 10 m.example",
    "m.example A 192.0.2.2",
    "i.example TXT v=spf1 include:k.example -all",
    "j.example TXT v=spf1 include:l.example -all",
    "k.example TXT v=spf1 a:x.example -all",
    "l.example TXT v=spf1 ip4:192.0.2.3 -all",
    "x.example A 192.0.2.4",
    NULL,
  };
  g_autoptr (RdTestZone) zone = rd_test_zone_new_lines (lines);
  g_autoptr (RdSpfEvaluation) evaluation = NULL;
  RdSpfQuery query = { .mail_from = "a@d.example", .helo = "h.example" };
  guint      rounds;

  g_assert_true (rd_ip_parse ("192.0.2.3", &query.ip));
  evaluation = evaluate (zone, &query, &rounds);
  g_assert_cmpint (evaluation->result, ==, RD_SPF_PASS);
  g_assert_cmpuint (rounds, ==, 4);
  g_assert_cmpuint (evaluation->lookups, ==, 7);
}

static void
test_trace (void)
{
  static const char *const lines[] = {
    "d.example TXT v=spf1 a:gone.example include:i.example -all",
    "i.example TXT v=spf1 ip4:192.0.2.1 -all",
    NULL,
  };
  g_autoptr (RdTestZone) zone = rd_test_zone_new_lines (lines);
  g_autoptr (RdSpfEvaluation) evaluation = NULL;
  RdSpfQuery       query = { .mail_from = "a@d.example", .helo = "h.example" };
  const RdSpfStep *step;
  guint            rounds;

  g_assert_true (rd_ip_parse ("192.0.2.1", &query.ip));
  evaluation = evaluate (zone, &query, &rounds);
  g_assert_cmpuint (evaluation->trace->len, ==, 3);
  step = g_ptr_array_index (evaluation->trace, 0);
  g_assert_cmpstr (step->term, ==, "a:gone.example");
  g_assert_cmpint (step->outcome, ==, RD_SPF_NO_MATCH);
  g_assert_cmpuint (step->void_lookups, ==, 1);
  step = g_ptr_array_index (evaluation->trace, 1);
  g_assert_cmpstr (step->term, ==, "include:i.example");
  g_assert_cmpint (step->outcome, ==, RD_SPF_MATCH);
  g_assert_nonnull (strstr (step->note, "pass"));
  step = g_ptr_array_index (evaluation->trace, 2);
  g_assert_cmpstr (step->domain, ==, "i.example");
  g_assert_cmpuint (step->depth, ==, 1);
  g_assert_cmpstr (evaluation->matched, ==, "include:i.example");
}

/* A mail from a@d.example, sent by 192.0.2.1. */
static RdSpfQuery
usual_query (void)
{
  RdSpfQuery query = { .mail_from = "a@d.example", .helo = "h.example" };

  g_assert_true (rd_ip_parse ("192.0.2.1", &query.ip));
  return query;
}

/* What could not be asked is no statement about the domain. */
static void
test_not_asked (void)
{
  g_autoptr (RdTestZone) zone = rd_test_zone_new ();
  g_autoptr (RdSpfEvaluation) evaluation = NULL;
  RdSpfQuery query = usual_query ();
  guint      rounds;

  rd_test_zone_fail (zone, "d.example", RD_ANSWER_NOT_ASKED);
  evaluation = evaluate (zone, &query, &rounds);
  g_assert_cmpint (evaluation->result, ==, RD_SPF_TEMPERROR);
}

/* --- Hostile records ------------------------------------------------------ */

static void
test_bomb (void)
{
  g_autoptr (RdTestZone) zone = rd_test_zone_new ();
  g_autoptr (RdSpfEvaluation) evaluation = NULL;
  g_autoptr (RdEvidence) evidence = rd_evidence_new ();
  RdSpfQuery query = usual_query ();
  guint      rounds;

  /* Every record includes 500 others. */
  for (guint level = 0; level < 12; level++)
    {
      g_autoptr (GString) text = g_string_new ("v=spf1");
      g_autofree char *name = level == 0 ? g_strdup ("d.example") : g_strdup_printf ("n%u.example", level);

      for (guint i = 0; i < 500; i++)
        g_string_append_printf (text, " include:n%u.example", level + 1);
      rd_test_zone_add_txt (zone, name, text->str, text->len);
    }
  RD_TEST_SETTLE (zone, evidence, rounds, rd_spf_check_host (evidence, &query, &evaluation));
  g_assert_cmpint (evaluation->result, ==, RD_SPF_PERMERROR);
  g_assert_cmpuint (rd_evidence_get_n_answers (evidence), <, 30);
}

static void
test_long_record (void)
{
  g_autoptr (RdTestZone) zone = rd_test_zone_new ();
  g_autoptr (RdSpfEvaluation) evaluation = NULL;
  g_autoptr (GString) text = g_string_new ("v=spf1");
  RdSpfQuery query = usual_query ();
  guint      rounds;

  while (text->len < 64000)
    g_string_append (text, " ip4:10.1.2.3");
  g_string_append (text, " -all");
  rd_test_zone_add_txt (zone, "d.example", text->str, text->len);
  evaluation = evaluate (zone, &query, &rounds);
  g_assert_cmpint (evaluation->result, ==, RD_SPF_FAIL);
  g_assert_cmpuint (evaluation->trace->len, <=, 1000);
}

static void
test_endless_macros (void)
{
  g_autoptr (RdTestZone) zone = rd_test_zone_new ();
  g_autoptr (RdSpfEvaluation) evaluation = NULL;
  g_autoptr (GString) text = g_string_new ("v=spf1 a:");
  g_autoptr (GString) sender = g_string_new (NULL);
  RdSpfQuery query = { .helo = "h.example" };
  guint      rounds;

  while (text->len < 60000)
    g_string_append (text, "%{s}");
  g_string_append (text, ".example -all");
  while (sender->len < 60000)
    g_string_append (sender, "long");
  g_string_append (sender, "@d.example");
  query.mail_from = sender->str;
  rd_test_zone_add_txt (zone, "d.example", text->str, text->len);
  g_assert_true (rd_ip_parse ("192.0.2.1", &query.ip));
  evaluation = evaluate (zone, &query, &rounds);
  g_assert_cmpint (evaluation->result, ==, RD_SPF_FAIL);
}

static void
test_many_pointers (void)
{
  g_autoptr (RdTestZone) zone = rd_test_zone_new ();
  g_autoptr (RdSpfEvaluation) evaluation = NULL;
  g_autoptr (RdEvidence) evidence = rd_evidence_new ();
  RdSpfQuery query = usual_query ();
  guint      rounds;

  rd_test_zone_add (zone, "d.example", RD_RR_TXT, "\"v=spf1 ptr ptr ptr ptr ptr -all\"");
  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *name = g_strdup_printf ("n%u.example", i);

      rd_test_zone_add (zone, "1.2.0.192.in-addr.arpa", RD_RR_PTR, name);
    }
  RD_TEST_SETTLE (zone, evidence, rounds, rd_spf_check_host (evidence, &query, &evaluation));
  g_assert_cmpint (evaluation->result, ==, RD_SPF_FAIL);
  g_assert_cmpuint (rd_evidence_get_n_answers (evidence), <=, 2 + RD_SPF_MAX_NAMES);
}

static void
test_many_mail_servers (void)
{
  g_autoptr (RdTestZone) zone = rd_test_zone_new ();
  g_autoptr (RdSpfEvaluation) evaluation = NULL;
  RdSpfQuery query = usual_query ();
  guint      rounds;

  rd_test_zone_add (zone, "d.example", RD_RR_TXT, "\"v=spf1 mx -all\"");
  for (guint i = 0; i < 11; i++)
    {
      g_autofree char *mx = g_strdup_printf ("%u m%u.example", i, i);

      rd_test_zone_add (zone, "d.example", RD_RR_MX, mx);
    }
  evaluation = evaluate (zone, &query, &rounds);
  g_assert_cmpint (evaluation->result, ==, RD_SPF_PERMERROR);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (corners); i++)
    {
      g_autofree char *path = g_strdup_printf ("/checks/spf/corners/%s", corners[i].name);

      g_test_add_data_func (path, &corners[i], test_case);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/checks/spf/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/checks/spf/rounds", test_rounds);
  g_test_add_func ("/checks/spf/trace", test_trace);
  g_test_add_func ("/checks/spf/not-asked", test_not_asked);
  g_test_add_func ("/checks/spf/hostile/bomb", test_bomb);
  g_test_add_func ("/checks/spf/hostile/long-record", test_long_record);
  g_test_add_func ("/checks/spf/hostile/endless-macros", test_endless_macros);
  g_test_add_func ("/checks/spf/hostile/many-pointers", test_many_pointers);
  g_test_add_func ("/checks/spf/hostile/many-mail-servers", test_many_mail_servers);
  return g_test_run ();
}
