/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The "KEY=value" fields behind an address in Exim's logs, in any choice its
 * log_selector allows, and the free text behind them. */

#define G_LOG_DOMAIN "rd-log"

#include "config.h"

#include "rd-log-parse.h"

/* "retry time not reached" and its siblings (macros.h of Exim): nothing was
 * tried. */
#define ERRNO_FIRST_RETRY -52
#define ERRNO_LAST_RETRY -54

/* What a system answers when a host cannot be reached at all. */
static const RdSlice host_down[] = {
  RD_SLICE_LITERAL ("Connection timed out"),
  RD_SLICE_LITERAL ("Connection refused"),
  RD_SLICE_LITERAL ("No route to host"),
  RD_SLICE_LITERAL ("Network is unreachable"),
  RD_SLICE_LITERAL ("Connection reset by peer"),
  RD_SLICE_LITERAL ("Host is unreachable"),
};

/* A quoted value, in which quotes and backslashes are escaped.  @rest stands
 * behind the opening quote. */
static RdSlice
take_quoted (RdSlice *rest)
{
  RdSlice     value;
  const char *quote = rest->data;

  while ((quote = rd_slice_find_char (rd_slice_range (quote, rd_slice_end (*rest)), '"')) != NULL)
    {
      const char *before = quote;

      while (before > rest->data && before[-1] == '\\')
        before--;
      if ((quote - before) % 2 == 0)
        {
          value = rd_slice_until (*rest, quote);
          *rest = rd_slice_range (quote + 1, rd_slice_end (*rest));
          return value;
        }
      quote++;
    }
  value = *rest;
  *rest = rd_slice_skip (*rest, rest->length);
  return value;
}

/* A value up to the next blank.  A colon at its end belongs to the text that
 * follows and stays in @rest. */
static RdSlice
take_value (RdSlice *rest)
{
  RdSlice     value;
  const char *end;

  if (rd_slice_take (rest, RD_SLICE_LITERAL ("\"")))
    return take_quoted (rest);
  if (rest->length > 0 && rest->data[0] == '<' && (end = rd_slice_find_char (*rest, '>')) != NULL)
    end++;
  else
    end = rd_slice_find_char (*rest, ' ');
  if (end == NULL)
    end = rd_slice_end (*rest);
  value = rd_slice_until (*rest, end);
  if (value.length > 0 && end < rd_slice_end (*rest) && end[-1] == ':')
    value.length--;
  *rest = rd_slice_skip (*rest, value.length);
  return value;
}

/**
 * rd_log_exim_take_host:
 * @event: (inout): gets name and address
 * @rest: (inout): stands before the host, afterwards behind it
 *
 * Reads "mx.example (helo) [203.0.113.7]:25*".  Of several pairs of brackets the
 * last one holds the address, as a greeting may be a literal too.
 */
void
rd_log_exim_take_host (RdLogEvent *event,
                       RdSlice    *rest)
{
  const char *end;

  if (rest->length > 0 && rest->data[0] != '(' && rest->data[0] != '[')
    event->host = take_value (rest);
  rd_slice_take (rest, RD_SLICE_LITERAL (" DS"));
  if (rd_slice_starts (*rest, RD_SLICE_LITERAL (" (")) || rd_slice_starts (*rest, RD_SLICE_LITERAL ("(")))
    {
      end = rd_slice_find (*rest, RD_SLICE_LITERAL (") ["));
      if (end == NULL)
        return;
      *rest = rd_slice_range (end + 1, rd_slice_end (*rest));
    }
  if (rd_slice_starts (*rest, RD_SLICE_LITERAL (" [")))
    *rest = rd_slice_skip (*rest, 1);
  if (!rd_slice_starts (*rest, RD_SLICE_LITERAL ("[")))
    return;
  end = rd_slice_find_char (*rest, ']');
  if (end == NULL)
    return;
  event->ip = rd_slice_range (rest->data + 1, end);
  *rest = rd_slice_range (end + 1, rd_slice_end (*rest));
  if (rest->length > 1 && rest->data[0] == ':' && g_ascii_isdigit (rest->data[1]))
    {
      gsize digits = 1;

      while (digits < rest->length && g_ascii_isdigit (rest->data[digits]))
        digits++;
      *rest = rd_slice_skip (*rest, digits);
    }
  rd_slice_take (rest, RD_SLICE_LITERAL ("*"));
}

/* Behind "defer": " (-44)" or, since 4.100, " (Connection refused)". */
static void
take_defer_reason (RdLogEvent *event,
                   RdSlice    *rest)
{
  const char *end;
  RdSlice     reason;

  if (!rd_slice_starts (*rest, RD_SLICE_LITERAL (" (")))
    return;
  end = rd_slice_find_char (*rest, ')');
  if (end == NULL)
    return;
  reason = rd_slice_range (rest->data + 2, end);
  *rest = rd_slice_range (end + 1, rd_slice_end (*rest));
  if (reason.length > 0 && (reason.data[0] == '-' || g_ascii_isdigit (reason.data[0])))
    {
      gboolean negative = reason.data[0] == '-';
      int      number = (int) MIN (rd_slice_read_number (rd_slice_skip (reason, negative ? 1 : 0)), 100000);

      event->error_number = negative ? -number : number;
    }
  else
    event->text = reason;
}

static gsize
key_length (RdSlice rest)
{
  gsize length = 0;

  while (length < rest.length && length < 8 && g_ascii_isalnum (rest.data[length]))
    length++;
  if (length > 0 && length < rest.length && rest.data[length] == '*')
    length++;
  return length > 0 && length < rest.length && rest.data[length] == '=' ? length : 0;
}

/* A flag without a value: "K", "L-", "PRDR", "TFO*". */
static gsize
flag_length (RdSlice rest)
{
  gsize length = 0;

  while (length < rest.length && length < 6 && (g_ascii_isupper (rest.data[length]) || strchr ("*.-", rest.data[length]) != NULL) && rest.data[length] != '\0')
    length++;
  if (length == 0 || !g_ascii_isupper (rest.data[0]))
    return 0;
  return length == rest.length || rest.data[length] == ' ' || rest.data[length] == ':' ? length : 0;
}

static void
store_field (RdLogEvent *event,
             RdSlice     key,
             RdSlice     value)
{
  if (key.length == 1)
    {
      switch (key.data[0])
        {
        case 'R':
          /* of an arrival it is the id of the message that bounced */
          if (event->kind != RD_LOG_ARRIVAL)
            event->router = value;
          break;
        case 'T':
          if (event->kind == RD_LOG_ARRIVAL)
            event->subject = value;
          else
            event->transport = value;
          break;
        case 'S':
          event->size = rd_slice_read_number (value);
          break;
        case 'F':
          event->sender = rd_slice_strip_angles (value);
          break;
        case 'C':
          event->text = value;
          break;
        default:
          break;
        }
    }
  else if (rd_slice_starts (key, RD_SLICE_LITERAL ("id")) && event->kind == RD_LOG_ARRIVAL)
    event->message_id = value;
}

/* Reads fields up to the text, which is left in @rest.  Returns whether there
 * is a text. */
static gboolean
take_fields (RdLogEvent *event,
             RdSlice    *rest)
{
  while (rest->length > 0)
    {
      gsize length;

      if (rd_slice_take (rest, RD_SLICE_LITERAL (": ")) || rd_slice_take (rest, RD_SLICE_LITERAL (" : ")))
        return TRUE;
      if (!rd_slice_take (rest, RD_SLICE_LITERAL (" ")))
        return FALSE;
      if (rd_slice_take (rest, RD_SLICE_LITERAL ("H=")))
        rd_log_exim_take_host (event, rest);
      else if ((length = key_length (*rest)) > 0)
        {
          RdSlice key = { rest->data, length };

          *rest = rd_slice_skip (*rest, length + 1);
          store_field (event, key, take_value (rest));
        }
      else if (event->kind == RD_LOG_ARRIVAL && (rd_slice_starts (*rest, RD_SLICE_LITERAL ("for ")) || rd_slice_starts (*rest, RD_SLICE_LITERAL ("from <"))))
        return FALSE;
      else if (rd_slice_take (rest, RD_SLICE_LITERAL ("routing defer")) || rd_slice_take (rest, RD_SLICE_LITERAL ("defer")))
        take_defer_reason (event, rest);
      else if ((length = flag_length (*rest)) > 0)
        *rest = rd_slice_skip (*rest, length);
      else
        return TRUE;
    }
  return FALSE;
}

/* Whether what stands behind a blank can only follow an address. */
static gboolean
ends_address (RdSlice after)
{
  switch (after.length > 2 ? after.data[0] : '\0')
    {
    case 'R':
    case 'T':
      return after.data[1] == '=';
    case 'F':
    case 'P':
      return after.data[1] == '=' && after.data[2] == '<';
    case ':':
      return after.data[1] == ' ';
    case 'r':
      return rd_slice_starts (after, RD_SLICE_LITERAL ("routing defer"));
    case 'd':
      return rd_slice_starts (after, RD_SLICE_LITERAL ("defer"));
    default:
      return FALSE;
    }
}

/* Where the address at the start of @rest ends.  Pipes and file names hold
 * blanks, so only what can follow an address ends it. */
static gsize
address_length (RdSlice rest)
{
  static const RdSlice blackhole = RD_SLICE_LITERAL (":blackhole:");
  gboolean             quoted = FALSE;

  for (gsize i = rd_slice_starts (rest, blackhole) ? blackhole.length : 0; i < rest.length; i++)
    {
      char c = rest.data[i];

      if (c == '\\' && quoted)
        i++;
      else if (c == '"')
        quoted = i == 0 || (quoted ? FALSE : rest.data[i - 1] == '<');
      else if (quoted)
        continue;
      else if (c == ':' && i + 1 < rest.length && rest.data[i + 1] == ' ')
        return i;
      else if (c == ' ' && ends_address (rd_slice_skip (rest, i + 1)))
        return i;
    }
  return rest.length;
}

/* "final (parents) <original>" */
static void
read_address (RdLogEvent *event,
              RdSlice     address)
{
  const char *open;

  if (rd_slice_ends (address, RD_SLICE_LITERAL (">")) && (open = rd_slice_find (address, RD_SLICE_LITERAL (" <"))) != NULL)
    {
      event->original = rd_slice_range (open + 2, rd_slice_end (address) - 1);
      address = rd_slice_until (address, open);
    }
  if (rd_slice_ends (address, RD_SLICE_LITERAL (")")) && (open = rd_slice_find (address, RD_SLICE_LITERAL (" ("))) != NULL)
    address = rd_slice_until (address, open);
  event->recipient = address;
}

/* Cuts " DT=0.042s" off, which some fields follow the text with. */
static void
trim_times (RdSlice *text)
{
  static const RdSlice keys[] = { RD_SLICE_LITERAL (" DT="), RD_SLICE_LITERAL (" QT=") };
  gboolean             found = TRUE;

  while (found)
    {
      const char *blank = rd_slice_find_last_char (*text, ' ');

      found = FALSE;
      for (gsize i = 0; blank != NULL && i < G_N_ELEMENTS (keys) && !found; i++)
        {
          RdSlice last = rd_slice_range (blank, rd_slice_end (*text));

          found = last.length > 5 && last.length < 24 && rd_slice_starts (last, keys[i]) && g_ascii_isdigit (last.data[4]);
        }
      if (found)
        *text = rd_slice_until (*text, blank);
    }
}

/* "Connection refused H=mx.example [203.0.113.7]: SMTP error …": older versions
 * put the host behind the reason of a deferral. */
static void
move_late_host (RdLogEvent *event)
{
  const char *found = rd_slice_find (event->text, RD_SLICE_LITERAL (" H="));
  RdSlice     rest;

  if (found == NULL || event->host.data != NULL || event->ip.data != NULL)
    return;
  rest = rd_slice_skip (rd_slice_range (found, rd_slice_end (event->text)), 3);
  rd_log_exim_take_host (event, &rest);
  if (event->ip.data == NULL)
    {
      event->host = (RdSlice){ NULL, 0 };
      return;
    }
  event->text = rd_slice_until (event->text, found);
  if (take_fields (event, &rest) && rest.length > 0)
    event->text = rest;
}

/* "… after RCPT TO:<a@b.example>: host mx.example [203.0.113.7]: 550 …" and
 * "Remote host mx.example [203.0.113.7] closed connection …": versions before
 * 4.83 name the host in the text. */
static void
find_host_in_text (RdLogEvent *event)
{
  static const RdSlice word = RD_SLICE_LITERAL (": host ");
  RdSlice              rest = event->text;

  if (event->ip.data != NULL || event->host.data != NULL)
    return;
  if (rd_slice_starts (rest, RD_SLICE_LITERAL ("SMTP error from remote ")))
    {
      const char *found = rd_slice_find (rest, word);

      if (found == NULL)
        return;
      rest = rd_slice_skip (rd_slice_range (found, rd_slice_end (rest)), word.length);
    }
  else if (!rd_slice_take (&rest, RD_SLICE_LITERAL ("Remote host ")) && !rd_slice_take (&rest, RD_SLICE_LITERAL ("SMTP timeout while connected to ")))
    return;
  rd_log_exim_take_host (event, &rest);
  if (event->ip.data == NULL)
    event->host = (RdSlice){ NULL, 0 };
}

static void
judge_outcome (RdLogEvent *event)
{
  if (event->text.data == NULL)
    event->text = (RdSlice){ "", 0 };
  if (event->status == RD_LOG_FAILED && rd_slice_find (event->text, RD_SLICE_LITERAL ("retry timeout exceeded")) != NULL)
    event->status = RD_LOG_EXPIRED;
  if (event->status == RD_LOG_DEFERRED)
    event->is_waiting = (event->error_number <= ERRNO_FIRST_RETRY && event->error_number >= ERRNO_LAST_RETRY) ||
                        rd_slice_starts (event->text, RD_SLICE_LITERAL ("retry time not reached"));
  for (gsize i = 0; i < G_N_ELEMENTS (host_down); i++)
    {
      if (rd_slice_starts (event->text, host_down[i]))
        event->is_host_down = TRUE;
    }
  find_host_in_text (event);
}

/**
 * rd_log_exim_read_outcome:
 * @event: (inout): its kind and status are known
 * @rest: the line behind the flag, or behind the id for a line about a host
 *
 * Reads address, fields and text of a delivery, failure or deferral.
 */
void
rd_log_exim_read_outcome (RdLogEvent *event,
                          RdSlice     rest)
{
  gboolean is_delivery = event->status == RD_LOG_DELIVERED;

  if (rd_slice_starts (rest, RD_SLICE_LITERAL ("H=")))
    {
      rd_slice_take (&rest, RD_SLICE_LITERAL ("H="));
      rd_log_exim_take_host (event, &rest);
    }
  else
    {
      gsize length = address_length (rest);

      read_address (event, (RdSlice){ rest.data, length });
      rest = rd_slice_skip (rest, length);
    }
  if (take_fields (event, &rest))
    {
      trim_times (&rest);
      if (rest.length > 0)
        event->text = rest;
      if (event->status == RD_LOG_DEFERRED)
        move_late_host (event);
    }
  if (is_delivery)
    {
      if (rd_slice_equal (event->recipient, RD_SLICE_LITERAL (":blackhole:")) || rd_slice_equal (event->recipient, RD_SLICE_LITERAL ("discarded")))
        event->status = RD_LOG_DISCARDED;
      return;
    }
  judge_outcome (event);
}

/**
 * rd_log_exim_read_arrival:
 * @event: (inout): a line with "<="
 * @rest: the line behind the flag
 *
 * Reads sender and fields of a message that came in.
 */
void
rd_log_exim_read_arrival (RdLogEvent *event,
                          RdSlice     rest)
{
  gsize length = 0;

  event->kind = RD_LOG_ARRIVAL;
  if (rest.length > 0 && rest.data[0] == '"')
    {
      RdSlice after = rd_slice_skip (rest, 1);

      take_quoted (&after);
      length = rest.length - after.length;
    }
  while (length < rest.length && rest.data[length] != ' ')
    length++;
  event->sender = (RdSlice){ rest.data, length };
  if (rd_slice_equal (event->sender, RD_SLICE_LITERAL ("<>")))
    event->sender.length = 0;
  rest = rd_slice_skip (rest, length);
  take_fields (event, &rest);
  /* host and reply on arrival are those of the client, not of a delivery */
  event->text = (RdSlice){ NULL, 0 };
}
