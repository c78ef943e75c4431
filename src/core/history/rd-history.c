/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-history"

#include "config.h"

#include "rd-history.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

G_DEFINE_QUARK (rd_history_error, rd_history_error)

/* Version of the tables below; PRAGMA user_version keeps it. */
#define SCHEMA_VERSION 1

/* Another instance may be writing; it never takes longer than this. */
#define BUSY_TIMEOUT_MS 3000

struct _RdHistory
{
  GMutex   lock;
  sqlite3 *db;
};

static const char schema[] =
    "CREATE TABLE entry ("
    "  id INTEGER PRIMARY KEY,"
    "  time INTEGER NOT NULL,"
    "  kind TEXT NOT NULL,"
    "  subject TEXT NOT NULL,"
    "  state TEXT NOT NULL,"
    "  title TEXT NOT NULL,"
    "  cause TEXT,"
    "  file TEXT"
    ") STRICT;"
    "CREATE INDEX entry_subject ON entry (kind, subject, time);"
    "CREATE INDEX entry_time ON entry (time);"
    "CREATE TABLE finding ("
    "  entry INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,"
    "  id TEXT NOT NULL,"
    "  subject TEXT NOT NULL,"
    "  state TEXT NOT NULL,"
    "  title TEXT NOT NULL,"
    "  PRIMARY KEY (entry, id, subject)"
    ") STRICT, WITHOUT ROWID;"
    "PRAGMA user_version = 1;";

/**
 * rd_history_kind_to_string:
 * @kind: a kind
 *
 * The stable word for @kind; never translated.
 *
 * Returns: (transfer none): a static string
 */
const char *
rd_history_kind_to_string (RdHistoryKind kind)
{
  switch (kind)
    {
    case RD_HISTORY_DIAGNOSIS:
      return "diagnosis";
    case RD_HISTORY_DOMAIN:
      return "domain";
    case RD_HISTORY_BLOCKLISTS:
      return "blocklists";
    default:
      g_return_val_if_reached ("diagnosis");
    }
}

static RdHistoryKind
kind_from_string (const char *text)
{
  if (g_strcmp0 (text, "domain") == 0)
    return RD_HISTORY_DOMAIN;
  return g_strcmp0 (text, "blocklists") == 0 ? RD_HISTORY_BLOCKLISTS : RD_HISTORY_DIAGNOSIS;
}

static RdFindingState
state_from_string (const char *text)
{
  for (int state = RD_FINDING_BROKEN; state <= RD_FINDING_FINE; state++)
    {
      if (g_strcmp0 (rd_finding_state_to_string ((RdFindingState) state), text) == 0)
        return (RdFindingState) state;
    }
  return RD_FINDING_UNKNOWN;
}

/**
 * rd_history_entry_free:
 * @self: (nullable): an entry
 *
 * Frees @self.
 */
void
rd_history_entry_free (RdHistoryEntry *self)
{
  if (self == NULL)
    return;
  g_free (self->subject);
  g_free (self->title);
  g_free (self->cause);
  g_free (self->file);
  g_free (self);
}

/**
 * rd_history_change_free:
 * @self: (nullable): a change
 *
 * Frees @self.
 */
void
rd_history_change_free (RdHistoryChange *self)
{
  if (self == NULL)
    return;
  g_free (self->finding);
  g_free (self->subject);
  g_free (self->title);
  g_free (self);
}

static gboolean
run (sqlite3    *db,
     const char *sql)
{
  return sqlite3_exec (db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

static int
get_version (sqlite3 *db)
{
  sqlite3_stmt *statement = NULL;
  int           version = -1;

  if (sqlite3_prepare_v2 (db, "PRAGMA user_version", -1, &statement, NULL) == SQLITE_OK &&
      sqlite3_step (statement) == SQLITE_ROW)
    version = sqlite3_column_int (statement, 0);
  sqlite3_finalize (statement);
  return version;
}

static gboolean
is_sound (sqlite3 *db)
{
  sqlite3_stmt *statement = NULL;
  gboolean      sound = FALSE;

  if (sqlite3_prepare_v2 (db, "PRAGMA quick_check(1)", -1, &statement, NULL) == SQLITE_OK &&
      sqlite3_step (statement) == SQLITE_ROW)
    sound = g_strcmp0 ((const char *) sqlite3_column_text (statement, 0), "ok") == 0;
  sqlite3_finalize (statement);
  return sound;
}

typedef enum
{
  OPENED,
  DAMAGED,
  NEWER,
  IMPOSSIBLE,
} OpenResult;

static OpenResult
try_open (const char *path,
          sqlite3   **db)
{
  int code = sqlite3_open_v2 (path, db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_FULLMUTEX, NULL);
  int version;

  if (code != SQLITE_OK)
    return code == SQLITE_NOTADB || code == SQLITE_CORRUPT ? DAMAGED : IMPOSSIBLE;
  sqlite3_busy_timeout (*db, BUSY_TIMEOUT_MS);
  version = get_version (*db);
  if (version < 0)
    {
      code = sqlite3_errcode (*db);
      return code == SQLITE_NOTADB || code == SQLITE_CORRUPT ? DAMAGED : IMPOSSIBLE;
    }
  if (version > SCHEMA_VERSION)
    return NEWER;
  if (!is_sound (*db))
    return DAMAGED;
  if (!run (*db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;"))
    return IMPOSSIBLE;
  if (version == 0)
    {
      /* In one transaction: a second instance either sees all of it or nothing. */
      if (!run (*db, "BEGIN IMMEDIATE"))
        return IMPOSSIBLE;
      if (get_version (*db) == 0 && !run (*db, schema))
        {
          run (*db, "ROLLBACK");
          return IMPOSSIBLE;
        }
      if (!run (*db, "COMMIT"))
        return IMPOSSIBLE;
    }
  return OPENED;
}

static char *
set_file_aside (const char *path)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *stamp = g_date_time_format (now, "%Y%m%d-%H%M%S");
  g_autofree char *aside = g_strdup_printf ("%s.damaged-%s", path, stamp);
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);
  g_autofree char *shm = g_strconcat (path, "-shm", NULL);

  if (g_rename (path, aside) != 0)
    return NULL;
  g_unlink (wal);
  g_unlink (shm);
  return g_steal_pointer (&aside);
}

/**
 * rd_history_open:
 * @path: the file; it and its folder are made if they are not there
 * @set_aside: (out) (optional) (nullable): where a damaged file was moved to
 * @error: return location
 *
 * Opens the history.  A damaged file is set aside, never deleted, and a new one
 * is begun.
 *
 * Returns: (transfer full) (nullable): the history
 */
RdHistory *
rd_history_open (const char *path,
                 char      **set_aside,
                 GError    **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_filename_display_name (path);
  g_autofree char *aside = NULL;
  sqlite3         *db = NULL;
  OpenResult       result;
  RdHistory       *self;

  g_return_val_if_fail (path != NULL, NULL);

  if (set_aside != NULL)
    *set_aside = NULL;
  g_mkdir_with_parents (folder, 0700);
  result = try_open (path, &db);
  if (result == DAMAGED)
    {
      g_clear_pointer (&db, sqlite3_close);
      aside = set_file_aside (path);
      result = aside != NULL ? try_open (path, &db) : IMPOSSIBLE;
    }
  if (result != OPENED)
    {
      sqlite3_close (db);
      if (result == NEWER)
        g_set_error (error, RD_HISTORY_ERROR, RD_HISTORY_ERROR_NEWER,
                     _ ("The history “%s” was written by a newer version and is left alone."), name);
      else
        g_set_error (error, RD_HISTORY_ERROR, RD_HISTORY_ERROR_OPEN,
                     _ ("The history “%s” cannot be opened."), name);
      return NULL;
    }
  /* Whom somebody writes to is nobody else's business. */
  g_chmod (path, 0600);
  if (set_aside != NULL)
    *set_aside = g_steal_pointer (&aside);
  self = g_new0 (RdHistory, 1);
  g_mutex_init (&self->lock);
  self->db = db;
  return self;
}

/**
 * rd_history_close:
 * @self: (nullable): a history
 *
 * Closes the file and frees @self.
 */
void
rd_history_close (RdHistory *self)
{
  if (self == NULL)
    return;
  sqlite3_close (self->db);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/**
 * rd_history_dup_default_path:
 *
 * Where the history of this user lies.
 *
 * Returns: (transfer full): the path
 */
char *
rd_history_dup_default_path (void)
{
  return g_build_filename (g_get_user_data_dir (), "redeliver", "history.sqlite", NULL);
}

static gboolean
fail (RdHistory *self,
      gboolean   writing,
      GError   **error)
{
  if (writing)
    g_set_error (error, RD_HISTORY_ERROR, RD_HISTORY_ERROR_WRITE,
                 _ ("The history could not be written: %s."), sqlite3_errmsg (self->db));
  else
    g_set_error (error, RD_HISTORY_ERROR, RD_HISTORY_ERROR_READ,
                 _ ("The history could not be read: %s."), sqlite3_errmsg (self->db));
  return FALSE;
}

static void
bind_text (sqlite3_stmt *statement,
           int           index,
           const char   *text)
{
  if (text != NULL)
    sqlite3_bind_text (statement, index, text, -1, SQLITE_TRANSIENT);
  else
    sqlite3_bind_null (statement, index);
}

static gboolean
insert_entry (RdHistory            *self,
              const RdHistoryEntry *entry)
{
  sqlite3_stmt *statement = NULL;
  gboolean      done;

  if (sqlite3_prepare_v2 (self->db,
                          "INSERT INTO entry (time, kind, subject, state, title, cause, file) VALUES (?, ?, ?, ?, ?, ?, ?)",
                          -1, &statement, NULL) != SQLITE_OK)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, entry->time);
  bind_text (statement, 2, rd_history_kind_to_string (entry->kind));
  bind_text (statement, 3, entry->subject);
  bind_text (statement, 4, rd_finding_state_to_string (entry->state));
  bind_text (statement, 5, entry->title);
  bind_text (statement, 6, entry->cause);
  bind_text (statement, 7, entry->file);
  done = sqlite3_step (statement) == SQLITE_DONE;
  sqlite3_finalize (statement);
  return done;
}

static gboolean
insert_findings (RdHistory *self,
                 GPtrArray *findings)
{
  sqlite3_stmt *statement = NULL;
  sqlite3_int64 entry = sqlite3_last_insert_rowid (self->db);
  gboolean      done = TRUE;

  if (sqlite3_prepare_v2 (self->db, "INSERT OR REPLACE INTO finding (entry, id, subject, state, title) VALUES (?, ?, ?, ?, ?)",
                          -1, &statement, NULL) != SQLITE_OK)
    return FALSE;
  for (guint i = 0; findings != NULL && i < findings->len && done; i++)
    {
      const RdFinding *finding = g_ptr_array_index (findings, i);

      sqlite3_reset (statement);
      sqlite3_bind_int64 (statement, 1, entry);
      bind_text (statement, 2, finding->id);
      bind_text (statement, 3, finding->subject != NULL ? finding->subject : "");
      bind_text (statement, 4, rd_finding_state_to_string (finding->state));
      bind_text (statement, 5, finding->title);
      done = sqlite3_step (statement) == SQLITE_DONE;
    }
  sqlite3_finalize (statement);
  return done;
}

static gboolean
add_entry (RdHistory            *self,
           const RdHistoryEntry *entry,
           GPtrArray            *findings,
           GError              **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (!run (self->db, "BEGIN IMMEDIATE"))
    return fail (self, TRUE, error);
  if (!insert_entry (self, entry) || !insert_findings (self, findings) || !run (self->db, "COMMIT"))
    {
      fail (self, TRUE, error);
      run (self->db, "ROLLBACK");
      return FALSE;
    }
  return TRUE;
}

/**
 * rd_history_add_diagnosis:
 * @self: a history
 * @diagnosis: a diagnosis
 * @file: (nullable): where the bounce was
 * @time: seconds since the epoch
 * @error: return location
 *
 * Remembers a diagnosis.
 *
 * Returns: whether it was written
 */
gboolean
rd_history_add_diagnosis (RdHistory         *self,
                          const RdDiagnosis *diagnosis,
                          const char        *file,
                          gint64             time,
                          GError           **error)
{
  const RdVerdict *verdict;
  RdHistoryEntry   entry = { 0 };

  g_return_val_if_fail (self != NULL && diagnosis != NULL, FALSE);

  verdict = diagnosis->main;
  entry.time = time;
  entry.kind = RD_HISTORY_DIAGNOSIS;
  entry.state = diagnosis->state;
  entry.subject = verdict != NULL && verdict->failure->recipient != NULL ? verdict->failure->recipient : (char *) "";
  entry.title = diagnosis->title;
  entry.cause = verdict != NULL ? (char *) verdict->cause->id : NULL;
  entry.file = (char *) file;
  return add_entry (self, &entry, NULL, error);
}

/**
 * rd_history_add_findings:
 * @self: a history
 * @kind: what was checked
 * @subject: domain or address
 * @state: the whole in one word
 * @title: the whole in one line
 * @findings: (element-type RdFinding): what was found
 * @time: seconds since the epoch
 * @error: return location
 *
 * Remembers what a survey found, to tell later what changed.
 *
 * Returns: whether it was written
 */
gboolean
rd_history_add_findings (RdHistory     *self,
                         RdHistoryKind  kind,
                         const char    *subject,
                         RdFindingState state,
                         const char    *title,
                         GPtrArray     *findings,
                         gint64         time,
                         GError       **error)
{
  RdHistoryEntry entry = { 0 };

  g_return_val_if_fail (self != NULL && subject != NULL && title != NULL, FALSE);

  entry.time = time;
  entry.kind = kind;
  entry.state = state;
  entry.subject = (char *) subject;
  entry.title = (char *) title;
  return add_entry (self, &entry, findings, error);
}

static char *
dup_column (sqlite3_stmt *statement,
            int           column)
{
  return g_strdup ((const char *) sqlite3_column_text (statement, column));
}

/**
 * rd_history_list:
 * @self: a history
 * @since: seconds since the epoch, 0 for everything
 * @limit: most entries wanted
 * @error: return location
 *
 * Lists what was looked at, newest first.
 *
 * Returns: (transfer full) (nullable) (element-type RdHistoryEntry): the entries
 */
GPtrArray *
rd_history_list (RdHistory *self,
                 gint64     since,
                 guint      limit,
                 GError   **error)
{
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_history_entry_free);
  sqlite3_stmt *statement = NULL;
  int           code;

  g_return_val_if_fail (self != NULL, NULL);

  locker = g_mutex_locker_new (&self->lock);
  if (sqlite3_prepare_v2 (self->db,
                          "SELECT id, time, kind, subject, state, title, cause, file FROM entry "
                          "WHERE time >= ? ORDER BY time DESC, id DESC LIMIT ?",
                          -1, &statement, NULL) != SQLITE_OK)
    {
      fail (self, FALSE, error);
      return NULL;
    }
  sqlite3_bind_int64 (statement, 1, since);
  sqlite3_bind_int64 (statement, 2, limit);
  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      RdHistoryEntry *entry = g_new0 (RdHistoryEntry, 1);

      entry->id = sqlite3_column_int64 (statement, 0);
      entry->time = sqlite3_column_int64 (statement, 1);
      entry->kind = kind_from_string ((const char *) sqlite3_column_text (statement, 2));
      entry->subject = dup_column (statement, 3);
      entry->state = state_from_string ((const char *) sqlite3_column_text (statement, 4));
      entry->title = dup_column (statement, 5);
      entry->cause = dup_column (statement, 6);
      entry->file = dup_column (statement, 7);
      g_ptr_array_add (entries, entry);
    }
  sqlite3_finalize (statement);
  if (code != SQLITE_DONE)
    {
      fail (self, FALSE, error);
      return NULL;
    }
  return g_steal_pointer (&entries);
}

/* Both sides of the comparison in one pass: a finding that is in the newest two
 * entries about a subject with different states, or in one of them only. */
static const char changes_query[] =
    "WITH newest AS (SELECT id FROM entry WHERE kind = ?1 AND subject = ?2 ORDER BY time DESC, id DESC LIMIT 1),"
    " older AS (SELECT id FROM entry WHERE kind = ?1 AND subject = ?2 ORDER BY time DESC, id DESC LIMIT 1 OFFSET 1),"
    " now AS (SELECT * FROM finding WHERE entry = (SELECT id FROM newest)),"
    " was AS (SELECT * FROM finding WHERE entry = (SELECT id FROM older))"
    " SELECT now.id, now.subject, was.state, now.state, now.title FROM now"
    "  LEFT JOIN was ON was.id = now.id AND was.subject = now.subject"
    "  WHERE (was.state IS NULL OR was.state <> now.state) AND EXISTS (SELECT 1 FROM older)"
    " UNION ALL"
    " SELECT was.id, was.subject, was.state, NULL, was.title FROM was"
    "  LEFT JOIN now ON was.id = now.id AND was.subject = now.subject WHERE now.id IS NULL"
    " ORDER BY 1, 2";

/**
 * rd_history_find_changes:
 * @self: a history
 * @kind: what was checked
 * @subject: domain or address
 * @error: return location
 *
 * Compares the newest two surveys of @subject.
 *
 * Returns: (transfer full) (nullable) (element-type RdHistoryChange): what changed
 */
GPtrArray *
rd_history_find_changes (RdHistory    *self,
                         RdHistoryKind kind,
                         const char   *subject,
                         GError      **error)
{
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_history_change_free);
  sqlite3_stmt *statement = NULL;
  int           code;

  g_return_val_if_fail (self != NULL && subject != NULL, NULL);

  locker = g_mutex_locker_new (&self->lock);
  if (sqlite3_prepare_v2 (self->db, changes_query, -1, &statement, NULL) != SQLITE_OK)
    {
      fail (self, FALSE, error);
      return NULL;
    }
  bind_text (statement, 1, rd_history_kind_to_string (kind));
  bind_text (statement, 2, subject);
  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      RdHistoryChange *change = g_new0 (RdHistoryChange, 1);

      change->finding = dup_column (statement, 0);
      change->subject = dup_column (statement, 1);
      change->was_known = sqlite3_column_type (statement, 2) != SQLITE_NULL;
      change->is_gone = sqlite3_column_type (statement, 3) == SQLITE_NULL;
      change->before = state_from_string ((const char *) sqlite3_column_text (statement, 2));
      change->after = state_from_string ((const char *) sqlite3_column_text (statement, 3));
      change->title = dup_column (statement, 4);
      g_ptr_array_add (changes, change);
    }
  sqlite3_finalize (statement);
  if (code != SQLITE_DONE)
    {
      fail (self, FALSE, error);
      return NULL;
    }
  return g_steal_pointer (&changes);
}

/**
 * rd_history_forget:
 * @self: a history
 * @before: seconds since the epoch; %G_MAXINT64 forgets everything
 * @error: return location
 *
 * Deletes entries for good: freed space is overwritten.
 *
 * Returns: whether it was done
 */
gboolean
rd_history_forget (RdHistory *self,
                   gint64     before,
                   GError   **error)
{
  g_autoptr (GMutexLocker) locker = NULL;
  sqlite3_stmt *statement = NULL;
  gboolean      done;

  g_return_val_if_fail (self != NULL, FALSE);

  locker = g_mutex_locker_new (&self->lock);
  if (sqlite3_prepare_v2 (self->db, "DELETE FROM entry WHERE time < ?", -1, &statement, NULL) != SQLITE_OK)
    return fail (self, TRUE, error);
  sqlite3_bind_int64 (statement, 1, before);
  done = sqlite3_step (statement) == SQLITE_DONE;
  sqlite3_finalize (statement);
  if (!done)
    return fail (self, TRUE, error);
  /* The write-ahead log holds copies of what was deleted. */
  run (self->db, "PRAGMA wal_checkpoint(TRUNCATE)");
  return TRUE;
}
