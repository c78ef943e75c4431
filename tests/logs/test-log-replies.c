/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The formal part of what servers say, out of the words logs keep: it decides who
 * is to blame, so a word too much is as bad as one too few. */

#include "log-testing.h"

#include "rd-log-reply.h"

typedef struct
{
  const char *name;
  RdLogFormat format;
  const char *text;
  const char *code;     /* (nullable) */
  const char *enhanced; /* (nullable) */
  RdPhase     phase;
} ReplyRow;

static const ReplyRow replies[] = {
  { "exim-initial-connection", RD_LOG_EXIM, "SMTP error from remote mail server after initial connection: 554 mx.partner.example you are listed", "554", NULL, RD_PHASE_CONNECT },
  { "exim-ehlo", RD_LOG_EXIM, "SMTP error from remote mail server after EHLO mail.bakery.example: 550 5.7.1 bad name", "550", "5.7.1", RD_PHASE_HELO },
  { "exim-starttls", RD_LOG_EXIM, "SMTP error from remote mail server after STARTTLS: 454 4.7.0 TLS not available", "454", "4.7.0", RD_PHASE_HELO },
  { "exim-mail", RD_LOG_EXIM, "SMTP error from remote mail server after MAIL FROM:<anna@bakery.example> SIZE=10: 552 5.3.4 too big", "552", "5.3.4", RD_PHASE_MAIL },
  { "exim-pipelined-rcpt", RD_LOG_EXIM, "SMTP error from remote mail server after pipelined RCPT TO:<kim@partner.example>: 550 no", "550", NULL, RD_PHASE_RCPT },
  { "exim-data", RD_LOG_EXIM, "SMTP error from remote mail server after DATA: 554 5.5.1 no valid recipients", "554", "5.5.1", RD_PHASE_DATA },
  { "exim-end-of-data", RD_LOG_EXIM, "SMTP error from remote mail server after end of data: 550-5.7.1 a", "550", "5.7.1", RD_PHASE_END_OF_DATA },
  { "exim-own-words-with-digits", RD_LOG_EXIM, "550 is what the administrator wrote here", NULL, NULL, RD_PHASE_UNKNOWN },
  { "exim-recipient-looks-like-a-code", RD_LOG_EXIM, "SMTP error from remote mail server after RCPT TO:<550@partner.example>: 451 4.3.0 later", "451", "4.3.0", RD_PHASE_RCPT },
  { "exim-no-code-at-all", RD_LOG_EXIM, "Malformed SMTP reply in response to RCPT TO:<kim@partner.example>: hello", NULL, NULL, RD_PHASE_RCPT },
  { "postfix-connect", RD_LOG_POSTFIX, "host mx.partner.example[203.0.113.31] refused to talk to me: 421 4.7.0 busy", "421", "4.7.0", RD_PHASE_CONNECT },
  { "postfix-helo", RD_LOG_POSTFIX, "host mx.partner.example[203.0.113.31] said: 550 5.7.1 no (in reply to EHLO command)", "550", "5.7.1", RD_PHASE_HELO },
  { "postfix-data-command", RD_LOG_POSTFIX, "host mx.partner.example[203.0.113.31] said: 554 no (in reply to DATA command)", "554", NULL, RD_PHASE_DATA },
  { "postfix-words-behind-said", RD_LOG_POSTFIX, "host mx.partner.example[203.0.113.31] said: sorry, no mailbox here", NULL, NULL, RD_PHASE_UNKNOWN },
  { "postfix-lost-connection", RD_LOG_POSTFIX, "lost connection with mx.partner.example[203.0.113.31] while performing the EHLO handshake", NULL, NULL, RD_PHASE_HELO },
  { "postfix-lost-while-sending", RD_LOG_POSTFIX, "lost connection with mx.partner.example[203.0.113.31] while sending RCPT TO", NULL, NULL, RD_PHASE_RCPT },
  { "postfix-lost-in-body", RD_LOG_POSTFIX, "lost connection with mx.partner.example[203.0.113.31] while sending message body", NULL, NULL, RD_PHASE_DATA },
  { "filter-without-code", RD_LOG_POSTFIX, "5.7.1 Spam", NULL, "5.7.1", RD_PHASE_UNKNOWN },
  { "version-is-no-code", RD_LOG_POSTFIX, "5.7.1.2 is an address", NULL, NULL, RD_PHASE_UNKNOWN },
  { "price-is-no-code", RD_LOG_SENDMAIL, "5000 messages are enough", NULL, NULL, RD_PHASE_UNKNOWN },
  { "class-3-is-no-answer", RD_LOG_POSTFIX, "host mx.partner.example[203.0.113.31] said: 354 go ahead (in reply to DATA command)", NULL, NULL, RD_PHASE_UNKNOWN },
  { "enhanced-with-too-many-digits", RD_LOG_SENDMAIL, "550 5.1234.1 no", "550", NULL, RD_PHASE_UNKNOWN },
  { "enhanced-of-another-class", RD_LOG_SENDMAIL, "550 7.1.1 no", "550", NULL, RD_PHASE_UNKNOWN },
  { "code-alone", RD_LOG_SENDMAIL, "550", "550", NULL, RD_PHASE_UNKNOWN },
  { "empty", RD_LOG_SENDMAIL, "", NULL, NULL, RD_PHASE_UNKNOWN },
};

static char *
dup_slice (RdSlice text)
{
  return text.data != NULL ? g_strndup (text.data, text.length) : NULL;
}

static void
test_reply (gconstpointer data)
{
  const ReplyRow  *row = data;
  RdLogEvent       event = { .format = row->format, .status = RD_LOG_FAILED };
  RdLogReply       reply;
  g_autofree char *code = NULL;
  g_autofree char *enhanced = NULL;

  rd_log_reply_read (&event, (RdSlice){ row->text, strlen (row->text) }, &reply);
  code = dup_slice (reply.code);
  enhanced = dup_slice (reply.enhanced);
  g_assert_cmpstr (code, ==, row->code);
  g_assert_cmpstr (enhanced, ==, row->enhanced);
  g_assert_cmpstr (rd_phase_to_string (reply.phase), ==, rd_phase_to_string (row->phase));
}

typedef struct
{
  const char *name;
  RdLogFormat format;
  const char *written;
  const char *meant;
} EscapeRow;

static const EscapeRow escapes[] = {
  { "exim-line-end", RD_LOG_EXIM, "550-a\\n550 b", "550-a\n550 b" },
  { "exim-octal", RD_LOG_EXIM, "Empf\\303\\244nger", "Empfänger" },
  { "exim-octal-of-a-broken-byte", RD_LOG_EXIM, "a\\377b", "aÿb" },
  { "exim-quotes", RD_LOG_EXIM, "say \\\"hi\\\" \\\\o/", "say \"hi\" \\o/" },
  { "exim-unknown-escape-stays", RD_LOG_EXIM, "C:\\users\\kim", "C:\\users\\kim" },
  { "exim-cut-escape", RD_LOG_EXIM, "a\\30", "a\\30" },
  { "exim-last-backslash", RD_LOG_EXIM, "a\\", "a\\" },
  { "queue-has-exims-escapes", RD_LOG_EXIM_QUEUE, "\\303\\244", "ä" },
  { "syslog-control", RD_LOG_POSTFIX, "a#012b#011c", "a\nb\tc" },
  { "syslog-number-sign", RD_LOG_POSTFIX, "ticket #4711 and #101", "ticket #4711 and #101" },
  { "syslog-cut", RD_LOG_POSTFIX, "a#01", "a#01" },
  { "syslog-keeps-backslashes", RD_LOG_POSTFIX, "a\\nb", "a\\nb" },
  { "empty", RD_LOG_POSTFIX, "", "" },
};

static void
test_escape (gconstpointer data)
{
  const EscapeRow *row = data;
  g_autofree char *plain = rd_log_text_dup (row->format, (RdSlice){ row->written, strlen (row->written) });

  g_assert_cmpstr (plain, ==, row->meant);
  g_assert_true (g_utf8_validate (plain, -1, NULL));
}

static const EscapeRow folds[] = {
  { "three-lines", 0, "host a[1.2.3.4] said: 550-5.7.26 one 550-5.7.26 two 550 5.7.26 three (in reply to DATA command)", "host a[1.2.3.4] said: 550-5.7.26 one\n550-5.7.26 two\n550 5.7.26 three (in reply to DATA command)" },
  { "greeting", 0, "host a[1.2.3.4] refused to talk to me: 554-mx 554 rejected", "host a[1.2.3.4] refused to talk to me: 554-mx\n554 rejected" },
  { "one-line-with-a-number", 0, "host a[1.2.3.4] said: 550 see 550 rules", "host a[1.2.3.4] said: 550 see 550 rules" },
  { "other-number-inside", 0, "host a[1.2.3.4] said: 550-5.7.1 error 451 is not meant 550 5.7.1 end", "host a[1.2.3.4] said: 550-5.7.1 error 451 is not meant\n550 5.7.1 end" },
  { "nobody-said-anything", 0, "connect to a[1.2.3.4]:25: Connection timed out", "connect to a[1.2.3.4]:25: Connection timed out" },
  { "said-at-the-end", 0, "host a[1.2.3.4] said: ", "host a[1.2.3.4] said: " },
  { "cut-behind-the-code", 0, "host a[1.2.3.4] said: 550-", "host a[1.2.3.4] said: 550-" },
};

static void
test_fold (gconstpointer data)
{
  const EscapeRow *row = data;
  g_autofree char *text = rd_log_text_unfold (row->written);

  g_assert_cmpstr (text, ==, row->meant);
}

typedef struct
{
  const char  *name;
  const char  *line;
  RdBounceKind kind;
  const char  *description; /* (nullable): instead of a failure */
  gboolean     is_local;
  gboolean     gave_up;
} BounceRow;

#define STAMP "2026-11-23 17:19:26 1xVXhO-00002Y-1N "

static const BounceRow bounces[] = {
  { "failed", STAMP "** kim@partner.example R=r T=t H=mx.partner.example [203.0.113.31]: SMTP error from remote mail server after RCPT TO:<kim@partner.example>: 550 no", RD_BOUNCE_FAILED, NULL, FALSE, FALSE },
  { "failed-here", STAMP "** kim@partner.example R=enforce_mail_permissions : Domain bakery.example has exceeded the max emails per hour (151/150 (100%)) allowed.  Message discarded.", RD_BOUNCE_FAILED, NULL, TRUE, FALSE },
  { "expired-after-a-reply", STAMP "** kim@partner.example R=r T=t H=mx.partner.example [203.0.113.31]: SMTP error from remote mail server after RCPT TO:<kim@partner.example>: 452 full: retry timeout exceeded", RD_BOUNCE_FAILED, NULL, FALSE, TRUE },
  { "deferred-unreached", STAMP "== kim@partner.example R=r T=t defer (110): Connection timed out", RD_BOUNCE_DELAYED, NULL, FALSE, FALSE },
  { "suspended-for-a-server-that-is-down", "Nov 23 17:19:26 mail postfix/error[1]: 4F3A81C0E2: to=<kim@partner.example>, relay=none, delay=1, delays=0/1/0/0, dsn=4.4.1, status=deferred (delivery temporarily suspended: connect to mx.partner.example[203.0.113.31]:25: Connection timed out)", RD_BOUNCE_DELAYED, NULL, FALSE, FALSE },
  { "delivered", STAMP "=> kim@partner.example R=r T=t H=mx.partner.example [203.0.113.31] C=\"250 ok\"", RD_BOUNCE_DELIVERED, NULL, FALSE, FALSE },
  { "frozen-bounce", "26h   681 1xVXhP-00003A-0b <> *** frozen ***\n          nobody@forged.example", RD_BOUNCE_NONE, "log-frozen-bounce", FALSE, FALSE },
  { "frozen-mail", "26h   681 1xVXhP-00003A-0b <anna@bakery.example> *** frozen ***\n          kim@partner.example", RD_BOUNCE_NONE, "log-frozen-mail", FALSE, FALSE },
  { "queued", "26h   681 1xVXhP-00003A-0b <anna@bakery.example>\n          kim@partner.example", RD_BOUNCE_NONE, "log-queued", FALSE, FALSE },
  { "refused", "2026-11-23 17:19:26 H=(x) [198.51.100.66] F=<win@casino.example> rejected RCPT <info@bakery.example>: listed", RD_BOUNCE_NONE, "log-refused", FALSE, FALSE },
  { "refused-for-now", "2026-11-23 17:19:26 H=(x) [198.51.100.66] F=<win@casino.example> temporarily rejected RCPT <info@bakery.example>: greylisted", RD_BOUNCE_NONE, "log-refused-for-now", FALSE, FALSE },
  { "passed-on", STAMP "=> kim@partner.example R=r T=t H=filter [127.0.0.1] C=\"250 2.0.0 from MTA([127.0.0.1]:10025): 250 OK id=1xVXhP-00002Z-2M\"", RD_BOUNCE_NONE, "log-passed-on", FALSE, FALSE },
  { "discarded", STAMP "=> :blackhole: <info@bakery.example> R=system_aliases", RD_BOUNCE_NONE, "log-discarded", FALSE, FALSE },
  { "removed", STAMP "removed by root", RD_BOUNCE_NONE, "log-removed", FALSE, FALSE },
  { "address-is-bad", "Nov 23 17:19:26 mail postfix/smtp[1]: 4F3A81C0E2: to=<kim@partner.example>, relay=mx.partner.example[203.0.113.31]:25, delay=1, delays=0/1/0/0, dsn=5.1.1, status=undeliverable (host mx.partner.example[203.0.113.31] said: 550 5.1.1 no (in reply to RCPT TO command))", RD_BOUNCE_FAILED, NULL, FALSE, FALSE },
};

/* What a line is instead of a bounce, and whom it may not be blamed on. */
static void
test_bounce (gconstpointer data)
{
  const BounceRow *row = data;
  g_autoptr (RdLog) log = log_testing_read (row->line);
  g_autoptr (RdDelivery) delivery = rd_log_read_delivery (log, 0);
  g_autoptr (RdBounce) bounce = rd_delivery_to_bounce (delivery);
  const RdFailure *failure;

  g_assert_cmpstr (rd_bounce_kind_to_string (bounce->kind), ==, rd_bounce_kind_to_string (row->kind));
  g_assert_cmpstr (bounce->description, ==, row->description);
  g_assert_cmpuint (bounce->failures->len, ==, row->description != NULL ? 0 : 1);
  g_assert_nonnull (bounce->dialect);
  if (row->description != NULL)
    return;
  failure = bounce->failures->pdata[0];
  g_assert_cmpstr (failure->recipient, ==, "kim@partner.example");
  g_assert_cmpint (failure->is_local, ==, row->is_local);
  g_assert_cmpint (failure->gave_up, ==, row->gave_up);
}

#define ADD_ROWS(group, rows, test)                                                 \
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)                                   \
    {                                                                               \
      g_autofree char *path = g_strdup_printf ("/logs/" group "/%s", rows[i].name); \
                                                                                    \
      g_test_add_data_func (path, &rows[i], test);                                  \
    }

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD_ROWS ("reply", replies, test_reply)
  ADD_ROWS ("escape", escapes, test_escape)
  ADD_ROWS ("fold", folds, test_fold)
  ADD_ROWS ("bounce", bounces, test_bounce)
  return g_test_run ();
}
