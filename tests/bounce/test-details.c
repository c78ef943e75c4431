/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "rd-bounce.h"

/* What is read besides the failures: the returned message, the address it was
 * sent from, dates, ids. */

static RdBounce *
read_text (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (GError) error = NULL;
  g_autoptr (RdMail) mail = rd_mail_new_from_bytes (bytes, &error);

  g_assert_no_error (error);
  return rd_bounce_read (mail);
}

#define NOTICE                                                                    \
  "Return-Path: <>\n"                                                             \
  "Received: from mail.tidewater.example (mail.tidewater.example [198.51.100.7])" \
  " by in.host.example; Mon, 23 Nov 2026 10:00:05 +0100\n"                        \
  "From: MAILER-DAEMON@mail.tidewater.example\n"                                  \
  "To: anna@tidewater.example\n"                                                  \
  "Subject: Undelivered Mail Returned to Sender\n"                                \
  "Date: Mon, 23 Nov 2026 10:00:04 +0100 (CET)\n"                                 \
  "MIME-Version: 1.0\n"                                                           \
  "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"   \
  "--b\nContent-Type: text/plain\n\n"

#define ORIGINAL                                                      \
  "--b\nContent-Type: message/rfc822\n\n"                             \
  "Return-Path: <anna@tidewater.example>\n"                           \
  "Received: from pc (unknown [198.51.100.99]) by"                    \
  " mail.tidewater.example with ESMTPSA id 4F101C\n"                  \
  "DKIM-Signature: v=1; a=rsa-sha256; d=Tidewater.example; s=key1;\n" \
  "\th=from:to; bh=x; b=y\n"                                          \
  "From: Anna Lee <anna@tidewater.example>\n"                         \
  "To: \"Bob, B.\" <bob@shop.example>, carol@shop.example\n"          \
  "Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\n"                            \
  "Date: Mon, 23 Nov 2026 09:59:58 +0100\n"                           \
  "Message-ID: <1@tidewater.example>\n\nHello\n--b--\n"

static void
test_original (void)
{
  g_autoptr (RdBounce) bounce = read_text (
      NOTICE "<bob@shop.example>: host mx.shop.example[203.0.113.3] said: 550 5.1.1 no\n\n"
             "--b\nContent-Type: message/delivery-status\n\n"
             "Reporting-MTA: dns; mail.tidewater.example\nX-Postfix-Queue-ID: 4F101C\n"
             "Arrival-Date: Mon, 23 Nov 2026 09:59:58 +0100 (CET)\n\n"
             "Final-Recipient: rfc822; bob@shop.example\nAction: failed\nStatus: 5.1.1\n"
             "Last-Attempt-Date: Mon, 23 Nov 2026 10:00:03 +0100\n\n" ORIGINAL);
  const RdOriginal *original = &bounce->original;
  const RdDkimName *dkim;
  const RdFailure  *failure;

  g_assert_cmpint (bounce->kind, ==, RD_BOUNCE_FAILED);
  g_assert_cmpstr (bounce->dialect, ==, "rfc3464");
  g_assert_cmpstr (bounce->reporting_mta, ==, "mail.tidewater.example");
  g_assert_cmpstr (bounce->arrival_date, ==, "2026-11-23T09:59:58+01:00");
  g_assert_cmpstr (bounce->date, ==, "2026-11-23T10:00:04+01:00");
  g_assert_cmpstr (bounce->from, ==, "MAILER-DAEMON@mail.tidewater.example");
  g_assert_cmpuint (bounce->queue_ids->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (bounce->queue_ids, 0), ==, "4F101C");
  g_assert_cmpuint (bounce->failures->len, ==, 1);
  failure = g_ptr_array_index (bounce->failures, 0);
  g_assert_cmpstr (failure->last_attempt, ==, "2026-11-23T10:00:03+01:00");
  g_assert_cmpstr (failure->remote_ip, ==, "203.0.113.3");
  g_assert_false (failure->is_local);

  g_assert_cmpstr (original->from, ==, "anna@tidewater.example");
  g_assert_nonnull (original->to);
  g_assert_cmpuint (g_strv_length (original->to), ==, 2);
  g_assert_cmpstr (original->to[1], ==, "carol@shop.example");
  g_assert_cmpstr (original->subject, ==, "Gr\303\274\303\237e");
  g_assert_cmpstr (original->message_id, ==, "1@tidewater.example");
  g_assert_cmpstr (original->date, ==, "2026-11-23T09:59:58+01:00");
  g_assert_cmpstr (original->return_path, ==, "anna@tidewater.example");
  g_assert_cmpuint (original->size, >, 300);
  g_assert_cmpuint (original->received->len, ==, 1);
  g_assert_nonnull (original->mail);
  g_assert_cmpuint (original->dkim->len, ==, 1);
  dkim = g_ptr_array_index (original->dkim, 0);
  g_assert_cmpstr (dkim->domain, ==, "tidewater.example");
  g_assert_cmpstr (dkim->selector, ==, "key1");
  /* Not the address of the mail program that handed the message in. */
  g_assert_cmpstr (original->sending_ip, ==, "198.51.100.7");
  g_assert_cmpstr (original->sending_ip_source, ==, "notice");
}

static void
test_ip_in_reply (void)
{
  g_autoptr (RdBounce) bounce = read_text (
      NOTICE "<bob@shop.example>: host mx.shop.example[203.0.113.3] said: 554 5.7.1\n"
             "    [203.0.113.3] Client host [198.51.100.8] blocked using zen.spamhaus.org\n\n" ORIGINAL);

  g_assert_cmpstr (bounce->original.sending_ip, ==, "198.51.100.8");
  g_assert_cmpstr (bounce->original.sending_ip_source, ==, "diagnostic");
}

/* The receiver's own address is not the sender's, whether its server is named
 * before or only in the reply. */
static void
test_ip_of_receiver (void)
{
  static const struct
  {
    const char *text;
    const char *ip;
  } rows[] = {
    { "<bob@shop.example>: 554 5.7.1 mx3.shop.example[203.0.113.9] refused the message\n", NULL },
    { "<bob@shop.example>: 554 5.7.1 mx3.shop.example [203.0.113.9] does not want mail from 198.51.100.7\n", "198.51.100.7" },
    { "<bob@shop.example>: 554 5.7.1 mail.tidewater.example[198.51.100.7] is not welcome at shop.example\n", "198.51.100.7" },
    { "<bob@shop.example>: host mx.filter.example[203.0.113.30] said: 554 5.7.1 mx.filter.example (203.0.113.31): refused\n", NULL },
    { "<bob@shop.example>: 550 5.1.1 no such user, version 10.2.3.4\n", NULL },
    { "<bob@shop.example>: 554 rejected on 2026/11/23, policy (3.2.1.1) ID 64\n", NULL },
    { "<bob@shop.example>: 550 5.7.1 refused by engine 8.1.2.5 for 198.51.100.7\n", "198.51.100.7" },
    { "<bob@shop.example>: 550 undeliverable address: host store.backend.example[203.0.113.9] said: 550 no such user\n", NULL },
    { "<bob@shop.example>: 550 asked two: 203.0.113.9 said 550 for RCPT TO; 203.0.113.10 said 550 for RCPT TO\n", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (RdMail) mail = rd_mail_new_from_text (rows[i].text, NULL);
      g_autoptr (RdBounce) bounce = rd_bounce_read (mail);

      g_test_message ("%s", rows[i].text);
      g_assert_cmpint (bounce->kind, ==, RD_BOUNCE_FAILED);
      g_assert_cmpstr (bounce->original.sending_ip, ==, rows[i].ip);
    }
}

static void
test_ip_in_received (void)
{
  g_autoptr (RdBounce) bounce = read_text (
      "From: MAILER-DAEMON@mx.shop.example\nSubject: Undelivered Mail\nContent-Type: multipart/mixed; boundary=b\n\n"
      "--b\nContent-Type: text/plain\n\nYour message could not be delivered:\n\n<bob@shop.example>:\nUser unknown\n\n"
      "--b\nContent-Type: message/rfc822\n\n"
      "Received: from mail.tidewater.example (mail.tidewater.example [198.51.100.7]) by mx.shop.example with ESMTPS\n"
      "Received: from pc ([198.51.100.99]) by mail.tidewater.example with ESMTPSA\nFrom: anna@tidewater.example\n\n--b--\n");

  g_assert_cmpstr (bounce->original.sending_ip, ==, "198.51.100.7");
  g_assert_cmpstr (bounce->original.sending_ip_source, ==, "received");
  g_assert_cmpstr (bounce->original.helo, ==, "mail.tidewater.example");
}

/* What an operator's servers pass on among themselves is not how the message was
 * sent; what was handed to the operator is, unless another server refused, which
 * saw an address of the operator's. */
static void
test_ip_within_operator (void)
{
  static const struct
  {
    const char *refusal;
    const char *received;
    const char *ip;
  } rows[] = {
    { "User unknown",
      "Received: from a1.eur.mailcloud.example (198.51.100.40) by b2.eur.mailcloud.example (198.51.100.41) with SMTP\n"
      "Received: from edge.mailcloud.example (198.51.100.42) by a1.othername.example (198.51.100.40) with SMTP\n"
      "Received: from mail.tidewater.example (198.51.100.7) by edge.mailcloud.example (10.0.0.1) with SMTP\n",
      "198.51.100.7" },
    { "host store.mailcloud.example[203.0.113.9] said: 550 5.1.1 user unknown",
      "Received: from a1.mailcloud.example (198.51.100.40) by b2.mailcloud.example with SMTP\n"
      "Received: from mail.tidewater.example (198.51.100.7) by a1.mailcloud.example with SMTP\n",
      "198.51.100.7" },
    { "host mx.far.example[203.0.113.9] said: 550 5.1.1 user unknown",
      "Received: from a1.mailcloud.example (198.51.100.40) by b2.mailcloud.example with SMTP\n"
      "Received: from mail.tidewater.example (198.51.100.7) by a1.mailcloud.example with SMTP\n",
      NULL },
    { "User unknown",
      "Received: from pc (dsl-99.telco.example [198.51.100.99]) by relay.telco.example with ESMTP\n",
      NULL },
    { "User unknown",
      "Received: from relay.telco.example (relay.telco.example. [198.51.100.40]) by out.telco.example with ESMTP\n"
      "Received: from pc ([198.51.100.99]) by relay.telco.example with ESMTPSA\n",
      NULL },
    { "User unknown",
      "Received: from web.tidewater.example ([198.51.100.7]) by relay.tidewater.example with ESMTP\n",
      "198.51.100.7" },
    { "User unknown",
      "Received: from web3.host.example (web3.host.example [198.51.100.7]) by web3.host.example with ESMTP\n",
      "198.51.100.7" },
    { "User unknown",
      "Received: from mx.shop.example (dsl-99.telco.example [198.51.100.99]) by mx.filter.example with ESMTP\n",
      "198.51.100.99" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = g_strdup_printf (
          "From: MAILER-DAEMON@mx.shop.example\nSubject: Undelivered Mail\nContent-Type: multipart/mixed; boundary=b\n\n"
          "--b\nContent-Type: text/plain\n\nYour message could not be delivered:\n\n<bob@shop.example>: %s\n\n"
          "--b\nContent-Type: message/rfc822\n\n%sFrom: anna@tidewater.example\n\n--b--\n",
          rows[i].refusal, rows[i].received);
      g_autoptr (RdBounce) bounce = read_text (text);

      g_test_message ("%s%s", rows[i].refusal, rows[i].received);
      g_assert_cmpstr (bounce->original.sending_ip, ==, rows[i].ip);
    }
}

/* The copy below a ruler, in a message without parts. */
static void
test_original_in_text (void)
{
  g_autoptr (RdBounce) bounce = read_text (
      "From: Mail Delivery System <Mailer-Daemon@webhost.example>\nSubject: Mail delivery failed\n\n"
      "A message that you sent could not be delivered to one or more of its\nrecipients.\n\n"
      "  bob@shop.example\n    Unrouteable address\n\n"
      "------ This is a copy of the message, including all the headers. ------\n\n"
      "Return-path: <anna@tidewater.example>\n"
      "Received: from apache by webhost.example with local (Exim 4.96)\n\tid 1xVXhZ-0000A3-0X\n"
      "To: bob@shop.example\nSubject: Order\nFrom: anna@tidewater.example\n\n"
      "<carol@shop.example>: 550 5.1.1 this is what the message says\n");

  g_assert_cmpint (bounce->kind, ==, RD_BOUNCE_FAILED);
  g_assert_cmpstr (bounce->dialect, ==, "exim");
  g_assert_cmpuint (bounce->failures->len, ==, 1);
  g_assert_cmpstr (bounce->original.return_path, ==, "anna@tidewater.example");
  g_assert_cmpstr (bounce->original.subject, ==, "Order");
  g_assert_cmpstr (g_ptr_array_index (bounce->queue_ids, 0), ==, "1xVXhZ-0000A3-0X");
  g_assert_null (bounce->original.sending_ip);
}

static void
test_complaint (void)
{
  g_autoptr (RdBounce) bounce = read_text (
      "From: feedback@receiver.example\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\n\n"
      "--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nOriginal-Rcpt-To: <bob@receiver.example>\n"
      "Source-IP: 198.51.100.7\nReporting-MTA: dns; mx.receiver.example\nArrival-Date: Mon, 23 Nov 2026 10:00:04 +0000\n\n"
      "--b\nContent-Type: message/rfc822\n\nFrom: anna@tidewater.example\nSubject: Offer\n\nHello\n--b--\n");
  const RdFailure *failure;

  g_assert_cmpint (bounce->kind, ==, RD_BOUNCE_COMPLAINT);
  g_assert_cmpstr (bounce->original.sending_ip, ==, "198.51.100.7");
  g_assert_cmpstr (bounce->reporting_mta, ==, "mx.receiver.example");
  g_assert_cmpstr (bounce->arrival_date, ==, "2026-11-23T10:00:04+00:00");
  g_assert_cmpstr (bounce->original.subject, ==, "Offer");
  g_assert_cmpuint (bounce->failures->len, ==, 1);
  failure = g_ptr_array_index (bounce->failures, 0);
  g_assert_cmpstr (failure->recipient, ==, "bob@receiver.example");
  g_assert_cmpstr (failure->diagnostic, ==, "abuse");
}

/* Fields in the order and with the gaps that mail systems leave. */
static void
test_careless_report (void)
{
  g_autoptr (RdBounce) bounce = read_text (
      NOTICE "Your message could not be delivered.\n\n--b\nContent-Type: message/delivery-status\n\n"
             "Reporting-MTA: dns; mail.tidewater.example\nAction : failure\nFinal-Recipient : rfc822; <bob@shop.example>\n"
             "Diagnostic-Code: smtp; 550-5.7.1 first\n550-5.7.1 second https://shop.example\n550 5.7.1 third\nStatus: #5.0.0 (nothing)\n"
             "Action: delayed\nFinal-Recipient: utf-8; j\\x{F6}rg@shop.example\nStatus: 4.4.1\nDiagnostic-Code: SMTP;\nWill-Retry-Until: Sat, 28 Nov 2026 10:00:00 +0100\n"
             "Action: delivered\nFinal-Recipient: rfc822; carol@shop.example\nStatus: 2.0.0\n--b--\n");
  const RdFailure *failure;

  g_assert_cmpint (bounce->kind, ==, RD_BOUNCE_FAILED);
  g_assert_cmpuint (bounce->failures->len, ==, 2);
  failure = g_ptr_array_index (bounce->failures, 0);
  g_assert_cmpstr (failure->recipient, ==, "bob@shop.example");
  g_assert_cmpstr (failure->status, ==, "5.7.1");
  g_assert_cmpstr (failure->diagnostic, ==, "550 5.7.1 first second https://shop.example third");
  failure = g_ptr_array_index (bounce->failures, 1);
  g_assert_cmpstr (failure->recipient, ==, "j\303\266rg@shop.example");
  g_assert_cmpint (failure->action, ==, RD_ACTION_DELAYED);
  g_assert_cmpstr (failure->diagnostic, !=, "");
  g_assert_cmpstr (failure->will_retry_until, ==, "2026-11-28T10:00:00+01:00");
}

static void
test_gave_up (void)
{
  g_autoptr (RdBounce) bounce = read_text (
      NOTICE "<bob@shop.example>: host mx.shop.example[203.0.113.3] said: 451 4.7.1 later\n    (in reply to RCPT TO command)\n\n"
             "--b\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822; bob@shop.example\n"
             "Original-Recipient: rfc822;office@tidewater.example\nAction: failed\nStatus: 4.7.1\n--b--\n");
  const RdFailure *failure = g_ptr_array_index (bounce->failures, 0);

  g_assert_true (failure->gave_up);
  g_assert_cmpstr (failure->recipient, ==, "bob@shop.example");
  g_assert_cmpstr (failure->original_recipient, ==, "office@tidewater.example");
  g_assert_cmpstr (failure->reply_code, ==, "451");
  g_assert_cmpint (failure->phase, ==, RD_PHASE_RCPT);
}

static void
test_words (void)
{
  for (RdBounceKind kind = RD_BOUNCE_FAILED; kind <= RD_BOUNCE_NONE; kind++)
    g_assert_cmpuint (strlen (rd_bounce_kind_to_string (kind)), >, 4);
  for (RdAction action = RD_ACTION_UNKNOWN; action <= RD_ACTION_EXPANDED; action++)
    g_assert_cmpuint (strlen (rd_action_to_string (action)), >, 4);
  for (RdPhase phase = RD_PHASE_UNKNOWN; phase <= RD_PHASE_END_OF_DATA; phase++)
    g_assert_cmpuint (strlen (rd_phase_to_string (phase)), >=, 4);
}

/* Forwarded as a file of its own, whatever the program calls its type. */
static void
test_attached_file (void)
{
  g_autoptr (RdBounce) bounce = read_text ("From: anna@tidewater.example\nTo: help@host.example\nSubject: Fwd: it came back\nMIME-Version: 1.0\n"
                                           "Content-Type: multipart/mixed; boundary=f\n\n--f\nContent-Type: text/plain\n\nPlease look.\n\n"
                                           "--f\nContent-Type: application/octet-stream; name=\"Undelivered Mail.EML\"\n\n" NOTICE
                                           "<bob@shop.example>: host mx.shop.example[192.0.2.25] said: 550 5.1.1 User unknown\n\n"
                                           "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mail.tidewater.example\n\n"
                                           "Final-Recipient: rfc822; bob@shop.example\nAction: failed\nStatus: 5.1.1\n\n--b--\n--f--\n");
  g_autoptr (RdBounce) other = read_text ("From: anna@tidewater.example\nTo: help@host.example\nSubject: Offer\nMIME-Version: 1.0\n"
                                          "Content-Type: multipart/mixed; boundary=f\n\n--f\nContent-Type: text/plain\n\nAs agreed.\n\n"
                                          "--f\nContent-Type: application/octet-stream; name=\"offer.eml\"\n\n"
                                          "From: bob@shop.example\nSubject: Offer\n\nTen chairs.\n--f--\n");

  g_assert_cmpint (bounce->kind, ==, RD_BOUNCE_FAILED);
  g_assert_cmpuint (bounce->failures->len, ==, 1);
  g_assert_cmpstr (((RdFailure *) g_ptr_array_index (bounce->failures, 0))->recipient, ==, "bob@shop.example");
  g_assert_cmpstr (bounce->to, ==, "anna@tidewater.example");
  g_assert_cmpint (other->kind, ==, RD_BOUNCE_NONE);
}

#define FORWARDER "From: anna@tidewater.example\nTo: help@host.example\nSubject: Fwd: it came back\n\nCan you see what is wrong?\n\n"
#define FORWARDED                                                                              \
  "From: Mail Delivery System <Mailer-Daemon@mail.tidewater.example>\nSent: Monday\n"          \
  "To: anna@tidewater.example\nSubject: Mail delivery failed: returning message to sender\n\n" \
  "This message was created automatically by mail delivery software.\n\n"                      \
  "A message that you sent could not be delivered to one or more of its\n"                     \
  "recipients. This is a permanent error. The following address(es) failed:\n\n"               \
  "  bob@shop.example\n    host mx.shop.example [192.0.2.25]\n"                                \
  "    SMTP error from remote mail server after RCPT TO:<bob@shop.example>:\n    550 5.1.1 User unknown\n"

/* What stands above a forwarded notice also stands above a returned message. */
static void
test_forwarded (void)
{
  static const char *const rulers[] = {
    "-----Original Message-----\n",
    "-------- Original Message --------\n---------- Forwarded message ---------\n",
    "Original message\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rulers); i++)
    {
      g_autofree char *text = g_strconcat (FORWARDER, rulers[i], FORWARDED, NULL);
      g_autoptr (RdBounce) bounce = read_text (text);

      g_assert_cmpint (bounce->kind, ==, RD_BOUNCE_FAILED);
      g_assert_cmpuint (bounce->failures->len, ==, 1);
      g_assert_cmpstr (((RdFailure *) g_ptr_array_index (bounce->failures, 0))->recipient, ==, "bob@shop.example");
    }
}

/* A notice could not be delivered either: its words are not those of the one
 * that says so. */
static void
test_returned_notice (void)
{
  g_autoptr (RdBounce) bounce = read_text ("From: Mail Delivery System <Mailer-Daemon@host.example>\nTo: postmaster@host.example\n"
                                           "Subject: Mail delivery failed: returning message to sender\n\n"
                                           "This message was created automatically by mail delivery software.\n\n"
                                           "A message that you sent could not be delivered to one or more of its\n"
                                           "recipients. This is a permanent error. The following address(es) failed:\n\n"
                                           "  anna@tidewater.example\n    550 5.2.1 Mailbox disabled\n\n"
                                           "------ Original message ------\n" FORWARDED);

  g_assert_cmpint (bounce->kind, ==, RD_BOUNCE_FAILED);
  g_assert_cmpuint (bounce->failures->len, ==, 1);
  g_assert_cmpstr (((RdFailure *) g_ptr_array_index (bounce->failures, 0))->recipient, ==, "anna@tidewater.example");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bounce/details/original", test_original);
  g_test_add_func ("/bounce/details/ip-in-reply", test_ip_in_reply);
  g_test_add_func ("/bounce/details/ip-of-receiver", test_ip_of_receiver);
  g_test_add_func ("/bounce/details/ip-in-received", test_ip_in_received);
  g_test_add_func ("/bounce/details/ip-within-operator", test_ip_within_operator);
  g_test_add_func ("/bounce/details/original-in-text", test_original_in_text);
  g_test_add_func ("/bounce/details/complaint", test_complaint);
  g_test_add_func ("/bounce/details/careless-report", test_careless_report);
  g_test_add_func ("/bounce/details/gave-up", test_gave_up);
  g_test_add_func ("/bounce/details/words", test_words);
  g_test_add_func ("/bounce/details/attached-file", test_attached_file);
  g_test_add_func ("/bounce/details/forwarded", test_forwarded);
  g_test_add_func ("/bounce/details/returned-notice", test_returned_notice);
  return g_test_run ();
}
