/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "rd-bounce-log.h"
#include "rd-bounce-private.h"

/* The scanners below rd_bounce_read(): replies, addresses, dates, hosts. */

typedef struct
{
  const char *name;
  const char *text;
  const char *code; /* NULL: no reply */
  const char *status;
  const char *joined;
} ReplyRow;

static const ReplyRow replies[] = {
  { "plain", "550 5.1.1 User unknown", "550", "5.1.1", "550 5.1.1 User unknown" },
  { "no-status", "550 No such user", "550", "", "550 No such user" },
  { "bare", "550", "550", "", "550" },
  { "multi", "550-5.7.26 a\n550-5.7.26 b\n550 5.7.26 c", "550", "5.7.26", "550 5.7.26 a b c" },
  { "multi-no-status", "550-a\n550-b\n550 c", "550", "", "550 a b c" },
  { "joined-by-postfix", "550-5.7.26 a 550-5.7.26 b 550 5.7.26 c", "550", "5.7.26", "550 5.7.26 a b c" },
  { "joined-by-opensmtpd", "550-5.7.26 domain's5.7.26 DMARC policy", "550", "5.7.26", "550 5.7.26 domain's DMARC policy" },
  { "said", "host mx.example.com[192.0.2.1] said: 452 4.2.2 Full (in reply to RCPT TO command)", "452", "4.2.2", "452 4.2.2 Full" },
  { "said-wrapped", "host mx.example.com[192.0.2.1] said: 421\n    4.7.0 Later", "421", "4.7.0", "421 4.7.0 Later" },
  { "qmail", "Remote host said: 553 sorry, that domain isn't allowed (#5.7.1)", "553", "5.7.1", "553 sorry, that domain isn't allowed (#5.7.1)" },
  { "quoted", "Remote Server returned '550 5.1.10 Recipient not found'", "550", "5.1.10", "550 5.1.10 Recipient not found" },
  { "in-parens", "(reason: 550 5.7.1 Access denied)", "550", "5.7.1", "550 5.7.1 Access denied" },
  { "own-parens", "550 mailbox unavailable (full)", "550", "", "550 mailbox unavailable (full)" },
  { "hash", "#550 5.2.3 RESOLVER.RST.SendSizeLimit; too large ##", "550", "5.2.3", "550 5.2.3 RESOLVER.RST.SendSizeLimit; too large ##" },
  { "colon-after", "501: 5.1.8 Sender address rejected", "501", "5.1.8", "501: 5.1.8 Sender address rejected" },
  { "ironport", "5.3.0 - Other mail system problem 550-'Unknown user'", "550", "", "550 'Unknown user'" },
  { "sendmail-inner", "554 <a@b.example>... 550 Host unknown", "550", "", "550 Host unknown" },
  { "microsoft-inner", "550 5.0.350 Remote server returned an error -> 552 5.2.2 Full", "552", "5.2.2", "550 5.0.350 Remote server returned an error -> 552 5.2.2 Full" },
  { "microsoft-no-inner-status", "550 5.1.351 Remote server returned unknown recipient -> 550 : User unknown", "550", "5.1.351", NULL },
  { "ses-inner", "554 4.4.7 Message expired: unable to deliver in 840 minutes.<421 4.4.2 Connection timed out>", "421", "4.4.2", NULL },
  { "nested-stays-outer", "554 5.1.1 <a@b.example>: undeliverable address: host x[192.0.2.1] said: 550 No Such User Here", "554", "5.1.1", NULL },
  { "server-line", "<<< 550 5.7.1 no", "550", "5.7.1", "550 5.7.1 no" },
  { "x4xx", "451 4.7.1 Greylisted, please try again in 300 seconds", "451", "4.7.1", "451 4.7.1 Greylisted, please try again in 300 seconds" },
  { "status-class-differs", "552 4.2.2 over quota", "552", "", "552 4.2.2 over quota" },
  { "success", "250 2.0.0 Ok", NULL, NULL, NULL },
  { "year", "in 2450 we met 421 people", NULL, NULL, NULL },
  { "price", "it costs $550 or 554.00", NULL, NULL, NULL },
  { "people", "last year: 550 people came", NULL, NULL, NULL },
  { "events", "in a day: 550 errors, then silence", NULL, NULL, NULL },
  { "sentence", "said: 550 Errors in the message", "550", "", "550 Errors in the message" },
  { "address", "room 550/12, 421@home.example", NULL, NULL, NULL },
  { "key", "delay=450, pri=552", NULL, NULL, NULL },
  { "longer-number", "5501 5.1.1", NULL, NULL, NULL },
  { "empty", "", NULL, NULL, NULL },
};

static void
test_reply (gconstpointer data)
{
  const ReplyRow *row = data;
  RdReplyHit      hit;
  gboolean        found = _rd_reply_find (row->text, strlen (row->text), &hit);

  g_assert_cmpint (found, ==, row->code != NULL);
  if (!found)
    return;
  g_assert_cmpstr (hit.code, ==, row->code);
  g_assert_cmpstr (hit.status, ==, row->status);
  g_assert_cmpuint (hit.start, <, hit.end);
  g_assert_cmpuint (hit.end, <=, strlen (row->text));
  if (row->joined != NULL)
    {
      g_autofree char *joined = _rd_reply_dup_joined (row->text + hit.start, hit.end - hit.start, hit.code, hit.status);

      g_assert_cmpstr (joined, ==, row->joined);
    }
}

static void
test_status (void)
{
  static const struct
  {
    const char *text;
    const char *status;
  } rows[] = {
    { "no mailbox here (#5.1.1 - chkuser)", "5.1.1" },
    { "4.4.7 (delivery time expired)", "4.4.7" },
    { "Exim 4.96 at 5.18.0.1", NULL },
    { "version 5.9.12", NULL },
    { "2.1.5 recipient ok", NULL },
    { "550-5.7.26 a", "5.7.26" },
    { "5.1.1234", NULL },
    { "5.1.", NULL },
    { "mx5.1.1.example", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      char status[RD_STATUS_SIZE] = "";

      g_assert_cmpint (_rd_status_find (rows[i].text, strlen (rows[i].text), '\0', status), ==, rows[i].status != NULL);
      if (rows[i].status != NULL)
        g_assert_cmpstr (status, ==, rows[i].status);
    }
  g_assert_true (_rd_status_is_vague (""));
  g_assert_true (_rd_status_is_vague ("5.0.0"));
  g_assert_false (_rd_status_is_vague ("5.1.0"));
}

static void
test_phase (void)
{
  static const struct
  {
    const char *text;
    RdPhase     phase;
  } rows[] = {
    { "no (in reply to RCPT TO command)", RD_PHASE_RCPT },
    { "no (in reply to end of DATA command)", RD_PHASE_END_OF_DATA },
    { "no (in reply to DATA command)", RD_PHASE_DATA },
    { "no (in reply to MAIL FROM command)", RD_PHASE_MAIL },
    { "host x[192.0.2.1] refused to talk to me: 554", RD_PHASE_CONNECT },
    { "SMTP error from remote mail server after initial connection:", RD_PHASE_CONNECT },
    { "SMTP error from remote mail server after RCPT TO:<a@b>:", RD_PHASE_RCPT },
    { "SMTP error from remote mail server after pipelined MAIL FROM:<a@b>:", RD_PHASE_MAIL },
    { "SMTP error from remote server for TEXT command, host: x", RD_PHASE_END_OF_DATA },
    { "mx [192.0.2.1] did not like our final DATA:", RD_PHASE_END_OF_DATA },
    { "192.0.2.1 does not like recipient.", RD_PHASE_RCPT },
    { "connect to x[192.0.2.1]:25: Connection refused", RD_PHASE_CONNECT },
    { "User unknown", RD_PHASE_UNKNOWN },
    { "", RD_PHASE_UNKNOWN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpstr (rd_phase_to_string (_rd_phase_find (rows[i].text, strlen (rows[i].text))), ==, rd_phase_to_string (rows[i].phase));
}

static void
test_remote (void)
{
  static const struct
  {
    const char *text;
    const char *host;
    const char *ip;
  } rows[] = {
    { "host mx.example.com[192.0.2.1] said:", "mx.example.com", "192.0.2.1" },
    { "host MX.Example.COM [2001:db8::1]", "mx.example.com", "2001:db8::1" },
    { "connect to mx.example.com[192.0.2.1]:25: Connection refused", "mx.example.com", "192.0.2.1" },
    { "... while talking to mx.example.com.:", "mx.example.com", NULL },
    { "192.0.2.1 does not like recipient.", NULL, "192.0.2.1" },
    { "mx.example.com [192.0.2.1] did not like our RCPT TO:", "mx.example.com", "192.0.2.1" },
    { "host: smtp.example.fr (192.0.2.2) reason:", "smtp.example.fr", "192.0.2.2" },
    { "by the server for the recipient domain example.com by mx.example.com. [192.0.2.3].", "example.com", NULL },
    { "nobody was asked", NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *host = NULL;
      g_autofree char *ip = NULL;

      _rd_remote_find (rows[i].text, strlen (rows[i].text), &host, &ip);
      g_assert_cmpstr (host, ==, rows[i].host);
      g_assert_cmpstr (ip, ==, rows[i].ip);
    }
}

static void
test_address (void)
{
  static const struct
  {
    const char *text;
    const char *address;
  } rows[] = {
    { "<bob@shop.example>:", "bob@shop.example" },
    { "SMTP:bob@shop.example]", "bob@shop.example" },
    { "rfc822;o'brien@fernhill.example", "o'brien@fernhill.example" },
    { "'bob@shop.example'", "bob@shop.example" },
    { "to=bob@shop.example, relay", "bob@shop.example" },
    { "bounce=bob=shop.example@lists.example", "bounce=bob=shop.example@lists.example" },
    { "\"bob lee\"@shop.example", "\"bob lee\"@shop.example" },
    { "bob@[192.0.2.1] said", "bob@[192.0.2.1]" },
    { "to j\303\266rg@b\303\274ro.example.", "j\303\266rg@b\303\274ro.example" },
    { "a@b.c.", "a@b.c" },
    { "kijitora@example.jp\346\202\250\345\245\275", "kijitora@example.jp" },
    { "\345\257\271bob@shop.example", "bob@shop.example" },
    { "@ nothing @", NULL },
    { "@mx.example", NULL },
    { "bob@", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *found = NULL;
      gsize            start, end;

      if (_rd_address_next (rows[i].text, strlen (rows[i].text), 0, &start, &end))
        found = g_strndup (rows[i].text + start, end - start);
      g_assert_cmpstr (found, ==, rows[i].address);
    }
}

static void
test_address_list (void)
{
  g_auto (GStrv) all = _rd_address_dup_all ("\"Lee, A. <x>\" <a@b.example>, \"c@d.example\" <e@f.example>; g@h.example (old)");

  g_assert_nonnull (all);
  g_assert_cmpuint (g_strv_length (all), ==, 3);
  g_assert_cmpstr (all[0], ==, "a@b.example");
  g_assert_cmpstr (all[1], ==, "e@f.example");
  g_assert_cmpstr (all[2], ==, "g@h.example");
  g_assert_null (_rd_address_dup_all (NULL));
  g_assert_null (_rd_address_dup_all ("undisclosed-recipients:;"));
}

static void
test_address_decode (void)
{
  static const struct
  {
    const char *packed;
    const char *plain;
  } rows[] = {
    { "bob@shop.example", "bob@shop.example" },
    { "bob+2Btag@shop.example", "bob+tag@shop.example" },
    { "bob+20@shop.example", "bob+20@shop.example" },
    { "j\\x{F6}rg@uniwelt.example", "j\303\266rg@uniwelt.example" },
    { "j\\x{110000}@uniwelt.example", "j\\x{110000}@uniwelt.example" },
    { "IMCEASMTP-bob+40shop+2Eexample@kiln.example", "bob@shop.example" },
    { "IMCEAEX-_O=SHOP_CN=RECIPIENTS_CN=ANNA+2ELEE@kiln.example", "/O=SHOP/CN=RECIPIENTS/CN=ANNA.LEE" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *plain = _rd_address_decode (rows[i].packed);

      g_assert_cmpstr (plain, ==, rows[i].plain);
    }
}

static void
test_date (void)
{
  static const struct
  {
    const char *date;
    const char *wanted;
  } rows[] = {
    { "Mon, 23 Nov 2026 17:19:43 +0100 (CET)", "2026-11-23T17:19:43+01:00" },
    { "23 Nov 2026 17:19 -0330", "2026-11-23T17:19:00-03:30" },
    { "Sun, 7 Sep 08 21:40:11 GMT", "2008-09-07T21:40:11+00:00" },
    { "Tue, 26 Dec 99 21:47:27 EST", "1999-12-26T21:47:27-05:00" },
    { "Mon Nov 23 17:19:43 2026", "2026-11-23T17:19:43+00:00" },
    { "Nov 23 17:19:43 2026", "2026-11-23T17:19:43+00:00" },
    { "  Thu, 29 Apr 2010 23:34:45 JST", "2010-04-29T23:34:45+09:00" },
    { "Thu, 31 Feb 2010 23:34:45 +0000", NULL },
    { "yesterday", NULL },
    { "", NULL },
    { "Mon, 23 Nov", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *date = _rd_date_dup_rfc3339 (rows[i].date);

      g_assert_cmpstr (date, ==, rows[i].wanted);
    }
  g_assert_null (_rd_date_dup_rfc3339 (NULL));
}

static void
test_log_line (void)
{
  static const char postfix[] = "Nov 20 09:12:44 mail postfix/smtp[1]: 4F1: to=<a@b.example>, orig_to=<c@d.example>, relay=mx.b.example[192.0.2.1]:25, dsn=5.1.1, status=bounced (no)";
  static const char exim[] = "2026-11-20 09:12:44 1xVXhZ-00000000A3x-0Xyz == a@b.example <c@d.example> R=dns T=smtp defer (-44): later";
  static const char nothing[] = "please write to=a@b.example or ** c@d.example";
  g_auto (RdLogLine) line = { 0 };
  g_auto (RdLogLine) other = { 0 };
  g_auto (RdLogLine) none = { 0 };

  g_assert_true (_rd_log_line_parse (postfix, strlen (postfix), &line));
  g_assert_cmpstr (line.address, ==, "a@b.example");
  g_assert_cmpstr (line.original, ==, "c@d.example");
  g_assert_cmpstr (line.relay, ==, "mx.b.example[192.0.2.1]:25");
  g_assert_cmpstr (line.status, ==, "5.1.1");
  g_assert_cmpstr (postfix + line.words, ==, "no)");
  g_assert_false (line.is_delayed);

  g_assert_true (_rd_log_line_parse (exim, strlen (exim), &other));
  g_assert_cmpstr (other.address, ==, "a@b.example");
  g_assert_cmpstr (other.original, ==, "c@d.example");
  g_assert_true (other.is_delayed);

  g_assert_false (_rd_log_line_parse (nothing, strlen (nothing), &none));
}

static void
test_phrases (void)
{
  const RdPhrases *phrases = _rd_phrases_get ();
  const char      *dialect = NULL;
  RdMeaning        first;
  const char      *text = "THIS is  the\n mail system at host mx.example";

  g_assert_cmpint (_rd_phrases_scan_notice (phrases, text, strlen (text), strlen (text), &first, &dialect) & RD_MEANS_OPENING, !=, 0);
  g_assert_cmpint (first & RD_MEANS_OPENING, !=, 0);
  g_assert_cmpstr (dialect, ==, "postfix");
  /* The opening ends behind the first lines. */
  g_assert_cmpint (_rd_phrases_scan_notice (phrases, text, strlen (text), 12, &first, &dialect) & RD_MEANS_OPENING, !=, 0);
  g_assert_cmpint (first, ==, 0);
  text = "Your message wasn\342\200\231t delivered";
  g_assert_cmpint (_rd_phrases_scan (phrases, text, strlen (text)) & RD_MEANS_FAILED, !=, 0);
  text = "\320\235\320\225 \320\243\320\224\320\220\320\233\320\236\320\241\320\254 \320\224\320\236\320\241\320\242\320\220\320\222\320\230\320\242\320\254";
  g_assert_cmpint (_rd_phrases_scan (phrases, text, strlen (text)) & RD_MEANS_FAILED, !=, 0);
  text = "a cold day";
  g_assert_cmpint (_rd_phrases_scan (phrases, text, strlen (text)), ==, 0);
  g_assert_cmpint (_rd_phrases_scan (phrases, "", 0), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (replies); i++)
    {
      g_autofree char *path = g_strdup_printf ("/bounce/reply/%s", replies[i].name);

      g_test_add_data_func (path, &replies[i], test_reply);
    }
  g_test_add_func ("/bounce/status", test_status);
  g_test_add_func ("/bounce/phase", test_phase);
  g_test_add_func ("/bounce/remote", test_remote);
  g_test_add_func ("/bounce/address/next", test_address);
  g_test_add_func ("/bounce/address/list", test_address_list);
  g_test_add_func ("/bounce/address/decode", test_address_decode);
  g_test_add_func ("/bounce/date", test_date);
  g_test_add_func ("/bounce/log-line", test_log_line);
  g_test_add_func ("/bounce/phrases", test_phrases);
  return g_test_run ();
}
