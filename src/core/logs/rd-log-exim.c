/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lines of Exim's logs ("Log files" in its specification).  The flag behind the
 * message id decides what a line is, so that most lines cost a look at a few
 * bytes. */

#define G_LOG_DOMAIN "rd-log"

#include "config.h"

#include "rd-log-parse.h"

#define STAMP_LENGTH 19

/* "2026-11-23 17:38:01" */
static gboolean
looks_like_stamp (RdSlice line)
{
  const char *p = line.data;

  return line.length > STAMP_LENGTH && p[4] == '-' && p[7] == '-' && p[10] == ' ' && p[13] == ':' && p[16] == ':' &&
         g_ascii_isdigit (p[0]) && g_ascii_isdigit (p[3]) && g_ascii_isdigit (p[9]) && g_ascii_isdigit (p[18]);
}

/**
 * rd_log_exim_is_dull:
 * @line: a line
 *
 * Tells the most frequent lines of a busy log that say nothing about mail, so
 * that they cost no more than a glance.
 *
 * Returns: whether @line is one
 */
gboolean
rd_log_exim_is_dull (RdSlice line)
{
  RdSlice body = rd_slice_skip (line, STAMP_LENGTH + 1);

  if (!looks_like_stamp (line) || line.data[STAMP_LENGTH] != ' ' || body.length == 0)
    return FALSE;
  switch (body.data[0])
    {
    case 'c':
      return rd_slice_starts (body, RD_SLICE_LITERAL ("cwd="));
    case 'S':
      return rd_slice_starts (body, RD_SLICE_LITERAL ("SMTP connection "));
    case 'n':
      return rd_slice_starts (body, RD_SLICE_LITERAL ("no host name found "));
    case 'T':
      return rd_slice_starts (body, RD_SLICE_LITERAL ("TLS error "));
    default:
      return FALSE;
    }
}

/**
 * rd_log_exim_id_length:
 * @text: a text
 *
 * Measures the message id at the start of @text: 16 characters up to Exim 4.96,
 * 23 since.
 *
 * Returns: the length of the id, 0 if there is none
 */
gsize
rd_log_exim_id_length (RdSlice text)
{
  const char *p = text.data;
  gsize       length = 0;

  if (text.length >= 16 && p[6] == '-' && p[13] == '-')
    length = 16;
  else if (text.length >= 23 && p[6] == '-' && p[18] == '-')
    length = 23;
  if (length == 0 || (text.length > length && p[length] != ' '))
    return 0;
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isalnum (p[i]) && p[i] != '-')
        return 0;
    }
  return length;
}

/* "Frozen (delivery error message)", "frozen by root", "cancelled by
 * timeout_frozen_after", … */
static void
read_state (RdLogEvent *event,
            RdSlice     rest)
{
  static const RdSlice removals[] = {
    RD_SLICE_LITERAL ("removed by "),
    RD_SLICE_LITERAL ("cancelled by "),
  };

  event->kind = RD_LOG_NOTE;
  event->text = rest;
  if (rd_slice_take (&rest, RD_SLICE_LITERAL ("Frozen")))
    {
      event->kind = RD_LOG_OUTCOME;
      event->status = RD_LOG_FROZEN;
      event->text = rd_slice_trim (rest);
      if (event->text.length > 2 && event->text.data[0] == '(' && rd_slice_ends (event->text, RD_SLICE_LITERAL (")")))
        event->text = (RdSlice){ event->text.data + 1, event->text.length - 2 };
      return;
    }
  if (rd_slice_starts (rest, RD_SLICE_LITERAL ("frozen by ")))
    {
      event->kind = RD_LOG_OUTCOME;
      event->status = RD_LOG_FROZEN;
      return;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (removals); i++)
    {
      if (rd_slice_starts (rest, removals[i]))
        {
          event->kind = RD_LOG_OUTCOME;
          event->status = RD_LOG_REMOVED;
          return;
        }
    }
}

/* "H=mx.example [203.0.113.7] Connection refused": one host of a delivery. */
static void
read_host_trouble (RdLogEvent *event,
                   RdSlice     rest)
{
  if (rd_log_exim_read_refusal (event, rest))
    return;
  rd_log_exim_read_outcome (event, rest);
  event->kind = RD_LOG_TROUBLE;
}

/* What stands behind a message id. */
static void
read_message_line (RdLogClock *clock,
                   RdLogEvent *event,
                   RdSlice     rest)
{
  RdSlice after = rd_slice_skip (rest, 3);

  if (rest.length > 3 && rest.data[2] == ' ')
    {
      event->kind = RD_LOG_OUTCOME;
      switch (rest.data[0])
        {
        case '<':
        case '(':
          if (rest.data[1] != '=')
            break;
          rd_log_exim_read_arrival (event, after);
          rd_log_clock_learn (clock, event->queue_id, &event->time);
          return;
        case '=':
        case '-':
        case '>':
          if (rest.data[1] == '=' && rest.data[0] == '=')
            event->status = RD_LOG_DEFERRED;
          else if (rest.data[1] != '>')
            break;
          rd_log_exim_read_outcome (event, after);
          return;
        case '*':
          if (rest.data[1] == '>')
            {
              /* delivery suppressed by -N: a test, nothing was sent */
              event->kind = RD_LOG_NOTE;
              return;
            }
          if (rest.data[1] != '*')
            break;
          event->status = RD_LOG_FAILED;
          rd_log_exim_read_outcome (event, after);
          return;
        default:
          break;
        }
      event->kind = RD_LOG_NOTHING;
    }
  if (rd_slice_starts (rest, RD_SLICE_LITERAL ("Completed")))
    event->kind = RD_LOG_COMPLETED;
  else if (rd_slice_starts (rest, RD_SLICE_LITERAL ("H=")))
    read_host_trouble (event, rest);
  else if (rd_slice_starts (rest, RD_SLICE_LITERAL ("S")) || !rd_log_exim_read_refusal (event, rest))
    read_state (event, rest);
}

/* Words of Exim's own, without a message: other programs begin their lines with
 * such a stamp too. */
static gboolean
is_own_words (RdSlice body)
{
  static const RdSlice starts[] = {
    RD_SLICE_LITERAL ("exim "),
    RD_SLICE_LITERAL ("Start queue run"),
    RD_SLICE_LITERAL ("End queue run"),
    RD_SLICE_LITERAL ("SMTP "),
    RD_SLICE_LITERAL ("TLS "),
    RD_SLICE_LITERAL ("H="),
    RD_SLICE_LITERAL ("DKIM: "),
    RD_SLICE_LITERAL ("Warning: "),
    RD_SLICE_LITERAL ("no host name found "),
    RD_SLICE_LITERAL ("no IP address found "),
    RD_SLICE_LITERAL ("unexpected disconnection while reading SMTP "),
    RD_SLICE_LITERAL ("Tainted "),
    RD_SLICE_LITERAL ("socket bind() to port "),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (starts); i++)
    {
      if (rd_slice_starts (body, starts[i]))
        return TRUE;
    }
  return FALSE;
}

/**
 * rd_log_exim_read_body:
 * @clock: (inout): the clock of the log
 * @event: (inout): what the line says; its time is known
 * @body: the line behind stamp, zone and process id
 *
 * Reads a line of Exim without its frame.
 *
 * Returns: %TRUE, as Exim may write anything behind its stamp
 */
gboolean
rd_log_exim_read_body (RdLogClock *clock,
                       RdLogEvent *event,
                       RdSlice     body)
{
  gsize length = rd_log_exim_id_length (body);

  event->format = RD_LOG_EXIM;
  if (length > 0)
    {
      event->queue_id = (RdSlice){ body.data, length };
      read_message_line (clock, event, rd_slice_skip (body, length + 1));
    }
  else if (!rd_log_exim_read_refusal (event, body))
    event->is_vague = !is_own_words (body);
  return TRUE;
}

/**
 * rd_log_exim_read:
 * @clock: (inout): the clock of the log
 * @event: (inout): an event that has nothing but its line
 *
 * Reads a line of Exim's main, reject or panic log.
 *
 * Returns: whether it is one
 */
gboolean
rd_log_exim_read (RdLogClock *clock,
                  RdLogEvent *event)
{
  RdSlice rest = event->line;
  RdSlice zone = { NULL, 0 };
  gsize   stamp_length = STAMP_LENGTH;

  if (!looks_like_stamp (rest))
    return FALSE;
  if (rest.length > STAMP_LENGTH + 4 && rest.data[STAMP_LENGTH] == '.')
    stamp_length += 4;
  event->stamp = (RdSlice){ rest.data, stamp_length };
  rest = rd_slice_skip (rest, stamp_length);
  if (!rd_slice_take (&rest, RD_SLICE_LITERAL (" ")))
    return FALSE;
  if (rest.length > 6 && (rest.data[0] == '+' || rest.data[0] == '-') && rest.data[5] == ' ' && g_ascii_isdigit (rest.data[1]))
    {
      zone = (RdSlice){ rest.data, 5 };
      rest = rd_slice_skip (rest, 6);
    }
  if (rest.length > 2 && rest.data[0] == '[' && g_ascii_isdigit (rest.data[1]))
    {
      const char *end = rd_slice_find_char (rest, ']');

      if (end != NULL && end - rest.data <= 12)
        {
          rest = rd_slice_range (end + 1, rd_slice_end (rest));
          rd_slice_take (&rest, RD_SLICE_LITERAL (" "));
        }
    }
  if (!rd_log_clock_read_iso (clock, event->stamp, zone, &event->time))
    return FALSE;
  return rd_log_exim_read_body (clock, event, rest);
}
