/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lines that no server writes so, or writes only on a bad day: cut, in the wrong
 * order, with bytes in them that end strings, or without end.  What stands around
 * them must be read as if they were not there. */

#include "log-testing.h"

#define GOOD_BEFORE "2026-11-23 17:19:25 1xVXhO-00002Y-1N <= anna@bakery.example U=anna P=local S=700\n"
#define GOOD_AFTER "2026-11-23 17:19:26 1xVXhO-00002Y-1N ** kim@partner.example: Unrouteable address\n"
#define GOOD_TOLD "2026-11-23T17:19:26+00:00 failed id=1xVXhO-00002Y-1N from=anna@bakery.example to=kim@partner.example | Unrouteable address\n"

typedef struct
{
  const char *name;
  const char *bytes;
  gsize       length;
} NoiseRow;

#define NOISE(name, text)       \
  {                             \
    name, text, sizeof text - 1 \
  }

/* Nothing of these tells anything. */
static const NoiseRow noises[] = {
  NOISE ("nul-bytes", "\0\0\0\0\0\0\0\0\n"),
  NOISE ("nul-in-stamp", "2026-11-23 17:\0009:26 1xVXhO-00002Y-1N ** lee@partner.example: no\n"),
  NOISE ("nul-behind-id", "2026-11-23 17:19:26 1xVXhO-00002Y-1N\0** lee@partner.example: no\n"),
  NOISE ("stamp-alone", "2026-11-23 17:19:26\n"),
  NOISE ("stamp-and-blank", "2026-11-23 17:19:26 \n"),
  NOISE ("id-alone-behind-stamp", "2026-11-23 17:19:26 1xVXhO-00002Y-1N\n"),
  NOISE ("flag-alone", "2026-11-23 17:19:26 1xVXhO-00002Y-1N **\n"),
  NOISE ("open-bracket", "2026-11-23 17:19:26 1xVXhO-00002Y-1N H=mx.partner.example [203.0.113\n"),
  NOISE ("open-pid", "2026-11-23 17:19:26 [123456789012345678901234567890 1xVXhO-00002Y-1N Completed\n"),
  NOISE ("zone-without-line", "2026-11-23 17:19:26 +0100\n"),
  NOISE ("other-century", "20x6-11-23 17:19:26 1xVXhO-00002Y-1N ** lee@partner.example: no\n"),
  NOISE ("half-a-syslog-frame", "Nov 23 17:19:26 mail postfix/smtp[2104]\n"),
  NOISE ("syslog-frame-alone", "Nov 23 17:19:26 mail postfix/smtp[2104]: \n"),
  NOISE ("recipient-without-end", "Nov 23 17:19:26 mail postfix/smtp[2104]: 4F3A81C0E2: to=<lee@partner.example\n"),
  NOISE ("no-status", "Nov 23 17:19:26 mail postfix/smtp[2104]: 4F3A81C0E2: to=<lee@partner.example>, relay=none, delay=1\n"),
  NOISE ("refusal-without-client", "Nov 23 17:19:26 mail postfix/smtpd[2104]: NOQUEUE: reject: RCPT from\n"),
  NOISE ("refusal-without-bracket", "Nov 23 17:19:26 mail postfix/smtpd[2104]: NOQUEUE: reject: RCPT from unknown[198.51.100.66\n"),
  NOISE ("sendmail-without-status", "Nov 23 17:19:26 hub sm-mta[1803]: 6ANHJP1a001801: to=<lee@partner.example>, delay=0\n"),
  NOISE ("expiry-without-sender", "Nov 23 17:19:26 mail postfix/qmgr[1]: 4F3A81C0E2: from=<lee\n"),
  NOISE ("binary", "\377\376\375\374\300\200\355\240\200\n"),
  NOISE ("only-carriage-returns", "\r\r\r\r\n"),
  NOISE ("json-of-something-else", "{\"level\":\"info\",\"msg\":\"to=<x>, status=sent\"}\n"),
  NOISE ("json-too-deep", "{\"queue_id\":\"4F3A81C0E2\",\"x\":[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]],\"recipients\":[{\"address\":\"a\"}]}\n"),
  NOISE ("json-without-end", "{\"queue_id\":\"4F3A81C0E2\",\"recipients\":[{\"address\":\"lee@partner.example\"\n"),
  NOISE ("cut-numbers-of-nothing", "Nov 23 17:19:26 host1 exim[4502]: [0/0] x\n"),
  NOISE ("cut-number-beyond-count", "Nov 23 17:19:26 host1 exim[4502]: [3/2] x\n"),
};

static void
test_noise (gconstpointer data)
{
  const NoiseRow *row = data;
  g_autoptr (GString) text = g_string_new (GOOD_BEFORE);
  static const gsize pieces[] = { 1, 5, 1000000 };

  g_string_append_len (text, row->bytes, (gssize) row->length);
  g_string_append (text, GOOD_AFTER);
  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autofree char *told = log_testing_scan (text->str, text->len, pieces[i]);

      g_assert_cmpstr (told, ==, GOOD_TOLD);
    }
}

/* A line of a megabyte, in the middle: what it says at its beginning is read, the
 * lines behind it keep their places. */
static void
test_endless_line (void)
{
  g_autoptr (GString) text = g_string_new (GOOD_BEFORE "2026-11-23 17:19:26 1xVXhO-00002Z-1O ** lee@partner.example: ");
  g_autoptr (RdLog) log = NULL;
  g_autoptr (RdDelivery) endless = NULL;
  g_autoptr (RdDelivery) last = NULL;
  g_autofree char *line = NULL;

  while (text->len < 1024 * 1024)
    g_string_append (text, "and on it goes ");
  g_string_append (text, "\n" GOOD_AFTER);
  log = log_testing_read (text->str);
  g_assert_cmpuint (rd_log_get_n_deliveries (log), ==, 2);
  endless = rd_log_read_delivery (log, 0);
  g_assert_cmpstr (endless->recipient, ==, "lee@partner.example");
  g_assert_true (g_str_has_prefix (endless->text, "and on it goes"));
  g_assert_cmpuint (strlen (endless->text), <=, 64 * 1024);
  last = rd_log_read_delivery (log, 1);
  g_assert_cmpstr (last->recipient, ==, "kim@partner.example");
  g_assert_cmpstr (last->sender, ==, "anna@bakery.example");
  line = rd_log_dup_line (log, 1);
  g_assert_cmpstr (line, ==, "2026-11-23 17:19:26 1xVXhO-00002Y-1N ** kim@partner.example: Unrouteable address");
}

/* Files put together in the wrong order, lines of two hosts mixed. */
static const LogTestingRow disorder[] = {
  { "end-before-beginning",
    "2026-11-23 17:19:27 1xVXhO-00002Y-1N Completed\n"
    "2026-11-23 17:19:26 1xVXhO-00002Y-1N => kim@partner.example R=r T=t H=mx.partner.example [203.0.113.31]\n"
    "2026-11-23 17:19:25 1xVXhO-00002Y-1N == lee@partner.example R=r T=t defer (111): Connection refused\n",
    "2026-11-23T17:19:26+00:00 delivered id=1xVXhO-00002Y-1N to=kim@partner.example host=mx.partner.example ip=203.0.113.31\n"
    "2026-11-23T17:19:25+00:00 deferred unreached id=1xVXhO-00002Y-1N to=lee@partner.example phase=connect | Connection refused\n" },
  { "arrival-twice",
    "2026-11-23 17:19:25 1xVXhO-00002Y-1N <= anna@bakery.example U=anna P=local S=700\n"
    "2026-11-23 17:19:25 1xVXhO-00002Y-1N <= anna@bakery.example U=anna P=local S=700\n"
    "2026-11-23 17:19:26 1xVXhO-00002Y-1N ** kim@partner.example: Unrouteable address\n",
    "2026-11-23T17:19:26+00:00 failed id=1xVXhO-00002Y-1N from=anna@bakery.example to=kim@partner.example | Unrouteable address\n" },
  { "exim-and-postfix-in-one-file",
    "2026-11-23 17:19:25 1xVXhO-00002Y-1N <= anna@bakery.example U=anna P=local S=700\n"
    "Nov 23 17:19:25 mail postfix/qmgr[1]: 4F3A81C0E2: from=<ben@bakery.example>, size=700, nrcpt=1 (queue active)\n"
    "2026-11-23 17:19:26 1xVXhO-00002Y-1N ** kim@partner.example: Unrouteable address\n"
    "Nov 23 17:19:26 mail postfix/local[2]: 4F3A81C0E2: to=<info@bakery.example>, relay=local, delay=0, delays=0/0/0/0, dsn=5.1.1, status=bounced (unknown user: \"info\")\n",
    "2026-11-23T17:19:26+00:00 failed id=1xVXhO-00002Y-1N from=anna@bakery.example to=kim@partner.example | Unrouteable address\n"
    "2026-11-23T17:19:26+00:00 failed id=4F3A81C0E2 from=ben@bakery.example to=info@bakery.example dsn=5.1.1 | unknown user: \"info\"\n" },
  { "windows-line-ends",
    "2026-11-23 17:19:25 1xVXhO-00002Y-1N <= anna@bakery.example U=anna P=local S=700\r\n"
    "2026-11-23 17:19:26 1xVXhO-00002Y-1N ** kim@partner.example: Unrouteable address\r\n",
    "2026-11-23T17:19:26+00:00 failed id=1xVXhO-00002Y-1N from=anna@bakery.example to=kim@partner.example | Unrouteable address\n" },
  { "no-last-line-end",
    "2026-11-23 17:19:26 1xVXhO-00002Y-1N ** kim@partner.example: Unrouteable address",
    "2026-11-23T17:19:26+00:00 failed id=1xVXhO-00002Y-1N to=kim@partner.example | Unrouteable address\n" },
  { "quoted-in-a-mail",
    "> 2026-11-23 17:19:25 1xVXhO-00002Y-1N <= anna@bakery.example U=anna P=local S=700\n"
    "> 2026-11-23 17:19:26 1xVXhO-00002Y-1N ** kim@partner.example: Unrouteable address\n",
    "2026-11-23T17:19:26+00:00 failed id=1xVXhO-00002Y-1N from=anna@bakery.example to=kim@partner.example | Unrouteable address\n" },
  { "grep-with-numbers",
    "mainlog.1.gz:17:2026-11-23 17:19:25 1xVXhO-00002Y-1N <= anna@bakery.example U=anna P=local S=700\n"
    "mainlog.1.gz:29:2026-11-23 17:19:26 1xVXhO-00002Y-1N ** kim@partner.example: Unrouteable address\n",
    "2026-11-23T17:19:26+00:00 failed id=1xVXhO-00002Y-1N from=anna@bakery.example to=kim@partner.example | Unrouteable address\n" },
  { "latin-1-in-a-reply",
    "Nov 23 17:19:26 mail postfix/smtp[2]: 4F3A81C0E2: to=<kim@partner.example>, relay=mx.partner.example[203.0.113.31]:25, delay=1, delays=0/0/0/1, dsn=5.0.0, status=bounced (host mx.partner.example[203.0.113.31] said: 550 Empf\344nger unbekannt (in reply to RCPT TO command))\n",
    "2026-11-23T17:19:26+00:00 failed id=4F3A81C0E2 to=kim@partner.example host=mx.partner.example ip=203.0.113.31 code=550 dsn=5.0.0 phase=rcpt | host mx.partner.example[203.0.113.31] said: 550 Empfänger unbekannt (in reply to RCPT TO command)\n" },
};

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (noises); i++)
    {
      g_autofree char *path = g_strdup_printf ("/logs/strange/%s", noises[i].name);

      g_test_add_data_func (path, &noises[i], test_noise);
    }
  g_test_add_func ("/logs/strange/endless-line", test_endless_line);
  log_testing_add_rows ("/logs/disorder", disorder, G_N_ELEMENTS (disorder));
  return g_test_run ();
}
