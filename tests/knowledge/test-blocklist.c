/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rd-blocklist.h"

#include <string.h>

typedef struct
{
  const char *name;
  const char *text;
  const char *message; /* part of the error; NULL: accepted */
} FileCase;

#define HEAD "List: a\nZone: a.example\nName: A\nType: policy\nListed: 127.0.0.2\nUnlisted: 127.0.0.1\n"

static const FileCase files[] = {
  { "smallest", HEAD, NULL },
  { "comments-and-folds", "# x\n\n" HEAD "Note: one\n  two\n# y\n\nList: b\nZone: b\nName: B\nType: t\nListed: none\nUnlisted: none\n", NULL },
  { "codes", HEAD "Code: 127.0.0.2 high policy a label\n  and a text\nCode: 127.0.*.0-9 low x y\nError: bit1 refused\n", NULL },
  { "empty", "", "names no blocklist" },
  { "only-comments", "# nothing\n", "names no blocklist" },
  { "not-text", "\377\376", "not a file of blocklists" },
  { "no-colon", HEAD "Weight 3\n", "Line 7" },
  { "unknown-field", HEAD "Colour: red\n", "Line 7: there is no field “Colour”" },
  { "before-a-list", "Zone: x\n", "begins with the field “List”" },
  { "missing-zone", "List: a\nName: A\nType: t\nListed: none\nUnlisted: none\n", "no field “Zone”" },
  { "twice", HEAD "\n" HEAD, "two lists “a”" },
  { "weight", HEAD "Weight: 101\n", "Line 7" },
  { "role", HEAD "Role: bad\n", "Line 7" },
  { "status", HEAD "Status: maybe\n", "Line 7" },
  { "kind", HEAD "Answers-for: ip4 ipx\n", "Line 7" },
  { "flag", HEAD "Default: perhaps\n", "Line 7" },
  { "pattern", HEAD "Code: 127.0.0 high policy x\n", "Line 7" },
  { "octet", HEAD "Code: 127.0.0.256 high policy x\n", "Line 7" },
  { "severity", HEAD "Code: 127.0.0.2 awful policy x\n", "Line 7" },
  { "label", HEAD "Code: 127.0.0.2 high policy\n", "Line 7" },
  { "no-value", HEAD "Note:\n", "Line 7" },
  { "private", "List: a\nName: A\nType: t\nStatus: private\nBounce: 50 ip a+\n  It is listed.\n", NULL },
  { "private-without-words", "List: a\nName: A\nType: t\nStatus: private\n", "no field “Bounce”" },
  { "phrase-without-meaning", HEAD "Bounce: 50 ip a+\n", "Line 7" },
  { "phrase-about-what", HEAD "Bounce: 50 mail a+\n  x\n", "Line 7" },
  { "phrase-priority", HEAD "Bounce: 500 ip a+\n  x\n", "Line 7" },
  { "phrase-no-expression", HEAD "Bounce: 50 ip (a\n  x\n", "Line 7" },
};

static void
test_file (gconstpointer data)
{
  const FileCase *row = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RdBlocklists) lists = rd_blocklists_parse (row->text, strlen (row->text), &error);

  if (row->message == NULL)
    {
      g_assert_no_error (error);
      g_assert_nonnull (lists);
      g_assert_nonnull (rd_blocklists_find (lists, "a"));
      return;
    }
  g_assert_null (lists);
  g_assert_nonnull (error);
  if (strstr (error->message, row->message) == NULL)
    g_assert_cmpstr (error->message, ==, row->message);
}

static void
test_default (void)
{
  RdBlocklists *lists = rd_blocklists_get_default ();
  guint         n = rd_blocklists_get_n (lists);
  guint         n_default = 0;

  g_assert_cmpuint (n, >=, 170);
  for (guint i = 0; i < n; i++)
    {
      const RdBlocklist *list = rd_blocklists_nth (lists, i);

      n_default += list->is_default;
      if (i > 0)
        g_assert_cmpuint (rd_blocklists_nth (lists, i - 1)->weight, >=, list->weight);
    }
  g_assert_cmpuint (n_default, >=, 40);
  g_assert_null (rd_blocklists_find (lists, "no-such-list"));
}

static void
test_decode (void)
{
  RdBlocklists      *lists = rd_blocklists_get_default ();
  const RdBlocklist *surbl = rd_blocklists_find (lists, "multi-surbl-org");
  const RdBlocklist *zen = rd_blocklists_find (lists, "zen-spamhaus-org");
  const RdBlocklist *score = rd_blocklists_find (lists, "score-senderscore-com");
  g_autoptr (GPtrArray) two_bits = rd_blocklist_find_codes (surbl, (const guint8[]){ 127, 0, 0, 80 });
  g_autoptr (GPtrArray) one = rd_blocklist_find_codes (zen, (const guint8[]){ 127, 0, 0, 10 });
  g_autoptr (GPtrArray) none = rd_blocklist_find_codes (zen, (const guint8[]){ 127, 0, 0, 77 });
  g_autoptr (GPtrArray) range = rd_blocklist_find_codes (score, (const guint8[]){ 127, 0, 4, 55 });

  g_assert_cmpuint (two_bits->len, ==, 2);
  g_assert_cmpuint (one->len, ==, 1);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (range->len, ==, 1);
  g_assert_null (rd_blocklist_find_error (zen, (const guint8[]){ 127, 0, 0, 2 }));
  g_assert_nonnull (rd_blocklist_find_error (zen, (const guint8[]){ 127, 255, 255, 254 }));
  g_assert_nonnull (rd_blocklist_find_error (score, (const guint8[]){ 127, 255, 255, 1 }));
  g_assert_nonnull (rd_blocklist_find_error (surbl, (const guint8[]){ 127, 0, 0, 1 }));
  g_assert_null (rd_blocklist_find_error (surbl, (const guint8[]){ 127, 0, 0, 9 }));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_strdup_printf ("/knowledge/blocklist/%s", files[i].name);

      g_test_add_data_func (path, &files[i], test_file);
    }
  g_test_add_func ("/knowledge/blocklist/default", test_default);
  g_test_add_func ("/knowledge/blocklist/decode", test_decode);
  return g_test_run ();
}
