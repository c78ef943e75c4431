/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-log-clock.h"
#include "rd-log-cut.h"
#include "rd-log-join.h"
#include "rd-log-listing.h"
#include "rd-log-scanner.h"
#include "rd-log-table.h"

G_BEGIN_DECLS

/* Longest line that is looked at.  Exim cuts its lines at 8 kB, system logs at
 * less; a longer one is no log. */
#define RD_LOG_MAX_LINE_BYTES (64u * 1024)

struct _RdLogScanner
{
  RdLogFormat    wanted;
  RdLogEventFunc func;
  gpointer       user_data;

  RdLogClock   clock;
  RdLogJoin   *join;
  RdLogListing listing;
  RdLogTable   table;
  RdLogCut     cut;

  GString    *carry;       /* the beginning of a line whose end is not there yet */
  guint64     carry_bytes; /* length of that beginning, before it was cut to the limit */
  guint64     offset;      /* of the line that is read or comes next */
  guint64     line_number;
  gboolean    is_panic;       /* the file is called so */
  guint64     quoted_headers; /* lines only a reject log has */
  gboolean    in_headers;
  gboolean    is_exim;     /* a line was Exim's beyond doubt */
  guint64     vague_lines; /* that may be Exim's or not, until one is */
  RdLogCounts counts;
};

void rd_log_scanner_read_line (RdLogScanner *self, RdSlice line);
void rd_log_scanner_emit (RdLogEvent *event, gpointer user_data);

G_END_DECLS
