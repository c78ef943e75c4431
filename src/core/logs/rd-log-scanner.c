/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-log"

#include "config.h"

#include "rd-log-reply.h"
#include "rd-log-scanner-private.h"

/* Cuts the bytes of a log into lines, wherever the pieces end that it comes in, and
 * keeps what holds for the file as a whole: the clock, what is counted, whose log it
 * is. */

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
  rd_log_cut_clear (&self->cut);
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

/**
 * rd_log_scanner_emit:
 * @event: what a line says
 * @user_data: the scanner
 *
 * Counts @event and hands it to whoever wants to know.
 */
void
rd_log_scanner_emit (RdLogEvent *event,
                     gpointer    user_data)
{
  RdLogScanner *self = user_data;

  if (event->kind == RD_LOG_OUTCOME && event->status == RD_LOG_DELIVERED && rd_log_reply_find_next_id (event).length > 0)
    event->status = RD_LOG_PASSED_ON;
  if (event->kind == RD_LOG_OUTCOME)
    self->counts.outcomes[event->status]++;
  self->func (event, self->user_data);
}

static void
append_carry (RdLogScanner *self,
              const char   *data,
              gsize         length)
{
  if (self->carry->len < RD_LOG_MAX_LINE_BYTES)
    g_string_append_len (self->carry, data, (gssize) MIN (length, RD_LOG_MAX_LINE_BYTES));
  self->carry_bytes += length;
}

static void
read_carry (RdLogScanner *self)
{
  rd_log_scanner_read_line (self, (RdSlice){ self->carry->str, self->carry->len });
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
      rd_log_scanner_read_line (self, rd_slice_range (data, newline));
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
  rd_log_listing_finish (&self->listing, &event, rd_log_scanner_emit, self);
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
