/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One bounce, handed over in every way people have: saved by another system, in a
 * folder file, forwarded, quoted, copied.  The reason and the recipient must be
 * the same as those of the message itself. */

#include "rd-diagnosis.h"
#include "rd-mail-reader.h"

#include <string.h>

typedef struct
{
  const char *name;
  const char *cause;
  const char *recipient;
  const char *text; /* the whole message, lines ending as on Unix */
} Base;

static const Base bases[] = {
  { "postfix", "address-not-found", "kim@partner.example",
    "Return-Path: <>\n"
    "Date: Mon, 23 Nov 2026 17:19:27 +0100\n"
    "From: MAILER-DAEMON@mail.bakery.example (Mail Delivery System)\n"
    "To: anna@bakery.example\n"
    "Subject: Undelivered Mail Returned to Sender\n"
    "Auto-Submitted: auto-replied\n"
    "MIME-Version: 1.0\n"
    "Content-Type: multipart/report; report-type=delivery-status;\n"
    "\tboundary=\"4F3A81C0E2.1795454367/mail.bakery.example\"\n"
    "\n"
    "This is a MIME-encapsulated message.\n"
    "\n"
    "--4F3A81C0E2.1795454367/mail.bakery.example\n"
    "Content-Description: Notification\n"
    "Content-Type: text/plain; charset=us-ascii\n"
    "\n"
    "This is the mail system at host mail.bakery.example.\n"
    "\n"
    "I'm sorry to have to inform you that your message could not\n"
    "be delivered to one or more recipients. It's attached below.\n"
    "\n"
    "<kim@partner.example>: host mx.partner.example[203.0.113.31] said: 550 5.1.1\n"
    "    <kim@partner.example>: Recipient address rejected: User unknown in virtual\n"
    "    mailbox table (in reply to RCPT TO command)\n"
    "\n"
    "--4F3A81C0E2.1795454367/mail.bakery.example\n"
    "Content-Description: Delivery report\n"
    "Content-Type: message/delivery-status\n"
    "\n"
    "Reporting-MTA: dns; mail.bakery.example\n"
    "X-Postfix-Queue-ID: 4F3A81C0E2\n"
    "Arrival-Date: Mon, 23 Nov 2026 17:19:25 +0100 (CET)\n"
    "\n"
    "Final-Recipient: rfc822; kim@partner.example\n"
    "Action: failed\n"
    "Status: 5.1.1\n"
    "Remote-MTA: dns; mx.partner.example\n"
    "Diagnostic-Code: smtp; 550 5.1.1 <kim@partner.example>: Recipient address\n"
    "    rejected: User unknown in virtual mailbox table\n"
    "\n"
    "--4F3A81C0E2.1795454367/mail.bakery.example\n"
    "Content-Description: Undelivered Message\n"
    "Content-Type: message/rfc822\n"
    "\n"
    "From: Anna <anna@bakery.example>\n"
    "To: Kim <kim@partner.example>\n"
    "Subject: Order 4711\n"
    "Date: Mon, 23 Nov 2026 17:19:24 +0100\n"
    "Message-ID: <8c1f@bakery.example>\n"
    "\n"
    "Good morning,\n"
    "\n"
    "From tomorrow on we need ten more.\n"
    "\n"
    "--4F3A81C0E2.1795454367/mail.bakery.example--\n" },
  { "exim", "mailbox-full", "kim@partner.example",
    "Return-path: <>\n"
    "Date: Mon, 23 Nov 2026 17:19:27 +0100\n"
    "From: Mail Delivery System <Mailer-Daemon@host1.webhost.example>\n"
    "To: anna@bakery.example\n"
    "Subject: Mail delivery failed: returning message to sender\n"
    "X-Failed-Recipients: kim@partner.example\n"
    "Auto-Submitted: auto-replied\n"
    "Content-Type: multipart/report; report-type=delivery-status; boundary=1795454367-eximdsn-1804289383\n"
    "MIME-Version: 1.0\n"
    "Message-Id: <E1xVXhP-00003A-0b@host1.webhost.example>\n"
    "\n"
    "--1795454367-eximdsn-1804289383\n"
    "Content-type: text/plain; charset=us-ascii\n"
    "\n"
    "This message was created automatically by mail delivery software.\n"
    "\n"
    "A message that you sent could not be delivered to one or more of its\n"
    "recipients. This is a permanent error. The following address(es) failed:\n"
    "\n"
    "  kim@partner.example\n"
    "    host mx.partner.example [203.0.113.31]\n"
    "    SMTP error from remote mail server after RCPT TO:<kim@partner.example>:\n"
    "    552 5.2.2 The mailbox of kim@partner.example is over quota\n"
    "\n"
    "--1795454367-eximdsn-1804289383\n"
    "Content-type: message/delivery-status\n"
    "\n"
    "Reporting-MTA: dns; host1.webhost.example\n"
    "\n"
    "Action: failed\n"
    "Final-Recipient: rfc822;kim@partner.example\n"
    "Status: 5.0.0\n"
    "Remote-MTA: dns; mx.partner.example\n"
    "Diagnostic-Code: smtp; 552 5.2.2 The mailbox of kim@partner.example is over quota\n"
    "\n"
    "--1795454367-eximdsn-1804289383\n"
    "Content-type: message/rfc822\n"
    "\n"
    "Return-path: <anna@bakery.example>\n"
    "From: Anna <anna@bakery.example>\n"
    "To: kim@partner.example\n"
    "Subject: Order 4711\n"
    "Message-ID: <8c1f@bakery.example>\n"
    "\n"
    "Good morning\n"
    "\n"
    "--1795454367-eximdsn-1804289383--\n" },
  { "text-alone", "address-not-found", "kim@partner.example",
    "Return-Path: <>\n"
    "Date: Mon, 23 Nov 2026 17:19:27 +0100\n"
    "From: MAILER-DAEMON@mx.bakery.example\n"
    "To: anna@bakery.example\n"
    "Subject: failure notice\n"
    "\n"
    "Hi. This is the qmail-send program at mx.bakery.example.\n"
    "I'm afraid I wasn't able to deliver your message to the following addresses.\n"
    "This is a permanent error; I've given up. Sorry it didn't work out.\n"
    "\n"
    "<kim@partner.example>:\n"
    "203.0.113.31 does not like recipient.\n"
    "Remote host said: 550 5.1.1 User unknown\n"
    "Giving up on 203.0.113.31.\n"
    "\n"
    "--- Below this line is a copy of the message.\n"
    "\n"
    "Return-Path: <anna@bakery.example>\n"
    "From: Anna <anna@bakery.example>\n"
    "To: kim@partner.example\n"
    "Subject: Order 4711\n"
    "\n"
    "Good morning\n" },
};

static char *
replace (const char *text,
         const char *from,
         const char *to)
{
  g_autoptr (GString) out = g_string_new (text);

  g_string_replace (out, from, to, 0);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* --- Ways of handing over -------------------------------------------------- */

typedef char *(*WrapFunc) (const char *text, gsize *length);

static char *
finish (char  *text,
        gsize *length)
{
  *length = strlen (text);
  return text;
}

static char *
wrap_as_is (const char *text,
            gsize      *length)
{
  return finish (g_strdup (text), length);
}

static char *
wrap_windows (const char *text,
              gsize      *length)
{
  return finish (replace (text, "\n", "\r\n"), length);
}

static char *
wrap_old_mac (const char *text,
              gsize      *length)
{
  return finish (replace (text, "\n", "\r"), length);
}

static char *
wrap_byte_order_mark (const char *text,
                      gsize      *length)
{
  return finish (g_strconcat ("\357\273\277", text, NULL), length);
}

static char *
wrap_notepad (const char *text,
              gsize      *length)
{
  g_autofree char *windows = replace (text, "\n", "\r\n");
  g_autofree char *marked = g_strconcat ("\357\273\277", windows, NULL);
  gsize            read;

  return g_convert (marked, -1, "UTF-16LE", "UTF-8", &read, length, NULL);
}

static char *
wrap_blank_lines_first (const char *text,
                        gsize      *length)
{
  return finish (g_strconcat ("\n\n  \n", text, NULL), length);
}

static char *
wrap_folder_file (const char *text,
                  gsize      *length)
{
  g_autofree char *quoted = replace (text, "\nFrom ", "\n>From ");

  return finish (g_strconcat ("From MAILER-DAEMON Mon Nov 23 17:19:27 2026\n", quoted, "\n", NULL), length);
}

static char *
wrap_thunderbird (const char *text,
                  gsize      *length)
{
  return finish (g_strconcat ("From - Mon Nov 23 17:19:27 2026\nX-Mozilla-Status: 0001\nX-Mozilla-Status2: 00000000\n", text, NULL), length);
}

static char *
wrap_attached (const char *text,
               gsize      *length)
{
  return finish (g_strconcat ("From: Anna <anna@bakery.example>\nTo: host@webhost.example\nSubject: Fwd: what is this?\nMIME-Version: 1.0\n"
                              "Content-Type: multipart/mixed; boundary=outer\n\n--outer\nContent-Type: text/plain\n\nPlease help!\n\n"
                              "--outer\nContent-Type: message/rfc822\nContent-Disposition: attachment; filename=\"Undelivered.eml\"\n\n",
                              text, "\n--outer--\n", NULL),
                 length);
}

static char *
wrap_attached_as_file (const char *text,
                       gsize      *length)
{
  g_autofree char *encoded = g_base64_encode ((const guchar *) text, strlen (text));
  g_autoptr (GString) lines = g_string_new (NULL);

  for (gsize i = 0; i < strlen (encoded); i += 76)
    g_string_append_printf (lines, "%.76s\n", encoded + i);
  return finish (g_strconcat ("From: Anna <anna@bakery.example>\nTo: host@webhost.example\nSubject: Fwd: what is this?\nMIME-Version: 1.0\n"
                              "Content-Type: multipart/mixed; boundary=outer\n\n--outer\nContent-Type: text/plain\n\nPlease help!\n\n"
                              "--outer\nContent-Type: application/octet-stream; name=\"Undelivered.eml\"\nContent-Transfer-Encoding: base64\n\n",
                              lines->str, "--outer--\n", NULL),
                 length);
}

static char *
wrap_cut_off (const char *text,
              gsize      *length)
{
  const char *end = strstr (text, "Subject: Order 4711");

  return finish (g_strndup (text, (gsize) (end - text)), length);
}

/* What is read aloud: from the first sentence of the notice on. */
static const char *
find_notice (const char *text)
{
  static const char *const beginnings[] = { "This is the mail system", "This message was created", "Hi. This is" };

  for (gsize i = 0; i < G_N_ELEMENTS (beginnings); i++)
    {
      const char *found = strstr (text, beginnings[i]);

      if (found != NULL)
        return found;
    }
  g_assert_not_reached ();
}

static char *
dup_notice (const char *text)
{
  const char *start = find_notice (text);
  const char *end = strstr (start, "\n--");

  return g_strndup (start, (gsize) (end - start));
}

static char *
wrap_pasted (const char *text,
             gsize      *length)
{
  return finish (dup_notice (text), length);
}

static char *
wrap_pasted_quoted (const char *text,
                    gsize      *length)
{
  g_autofree char *notice = dup_notice (text);
  g_autofree char *quoted = replace (notice, "\n", "\n> ");

  return finish (g_strconcat ("Hello, what does this mean?\n\n> ", quoted, "\n\nThanks, Anna\n", NULL), length);
}

static char *
wrap_forwarded_inline (const char *text,
                       gsize      *length)
{
  g_autofree char *notice = dup_notice (text);

  return finish (g_strconcat ("From: Anna <anna@bakery.example>\nTo: host@webhost.example\nSubject: Fwd: Undelivered Mail\nMIME-Version: 1.0\n"
                              "Content-Type: text/plain; charset=utf-8\n\nWhat is this?\n\n---------- Forwarded message ---------\n"
                              "From: Mail Delivery System <MAILER-DAEMON@mail.bakery.example>\nDate: Mon, 23 Nov 2026 at 17:19\n"
                              "Subject: Undelivered Mail Returned to Sender\nTo: <anna@bakery.example>\n\n\n",
                              notice, "\n", NULL),
                 length);
}

static char *
wrap_forwarded_html (const char *text,
                     gsize      *length)
{
  g_autofree char *notice = dup_notice (text);
  g_autofree char *escaped = g_markup_escape_text (notice, -1);
  g_autofree char *lines = replace (escaped, "\n", "<br>\n");

  return finish (g_strconcat ("From: Anna <anna@bakery.example>\nTo: host@webhost.example\nSubject: Fwd: Undelivered Mail\nMIME-Version: 1.0\n"
                              "Content-Type: text/html; charset=utf-8\n\n<html><head><style>p { color: red }</style></head><body><p>What is this?</p>"
                              "<div>---------- Forwarded message ---------<br>From: Mail Delivery System &lt;MAILER-DAEMON@mail.bakery.example&gt;<br>"
                              "Subject: Undelivered Mail Returned to Sender<br><br></div><div>",
                              lines, "</div></body></html>\n", NULL),
                 length);
}

static const struct
{
  const char *name;
  WrapFunc    wrap;
} wraps[] = {
  { "as-is", wrap_as_is },
  { "windows-line-ends", wrap_windows },
  { "old-mac-line-ends", wrap_old_mac },
  { "byte-order-mark", wrap_byte_order_mark },
  { "saved-by-notepad", wrap_notepad },
  { "blank-lines-first", wrap_blank_lines_first },
  { "folder-file", wrap_folder_file },
  { "thunderbird-folder", wrap_thunderbird },
  { "attached", wrap_attached },
  { "attached-as-a-file", wrap_attached_as_file },
  { "cut-off", wrap_cut_off },
  { "pasted", wrap_pasted },
  { "pasted-quoted", wrap_pasted_quoted },
  { "forwarded-inline", wrap_forwarded_inline },
  { "forwarded-html", wrap_forwarded_html },
};

static void
test_wrapped (gconstpointer data)
{
  gsize       number = GPOINTER_TO_SIZE (data);
  const Base *base = &bases[number / G_N_ELEMENTS (wraps)];
  gsize       length = 0;
  char       *text = wraps[number % G_N_ELEMENTS (wraps)].wrap (base->text, &length);
  g_autoptr (GBytes) bytes = g_bytes_new_take (text, length);
  g_autoptr (GError) error = NULL;
  g_autoptr (RdMailReader) reader = rd_mail_reader_new_for_bytes (bytes, "dropped", &error);
  g_autoptr (RdMailItem) item = NULL;
  g_autoptr (RdMailItem) more = NULL;
  g_autoptr (RdDiagnosis) diagnosis = NULL;
  const RdFailure *failure;
  const RdVerdict *verdict;

  g_assert_no_error (error);
  item = rd_mail_reader_next (reader, NULL);
  g_assert_nonnull (item);
  g_assert_no_error (item->error);
  diagnosis = rd_diagnosis_new_for_mail (item->mail, NULL);
  g_assert_cmpuint (diagnosis->bounce->failures->len, ==, 1);
  failure = diagnosis->bounce->failures->pdata[0];
  verdict = diagnosis->verdicts->pdata[0];
  g_assert_cmpstr (failure->recipient, ==, base->recipient);
  g_assert_cmpstr (verdict->cause->id, ==, base->cause);
  /* nothing else was in it */
  more = rd_mail_reader_next (reader, NULL);
  g_assert_null (more);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (bases) * G_N_ELEMENTS (wraps); i++)
    {
      g_autofree char *path = g_strdup_printf ("/diagnosis/handed-over/%s/%s", bases[i / G_N_ELEMENTS (wraps)].name, wraps[i % G_N_ELEMENTS (wraps)].name);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_wrapped);
    }
  return g_test_run ();
}
