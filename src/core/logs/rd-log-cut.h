/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-log-parse.h"

G_BEGIN_DECLS

/* Lines that wait for their other half; one process writes one at a time. */
#define RD_LOG_MAX_CUT_LINES 16

/**
 * RdLogCutLine:
 *
 * The first halves of a line, and which process wrote them.
 */
typedef struct
{
  GString *text;
  char     pid[16];
} RdLogCutLine;

/**
 * RdLogCut:
 *
 * Lines of which a part is there.  All zero is empty.
 */
typedef struct
{
  RdLogCutLine lines[RD_LOG_MAX_CUT_LINES];
  guint        next; /* to be forgotten when there is no room */
} RdLogCut;

gboolean rd_log_cut_join (RdLogCut *self, const RdSyslogLine *syslog, RdSlice *body);
void     rd_log_cut_clear (RdLogCut *self);

G_END_DECLS
