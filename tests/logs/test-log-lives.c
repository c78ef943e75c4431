/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The life of one message out of a log of many, in words for people, and what of
 * it counts when the log ends. */

#include "log-testing.h"

#include "rd-log-words.h"

typedef struct
{
  const char *name;
  const char *lines;
  const char *queue_id;
  const char *told;   /* a line each: kind, status, the words behind the id */
  const char *groups; /* failed waiting frozen refused delivered removed */
} LifeRow;

static const LifeRow lives[] = {
  { "interleaved-exim",
    "2026-11-23 17:19:25 1xVXhO-00002Y-1N <= anna@bakery.example U=anna P=local S=700\n"
    "2026-11-23 17:19:25 1xVXhO-00002Z-1O <= ben@bakery.example U=ben P=local S=700\n"
    "2026-11-23 17:19:25 cwd=/var/spool/exim 3 args: exim -Mc 1xVXhO-00002Y-1N\n"
    "2026-11-23 17:19:26 1xVXhO-00002Z-1O => kim@partner.example R=r T=t H=mx.partner.example [203.0.113.31]\n"
    "2026-11-23 17:19:26 1xVXhO-00002Y-1N H=mx.partner.example [203.0.113.31] Connection refused\n"
    "2026-11-23 17:19:26 1xVXhO-00002Y-1N == kim@partner.example R=r T=t defer (111): Connection refused\n"
    "2026-11-23 17:49:26 1xVXhO-00002Y-1N Message is frozen\n"
    "2026-11-23 17:59:26 1xVXhO-00002Y-1N => kim@partner.example R=r T=t H=mx.partner.example [203.0.113.31]\n"
    "2026-11-23 17:59:26 1xVXhO-00002Y-1N Completed\n",
    "1xVXhO-00002Y-1N",
    "The server took the mail\n"
    "One of the recipient’s servers could not be used\n"
    "Still trying\n"
    "Note of the server\n"
    "Delivered\n"
    "Done: the mail has left this queue\n",
    "0 0 0 0 2 0 0" },
  { "bounce-names-its-cause",
    "2026-11-23 17:19:25 1xVXhO-00002Y-1N <= anna@bakery.example U=anna P=local S=700\n"
    "2026-11-23 17:19:26 1xVXhO-00002Y-1N ** kim@partner.example R=r: Unrouteable address\n"
    "2026-11-23 17:19:26 1xVXhP-00003A-0b <= <> R=1xVXhO-00002Y-1N U=exim P=local S=1900\n"
    "2026-11-23 17:19:26 1xVXhO-00002Y-1N Completed\n"
    "2026-11-23 17:19:27 1xVXhP-00003A-0b => anna <anna@bakery.example> R=local_user T=maildir_home\n"
    "2026-11-23 17:19:27 1xVXhP-00003A-0b Completed\n",
    "1xVXhO-00002Y-1N",
    "The server took the mail\n"
    "Bounced\n"
    "Done: the mail has left this queue\n",
    "1 0 0 0 1 0 0" },
  { "postfix-between-others",
    "Nov 23 17:19:25 mail postfix/smtpd[1]: 4F3A81C0E2: client=laptop.bakery.example[198.51.100.20]\n"
    "Nov 23 17:19:25 mail postfix/cleanup[2]: 4F3A81C0E2: message-id=<1@bakery.example>\n"
    "Nov 23 17:19:25 mail postfix/qmgr[3]: 4F3A81C0E2: from=<anna@bakery.example>, size=700, nrcpt=1 (queue active)\n"
    "Nov 23 17:19:25 mail postfix/qmgr[3]: A4F3A81C0E2: from=<ben@bakery.example>, size=700, nrcpt=1 (queue active)\n"
    "Nov 23 17:19:26 mail postfix/smtp[4]: A4F3A81C0E2: to=<lee@partner.example>, relay=none, delay=1, delays=0/0/0/1, dsn=5.4.4, status=bounced (no)\n"
    "Nov 23 17:19:26 mail postfix/smtp[5]: 4F3A81C0E2: host mx1.partner.example[203.0.113.31] said: 450 4.2.0 later (in reply to RCPT TO command)\n"
    "Nov 23 17:19:27 mail postfix/smtp[5]: 4F3A81C0E2: to=<kim@partner.example>, relay=mx2.partner.example[203.0.113.32]:25, delay=2, delays=0/0/1/1, dsn=2.0.0, status=sent (250 2.0.0 Ok)\n"
    "Nov 23 17:19:27 mail postfix/qmgr[3]: 4F3A81C0E2: removed\n",
    "4F3A81C0E2",
    "Note of the server\n"
    "Note of the server\n"
    "The server took the mail\n"
    "One of the recipient’s servers could not be used\n"
    "Delivered\n"
    "Done: the mail has left this queue\n",
    "1 0 0 0 1 0 0" },
  { "frozen-thawed-and-waiting-again",
    "2026-11-23 17:19:25 1xVXhO-00002Y-1N <= anna@bakery.example U=anna P=local S=700\n"
    "2026-11-23 17:19:26 1xVXhO-00002Y-1N == kim@partner.example R=r T=t defer (111): Connection refused\n"
    "2026-11-23 17:20:26 1xVXhO-00002Y-1N frozen by root\n"
    "2026-11-23 17:30:26 1xVXhO-00002Y-1N unfrozen by root\n"
    "2026-11-23 17:30:27 1xVXhO-00002Y-1N == kim@partner.example R=r T=t defer (111): Connection refused\n",
    "1xVXhO-00002Y-1N",
    "The server took the mail\n"
    "Still trying\n"
    "Frozen\n"
    "Note of the server\n"
    "Still trying\n",
    "0 1 0 0 0 0 0" },
  { "still-frozen",
    "2026-11-23 17:19:25 1xVXhP-00003A-0b <= <> R=1xVXhO-00002Y-1N U=exim P=local S=1900\n"
    "2026-11-23 17:19:26 1xVXhP-00003A-0b == nobody@forged.example R=r T=t defer (111): Connection refused\n"
    "2026-11-23 17:19:26 1xVXhP-00003A-0b Frozen (delivery error message)\n",
    "1xVXhP-00003A-0b",
    "The server took the mail\n"
    "Still trying\n"
    "Frozen\n",
    "0 1 1 0 0 0 0" },
  { "given-up-on-all",
    "Nov 23 17:19:25 mail postfix/qmgr[3]: 4F3A81C0E2: from=<anna@bakery.example>, size=700, nrcpt=2 (queue active)\n"
    "Nov 23 17:19:26 mail postfix/smtp[5]: 4F3A81C0E2: to=<kim@partner.example>, relay=none, delay=1, delays=0/0/0/1, dsn=4.4.1, status=deferred (connect to mx.partner.example[203.0.113.31]:25: Connection timed out)\n"
    "Nov 23 17:19:26 mail postfix/smtp[5]: 4F3A81C0E2: to=<lee@partner.example>, relay=none, delay=1, delays=0/0/0/1, dsn=4.4.1, status=deferred (connect to mx.partner.example[203.0.113.31]:25: Connection timed out)\n"
    "Nov 28 17:19:26 mail postfix/qmgr[3]: 4F3A81C0E2: from=<anna@bakery.example>, status=expired, returned to sender\n"
    "Nov 28 17:19:26 mail postfix/qmgr[3]: 4F3A81C0E2: removed\n",
    "4F3A81C0E2",
    "The server took the mail\n"
    "Still trying\n"
    "Still trying\n"
    "Given up after days\n"
    "Done: the mail has left this queue\n",
    "2 0 0 0 0 0 0" },
  { "opensmtpd",
    "Nov 23 17:19:25 mx smtpd[1]: c033 smtp envelope evpid=c0dedf0c936fb4b3 from=<anna@bakery.example> to=<kim@partner.example>\n"
    "Nov 23 17:19:26 mx smtpd[1]: c034 mta delivery evpid=c0dedf0c936fb4b3 from=<anna@bakery.example> to=<kim@partner.example> rcpt=<-> source=\"-\" relay=\"203.0.113.31 (mx.partner.example)\" delay=1s result=\"TempFail\" stat=\"450 4.2.0 later\"\n"
    "Nov 23 17:29:26 mx smtpd[1]: c034 mta delivery evpid=c0dedf0c936fb4b3 from=<anna@bakery.example> to=<kim@partner.example> rcpt=<-> source=\"-\" relay=\"203.0.113.31 (mx.partner.example)\" delay=10m1s result=\"Ok\" stat=\"250 ok\"\n",
    "c0dedf0c936fb4b3",
    "Note of the server\n"
    "Still trying\n"
    "Delivered\n",
    "0 0 0 0 1 0 0" },
};

static void
test_life (gconstpointer data)
{
  const LifeRow *row = data;
  g_autoptr (RdLog) log = log_testing_read (row->lines);
  g_autoptr (GString) told = g_string_new (NULL);
  g_autoptr (GString) groups = g_string_new (NULL);
  g_autoptr (GPtrArray) life = NULL;
  RdLogState state;
  guint      message = log_testing_find_message (log, row->queue_id);

  g_assert_cmpuint (message, !=, RD_LOG_NO_MESSAGE);
  life = rd_log_read_message (log, message);
  for (guint i = 0; i < life->len; i++)
    {
      const RdLogLine *line = life->pdata[i];

      g_assert_nonnull (strstr (line->text, row->queue_id));
      g_assert_null (strchr (line->text, '\n'));
      g_assert_true ((line->delivery != NULL) == (line->kind == RD_LOG_OUTCOME));
      g_string_append_printf (told, "%s\n", rd_log_line_get_title (line));
    }
  g_assert_cmpstr (told->str, ==, row->told);

  rd_log_get_state (log, &state);
  for (guint i = 0; i < N_RD_LOG_GROUPS; i++)
    g_string_append_printf (groups, "%s%u", i > 0 ? " " : "", state.groups[i]);
  g_assert_cmpstr (groups->str, ==, row->groups);
}

/* The groups of the summary are those of the lists, in every story. */
static void
test_groups_agree (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (lives); i++)
    {
      g_autoptr (RdLog) log = log_testing_read (lives[i].lines);
      RdLogState state;

      rd_log_get_state (log, &state);
      for (guint group = 0; group < N_RD_LOG_GROUPS; group++)
        {
          guint counts[N_RD_LOG_GROUPS];
          g_autoptr (GArray) list = rd_log_select_group (log, group, NULL, counts);

          g_assert_cmpuint (list->len, ==, state.groups[group]);
          g_assert_cmpmem (counts, sizeof counts, state.groups, sizeof state.groups);
        }
    }
}

typedef struct
{
  const char *name;
  const char *lines;
  const char *text;
  guint       n;
} SearchRow;

static const char listing[] =
    "26h   681 1xVXhP-00003A-0b <anna@bakery.example>\n"
    "        D lee@partner.example\n"
    "          kim@partner.example\n"
    "\n"
    "25m   700 1xVXhO-00002Y-1N <ben@bakery.example>\n"
    "          kim@partner.example\n";

static const char brief[] =
    "1xVXhP-00003A-0b From: <anna@bakery.example> To: lee@partner.example;kim@partner.example\n"
    "1xVXhO-00002Y-1N From: <ben@bakery.example> To: kim@partner.example\n";

static const SearchRow searches[] = {
  { "recipient-of-a-listing", listing, "kim@partner.example", 2 },
  { "sender-of-a-listing-means-all-its-mail", listing, "anna@bakery.example", 2 },
  { "id-of-a-listing", listing, "1xVXhP-00003A-0b", 2 },
  { "domain-in-capitals", listing, "PARTNER.EXAMPLE", 3 },
  { "nobody", listing, "max@partner.example", 0 },
  { "recipient-of-a-brief-listing", brief, "lee@partner.example", 2 },
  { "server-name", lives[0].lines, "mx.partner.example", 3 },
  { "server-address", lives[0].lines, "203.0.113.31", 3 },
  { "words-of-a-reply", lives[2].lines, "250 2.0.0 ok", 1 },
  { "sender-of-a-log", lives[0].lines, "anna@bakery.example", 2 },
  { "subject-is-not-searched-beyond-its-line", lives[0].lines, "zzz", 0 },
  { "longer-than-any-address", lives[0].lines, "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789", 0 },
};

static void
test_search (gconstpointer data)
{
  const SearchRow *row = data;
  g_autoptr (RdLog) log = log_testing_read (row->lines);
  g_autoptr (GArray) found = rd_log_search (log, row->text, NULL);

  g_assert_cmpuint (found->len, ==, row->n);
  for (guint i = 1; i < found->len; i++)
    g_assert_cmpuint (g_array_index (found, guint, i), >, g_array_index (found, guint, i - 1));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (lives); i++)
    {
      g_autofree char *path = g_strdup_printf ("/logs/lives/%s", lives[i].name);

      g_test_add_data_func (path, &lives[i], test_life);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (searches); i++)
    {
      g_autofree char *path = g_strdup_printf ("/logs/search/%s", searches[i].name);

      g_test_add_data_func (path, &searches[i], test_search);
    }
  g_test_add_func ("/logs/lives/groups-agree", test_groups_agree);
  return g_test_run ();
}
