/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whatever the file is found to be: damaged, torn, older, newer, somebody else's, not
 * to be written, left by a program that was killed.  Nothing is lost that anybody could
 * want back, and what is kept is whole. */

#include "history-testing.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void
test_damaged (HistoryFixture *fixture,
              gconstpointer   data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *aside = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  g_autoptr (RdHistory) history = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (fixture->path, "this is no database, but somebody may want it back", -1, NULL));
  history = rd_history_open (fixture->path, &aside, &error);
  g_assert_no_error (error);
  g_assert_nonnull (history);
  g_assert_nonnull (aside);
  g_assert_true (g_file_get_contents (aside, &kept, NULL, NULL));
  g_assert_nonnull (strstr (kept, "want it back"));
  add_entry (history, 100, NULL, RD_FINDING_FINE);
  /* Only who wants everything gone gets rid of it, too. */
  g_assert_true (rd_history_forget (history, G_MAXINT64, NULL));
  g_assert_true (g_file_test (aside, G_FILE_TEST_EXISTS));
  g_assert_true (rd_history_clear (history, NULL));
  g_assert_false (g_file_test (aside, G_FILE_TEST_EXISTS));
}

/* A page in the middle overwritten, as a bad disk does it. */
static void
test_torn (HistoryFixture *fixture,
           gconstpointer   data)
{
  g_autofree char *bytes = NULL;
  g_autofree char *aside = NULL;
  g_autoptr (RdHistory) again = NULL;
  gsize      length = 0;
  RdHistory *history = open_history (fixture);

  for (gint64 i = 0; i < 300; i++)
    add_entry (history, i, "spf", RD_FINDING_BROKEN);
  rd_history_close (history);
  g_assert_true (g_file_get_contents (fixture->path, &bytes, &length, NULL));
  g_assert_cmpuint (length, >, 4 * 4096);
  for (gsize i = 4096; i < length; i++)
    bytes[i] = (char) (i * 31);
  g_assert_true (g_file_set_contents (fixture->path, bytes, (gssize) length, NULL));
  again = rd_history_open (fixture->path, &aside, NULL);
  g_assert_nonnull (again);
  g_assert_nonnull (aside);
  add_entry (again, 100, NULL, RD_FINDING_FINE);
}

static const char first_version[] =
    "CREATE TABLE entry (id INTEGER PRIMARY KEY, time INTEGER NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL,"
    " state TEXT NOT NULL, title TEXT NOT NULL, cause TEXT, file TEXT) STRICT;"
    "CREATE INDEX entry_subject ON entry (kind, subject, time); CREATE INDEX entry_time ON entry (time);"
    "CREATE TABLE finding (entry INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE, id TEXT NOT NULL,"
    " subject TEXT NOT NULL, state TEXT NOT NULL, title TEXT NOT NULL, PRIMARY KEY (entry, id, subject)) STRICT, WITHOUT ROWID;"
    "INSERT INTO entry (time, kind, subject, state, title) VALUES (50, 'domain', 'shop.example', 'broken', 'old');"
    "INSERT INTO finding VALUES (1, 'spf', 'shop.example', 'broken', 'old');"
    "PRAGMA user_version = 1;";

static void
make_file (HistoryFixture *fixture,
           const char     *sql)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  sqlite3         *db = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_cmpint (sqlite3_open (fixture->path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

static void
test_older_version (HistoryFixture *fixture,
                    gconstpointer   data)
{
  g_autoptr (RdHistory) history = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GPtrArray) changes = NULL;

  make_file (fixture, first_version);
  history = open_history (fixture);
  add_entry (history, 100, "spf", RD_FINDING_FINE);
  entries = rd_history_list (history, 0, 10, NULL);
  g_assert_cmpuint (entries->len, ==, 2);
  g_assert_cmpstr (((RdHistoryEntry *) g_ptr_array_index (entries, 1))->title, ==, "old");
  changes = rd_history_find_changes (history, RD_HISTORY_DOMAIN, "shop.example", NULL);
  g_assert_cmpuint (changes->len, ==, 2);
  g_assert_cmpint (((RdHistoryChange *) g_ptr_array_index (changes, 1))->since, ==, 50);
}

static void
test_newer_version (HistoryFixture *fixture,
                    gconstpointer   data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *aside = NULL;

  make_file (fixture, "CREATE TABLE future (x); PRAGMA user_version = 900;");
  g_assert_null (rd_history_open (fixture->path, &aside, &error));
  g_assert_error (error, RD_HISTORY_ERROR, RD_HISTORY_ERROR_NEWER);
  g_assert_null (aside);
}

/* Another program's database under our name and number. */
static void
test_foreign (HistoryFixture *fixture,
              gconstpointer   data)
{
  g_autofree char *aside = NULL;
  g_autoptr (RdHistory) history = NULL;

  make_file (fixture, "CREATE TABLE bookmarks (x); PRAGMA user_version = 2;");
  history = rd_history_open (fixture->path, &aside, NULL);
  g_assert_nonnull (history);
  g_assert_nonnull (aside);
  add_entry (history, 100, NULL, RD_FINDING_FINE);
}

static void
test_unwritable (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RdHistory) history = rd_history_open ("/proc/no/history.sqlite", NULL, &error);

  g_assert_null (history);
  g_assert_error (error, RD_HISTORY_ERROR, RD_HISTORY_ERROR_OPEN);
  g_assert_nonnull (strstr (error->message, "cannot be written"));
}

static int
count_torn_entries (const char *path)
{
  sqlite3      *db = NULL;
  sqlite3_stmt *statement = NULL;
  int           n_torn;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, "SELECT count(*) FROM entry WHERE (SELECT count(*) FROM finding WHERE entry = entry.id) <> 20", -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  n_torn = sqlite3_column_int (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (db);
  return n_torn;
}

/* A writer that is killed at any moment leaves whole entries only. */
static void
test_killed (HistoryFixture *fixture,
             gconstpointer   data)
{
  for (guint round = 0; round < 30; round++)
    {
      g_autoptr (RdHistory) history = NULL;
      g_autoptr (GPtrArray) entries = NULL;
      pid_t child = fork ();
      int   status;

      if (child == 0)
        {
          g_autoptr (RdHistory) writer = rd_history_open (fixture->path, NULL, NULL);
          g_autoptr (RdHistoryEntry) entry = rd_history_entry_new (RD_HISTORY_DOMAIN, "s", RD_FINDING_FINE, "t", 1);

          while (writer != NULL)
            {
              g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_finding_unref);

              for (guint i = 0; i < 20; i++)
                {
                  g_autofree char *id = g_strdup_printf ("f%u", i);

                  g_ptr_array_add (findings, rd_finding_new (id, RD_FINDING_FINE, "s", RD_OWNER_DNS, "t"));
                }
              if (!rd_history_add (writer, entry, findings, NULL))
                break;
            }
          _exit (0);
        }
      g_usleep (5000 + 700 * round);
      kill (child, SIGKILL);
      g_assert_cmpint (waitpid (child, &status, 0), ==, child);
      history = open_history (fixture);
      entries = rd_history_list (history, 0, 100000, NULL);
      g_assert_nonnull (entries);
      g_assert_cmpint (count_torn_entries (fixture->path), ==, 0);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/history/damaged", HistoryFixture, NULL, set_up_history, test_damaged, tear_down_history);
  g_test_add ("/history/torn", HistoryFixture, NULL, set_up_history, test_torn, tear_down_history);
  g_test_add ("/history/older-version", HistoryFixture, NULL, set_up_history, test_older_version, tear_down_history);
  g_test_add ("/history/newer-version", HistoryFixture, NULL, set_up_history, test_newer_version, tear_down_history);
  g_test_add ("/history/foreign", HistoryFixture, NULL, set_up_history, test_foreign, tear_down_history);
  g_test_add_func ("/history/unwritable", test_unwritable);
  g_test_add ("/history/killed", HistoryFixture, NULL, set_up_history, test_killed, tear_down_history);
  return g_test_run ();
}
