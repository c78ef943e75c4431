/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-log-event.h"

G_BEGIN_DECLS

/**
 * RdLogCounts:
 *
 * What was read so far.
 */
typedef struct
{
  guint64 lines;                        /* without empty ones */
  guint64 understood[N_RD_LOG_FORMATS]; /* lines, by who wrote them */
  guint64 foreign;                      /* lines of a system log by other programs */
  guint64 unknown;                      /* lines nothing is known about */
  guint64 outcomes[N_RD_LOG_STATUSES];  /* events, by what became of the mail */
} RdLogCounts;

typedef void (*RdLogEventFunc) (const RdLogEvent *event,
                                gpointer          user_data);

/**
 * RdLogScanner:
 *
 * Reads a log in pieces of any size and tells what its lines say.  It finds
 * out by itself, line for line, who wrote them.
 */
typedef struct _RdLogScanner RdLogScanner;

RdLogScanner      *rd_log_scanner_new (RdLogFormat    wanted,
                                       RdLogEventFunc func,
                                       gpointer       user_data) G_GNUC_WARN_UNUSED_RESULT;
void               rd_log_scanner_free (RdLogScanner *self);
void               rd_log_scanner_begin (RdLogScanner *self,
                                         const char   *name,
                                         gint64        written_at);
void               rd_log_scanner_set_offset (RdLogScanner *self,
                                              gint16        minutes);
void               rd_log_scanner_feed (RdLogScanner *self,
                                        const char   *data,
                                        gsize         length);
void               rd_log_scanner_end (RdLogScanner *self);
RdLogFormat        rd_log_scanner_get_format (const RdLogScanner *self);
const RdLogCounts *rd_log_scanner_get_counts (const RdLogScanner *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdLogScanner, rd_log_scanner_free)

G_END_DECLS
