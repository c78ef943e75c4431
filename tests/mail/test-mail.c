/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rd-mail.h"

#include <string.h>

static RdMail *
read_text (const char *text)
{
  g_autoptr (GError) error = NULL;
  RdMail *mail = rd_mail_new_from_text (text, &error);

  g_assert_no_error (error);
  g_assert_nonnull (mail);
  return mail;
}

static const char bounce[] =
    "Return-Path: <>\n"
    "Received: from mx.example.net (mx.example.net [192.0.2.1])\n"
    "\tby mail.example.com;\n"
    "\tMon, 23 Nov 2026 10:00:00 +0000\n"
    "From: Mail Delivery System <MAILER-DAEMON@mx.example.net>\n"
    "To: shop@example.com\n"
    "Subject: =?utf-8?q?Zur=C3=BCck?= =?iso-8859-1?Q?gewie=DFen?=\n"
    "MIME-Version: 1.0\n"
    "Content-Type: Multipart/Report; report-type=\"delivery-status\";\n"
    "\tboundary=b1\n"
    "\n"
    "This is a MIME-encapsulated message.\n"
    "\n"
    "--b1\n"
    "Content-Type: text/plain; charset=iso-8859-1\n"
    "Content-Transfer-Encoding: quoted-printable\n"
    "\n"
    "Empf=E4nger unbekannt=\n"
    ".\n"
    "--b1\n"
    "Content-Description: Delivery report\n"
    "Content-Type: message/delivery-status\n"
    "Content-Transfer-Encoding: base64\n"
    "\n"
    "UmVwb3J0aW5nLU1UQTogZG5zOyBteC5leGFtcGxlLm5ldAo=\n"
    "--b1\n"
    "Content-Type: message/rfc822\n"
    "\n"
    "From: shop@example.com\n"
    "Subject: Invoice\n"
    "Content-Type: multipart/mixed; boundary=b2\n"
    "\n"
    "--b2\n"
    "Content-Type: text/html\n"
    "\n"
    "<p>Dear Bob,</p><p>thanks &amp; bye</p>\n"
    "--b2\n"
    "Content-Type: image/png; name=\"logo.png\"\n"
    "Content-Transfer-Encoding: base64\n"
    "\n"
    "iVBORw0KGgo=\n"
    "--b2--\n"
    "--b1--\n";

static void
test_bounce (void)
{
  g_autoptr (RdMail) mail = read_text (bounce);
  const RdMailPart *part;
  const char       *name = NULL;
  RdMail           *original;

  g_assert_cmpint (rd_mail_get_form (mail), ==, RD_MAIL_FORM_MESSAGE);
  g_assert_false (rd_mail_is_truncated (mail));
  g_assert_cmpuint (rd_mail_get_n_headers (mail), ==, 7);
  g_assert_cmpstr (rd_mail_get_header (mail, "subject"), ==, "Zurückgewießen");
  g_assert_cmpstr (rd_mail_get_header (mail, "Received"), ==, "from mx.example.net (mx.example.net [192.0.2.1]) by mail.example.com; Mon, 23 Nov 2026 10:00:00 +0000");
  g_assert_null (rd_mail_get_header_nth (mail, "Received", 1));
  g_assert_cmpstr (rd_mail_get_header_at (mail, 3, &name), ==, "shop@example.com");
  g_assert_cmpstr (name, ==, "To");
  g_assert_null (rd_mail_get_header_at (mail, 7, NULL));
  g_assert_cmpstr (rd_mail_get_type_parameter (mail, "Report-Type"), ==, "delivery-status");
  g_assert_null (rd_mail_get_type_parameter (mail, "charset"));

  g_assert_cmpuint (rd_mail_get_n_parts (mail), ==, 4);
  part = rd_mail_get_part (mail, 0);
  g_assert_cmpstr (part->content_type, ==, "multipart/report");
  g_assert_true (part->is_container);
  g_assert_null (rd_mail_get_part_text (mail, 0));
  g_assert_null (rd_mail_get_part_bytes (mail, 0));
  g_assert_cmpstr (rd_mail_get_part_text (mail, 1), ==, "Empfänger unbekannt.");
  part = rd_mail_get_part (mail, 2);
  g_assert_cmpuint (part->depth, ==, 1);
  g_assert_cmpuint (part->parent, ==, 0);
  g_assert_cmpstr (part->description, ==, "Delivery report");
  g_assert_cmpstr (rd_mail_get_part_text (mail, 2), ==, "Reporting-MTA: dns; mx.example.net\n");
  g_assert_null (rd_mail_get_part_message (mail, 2));
  g_assert_null (rd_mail_get_part (mail, 4));

  original = rd_mail_get_part_message (mail, 3);
  g_assert_nonnull (original);
  g_assert_cmpstr (rd_mail_get_header (original, "Subject"), ==, "Invoice");
  g_assert_cmpuint (rd_mail_get_n_parts (original), ==, 3);
  g_assert_cmpstr (rd_mail_get_part_text (original, 1), ==, "<p>Dear Bob,</p><p>thanks &amp; bye</p>");
  g_assert_cmpstr (rd_mail_get_part_plain (original, 1), ==, "Dear Bob,\n\nthanks & bye\n");
  g_assert_cmpstr (rd_mail_get_part (original, 2)->filename, ==, "logo.png");
  g_assert_null (rd_mail_get_part_text (original, 2));
  g_assert_cmpuint (g_bytes_get_size (rd_mail_get_part_bytes (original, 2)), ==, 8);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mail/mail/bounce", test_bounce);
  return g_test_run ();
}
