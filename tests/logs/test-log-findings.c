/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What many lines together tell.  A false alarm here sends somebody to a host
 * with a wrong complaint, so each finding has the stories it must keep silent in. */

#include "log-testing.h"

typedef struct
{
  const char *name;
  const char *lines;
  const char *ids; /* with blanks between them, worst first */
} FindingRow;

#define ID(n) "1xVXhO-00002Y-1" n " "
#define DAY "2026-11-23 17:19:26 "
#define TIMEOUT(n, domain) DAY ID (n) "== kim@" domain " R=r T=t defer (110): Connection timed out\n"
#define REFUSED(n, domain) DAY ID (n) "== kim@" domain " R=r T=t defer (111): Connection refused\n"
#define WAITS(n, domain) DAY ID (n) "== kim@" domain " R=r T=t defer (-54): retry time not reached for any host\n"
#define REPLY(n, domain) DAY ID (n) "** kim@" domain " R=r T=t H=mx." domain " [203.0.113.31]: SMTP error from remote mail server after RCPT TO:<kim@" domain ">: 550 no\n"
#define LOCAL(n) DAY ID (n) "=> anna <anna@bakery.example> R=virtual_user T=dovecot_virtual_delivery H=localhost [127.0.0.1] C=\"250 Saved\"\n"
#define POSTFIX_SUSPENDED(id, domain) "Nov 23 17:19:26 mail postfix/error[1]: " id ": to=<kim@" domain ">, relay=none, delay=1, delays=0/1/0/0, dsn=4.4.1, status=deferred (delivery temporarily suspended: connect to mx." domain "[203.0.113.31]:25: Connection timed out)\n"
#define POSTFIX_TIMEOUT(id, domain) "Nov 23 17:19:26 mail postfix/smtp[1]: " id ": to=<kim@" domain ">, relay=none, delay=30, delays=0/0/30/0, dsn=4.4.1, status=deferred (connect to mx." domain "[203.0.113.31]:25: Connection timed out)\n"

static const FindingRow rows[] = {
  { "blocked", TIMEOUT ("A", "a.example") TIMEOUT ("B", "b.example") TIMEOUT ("C", "c.example"), "log.port-25-blocked" },
  { "blocked-although-mail-comes-in", TIMEOUT ("A", "a.example") TIMEOUT ("B", "b.example") LOCAL ("D") TIMEOUT ("C", "c.example"), "log.port-25-blocked" },
  { "blocked-in-postfix", POSTFIX_TIMEOUT ("4F3A81C0E2", "a.example") POSTFIX_TIMEOUT ("5A1B2C3D4E", "b.example") POSTFIX_TIMEOUT ("6B2C3D4E5F", "c.example"), "log.port-25-blocked" },
  { "two-are-chance", TIMEOUT ("A", "a.example") TIMEOUT ("B", "b.example") TIMEOUT ("C", "a.example"), "" },
  { "case-makes-no-other-domain", TIMEOUT ("A", "a.example") TIMEOUT ("B", "A.example") TIMEOUT ("C", "a.EXAMPLE"), "" },
  { "a-refusal-is-an-answer", TIMEOUT ("A", "a.example") TIMEOUT ("B", "b.example") REPLY ("C", "c.example"), "" },
  { "answered-afterwards", TIMEOUT ("A", "a.example") TIMEOUT ("B", "b.example") TIMEOUT ("C", "c.example") REPLY ("D", "d.example"), "" },
  { "refused-is-not-silent", REFUSED ("A", "a.example") REFUSED ("B", "b.example") REFUSED ("C", "c.example"), "" },
  { "waiting-is-no-try", TIMEOUT ("A", "a.example") WAITS ("B", "b.example") WAITS ("C", "c.example"), "" },
  { "suspended-is-no-try", POSTFIX_TIMEOUT ("4F3A81C0E2", "a.example") POSTFIX_SUSPENDED ("5A1B2C3D4E", "b.example") POSTFIX_SUSPENDED ("6B2C3D4E5F", "c.example"), "" },
  { "limit-thrown-away", DAY ID ("A") "** kim@a.example R=enforce_mail_permissions : Domain bakery.example has exceeded the max emails per hour (151/150 (100%)) allowed.  Message discarded.\n", "log.hourly-limit" },
  { "limit-put-off", DAY ID ("A") "== kim@a.example R=enforce_mail_permissions defer (-1): Domain bakery.example has exceeded the max emails per hour (151/150 (100%)) allowed.  Message will be reattempted later\n", "log.hourly-limit" },
  { "limit-of-the-recipient", DAY ID ("A") "** kim@a.example R=r T=t H=mx.a.example [203.0.113.31]: SMTP error from remote mail server after RCPT TO:<kim@a.example>: 450 Domain a.example has exceeded the max emails per hour (5/5)\n", "" },
  { "limit-refused-at-the-door", DAY "H=(laptop) [198.51.100.20] F=<anna@bakery.example> rejected RCPT <kim@a.example>: Domain bakery.example has exceeded the max emails per hour (151/150 (100%)) allowed.\n", "" },
  { "hold", DAY ID ("A") "== kim@a.example R=enforce_mail_permissions defer (-1): \"Domain bakery.example has an outgoing mail hold\"\n", "log.outgoing-hold" },
  { "suspension", DAY ID ("A") "** kim@a.example R=enforce_mail_permissions: Sender bakery has an outgoing mail suspension\n", "log.outgoing-hold" },
  { "hold-of-the-recipient", DAY ID ("A") "** kim@a.example R=r T=t H=mx.a.example [203.0.113.31]: SMTP error from remote mail server after RCPT TO:<kim@a.example>: 550 a.example has an outgoing mail hold\n", "" },
  { "tainted", DAY ID ("A") "== anna@bakery.example R=r T=t defer (-51): Tainted '/var/mail/anna' (file or directory name for t transport) not permitted\n", "log.tainted-config" },
  { "tainted-is-a-word", DAY ID ("A") "** kim@a.example R=r: Your attachment looks Tainted 'x'\n", "" },
  { "frozen-by-hand", DAY ID ("A") "<= anna@bakery.example U=anna P=local S=700\n" DAY ID ("A") "frozen by root\n", "log.frozen-mail" },
  { "frozen-bounce", DAY ID ("A") "<= <> R=1xVXhP-00003A-0b U=exim P=local S=700\n" DAY ID ("A") "Frozen (delivery error message)\n", "log.frozen-bounces" },
  { "is-still-frozen-is-told-once", DAY ID ("A") "<= <> R=1xVXhP-00003A-0b U=exim P=local S=700\n" DAY ID ("A") "Message is frozen\n" DAY ID ("A") "Message is frozen\n", "" },
  { "worst-first", DAY ID ("A") "<= anna@bakery.example U=anna P=local S=700\n" DAY ID ("A") "frozen by root\n" DAY ID ("B") "== kim@a.example R=enforce_mail_permissions defer (-1): \"Domain bakery.example has an outgoing mail hold\"\n", "log.outgoing-hold log.frozen-mail" },
  { "ordinary-day", DAY ID ("A") "<= anna@bakery.example U=anna P=local S=700\n" REPLY ("A", "a.example") LOCAL ("B") REFUSED ("C", "c.example"), "" },
};

static void
test_row (gconstpointer data)
{
  const FindingRow *row = data;
  g_autoptr (RdLog) log = log_testing_read (row->lines);
  g_autoptr (GPtrArray) findings = rd_log_dup_findings (log);
  g_autoptr (GString) ids = g_string_new (NULL);

  for (guint i = 0; i < findings->len; i++)
    {
      const RdFinding *finding = findings->pdata[i];

      g_string_append_printf (ids, "%s%s", i > 0 ? " " : "", finding->id);
      g_assert_cmpuint (strlen (finding->title), >, 10);
      g_assert_nonnull (finding->explanation);
      g_assert_nonnull (finding->fix);
      g_assert_cmpint (finding->owner, ==, RD_OWNER_HOST);
    }
  g_assert_cmpstr (ids->str, ==, row->ids);
}

/* The words count what happened, and do so in whole sentences. */
static void
test_numbers (void)
{
  const struct
  {
    const char *lines;
    const char *words;
  } told[] = {
    { rows[0].lines, "3 attempts to reach other mail servers timed out since 2026-11-23T17:19:26+00:00" },
    { rows[10].lines, "The host counted 151/150. 1 message was thrown away and must be sent again." },
    { rows[11].lines, "The host counted 151/150. 1 message waits and will go out later by itself." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (told); i++)
    {
      g_autoptr (RdLog) log = log_testing_read (told[i].lines);
      g_autoptr (GPtrArray) findings = rd_log_dup_findings (log);

      g_assert_cmpuint (findings->len, ==, 1);
      g_assert_nonnull (strstr (((const RdFinding *) findings->pdata[0])->explanation, told[i].words));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/logs/findings/%s", rows[i].name);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_func ("/logs/findings/numbers", test_numbers);
  return g_test_run ();
}
