/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Queue listings: "exim -bp", the forms of exiqgrep, "postqueue -p".  A message
 * is several lines: a head, reasons, recipients. */

#define G_LOG_DOMAIN "rd-log"

#include "config.h"

#include "rd-log-listing.h"

#include "rd-log-parse.h"

/**
 * rd_log_listing_init:
 * @self: (out): a listing
 *
 * Sets up an empty listing.
 */
void
rd_log_listing_init (RdLogListing *self)
{
  memset (self, 0, sizeof *self);
  self->queue_id = g_string_new (NULL);
  self->sender = g_string_new (NULL);
  self->reason = g_string_new (NULL);
}

/**
 * rd_log_listing_clear:
 * @self: a listing
 *
 * Frees what @self holds.
 */
void
rd_log_listing_clear (RdLogListing *self)
{
  g_string_free (self->queue_id, TRUE);
  g_string_free (self->sender, TRUE);
  g_string_free (self->reason, TRUE);
}

static void
set_string (GString *string,
            RdSlice  text)
{
  g_string_truncate (string, 0);
  g_string_append_len (string, text.data, (gssize) text.length);
}

static RdSlice
as_slice (const GString *string)
{
  return (RdSlice){ string->str, string->len };
}

static void
emit_recipient (RdLogListing *self,
                RdLogEvent   *event,
                RdSlice       recipient,
                RdLogStatus   status,
                RdLogEmit     emit,
                gpointer      user_data)
{
  RdLogEvent each = *event;

  each.kind = RD_LOG_OUTCOME;
  each.format = self->format;
  each.status = status;
  each.queue_id = as_slice (self->queue_id);
  each.sender = self->has_sender ? as_slice (self->sender) : (RdSlice){ NULL, 0 };
  each.recipient = recipient;
  each.size = self->size;
  each.time = self->time;
  if (self->has_reason)
    {
      each.text = as_slice (self->reason);
      each.is_host_down = rd_slice_starts (each.text, RD_SLICE_LITERAL ("connect to "));
    }
  self->has_recipients = TRUE;
  emit (&each, user_data);
}

/**
 * rd_log_listing_finish:
 * @self: a listing
 * @event: (inout): where the listing ends
 * @emit: called with what is to be told
 * @user_data: handed to @emit
 *
 * Ends the open message.  One without recipients, as a paste may cut it, is
 * told all the same.
 */
void
rd_log_listing_finish (RdLogListing *self,
                       RdLogEvent   *event,
                       RdLogEmit     emit,
                       gpointer      user_data)
{
  if (self->format == RD_LOG_AUTO)
    return;
  if (!self->has_recipients)
    emit_recipient (self, event, (RdSlice){ NULL, 0 }, self->status, emit, user_data);
  self->format = RD_LOG_AUTO;
}

static RdSlice
take_word (RdSlice *rest)
{
  *rest = rd_slice_trim (*rest);
  return rd_slice_take_until (rest, ' ');
}

/* "681", "1.8K", "2.1M" */
static gboolean
read_size (RdSlice  word,
           guint64 *size)
{
  guint64  tenths = 0;
  guint64  unit = 1;
  gboolean fraction = FALSE;

  if (word.length == 0 || word.length > 12)
    return FALSE;
  for (gsize i = 0; i < word.length; i++)
    {
      char c = word.data[i];

      if (g_ascii_isdigit (c))
        {
          if (!fraction || word.data[i - 1] == '.')
            tenths = tenths * 10 + (guint64) (c - '0');
        }
      else if (c == '.' && i > 0 && !fraction)
        fraction = TRUE;
      else if (i > 0 && i + 1 == word.length && rd_slice_find_char (RD_SLICE_LITERAL ("KMG"), c) != NULL)
        unit = c == 'K' ? 1024u : c == 'M' ? 1024u * 1024
                                           : 1024u * 1024 * 1024;
      else
        return FALSE;
    }
  *size = fraction ? tenths * unit / 10 : tenths * unit;
  return TRUE;
}

/* "72h", "5d", "25m", or with exiqgrep's seconds */
static gboolean
is_age (RdSlice word)
{
  if (word.length < 2 || word.length > 8 || rd_slice_find_char (RD_SLICE_LITERAL ("smhdw"), word.data[word.length - 1]) == NULL)
    return FALSE;
  for (gsize i = 0; i + 1 < word.length; i++)
    {
      if (!g_ascii_isdigit (word.data[i]))
        return FALSE;
    }
  return TRUE;
}

static void
open_exim_message (RdLogListing *self,
                   RdSlice       id)
{
  gint64 made;

  set_string (self->queue_id, id);
  g_string_truncate (self->sender, 0);
  self->has_sender = TRUE;
  self->has_reason = FALSE;
  self->has_recipients = FALSE;
  self->status = RD_LOG_QUEUED;
  self->size = 0;
  self->time = (RdLogTime){ 0 };
  if (rd_log_id_get_time (id, &made))
    self->time = (RdLogTime){ .seconds = made, .zone = RD_LOG_ZONE_STATED };
}

/* " 26h   678 1xVXhb-0000B4-1X <info@brightleaf.example> *** frozen ***" */
static gboolean
read_exim_head (RdLogListing *self,
                RdSlice       line)
{
  RdSlice     word = take_word (&line);
  guint64     size = 0;
  gsize       length;
  const char *end;

  if (!is_age (word))
    return FALSE;
  word = take_word (&line);
  if (rd_log_exim_id_length (word) != word.length || word.length == 0)
    {
      if (!read_size (word, &size))
        return FALSE;
      word = take_word (&line);
    }
  length = rd_log_exim_id_length (word);
  line = rd_slice_trim (line);
  end = rd_slice_find_char (line, '>');
  if (length == 0 || length != word.length || line.length == 0 || line.data[0] != '<' || end == NULL)
    return FALSE;

  open_exim_message (self, word);
  self->format = RD_LOG_EXIM_QUEUE;
  self->size = size;
  set_string (self->sender, rd_slice_range (line.data + 1, end));
  if (rd_slice_find (line, RD_SLICE_LITERAL ("*** frozen ***")) != NULL)
    self->status = RD_LOG_FROZEN;
  return TRUE;
}

/* Recipients of one line, separated by ";" or blanks. */
static void
emit_list (RdLogListing *self,
           RdLogEvent   *event,
           RdSlice       list,
           char          separator,
           RdLogEmit     emit,
           gpointer      user_data)
{
  while (list.length > 0)
    {
      RdSlice recipient = rd_slice_trim (rd_slice_take_until (&list, separator));

      if (recipient.length > 0)
        emit_recipient (self, event, recipient, self->status, emit, user_data);
    }
}

/* exiqgrep -b: "ID From: <s> To: r;r", -i: the id alone */
static gboolean
read_exiqgrep (RdLogListing *self,
               RdLogEvent   *event,
               RdSlice       line,
               RdLogEmit     emit,
               gpointer      user_data)
{
  gsize   length = rd_log_exim_id_length (line);
  RdSlice rest = rd_slice_skip (line, length);
  RdSlice sender;

  if (length == 0)
    return FALSE;
  if (rest.length > 0 && !rd_slice_take (&rest, RD_SLICE_LITERAL (" From: ")))
    return FALSE;
  open_exim_message (self, (RdSlice){ line.data, length });
  self->format = RD_LOG_EXIQGREP;
  self->has_sender = rest.length > 0;
  sender = rd_slice_take_until (&rest, ' ');
  set_string (self->sender, rd_slice_strip_angles (sender));
  if (rd_slice_take (&rest, RD_SLICE_LITERAL ("To: ")))
    emit_list (self, event, rest, ';', emit, user_data);
  rd_log_listing_finish (self, event, emit, user_data);
  return TRUE;
}

/* exiqgrep -l: "BIRTH ID\tAge: a\tSize: s\tFrom: <s>\tTo: r r" */
static gboolean
read_exiqgrep_report (RdLogListing *self,
                      RdLogEvent   *event,
                      RdSlice       line,
                      RdLogEmit     emit,
                      gpointer      user_data)
{
  RdSlice head = rd_slice_take_until (&line, '\t');
  RdSlice id;

  rd_slice_take_until (&head, ' ');
  id = rd_slice_trim (head);
  if (line.length == 0 || rd_log_exim_id_length (id) != id.length || id.length == 0)
    return FALSE;
  open_exim_message (self, id);
  self->format = RD_LOG_EXIQGREP;
  while (line.length > 0)
    {
      RdSlice field = rd_slice_take_until (&line, '\t');

      if (rd_slice_take (&field, RD_SLICE_LITERAL ("From: ")))
        set_string (self->sender, rd_slice_strip_angles (field));
      else if (rd_slice_take (&field, RD_SLICE_LITERAL ("Size: ")))
        read_size (field, &self->size);
      else if (rd_slice_take (&field, RD_SLICE_LITERAL ("To: ")))
        emit_list (self, event, field, ' ', emit, user_data);
    }
  rd_log_listing_finish (self, event, emit, user_data);
  return TRUE;
}

/* "3CA1FAA0AE0*     572 Mon Nov 23 17:19:29  info@kestrelworks.example" */
static gboolean
read_postfix_head (RdLogListing *self,
                   RdLogClock   *clock,
                   RdSlice       line)
{
  RdSlice   id = rd_slice_take_until (&line, ' ');
  RdSlice   size;
  RdSlice   stamp;
  RdLogTime time;
  guint64   bytes = 0;
  char      mark = '\0';

  while (id.length > 6 && rd_slice_find_char (RD_SLICE_LITERAL ("*!#"), id.data[id.length - 1]) != NULL)
    {
      mark = mark == '!' ? mark : id.data[id.length - 1];
      id.length--;
    }
  for (gsize i = 0; i < id.length; i++)
    {
      if (!g_ascii_isalnum (id.data[i]))
        return FALSE;
    }
  size = take_word (&line);
  take_word (&line);
  line = rd_slice_trim (line);
  stamp = (RdSlice){ line.data, MIN (line.length, 15) };
  clock->year = 0;
  if (id.length < 6 || id.length > 20 || !read_size (size, &bytes) || !rd_log_clock_read_syslog (clock, stamp, &time))
    return FALSE;

  self->format = RD_LOG_POSTFIX_QUEUE;
  self->status = mark == '!' ? RD_LOG_FROZEN : mark == '*' ? RD_LOG_QUEUED
                                                           : RD_LOG_DEFERRED;
  self->has_reason = FALSE;
  self->has_recipients = FALSE;
  self->size = bytes;
  self->time = time;
  set_string (self->queue_id, id);
  self->has_sender = TRUE;
  set_string (self->sender, rd_slice_trim (rd_slice_skip (line, 15)));
  if (strcmp (self->sender->str, "MAILER-DAEMON") == 0)
    g_string_truncate (self->sender, 0);
  return TRUE;
}

/* The lines under a head: reasons in brackets and recipients. */
static gboolean
read_below_head (RdLogListing *self,
                 RdLogEvent   *event,
                 RdLogEmit     emit,
                 gpointer      user_data)
{
  RdSlice     line = event->line;
  RdSlice     rest = rd_slice_trim (line);
  RdLogStatus status = self->status;

  if (self->format == RD_LOG_POSTFIX_QUEUE && rd_slice_starts (rest, RD_SLICE_LITERAL ("(")))
    {
      rest = rd_slice_skip (rest, 1);
      if (rd_slice_ends (rest, RD_SLICE_LITERAL (")")))
        rest.length--;
      set_string (self->reason, rest);
      self->has_reason = TRUE;
      return TRUE;
    }
  if (line.data[0] != ' ' && line.data[0] != '\t')
    return FALSE;
  if (self->format == RD_LOG_EXIM_QUEUE && (rd_slice_take (&rest, RD_SLICE_LITERAL ("D ")) || rd_slice_take (&rest, RD_SLICE_LITERAL ("+D "))))
    status = RD_LOG_DELIVERED;
  else if (self->format == RD_LOG_POSTFIX_QUEUE && !self->has_reason && status == RD_LOG_DEFERRED)
    status = RD_LOG_QUEUED;
  emit_recipient (self, event, rest, status, emit, user_data);
  return TRUE;
}

/* Lines around the messages. */
static gboolean
is_frame (RdSlice      line,
          RdLogFormat *format)
{
  if (rd_slice_starts (line, RD_SLICE_LITERAL ("-Queue ID-")) || rd_slice_starts (line, RD_SLICE_LITERAL ("Mail queue is empty")) ||
      (rd_slice_starts (line, RD_SLICE_LITERAL ("-- ")) && rd_slice_find (line, RD_SLICE_LITERAL (" Request")) != NULL))
    {
      *format = RD_LOG_POSTFIX_QUEUE;
      return TRUE;
    }
  if (rd_slice_find (line, RD_SLICE_LITERAL (" matches out of ")) != NULL && rd_slice_ends (line, RD_SLICE_LITERAL (" messages")))
    {
      *format = RD_LOG_EXIQGREP;
      return TRUE;
    }
  return FALSE;
}

/**
 * rd_log_listing_read:
 * @self: a listing
 * @clock: (inout): the clock of the log
 * @event: (inout): an event that has nothing but its line, which is not empty
 * @emit: called with what is to be told
 * @user_data: handed to @emit
 *
 * Reads a line of a queue listing.
 *
 * Returns: whether it is one
 */
gboolean
rd_log_listing_read (RdLogListing *self,
                     RdLogClock   *clock,
                     RdLogEvent   *event,
                     RdLogEmit     emit,
                     gpointer      user_data)
{
  RdSlice  line = event->line;
  gboolean is_head;

  /* An age is right-aligned, so a head may be indented a little too; "+D" stands
   * seven blanks in. */
  if (self->format == RD_LOG_EXIM_QUEUE && (line.data[0] == '\t' || rd_slice_starts (line, RD_SLICE_LITERAL ("       "))))
    {
      event->format = self->format;
      return read_below_head (self, event, emit, user_data);
    }
  if (self->format == RD_LOG_POSTFIX_QUEUE)
    {
      event->format = self->format;
      if (read_below_head (self, event, emit, user_data))
        return TRUE;
    }
  rd_log_listing_finish (self, event, emit, user_data);
  if (is_frame (line, &event->format))
    return TRUE;
  is_head = read_exim_head (self, line) || (g_ascii_isalnum (line.data[0]) && read_postfix_head (self, clock, line));
  if (is_head)
    {
      event->format = self->format;
      return TRUE;
    }
  if (read_exiqgrep (self, event, line, emit, user_data) || read_exiqgrep_report (self, event, line, emit, user_data))
    {
      event->format = RD_LOG_EXIQGREP;
      return TRUE;
    }
  return FALSE;
}
