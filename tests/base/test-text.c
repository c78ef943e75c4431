/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rd-text.h"

static void
test_make_valid (void)
{
  g_autofree char *latin = rd_text_make_valid ("Empf\344nger \200", -1);
  g_autofree char *nul = rd_text_make_valid ("a\0b", 3);
  g_autofree char *none = rd_text_make_valid (NULL, 0);
  g_autofree char *good = rd_text_make_valid ("Empfänger", -1);

  g_assert_cmpstr (none, ==, "");
  g_assert_cmpstr (latin, ==, "Empfänger €");
  g_assert_cmpstr (nul, ==, "a b");
  g_assert_cmpstr (good, ==, "Empfänger");
}

static void
test_visible (void)
{
  g_autofree char *shown = rd_text_dup_visible ("a\033[31mb\342\200\256c\td\ne\r");

  g_assert_cmpstr (shown, ==, "a\357\277\275[31mb\357\277\275c\td\ne\357\277\275");
}

static void
test_domain (void)
{
  static const struct
  {
    const char *name;
    const char *normal;
  } rows[] = {
    { "Example.COM.", "example.com" },
    { " _dmarc.example.com ", "_dmarc.example.com" },
    { "Bücher.example", "xn--bcher-kva.example" },
    { "a..b", NULL },
    { "", NULL },
    { ".", NULL },
    { "has space.example", NULL },
    { "\377\376.example", NULL },
    { "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggggggggg.example", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *normal = rd_domain_normalize (rows[i].name);

      g_assert_cmpstr (normal, ==, rows[i].normal);
    }
  g_assert_true (rd_domain_is_within ("mail.example.com", "example.com"));
  g_assert_true (rd_domain_is_within ("example.com", "example.com"));
  g_assert_false (rd_domain_is_within ("badexample.com", "example.com"));
}

static void
test_find (void)
{
  const char *text = "Remote Host SAID";

  g_assert_true (rd_text_find_nocase (text, "host said") == text + 7);
  g_assert_null (rd_text_find_nocase (text, "hosts"));
  g_assert_true (rd_text_has_suffix_nocase ("MX.Example.NET", ".example.net"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/text/make-valid", test_make_valid);
  g_test_add_func ("/base/text/visible", test_visible);
  g_test_add_func ("/base/text/domain", test_domain);
  g_test_add_func ("/base/text/find", test_find);
  return g_test_run ();
}
