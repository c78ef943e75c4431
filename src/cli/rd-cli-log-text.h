/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-cli-log-cause.h"
#include "rd-log-scanner.h"

G_BEGIN_DECLS

/**
 * RdCliLogTable:
 *
 * What is shown of a log to people: counts, causes, the latest deliveries.
 */
typedef struct _RdCliLogTable RdCliLogTable;

RdCliLogTable *rd_cli_log_table_new (void) G_GNUC_WARN_UNUSED_RESULT;
void           rd_cli_log_table_free (RdCliLogTable *self);
gboolean       rd_cli_log_table_count (RdCliLogTable *self, const RdLogEvent *event, guint64 number);
void           rd_cli_log_table_take (RdCliLogTable *self, const RdLogEvent *event, guint64 number, const RdCliCause *cause);
void           rd_cli_log_table_drop (RdCliLogTable *self, guint64 number);
void           rd_cli_log_table_print (RdCliLogTable     *self,
                                       RdLogFormat        format,
                                       const RdLogCounts *counts,
                                       GPtrArray         *findings);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdCliLogTable, rd_cli_log_table_free)

G_END_DECLS
