/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "mail-testing.h"

#include <string.h>

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
  g_autoptr (RdMail) mail = mail_testing_read_text (bounce);
  const RdMailPart *part;
  const char       *name = NULL;
  RdMail           *original;

  g_assert_cmpint (rd_mail_get_form (mail), ==, RD_MAIL_FORM_MESSAGE);
  g_assert_false (rd_mail_is_truncated (mail));
  g_assert_cmpuint (rd_mail_get_n_headers (mail), ==, 7);
  g_assert_cmpstr (rd_mail_get_header (mail, "subject"), ==, "Zurückgewießen");
  g_assert_cmpstr (
      rd_mail_get_header (mail, "Received"), ==,
      "from mx.example.net (mx.example.net [192.0.2.1]) by mail.example.com; Mon, 23 Nov 2026 10:00:00 +0000");
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
  g_assert_cmpstr (rd_mail_get_part_text (original, 1), ==,
                   "<p>Dear Bob,</p><p>thanks &amp; bye</p>");
  g_assert_cmpstr (rd_mail_get_part_plain (original, 1), ==, "Dear Bob,\n\nthanks & bye\n");
  g_assert_cmpstr (rd_mail_get_part (original, 2)->filename, ==, "logo.png");
  g_assert_null (rd_mail_get_part_text (original, 2));
  g_assert_cmpuint (g_bytes_get_size (rd_mail_get_part_bytes (original, 2)), ==, 8);
}

typedef struct
{
  const char *name;
  const char *text;
  RdMailForm  form;
  const char *subject; /* (nullable) */
  const char *body;    /* of the first part that has text */
} FormRow;

#define MESSAGE RD_MAIL_FORM_MESSAGE
#define TEXT RD_MAIL_FORM_TEXT

static const FormRow form_rows[] = {
  { "message", "From: a\nSubject: S\n\nbody\n", MESSAGE, "S", "body\n" },
  { "header-only", "From: a\nSubject: S\n", MESSAGE, "S", "" },
  { "no-final-newline", "From: a\nSubject: S", MESSAGE, "S", "" },
  { "no-blank-line", "From: a\nSubject: S\nThis is the body\nof it\n", MESSAGE, "S", "This is the body\nof it\n" },
  { "blank-line-of-blanks", "From: a\nSubject: S\n  \nbody\n", MESSAGE, "S", "body\n" },
  { "lost-folding", "From: a\nReceived: from x\nby y\nSubject: S\n\nbody\n", MESSAGE, "S", "body\n" },
  { "folded", "From: a\nSubject: S\n one\n\ttwo\n\nbody\n", MESSAGE, "S one two", "body\n" },
  { "blank-before-colon", "From : a\nSubject : S\n\nbody\n", MESSAGE, "S", "body\n" },
  { "leading-blank-lines", "\n  \n\nFrom: a\nSubject: S\n\nbody\n", MESSAGE, "S", "body\n" },
  { "from-line", "From a@b.example Mon Nov 23 10:00:00 2026\nFrom: a\nSubject: S\n\nbody\n", MESSAGE, "S", "body\n" },
  { "from-line-without-date", "From MAILER-DAEMON\nFrom: a\nSubject: S\n\nbody\n", MESSAGE, "S", "body\n" },
  { "quoted-from-line", ">From a@b.example Mon Nov 23 10:00:00 2026\nFrom: a\nSubject: S\n\nbody\n", MESSAGE, "S", "body\n" },
  { "indented", "    From: a\n    Subject: S\n    \n      deep\n    body\n", MESSAGE, "S", "  deep\nbody\n" },
  { "first-line-indented", " From: a\nSubject: S\n folded\n\nbody\n more\n", MESSAGE, "S folded", "body\n more\n" },
  { "quoted", "> From: a\n> Subject: S\n>\n> body\n", MESSAGE, "S", "body\n" },
  { "byte-order-mark", "\357\273\277From: a\nSubject: S\n\nbody\n", MESSAGE, "S", "body\n" },
  { "emlx", "31\nFrom: a\nSubject: S\n\nbody of it\n<?xml version=\"1.0\"?>\n<!DOCTYPE plist>", MESSAGE, "S", "body of it\n" },
  { "emlx-wrong-count", "9999\nFrom: a\nSubject: S\n\nbody\n<?xml version=\"1.0\"?>\n<!DOCTYPE plist>", MESSAGE, "S", "body\n" },
  { "subject-alone", "Subject: S\n\nbody\n", MESSAGE, "S", "body\n" },
  { "visible-header", "From: Mail System\nSent: Monday\nTo: me\nSubject: S\n\nbody\n", MESSAGE, "S", "body\n" },
  { "page-table", "Original Message\n\nMessage ID\t<x@y>\nCreated at:\tMon\nFrom:\ta\nSPF:\tPASS\n\nDownload Original\tCopy\n\nDelivered-To: b\nSubject: S\n\nbody\n", MESSAGE, "S", "body\n" },
  { "from-first-boundary", "--b1\nContent-Type: text/plain\n\nbody\n--b1--\n", MESSAGE, NULL, "body" },
  { "saved-page", "<html><body><p>550 unknown &lt;a@b.example&gt;</p></body></html>", TEXT, NULL, "550 unknown <a@b.example>\n" },
  { "page-with-source", "<html><pre>From: a\nSubject: S\n\nbody\n</pre>", MESSAGE, "S", "body\n" },
  { "sentence", "Sorry: this did not work.\nTry again.\n", TEXT, NULL, "Sorry: this did not work.\nTry again.\n" },
  { "report", "Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; a@b.example\n", TEXT, NULL, "Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; a@b.example\n" },
  { "diagnostic", "Diagnostic-Code: smtp; 550 no\nSubject: S\nFrom: a\n", TEXT, NULL, "Diagnostic-Code: smtp; 550 no\nSubject: S\nFrom: a\n" },
  { "log-line", "Nov 23 10:00:00 mx postfix/smtp[1]: 4A: to=<a@b.example>\n", TEXT, NULL, "Nov 23 10:00:00 mx postfix/smtp[1]: 4A: to=<a@b.example>\n" },
  { "exim-log-line", "2026-11-23 10:00:00 1xV-0 ** a@b.example: 550 no\n", TEXT, NULL, "2026-11-23 10:00:00 1xV-0 ** a@b.example: 550 no\n" },
  { "iso-log-line", "2026-11-23T10:00:00: x\n2026-11-23T10:00:01: y\n", TEXT, NULL, "2026-11-23T10:00:00: x\n2026-11-23T10:00:01: y\n" },
  { "recipient-alone", "To: a@b.example\n\n550 5.1.1 unknown\n", TEXT, NULL, "To: a@b.example\n\n550 5.1.1 unknown\n" },
  { "code-and-field", "550\nReason: unknown\n", TEXT, NULL, "550\nReason: unknown\n" },
  { "original-header-below", "It failed.\n\nOriginal message headers:\nReceived: from x\nFrom: a\nSubject: S\n", TEXT, NULL, "It failed.\n\nOriginal message headers:\nReceived: from x\nFrom: a\nSubject: S\n" },
  { "from-the-start", "From the mail system:\nit failed.\n", TEXT, NULL, "From the mail system:\nit failed.\n" },
  { "one-letter", "x", TEXT, NULL, "x" },
};

static void
check_form (const FormRow *row,
            const RdMail  *mail)
{
  guint first = 0;

  g_assert_cmpint (rd_mail_get_form (mail), ==, row->form);
  g_assert_cmpstr (rd_mail_get_header (mail, "Subject"), ==, row->subject);
  while (rd_mail_get_part (mail, first)->is_container)
    first++;
  g_assert_cmpstr (rd_mail_get_part_text (mail, first), ==, row->body);
}

static void
test_form (gconstpointer data)
{
  const FormRow *row = data;
  g_autoptr (RdMail) lf = mail_testing_read_text (row->text);
  g_autoptr (GBytes) crlf_bytes =
                 mail_testing_new_with_ends (row->text, strlen (row->text), "\r\n");
  g_autoptr (GBytes) cr_bytes = mail_testing_new_with_ends (row->text, strlen (row->text), "\r");
  g_autoptr (RdMail) cr = rd_mail_new_from_bytes (cr_bytes, NULL);

  check_form (row, lf);
  check_form (row, cr);
  /* The count of an .emlx is of bytes, which line ends of two bytes change. */
  if (!g_ascii_isdigit (row->text[0]))
    {
      g_autoptr (RdMail) crlf = rd_mail_new_from_bytes (crlf_bytes, NULL);

      check_form (row, crlf);
    }
}

static void
test_utf16 (void)
{
  static const char *const charsets[] = { "UTF-16LE", "UTF-16BE", "UTF-16" };
  g_autoptr (RdMail) plain = mail_testing_read_text (bounce);

  for (gsize i = 0; i < G_N_ELEMENTS (charsets); i++)
    {
      gsize length;
      char *wide = g_convert (bounce, -1, charsets[i], "UTF-8", NULL, &length, NULL);
      g_autoptr (GBytes) bytes = g_bytes_new_take (wide, length);
      g_autoptr (GError) error = NULL;
      g_autoptr (RdMail) mail = rd_mail_new_from_bytes (bytes, &error);

      g_assert_no_error (error);
      mail_testing_assert_equal (plain, mail);
    }
}

typedef struct
{
  const char *name;
  const char *field;
  const char *value;
} FieldRow;

static const FieldRow field_rows[] = {
  { "plain", "plain words", "plain words" },
  { "encoded", "=?utf-8?B?SMOkbGxv?= x", "Hällo x" },
  { "joined", "=?utf-8?q?a?=\n =?utf-8?q?b?=", "ab" },
  { "japanese", "=?iso-2022-jp?B?GyRCNEE7ehsoQg==?=", "漢字" },
  { "broken", "=?utf-8?q?a", "=?utf-8?q?a" },
  { "unknown-charset", "=?x-nobody?q?abc?=", "abc" },
  { "raw-utf-8", "h\303\244llo", "hällo" },
  { "raw-latin1", "h\344llo", "hällo" },
  { "raw-japanese", "\033$B4A;z\033(B", "漢字" },
  { "newline-inside", "=?utf-8?q?a=0Ab?=", "a b" },
  { "empty", "", "" },
  { "tabs", "\t\n\t folded\t", "folded" },
};

static void
test_field (gconstpointer data)
{
  const FieldRow  *row = data;
  g_autofree char *text = g_strdup_printf ("From: a\nSubject: %s\n\nbody\n", row->field);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (RdMail) mail = rd_mail_new_from_bytes (bytes, NULL);

  g_assert_cmpstr (rd_mail_get_header (mail, "Subject"), ==, row->value);
}

static void
test_source (void)
{
  g_autoptr (RdMail) mail = mail_testing_read_text (
      "From a@b Mon Nov 23 10:00:00 2026\r\nFrom: a\r\nSubject: b\r\n\r\nc\r\n");
  gsize            size;
  const char      *source = g_bytes_get_data (rd_mail_get_source (mail), &size);
  g_autofree char *copy = g_strndup (source, size);

  g_assert_cmpstr (copy, ==, "From: a\r\nSubject: b\r\n\r\nc\r\n");
}

static gpointer
read_in_thread (gpointer data)
{
  mail_testing_read_all (data);
  return NULL;
}

static void
test_threads (void)
{
  g_autoptr (RdMail) expected = mail_testing_read_text (bounce);
  g_autoptr (RdMail) mail = mail_testing_read_text (bounce);
  GThread *threads[4];

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("reader", read_in_thread, mail);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  mail_testing_assert_equal (expected, mail);
}

typedef struct
{
  const char *name;
  const char *bytes;
  gsize       length;
  int         code;
  const char *word; /* of the sentence */
} ErrorRow;

#define BYTES(text) text, sizeof text - 1

static const ErrorRow error_rows[] = {
  { "empty", BYTES (""), RD_MAIL_ERROR_EMPTY, "nothing" },
  { "blank", BYTES (" \n\t\r\n"), RD_MAIL_ERROR_EMPTY, "nothing" },
  { "png", BYTES ("\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), RD_MAIL_ERROR_NOT_TEXT, "picture" },
  { "jpeg", BYTES ("\xff\xd8\xff\xe0\0\x10JFIF"), RD_MAIL_ERROR_NOT_TEXT, "picture" },
  { "heic", BYTES ("\0\0\0\x18"
                   "ftypheic\0\0\0\0"),
    RD_MAIL_ERROR_NOT_TEXT, "picture" },
  { "pdf", BYTES ("%PDF-1.7\n"), RD_MAIL_ERROR_NOT_TEXT, "PDF" },
  { "docx", BYTES ("PK\3\4\24\0\6\0\10\0\0\0!\0aaaaaaaaaaaa\23\0\0\0[Content_Types].xml"), RD_MAIL_ERROR_NOT_TEXT, "office" },
  { "rtf", BYTES ("{\\rtf1\\ansi}"), RD_MAIL_ERROR_NOT_TEXT, "office" },
  { "winmail", BYTES ("\x78\x9f\x3e\x22\1\0\6\x90"), RD_MAIL_ERROR_NOT_TEXT, "winmail.dat" },
  { "pst", BYTES ("!BDN\1\2\3\4"), RD_MAIL_ERROR_NOT_TEXT, "mailbox" },
  { "rar", BYTES ("Rar!\x1a\7\1\0\0\0\0\0"), RD_MAIL_ERROR_NOT_TEXT, "archive" },
  { "mp4", BYTES ("\0\0\0\x18"
                  "ftypisom\0\0\0\0"),
    RD_MAIL_ERROR_NOT_TEXT, "video" },
  { "elf", BYTES ("\177ELF\2\1\1\0\0\0"), RD_MAIL_ERROR_NOT_TEXT, "program" },
  { "exe", BYTES ("MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff\0\0"), RD_MAIL_ERROR_NOT_TEXT, "program" },
  { "binary", BYTES ("\1\2\3\4\5\6\7\1\2\3\4"), RD_MAIL_ERROR_NOT_TEXT, "no text" },
  { "cut-msg", BYTES ("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0"), RD_MAIL_ERROR_BROKEN, "damaged" },
};

static void
test_error (gconstpointer data)
{
  const ErrorRow *row = data;
  g_autoptr (GBytes) bytes = g_bytes_new_static (row->bytes, row->length);
  g_autoptr (GError) error = NULL;

  g_assert_null (rd_mail_new_from_bytes (bytes, &error));
  g_assert_error (error, RD_MAIL_ERROR, row->code);
  g_assert_nonnull (strstr (error->message, row->word));
  g_assert_true (g_str_has_suffix (error->message, "."));
}

/* Of a message that is long the same parts are found. */
static void
test_long_as_short (void)
{
  g_autoptr (RdMail) little = mail_testing_read_text (bounce);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (RdMail) much = NULL;
  const char *end = strstr (bounce, "--b1--");

  g_string_append_len (text, bounce, end - bounce);
  g_string_append (text, "--b1\nContent-Type: text/plain; name=log.txt\n\n");
  for (guint i = 0; i < 30000; i++)
    g_string_append (text, "one more line\n");
  g_string_append (text, end);
  much = mail_testing_read_text (text->str);
  g_assert_cmpuint (rd_mail_get_n_parts (much), ==, rd_mail_get_n_parts (little) + 1);
  g_assert_cmpstr (rd_mail_get_type_parameter (much, "report-type"), ==, "delivery-status");
  for (guint i = 0; i < rd_mail_get_n_parts (little); i++)
    {
      const RdMailPart *expected = rd_mail_get_part (little, i);
      const RdMailPart *found = rd_mail_get_part (much, i);

      g_assert_cmpstr (found->content_type, ==, expected->content_type);
      g_assert_cmpstr (found->description, ==, expected->description);
      g_assert_cmpuint (found->depth, ==, expected->depth);
      g_assert_cmpstr (rd_mail_get_part_text (much, i), ==, rd_mail_get_part_text (little, i));
    }
  g_assert_true (g_str_has_prefix (rd_mail_get_part_text (much, 4), "one more line\n"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mail/mail/bounce", test_bounce);
  MAIL_TEST_ADD_ROWS (form_rows, "/mail/mail/form", test_form);
  g_test_add_func ("/mail/mail/utf-16", test_utf16);
  MAIL_TEST_ADD_ROWS (field_rows, "/mail/mail/field", test_field);
  g_test_add_func ("/mail/mail/source", test_source);
  g_test_add_func ("/mail/mail/threads", test_threads);
  MAIL_TEST_ADD_ROWS (error_rows, "/mail/mail/error", test_error);
  g_test_add_func ("/mail/mail/long-as-short", test_long_as_short);
  return g_test_run ();
}
