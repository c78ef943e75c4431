/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What else blocklists could be asked about, each with its source: nothing that
 * belongs to a large service, the likeliest first. */

#include "rd-list-candidates.h"
#include "rd-test-zone.h"

#include <string.h>

#define MX "shop.example MX 10 mx.shop.example", "mx.shop.example A 203.0.113.25", "mx.shop.example AAAA 2001:db8:1::25"
#define WEB "shop.example A 203.0.113.80"

static const struct
{
  const char *name;
  const char *subject;
  const char *zone[8];
  const char *expected;
} cases[] = {
  { "own-name", "203.0.113.9", { "9.113.0.203.in-addr.arpa PTR mail.shop.example." }, "shop.example ptr" },
  { "own-name-v6", "2001:db8::9", { "9.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa PTR mail.shop.example." }, "shop.example ptr" },
  { "below-a-suffix", "203.0.113.9", { "9.113.0.203.in-addr.arpa PTR mail.shop.co.uk." }, "shop.co.uk ptr" },
  { "name-made-of-the-address", "203.0.113.9", { "9.113.0.203.in-addr.arpa PTR static.203-0-113-9.line.example." }, "" },
  { "name-of-a-large-service", "203.0.113.9", { "9.113.0.203.in-addr.arpa PTR mail-sor-f41.google.com." }, "" },
  { "two-names", "203.0.113.9", { "9.113.0.203.in-addr.arpa PTR mail.shop.example.", "9.113.0.203.in-addr.arpa PTR mail.other.example." }, "shop.example ptr, other.example ptr" },
  { "no-name", "203.0.113.9", { NULL }, "" },
  { "website-and-incoming", "shop.example", { MX, WEB }, "203.0.113.25 mx, 2001:db8:1::25 mx, 203.0.113.80 website" },
  { "allowed-first", "shop.example", { MX, WEB, "shop.example TXT v=spf1 ip4:203.0.113.9 mx -all" }, "203.0.113.9 spf, 203.0.113.25 spf, 2001:db8:1::25 spf, 203.0.113.80 website" },
  { "website-allowed", "shop.example", { WEB, "shop.example TXT v=spf1 a -all" }, "203.0.113.80 spf" },
  { "forbidden-is-none", "shop.example", { "shop.example TXT v=spf1 -ip4:203.0.113.9 ?ip4:203.0.113.10 ip4:203.0.113.11 -all" }, "203.0.113.11 spf" },
  { "small-network", "shop.example", { "shop.example TXT v=spf1 ip4:203.0.113.9/30 -all" }, "203.0.113.8 spf, 203.0.113.9 spf, 203.0.113.10 spf, 203.0.113.11 spf" },
  { "end-of-the-range", "shop.example", { "shop.example TXT v=spf1 ip4:203.0.113.255/31 -all" }, "203.0.113.254 spf, 203.0.113.255 spf" },
  { "large-networks", "shop.example", { "shop.example TXT v=spf1 ip4:203.0.113.0/28 ip6:2001:db8::/64 ip6:2001:db8::1 -all" }, "2001:db8::1 spf" },
  { "no-more-than-ten", "shop.example", { "shop.example TXT v=spf1 ip4:203.0.113.8/29 ip4:203.0.113.16/29 -all" }, "203.0.113.8 spf, 203.0.113.9 spf, 203.0.113.10 spf, 203.0.113.11 spf, 203.0.113.12 spf, 203.0.113.13 spf, 203.0.113.14 spf, 203.0.113.15 spf, 203.0.113.16 spf, 203.0.113.17 spf" },
  { "private-is-none", "shop.example", { "shop.example TXT v=spf1 ip4:192.168.1.9 -all", "shop.example A 10.0.0.1" }, "" },
  { "incoming-of-a-service", "shop.example", { "shop.example MX 1 aspmx.l.google.com", "aspmx.l.google.com A 203.0.113.26" }, "" },
  { "no-mx", "shop.example", { WEB }, "203.0.113.80 website" },
  { "one-host", "mail.shop.example", { "mail.shop.example A 203.0.113.9" }, "203.0.113.9 host" },
  { "nothing", "shop.example", { NULL }, "" },
};

static void
test_case (gconstpointer data)
{
  gsize index = GPOINTER_TO_SIZE (data);
  g_autoptr (RdTestZone) zone = rd_test_zone_new_lines (cases[index].zone);
  g_autoptr (RdEvidence) evidence = rd_evidence_new ();
  g_autoptr (GPtrArray) findings = g_ptr_array_new ();
  g_autoptr (GPtrArray) before = rd_list_candidates_dup (evidence, cases[index].subject);
  g_autoptr (GPtrArray) after = NULL;
  g_autoptr (GPtrArray) open = NULL;
  g_autoptr (GString) told = g_string_new (NULL);
  guint rounds;

  g_assert_cmpuint (before->len, ==, 0);
  open = rd_evidence_steal_open (evidence);
  g_assert_cmpuint (open->len, ==, 0);

  RD_TEST_SETTLE (zone, evidence, rounds, rd_list_candidates_check (evidence, cases[index].subject, findings));
  g_assert_cmpuint (rounds, <=, 2);
  g_assert_cmpuint (findings->len, ==, 0);
  after = rd_list_candidates_dup (evidence, cases[index].subject);
  for (guint i = 0; i < after->len; i++)
    {
      const RdListSubject *subject = g_ptr_array_index (after, i);

      g_string_append_printf (told, "%s%s %s", i > 0 ? ", " : "", subject->subject, rd_list_source_to_string (subject->source));
      g_assert_cmpuint (strlen (rd_list_source_get_text (subject->source)), >, 0);
    }
  g_assert_cmpstr (told->str, ==, cases[index].expected);
}

/* What cannot be asked gives no candidates, and blames nobody. */
static void
test_failing (void)
{
  g_autoptr (RdTestZone) zone = rd_test_zone_new ();
  g_autoptr (RdEvidence) evidence = rd_evidence_new ();
  g_autoptr (GPtrArray) findings = g_ptr_array_new ();
  g_autoptr (GPtrArray) candidates = NULL;
  guint rounds;

  rd_test_zone_fail (zone, "shop.example", RD_ANSWER_TIMEOUT);
  RD_TEST_SETTLE (zone, evidence, rounds, rd_list_candidates_check (evidence, "shop.example", findings));
  candidates = rd_list_candidates_dup (evidence, "shop.example");
  g_assert_cmpuint (candidates->len, ==, 0);
  g_assert_cmpuint (findings->len, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/survey/list-candidates/%s", cases[i].name);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_case);
    }
  g_test_add_func ("/survey/list-candidates/failing", test_failing);
  return g_test_run ();
}
