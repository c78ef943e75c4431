/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A history whose file is spoilt by others while it is open.  Nothing may crash,
 * nobody may be told that something was kept which was not, and once the file is
 * whole again all must go on. */

#include "rd-history.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

typedef struct
{
  char      *folder;
  char      *path;
  RdHistory *history;
} Fixture;

static gboolean
add_entry (RdHistory  *history,
           const char *subject,
           gint64      time,
           GError    **error)
{
  g_autoptr (RdHistoryEntry) entry = rd_history_entry_new (RD_HISTORY_DOMAIN, subject, RD_FINDING_BROKEN, "Something is wrong", time);
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_finding_unref);

  g_ptr_array_add (findings, rd_finding_new ("spf.missing", RD_FINDING_BROKEN, subject, RD_OWNER_DNS, "No record"));
  return rd_history_add (history, entry, findings, error);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("history-errors-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "history.sqlite", NULL);
  fixture->history = rd_history_open (fixture->path, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (add_entry (fixture->history, "bakery.example", 1000, &error));
  g_assert_no_error (error);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr (GDir) folder = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  rd_history_close (fixture->history);
  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (fixture->folder, name, NULL);

      g_unlink (child);
    }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

/* Another program does something to the file. */
static void
run_elsewhere (Fixture    *fixture,
               const char *sql)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (fixture->path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

static void
check_reading_fails (RdHistory *history)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (rd_history_list (history, 0, 10, &error));
  g_assert_error (error, RD_HISTORY_ERROR, RD_HISTORY_ERROR_READ);
  g_assert_true (g_str_has_prefix (error->message, "The history could not be read: "));
  g_clear_error (&error);
  g_assert_null (rd_history_find_changes (history, RD_HISTORY_DOMAIN, "bakery.example", &error));
  g_assert_error (error, RD_HISTORY_ERROR, RD_HISTORY_ERROR_READ);
  g_clear_error (&error);
  g_assert_null (rd_history_find_states (history, RD_HISTORY_DOMAIN, "bakery.example", 10, &error));
  g_assert_error (error, RD_HISTORY_ERROR, RD_HISTORY_ERROR_READ);
}

static void
check_writing_fails (RdHistory *history)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (add_entry (history, "shop.example", 2000, &error));
  g_assert_error (error, RD_HISTORY_ERROR, RD_HISTORY_ERROR_WRITE);
  g_assert_true (g_str_has_prefix (error->message, "The history could not be written: "));
  g_clear_error (&error);
  g_assert_false (rd_history_forget (history, 5000, &error));
  g_assert_error (error, RD_HISTORY_ERROR, RD_HISTORY_ERROR_WRITE);
}

static guint
count_entries (RdHistory *history)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = rd_history_list (history, 0, 100, &error);

  g_assert_no_error (error);
  return entries->len;
}

/* A table is taken away, and put back. */
static void
test_table_gone (Fixture      *fixture,
                 gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  run_elsewhere (fixture, "ALTER TABLE entry RENAME TO elsewhere");
  check_reading_fails (fixture->history);
  check_writing_fails (fixture->history);
  run_elsewhere (fixture, "ALTER TABLE elsewhere RENAME TO entry");
  g_assert_cmpuint (count_entries (fixture->history), ==, 1);
  g_assert_true (add_entry (fixture->history, "shop.example", 2000, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_entries (fixture->history), ==, 2);
}

/* What fails half way leaves nothing behind: an entry without its findings would
 * read as a domain on which nothing was found. */
static void
test_half_an_entry (Fixture      *fixture,
                    gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) states = NULL;

  run_elsewhere (fixture, "CREATE TRIGGER stop BEFORE INSERT ON finding BEGIN SELECT RAISE (ABORT, 'no room'); END");
  g_assert_false (add_entry (fixture->history, "shop.example", 2000, &error));
  g_assert_error (error, RD_HISTORY_ERROR, RD_HISTORY_ERROR_WRITE);
  g_assert_nonnull (strstr (error->message, "no room"));
  g_clear_error (&error);
  g_assert_cmpuint (count_entries (fixture->history), ==, 1);

  run_elsewhere (fixture, "DROP TRIGGER stop");
  g_assert_true (add_entry (fixture->history, "shop.example", 3000, &error));
  g_assert_no_error (error);
  states = rd_history_find_states (fixture->history, RD_HISTORY_DOMAIN, "shop.example", 10, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (states->len, ==, 1);
  g_assert_cmpint (((RdHistoryState *) states->pdata[0])->time, ==, 3000);
}

/* A file nobody may write to can still be read. */
static void
test_cannot_be_written (Fixture      *fixture,
                        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  run_elsewhere (fixture, "CREATE TRIGGER stop BEFORE INSERT ON entry BEGIN SELECT RAISE (ABORT, 'read only'); END;"
                          "CREATE TRIGGER keep BEFORE DELETE ON entry BEGIN SELECT RAISE (ABORT, 'read only'); END");
  check_writing_fails (fixture->history);
  g_assert_false (rd_history_clear (fixture->history, &error));
  g_assert_error (error, RD_HISTORY_ERROR, RD_HISTORY_ERROR_WRITE);
  g_assert_cmpuint (count_entries (fixture->history), ==, 1);
}

/* Words from outside that the next version, or somebody else, wrote. */
static void
test_unknown_words (Fixture      *fixture,
                    gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  const RdHistoryEntry *entry;

  run_elsewhere (fixture, "UPDATE entry SET kind = 'weather', state = 'purple', cause = NULL, file = NULL");
  entries = rd_history_list (fixture->history, 0, 10, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (entries->len, ==, 1);
  entry = entries->pdata[0];
  g_assert_cmpstr (entry->subject, ==, "bakery.example");
  g_assert_cmpint (entry->state, ==, RD_FINDING_UNKNOWN);
  g_assert_null (entry->cause);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/history/errors/table-gone", Fixture, NULL, set_up, test_table_gone, tear_down);
  g_test_add ("/history/errors/half-an-entry", Fixture, NULL, set_up, test_half_an_entry, tear_down);
  g_test_add ("/history/errors/cannot-be-written", Fixture, NULL, set_up, test_cannot_be_written, tear_down);
  g_test_add ("/history/errors/unknown-words", Fixture, NULL, set_up, test_unknown_words, tear_down);
  return g_test_run ();
}
