/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What Postfix's daemons write into the system log. */

#define G_LOG_DOMAIN "rd-log"

#include "config.h"

#include "rd-log-parse.h"

/* Names of the daemons whose lines are read or known to be of no interest. */
static const RdSlice daemons[] = {
  RD_SLICE_LITERAL ("smtp"),
  RD_SLICE_LITERAL ("smtpd"),
  RD_SLICE_LITERAL ("lmtp"),
  RD_SLICE_LITERAL ("qmgr"),
  RD_SLICE_LITERAL ("nqmgr"),
  RD_SLICE_LITERAL ("cleanup"),
  RD_SLICE_LITERAL ("bounce"),
  RD_SLICE_LITERAL ("defer"),
  RD_SLICE_LITERAL ("trace"),
  RD_SLICE_LITERAL ("local"),
  RD_SLICE_LITERAL ("virtual"),
  RD_SLICE_LITERAL ("pipe"),
  RD_SLICE_LITERAL ("error"),
  RD_SLICE_LITERAL ("retry"),
  RD_SLICE_LITERAL ("discard"),
  RD_SLICE_LITERAL ("pickup"),
  RD_SLICE_LITERAL ("postscreen"),
  RD_SLICE_LITERAL ("verify"),
};

/**
 * rd_log_postfix_matches:
 * @syslog: a line of a system log
 *
 * Tells Postfix by the name of the program.  syslog_name may be anything, but
 * the daemon stands behind its last slash.
 *
 * Returns: whether the line is Postfix's
 */
gboolean
rd_log_postfix_matches (const RdSyslogLine *syslog)
{
  const char *slash = rd_slice_find_last_char (syslog->program, '/');
  RdSlice     daemon;

  if (rd_slice_starts (syslog->program, RD_SLICE_LITERAL ("postfix")))
    return TRUE;
  if (slash == NULL)
    return FALSE;
  daemon = rd_slice_range (slash + 1, rd_slice_end (syslog->program));
  for (gsize i = 0; i < G_N_ELEMENTS (daemons); i++)
    {
      if (rd_slice_equal (daemon, daemons[i]))
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_vowel (RdSlice text)
{
  for (gsize i = 0; i < text.length; i++)
    {
      if (rd_slice_find_char (RD_SLICE_LITERAL ("AEIOUaeiou"), text.data[i]) != NULL)
        return TRUE;
    }
  return FALSE;
}

/* Short ids are hexadecimal, long ones are digits and letters without vowels, so
 * that they are no words such as "statistics". */
static gsize
id_length (RdSlice text)
{
  gsize    length = 0;
  gboolean is_hex = TRUE;

  while (length < text.length && length < 24 && g_ascii_isalnum (text.data[length]))
    {
      if (!g_ascii_isxdigit (text.data[length]) || g_ascii_islower (text.data[length]))
        is_hex = FALSE;
      length++;
    }
  if (length + 1 >= text.length || text.data[length] != ':' || text.data[length + 1] != ' ')
    return 0;
  if (is_hex)
    return length >= 6 ? length : 0;
  return length >= 10 && !has_vowel ((RdSlice){ text.data, length }) ? length : 0;
}

/* The value of "key=" up to the next ", ". */
static RdSlice
find_value (RdSlice text,
            RdSlice key)
{
  const char *found = rd_slice_find (text, key);
  RdSlice     value;
  const char *end;

  if (found == NULL)
    return (RdSlice){ NULL, 0 };
  value = rd_slice_skip (rd_slice_range (found, rd_slice_end (text)), key.length);
  end = rd_slice_find (value, RD_SLICE_LITERAL (", "));
  return end != NULL ? rd_slice_until (value, end) : value;
}

/* "203.0.113.7", "2001:db8::7", not "private/dovecot-lmtp" */
static gboolean
looks_like_ip (RdSlice text)
{
  for (gsize i = 0; i < text.length; i++)
    {
      if (!g_ascii_isxdigit (text.data[i]) && text.data[i] != '.' && text.data[i] != ':' && text.data[i] != '%')
        return FALSE;
    }
  return text.length > 0;
}

/* "name[203.0.113.7]:25" */
static void
read_relay (RdLogEvent *event,
            RdSlice     relay)
{
  const char *open = rd_slice_find_char (relay, '[');
  const char *close = open != NULL ? rd_slice_find_char (rd_slice_range (open, rd_slice_end (relay)), ']') : NULL;

  event->transport = relay;
  if (close == NULL || !looks_like_ip (rd_slice_range (open + 1, close)))
    return;
  event->host = rd_slice_until (relay, open);
  event->ip = rd_slice_range (open + 1, close);
  event->transport = (RdSlice){ NULL, 0 };
}

static void
read_status (RdLogEvent *event,
             RdSlice     status)
{
  static const struct
  {
    RdSlice     word;
    RdLogStatus status;
  } words[] = {
    { RD_SLICE_LITERAL ("sent"), RD_LOG_DELIVERED },
    { RD_SLICE_LITERAL ("bounced"), RD_LOG_FAILED },
    { RD_SLICE_LITERAL ("deferred"), RD_LOG_DEFERRED },
    { RD_SLICE_LITERAL ("expired"), RD_LOG_EXPIRED },
    { RD_SLICE_LITERAL ("undeliverable"), RD_LOG_UNDELIVERABLE },
    { RD_SLICE_LITERAL ("deliverable"), RD_LOG_DELIVERABLE },
  };

  event->status = RD_LOG_QUEUED;
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (rd_slice_equal (status, words[i].word))
        event->status = words[i].status;
    }
}

/* "connect to mx.example[203.0.113.7]:25: Connection timed out": no relay is
 * named, as there was none. */
static void
read_unreached_host (RdLogEvent *event)
{
  RdSlice text = event->text;

  rd_slice_take (&text, RD_SLICE_LITERAL ("delivery temporarily suspended: "));
  if (!rd_slice_take (&text, RD_SLICE_LITERAL ("connect to ")))
    return;
  event->is_host_down = TRUE;
  if (event->ip.data == NULL)
    {
      const char *end = rd_slice_find (text, RD_SLICE_LITERAL ("]:"));
      const char *open = rd_slice_find_char (text, '[');

      if (end == NULL || open == NULL || open > end)
        return;
      event->last_host = rd_slice_until (text, open);
      event->last_ip = rd_slice_range (open + 1, end);
    }
}

/* "to=<r>, orig_to=<o>, relay=…, delay=…, dsn=5.1.1, status=bounced (text)" */
static gboolean
read_delivery (RdLogEvent         *event,
               const RdSyslogLine *syslog,
               RdSlice             body)
{
  const char *end = rd_slice_find (body, RD_SLICE_LITERAL (">, "));
  const char *state;
  RdSlice     status;

  if (end == NULL)
    return FALSE;
  event->recipient = rd_slice_range (body.data + 4, end);
  body = rd_slice_range (end + 3, rd_slice_end (body));
  if (rd_slice_take (&body, RD_SLICE_LITERAL ("orig_to=")))
    event->original = rd_slice_strip_angles (find_value (body, RD_SLICE_LITERAL ("")));
  state = rd_slice_find (body, RD_SLICE_LITERAL ("status="));
  if (state == NULL)
    return FALSE;
  status = rd_slice_skip (rd_slice_range (state, rd_slice_end (body)), 7);
  body = rd_slice_until (body, state);

  event->kind = RD_LOG_OUTCOME;
  read_relay (event, find_value (body, RD_SLICE_LITERAL ("relay=")));
  event->dsn = find_value (body, RD_SLICE_LITERAL ("dsn="));
  read_status (event, rd_slice_take_until (&status, ' '));
  if (status.length > 1 && status.data[0] == '(')
    {
      status = rd_slice_skip (status, 1);
      if (rd_slice_ends (status, RD_SLICE_LITERAL (")")))
        status.length--;
      event->text = status;
    }
  if (rd_slice_ends (syslog->program, RD_SLICE_LITERAL ("/discard")))
    event->status = RD_LOG_DISCARDED;
  event->is_waiting = event->status == RD_LOG_DEFERRED && rd_slice_starts (event->text, RD_SLICE_LITERAL ("delivery temporarily suspended"));
  read_unreached_host (event);
  return TRUE;
}

/* "from=<s>, size=968, nrcpt=1 (queue active)" or "…, status=expired, …" */
static void
read_queued (RdLogEvent *event,
             RdSlice     body)
{
  const char *end = rd_slice_find (body, RD_SLICE_LITERAL (">, "));
  RdSlice     size;

  if (end == NULL)
    return;
  event->sender = rd_slice_range (body.data + 6, end);
  if (rd_slice_find (body, RD_SLICE_LITERAL (", status=expired")) != NULL || rd_slice_find (body, RD_SLICE_LITERAL (", status=force-expired")) != NULL)
    {
      event->kind = RD_LOG_OUTCOME;
      event->status = RD_LOG_EXPIRED;
      event->text = rd_slice_range (end + 3, rd_slice_end (body));
      return;
    }
  event->kind = RD_LOG_ARRIVAL;
  size = find_value (body, RD_SLICE_LITERAL (", size="));
  for (gsize i = 0; i < size.length && i < 18 && g_ascii_isdigit (size.data[i]); i++)
    event->size = event->size * 10 + (guint64) (size.data[i] - '0');
}

/* The value of " key=<…>" behind a refusal. */
static RdSlice
find_angled (RdSlice text,
             RdSlice key)
{
  const char *found = rd_slice_find (text, key);
  const char *end;

  if (found == NULL)
    return (RdSlice){ NULL, 0 };
  text = rd_slice_skip (rd_slice_range (found, rd_slice_end (text)), key.length);
  end = rd_slice_find_char (text, '>');
  return end != NULL ? rd_slice_until (text, end) : text;
}

/* "header Subject: …", "body …": a rule for the words of a message, which the line
 * quotes. */
static gboolean
quotes_message (RdSlice body)
{
  return rd_slice_starts (body, RD_SLICE_LITERAL ("header ")) || rd_slice_starts (body, RD_SLICE_LITERAL ("body "));
}

/* Where the client is named: behind the first " from ", or, as a header line may
 * hold one itself, behind the last. */
static const char *
find_client (RdSlice body)
{
  static const RdSlice word = RD_SLICE_LITERAL (" from ");
  const char          *last = NULL;
  const char          *found;

  if (!quotes_message (body))
    return rd_slice_find (body, word);
  found = rd_slice_find (body, RD_SLICE_LITERAL ("]; from=<"));
  if (found != NULL)
    body = rd_slice_until (body, found + 1);
  while ((found = rd_slice_find (body, word)) != NULL)
    {
      last = found;
      body = rd_slice_skip (rd_slice_range (found, rd_slice_end (body)), word.length);
    }
  return last;
}

/* Cuts "; from=<s> to=<r> proto=… helo=<…>" off; what a rule for headers answers
 * stands behind it. */
static RdSlice
cut_envelope (RdSlice text)
{
  static const RdSlice marks[] = { RD_SLICE_LITERAL ("; from=<"), RD_SLICE_LITERAL ("; to=<"), RD_SLICE_LITERAL ("; proto=") };
  const char          *end;

  if (rd_slice_starts (text, RD_SLICE_LITERAL ("from=<")))
    {
      end = rd_slice_find (text, RD_SLICE_LITERAL (">: "));
      return end != NULL ? rd_slice_range (end + 3, rd_slice_end (text)) : (RdSlice){ NULL, 0 };
    }
  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      end = rd_slice_find (text, marks[i]);
      if (end != NULL)
        return rd_slice_until (text, end);
    }
  return text;
}

/* "CONNECT from [ip]:port: all server ports busy", "too many connections": what
 * postscreen answers with 421 and logs without. */
static gboolean
is_own_load (const RdLogEvent *event)
{
  return rd_slice_equal (event->stage, RD_SLICE_LITERAL ("CONNECT")) && g_ascii_islower (event->text.data[0]);
}

/* "RCPT from name[ip]: 550 5.1.1 <r>: text; from=<s> to=<r> proto=… helo=<…>" */
static gboolean
read_refusal (RdLogEvent *event,
              RdSlice     body)
{
  const char *from = find_client (body);
  const char *close;
  RdSlice     client;

  if (from == NULL)
    return FALSE;
  client = rd_slice_skip (rd_slice_range (from, rd_slice_end (body)), 6);
  close = rd_slice_find (client, RD_SLICE_LITERAL ("]"));
  if (close == NULL)
    return FALSE;

  event->kind = RD_LOG_OUTCOME;
  event->status = RD_LOG_REJECTED;
  event->is_inbound = TRUE;
  event->stage = quotes_message (body) ? RD_SLICE_LITERAL ("END-OF-MESSAGE") : rd_slice_until (body, from);
  read_relay (event, rd_slice_until (client, close + 1));
  event->text = rd_slice_range (close + 1, rd_slice_end (client));
  if (rd_slice_starts (event->text, RD_SLICE_LITERAL (":")) && event->text.length > 1 && g_ascii_isdigit (event->text.data[1]))
    rd_slice_take_until (&event->text, ' ');
  else
    event->text = rd_slice_skip (event->text, 1);
  event->sender = find_angled (event->text, RD_SLICE_LITERAL (" from=<"));
  event->recipient = find_angled (event->text, RD_SLICE_LITERAL (" to=<"));
  event->text = cut_envelope (rd_slice_trim (event->text));
  event->is_temporary = event->text.length > 3 && (event->text.data[0] == '4' || is_own_load (event));
  return TRUE;
}

/* Lines behind "QUEUEID: ". */
static void
read_message_line (RdLogEvent         *event,
                   const RdSyslogLine *syslog,
                   RdSlice             body)
{
  event->kind = RD_LOG_NOTE;
  switch (body.length > 0 ? body.data[0] : '\0')
    {
    case 't':
      if (rd_slice_starts (body, RD_SLICE_LITERAL ("to=<")) && read_delivery (event, syslog, body))
        return;
      break;
    case 'f':
      if (rd_slice_starts (body, RD_SLICE_LITERAL ("from=<")))
        read_queued (event, body);
      return;
    case 'r':
      if (rd_slice_equal (body, RD_SLICE_LITERAL ("removed")))
        event->kind = RD_LOG_COMPLETED;
      else if (rd_slice_take (&body, RD_SLICE_LITERAL ("reject: ")))
        read_refusal (event, body);
      return;
    case 'm':
      if (rd_slice_take (&body, RD_SLICE_LITERAL ("milter-reject: ")))
        read_refusal (event, body);
      else if (rd_slice_take (&body, RD_SLICE_LITERAL ("message-id=")))
        event->message_id = rd_slice_strip_angles (body);
      return;
    case 'h':
      if (rd_slice_starts (body, RD_SLICE_LITERAL ("host ")))
        {
          event->kind = RD_LOG_TROUBLE;
          event->text = body;
        }
      return;
    default:
      break;
    }
}

/**
 * rd_log_postfix_read:
 * @clock: (inout): the clock of the log
 * @syslog: a line of Postfix
 * @event: (inout): what the line says
 *
 * Reads a line of one of Postfix's daemons.
 *
 * Returns: whether its time could be read
 */
gboolean
rd_log_postfix_read (RdLogClock         *clock,
                     const RdSyslogLine *syslog,
                     RdLogEvent         *event)
{
  RdSlice body = syslog->body;
  gsize   length;

  if (!rd_log_syslog_read_time (clock, syslog, &event->time))
    return FALSE;
  event->format = RD_LOG_POSTFIX;
  event->stamp = syslog->stamp;
  if (rd_slice_take (&body, RD_SLICE_LITERAL ("NOQUEUE: ")))
    {
      if (rd_slice_take (&body, RD_SLICE_LITERAL ("reject: ")) || rd_slice_take (&body, RD_SLICE_LITERAL ("milter-reject: ")))
        read_refusal (event, body);
      return TRUE;
    }
  length = id_length (body);
  if (length > 0)
    {
      event->queue_id = (RdSlice){ body.data, length };
      read_message_line (event, syslog, rd_slice_skip (body, length + 2));
    }
  return TRUE;
}

/**
 * rd_log_postfix_read_fragment:
 * @event: (inout): an event that has nothing but its line
 * @text: a line without its stamp
 *
 * Reads what people copy out of a line of Postfix: from the queue id, or from
 * the recipient on.
 *
 * Returns: whether it is one
 */
gboolean
rd_log_postfix_read_fragment (RdLogEvent *event,
                              RdSlice     text)
{
  static const RdSlice sign = RD_SLICE_LITERAL ("to=<");
  RdSyslogLine         syslog = { .program = { "", 0 } };
  const char          *to = rd_slice_find (text, sign);

  if (to == NULL || rd_slice_find (text, RD_SLICE_LITERAL (", status=")) == NULL)
    return FALSE;
  if (to != text.data)
    {
      RdSlice     head = rd_slice_until (text, to);
      const char *blank;

      if (!rd_slice_ends (head, RD_SLICE_LITERAL (": ")))
        return FALSE;
      blank = rd_slice_find_last_char ((RdSlice){ head.data, head.length - 2 }, ' ');
      if (blank != NULL)
        head = rd_slice_range (blank + 1, rd_slice_end (head));
      if (id_length (head) == 0)
        return FALSE;
      event->queue_id = (RdSlice){ head.data, head.length - 2 };
    }
  event->format = RD_LOG_POSTFIX;
  return read_delivery (event, &syslog, rd_slice_range (to, rd_slice_end (text)));
}
