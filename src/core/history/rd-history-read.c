/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the history tells. */

#define G_LOG_DOMAIN "rd-history"

#include "config.h"

#include "rd-history-private.h"

/* Surveys of one subject that are compared; older ones say nothing more. */
#define MAX_COMPARED 200

static RdHistoryEntry *
read_entry (sqlite3_stmt *statement)
{
  RdHistoryEntry *entry = g_new0 (RdHistoryEntry, 1);

  entry->id = sqlite3_column_int64 (statement, 0);
  entry->time = sqlite3_column_int64 (statement, 1);
  entry->kind = _rd_history_kind_from_string ((const char *) sqlite3_column_text (statement, 2));
  entry->subject = _rd_history_dup_column (statement, 3);
  entry->state = _rd_history_state_from_string ((const char *) sqlite3_column_text (statement, 4));
  entry->title = _rd_history_dup_column (statement, 5);
  entry->cause = _rd_history_dup_column (statement, 6);
  entry->file = _rd_history_dup_column (statement, 7);
  return entry;
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
  g_autoptr (sqlite3_stmt) statement = NULL;
  int code;

  g_return_val_if_fail (self != NULL, NULL);

  locker = g_mutex_locker_new (&self->lock);
  statement = _rd_history_prepare (self,
                                   "SELECT id, time, kind, subject, state, title, cause, file FROM entry "
                                   "WHERE time >= ? ORDER BY time DESC, id DESC LIMIT ?",
                                   error);
  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, since);
  sqlite3_bind_int64 (statement, 2, limit);
  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    g_ptr_array_add (entries, read_entry (statement));
  if (code == SQLITE_DONE)
    return g_steal_pointer (&entries);
  _rd_history_fail (self, RD_HISTORY_ERROR_READ, error);
  return NULL;
}

/* What could not be found out says nothing: each finding of the newest survey
 * is compared with the last survey that knew.  What was bad the time before and
 * is not found any more is told, too. */
static const char changes_query[] =
    "WITH newest AS (SELECT id FROM entry WHERE kind = ?1 AND subject = ?2 ORDER BY time DESC, id DESC LIMIT 1),"
    " earlier AS (SELECT id, time FROM entry WHERE kind = ?1 AND subject = ?2 AND id <> (SELECT id FROM newest)"
    "  ORDER BY time DESC, id DESC LIMIT ?3),"
    " ranked AS (SELECT finding.*, earlier.time AS at, row_number() OVER (PARTITION BY finding.id, finding.subject"
    "   ORDER BY earlier.time DESC, earlier.id DESC) AS n"
    "  FROM earlier JOIN finding ON finding.entry = earlier.id WHERE finding.state <> 'unknown'),"
    " was AS (SELECT * FROM ranked WHERE n = 1),"
    " now AS (SELECT * FROM finding WHERE entry = (SELECT id FROM newest))"
    " SELECT now.id, now.subject, was.state, now.state, now.title, was.at FROM now"
    "  LEFT JOIN was ON was.id = now.id AND was.subject = now.subject"
    "  WHERE now.state <> 'unknown' AND (was.state IS NULL OR was.state <> now.state) AND EXISTS (SELECT 1 FROM earlier)"
    " UNION ALL"
    " SELECT was.id, was.subject, was.state, NULL, was.title, was.at FROM was"
    "  LEFT JOIN now ON was.id = now.id AND was.subject = now.subject"
    "  WHERE now.id IS NULL AND was.entry = (SELECT id FROM earlier ORDER BY time DESC, id DESC LIMIT 1)"
    " ORDER BY 1, 2";

static RdHistoryChange *
read_change (sqlite3_stmt *statement)
{
  RdHistoryChange *change = g_new0 (RdHistoryChange, 1);

  change->finding = _rd_history_dup_column (statement, 0);
  change->subject = _rd_history_dup_column (statement, 1);
  change->was_known = sqlite3_column_type (statement, 2) != SQLITE_NULL;
  change->is_gone = sqlite3_column_type (statement, 3) == SQLITE_NULL;
  change->before = _rd_history_state_from_string ((const char *) sqlite3_column_text (statement, 2));
  change->after = _rd_history_state_from_string ((const char *) sqlite3_column_text (statement, 3));
  change->title = _rd_history_dup_column (statement, 4);
  change->since = sqlite3_column_int64 (statement, 5);
  return change;
}

/**
 * rd_history_find_changes:
 * @self: a history
 * @kind: what was checked
 * @subject: domain or address
 * @error: return location
 *
 * Compares the newest survey of @subject with what was known before.
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
  g_autoptr (sqlite3_stmt) statement = NULL;
  int code;

  g_return_val_if_fail (self != NULL && subject != NULL, NULL);

  locker = g_mutex_locker_new (&self->lock);
  statement = _rd_history_prepare (self, changes_query, error);
  if (statement == NULL)
    return NULL;
  _rd_history_bind_text (statement, 1, rd_history_kind_to_string (kind));
  _rd_history_bind_text (statement, 2, subject);
  sqlite3_bind_int (statement, 3, MAX_COMPARED);
  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    g_ptr_array_add (changes, read_change (statement));
  if (code == SQLITE_DONE)
    return g_steal_pointer (&changes);
  _rd_history_fail (self, RD_HISTORY_ERROR_READ, error);
  return NULL;
}

static const char states_query[] =
    "SELECT finding.id, entry.time, finding.state, finding.title FROM finding"
    " JOIN entry ON entry.id = finding.entry"
    " WHERE entry.kind = ?1 AND (?1 = 'diagnosis' OR entry.subject = ?2) AND finding.subject = ?2"
    " ORDER BY entry.time DESC, entry.id DESC LIMIT ?3";

/**
 * rd_history_find_states:
 * @self: a history
 * @kind: what was looked at
 * @subject: what the findings are about
 * @limit: most states wanted
 * @error: return location
 *
 * How each finding about @subject stood over time.
 *
 * Returns: (transfer full) (nullable) (element-type RdHistoryState): the states, newest first
 */
GPtrArray *
rd_history_find_states (RdHistory    *self,
                        RdHistoryKind kind,
                        const char   *subject,
                        guint         limit,
                        GError      **error)
{
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (GPtrArray) states = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_history_state_free);
  g_autoptr (sqlite3_stmt) statement = NULL;
  int code;

  g_return_val_if_fail (self != NULL && subject != NULL, NULL);

  locker = g_mutex_locker_new (&self->lock);
  statement = _rd_history_prepare (self, states_query, error);
  if (statement == NULL)
    return NULL;
  _rd_history_bind_text (statement, 1, rd_history_kind_to_string (kind));
  _rd_history_bind_text (statement, 2, subject);
  sqlite3_bind_int64 (statement, 3, limit);
  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      RdHistoryState *state = g_new0 (RdHistoryState, 1);

      state->finding = _rd_history_dup_column (statement, 0);
      state->time = sqlite3_column_int64 (statement, 1);
      state->state = _rd_history_state_from_string ((const char *) sqlite3_column_text (statement, 2));
      state->title = _rd_history_dup_column (statement, 3);
      g_ptr_array_add (states, state);
    }
  if (code == SQLITE_DONE)
    return g_steal_pointer (&states);
  _rd_history_fail (self, RD_HISTORY_ERROR_READ, error);
  return NULL;
}
