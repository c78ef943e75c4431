/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the report on a bounce says: every item a host needs, the values in the requests, what
 * is hidden, what goes into the annex, and nothing asked of somebody who cannot
 * act. */

#include "report-testing.h"
#include "rd-report-pdf.h"

#include <string.h>
#include <time.h>

/* The items that a support engineer must find, each with its exact value. */
static void
test_items (void)
{
  static const char *const wanted[] = {
    "Report: RD-20261121-", "Prepared for: hosting support", "Created: 2026-11-21 08:00:00 UTC", "Made by: Redeliver ", "Language: English",
    "Customer domain: sender.example", "Who must act: ", "Sent by: mail.sender.example [203.0.113.9]", "Refused by: mx.shop.example",
    " 1. Please set the PTR record of 203.0.113.9 to mail.sender.example",
    "dig +short -x 203.0.113.9\n    mail.sender.example", "How to see that it is done",
    "Header From: owner@sender.example", "Reverse-path: owner@sender.example", "Recipients: mark.will@shop.example",
    "HELO name: mail.sender.example", "Reply code: 550", "Enhanced status code: 5.7.25",
    "    550 5.7.25 Client host 203.0.113.9 rejected: cannot find your reverse hostname\n",
    "Message-ID: 20261120@sender.example", "Queue ID: 4F2A1C0DE", "Reporting server: mail.sender.example",
    "Arrived at the reporting server: 2026-11-20 08:12:40 UTC (2026-11-20 09:12:40 +0100)",
    "First received: 2026-11-20 08:12:40 UTC", "Last received: 2026-11-20 08:12:44 UTC",
    "What could not be checked", "Nothing was looked up online", "grep 4F2A1C0DE /var/log/mail.log*",
    "dig +short A mail.sender.example", "What the sender was told to do", "Annex: the bounce", NULL
  };
  static const char *const unwanted[] = { "Secret words", "What was hidden", NULL };
  g_auto (Bounce) bounce = read_bounce (NO_PTR);
  g_autofree char *text = dup_report (&bounce, RD_REPORT_FOR_HOST, RD_REDACT_NOTHING);

  assert_has (text, wanted);
  assert_has_not (text, unwanted);
}

/* A host cannot give anybody a mailbox at another company. */
static void
test_nothing_is_asked_of_the_wrong_one (void)
{
  static const char *const wanted[] = { "Nothing is asked of you now", "What the sender was told to do", NULL };
  static const char *const unwanted[] = { "How to see that it is done", NULL };
  static const char *const asked[] = { "look up this refusal in the log of your mail server", "whoever runs the recipient’s mail", NULL };
  g_auto (Bounce) bounce = read_bounce (NO_MAILBOX);
  g_autofree char *for_host = dup_report (&bounce, RD_REPORT_FOR_HOST, RD_REDACT_NOTHING);
  g_autofree char *for_recipient = dup_report (&bounce, RD_REPORT_FOR_RECIPIENT_ADMIN, RD_REDACT_NOTHING);

  assert_has (for_host, wanted);
  assert_has_not (for_host, unwanted);
  assert_has (for_recipient, asked);
}

/* What the window tells the sender to ask for is what the report asks for. */
static void
test_asked_as_told (void)
{
  static const char *const wanted[] = { "1. Please enable DKIM signing for sender.example", NULL };
  static const char *const unwanted[] = { "Nothing is asked of you", NULL };
  g_auto (Bounce) bounce = read_bounce ("5.7.9", "554 5.7.9 Message not accepted for policy reasons. See https://postmaster.yahooinc.com/error-codes");
  g_autofree char *text = dup_report (&bounce, RD_REPORT_FOR_HOST, RD_REDACT_NOTHING);

  g_assert_cmpstr (bounce.diagnosis->main->cause->id, ==, "policy-rejected");
  g_assert_nonnull (strstr (bounce.diagnosis->action, "DKIM"));
  assert_has (text, wanted);
  assert_has_not (text, unwanted);
}

/* Names stand in addresses, in names beside them, in decoded and in encoded
 * parts; “will” stays a word of ours. */
static void
test_nothing_hidden_is_told (void)
{
  static const char *const unwanted[] = {
    "mark.will", "Mark Will", "Offer for the", "garden", "Offer_for", "PG1hcmsud2lsbEBzaG9w", "bounce.eml", NULL
  };
  static const char *const wanted[] = { "m***@shop.example", "shop.example", "4F2A1C0DE", "203.0.113.9", "What was hidden", "Subject: [hidden]", NULL };
  g_auto (Bounce) bounce = read_bounce (NO_MAILBOX);
  const RdReportItem items[] = {
    { .diagnosis = bounce.diagnosis, .file = "Offer for the garden.eml", .source = bounce.source },
    { .diagnosis = bounce.diagnosis, .file = "bounce.eml", .source = bounce.source },
  };
  const RdRedactFlags   all = RD_REDACT_RECIPIENTS | RD_REDACT_SUBJECT;
  const RdReportOptions options = { .reader = RD_REPORT_FOR_HOST, .redact = all };
  g_autoptr (GDateTime) created = g_date_time_new_utc (2026, 11, 21, 8, 0, 0);
  g_autoptr (RdReport) batch = rd_report_new_for_items (items, 2, &options, created);
  g_autofree char *text = dup_report (&bounce, RD_REPORT_FOR_HOST, all);
  g_autofree char *batch_text = rd_report_to_text (batch);
  g_autofree char *json = rd_report_to_json (items, 2, all);
  g_autofree char *csv = rd_report_to_csv (items, 2, all);
  g_autofree char *letter = rd_report_to_letter (batch);

  assert_has (text, wanted);
  assert_has_not (text, unwanted);
  assert_has_not (batch_text, unwanted);
  assert_has_not (json, unwanted);
  assert_has_not (csv, unwanted);
  assert_has_not (letter, unwanted);
  g_assert_nonnull (strstr (text, "no mailbox with this name"));
}

/* Every control character in a string must be written as an escape (RFC 8259,
 * section 7). */
static void
test_json_escapes_controls (void)
{
  g_auto (Bounce) bounce = read_changed ("smtp; %s", "smtp; 550 5.1.1 no\x1e\x1fmailbox");
  const RdReportItem item = { .diagnosis = bounce.diagnosis, .file = "bounce\x1f.eml", .source = bounce.source };
  g_autofree char   *json = rd_report_to_json (&item, 1, RD_REDACT_NOTHING);

  g_assert_nonnull (strstr (json, "bounce\\u001f.eml"));
  for (const char *p = json; *p != '\0'; p++)
    g_assert_true (*p == '\n' || !g_ascii_iscntrl (*p));
}

/* A mailbox called “sender” makes no holes into what we say. */
static void
test_own_words_stay (void)
{
  g_auto (Bounce) bounce = read_changed ("mark.will@", "sender@");
  g_autofree char *text = dup_report (&bounce, RD_REPORT_FOR_HOST, RD_REDACT_RECIPIENTS);

  g_assert_nonnull (strstr (text, "Who must act: The sender of the mail"));
  g_assert_nonnull (strstr (text, "Recipients: s***@shop.example"));
  g_assert_null (strstr (text, "sender@shop"));
}

static void
test_source (void)
{
  g_auto (Bounce) bounce = read_bounce (NO_MAILBOX);
  g_autofree char *source = rd_report_dup_source (bounce.source, NULL);
  g_autoptr (GBytes) rubbish = g_bytes_new_static ("\0\0\0", 3);

  g_assert_nonnull (strstr (source, "Return-Path: <>\n"));
  /* Header fields as they came, parts decoded, no body. */
  g_assert_nonnull (strstr (source, "=?utf-8?q?Offer_for_the?="));
  g_assert_nonnull (strstr (source, "refused for Mark Will"));
  g_assert_nonnull (strstr (source, "Final-Recipient: rfc822; mark.will@shop.example"));
  g_assert_null (strstr (source, "Secret words"));
  g_assert_null (rd_report_dup_source (rubbish, NULL));
}

/* Where the notice is one text, the copy ends with its header. */
static void
test_source_in_one_text (void)
{
  static const char exim[] =
      "From: Mail Delivery System <Mailer-Daemon@web7.hosting.example>\nTo: owner@sender.example\n"
      "Subject: Mail delivery failed: returning message to sender\n\n"
      "This message was created automatically by mail delivery software.\n\n"
      "A message that you sent could not be delivered to one or more of its recipients.\n\n"
      "  bob@shop.example\n    SMTP error from remote mail server after RCPT TO:<bob@shop.example>:\n    550 5.1.1 User unknown\n\n"
      "------ This is a copy of the message, including all the headers. ------\n\n"
      "Return-path: <owner@sender.example>\nSubject: hello\nMessage-ID: <1@sender.example>\n\nSecret words of the body\n";
  g_autoptr (GBytes) bytes = g_bytes_new_static (exim, strlen (exim));
  g_autofree char *source = rd_report_dup_source (bytes, NULL);

  g_assert_nonnull (strstr (source, "550 5.1.1 User unknown"));
  g_assert_nonnull (strstr (source, "Message-ID: <1@sender.example>"));
  g_assert_null (strstr (source, "Secret words"));
}

static guint
count_pages (GBytes *pdf)
{
  const char *data = g_bytes_get_data (pdf, NULL);
  gsize       length = g_bytes_get_size (pdf);
  const char *found = memmem (data, length, "/Count ", 7);

  g_assert_nonnull (found);
  return (guint) g_ascii_strtoull (found + 7, NULL, 10);
}

static void
test_many_recipients (void)
{
  g_autoptr (GString) many = g_string_new (bounce_form);
  const char *begin = strstr (many->str, "Final-Recipient");
  const char *end = strstr (begin, "--b1");
  g_autoptr (GString) records = g_string_new (NULL);
  g_autofree char *text = NULL;
  const char      *annex;

  for (guint i = 0; i < 300; i++)
    g_string_append_printf (records, "Final-Recipient: rfc822; person%u@shop.example\nAction: failed\nStatus: 5.1.1\nRemote-MTA: dns; mx.shop.example\nDiagnostic-Code: smtp; 550 5.1.1 <person%u@shop.example>: User unknown\n\n", i, i);
  {
    gsize at = (gsize) (begin - many->str);
    g_auto (Bounce) bounce = { 0 };

    g_string_erase (many, (gssize) at, end - begin);
    g_string_insert (many, (gssize) at, records->str);
    bounce = read_text (g_string_free (g_steal_pointer (&many), FALSE));
    text = dup_report (&bounce, RD_REPORT_FOR_HOST, RD_REDACT_NOTHING);
  }
  annex = strstr (text, "Annex: all recipients");
  g_assert_nonnull (annex);
  g_assert_nonnull (strstr (text, "292 more"));
  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *line = g_strdup_printf ("    person%u@shop.example\n", i);

      g_assert_nonnull (strstr (annex, line));
    }
}

/* A reply that would bury all that follows is complete at the end. */
static void
test_long_words (void)
{
  g_autofree char *token = g_strnfill (200000, 'x');
  g_autofree char *reply = g_strdup_printf ("550 5.7.1 refused %s end", token);
  g_auto (Bounce) bounce = read_bounce ("5.7.1", reply);
  g_autofree char *text = dup_report (&bounce, RD_REPORT_FOR_HOST, RD_REDACT_NOTHING);
  const char      *facts = strstr (text, "\nFacts\n");
  const char      *identifiers = strstr (text, "\nIdentifiers for log search\n");
  const char      *words = strstr (text, "Annex: the complete words of the server");

  g_assert_cmpint (identifiers - facts, <, 6000);
  g_assert_nonnull (words);
  g_assert_nonnull (strstr (words, reply));
}

/* A batch: what is asked once for all, and what only many messages show. */
static void
test_batch (void)
{
  static const char *const wanted[] = {
    "12 notices of undelivered mail", "The most frequent reason: The sending", "[12 messages] The sending server has no proper reverse DNS", " 1. Please set the PTR record of 203.0.113.9 to mail.sender.example",
    "Because of: The sending server has no proper reverse DNS", "What the messages have in common",
    "one message stands for each reason", "\nmessage-0.eml\n", "Annex: all messages", "4F2A1C0DE  person11@shop.example  550  5.7.25  reverse-dns", NULL
  };
  Bounce                bounces[12];
  RdReportItem          items[G_N_ELEMENTS (bounces)];
  char                  names[G_N_ELEMENTS (bounces)][32];
  const RdReportOptions for_host = { .reader = RD_REPORT_FOR_HOST };
  g_autoptr (GDateTime) created = g_date_time_new_utc (2026, 11, 21, 8, 0, 0);
  g_autoptr (RdReport) report = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bounces); i++)
    {
      GString          *message = g_string_new (bounce_form);
      g_autofree char  *id = g_strdup_printf ("<2026-%u@sender.example>", i);
      g_autofree char  *recipient = g_strdup_printf ("person%u@shop.example", i);
      const char *const values[] = { NO_PTR };

      g_string_replace (message, "<20261120@sender.example>", id, 0);
      g_string_replace (message, "mark.will@shop.example", recipient, 0);
      g_string_replace (message, "Status: %s", "Status: 5.7.25", 0);
      g_string_replace (message, "%s", values[1], 0);
      bounces[i] = read_text (g_string_free (message, FALSE));
      g_snprintf (names[i], sizeof names[i], "message-%u.eml", i);
      items[i] = (RdReportItem){ .diagnosis = bounces[i].diagnosis, .file = names[i] };
    }
  report = rd_report_new_for_items (items, G_N_ELEMENTS (items), &for_host, created);
  text = rd_report_to_text (report);
  assert_has (text, wanted);
  g_assert_null (strstr (text, "\nmessage-1.eml\n"));
  g_assert_cmpuint (count (text, "  reverse-dns"), ==, G_N_ELEMENTS (bounces));
  for (guint i = 0; i < G_N_ELEMENTS (bounces); i++)
    bounce_clear (&bounces[i]);
}

/* Processor time of a report about so many bounces, and its pages. */
static double
time_report (const RdReportItem *items,
             guint               n_items,
             guint              *n_pages)
{
  const RdReportOptions options = { .reader = RD_REPORT_FOR_HOST, .redact = RD_REDACT_RECIPIENTS | RD_REDACT_SUBJECT };
  g_autoptr (GDateTime) created = g_date_time_new_utc (2026, 11, 21, 8, 0, 0);
  double best = G_MAXDOUBLE;

  for (guint i = 0; i < 3; i++)
    {
      clock_t began = clock ();
      g_autoptr (GError) error = NULL;
      g_autoptr (RdReport) report = rd_report_new_for_items (items, n_items, &options, created);
      g_autoptr (GBytes) pdf = rd_report_to_pdf (report, &error);

      g_assert_no_error (error);
      best = MIN (best, (double) (clock () - began) / CLOCKS_PER_SEC);
      *n_pages = count_pages (pdf);
    }
  return best;
}

/* A page of a long report costs no more than one of a short report. */
static void
test_time (void)
{
  g_auto (Bounce) bounce = read_bounce (NO_PTR);
  RdReportItem items[10];
  guint        pages[2];
  double       seconds[2];

  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    items[i] = (RdReportItem){ .diagnosis = bounce.diagnosis, .file = "bounce.eml" };
  seconds[0] = time_report (items, 4, &pages[0]);
  seconds[1] = time_report (items, 10, &pages[1]);
  g_test_message ("%u pages: %.0f ms, %u pages: %.0f ms", pages[0], seconds[0] * 1000, pages[1], seconds[1] * 1000);
  g_assert_cmpuint (pages[1], >=, 20);
  g_assert_cmpuint (pages[1], >=, 2 * pages[0]);
  g_assert_cmpfloat (seconds[1] / pages[1], <, 2 * seconds[0] / pages[0]);
}

/* A value from a message never becomes more than a word of a command. */
static void
test_commands_are_harmless (void)
{
  g_autofree char *text = NULL;
  g_autoptr (GString) hostile = g_string_new (bounce_form);

  g_string_replace (hostile, "4F2A1C0DE", "$(touch${IFS}x)", 0);
  g_string_replace (hostile, "owner@sender.example", "owner@a;reboot", 0);
  {
    g_auto (Bounce) bounce = read_text (g_string_free (g_steal_pointer (&hostile), FALSE));

    text = dup_report (&bounce, RD_REPORT_FOR_HOST, RD_REDACT_NOTHING);
  }
  g_assert_null (strstr (text, "grep $("));
  g_assert_null (strstr (text, "TXT a;"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/items", test_items);
  g_test_add_func ("/report/wrong-one", test_nothing_is_asked_of_the_wrong_one);
  g_test_add_func ("/report/asked-as-told", test_asked_as_told);
  g_test_add_func ("/report/hidden", test_nothing_hidden_is_told);
  g_test_add_func ("/report/own-words", test_own_words_stay);
  g_test_add_func ("/report/json-escapes-controls", test_json_escapes_controls);
  g_test_add_func ("/report/source", test_source);
  g_test_add_func ("/report/source-in-one-text", test_source_in_one_text);
  g_test_add_func ("/report/many-recipients", test_many_recipients);
  g_test_add_func ("/report/long-words", test_long_words);
  g_test_add_func ("/report/batch", test_batch);
  g_test_add_func ("/report/time", test_time);
  g_test_add_func ("/report/commands", test_commands_are_harmless);
  return g_test_run ();
}
