/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-log"

#include "config.h"

#include "rd-log-scanner.h"

#include "rd-log-clock.h"
#include "rd-log-join.h"
#include "rd-log-listing.h"
#include "rd-log-parse.h"
#include "rd-log-table.h"

/* Longest line that is looked at.  Exim cuts its lines at 8 kB, system logs at
 * less; a longer one is no log. */
#define MAX_LINE_BYTES (64u * 1024)

/* How far into a line its real beginning is looked for, behind the file name
 * grep puts before it or the marks of a quoted paste. */
#define MAX_PREFIX_BYTES 160

/* Lines that Exim cut for the system log and that wait for their other half. */
#define MAX_CUT_LINES 16

typedef struct
{
  GString *text;
  char     pid[16];
} CutLine;

struct _RdLogScanner
{
  RdLogFormat    wanted;
  RdLogEventFunc func;
  gpointer       user_data;

  RdLogClock   clock;
  RdLogJoin   *join;
  RdLogListing listing;
  RdLogTable   table;
  CutLine      cut[MAX_CUT_LINES];
  guint        next_cut;

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

/**
 * rd_log_scanner_new:
 * @wanted: the format to read, %RD_LOG_AUTO to find out
 * @func: called for each thing a line tells
 * @user_data: handed to @func
 *
 * Makes a scanner.  Files of one server, oldest first, can go through the same
 * one: what an older file told about a message is known in the next.
 *
 * Returns: (transfer full): the scanner
 */
RdLogScanner *
rd_log_scanner_new (RdLogFormat    wanted,
                    RdLogEventFunc func,
                    gpointer       user_data)
{
  RdLogScanner *self = g_new0 (RdLogScanner, 1);

  self->wanted = wanted;
  self->func = func;
  self->user_data = user_data;
  self->join = rd_log_join_new ();
  self->carry = g_string_new (NULL);
  rd_log_clock_init (&self->clock, 0);
  rd_log_listing_init (&self->listing);
  return self;
}

/**
 * rd_log_scanner_free:
 * @self: (nullable): a scanner
 *
 * Frees @self.
 */
void
rd_log_scanner_free (RdLogScanner *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < MAX_CUT_LINES; i++)
    {
      if (self->cut[i].text != NULL)
        g_string_free (self->cut[i].text, TRUE);
    }
  g_string_free (self->carry, TRUE);
  rd_log_join_free (self->join);
  rd_log_listing_clear (&self->listing);
  rd_log_clock_clear (&self->clock);
  g_free (self);
}

/**
 * rd_log_scanner_begin:
 * @self: a scanner
 * @name: (nullable): what the file is called
 * @written_at: when it was last written to, in seconds since the epoch
 *
 * Begins a file.  @written_at gives classic system logs their year.
 */
void
rd_log_scanner_begin (RdLogScanner *self,
                      const char   *name,
                      gint64        written_at)
{
  rd_log_clock_restart (&self->clock, written_at);
  self->offset = 0;
  self->line_number = 0;
  self->is_panic = name != NULL && strstr (name, "panic") != NULL;
  self->is_exim = self->is_exim || self->is_panic || self->wanted == RD_LOG_EXIM || self->wanted == RD_LOG_EXIM_REJECT || self->wanted == RD_LOG_EXIM_PANIC;
  self->in_headers = FALSE;
}

/**
 * rd_log_scanner_set_offset:
 * @self: a scanner
 * @minutes: minutes east of UTC
 *
 * Tells what an earlier pass found out from message ids about the clock of a log
 * whose lines have no zone.
 */
void
rd_log_scanner_set_offset (RdLogScanner *self,
                           gint16        minutes)
{
  self->clock.offset = minutes;
  self->clock.has_offset = TRUE;
}

static void
emit_cb (RdLogEvent *event,
         gpointer    user_data)
{
  RdLogScanner *self = user_data;

  if (event->kind == RD_LOG_OUTCOME)
    self->counts.outcomes[event->status]++;
  self->func (event, self->user_data);
}

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

      rd_log_join_apply (self->join, event, emit_cb, self);
      if (more.length == 0)
        return;
      event->recipient = rd_slice_strip_angles (rd_slice_take_until (&more, ','));
      event->more_recipients = more;
    }
}

/* Exim cuts lines over 870 bytes for the system log: "[1/2] …", "[2\2] …" if
 * the cut is at a line end.  Returns whether @body is complete now. */
static gboolean
join_cut_line (RdLogScanner       *self,
               const RdSyslogLine *syslog,
               RdSlice            *body)
{
  RdSlice  text = *body;
  CutLine *slot = NULL;
  guint64  numbers[2] = { 0, 0 };
  gsize    at = 1;

  if (text.length < 6 || text.data[0] != '[' || !g_ascii_isdigit (text.data[1]))
    return TRUE;
  for (guint i = 0; i < 2; i++, at++)
    {
      while (at < text.length && at < 6 && g_ascii_isdigit (text.data[at]))
        numbers[i] = numbers[i] * 10 + (guint64) (text.data[at++] - '0');
      if (at >= text.length || strchr (i == 0 ? "/\\" : "]", text.data[at]) == NULL)
        return TRUE;
    }
  if (numbers[0] == 0 || numbers[1] < 2 || numbers[0] > numbers[1] || text.data[at] != ' ' || syslog->pid.length == 0 || syslog->pid.length >= sizeof slot->pid)
    return TRUE;
  text = rd_slice_skip (text, at + 1);
  for (guint i = 0; i < MAX_CUT_LINES && numbers[0] > 1; i++)
    {
      if (self->cut[i].text != NULL && rd_slice_equal (syslog->pid, (RdSlice){ self->cut[i].pid, strlen (self->cut[i].pid) }))
        slot = &self->cut[i];
    }
  if (slot == NULL)
    {
      slot = &self->cut[self->next_cut++ % MAX_CUT_LINES];
      if (slot->text == NULL)
        slot->text = g_string_new (NULL);
      g_string_truncate (slot->text, 0);
      memcpy (slot->pid, syslog->pid.data, syslog->pid.length);
      slot->pid[syslog->pid.length] = '\0';
    }
  if (slot->text->len < MAX_LINE_BYTES)
    g_string_append_len (slot->text, text.data, (gssize) text.length);
  *body = (RdSlice){ slot->text->str, slot->text->len };
  if (numbers[0] < numbers[1])
    return FALSE;
  slot->pid[0] = '\0';
  return TRUE;
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
  if (!join_cut_line (self, syslog, &body))
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
  if (is_wanted (self, RD_LOG_POSTFIX_QUEUE) && rd_log_postqueue_read (&self->listing, event, emit_cb, self))
    return TRUE;
  if ((is_wanted (self, RD_LOG_EXIM_QUEUE) || is_wanted (self, RD_LOG_POSTFIX_QUEUE)) &&
      rd_log_listing_read (&self->listing, &self->clock, event, emit_cb, self))
    return TRUE;
  return is_wanted (self, RD_LOG_TRACK_DELIVERY) &&
         (rd_log_table_read (&self->table, &self->clock, event, emit_cb, self) ||
          rd_log_table_read_loose (&self->table, &self->clock, event, emit_cb, self));
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

static void
read_line (RdLogScanner *self,
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
  if (line.length > MAX_LINE_BYTES)
    line.length = MAX_LINE_BYTES;
  while (line.length > 0 && line.data[line.length - 1] == '\r')
    line.length--;
  event.line = line;
  if (line.length == 0 || (line.data[0] == ' ' && rd_slice_trim (line).length == 0))
    {
      rd_log_listing_finish (&self->listing, &event, emit_cb, self);
      return;
    }
  self->counts.lines++;
  if (!read_known (self, &event) && !read_fragment (self, &event))
    self->counts.unknown++;
}

static void
append_carry (RdLogScanner *self,
              const char   *data,
              gsize         length)
{
  if (self->carry->len < MAX_LINE_BYTES)
    g_string_append_len (self->carry, data, (gssize) MIN (length, MAX_LINE_BYTES));
  self->carry_bytes += length;
}

static void
read_carry (RdLogScanner *self)
{
  read_line (self, (RdSlice){ self->carry->str, self->carry->len });
  self->offset += self->carry_bytes;
  self->carry_bytes = 0;
  g_string_truncate (self->carry, 0);
}

/* Takes the rest of the line begun in an earlier piece. */
static gsize
feed_carry (RdLogScanner *self,
            const char   *data,
            gsize         length)
{
  const char *end = memchr (data, '\n', length);
  gsize       part = end != NULL ? (gsize) (end - data) : length;

  append_carry (self, data, part);
  if (end == NULL)
    return part;
  read_carry (self);
  self->offset++;
  return part + 1;
}

/**
 * rd_log_scanner_feed:
 * @self: a scanner
 * @data: the next bytes of the file
 * @length: their number
 *
 * Reads a piece of a file.  Lines may be cut anywhere between two pieces.
 */
void
rd_log_scanner_feed (RdLogScanner *self,
                     const char   *data,
                     gsize         length)
{
  const char *end = data + length;

  if (length == 0)
    return;
  if (self->carry_bytes > 0)
    data += feed_carry (self, data, length);
  while (data < end)
    {
      const char *newline = memchr (data, '\n', (gsize) (end - data));

      if (newline == NULL)
        {
          append_carry (self, data, (gsize) (end - data));
          return;
        }
      read_line (self, rd_slice_range (data, newline));
      self->offset += (guint64) (newline - data) + 1;
      data = newline + 1;
    }
}

/**
 * rd_log_scanner_end:
 * @self: a scanner
 *
 * Ends a file: reads a last line without line end and closes an open listing.
 */
void
rd_log_scanner_end (RdLogScanner *self)
{
  RdLogEvent event;

  if (self->carry_bytes > 0)
    read_carry (self);
  memset (&event, 0, sizeof event);
  event.offset = self->offset;
  event.line_number = self->line_number;
  rd_log_listing_finish (&self->listing, &event, emit_cb, self);
}

/**
 * rd_log_scanner_get_format:
 * @self: a scanner
 *
 * Tells what was read: the format most lines had.
 *
 * Returns: the format, %RD_LOG_AUTO if no line was understood
 */
RdLogFormat
rd_log_scanner_get_format (const RdLogScanner *self)
{
  RdLogFormat best = RD_LOG_AUTO;

  for (guint i = 0; i < N_RD_LOG_FORMATS; i++)
    {
      if (self->counts.understood[i] > self->counts.understood[best])
        best = (RdLogFormat) i;
    }
  if (best == RD_LOG_EXIM && self->quoted_headers > 0)
    return RD_LOG_EXIM_REJECT;
  if (best == RD_LOG_EXIM && self->is_panic)
    return RD_LOG_EXIM_PANIC;
  return best;
}

/**
 * rd_log_scanner_get_counts:
 * @self: a scanner
 *
 * What was read so far.
 *
 * Returns: (transfer none): the counts
 */
const RdLogCounts *
rd_log_scanner_get_counts (const RdLogScanner *self)
{
  return &self->counts;
}
