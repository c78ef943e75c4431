/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What was to be hidden stands in no form of a report, however it was written in
 * the bounce: the same secrets in many disguises, looked for in the text, the
 * letter, JSON, CSV and the annex. */

#include "rd-report-diagnosis.h"

#include <string.h>

/* A customer named Petra Quendel, who has the mailbox petra.quendel, and a subject
 * about a divorce.  Nothing of it may be told. */
static const char *const secrets[] = { "quendel", "divorce", "UXVlbmRlb", "ZGl2b3JjZ", "Quen=64el" };

typedef struct
{
  const char *name;
  const char *recipient; /* address in the report of the server */
  const char *reply;     /* of the remote server */
  const char *header;    /* of the returned message */
} LeakRow;

static const LeakRow rows[] = {
  { "plain",
    "petra.quendel@shop.example", "550 5.1.1 <petra.quendel@shop.example>: user unknown",
    "To: Petra Quendel <petra.quendel@shop.example>\nSubject: About the divorce\n" },
  { "other-case",
    "Petra.Quendel@shop.example", "550 5.1.1 PETRA.QUENDEL unknown",
    "To: PETRA QUENDEL <Petra.Quendel@Shop.Example>\nSubject: ABOUT THE DIVORCE\n" },
  { "encoded-name",
    "petra.quendel@shop.example", "550 5.1.1 user unknown",
    "To: =?utf-8?B?UGV0cmEgUXVlbmRlbA==?= <petra.quendel@shop.example>\nSubject: =?utf-8?B?QWJvdXQgdGhlIGRpdm9yY2U=?=\n" },
  { "encoded-by-letters",
    "petra.quendel@shop.example", "550 5.1.1 user unknown",
    "To: =?utf-8?q?Petra_Quen=64el?= <petra.quendel@shop.example>\nSubject: =?utf-8?q?About_the_div?=\n =?utf-8?q?orce?=\n" },
  { "tagged-address",
    "petra.quendel+orders@shop.example", "550 5.2.2 mailbox petra.quendel is full",
    "To: petra.quendel+orders@shop.example\nSubject: About the divorce\n" },
  { "quoted-address",
    "\"petra quendel\"@shop.example", "550 5.1.1 <\"petra quendel\"@shop.example>: user unknown",
    "To: \"petra quendel\"@shop.example\nSubject: About the divorce\n" },
  { "bare-address-before-a-named-one",
    "petra.quendel@shop.example", "550 5.1.1 user unknown: Petra Quendel",
    "To: info@shop.example, Petra Quendel <petra.quendel@shop.example>\nSubject: About the divorce\n" },
  { "name-with-comma",
    "petra.quendel@shop.example", "550 5.1.1 Quendel, Petra has left",
    "To: \"Quendel, Petra\" <petra.quendel@shop.example>\nSubject: About the divorce\n" },
  { "name-in-a-comment",
    "petra.quendel@shop.example", "550 5.1.1 mailbox of Petra Quendel is closed",
    "To: petra.quendel@shop.example (Petra Quendel)\nSubject: About the divorce\n" },
  { "name-of-a-copy",
    "petra.quendel@shop.example", "550 5.1.1 user unknown",
    "To: info@shop.example\nCc: Max <max@shop.example>, Petra Quendel <petra.quendel@shop.example>\nSubject: About the divorce\n" },
  { "answer-to-a-subject",
    "petra.quendel@shop.example", "554 5.7.1 \"About the divorce\" looks like spam",
    "To: petra.quendel@shop.example\nSubject: Re: AW: About the divorce\n" },
  { "rewritten-sender",
    "petra.quendel@shop.example", "550 5.7.1 <SRS0=AbCd=XY=shop.example=petra.quendel@host.example> refused",
    "To: petra.quendel@shop.example\nSubject: About the divorce\n" },
  { "address-in-a-link",
    "petra.quendel@shop.example", "550 5.7.1 see https://shop.example/blocked?rcpt=petra.quendel%40shop.example",
    "To: petra.quendel@shop.example\nSubject: About the divorce\n" },
  { "other-fields-of-the-header",
    "petra.quendel@shop.example", "550 5.1.1 user unknown",
    "To: petra.quendel@shop.example\nDelivered-To: petra.quendel@shop.example\nX-Original-To: petra.quendel@shop.example\n"
    "Thread-Topic: About the divorce\nSubject: About the divorce\n" },
  { "folded-subject",
    "petra.quendel@shop.example", "550 5.1.1 user unknown",
    "To: petra.quendel@shop.example\nSubject: About\n the\n divorce\n" },
};

static char *
dup_bounce (const LeakRow *row,
            gboolean       headers_only)
{
  return g_strdup_printf (
      "Return-Path: <>\n"
      "From: MAILER-DAEMON@mail.sender.example\n"
      "To: owner@sender.example\n"
      "Subject: Undelivered Mail Returned to Sender\n"
      "MIME-Version: 1.0\n"
      "Content-Type: multipart/report; report-type=delivery-status; boundary=b1\n"
      "\n"
      "--b1\n"
      "Content-Type: text/plain; charset=utf-8\n"
      "\n"
      "<%s>: host mx.shop.example[203.0.113.31] said: %s (in reply to RCPT TO command)\n"
      "--b1\n"
      "Content-Type: message/delivery-status\n"
      "\n"
      "Reporting-MTA: dns; mail.sender.example\n"
      "\n"
      "Final-Recipient: rfc822; %s\n"
      "Action: failed\n"
      "Status: 5.1.1\n"
      "Remote-MTA: dns; mx.shop.example\n"
      "Diagnostic-Code: smtp; %s\n"
      "\n"
      "--b1\n"
      "Content-Type: %s\n"
      "\n"
      "From: Owner <owner@sender.example>\n"
      "%s"
      "Date: Fri, 20 Nov 2026 09:12:39 +0100\n"
      "Message-ID: <20261120@sender.example>\n"
      "%s"
      "--b1--\n",
      row->recipient, row->reply, row->recipient, row->reply, headers_only ? "text/rfc822-headers" : "message/rfc822",
      row->header, headers_only ? "\n" : "\nDear Mrs Quendel, about the divorce.\n");
}

static void
check_silence (const char *form,
               const char *text)
{
  g_autofree char *lower = g_utf8_strdown (text, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (secrets); i++)
    {
      g_autofree char *secret = g_utf8_strdown (secrets[i], -1);
      const char      *found = strstr (lower, secret);

      if (found != NULL)
        {
          gsize from = (gsize) MAX (found - lower - 60, 0);

          g_test_message ("%s tells “%.*s”", form, 400, lower + from);
          g_test_fail ();
        }
    }
}

static void
check_row (const LeakRow *row,
           gboolean       headers_only)
{
  char *text = dup_bounce (row, headers_only);
  g_autoptr (GBytes) source = g_bytes_new_take (text, strlen (text));
  g_autoptr (GError) error = NULL;
  g_autoptr (RdMail) mail = rd_mail_new_from_bytes (source, &error);
  g_autoptr (RdDiagnosis) diagnosis = NULL;
  g_autoptr (GDateTime) created = g_date_time_new_utc (2026, 11, 21, 8, 0, 0);
  g_autoptr (RdReport) report = NULL;
  const RdRedactFlags   all = RD_REDACT_RECIPIENTS | RD_REDACT_SUBJECT;
  const RdReportOptions options = { .reader = RD_REPORT_FOR_HOST, .redact = all };
  RdReportItem          item = { .file = "About the divorce of Petra Quendel.eml", .source = source };
  g_autofree char      *whole = NULL;
  g_autofree char      *letter = NULL;
  g_autofree char      *json = NULL;
  g_autofree char      *csv = NULL;

  g_assert_no_error (error);
  diagnosis = rd_diagnosis_new_for_mail (mail, NULL);
  g_assert_cmpuint (diagnosis->bounce->failures->len, ==, 1);
  item.diagnosis = diagnosis;
  report = rd_report_new_for_items (&item, 1, &options, created);
  whole = rd_report_to_text (report);
  letter = rd_report_to_letter (report);
  json = rd_report_to_json (&item, 1, all);
  csv = rd_report_to_csv (&item, 1, all);
  /* the report still says what it is about */
  g_assert_nonnull (strstr (whole, "shop.example"));
  g_assert_nonnull (strstr (json, "shop.example"));
  check_silence ("the text", whole);
  check_silence ("the letter", letter);
  check_silence ("JSON", json);
  check_silence ("CSV", csv);
}

static void
test_row (gconstpointer data)
{
  check_row (data, FALSE);
}

static void
test_row_headers (gconstpointer data)
{
  check_row (data, TRUE);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *whole = g_strdup_printf ("/report/leaks/message/%s", rows[i].name);
      g_autofree char *headers = g_strdup_printf ("/report/leaks/headers/%s", rows[i].name);

      g_test_add_data_func (whole, &rows[i], test_row);
      g_test_add_data_func (headers, &rows[i], test_row_headers);
    }
  return g_test_run ();
}
