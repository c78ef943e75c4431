/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What OpenSMTPD and Sendmail write into the system log. */

#define G_LOG_DOMAIN "rd-log"

#include "config.h"

#include "rd-log-parse.h"

/* The value of " key=", quoted or up to @separator. */
static RdSlice
find_value (RdSlice text,
            RdSlice key,
            char    separator)
{
  const char *found = rd_slice_find (text, key);

  if (found == NULL)
    return (RdSlice){ NULL, 0 };
  text = rd_slice_skip (rd_slice_range (found, rd_slice_end (text)), key.length);
  if (rd_slice_take (&text, RD_SLICE_LITERAL ("\"")))
    {
      found = rd_slice_find (text, RD_SLICE_LITERAL ("\" "));
      if (found != NULL)
        return rd_slice_until (text, found);
      if (rd_slice_ends (text, RD_SLICE_LITERAL ("\"")))
        text.length--;
      return text;
    }
  return rd_slice_take_until (&text, separator);
}

static void
read_result (RdLogEvent *event,
             RdSlice     result)
{
  if (rd_slice_equal (result, RD_SLICE_LITERAL ("Ok")))
    event->status = RD_LOG_DELIVERED;
  else if (rd_slice_equal (result, RD_SLICE_LITERAL ("TempFail")))
    event->status = RD_LOG_DEFERRED;
  else
    event->status = RD_LOG_FAILED;
}

/* "[2001:db8::25]" becomes "2001:db8::25" */
static RdSlice
strip_brackets (RdSlice text)
{
  if (text.length > 2 && text.data[0] == '[' && rd_slice_ends (text, RD_SLICE_LITERAL ("]")))
    return (RdSlice){ text.data + 1, text.length - 2 };
  return text;
}

/* "203.0.113.11 (mx1.example)", "[2001:db8::25] (mx1.example)" */
static void
read_relay (RdLogEvent *event,
            RdSlice     relay)
{
  const char *open = rd_slice_find (relay, RD_SLICE_LITERAL (" ("));

  if (relay.data == NULL || relay.length == 0 || relay.data[0] == '<')
    return;
  if (open == NULL && rd_slice_find_char (relay, ':') == NULL && !g_ascii_isdigit (relay.data[relay.length - 1]))
    {
      /* no address was found for it */
      event->host = relay;
      return;
    }
  event->ip = strip_brackets (open != NULL ? rd_slice_until (relay, open) : relay);
  if (open != NULL && rd_slice_ends (relay, RD_SLICE_LITERAL (")")))
    event->host = rd_slice_range (open + 2, rd_slice_end (relay) - 1);
  if (rd_slice_equal (event->host, RD_SLICE_LITERAL ("<unknown>")))
    event->host = (RdSlice){ NULL, 0 };
}

/* "mta delivery evpid=… from=<> to=<> rcpt=<> relay="" result="" stat=""" */
static void
read_delivery (RdLogEvent *event,
               RdSlice     body)
{
  const char *stat = rd_slice_find (body, RD_SLICE_LITERAL (" stat="));
  RdSlice     original;

  event->kind = RD_LOG_OUTCOME;
  event->queue_id = find_value (body, RD_SLICE_LITERAL (" evpid="), ' ');
  event->sender = rd_slice_strip_angles (find_value (body, RD_SLICE_LITERAL (" from="), ' '));
  event->recipient = rd_slice_strip_angles (find_value (body, RD_SLICE_LITERAL (" to="), ' '));
  original = rd_slice_strip_angles (find_value (body, RD_SLICE_LITERAL (" rcpt="), ' '));
  if (original.length > 1 && !rd_slice_equal (original, event->recipient))
    event->original = original;
  read_relay (event, find_value (body, RD_SLICE_LITERAL (" relay="), ' '));
  read_result (event, find_value (body, RD_SLICE_LITERAL (" result="), ' '));
  if (stat != NULL)
    {
      event->text = rd_slice_skip (rd_slice_range (stat, rd_slice_end (body)), 6);
      if (rd_slice_take (&event->text, RD_SLICE_LITERAL ("\"")) && rd_slice_ends (event->text, RD_SLICE_LITERAL ("\"")))
        event->text.length--;
    }
  event->is_host_down = rd_slice_equal (event->text, RD_SLICE_LITERAL ("Network error on destination MXs"));
}

/* "relay: Expire for EVPID: from=<>, to=<>, rcpt=<>, delay=5d, stat=…" */
static void
read_expiry (RdLogEvent *event,
             RdSlice     body)
{
  event->kind = RD_LOG_OUTCOME;
  event->status = RD_LOG_EXPIRED;
  event->queue_id = rd_slice_take_until (&body, ':');
  event->sender = rd_slice_strip_angles (find_value (body, RD_SLICE_LITERAL (" from="), ','));
  event->recipient = rd_slice_strip_angles (find_value (body, RD_SLICE_LITERAL (" to="), ','));
  event->text = find_value (body, RD_SLICE_LITERAL (" stat="), '\n');
}

/* "smtp failed-command command="RCPT TO:<r>" result="550 …"": mail this server
 * would not take. */
static void
read_refusal (RdLogEvent *event,
              RdSlice     body)
{
  RdSlice     command = find_value (body, RD_SLICE_LITERAL (" command="), ' ');
  const char *result = rd_slice_find (body, RD_SLICE_LITERAL (" result=\""));
  const char *open = rd_slice_find_char (command, '<');

  if (result == NULL || (!rd_slice_starts (command, RD_SLICE_LITERAL ("RCPT ")) && !rd_slice_starts (command, RD_SLICE_LITERAL ("MAIL ")) && !rd_slice_starts (command, RD_SLICE_LITERAL ("DATA"))))
    return;
  event->kind = RD_LOG_OUTCOME;
  event->status = RD_LOG_REJECTED;
  event->is_inbound = TRUE;
  event->stage = (RdSlice){ command.data, 4 };
  event->text = rd_slice_skip (rd_slice_range (result, rd_slice_end (body)), 9);
  if (rd_slice_ends (event->text, RD_SLICE_LITERAL ("\"")))
    event->text.length--;
  event->is_temporary = rd_slice_starts (event->text, RD_SLICE_LITERAL ("4"));
  if (open != NULL)
    {
      RdSlice address = rd_slice_skip (rd_slice_range (open, rd_slice_end (command)), 1);

      *(command.data[0] == 'R' ? &event->recipient : &event->sender) = rd_slice_take_until (&address, '>');
    }
}

/**
 * rd_log_opensmtpd_read:
 * @clock: (inout): the clock of the log
 * @syslog: a line of "smtpd"
 * @event: (inout): what the line says
 *
 * Reads a line of OpenSMTPD.
 *
 * Returns: whether its time could be read
 */
gboolean
rd_log_opensmtpd_read (RdLogClock         *clock,
                       const RdSyslogLine *syslog,
                       RdLogEvent         *event)
{
  RdSlice     body = syslog->body;
  const char *blank = rd_slice_find_char (body, ' ');
  RdSlice     rest = blank != NULL ? rd_slice_range (blank, rd_slice_end (body)) : body;

  if (!rd_log_syslog_read_time (clock, syslog, &event->time))
    return FALSE;
  event->format = RD_LOG_OPENSMTPD;
  event->stamp = syslog->stamp;
  if (rd_slice_starts (rest, RD_SLICE_LITERAL (" mta delivery ")) || rd_slice_starts (rest, RD_SLICE_LITERAL (" mda delivery ")))
    read_delivery (event, rest);
  else if (rd_slice_take (&rest, RD_SLICE_LITERAL (" Expire for ")))
    read_expiry (event, rest);
  else if (rd_slice_starts (rest, RD_SLICE_LITERAL (" smtp failed-command ")))
    read_refusal (event, rest);
  else if (rd_slice_starts (rest, RD_SLICE_LITERAL (" smtp message ")))
    {
      event->kind = RD_LOG_NOTE;
      event->queue_id = find_value (rest, RD_SLICE_LITERAL (" msgid="), ' ');
    }
  else if (rd_slice_starts (rest, RD_SLICE_LITERAL (" smtp envelope ")))
    {
      event->kind = RD_LOG_NOTE;
      event->queue_id = find_value (rest, RD_SLICE_LITERAL (" evpid="), ' ');
    }
  return TRUE;
}

/* "to=<a@b.example>,<c@b.example>, delay=…": all that had the same end */
static void
read_recipients (RdLogEvent *event,
                 RdSlice     body)
{
  RdSlice     list = rd_slice_skip (body, 3);
  const char *end = rd_slice_find (list, RD_SLICE_LITERAL (", "));

  if (end != NULL)
    list = rd_slice_until (list, end);
  event->recipient = rd_slice_strip_angles (rd_slice_take_until (&list, ','));
  event->more_recipients = list;
}

/* "mx.example. [203.0.113.7]", "mx.example. [IPv6:2001:db8:0:0:0:0:0:25]",
 * "[127.0.0.1] [127.0.0.1]" */
static void
read_sendmail_relay (RdLogEvent *event,
                     RdSlice     relay)
{
  const char *open = rd_slice_find (relay, RD_SLICE_LITERAL (" ["));
  gboolean    is_named = !rd_slice_starts (relay, RD_SLICE_LITERAL ("["));

  if ((is_named && open == NULL) || !rd_slice_ends (relay, RD_SLICE_LITERAL ("]")))
    return;
  event->ip = rd_slice_range (open == NULL ? relay.data + 1 : open + 2, rd_slice_end (relay) - 1);
  rd_slice_take (&event->ip, RD_SLICE_LITERAL ("IPv6:"));
  if (is_named)
    event->host = rd_slice_until (relay, open);
  if (rd_slice_ends (event->host, RD_SLICE_LITERAL (".")))
    event->host.length--;
}

static guint64
read_number (RdSlice text)
{
  guint64 number = 0;

  for (gsize i = 0; i < text.length && i < 18 && g_ascii_isdigit (text.data[i]); i++)
    number = number * 10 + (guint64) (text.data[i] - '0');
  return number;
}

/* "Deferred: Connection refused by mx.example.", "Sent (…)", "User unknown" */
static void
read_sendmail_status (RdLogEvent *event,
                      RdSlice     status)
{
  RdSlice reply = event->text;

  event->text = status;
  if (rd_slice_starts (status, RD_SLICE_LITERAL ("Sent")))
    event->status = RD_LOG_DELIVERED;
  else if (rd_slice_take (&event->text, RD_SLICE_LITERAL ("Deferred")))
    {
      event->status = RD_LOG_DEFERRED;
      rd_slice_take (&event->text, RD_SLICE_LITERAL (": "));
      event->is_host_down = rd_slice_starts (event->text, RD_SLICE_LITERAL ("Connection ")) || rd_slice_starts (event->text, RD_SLICE_LITERAL ("No route to host"));
    }
  else if (rd_slice_starts (status, RD_SLICE_LITERAL ("Cannot send message")))
    event->status = RD_LOG_EXPIRED;
  else if (rd_slice_equal (status, RD_SLICE_LITERAL ("queued")))
    event->status = RD_LOG_QUEUED;
  else if (event->dsn.length > 0 && event->dsn.data[0] == '4')
    event->status = RD_LOG_DEFERRED;
  else
    event->status = RD_LOG_FAILED;
  if (reply.data != NULL && event->status != RD_LOG_DELIVERED)
    event->text = reply;
}

/* "ruleset=check_rcpt, arg1=<r>, relay=name [ip], reject=550 5.7.1 <r>... text" */
static gboolean
read_sendmail_refusal (RdLogEvent *event,
                       RdSlice     body)
{
  static const RdSlice word = RD_SLICE_LITERAL (", reject=");
  const char          *reject = rd_slice_find (body, word);
  RdSlice              head;
  RdSlice              argument;

  if (!rd_slice_starts (body, RD_SLICE_LITERAL ("ruleset=")) || reject == NULL)
    return FALSE;
  head = rd_slice_until (body, reject);
  argument = rd_slice_strip_angles (find_value (head, RD_SLICE_LITERAL (", arg1="), ','));
  event->kind = RD_LOG_OUTCOME;
  event->status = RD_LOG_REJECTED;
  event->is_inbound = TRUE;
  event->text = rd_slice_range (reject + word.length, rd_slice_end (body));
  event->is_temporary = event->text.length > 0 && event->text.data[0] == '4';
  read_sendmail_relay (event, find_value (head, RD_SLICE_LITERAL (", relay="), ','));
  if (rd_slice_starts (head, RD_SLICE_LITERAL ("ruleset=check_rcpt")))
    {
      event->stage = RD_SLICE_LITERAL ("RCPT");
      event->recipient = argument;
    }
  else if (rd_slice_starts (head, RD_SLICE_LITERAL ("ruleset=check_mail")))
    {
      event->stage = RD_SLICE_LITERAL ("MAIL");
      event->sender = argument;
    }
  else if (rd_slice_starts (head, RD_SLICE_LITERAL ("ruleset=check_relay")))
    event->stage = RD_SLICE_LITERAL ("CONNECT");
  return TRUE;
}

/**
 * rd_log_sendmail_read:
 * @clock: (inout): the clock of the log
 * @syslog: a line of "sendmail" or "sm-mta"
 * @event: (inout): what the line says
 *
 * Reads a line of Sendmail.
 *
 * Returns: whether its time could be read
 */
gboolean
rd_log_sendmail_read (RdLogClock         *clock,
                      const RdSyslogLine *syslog,
                      RdLogEvent         *event)
{
  RdSlice     body = syslog->body;
  RdSlice     id = rd_slice_take_until (&body, ':');
  const char *stat;
  const char *reply;

  if (!rd_log_syslog_read_time (clock, syslog, &event->time))
    return FALSE;
  event->format = RD_LOG_SENDMAIL;
  event->stamp = syslog->stamp;
  if (read_sendmail_refusal (event, syslog->body))
    return TRUE;
  if (id.length < 14 || id.length > 24 || rd_slice_find_char (id, ' ') != NULL || !rd_slice_take (&body, RD_SLICE_LITERAL (" ")))
    return TRUE;
  event->queue_id = id;
  event->kind = RD_LOG_NOTE;
  if (read_sendmail_refusal (event, body))
    return TRUE;
  if (rd_slice_starts (body, RD_SLICE_LITERAL ("from=")))
    {
      event->kind = RD_LOG_ARRIVAL;
      event->sender = rd_slice_strip_angles (find_value (body, RD_SLICE_LITERAL ("from="), ','));
      event->size = read_number (find_value (body, RD_SLICE_LITERAL (", size="), ','));
      return TRUE;
    }
  stat = rd_slice_find (body, RD_SLICE_LITERAL (", stat="));
  if (!rd_slice_starts (body, RD_SLICE_LITERAL ("to=")) || stat == NULL)
    return TRUE;

  event->kind = RD_LOG_OUTCOME;
  read_recipients (event, body);
  event->dsn = find_value (body, RD_SLICE_LITERAL (", dsn="), ',');
  read_sendmail_relay (event, find_value (body, RD_SLICE_LITERAL (", relay="), ','));
  reply = rd_slice_find (rd_slice_until (body, stat), RD_SLICE_LITERAL (", reply="));
  if (reply != NULL)
    event->text = rd_slice_range (reply + 8, stat);
  read_sendmail_status (event, rd_slice_range (stat + 7, rd_slice_end (body)));
  return TRUE;
}
