/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rd-json-writer.h"

#include <json-glib/json-glib.h>

/* Text with everything that has to be escaped, and much that has not. */
static const char awkward[] = "a\"b\\c/d\b\f\n\r\t\x01\x1e\x7f\xc3\xa9\xe2\x80\xa8\xf0\x9f\x98\x80<>&'";

static void
write_ours (RdJsonWriter *writer)
{
  static const char *const words[] = { "one", awkward, "", NULL };

  rd_json_begin (writer, NULL);
  rd_json_add_string (writer, "text", awkward);
  rd_json_add_string (writer, "missing", NULL);
  rd_json_add_int (writer, "least", G_MININT64);
  rd_json_add_int (writer, "zero", 0);
  rd_json_add_double (writer, "whole", 12);
  rd_json_add_double (writer, "part", -12.625);
  rd_json_add_double (writer, "tenth", 0.1);
  rd_json_add_bool (writer, "yes", TRUE);
  rd_json_add_bool (writer, "no", FALSE);
  rd_json_add_strings (writer, "words", words);
  rd_json_add_strings (writer, "none", NULL);
  rd_json_begin_array (writer, "nested");
  rd_json_begin (writer, NULL);
  rd_json_add_int (writer, "a", 1);
  rd_json_end (writer);
  rd_json_begin_array (writer, NULL);
  rd_json_add_int (writer, NULL, 2);
  rd_json_add_bool (writer, NULL, TRUE);
  rd_json_end_array (writer);
  rd_json_end_array (writer);
  rd_json_add_string (writer, "last", "x");
  rd_json_end (writer);
}

/* What json-glib makes of the same text. */
static char *
dup_theirs (const char *json,
            gboolean    is_pretty)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = json_from_string (json, &error);

  g_assert_no_error (error);
  return json_to_string (root, is_pretty);
}

static void
test_same_as_json_glib (void)
{
  for (guint is_pretty = 0; is_pretty < 2; is_pretty++)
    {
      g_autoptr (RdJsonWriter) writer = rd_json_writer_new (is_pretty != 0);
      g_autofree char *ours = NULL;
      g_autofree char *theirs = NULL;

      write_ours (writer);
      ours = rd_json_writer_take (writer);
      theirs = dup_theirs (ours, is_pretty != 0);
      g_assert_cmpstr (ours, ==, theirs);
    }
}

/* Every character comes back as it was. */
static void
test_round_trip (void)
{
  for (guint c = 1; c < 0x300; c++)
    {
      g_autoptr (RdJsonWriter) writer = rd_json_writer_new (FALSE);
      g_autofree char *json = NULL;
      g_autoptr (JsonNode) root = NULL;
      char text[8] = "";

      text[g_unichar_to_utf8 (c, text)] = '\0';
      rd_json_add_string (writer, NULL, text);
      json = rd_json_writer_take (writer);
      for (const char *p = json; *p != '\0'; p++)
        g_assert_false (g_ascii_iscntrl (*p));
      root = json_from_string (json, NULL);
      g_assert_nonnull (root);
      g_assert_cmpstr (json_node_get_string (root), ==, text);
    }
}

static void
test_one_after_the_other (void)
{
  g_autoptr (RdJsonWriter) writer = rd_json_writer_new (FALSE);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  rd_json_begin_array (writer, NULL);
  rd_json_add_int (writer, NULL, 1);
  rd_json_end_array (writer);
  first = rd_json_writer_take (writer);
  rd_json_begin (writer, NULL);
  rd_json_begin (writer, "b");
  rd_json_end (writer);
  rd_json_end (writer);
  second = rd_json_writer_take (writer);
  g_assert_cmpstr (first, ==, "[1]");
  g_assert_cmpstr (second, ==, "{\"b\":{}}");
}

static void
test_broken_text (void)
{
  g_autoptr (RdJsonWriter) writer = rd_json_writer_new (FALSE);
  g_autofree char *json = NULL;

  rd_json_add_string (writer, NULL, "caf\xe9 \xff");
  json = rd_json_writer_take (writer);
  g_assert_true (g_utf8_validate (json, -1, NULL));
  g_assert_true (g_str_has_prefix (json, "\"caf"));
}

static char *
shout (const char   *text,
       gconstpointer data)
{
  return g_strconcat (text, data, NULL);
}

/* Names are ours and stay. */
static void
test_filter (void)
{
  static const char *const words[] = { "b", NULL };
  g_autoptr (RdJsonWriter) writer = rd_json_writer_new (FALSE);
  g_autofree char *json = NULL;

  rd_json_writer_set_filter (writer, shout, "!");
  rd_json_begin (writer, NULL);
  rd_json_add_string (writer, "a", "a");
  rd_json_add_strings (writer, "b", words);
  rd_json_end (writer);
  json = rd_json_writer_take (writer);
  g_assert_cmpstr (json, ==, "{\"a\":\"a!\",\"b\":[\"b!\"]}");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-writer/same-as-json-glib", test_same_as_json_glib);
  g_test_add_func ("/json-writer/round-trip", test_round_trip);
  g_test_add_func ("/json-writer/one-after-the-other", test_one_after_the_other);
  g_test_add_func ("/json-writer/broken-text", test_broken_text);
  g_test_add_func ("/json-writer/filter", test_filter);
  return g_test_run ();
}
