/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-bounce.h"
#include "rd-log-event.h"

G_BEGIN_DECLS

/**
 * RdLogReply:
 *
 * The formal part of what a remote server said.
 */
typedef struct
{
  RdSlice code;     /* "550", unknown if no server said anything */
  RdSlice enhanced; /* "5.1.1" (RFC 3463) */
  RdPhase phase;
} RdLogReply;

void    rd_log_reply_read (const RdLogEvent *event,
                           RdSlice           text,
                           RdLogReply       *reply);
RdSlice rd_log_reply_find_next_id (const RdLogEvent *event);
char   *rd_log_text_dup (RdLogFormat format,
                         RdSlice     text) G_GNUC_WARN_UNUSED_RESULT;
char   *rd_log_text_unfold (const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
