/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rd-spf-check.h"
#include "rd-spf-macro.h"

#include <string.h>

/* A record with one mistake and where it stands. */
typedef struct
{
  const char  *record;
  RdSpfMistake mistake;
  const char  *place; /* the marked piece */
} MistakeCase;

static const MistakeCase mistakes[] = {
  { "v=spf1 mx \342\200\223all", RD_SPF_MISTAKE_CHARACTER, "\342\200\223all" },
  { "v=spf1 mx\302\240-all", RD_SPF_MISTAKE_CHARACTER, "mx\302\240-all" },
  { "v=spf1 a\tmx -all", RD_SPF_MISTAKE_CHARACTER, "a\tmx" },
  { "v=spf1 mx, -all", RD_SPF_MISTAKE_SEPARATOR, "mx," },
  { "v=spf1 mx; -all", RD_SPF_MISTAKE_SEPARATOR, "mx;" },
  { "v=spf1 moo -all", RD_SPF_MISTAKE_UNKNOWN, "moo" },
  { "v=spf1 -all.", RD_SPF_MISTAKE_UNKNOWN, "-all." },
  { "v=spf1 ipv4:192.0.2.1 -all", RD_SPF_MISTAKE_IPV4_NAME, "ipv4:192.0.2.1" },
  { "v=spf1 ip:192.0.2.1 -all", RD_SPF_MISTAKE_IPV4_NAME, "ip:192.0.2.1" },
  { "v=spf1 192.0.2.1 -all", RD_SPF_MISTAKE_BARE_ADDRESS, "192.0.2.1" },
  { "v=spf1 192.0.2.0/24 -all", RD_SPF_MISTAKE_BARE_ADDRESS, "192.0.2.0/24" },
  { "v=spf1 2001:db8::1 -all", RD_SPF_MISTAKE_BARE_ADDRESS, "2001:db8::1" },
  { "v=spf1 spf.example.com -all", RD_SPF_MISTAKE_BARE_NAME, "spf.example.com" },
  { "v=spf1 ip4:192.0.2.256 -all", RD_SPF_MISTAKE_ADDRESS, "192.0.2.256" },
  { "v=spf1 ip4:192.0.2 -all", RD_SPF_MISTAKE_ADDRESS, "192.0.2" },
  { "v=spf1 ip4:192.0.2.1/33 -all", RD_SPF_MISTAKE_PREFIX, "/33" },
  { "v=spf1 ip4:192.0.2.1/032 -all", RD_SPF_MISTAKE_PREFIX, "/032" },
  { "v=spf1 ip6:2001:db8::/129 -all", RD_SPF_MISTAKE_PREFIX, "/129" },
  { "v=spf1 a/33 -all", RD_SPF_MISTAKE_PREFIX, "33" },
  { "v=spf1 mx//129 -all", RD_SPF_MISTAKE_PREFIX, "129" },
  { "v=spf1 ip4:2001:db8::1 -all", RD_SPF_MISTAKE_FAMILY, "2001:db8::1" },
  { "v=spf1 ip6:192.0.2.1 -all", RD_SPF_MISTAKE_FAMILY, "192.0.2.1" },
  { "v=spf1 a:192.0.2.1 -all", RD_SPF_MISTAKE_ADDRESS_FOR_NAME, "192.0.2.1" },
  { "v=spf1 include:192.0.2.1 -all", RD_SPF_MISTAKE_ADDRESS_FOR_NAME, "192.0.2.1" },
  { "v=spf1 include: spf.example.com -all", RD_SPF_MISTAKE_SPACE, "include:" },
  { "v=spf1 mx include:", RD_SPF_MISTAKE_NO_VALUE, "include:" },
  { "v=spf1 include -all", RD_SPF_MISTAKE_NO_VALUE, "include" },
  { "v=spf1 ip4 -all", RD_SPF_MISTAKE_NO_VALUE, "ip4" },
  { "v=spf1 exp= -all", RD_SPF_MISTAKE_NO_VALUE, "exp=" },
  { "v=spf1 -all:example.com", RD_SPF_MISTAKE_VALUE, "-all:example.com" },
  { "v=spf1 ptr/24 -all", RD_SPF_MISTAKE_VALUE, "ptr/24" },
  { "v=spf1 mx-all", RD_SPF_MISTAKE_GLUED, "mx-all" },
  { "v=spf1 ip4:192.0.2.1-all", RD_SPF_MISTAKE_GLUED, "192.0.2.1-all" },
  { "v=spf1 exists:%{q}.example.com -all", RD_SPF_MISTAKE_MACRO, "%{q}.example.com" },
  { "v=spf1 a:%(d).example.com -all", RD_SPF_MISTAKE_MACRO, "%(d).example.com" },
  { "v=spf1 a:100%.example.com -all", RD_SPF_MISTAKE_MACRO, "100%.example.com" },
  { "v=spf1 a:%{d0}.example.com -all", RD_SPF_MISTAKE_MACRO, "%{d0}.example.com" },
  { "v=spf1 include=spf.example.com -all", RD_SPF_MISTAKE_EQUALS, "include=spf.example.com" },
  { "v=spf1 redirect:spf.example.com", RD_SPF_MISTAKE_EQUALS, "redirect:spf.example.com" },
  { "v=spf1 include:https://example.com/ -all", RD_SPF_MISTAKE_URL, "https://example.com/" },
  { "v=spf1 include:localhost -all", RD_SPF_MISTAKE_DOMAIN, "localhost" },
  { "v=spf1 a:example.123 -all", RD_SPF_MISTAKE_DOMAIN, "example.123" },
  { "v=spf1 redirect=a.example redirect=b.example", RD_SPF_MISTAKE_TWICE, "redirect=b.example" },
};

static void
test_mistake (gconstpointer data)
{
  const MistakeCase *row = data;
  g_autoptr (RdSpfRecord) record = rd_spf_record_parse (row->record, strlen (row->record));
  const RdSpfProblem *problem;
  g_autofree char    *place = NULL;
  g_autofree char    *words = NULL;

  g_assert_cmpuint (record->problems->len, >=, 1);
  problem = g_ptr_array_index (record->problems, 0);
  g_assert_cmpint (problem->mistake, ==, row->mistake);
  g_assert_cmpuint (problem->offset + problem->length, <=, strlen (row->record));
  place = g_strndup (row->record + problem->offset, problem->length);
  g_assert_cmpstr (place, ==, row->place);
  words = rd_spf_mistake_dup_text (problem);
  g_assert_true (g_utf8_validate (words, -1, NULL));
  g_assert_null (strstr (words, "%s"));
}

static const char *const fine[] = {
  "v=spf1",
  "v=spf1 ",
  "v=spf1 -all",
  "v=spf1 a:foo:bar/baz.example.com -all",
  "v=spf1 a:_spf.example.com. -all",
  "v=spf1 mx:example.com/24//64 ~all",
  "v=spf1 include:%{ir}.%{v}._spf.%{d2} ?all",
  "v=spf1 exists:%{l1r+-}.example.com -all",
  "v=spf1 a:%{d} a:%{h}.example.com/0 -all",
  "v=spf1 unknown=%{c}%{r}%{t} moo.cow-far_out=man:dog/cat -all",
  "v=spf1 ip6:::ffff:192.0.2.1/96 ip6:::/0 -all",
  "v=spf1 redirect=_spf.example.com exp=explain.example.com",
};

static void
test_fine (gconstpointer data)
{
  g_autoptr (RdSpfRecord) record = rd_spf_record_parse (data, strlen (data));

  g_assert_cmpuint (record->problems->len, ==, 0);
}

static void
test_terms (void)
{
  static const char text[] = "v=spf1 ~a:w.example.com/24//64 ip6:2001:db8::/32 exp=e.example.com -all";
  g_autoptr (RdSpfRecord) record = rd_spf_record_parse (text, strlen (text));
  const RdSpfTerm *term;

  g_assert_cmpuint (record->terms->len, ==, 4);
  term = g_ptr_array_index (record->terms, 0);
  g_assert_cmpint (term->kind, ==, RD_SPF_A);
  g_assert_cmpint (term->qualifier, ==, RD_SPF_SOFTFAIL);
  g_assert_cmpuint (term->prefix4, ==, 24);
  g_assert_cmpuint (term->prefix6, ==, 64);
  g_assert_cmpstr (term->domain, ==, "w.example.com");
  g_assert_cmpuint (term->offset, ==, 7);
  term = g_ptr_array_index (record->terms, 1);
  g_assert_cmpint (term->ip.family, ==, RD_IP_V6);
  g_assert_cmpuint (term->prefix6, ==, 32);
  g_assert_true (record->exp == g_ptr_array_index (record->terms, 2));
  g_assert_true (record->all == g_ptr_array_index (record->terms, 3));
  g_assert_null (record->redirect);
}

static void
test_nul (void)
{
  static const char text[] = "v=spf1 a:foo.example.com\0";
  g_autoptr (RdSpfRecord) record = rd_spf_record_parse (text, sizeof text - 1);

  g_assert_cmpuint (record->problems->len, ==, 1);
}

/* --- Macros (RFC 7208 section 7.4) ---------------------------------------- */

static const struct
{
  const char *text;
  const char *expanded;
} macros[] = {
  { "%{s}", "strong-bad@email.example.com" },
  { "%{o}", "email.example.com" },
  { "%{d}", "email.example.com" },
  { "%{d4}", "email.example.com" },
  { "%{d2}", "example.com" },
  { "%{d1}", "com" },
  { "%{dr}", "com.example.email" },
  { "%{d2r}", "example.email" },
  { "%{l}", "strong-bad" },
  { "%{l-}", "strong.bad" },
  { "%{lr}", "strong-bad" },
  { "%{lr-}", "bad.strong" },
  { "%{l1r-}", "strong" },
  { "%{ir}.%{v}._spf.%{d2}", "3.2.0.192.in-addr._spf.example.com" },
  { "%{lr-}.lp._spf.%{d2}", "bad.strong.lp._spf.example.com" },
  { "%{L}%%%_%-", "strong-bad% %20" },
  { "%{p}", "unknown" },
};

static void
test_macros (void)
{
  RdSpfMacroValues values = { .local_part = "strong-bad", .sender_domain = "email.example.com", .domain = "email.example.com", .helo = "h.example" };

  g_assert_true (rd_ip_parse ("192.0.2.3", &values.ip));
  for (gsize i = 0; i < G_N_ELEMENTS (macros); i++)
    {
      g_autofree char *expanded = rd_spf_macro_expand (macros[i].text, &values, 1000);

      g_assert_true (rd_spf_macro_is_valid (macros[i].text, strlen (macros[i].text), RD_SPF_MACRO_EXPLANATION));
      g_assert_cmpstr (expanded, ==, macros[i].expanded);
    }
}

static void
test_macro_limits (void)
{
  RdSpfMacroValues values = { .local_part = "a", .sender_domain = "d.example", .domain = "d.example", .helo = "h" };
  g_autoptr (GString) labels = g_string_new (NULL);
  g_autofree char *name = NULL;
  g_autofree char *empty = NULL;
  g_autofree char *over = NULL;

  while (labels->len < 300)
    g_string_append (labels, "abcdefghi.");
  g_string_append (labels, "example.com");
  name = rd_spf_macro_expand_domain (labels->str, &values);
  g_assert_cmpuint (strlen (name), <=, 253);
  g_assert_true (g_str_has_prefix (name, "abcdefghi."));
  g_assert_true (g_str_has_suffix (name, ".example.com"));
  empty = rd_spf_macro_expand_domain ("a..example.com", &values);
  g_assert_null (empty);
  over = rd_spf_macro_expand ("%{s}%{s}", &values, 5);
  g_assert_null (over);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (mistakes); i++)
    {
      g_autofree char *path = g_strdup_printf ("/checks/spf-record/mistake/%" G_GSIZE_FORMAT, i);

      g_test_add_data_func (path, &mistakes[i], test_mistake);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (fine); i++)
    {
      g_autofree char *path = g_strdup_printf ("/checks/spf-record/fine/%" G_GSIZE_FORMAT, i);

      g_test_add_data_func (path, fine[i], test_fine);
    }
  g_test_add_func ("/checks/spf-record/terms", test_terms);
  g_test_add_func ("/checks/spf-record/nul", test_nul);
  g_test_add_func ("/checks/spf-record/macros", test_macros);
  g_test_add_func ("/checks/spf-record/macro-limits", test_macro_limits);
  return g_test_run ();
}
