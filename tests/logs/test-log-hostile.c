/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a log is not: rubbish, cut lines, endless lines, lies.  Reading it must
 * neither fail nor lose a line. */

#include "rd-delivery.h"
#include "rd-log-scanner.h"
#include "rd-test-floods.h"

typedef struct
{
  guint       events;
  guint       outcomes;
  RdLogCounts counts;
  RdLogFormat format;
} Result;

static void
touch_cb (const RdLogEvent *event,
          gpointer          user_data)
{
  Result *result = user_data;

  result->events++;
  if (event->kind == RD_LOG_OUTCOME)
    {
      g_autoptr (RdDelivery) delivery = rd_delivery_new_from_event (event);
      g_autoptr (RdFailure) failure = rd_delivery_to_failure (delivery);

      g_assert_true (delivery->text == NULL || g_utf8_validate (delivery->text, -1, NULL));
      g_assert_true (failure->diagnostic == NULL || g_utf8_validate (failure->diagnostic, -1, NULL));
      result->outcomes++;
    }
}

static Result
read_bytes (const char *data,
            gsize       length,
            gsize       piece)
{
  Result result = { 0 };
  g_autoptr (RdLogScanner) scanner = rd_log_scanner_new (RD_LOG_AUTO, touch_cb, &result);

  rd_log_scanner_begin (scanner, "log", 1796000000);
  for (gsize i = 0; i < length; i += piece)
    {
      /* exactly as large as the piece, so that a byte too many is noticed */
      g_autofree char *copy = g_memdup2 (data + i, MIN (piece, length - i));

      rd_log_scanner_feed (scanner, copy, MIN (piece, length - i));
    }
  rd_log_scanner_end (scanner);
  result.counts = *rd_log_scanner_get_counts (scanner);
  result.format = rd_log_scanner_get_format (scanner);
  return result;
}

static void
test_rubbish (void)
{
  GRand  *random = g_rand_new_with_seed (7);
  gsize   length = 300000;
  guint8 *data = g_malloc (length);
  Result  result;

  for (gsize i = 0; i < length; i++)
    data[i] = (guint8) g_rand_int_range (random, 0, 256);
  result = read_bytes ((char *) data, length, 4096);
  g_assert_cmpuint (result.outcomes, ==, 0);
  g_assert_cmpint (result.format, ==, RD_LOG_AUTO);
  g_assert_cmpuint (result.counts.lines, ==, result.counts.unknown);
  g_free (data);
  g_rand_free (random);
}

static const char *const seeds[] = {
  "2026-11-23 18:20:19.476 +0100 [159] 1xVXiF-00002Y-17 ** a@b.example (p@q.example) <o@own.example> F=<s@own.example> R=r T=t H=mx.b.example (helo) [203.0.113.10]:25 DN=\"CN=x: \\\"y\\\"\" K: SMTP error from remote mail server after RCPT TO:<a@b.example>: 550-5.1.1 a\\n550 5.1.1 \\303\\244 DT=0.1s\n",
  "2026-11-23 17:19:26 1xVXhO-00002Y-1N == a@b.example R=r T=t defer (-44): x H=mx.b.example [203.0.113.10]: SMTP error: 452 4.2.2 full\n",
  "2026-11-23 17:19:25 1xVXhO-00002Y-1N <= \"a b\"@own.example H=(x) [1.2.3.4] P=esmtp S=700 id=x@y T=\"q\\\"\" from <s@own.example> for a@b.example\n",
  "2026-11-23 17:02:34 H=out (mail) [198.51.100.8]:464 F=<s@b.example> temporarily rejected RCPT <a@own.example>: \"x\"\n",
  "Nov 23 17:19:26 mail postfix/smtp[1]: 1F997AA0AF4: to=<a@b.example>, orig_to=<o>, relay=mx.b.example[203.0.113.1]:25, delay=1, delays=1/0/0/0, dsn=4.2.2, status=deferred (host mx.b.example[203.0.113.1] said: 452-4.2.2 full 452 4.2.2 really (in reply to RCPT TO command))\n",
  "Nov 23 17:19:26 mail postfix/smtpd[1]: NOQUEUE: reject: RCPT from unknown[198.51.100.5]: 450 4.7.25 x; from=<s@b.example> to=<a@own.example> proto=ESMTP helo=<x>\n",
  "Nov 23 17:13:06 mx smtpd[149]: c033 mta delivery evpid=c0dedf0c936fb4b3 from=<s@own.example> to=<a@b.example> rcpt=<-> source=\"\" relay=\"203.0.113.10 (mx)\" delay=0s result=\"PermFail\" stat=\"550 5.1.1 no\"\n",
  "Nov 23 17:13:06 hub sm-mta[180]: 6ANHD61c000177: to=<a@b.example>, mailer=esmtp, relay=mx.b.example. [203.0.113.11], dsn=5.1.1, reply=550 x, stat=User unknown\n",
  "Nov 23 17:19:26 host exim[123]: [1/2] 1xVXhO-00002Y-1N ** a@b.example R=r\n",
  " 26h  1.8K 1xVXhf-0000En-1J <> *** frozen ***\n          a@b.example\n        D c@d.example\n\n",
  "3CA1FAA0AE0!    572 Mon Nov 23 17:19:29  MAILER-DAEMON\n (reason)\n         a@b.example\n",
  "{\"queue_id\": \"3CA1FAA0AE0\", \"sender\": \"\\ud83d\\ude00\", \"recipients\": [{\"address\": \"a\\u00fc\", \"delay_reason\": \"x\"}]}\n",
  "Error\ts@own.example\tNov 23, 2026, 5:19:26 PM\ta@b.example\t550 no such user\n",
};

/* Every line that is understood, cut off at every byte. */
static void
test_cut (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (seeds); i++)
    {
      gsize length = strlen (seeds[i]);

      for (gsize cut = 1; cut <= length; cut++)
        {
          Result result = read_bytes (seeds[i], cut, cut);

          g_assert_cmpuint (result.counts.lines, >=, cut > 8 ? 1 : 0);
        }
      g_assert_cmpuint (read_bytes (seeds[i], length, 3).events, ==, read_bytes (seeds[i], length, length).events);
    }
}

/* The same with bytes of it changed at random. */
static void
test_mutated (void)
{
  static const char spice[] = " :<>[](){}\"\\=,;\t\n\r#-@0A\377";
  GRand            *random = g_rand_new_with_seed (42);
  guint             rounds = g_test_thorough () ? 200000 : 5000;

  for (guint round = 0; round < rounds; round++)
    {
      const char      *seed = seeds[round % G_N_ELEMENTS (seeds)];
      gsize            length = strlen (seed);
      g_autofree char *text = g_strdup (seed);
      int              changes = g_rand_int_range (random, 1, 6);

      for (int i = 0; i < changes; i++)
        text[g_rand_int_range (random, 0, (gint32) length)] = spice[g_rand_int_range (random, 0, (gint32) sizeof spice)];
      g_assert_cmpuint (read_bytes (text, length, length).counts.lines, >, 0);
    }
  g_rand_free (random);
}

/* Whatever comes, every line is counted, and once.  That the work grows only with
 * the length is counted by tests/bench/count-floods.c. */
static void
test_flood (gconstpointer data)
{
  GString *text = rd_test_flood_build (data, 32000);
  guint    lines = text->str[text->len - 1] == '\n' ? 0 : 1;
  Result   result = read_bytes (text->str, text->len, 65536);

  for (gsize i = 0; i < text->len; i++)
    lines += text->str[i] == '\n' ? 1 : 0;
  g_assert_cmpuint (result.counts.lines, ==, lines);
  g_string_free (text, TRUE);
}

/* A log of something else says so. */
static void
test_other_log (void)
{
  static const char text[] =
      "Nov 23 17:19:26 host sshd[1]: Accepted publickey for a\n"
      "Nov 23 17:19:26 host kernel: [    0.000000] Linux\n"
      "2026-11-23 17:19:26 status installed libc6:amd64 2.36-9\n"
      "198.51.100.1 - - [23/Nov/2026:17:19:26 +0000] \"GET / HTTP/1.1\" 200 17\n";
  Result result = read_bytes (text, strlen (text), 20);

  g_assert_cmpint (result.format, ==, RD_LOG_AUTO);
  g_assert_cmpuint (result.counts.lines, ==, 4);
  g_assert_cmpuint (result.counts.foreign, ==, 3);
  g_assert_cmpuint (result.counts.unknown, ==, 1);
  g_assert_cmpuint (result.outcomes, ==, 0);
}

/* Exim may write anything behind its stamp, once it is known to be Exim. */
static void
test_vague_lines (void)
{
  static const char text[] =
      "2026-11-23 17:19:25 something an administrator lets it write\n"
      "2026-11-23 17:19:26 1xVXhO-00002Y-1N ** a@b.example: Unrouteable address\n"
      "2026-11-23 17:19:27 something else\n";
  Result result = read_bytes (text, strlen (text), 20);

  g_assert_cmpint (result.format, ==, RD_LOG_EXIM);
  g_assert_cmpuint (result.counts.understood[RD_LOG_EXIM], ==, 3);
  g_assert_cmpuint (result.counts.foreign, ==, 0);
}

/* The format asked for is the only one read. */
static void
test_wanted (void)
{
  static const char text[] =
      "2026-11-23 17:19:26 1xVXhO-00002Y-1N ** a@b.example: Unrouteable address\n"
      "Nov 23 17:19:26 mail postfix/local[1]: 1F997AA0AF4: to=<a@own.example>, relay=local, delay=0, delays=0/0/0/0, dsn=5.1.1, status=bounced (x)\n";
  static const RdLogFormat wanted[] = { RD_LOG_AUTO, RD_LOG_EXIM, RD_LOG_POSTFIX, RD_LOG_EXIM_QUEUE };
  static const guint       expected[] = { 2, 1, 1, 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      Result result = { 0 };
      g_autoptr (RdLogScanner) scanner = rd_log_scanner_new (wanted[i], touch_cb, &result);

      rd_log_scanner_begin (scanner, NULL, 1796000000);
      rd_log_scanner_feed (scanner, text, strlen (text));
      rd_log_scanner_end (scanner);
      g_assert_cmpuint (result.outcomes, ==, expected[i]);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/logs/hostile/rubbish", test_rubbish);
  g_test_add_func ("/logs/hostile/cut", test_cut);
  g_test_add_func ("/logs/hostile/mutated", test_mutated);
  g_test_add_func ("/logs/hostile/other-log", test_other_log);
  g_test_add_func ("/logs/hostile/vague-lines", test_vague_lines);
  g_test_add_func ("/logs/hostile/wanted", test_wanted);
  for (gsize i = 0; i < G_N_ELEMENTS (rd_test_floods); i++)
    {
      g_autofree char *path = g_strdup_printf ("/logs/hostile/flood/%s", rd_test_floods[i].name);

      g_test_add_data_func (path, &rd_test_floods[i], test_flood);
    }
  return g_test_run ();
}
