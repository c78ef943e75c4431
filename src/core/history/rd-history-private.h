/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-history.h"

#include <sqlite3.h>

G_BEGIN_DECLS

struct _RdHistory
{
  GMutex   lock;
  sqlite3 *db;
  char    *path;
};

RdHistoryKind  _rd_history_kind_from_string (const char *text);
RdFindingState _rd_history_state_from_string (const char *text);

gboolean      _rd_history_run (sqlite3    *db,
                               const char *sql);
sqlite3_stmt *_rd_history_prepare (RdHistory  *self,
                                   const char *sql,
                                   GError    **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean      _rd_history_fail (RdHistory     *self,
                                RdHistoryError code,
                                GError       **error);
void          _rd_history_bind_text (sqlite3_stmt *statement,
                                     int           index,
                                     const char   *text);
char         *_rd_history_dup_column (sqlite3_stmt *statement,
                                      int           column) G_GNUC_WARN_UNUSED_RESULT;
char        **_rd_history_dup_set_aside (const char *path) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, sqlite3_finalize)

G_END_DECLS
