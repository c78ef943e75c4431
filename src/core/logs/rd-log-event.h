/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-slice.h"

G_BEGIN_DECLS

/**
 * RdLogFormat:
 * @RD_LOG_AUTO: as a wish: find out; as an answer: nothing was recognized
 * @RD_LOG_EXIM: Exim main log, also what exigrep prints of it
 * @RD_LOG_EXIM_REJECT: Exim reject log
 * @RD_LOG_EXIM_PANIC: Exim panic log
 * @RD_LOG_EXIM_QUEUE: what "exim -bp" prints
 * @RD_LOG_EXIQGREP: what exiqgrep prints in its short forms
 * @RD_LOG_POSTFIX: Postfix in a system log
 * @RD_LOG_POSTFIX_QUEUE: what "postqueue -p" or mailq prints
 * @RD_LOG_POSTFIX_QUEUE_JSON: what "postqueue -j" prints
 * @RD_LOG_OPENSMTPD: OpenSMTPD in a system log
 * @RD_LOG_SENDMAIL: Sendmail in a system log
 * @RD_LOG_TRACK_DELIVERY: the table of cPanel's Track Delivery, copied as text
 * @N_RD_LOG_FORMATS: their number
 *
 * Who wrote a line.
 */
typedef enum
{
  RD_LOG_AUTO,
  RD_LOG_EXIM,
  RD_LOG_EXIM_REJECT,
  RD_LOG_EXIM_PANIC,
  RD_LOG_EXIM_QUEUE,
  RD_LOG_EXIQGREP,
  RD_LOG_POSTFIX,
  RD_LOG_POSTFIX_QUEUE,
  RD_LOG_POSTFIX_QUEUE_JSON,
  RD_LOG_OPENSMTPD,
  RD_LOG_SENDMAIL,
  RD_LOG_TRACK_DELIVERY,
  N_RD_LOG_FORMATS,
} RdLogFormat;

const char *rd_log_format_to_string (RdLogFormat format);
gboolean    rd_log_format_from_string (const char  *text,
                                       RdLogFormat *format);
const char *rd_log_format_get_label (RdLogFormat format);

/**
 * RdLogStatus:
 * @RD_LOG_DELIVERED: handed over, to another server or to a mailbox
 * @RD_LOG_PASSED_ON: handed to another queue of this machine, behind a filter most often;
 *   what became of it there is another outcome, if the log has it
 * @RD_LOG_FAILED: given back to the sender
 * @RD_LOG_EXPIRED: given back after trying for days
 * @RD_LOG_DEFERRED: did not work this time, will be tried again
 * @RD_LOG_REJECTED: somebody else's mail that this server refused to take
 * @RD_LOG_FROZEN: kept in the queue without being tried again
 * @RD_LOG_QUEUED: in the queue, nothing is known against it
 * @RD_LOG_DISCARDED: thrown away on purpose
 * @RD_LOG_REMOVED: taken out of the queue by an administrator or a rule
 * @RD_LOG_DELIVERABLE: nothing was sent, the address was only asked about, and it is good
 * @RD_LOG_UNDELIVERABLE: the same, and it is not
 * @N_RD_LOG_STATUSES: their number
 *
 * What became of the mail for one recipient.
 */
typedef enum
{
  RD_LOG_DELIVERED,
  RD_LOG_PASSED_ON,
  RD_LOG_FAILED,
  RD_LOG_EXPIRED,
  RD_LOG_DEFERRED,
  RD_LOG_REJECTED,
  RD_LOG_FROZEN,
  RD_LOG_QUEUED,
  RD_LOG_DISCARDED,
  RD_LOG_REMOVED,
  RD_LOG_DELIVERABLE,
  RD_LOG_UNDELIVERABLE,
  N_RD_LOG_STATUSES,
} RdLogStatus;

const char *rd_log_status_to_string (RdLogStatus status);
const char *rd_log_status_get_label (RdLogStatus status);

/**
 * RdLogZone:
 * @RD_LOG_ZONE_NONE: there is no time
 * @RD_LOG_ZONE_ASSUMED: the line has no zone; that of this computer was taken
 * @RD_LOG_ZONE_DERIVED: the line has no zone, but a message id told it
 * @RD_LOG_ZONE_STATED: the line, or the message id, says it
 *
 * How well the time of a line is known.
 */
typedef enum
{
  RD_LOG_ZONE_NONE,
  RD_LOG_ZONE_ASSUMED,
  RD_LOG_ZONE_DERIVED,
  RD_LOG_ZONE_STATED,
} RdLogZone;

/**
 * RdLogTime:
 *
 * A point in time and the offset of the clock it was read from.
 */
typedef struct
{
  gint64    seconds; /* since the epoch, UTC */
  gint32    microseconds;
  gint16    offset; /* minutes east of UTC */
  RdLogZone zone;
} RdLogTime;

/**
 * RdLogEventKind:
 * @RD_LOG_NOTHING: understood and of no interest
 * @RD_LOG_ARRIVAL: a message came into the queue
 * @RD_LOG_OUTCOME: something became of the mail for one recipient
 * @RD_LOG_TROUBLE: one server of several could not be used; delivery goes on
 * @RD_LOG_COMPLETED: the message has left the queue; another one may have it
 * @RD_LOG_NOTE: belongs to a message, says nothing about a delivery
 *
 * What a line tells.
 */
typedef enum
{
  RD_LOG_NOTHING,
  RD_LOG_ARRIVAL,
  RD_LOG_OUTCOME,
  RD_LOG_TROUBLE,
  RD_LOG_COMPLETED,
  RD_LOG_NOTE,
} RdLogEventKind;

/**
 * RdLogEvent:
 *
 * What one line says.  The slices point into the line (or into the scanner) and
 * are good for the time of one call only.
 */
typedef struct
{
  RdLogEventKind kind;
  RdLogFormat    format;
  RdLogStatus    status;       /* of an outcome */
  gboolean       is_waiting;   /* deferred without a new try: "retry time not reached" */
  gboolean       is_inbound;   /* refused at this server's own door */
  gboolean       is_temporary; /* refused for now, the other side may try again */
  gboolean       is_host_down; /* the remote server was not reached at all */
  gboolean       is_vague;     /* a stamp like Exim's, and words anybody may have written */

  guint64   offset;      /* of the line in its file */
  guint64   line_number; /* from 1 */
  RdSlice   line;        /* without line end */
  RdSlice   stamp;       /* date and time as written, without zone */
  RdLogTime time;

  RdSlice queue_id;
  RdSlice sender; /* empty: the null reverse-path (RFC 5321 section 4.5.5) */
  RdSlice recipient;
  RdSlice more_recipients; /* of the same end, with commas between them */
  RdSlice original;        /* recipient as the sender wrote it */
  RdSlice router;
  RdSlice transport;
  RdSlice host;
  RdSlice ip;
  RdSlice dsn; /* the status code the MTA itself chose */
  RdSlice text;
  RdSlice stage; /* of the dialogue, if it does not stand in @text */
  RdSlice subject;
  RdSlice message_id;
  guint64 size;         /* bytes, 0 if not known */
  int     error_number; /* Exim's errno, 0 if none was written */

  /* What the lines before it told about the same delivery. */
  RdSlice last_text;
  RdSlice last_host;
  RdSlice last_ip;
} RdLogEvent;

G_END_DECLS
