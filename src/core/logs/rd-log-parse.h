/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-log-clock.h"

G_BEGIN_DECLS

/* The readers of single lines.  Each gets the line without its end in
 * event->line, fills in what the line says and tells whether it understood it.
 * They keep nothing between two lines but what is in @clock. */

gboolean rd_log_exim_read (RdLogClock *clock,
                           RdLogEvent *event);
gboolean rd_log_exim_read_body (RdLogClock *clock,
                                RdLogEvent *event,
                                RdSlice     body);
void     rd_log_exim_take_host (RdLogEvent *event,
                                RdSlice    *rest);
void     rd_log_exim_read_outcome (RdLogEvent *event,
                                   RdSlice     rest);
void     rd_log_exim_read_arrival (RdLogEvent *event,
                                   RdSlice     rest);
gboolean rd_log_exim_read_refusal (RdLogEvent *event,
                                   RdSlice     body);
gboolean rd_log_exim_is_dull (RdSlice line);
gsize    rd_log_exim_id_length (RdSlice text);

/**
 * RdSyslogLine:
 *
 * The frame a system log puts around what a program says.
 */
typedef struct
{
  RdSlice stamp;
  RdSlice zone;
  RdSlice program; /* "postfix/smtp" */
  RdSlice pid;
  RdSlice body;
} RdSyslogLine;

gboolean rd_log_syslog_split (RdSlice       line,
                              RdSyslogLine *syslog);
gboolean rd_log_syslog_read_time (RdLogClock         *clock,
                                  const RdSyslogLine *syslog,
                                  RdLogTime          *time);
gboolean rd_log_postfix_matches (const RdSyslogLine *syslog);
gboolean rd_log_postfix_read (RdLogClock         *clock,
                              const RdSyslogLine *syslog,
                              RdLogEvent         *event);
gboolean rd_log_postfix_read_fragment (RdLogEvent *event,
                                       RdSlice     text);
gboolean rd_log_opensmtpd_read (RdLogClock         *clock,
                                const RdSyslogLine *syslog,
                                RdLogEvent         *event);
gboolean rd_log_sendmail_read (RdLogClock         *clock,
                               const RdSyslogLine *syslog,
                               RdLogEvent         *event);

G_END_DECLS
