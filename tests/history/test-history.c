/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rd-history-queue.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("redeliver-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "deep", "history.sqlite", NULL);
}

static void
remove_all (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_all (child);
    }
  g_remove (path);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  remove_all (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static RdHistory *
open_history (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  RdHistory *history = rd_history_open (fixture->path, NULL, &error);

  g_assert_no_error (error);
  return history;
}

static void
add (RdHistory     *history,
     gint64         time,
     const char    *id,
     RdFindingState state)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_finding_unref);
  g_autoptr (RdHistoryEntry) entry = NULL;

  g_ptr_array_add (findings, rd_finding_new ("mx", RD_FINDING_FINE, "shop.example", RD_OWNER_DNS, "MX is fine"));
  if (id != NULL)
    g_ptr_array_add (findings, rd_finding_new (id, state, "shop.example", RD_OWNER_DNS, "about it"));
  entry = rd_history_entry_new (RD_HISTORY_DOMAIN, "shop.example", state, "title", time);
  g_assert_true (rd_history_add (history, entry, findings, &error));
  g_assert_no_error (error);
}

static void
test_list (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr (RdHistory) history = open_history (fixture);
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) some = NULL;
  struct stat status;

  add (history, 100, NULL, RD_FINDING_FINE);
  add (history, 300, NULL, RD_FINDING_BROKEN);
  add (history, 200, NULL, RD_FINDING_WEAK);
  all = rd_history_list (history, 0, 10, NULL);
  g_assert_cmpuint (all->len, ==, 3);
  g_assert_cmpint (((RdHistoryEntry *) g_ptr_array_index (all, 0))->time, ==, 300);
  g_assert_cmpint (((RdHistoryEntry *) g_ptr_array_index (all, 0))->state, ==, RD_FINDING_BROKEN);
  g_assert_cmpstr (((RdHistoryEntry *) g_ptr_array_index (all, 0))->subject, ==, "shop.example");
  some = rd_history_list (history, 200, 1, NULL);
  g_assert_cmpuint (some->len, ==, 1);
  g_assert_cmpint (g_stat (fixture->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
}

static void
test_changes (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (RdHistory) history = open_history (fixture);
  g_autoptr (GPtrArray) first = NULL;
  g_autoptr (GPtrArray) second = NULL;
  g_autoptr (GPtrArray) third = NULL;
  const RdHistoryChange *change;

  add (history, 100, "spf", RD_FINDING_BROKEN);
  first = rd_history_find_changes (history, RD_HISTORY_DOMAIN, "shop.example", NULL);
  g_assert_cmpuint (first->len, ==, 0);

  add (history, 200, "spf", RD_FINDING_FINE);
  second = rd_history_find_changes (history, RD_HISTORY_DOMAIN, "shop.example", NULL);
  g_assert_cmpuint (second->len, ==, 1);
  change = g_ptr_array_index (second, 0);
  g_assert_cmpstr (change->finding, ==, "spf");
  g_assert_cmpint (change->before, ==, RD_FINDING_BROKEN);
  g_assert_cmpint (change->after, ==, RD_FINDING_FINE);

  add (history, 300, "dmarc", RD_FINDING_WEAK);
  third = rd_history_find_changes (history, RD_HISTORY_DOMAIN, "shop.example", NULL);
  g_assert_cmpuint (third->len, ==, 2);
  change = g_ptr_array_index (third, 0);
  g_assert_cmpstr (change->finding, ==, "dmarc");
  g_assert_false (change->was_known);
  change = g_ptr_array_index (third, 1);
  g_assert_cmpstr (change->finding, ==, "spf");
  g_assert_true (change->is_gone);
}

static void
test_forget (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (RdHistory) history = open_history (fixture);
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GPtrArray) none = NULL;

  add (history, 100, "spf", RD_FINDING_BROKEN);
  add (history, 200, "spf", RD_FINDING_BROKEN);
  g_assert_true (rd_history_forget (history, 150, NULL));
  entries = rd_history_list (history, 0, 10, NULL);
  g_assert_cmpuint (entries->len, ==, 1);
  g_assert_true (rd_history_forget (history, G_MAXINT64, NULL));
  none = rd_history_list (history, 0, 10, NULL);
  g_assert_cmpuint (none->len, ==, 0);
}

static void
test_damaged (Fixture      *fixture,
              gconstpointer data)
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
  add (history, 100, NULL, RD_FINDING_FINE);
  /* Only who wants everything gone gets rid of it, too. */
  g_assert_true (rd_history_forget (history, G_MAXINT64, NULL));
  g_assert_true (g_file_test (aside, G_FILE_TEST_EXISTS));
  g_assert_true (rd_history_clear (history, NULL));
  g_assert_false (g_file_test (aside, G_FILE_TEST_EXISTS));
}

/* A page in the middle overwritten, as a bad disk does it. */
static void
test_torn (Fixture      *fixture,
           gconstpointer data)
{
  g_autofree char *bytes = NULL;
  g_autofree char *aside = NULL;
  g_autoptr (RdHistory) again = NULL;
  gsize      length = 0;
  RdHistory *history = open_history (fixture);

  for (gint64 i = 0; i < 300; i++)
    add (history, i, "spf", RD_FINDING_BROKEN);
  rd_history_close (history);
  g_assert_true (g_file_get_contents (fixture->path, &bytes, &length, NULL));
  g_assert_cmpuint (length, >, 4 * 4096);
  for (gsize i = 4096; i < length; i++)
    bytes[i] = (char) (i * 31);
  g_assert_true (g_file_set_contents (fixture->path, bytes, (gssize) length, NULL));
  again = rd_history_open (fixture->path, &aside, NULL);
  g_assert_nonnull (again);
  g_assert_nonnull (aside);
  add (again, 100, NULL, RD_FINDING_FINE);
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
make_file (Fixture    *fixture,
           const char *sql)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  sqlite3         *db = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_cmpint (sqlite3_open (fixture->path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

static void
test_older_version (Fixture      *fixture,
                    gconstpointer data)
{
  g_autoptr (RdHistory) history = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GPtrArray) changes = NULL;

  make_file (fixture, first_version);
  history = open_history (fixture);
  add (history, 100, "spf", RD_FINDING_FINE);
  entries = rd_history_list (history, 0, 10, NULL);
  g_assert_cmpuint (entries->len, ==, 2);
  g_assert_cmpstr (((RdHistoryEntry *) g_ptr_array_index (entries, 1))->title, ==, "old");
  changes = rd_history_find_changes (history, RD_HISTORY_DOMAIN, "shop.example", NULL);
  g_assert_cmpuint (changes->len, ==, 2);
  g_assert_cmpint (((RdHistoryChange *) g_ptr_array_index (changes, 1))->since, ==, 50);
}

static void
test_newer_version (Fixture      *fixture,
                    gconstpointer data)
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
test_foreign (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *aside = NULL;
  g_autoptr (RdHistory) history = NULL;

  make_file (fixture, "CREATE TABLE bookmarks (x); PRAGMA user_version = 2;");
  history = rd_history_open (fixture->path, &aside, NULL);
  g_assert_nonnull (history);
  g_assert_nonnull (aside);
  add (history, 100, NULL, RD_FINDING_FINE);
}

/* "Could not check" is no change, in neither direction. */
static void
test_unknown_is_no_change (Fixture      *fixture,
                           gconstpointer data)
{
  g_autoptr (RdHistory) history = open_history (fixture);
  g_autoptr (GPtrArray) unknown = NULL;
  g_autoptr (GPtrArray) same = NULL;
  g_autoptr (GPtrArray) fixed = NULL;
  const RdHistoryChange *change;

  add (history, 100, "blocklist.zen", RD_FINDING_BROKEN);
  add (history, 200, "blocklist.zen", RD_FINDING_UNKNOWN);
  unknown = rd_history_find_changes (history, RD_HISTORY_DOMAIN, "shop.example", NULL);
  g_assert_cmpuint (unknown->len, ==, 0);
  add (history, 300, "blocklist.zen", RD_FINDING_BROKEN);
  same = rd_history_find_changes (history, RD_HISTORY_DOMAIN, "shop.example", NULL);
  g_assert_cmpuint (same->len, ==, 0);
  add (history, 400, "blocklist.zen", RD_FINDING_UNKNOWN);
  add (history, 500, "blocklist.zen", RD_FINDING_FINE);
  fixed = rd_history_find_changes (history, RD_HISTORY_DOMAIN, "shop.example", NULL);
  g_assert_cmpuint (fixed->len, ==, 1);
  change = g_ptr_array_index (fixed, 0);
  g_assert_cmpint (change->before, ==, RD_FINDING_BROKEN);
  g_assert_cmpint (change->after, ==, RD_FINDING_FINE);
  g_assert_cmpint (change->since, ==, 300);
}

static void
test_states (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (RdHistory) history = open_history (fixture);
  g_autoptr (GPtrArray) states = NULL;
  g_autoptr (GPtrArray) none = NULL;

  add (history, 100, "spf", RD_FINDING_BROKEN);
  add (history, 200, "spf", RD_FINDING_FINE);
  states = rd_history_find_states (history, RD_HISTORY_DOMAIN, "shop.example", 3, NULL);
  g_assert_cmpuint (states->len, ==, 3);
  g_assert_cmpint (((RdHistoryState *) g_ptr_array_index (states, 0))->time, ==, 200);
  none = rd_history_find_states (history, RD_HISTORY_BLOCKLISTS, "shop.example", 10, NULL);
  g_assert_cmpuint (none->len, ==, 0);
}

/* A bounce that is opened again is not a second one. */
static void
test_same_key (Fixture      *fixture,
               gconstpointer data)
{
  g_autoptr (RdHistory) history = open_history (fixture);
  g_autoptr (RdHistoryEntry) entry = rd_history_entry_new (RD_HISTORY_DIAGNOSIS, "bob@receiver.example", RD_FINDING_BROKEN, "t", 100);
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_finding_unref);
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GPtrArray) states = NULL;

  entry->key = g_strdup ("<1@shop.example> bob@receiver.example failed");
  g_ptr_array_add (findings, rd_finding_new ("blocklist.gmx", RD_FINDING_BROKEN, "192.0.2.1", RD_OWNER_HOST, "named"));
  for (gint64 time = 100; time < 110; time++)
    {
      entry->time = time;
      g_assert_true (rd_history_add (history, entry, findings, NULL));
    }
  entries = rd_history_list (history, 0, 100, NULL);
  g_assert_cmpuint (entries->len, ==, 1);
  g_assert_cmpint (((RdHistoryEntry *) g_ptr_array_index (entries, 0))->time, ==, 109);
  states = rd_history_find_states (history, RD_HISTORY_DIAGNOSIS, "192.0.2.1", 10, NULL);
  g_assert_cmpuint (states->len, ==, 1);
  g_assert_cmpstr (((RdHistoryState *) g_ptr_array_index (states, 0))->finding, ==, "blocklist.gmx");
}

/* What was forgotten is nowhere in the files. */
static void
test_forgotten_bytes (Fixture      *fixture,
                      gconstpointer data)
{
  g_autofree char *wal = g_strconcat (fixture->path, "-wal", NULL);
  g_autoptr (RdHistory) history = open_history (fixture);
  g_autoptr (RdHistoryEntry) entry = rd_history_entry_new (RD_HISTORY_DIAGNOSIS, "secret-bob@receiver.example", RD_FINDING_BROKEN, "t", 100);

  g_assert_true (rd_history_add (history, entry, NULL, NULL));
  g_assert_true (rd_history_clear (history, NULL));
  for (const char *const *file = (const char *const[]){ fixture->path, wal, NULL }; *file != NULL; file++)
    {
      g_autofree char *bytes = NULL;
      gsize            length = 0;

      g_assert_true (g_file_get_contents (*file, &bytes, &length, NULL));
      g_assert_null (memmem (bytes, length, "secret-bob", strlen ("secret-bob")));
    }
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
test_killed (Fixture      *fixture,
             gconstpointer data)
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

typedef struct
{
  GMainLoop       *loop;
  RdHistoryReport *report;
  guint            n_troubles[2];
  GError          *error;
} Wait;

static void
trouble_cb (RdHistoryTrouble trouble,
            const char      *sentence,
            gpointer         data)
{
  g_assert_true (g_str_has_suffix (sentence, "."));
  ((Wait *) data)->n_troubles[trouble]++;
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      data)
{
  Wait *wait = data;

  wait->report = rd_history_queue_read_finish (RD_HISTORY_QUEUE (object), result, &wait->error);
  g_main_loop_quit (wait->loop);
}

static void
cleared_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  Wait *wait = data;

  rd_history_queue_clear_finish (RD_HISTORY_QUEUE (object), result, &wait->error);
  g_main_loop_quit (wait->loop);
}

static void
queue_survey (RdHistoryQueue *queue,
              gint64          time,
              RdFindingState  state)
{
  GPtrArray *findings = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_finding_unref);

  g_ptr_array_add (findings, rd_finding_new ("blocklist.zen", state, "192.0.2.1", RD_OWNER_HOST, "Spamhaus"));
  rd_history_queue_add (queue, rd_history_entry_new (RD_HISTORY_BLOCKLISTS, "192.0.2.1", state, "t", time), findings);
}

/* What was written first is there when it is read, and what was handed over is
 * written even if the queue goes at once. */
static void
test_queue (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr (RdHistoryQueue) queue = rd_history_queue_new (fixture->path);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (RdHistory) history = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  Wait wait = { .loop = loop };

  rd_history_queue_set_trouble_func (queue, trouble_cb, &wait);
  for (gint64 i = 0; i < 100; i++)
    queue_survey (queue, i, i < 50 ? RD_FINDING_BROKEN : RD_FINDING_FINE);
  rd_history_queue_forget (queue, 40);
  rd_history_queue_read_async (queue, RD_HISTORY_BLOCKLISTS, "192.0.2.1", NULL, read_cb, &wait);
  g_main_loop_run (loop);
  g_assert_no_error (wait.error);
  g_assert_cmpuint (wait.report->states->len, ==, 60);
  g_assert_cmpuint (wait.report->changes->len, ==, 0);
  g_assert_cmpuint (wait.report->bounces->len, ==, 0);
  g_clear_pointer (&wait.report, rd_history_report_free);
  rd_history_queue_clear_async (queue, cleared_cb, &wait);
  g_main_loop_run (loop);
  g_assert_no_error (wait.error);
  queue_survey (queue, 1, RD_FINDING_FINE);
  g_clear_object (&queue);
  history = open_history (fixture);
  entries = rd_history_list (history, 0, 10, NULL);
  g_assert_cmpuint (entries->len, ==, 1);
  g_assert_cmpuint (wait.n_troubles[RD_HISTORY_SET_ASIDE] + wait.n_troubles[RD_HISTORY_NOT_KEPT], ==, 0);
}

/* Whoever has got the answer may let go of the queue: its thread keeps none of it. */
static void
test_queue_goes (Fixture      *fixture,
                 gconstpointer data)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Wait wait = { .loop = loop };

  for (guint i = 0; i < 100; i++)
    {
      RdHistoryQueue *queue = rd_history_queue_new (fixture->path);

      rd_history_queue_clear_async (queue, cleared_cb, &wait);
      g_main_loop_run (loop);
      g_assert_no_error (wait.error);
      g_assert_finalize_object (queue);
    }
}

static void
test_queue_damaged (Fixture      *fixture,
                    gconstpointer data)
{
  g_autoptr (RdHistoryQueue) queue = rd_history_queue_new (fixture->path);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  Wait             wait = { .loop = loop };

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (fixture->path, "this is no database at all, whatever it is", -1, NULL));
  rd_history_queue_set_trouble_func (queue, trouble_cb, &wait);
  queue_survey (queue, 1, RD_FINDING_FINE);
  rd_history_queue_read_async (queue, RD_HISTORY_BLOCKLISTS, "192.0.2.1", NULL, read_cb, &wait);
  g_main_loop_run (loop);
  while (wait.n_troubles[RD_HISTORY_SET_ASIDE] == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_no_error (wait.error);
  g_assert_cmpuint (wait.report->states->len, ==, 1);
  g_assert_cmpuint (wait.n_troubles[RD_HISTORY_SET_ASIDE], ==, 1);
  rd_history_report_free (wait.report);
}

/* Told once, however much there is to write. */
static void
test_queue_unwritable (void)
{
  g_autoptr (RdHistoryQueue) queue = rd_history_queue_new ("/proc/no/history.sqlite");
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Wait wait = { .loop = loop };

  rd_history_queue_set_trouble_func (queue, trouble_cb, &wait);
  for (gint64 i = 0; i < 20; i++)
    queue_survey (queue, i, RD_FINDING_FINE);
  rd_history_queue_read_async (queue, RD_HISTORY_BLOCKLISTS, "192.0.2.1", NULL, read_cb, &wait);
  g_main_loop_run (loop);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_error (wait.error, RD_HISTORY_ERROR, RD_HISTORY_ERROR_OPEN);
  g_assert_null (wait.report);
  g_assert_cmpuint (wait.n_troubles[RD_HISTORY_NOT_KEPT], ==, 1);
  g_clear_error (&wait.error);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/history/list", Fixture, NULL, set_up, test_list, tear_down);
  g_test_add ("/history/changes", Fixture, NULL, set_up, test_changes, tear_down);
  g_test_add ("/history/forget", Fixture, NULL, set_up, test_forget, tear_down);
  g_test_add ("/history/damaged", Fixture, NULL, set_up, test_damaged, tear_down);
  g_test_add ("/history/torn", Fixture, NULL, set_up, test_torn, tear_down);
  g_test_add ("/history/older-version", Fixture, NULL, set_up, test_older_version, tear_down);
  g_test_add ("/history/newer-version", Fixture, NULL, set_up, test_newer_version, tear_down);
  g_test_add ("/history/foreign", Fixture, NULL, set_up, test_foreign, tear_down);
  g_test_add ("/history/unknown-is-no-change", Fixture, NULL, set_up, test_unknown_is_no_change, tear_down);
  g_test_add ("/history/states", Fixture, NULL, set_up, test_states, tear_down);
  g_test_add ("/history/same-key", Fixture, NULL, set_up, test_same_key, tear_down);
  g_test_add ("/history/forgotten-bytes", Fixture, NULL, set_up, test_forgotten_bytes, tear_down);
  g_test_add ("/history/queue", Fixture, NULL, set_up, test_queue, tear_down);
  g_test_add ("/history/queue-goes", Fixture, NULL, set_up, test_queue_goes, tear_down);
  g_test_add ("/history/queue-damaged", Fixture, NULL, set_up, test_queue_damaged, tear_down);
  g_test_add_func ("/history/queue-unwritable", test_queue_unwritable);
  g_test_add_func ("/history/unwritable", test_unwritable);
  g_test_add ("/history/killed", Fixture, NULL, set_up, test_killed, tear_down);
  return g_test_run ();
}
