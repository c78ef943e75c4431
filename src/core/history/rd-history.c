/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The file: opened, brought up to date, set aside when it is damaged. */

#define G_LOG_DOMAIN "rd-history"

#include "config.h"

#include "rd-history-private.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

G_DEFINE_QUARK (rd_history_error, rd_history_error)

/* Another instance may be writing; it never takes longer than this. */
#define BUSY_TIMEOUT_MS 3000

/* What a damaged file is called from then on; the time follows. */
#define ASIDE ".damaged-"

/* What leads from each version to the next.  Never change one: files that were
 * made by it are out there. */
static const char *const migrations[] = {
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
  ") STRICT, WITHOUT ROWID;",
  "ALTER TABLE entry ADD COLUMN key TEXT;"
  "CREATE UNIQUE INDEX entry_key ON entry (key);",
};

/* PRAGMA user_version keeps it. */
#define SCHEMA_VERSION ((int) G_N_ELEMENTS (migrations))

/* Runs statements that give no rows; tells whether it worked. */
gboolean
_rd_history_run (sqlite3    *db,
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

/* A file of the right version may still be somebody else's. */
static gboolean
has_tables (sqlite3 *db)
{
  sqlite3_stmt *statement = NULL;
  gboolean      there = sqlite3_prepare_v2 (db, "SELECT entry.key FROM entry JOIN finding ON finding.entry = entry.id LIMIT 1",
                                            -1, &statement, NULL) == SQLITE_OK;

  sqlite3_finalize (statement);
  return there;
}

typedef enum
{
  OPENED,
  DAMAGED,
  NEWER,
  READ_ONLY,
  IMPOSSIBLE,
} OpenResult;

static OpenResult
judge_failure (sqlite3 *db)
{
  switch (sqlite3_errcode (db) & 0xff)
    {
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      return DAMAGED;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
      return READ_ONLY;
    default:
      return IMPOSSIBLE;
    }
}

/* Each step in one transaction with its number: whoever is killed in between,
 * or comes second, finds the old tables or the new ones. */
static gboolean
migrate (sqlite3 *db)
{
  if (!_rd_history_run (db, "BEGIN IMMEDIATE"))
    return FALSE;
  for (int version = get_version (db); version < SCHEMA_VERSION; version++)
    {
      g_autofree char *number = g_strdup_printf ("PRAGMA user_version = %d", version + 1);

      if (version < 0 || !_rd_history_run (db, migrations[version]) || !_rd_history_run (db, number))
        {
          _rd_history_run (db, "ROLLBACK");
          return FALSE;
        }
    }
  return _rd_history_run (db, "COMMIT");
}

static OpenResult
try_open (const char *path,
          sqlite3   **db)
{
  int version;

  if (sqlite3_open_v2 (path, db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_FULLMUTEX, NULL) != SQLITE_OK)
    return judge_failure (*db);
  sqlite3_busy_timeout (*db, BUSY_TIMEOUT_MS);
  version = get_version (*db);
  if (version < 0)
    return judge_failure (*db);
  if (version > SCHEMA_VERSION)
    return NEWER;
  if (sqlite3_db_readonly (*db, "main") == 1)
    return READ_ONLY;
  if (!is_sound (*db))
    return sqlite3_errcode (*db) == SQLITE_BUSY ? IMPOSSIBLE : DAMAGED;
  if (!_rd_history_run (*db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;"))
    return judge_failure (*db);
  if (version < SCHEMA_VERSION && !migrate (*db))
    return judge_failure (*db);
  return has_tables (*db) ? OPENED : DAMAGED;
}

/* With what was written last, which lies in a file beside it. */
static char *
set_file_aside (const char *path)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *stamp = g_date_time_format (now, "%Y%m%d-%H%M%S");
  g_autofree char *aside = g_strdup_printf ("%s" ASIDE "%s", path, stamp);
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);
  g_autofree char *aside_wal = g_strconcat (aside, "-wal", NULL);
  g_autofree char *shm = g_strconcat (path, "-shm", NULL);

  if (g_rename (path, aside) != 0)
    return NULL;
  g_rename (wal, aside_wal);
  g_unlink (shm);
  return g_steal_pointer (&aside);
}

/* Files that were set aside, with their folder. */
char **
_rd_history_dup_set_aside (const char *path)
{
  g_autoptr (GStrvBuilder) files = g_strv_builder_new ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *prefix = g_strconcat (name, ASIDE, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *found;

  while (dir != NULL && (found = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (folder, found, NULL);

      if (g_str_has_prefix (found, prefix))
        g_strv_builder_add (files, file);
    }
  return g_strv_builder_end (files);
}

static void
set_open_error (OpenResult  result,
                const char *path,
                GError    **error)
{
  g_autofree char *name = g_filename_display_name (path);

  if (result == NEWER)
    g_set_error (error, RD_HISTORY_ERROR, RD_HISTORY_ERROR_NEWER,
                 _ ("The history “%s” was written by a newer version and is left alone."), name);
  else if (result == READ_ONLY)
    g_set_error (error, RD_HISTORY_ERROR, RD_HISTORY_ERROR_OPEN,
                 _ ("The history cannot be kept, because “%s” cannot be written."), name);
  else
    g_set_error (error, RD_HISTORY_ERROR, RD_HISTORY_ERROR_OPEN,
                 _ ("The history “%s” cannot be opened."), name);
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
      set_open_error (result, path, error);
      return NULL;
    }
  /* Whom somebody writes to is nobody else's business. */
  g_chmod (path, 0600);
  if (set_aside != NULL)
    *set_aside = g_steal_pointer (&aside);
  self = g_new0 (RdHistory, 1);
  g_mutex_init (&self->lock);
  self->db = db;
  self->path = g_strdup (path);
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
  g_free (self->path);
  g_free (self);
}

/* Prepares a statement, to be finalized by the caller; %NULL with @error set. */
sqlite3_stmt *
_rd_history_prepare (RdHistory  *self,
                     const char *sql,
                     GError    **error)
{
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (self->db, sql, -1, &statement, NULL) != SQLITE_OK)
    _rd_history_fail (self, RD_HISTORY_ERROR_READ, error);
  return statement;
}

/* Says what SQLite says in a sentence for people; always FALSE, to be returned. */
gboolean
_rd_history_fail (RdHistory     *self,
                  RdHistoryError code,
                  GError       **error)
{
  if (code == RD_HISTORY_ERROR_WRITE)
    g_set_error (error, RD_HISTORY_ERROR, code, _ ("The history could not be written: %s."), sqlite3_errmsg (self->db));
  else
    g_set_error (error, RD_HISTORY_ERROR, code, _ ("The history could not be read: %s."), sqlite3_errmsg (self->db));
  return FALSE;
}

/* Binds a text that may be missing; it is copied. */
void
_rd_history_bind_text (sqlite3_stmt *statement,
                       int           index,
                       const char   *text)
{
  if (text != NULL)
    sqlite3_bind_text (statement, index, text, -1, SQLITE_TRANSIENT);
  else
    sqlite3_bind_null (statement, index);
}

/* The text of a column, %NULL if it has none. */
char *
_rd_history_dup_column (sqlite3_stmt *statement,
                        int           column)
{
  return g_strdup ((const char *) sqlite3_column_text (statement, column));
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
