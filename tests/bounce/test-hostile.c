/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <time.h>

#include "rd-bounce.h"
#include "rd-limits.h"

/* Messages made to hurt: each repeats what is expensive to read.  They have to
 * be read in a time that grows with their size only, and nothing may be
 * printed; G_DEBUG=fatal-warnings sees to the latter. */

#define DAEMON "From: MAILER-DAEMON@x.example\nTo: a@b.example\nSubject: Undelivered Mail Returned to Sender\nReturn-Path: <>\n\n"
#define REPORT "From: MAILER-DAEMON@x.example\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\n"

/* Enough for anything quadratic to take minutes. */
#define SIZE (1024u * 1024)

/* The hardest takes some ten times what ordinary words of that length take, and
 * anything quadratic hundreds of times; this holds under valgrind, too. */
#define MAX_TIMES 60

typedef struct
{
  const char *name;
  const char *head;
  const char *repeated;
} HostileRow;

static const HostileRow rows[] = {
  { "replies", DAEMON "could not be delivered\n<a@c.example>:\n", "550 a\n" },
  { "reply-lines", DAEMON "<a@c.example>:\n", "550-5.1.1 a\n" },
  { "at-signs", DAEMON, "@" },
  { "short-addresses", DAEMON, "a@" },
  { "addresses", DAEMON "could not be delivered\n", "u@x.example\n" },
  { "recipients", DAEMON, "<u@x.example>: 550 5.1.1 no\n" },
  { "transcript", DAEMON "----- Transcript of session follows -----\n", ">>> RCPT TO:<u@x.example>\n<<< 550 no\n" },
  { "fields", DAEMON "words here\n", "From: a\n" },
  { "received", DAEMON "words here\nMessage-ID: <x>\n", "Received: from a by b id 12345\n" },
  { "quotes", DAEMON, "> > > > > > > > could not be delivered a@b.example\n" },
  { "parens", DAEMON "could not be delivered a@b.example\n550 x ", "(" },
  { "marks", DAEMON "<a@c.example>: 550 ", "Giving up o" },
  { "ips", DAEMON "<a@c.example>: 550 5.7.1 ", "1.2.3." },
  { "hex", DAEMON "<a@c.example>: 550 5.7.1 ", "abcdef0:" },
  { "hosts", DAEMON "could not be delivered a@b.example\n", "host host " },
  { "labels", DAEMON, "recipient: " },
  { "utf-8", DAEMON, "\303\251@" },
  { "invalid-utf-8", DAEMON, "\377@\200a@b\303" },
  { "empty-lines", DAEMON, "\n" },
  { "report", REPORT, "Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.0.0\n\n" },
  { "diagnostic", REPORT "Final-Recipient: rfc822; a@b.example\nAction: failed\nDiagnostic-Code: smtp; ", "550-5.7.1 x\n " },
  { "report-names", REPORT, "Final-Recipient:\n" },
  { "openings", "", "host said: 550 x\n<a@b.example>: host said: 550 x\n\nReceived: a\nMessage-ID: b\nFrom: x\n\nThis is the mail system at host x.example\n" },
  { "json", "From: no-reply@sns.amazonaws.com\n\n{\"notificationType\":\"Bounce\",\"bouncedRecipients\":[", "{\"emailAddress\":\"a@b.example\"}," },
  { "json-keys", "From: no-reply@sns.amazonaws.com\n\n{", "\"notificationType" },
  { "log", "", "Nov 20 09:12:44 mail postfix/smtp[1]: 4F1: to=<a@b.example>, dsn=5.1.1, status=bounced (550 5.1.1 no)\n" },
  { "messages", "", "Content-Type: message/rfc822\n\n" },
  { "dkim", DAEMON "words here\nMessage-ID: <x>\nReceived: x\n", "DKIM-Signature: d=;s=;;;;;;;;\n" },
  { "imcea", DAEMON, "IMCEAEX-_O=+4" },
};

static RdBounce *
read_repeated (const char *head,
               const char *repeated,
               double     *seconds)
{
  g_autoptr (GString) text = g_string_new (head);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (RdMail) mail = NULL;
  g_autoptr (GError) error = NULL;
  RdBounce *bounce;
  clock_t   began;

  while (text->len < SIZE)
    g_string_append (text, repeated);
  bytes = g_bytes_new (text->str, text->len);
  mail = rd_mail_new_from_bytes (bytes, &error);
  g_assert_no_error (error);
  began = clock ();
  bounce = rd_bounce_read (mail);
  *seconds = (double) (clock () - began) / CLOCKS_PER_SEC;
  return bounce;
}

static void
test_hostile (gconstpointer data)
{
  const HostileRow *row = data;
  double            ordinary_seconds;
  double            seconds;
  g_autoptr (RdBounce) ordinary = read_repeated (DAEMON, "The quick brown fox jumps over the lazy dog.\n", &ordinary_seconds);
  g_autoptr (RdBounce) bounce = read_repeated (row->head, row->repeated, &seconds);

  g_test_message ("%.0f ms, ordinary words %.0f ms", seconds * 1000, ordinary_seconds * 1000);
  g_assert_cmpfloat (seconds, <, MAX_TIMES * MAX (ordinary_seconds, 0.001));
  g_assert_cmpuint (bounce->failures->len, <=, RD_LIMIT_RECIPIENTS);
  for (guint i = 0; i < bounce->failures->len; i++)
    {
      const RdFailure *failure = g_ptr_array_index (bounce->failures, i);

      g_assert_true (failure->recipient == NULL || g_utf8_validate (failure->recipient, -1, NULL));
      g_assert_true (failure->diagnostic == NULL || g_utf8_validate (failure->diagnostic, -1, NULL));
    }
}

/* Every beginning of a notice is a message somebody's program may have cut. */
static void
test_cut (void)
{
  static const char whole[] = DAEMON
      "This is the mail system at host mail.tidewater.example.\n\n"
      "I'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients.\n\n"
      "<a@b.example>: host mx.b.example[192.0.2.1] said: 550-5.7.26 a\n    550 5.7.26 b (in reply to RCPT TO command)\n\n"
      "Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822; a@b.example\nAction: failed\nDiagnostic-Code: smtp; 550 x\n";

  for (gsize length = 1; length < sizeof whole; length++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (whole, length);
      g_autoptr (RdMail) mail = rd_mail_new_from_bytes (bytes, NULL);
      g_autoptr (RdBounce) bounce = mail != NULL ? rd_bounce_read (mail) : NULL;

      if (length > sizeof whole - 8)
        {
          g_assert_nonnull (bounce);
          if (bounce != NULL)
            g_assert_cmpint (bounce->kind, ==, RD_BOUNCE_FAILED);
        }
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/bounce/hostile/%s", rows[i].name);

      g_test_add_data_func (path, &rows[i], test_hostile);
    }
  g_test_add_func ("/bounce/hostile/cut", test_cut);
  return g_test_run ();
}
