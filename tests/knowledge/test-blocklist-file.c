/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The user's own file of blocklists.  It may be newer than the program; with a
 * mistake in it, no half of it may be used, and the mistake must be found by who
 * made it. */

#include "rd-blocklist.h"

#include <glib/gstdio.h>
#include <string.h>

#define GOOD "List: own\nZone: own.example\nName: Own list\nType: policy\nListed: 127.0.0.2\nUnlisted: 127.0.0.1\n"

typedef struct
{
  const char *name;
  const char *text;
  gsize       length; /* 0: of the text */
  int         code;   /* RdBlocklistError */
  const char *words;  /* in the message */
} FileRow;

static const FileRow rows[] = {
  { "empty", "", 0, RD_BLOCKLIST_ERROR_MISSING, "names no blocklist" },
  { "notes-only", "# nothing here\n\n", 0, RD_BLOCKLIST_ERROR_MISSING, "names no blocklist" },
  { "binary", "\377\376\000\001", 4, RD_BLOCKLIST_ERROR_SYNTAX, "not a file of blocklists" },
  { "latin-1", GOOD "Note: f\374r\n", 0, RD_BLOCKLIST_ERROR_SYNTAX, "not a file of blocklists" },
  { "no-field", GOOD "what is this\n", 0, RD_BLOCKLIST_ERROR_SYNTAX, "Line 7: a field looks like" },
  { "begins-with-a-colon", GOOD ": x\n", 0, RD_BLOCKLIST_ERROR_SYNTAX, "Line 7: a field looks like" },
  { "field-nobody-knows", GOOD "Colour: red\n", 0, RD_BLOCKLIST_ERROR_SYNTAX, "Line 7: there is no field “Colour”" },
  { "before-any-list", "Zone: own.example\n", 0, RD_BLOCKLIST_ERROR_SYNTAX, "Line 1" },
  { "no-value", GOOD "Note:\n", 0, RD_BLOCKLIST_ERROR_VALUE, "Line 7" },
  { "weight-without-end", GOOD "Weight: 100000000000000000000\n", 0, RD_BLOCKLIST_ERROR_VALUE, "Line 7" },
  { "weight-below-nothing", GOOD "Weight: -1\n", 0, RD_BLOCKLIST_ERROR_VALUE, "Line 7" },
  { "expression-that-is-none", GOOD "Bounce: 50 ip ([a-z\n  It is listed.\n", 0, RD_BLOCKLIST_ERROR_VALUE, "Line 7" },
  { "same-list-twice", GOOD "\n" GOOD, 0, RD_BLOCKLIST_ERROR_VALUE, "Line 8" },
  { "no-zone", "List: own\nName: Own list\nType: policy\nListed: none\nUnlisted: none\n", 0, RD_BLOCKLIST_ERROR_MISSING, "“Zone”" },
  { "second-list-unfinished", GOOD "\nList: other\nZone: other.example\n", 0, RD_BLOCKLIST_ERROR_MISSING, "no field" },
};

static void
write_file (const char *text,
            gsize       length)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "redeliver", NULL);
  g_autofree char *path = g_build_filename (folder, "blocklists.txt", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_set_contents (path, text, (gssize) length, &error);
  g_assert_no_error (error);
}

static void
test_row (gconstpointer data)
{
  const FileRow *row = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RdBlocklists) lists = NULL;

  write_file (row->text, row->length > 0 ? row->length : strlen (row->text));
  lists = rd_blocklists_load (&error);
  g_assert_null (lists);
  g_assert_error (error, RD_BLOCKLIST_ERROR, row->code);
  g_assert_nonnull (strstr (error->message, row->words));
  /* which file it was, as it may be long forgotten */
  g_assert_nonnull (strstr (error->message, "blocklists.txt"));
  g_assert_cmpuint (rd_blocklists_get_n (rd_blocklists_get_default ()), >, 100);
}

/* Without a file those of the program are used. */
static void
test_no_file (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RdBlocklists) lists = rd_blocklists_load (&error);

  g_assert_no_error (error);
  g_assert_true (lists == rd_blocklists_get_default ());
}

/* A good one replaces them. */
static void
test_good (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RdBlocklists) lists = NULL;

  write_file ("# mine\n" GOOD "Default: yes\nWeight: 40\n", strlen ("# mine\n" GOOD "Default: yes\nWeight: 40\n"));
  lists = rd_blocklists_load (&error);
  g_assert_no_error (error);
  g_assert_cmpuint (rd_blocklists_get_n (lists), ==, 1);
  g_assert_cmpstr (rd_blocklists_nth (lists, 0)->name, ==, "Own list");
  g_assert_true (rd_blocklists_nth (lists, 0)->is_default);
  g_assert_cmpuint (rd_blocklists_nth (lists, 0)->weight, ==, 40);
  g_assert_null (rd_blocklists_find (lists, "zen-spamhaus-org"));
}

/* The same with the ends of lines of another system. */
static void
test_windows (void)
{
  g_auto (GStrv) lines = g_strsplit (GOOD, "\n", -1);
  g_autofree char *text = g_strjoinv ("\r\n", lines);
  g_autoptr (GError) error = NULL;
  g_autoptr (RdBlocklists) lists = NULL;

  write_file (text, strlen (text));
  lists = rd_blocklists_load (&error);
  g_assert_no_error (error);
  g_assert_cmpstr (rd_blocklists_nth (lists, 0)->name, ==, "Own list");
}

/* A folder in its place is an error of reading, not “no file”. */
static void
test_folder (void)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "redeliver", "blocklists.txt", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (RdBlocklists) lists = NULL;

  g_assert_cmpint (g_mkdir_with_parents (path, 0700), ==, 0);
  lists = rd_blocklists_load (&error);
  g_assert_null (lists);
  g_assert_true (error != NULL && error->domain == G_FILE_ERROR);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/knowledge/blocklist-file/none", test_no_file);
  g_test_add_func ("/knowledge/blocklist-file/good", test_good);
  g_test_add_func ("/knowledge/blocklist-file/windows", test_windows);
  g_test_add_func ("/knowledge/blocklist-file/folder", test_folder);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/knowledge/blocklist-file/refused/%s", rows[i].name);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  return g_test_run ();
}
