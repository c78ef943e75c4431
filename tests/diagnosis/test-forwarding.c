/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "rd-diagnosis.h"

/* Whose server is refused where mail is forwarded, and who can do something. */

#define SPF "550 5.7.26 The MAIL FROM domain [sender.example] has an SPF record with a hard fail policy (-all) but it fails to pass SPF checks with the ip: [203.0.113.3]"
#define LISTED "554 5.7.1 Service unavailable; Client host [203.0.113.3] blocked using bl.spamcop.net"

typedef struct
{
  const char *name;
  const char *written;
  const char *reporter;
  const char *by; /* whose server took the mail from its author */
  const char *reply;
  RdOwner     owner;
  gboolean    is_own; /* the words for one's own server fit */
} ForwardingCase;

static const ForwardingCase cases[] = {
  { "their-spf", "bob@shop.example", "mx.shop.example", "out.hoster.example", SPF, RD_OWNER_YOU, FALSE },
  { "their-hosts-spf", "bob@shop.example", "mx.firm.example", "mail.sender.example", SPF, RD_OWNER_YOU, FALSE },
  { "their-listing", "bob@shop.example", "mx.shop.example", "out.hoster.example", LISTED, RD_OWNER_RECIPIENT_ADMIN, FALSE },
  { "own-alias", "office@sender.example", "mail.sender.example", "mail.sender.example", LISTED, RD_OWNER_HOST, TRUE },
  { "own-host", "office@sender.example", "web17.hoster.example", "web17.hoster.example", SPF, RD_OWNER_YOU, TRUE },
  { "not-forwarded", "eva@mail.example", "mail.sender.example", "mail.sender.example", LISTED, RD_OWNER_HOST, TRUE },
  { "full-there", "bob@shop.example", "mx.shop.example", "out.hoster.example", "552 5.2.2 Mailbox full", RD_OWNER_RECIPIENT, TRUE },
};

static char *
dup_message (const ForwardingCase *row)
{
  return g_strdup_printf ("Return-Path: <>\n"
                          "From: MAILER-DAEMON@%s\n"
                          "To: anna@sender.example\n"
                          "Subject: Undelivered Mail Returned to Sender\n"
                          "MIME-Version: 1.0\n"
                          "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
                          "--b\nContent-Type: text/plain\n\nIt could not be delivered.\n"
                          "--b\nContent-Type: message/delivery-status\n\n"
                          "Reporting-MTA: dns; %s\n\n"
                          "Final-Recipient: rfc822; eva@mail.example\n"
                          "Original-Recipient: rfc822; %s\n"
                          "Action: failed\nStatus: %.5s\nRemote-MTA: dns; mx.mail.example\nDiagnostic-Code: smtp; %s\n\n"
                          "--b\nContent-Type: message/rfc822\n\n"
                          "Received: from laptop by %s with ESMTPSA id 1; Fri, 20 Nov 2026 09:12:44 +0000\n"
                          "From: anna@sender.example\nTo: %s\nSubject: Tides\n\nHello\n--b--\n",
                          row->reporter, row->reporter, row->written, row->reply + 4, row->reply, row->by, row->written);
}

static void
test_forwarding (gconstpointer data)
{
  const ForwardingCase *row = data;
  g_autofree char      *text = dup_message (row);
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (GError) error = NULL;
  g_autoptr (RdMail) mail = rd_mail_new_from_bytes (bytes, &error);
  g_autoptr (RdDiagnosis) diagnosis = NULL;
  g_auto (GStrv) steps = NULL;

  g_assert_no_error (error);
  diagnosis = rd_diagnosis_new_for_mail (mail, NULL);
  g_assert_cmpuint (diagnosis->verdicts->len, ==, 1);
  g_assert_cmpstr (rd_owner_to_string (diagnosis->owner), ==, rd_owner_to_string (row->owner));
  g_assert_cmpstr (rd_owner_to_string (diagnosis->main->owner), ==, rd_owner_to_string (row->owner));
  steps = rd_cause_dup_steps (diagnosis->main->cause, RD_HOSTING_ANY);
  g_assert_cmpint (g_strcmp0 (diagnosis->steps[0], steps[0]) == 0, ==, row->is_own);
  g_assert_cmpint (g_strcmp0 (diagnosis->sentence, rd_cause_get_sentence (diagnosis->main->cause)) == 0, ==, row->is_own);
  g_assert_cmpint (diagnosis->main->remedy == NULL, ==, row->is_own);
  g_assert_cmpstr (diagnosis->resend_text, ==, rd_verdict_get_resend_text (diagnosis->main));
  if (!row->is_own)
    g_assert_cmpstr (diagnosis->bounce->original.sending_ip, !=, "203.0.113.3");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/diagnosis/forwarding/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_forwarding);
    }
  return g_test_run ();
}
