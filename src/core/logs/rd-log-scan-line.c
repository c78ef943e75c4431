/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What one line is: each reader is offered it, those first whose lines are told by
 * their first byte.  Logs are mixed and pasted, so this is decided line for line; who
 * wrote the last one only settles what may be two things. */

#define G_LOG_DOMAIN "rd-log"

#include "config.h"

#include "rd-log-scanner-private.h"

#include "rd-log-parse.h"

/* How far into a line its real beginning is looked for, behind the file name
 * grep puts before it or the marks of a quoted paste. */
#define MAX_PREFIX_BYTES 160

/* Whether lines of @format are to be read. */
static gboolean
is_wanted (const RdLogScanner *self,
           RdLogFormat         format)
{
  RdLogFormat wanted = self->wanted;

  switch (wanted)
    {
    case RD_LOG_AUTO:
      return TRUE;
    case RD_LOG_EXIM_REJECT:
    case RD_LOG_EXIM_PANIC:
      return format == RD_LOG_EXIM;
    case RD_LOG_EXIM_QUEUE:
    case RD_LOG_EXIQGREP:
      return format == RD_LOG_EXIM_QUEUE || format == RD_LOG_EXIQGREP;
    case RD_LOG_POSTFIX_QUEUE:
    case RD_LOG_POSTFIX_QUEUE_JSON:
      return format == RD_LOG_POSTFIX_QUEUE || format == RD_LOG_POSTFIX_QUEUE_JSON;
    case RD_LOG_EXIM:
    case RD_LOG_POSTFIX:
    case RD_LOG_OPENSMTPD:
    case RD_LOG_SENDMAIL:
    case RD_LOG_TRACK_DELIVERY:
    case N_RD_LOG_FORMATS:
    default:
      return format == wanted;
    }
}

/* The first line that is Exim's beyond doubt tells whose the vague ones before it
 * were. */
static void
settle_exim (RdLogScanner *self)
{
  if (self->is_exim)
    return;
  self->is_exim = TRUE;
  self->counts.foreign -= self->vague_lines;
  self->counts.understood[RD_LOG_EXIM] += self->vague_lines;
  self->vague_lines = 0;
}

static void
deliver (RdLogScanner *self,
         RdLogEvent   *event)
{
  if (event->is_vague && !self->is_exim)
    {
      self->vague_lines++;
      self->counts.foreign++;
      return;
    }
  if (event->format == RD_LOG_EXIM)
    settle_exim (self);
  self->counts.understood[event->format]++;
  if (event->kind == RD_LOG_NOTHING && event->queue_id.data == NULL)
    return;
  while (TRUE)
    {
      RdSlice more = event->more_recipients;

      rd_log_join_apply (self->join, event, rd_log_scanner_emit, self);
      if (more.length == 0)
        return;
      event->recipient = rd_slice_strip_angles (rd_slice_take_until (&more, ','));
      event->more_recipients = more;
    }
}

static gboolean
read_exim_in_syslog (RdLogScanner       *self,
                     const RdSyslogLine *syslog,
                     RdLogEvent         *event)
{
  RdSlice body = syslog->body;
  RdSlice line = event->line;

  if (!rd_log_syslog_read_time (&self->clock, syslog, &event->time))
    return FALSE;
  event->format = RD_LOG_EXIM;
  event->stamp = syslog->stamp;
  if (!rd_log_cut_join (&self->cut, syslog, &body))
    return TRUE;
  event->line = body;
  if (!rd_log_exim_read (&self->clock, event))
    rd_log_exim_read_body (&self->clock, event, body);
  event->line = line;
  return TRUE;
}

static gboolean
read_syslog (RdLogScanner *self,
             RdLogEvent   *event)
{
  RdSyslogLine syslog;
  gboolean     understood = FALSE;

  if (!rd_log_syslog_split (event->line, &syslog))
    return FALSE;
  if (is_wanted (self, RD_LOG_POSTFIX) && rd_log_postfix_matches (&syslog))
    understood = rd_log_postfix_read (&self->clock, &syslog, event);
  else if (is_wanted (self, RD_LOG_EXIM) && rd_slice_starts (syslog.program, RD_SLICE_LITERAL ("exim")))
    understood = read_exim_in_syslog (self, &syslog, event);
  else if (is_wanted (self, RD_LOG_OPENSMTPD) && rd_slice_equal (syslog.program, RD_SLICE_LITERAL ("smtpd")))
    understood = rd_log_opensmtpd_read (&self->clock, &syslog, event);
  else if (is_wanted (self, RD_LOG_SENDMAIL) &&
           (rd_slice_equal (syslog.program, RD_SLICE_LITERAL ("sendmail")) || rd_slice_equal (syslog.program, RD_SLICE_LITERAL ("sm-mta"))))
    understood = rd_log_sendmail_read (&self->clock, &syslog, event);
  if (understood)
    deliver (self, event);
  else
    self->counts.foreign++;
  return TRUE;
}

/* What follows the first line of an entry in a reject log. */
static gboolean
read_quoted_header (RdLogScanner *self,
                    RdSlice       line)
{
  if (rd_slice_starts (line, RD_SLICE_LITERAL ("Envelope-from: ")))
    self->in_headers = TRUE;
  else if (!self->in_headers)
    return FALSE;
  else if (line.data[0] != '\t' && !rd_slice_starts (line, RD_SLICE_LITERAL ("Envelope-to: ")) &&
           !(line.length > 2 && line.data[1] == ' ' && (line.data[0] == ' ' || line.data[0] == '*' || g_ascii_isupper (line.data[0]))))
    return FALSE;
  self->quoted_headers++;
  return TRUE;
}

static gboolean
read_listing (RdLogScanner *self,
              RdLogEvent   *event)
{
  if (is_wanted (self, RD_LOG_POSTFIX_QUEUE) && rd_log_postqueue_read (&self->listing, event, rd_log_scanner_emit, self))
    return TRUE;
  if ((is_wanted (self, RD_LOG_EXIM_QUEUE) || is_wanted (self, RD_LOG_POSTFIX_QUEUE)) &&
      rd_log_listing_read (&self->listing, &self->clock, event, rd_log_scanner_emit, self))
    return TRUE;
  return is_wanted (self, RD_LOG_TRACK_DELIVERY) &&
         (rd_log_table_read (&self->table, &self->clock, event, rd_log_scanner_emit, self) ||
          rd_log_table_read_loose (&self->table, &self->clock, event, rd_log_scanner_emit, self));
}

/* "2026-11-23 17:38:01 host postfix/smtp[9]: …": a stamp like Exim's, written by
 * a system log. */
static gboolean
is_postfix_behind_blank (RdSlice line)
{
  RdSyslogLine syslog;

  return line.length > 40 && line.data[10] == ' ' && rd_slice_find ((RdSlice){ line.data, MIN (line.length, MAX_PREFIX_BYTES) }, RD_SLICE_LITERAL ("postfix")) != NULL &&
         rd_log_syslog_split (line, &syslog) && rd_log_postfix_matches (&syslog);
}

static gboolean
read_known (RdLogScanner *self,
            RdLogEvent   *event)
{
  RdSlice line = event->line;
  char    first = line.data[0];

  if (g_ascii_isdigit (first) && is_wanted (self, RD_LOG_EXIM) && rd_log_exim_read (&self->clock, event))
    {
      self->in_headers = FALSE;
      if (event->queue_id.length == 0 && is_postfix_behind_blank (line))
        {
          *event = (RdLogEvent){ .line = line, .offset = event->offset, .line_number = event->line_number };
          return read_syslog (self, event);
        }
      deliver (self, event);
      return TRUE;
    }
  if ((g_ascii_isdigit (first) || g_ascii_isupper (first)) && read_syslog (self, event))
    return TRUE;
  if (is_wanted (self, RD_LOG_EXIM) && read_quoted_header (self, line))
    {
      self->counts.understood[RD_LOG_EXIM]++;
      return TRUE;
    }
  self->in_headers = FALSE;
  if (read_listing (self, event))
    {
      self->counts.understood[event->format]++;
      return TRUE;
    }
  return FALSE;
}

/* A line of a paste: indented, quoted, behind a file name, or without its
 * stamp. */
static gboolean
read_fragment (RdLogScanner *self,
               RdLogEvent   *event)
{
  RdSlice line = event->line;
  RdSlice trimmed = rd_slice_trim (line);
  gsize   limit = MIN (line.length, MAX_PREFIX_BYTES);

  for (gsize i = 1; i < limit; i++)
    {
      RdSyslogLine syslog;

      if (strchr (" :>-|\t*\"'`([", line.data[i - 1]) == NULL || line.data[i - 1] == '\0' || !g_ascii_isalnum (line.data[i]))
        continue;
      event->line = rd_slice_skip (line, i);
      if (g_ascii_isdigit (line.data[i]) && is_wanted (self, RD_LOG_EXIM) && rd_log_exim_read (&self->clock, event))
        {
          /* somebody wrote a time into a sentence */
          if (event->is_vague)
            return FALSE;
          deliver (self, event);
          return TRUE;
        }
      if (rd_log_syslog_split (event->line, &syslog))
        return read_syslog (self, event);
    }
  event->line = line;
  if (is_wanted (self, RD_LOG_EXIM) && (rd_log_exim_id_length (trimmed) > 0 || rd_slice_starts (trimmed, RD_SLICE_LITERAL ("** ")) || rd_slice_starts (trimmed, RD_SLICE_LITERAL ("== "))))
    {
      rd_log_exim_read_body (&self->clock, event, trimmed);
      deliver (self, event);
      return TRUE;
    }
  if (is_wanted (self, RD_LOG_POSTFIX) && rd_log_postfix_read_fragment (event, trimmed))
    {
      deliver (self, event);
      return TRUE;
    }
  return FALSE;
}

/**
 * rd_log_scanner_read_line:
 * @self: a scanner
 * @line: the next line, without its line feed
 *
 * Reads one line and tells what it says.
 */
void
rd_log_scanner_read_line (RdLogScanner *self,
                          RdSlice       line)
{
  RdLogEvent event;

  self->line_number++;
  if (self->listing.format == RD_LOG_AUTO && rd_log_exim_is_dull (line) && is_wanted (self, RD_LOG_EXIM))
    {
      self->counts.lines++;
      settle_exim (self);
      self->counts.understood[RD_LOG_EXIM]++;
      self->in_headers = FALSE;
      return;
    }
  memset (&event, 0, sizeof event);
  event.offset = self->offset;
  event.line_number = self->line_number;
  if (line.length > RD_LOG_MAX_LINE_BYTES)
    line.length = RD_LOG_MAX_LINE_BYTES;
  while (line.length > 0 && line.data[line.length - 1] == '\r')
    line.length--;
  event.line = line;
  if (line.length == 0 || (line.data[0] == ' ' && rd_slice_trim (line).length == 0))
    {
      rd_log_listing_finish (&self->listing, &event, rd_log_scanner_emit, self);
      return;
    }
  self->counts.lines++;
  if (!read_known (self, &event) && !read_fragment (self, &event))
    self->counts.unknown++;
}
