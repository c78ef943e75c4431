/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What goes into the history, and out of it for good. */

#define G_LOG_DOMAIN "rd-history"

#include "config.h"

#include "rd-history-private.h"

#include <glib/gstdio.h>

static gboolean
insert_entry (RdHistory            *self,
              const RdHistoryEntry *entry)
{
  sqlite3_stmt *statement = NULL;
  gboolean      done;

  if (sqlite3_prepare_v2 (self->db,
                          "INSERT OR REPLACE INTO entry (time, kind, subject, state, title, cause, file, key) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                          -1, &statement, NULL) != SQLITE_OK)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, entry->time);
  _rd_history_bind_text (statement, 2, rd_history_kind_to_string (entry->kind));
  _rd_history_bind_text (statement, 3, entry->subject);
  _rd_history_bind_text (statement, 4, rd_finding_state_to_string (entry->state));
  _rd_history_bind_text (statement, 5, entry->title);
  _rd_history_bind_text (statement, 6, entry->cause);
  _rd_history_bind_text (statement, 7, entry->file);
  _rd_history_bind_text (statement, 8, entry->key);
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
      _rd_history_bind_text (statement, 2, finding->id);
      _rd_history_bind_text (statement, 3, finding->subject != NULL ? finding->subject : "");
      _rd_history_bind_text (statement, 4, rd_finding_state_to_string (finding->state));
      _rd_history_bind_text (statement, 5, finding->title);
      done = sqlite3_step (statement) == SQLITE_DONE;
    }
  sqlite3_finalize (statement);
  return done;
}

/**
 * rd_history_add:
 * @self: a history
 * @entry: what was looked at; its id is not used
 * @findings: (nullable) (element-type RdFinding): what was found
 * @error: return location
 *
 * Remembers one thing with all that was found, or nothing of it.
 *
 * Returns: whether it was written
 */
gboolean
rd_history_add (RdHistory            *self,
                const RdHistoryEntry *entry,
                GPtrArray            *findings,
                GError              **error)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (self != NULL && entry != NULL, FALSE);
  g_return_val_if_fail (entry->subject != NULL && entry->title != NULL, FALSE);

  locker = g_mutex_locker_new (&self->lock);
  if (!_rd_history_run (self->db, "BEGIN IMMEDIATE"))
    return _rd_history_fail (self, RD_HISTORY_ERROR_WRITE, error);
  if (!insert_entry (self, entry) || !insert_findings (self, findings) || !_rd_history_run (self->db, "COMMIT"))
    {
      _rd_history_fail (self, RD_HISTORY_ERROR_WRITE, error);
      _rd_history_run (self->db, "ROLLBACK");
      return FALSE;
    }
  return TRUE;
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
  g_autoptr (sqlite3_stmt) statement = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  locker = g_mutex_locker_new (&self->lock);
  statement = _rd_history_prepare (self, "DELETE FROM entry WHERE time < ?", NULL);
  if (statement == NULL)
    return _rd_history_fail (self, RD_HISTORY_ERROR_WRITE, error);
  sqlite3_bind_int64 (statement, 1, before);
  if (sqlite3_step (statement) != SQLITE_DONE)
    return _rd_history_fail (self, RD_HISTORY_ERROR_WRITE, error);
  g_clear_pointer (&statement, sqlite3_finalize);
  /* The write-ahead log holds copies of what was deleted. */
  _rd_history_run (self->db, "PRAGMA wal_checkpoint(TRUNCATE)");
  return TRUE;
}

/**
 * rd_history_clear:
 * @self: a history
 * @error: return location
 *
 * Forgets everything, also what lies in damaged files that were set aside.
 *
 * Returns: whether it was done
 */
gboolean
rd_history_clear (RdHistory *self,
                  GError   **error)
{
  g_auto (GStrv) aside = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  if (!rd_history_forget (self, G_MAXINT64, error))
    return FALSE;
  aside = _rd_history_dup_set_aside (self->path);
  for (gsize i = 0; aside[i] != NULL; i++)
    g_unlink (aside[i]);
  return TRUE;
}
