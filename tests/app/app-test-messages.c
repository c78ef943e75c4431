/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Messages to open. */

#define G_LOG_DOMAIN "app-test-messages"

#include "config.h"

#include "app-test.h"

char *
app_test_dup_bounce (const char *recipient,
                     const char *status,
                     const char *diagnostic)
{
  return g_strdup_printf ("Return-Path: <>\n"
                          "Received: from localhost by mail.sender.example (Postfix); Mon, 2 Nov 2026 10:00:05 +0000\n"
                          "From: MAILER-DAEMON@mail.sender.example (Mail Delivery System)\n"
                          "To: owner@sender.example\n"
                          "Subject: Undelivered Mail Returned to Sender\n"
                          "Date: Mon, 2 Nov 2026 10:00:05 +0000\n"
                          "Auto-Submitted: auto-replied\n"
                          "MIME-Version: 1.0\n"
                          "Content-Type: multipart/report; report-type=delivery-status; boundary=\"b1\"\n"
                          "Message-Id: <20261102100005.4bXyZ1@mail.sender.example>\n"
                          "\n"
                          "--b1\n"
                          "Content-Type: text/plain; charset=utf-8\n"
                          "\n"
                          "I'm sorry to have to inform you that your message could not\n"
                          "be delivered to one or more recipients.\n"
                          "\n"
                          "<%s>: host mx.receiver.example[192.0.2.25] said: %s (in reply to RCPT TO command)\n"
                          "\n"
                          "--b1\n"
                          "Content-Type: message/delivery-status\n"
                          "\n"
                          "Reporting-MTA: dns; mail.sender.example\n"
                          "X-Postfix-Queue-ID: 4bXyZ1\n"
                          "Arrival-Date: Mon, 2 Nov 2026 10:00:01 +0000\n"
                          "\n"
                          "Final-Recipient: rfc822; %s\n"
                          "Action: failed\n"
                          "Status: %s\n"
                          "Remote-MTA: dns; mx.receiver.example\n"
                          "Diagnostic-Code: smtp; %s\n"
                          "\n"
                          "--b1\n"
                          "Content-Type: text/rfc822-headers\n"
                          "\n"
                          "From: Owner <owner@sender.example>\n"
                          "To: <%s>\n"
                          "Subject: Invoice 4711\n"
                          "Date: Mon, 2 Nov 2026 10:00:00 +0000\n"
                          "Message-ID: <invoice-4711@sender.example>\n"
                          "\n"
                          "--b1--\n",
                          recipient, diagnostic, recipient, status, diagnostic, recipient);
}

static const struct
{
  const char *status;
  const char *diagnostic;
} refusals[] = {
  { "5.1.1", "550 5.1.1 User unknown in virtual mailbox table" },
  { "5.2.2", "552 5.2.2 Mailbox is full" },
  { "5.7.1", "554 5.7.1 Service unavailable; Client host [198.51.100.7] blocked using zen.spamhaus.org" },
  { "5.7.26", "550 5.7.26 This mail has been blocked because the sender is unauthenticated." },
  { "5.3.4", "552 5.3.4 Message size exceeds fixed limit" },
};

/* @n bounces of a few causes, one after the other. */
char *
app_test_dup_mbox (guint n)
{
  g_autoptr (GString) mbox = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      gsize            kind = i % G_N_ELEMENTS (refusals);
      g_autofree char *recipient = g_strdup_printf ("person%u@receiver.example", i);
      g_autofree char *bounce = app_test_dup_bounce (recipient, refusals[kind].status, refusals[kind].diagnostic);

      g_string_append_printf (mbox, "From MAILER-DAEMON Mon Nov  2 10:00:05 2026\n%s\n", bounce);
    }
  return g_string_free (g_steal_pointer (&mbox), FALSE);
}
