/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is told apart: logs from other files, groups of deliveries, words. */

#include "log-testing.h"
#include "rd-log-sample.h"
#include "rd-log-words.h"

static char *
fixture (const char *path)
{
  return g_build_filename (g_test_get_dir (G_TEST_DIST), "data", path, NULL);
}

typedef struct
{
  const char *path; /* below the test data */
  gboolean    is_log;
} FileRow;

static const FileRow files[] = {
  { "logs/exim-all-fields/exim.mainlog", TRUE },
  { "logs/exim-default-fields/exim.mainlog", TRUE },
  { "logs/exim-two-way/exim.mainlog", TRUE },
  { "logs/exim-two-way/exim.rejectlog", TRUE },
  { "logs/exim-4.98/exim.mainlog", TRUE },
  { "logs/postfix/syslog.log", TRUE },
  { "logs/postfix-long-ids-tls/syslog.log", TRUE },
  { "logs/opensmtpd.log", TRUE },
  { "logs/nothing-is-here", FALSE },
};

static void
test_file (gconstpointer data)
{
  const FileRow   *row = data;
  g_autofree char *path = fixture (row->path);

  if (row->is_log && !g_file_test (path, G_FILE_TEST_EXISTS))
    g_error ("%s is missing", path);
  g_assert_cmpint (rd_log_is_log_file (path, NULL), ==, row->is_log);
}

/* No bounce and no mailbox among the test data is taken for a log. */
static void
test_bounces_are_no_logs (void)
{
  static const char *const folders[] = { "bounces", "containers" };
  guint                    n_seen = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *folder = fixture (folders[i]);
      g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
      const char *name;

      g_assert_nonnull (dir);
      while ((name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *path = g_build_filename (folder, name, NULL);

          if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
            continue;
          n_seen++;
          if (rd_log_is_log_file (path, NULL))
            g_error ("%s was taken for a log", path);
        }
    }
  g_assert_cmpuint (n_seen, >, 10);
}

typedef struct
{
  const char *name;
  const char *text;
  gboolean    is_log;
} TextRow;

static const TextRow texts[] = {
  { "one-line", "2026-11-23 17:19:26 1xVXhO-00002Y-1N ** a@b.example: Unrouteable address", TRUE },
  { "system-log-without-mail", "Nov 23 17:19:26 host kernel: usb 1-1\nNov 23 17:19:27 host cron[1]: ran\n", TRUE },
  { "queue", "26h  1.8K 1xVXhf-0000En-1J <> *** frozen ***\n          a@b.example\n", TRUE },
  { "fragment-of-postfix", "to=<a@b.example>, relay=none, dsn=5.1.0, status=bounced (no)\n", TRUE },
  { "half", "Look at this:\n2026-11-23 17:19:26 1xVXhO-00002Y-1N ** a@b.example: Unrouteable address\n", TRUE },
  { "mostly-letter", "Look at this:\nit came today\nand I wonder\n2026-11-23 17:19:26 1xVXhO-00002Y-1N ** a@b.example: Unrouteable address\n", FALSE },
  { "reply", "550 5.1.1 <a@b.example>: user unknown\n", FALSE },
  { "header", "From: a@b.example\nTo: c@d.example\nSubject: Mail delivery failed\nDate: Mon, 23 Nov 2026 17:19:26 +0000\n\nhello\n", FALSE },
  { "two-addresses-and-a-time", "Write to a@b.example and c@d.example before 2026-11-23 17:19:26 please\n", FALSE },
  { "empty", "", FALSE },
  { "blank", "\n  \n\r\n", FALSE },
};

static void
test_text (gconstpointer data)
{
  const TextRow *row = data;

  g_assert_cmpint (rd_log_is_log_text (row->text, strlen (row->text)), ==, row->is_log);
}

#define LINE(minute, words) "2026-11-23 17:" minute ":26 1xVXhO-00002Y-1N " words "\n"

/* How much there is to read is known where it can be known. */
static void
test_total (void)
{
  g_autofree char *path = fixture ("logs/exim-4.98/exim.mainlog");
  g_autoptr (GError) error = NULL;
  g_autoptr (RdLog) plain = log_testing_load (path, &error);
  g_autoptr (RdLog) pasted = log_testing_read ("2026-11-23 17:19:26 1xVXhO-00002Y-1N ** a@b.example: Unrouteable address\n");
  RdLogState state;

  g_assert_no_error (error);
  rd_log_get_state (plain, &state);
  g_assert_cmpuint (state.bytes, >, 0);
  g_assert_cmpuint (state.total_bytes, ==, state.bytes);
  rd_log_get_state (pasted, &state);
  g_assert_cmpuint (state.total_bytes, ==, state.bytes);
}

/* Only the last word about a recipient counts. */
static void
test_select_group (void)
{
  static const char text[] =
      LINE ("10", "<= s@own.example U=s P=local S=700")
          LINE ("11", "== late@b.example R=r T=t defer (111): Connection refused")
              LINE ("12", "== never@b.example R=r T=t defer (111): Connection refused")
                  LINE ("13", "== waits@b.example R=r T=t defer (111): Connection refused")
                      LINE ("20", "=> late@b.example R=r T=t H=mx.b.example [203.0.113.9]")
                          LINE ("21", "** never@b.example R=r T=t: retry timeout exceeded")
                              LINE ("22", "** wrong@b.example R=r: Unrouteable address")
                                  LINE ("23", "=> :blackhole: <gone@own.example> R=r") "2026-11-23 17:30:26 H=x.example [203.0.113.99] F=<s@spam.example> rejected RCPT <a@own.example>: no\n";
  static const guint expected[N_RD_LOG_GROUPS] = {
    [RD_LOG_GROUP_FAILED] = 2,
    [RD_LOG_GROUP_WAITING] = 1,
    [RD_LOG_GROUP_REFUSED] = 1,
    [RD_LOG_GROUP_DELIVERED] = 1,
    [RD_LOG_GROUP_REMOVED] = 1,
  };
  g_autoptr (RdLog) log = log_testing_read (text);
  g_autoptr (GArray) some = NULL;
  g_autoptr (GArray) found = NULL;
  guint counts[N_RD_LOG_GROUPS];

  for (guint group = 0; group < N_RD_LOG_GROUPS; group++)
    {
      g_autoptr (GArray) numbers = rd_log_select_group (log, group, NULL, counts);

      g_assert_cmpuint (numbers->len, ==, expected[group]);
      g_assert_cmpmem (counts, sizeof counts, expected, sizeof expected);
      for (guint i = 0; i < numbers->len; i++)
        {
          guint number = g_array_index (numbers, guint, i);

          g_assert_cmpint (rd_log_group_for_status (rd_log_get_delivery_status (log, number)), ==, group);
          if (i > 0)
            g_assert_cmpuint (number, >, g_array_index (numbers, guint, i - 1));
        }
    }

  some = rd_log_search (log, "never@b.example", NULL);
  found = rd_log_select_group (log, RD_LOG_GROUP_FAILED, some, counts);
  g_assert_cmpuint (found->len, ==, 1);
  g_assert_cmpuint (counts[RD_LOG_GROUP_FAILED], ==, 1);
  g_assert_cmpuint (counts[RD_LOG_GROUP_WAITING], ==, 0);
  g_assert_cmpuint (counts[RD_LOG_GROUP_DELIVERED], ==, 0);
}

/* The name of a server that was down finds the mail that waits for it, though
 * the line of the deferral does not name it, and not what was delivered. */
static void
test_search_down_server (void)
{
  static const char text[] =
      LINE ("10", "<= s@own.example U=s P=local S=700")
          LINE ("11", "== early@b.example R=r T=t defer (-53): retry time not reached for any host")
              LINE ("12", "H=mx.down.example [203.0.113.9] Connection timed out")
                  LINE ("13", "== late@b.example R=r T=t defer (110): Connection timed out")
                      LINE ("14", "=> fine@c.example R=r T=t H=mx.c.example [203.0.113.10]");
  g_autoptr (RdLog) log = log_testing_read (text);
  g_autoptr (GArray) found = rd_log_search (log, "MX.down.example", NULL);
  g_autoptr (GArray) other = rd_log_search (log, "mx.c.example", NULL);

  g_assert_cmpuint (rd_log_get_n_deliveries (log), ==, 3);
  g_assert_cmpuint (found->len, ==, 1);
  g_assert_cmpuint (g_array_index (found, guint, 0), ==, 1);
  g_assert_cmpuint (other->len, ==, 1);
  g_assert_cmpuint (g_array_index (other, guint, 0), ==, 2);
}

#define HOP(relay)                                                                                                                 \
  "Nov 23 17:19:26 mail postfix/smtp[2104]: 4F3A81C0E2: to=<kim@b.example>, relay=" relay ", delay=1, delays=0/0/0/1, dsn=2.0.0, " \
  "status=sent (250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as 5A1B2C3D4E)\n"
#define SECOND_ARRIVES "Nov 23 17:19:25 mail postfix/smtpd[2103]: 5A1B2C3D4E: client=localhost[127.0.0.1]\n"
#define SECOND_ENDS(words) "Nov 23 17:19:27 mail postfix/smtp[2105]: 5A1B2C3D4E: to=<kim@b.example>, relay=mx.b.example[203.0.113.31]:25, delay=1, delays=0/0/0/1, " words "\n"
#define BOUNCED SECOND_ENDS ("dsn=5.7.1, status=bounced (host mx.b.example[203.0.113.31] said: 550 5.7.1 no)")
#define DEFERRED SECOND_ENDS ("dsn=4.7.1, status=deferred (host mx.b.example[203.0.113.31] said: 450 4.7.1 later)")

#define EXIM_HOP(ip, reply)                                                \
  "2026-11-23 17:19:25 1xVXhP-00002Z-2M <= s@own.example H=localhost\n"    \
  "2026-11-23 17:19:26 1xVXhO-00002Y-1N => kim@b.example R=r T=t H=relay " \
  "[" ip "] C=\"" reply "\"\n"
#define EXIM_SECOND "2026-11-23 17:19:27 1xVXhP-00002Z-2M "
#define SENDMAIL_HOP                                                                                                             \
  "Nov 23 17:19:25 hub sm-mta[1801]: 6ANHJP1a001801: from=<anna@own.example>, size=500, nrcpts=1, relay=localhost [127.0.0.1]\n" \
  "Nov 23 17:19:25 hub sendmail[1800]: 6ANHJPxx001800: to=kim@b.example, delay=00:00:00, mailer=relay, pri=30381, "              \
  "relay=[127.0.0.1] [127.0.0.1], dsn=2.0.0, stat=Sent (6ANHJP1a001801 Message accepted for delivery)\n"
#define SENDMAIL_SECOND                                                                                              \
  "Nov 23 17:19:27 hub sm-mta[1803]: 6ANHJP1a001801: to=<kim@b.example>, delay=00:00:02, mailer=esmtp, pri=120821, " \
  "relay=mx.b.example. [203.0.113.31], dsn=2.0.0, stat=Sent (Ok: queued as 4Zk1)\n"

typedef struct
{
  const char *name;
  const char *text;
  guint       counts[N_RD_LOG_GROUPS];
} HopRow;

/* A filter on the same machine is no end of a mail's way. */
static const HopRow hops[] = {
  { "failed-behind-it", SECOND_ARRIVES HOP ("127.0.0.1[127.0.0.1]:10024") BOUNCED, { [RD_LOG_GROUP_FAILED] = 1 } },
  { "failed-before-its-line", SECOND_ARRIVES BOUNCED HOP ("127.0.0.1[127.0.0.1]:10024"), { [RD_LOG_GROUP_FAILED] = 1 } },
  { "waits-behind-it", SECOND_ARRIVES HOP ("localhost[::1]:10024") DEFERRED, { [RD_LOG_GROUP_WAITING] = 1 } },
  { "waits-then-fails", SECOND_ARRIVES HOP ("127.0.0.1[127.0.0.1]:10024") DEFERRED BOUNCED, { [RD_LOG_GROUP_FAILED] = 1 } },
  { "delivered-behind-it", SECOND_ARRIVES HOP ("127.0.0.1[127.0.0.1]:10024") SECOND_ENDS ("dsn=2.0.0, status=sent (250 Ok)"), { [RD_LOG_GROUP_DELIVERED] = 1 } },
  { "not-in-this-log", HOP ("127.0.0.1[127.0.0.1]:10024"), { [RD_LOG_GROUP_PASSED_ON] = 1 } },
  { "not-ended-in-this-log", SECOND_ARRIVES HOP ("127.0.0.1[127.0.0.1]:10024"), { [RD_LOG_GROUP_PASSED_ON] = 1 } },
  { "exim", EXIM_HOP ("127.0.0.1", "250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 OK id=1xVXhP-00002Z-2M"), { [RD_LOG_GROUP_PASSED_ON] = 1 } },
  { "exim-failed-behind-it", EXIM_HOP ("127.0.0.1", "250 OK id=1xVXhP-00002Z-2M") EXIM_SECOND "** kim@b.example R=r T=t H=mx.b.example [203.0.113.31]: 550 no\n", { [RD_LOG_GROUP_FAILED] = 1 } },
  { "exim-to-another-machine", EXIM_HOP ("203.0.113.40", "250 OK id=1xVXhP-00002Z-2M"), { [RD_LOG_GROUP_DELIVERED] = 1 } },
  { "mailbox-on-this-machine", EXIM_HOP ("127.0.0.1", "250 2.0.0 <kim@b.example> k5Zq Saved"), { [RD_LOG_GROUP_DELIVERED] = 1 } },
  { "sendmail", SENDMAIL_HOP, { [RD_LOG_GROUP_PASSED_ON] = 1 } },
  { "sendmail-delivered-behind-it", SENDMAIL_HOP SENDMAIL_SECOND, { [RD_LOG_GROUP_DELIVERED] = 1 } },
  { "another-machine", SECOND_ARRIVES HOP ("gate.b.example[203.0.113.40]:25") BOUNCED, { [RD_LOG_GROUP_DELIVERED] = 1, [RD_LOG_GROUP_FAILED] = 1 } },
};

static void
test_hop (gconstpointer data)
{
  const HopRow *row = data;
  g_autoptr (RdLog) log = log_testing_read (row->text);
  g_autoptr (GArray) numbers = NULL;
  guint counts[N_RD_LOG_GROUPS];

  numbers = rd_log_select_group (log, N_RD_LOG_GROUPS, NULL, counts);
  g_assert_cmpmem (counts, sizeof counts, row->counts, sizeof row->counts);
}

typedef struct
{
  const char    *name;
  RdLogState     state;
  const char    *title;
  RdFindingState judged;
} StateRow;

static const StateRow states[] = {
  { "no-log", { .format = RD_LOG_AUTO }, "This is not a log of a mail server", RD_FINDING_UNKNOWN },
  { "one-failed", { .format = RD_LOG_EXIM, .groups = { [RD_LOG_GROUP_FAILED] = 1, [RD_LOG_GROUP_WAITING] = 9 } }, "1 mail did not arrive", RD_FINDING_BROKEN },
  { "some-failed", { .format = RD_LOG_EXIM, .groups = { [RD_LOG_GROUP_FAILED] = 12 } }, "12 mails did not arrive", RD_FINDING_BROKEN },
  { "waiting", { .format = RD_LOG_POSTFIX, .groups = { [RD_LOG_GROUP_WAITING] = 2, [RD_LOG_GROUP_DELIVERED] = 5 } }, "2 mails are still waiting", RD_FINDING_WEAK },
  { "delivered", { .format = RD_LOG_POSTFIX, .groups = { [RD_LOG_GROUP_DELIVERED] = 5, [RD_LOG_GROUP_REFUSED] = 3 } }, "All mail was delivered", RD_FINDING_FINE },
  { "passed-on-to-who-knows-where", { .format = RD_LOG_POSTFIX, .groups = { [RD_LOG_GROUP_PASSED_ON] = 2, [RD_LOG_GROUP_DELIVERED] = 5 } }, "No mail failed", RD_FINDING_FINE },
  { "only-refused", { .format = RD_LOG_POSTFIX, .groups = { [RD_LOG_GROUP_REFUSED] = 3 } }, "No mail failed", RD_FINDING_FINE },
};

static void
test_state (gconstpointer data)
{
  const StateRow  *row = data;
  g_autofree char *title = rd_log_state_dup_title (&row->state);

  g_assert_cmpstr (title, ==, row->title);
  g_assert_cmpint (rd_log_state_judge (&row->state), ==, row->judged);
}

typedef struct
{
  const char    *name;
  RdLogFormat    format;
  guint64        lines;
  guint64        unknown;
  guint64        foreign;
  const char    *words; /* (nullable): in the explanation, %NULL for no finding */
  RdFindingState state;
} StrangeRow;

static const StrangeRow strange[] = {
  { "all-understood", RD_LOG_EXIM, 100, 0, 0, NULL, 0 },
  { "few", RD_LOG_EXIM, 100, 1, 0, "1 line was not", RD_FINDING_INFO },
  { "many", RD_LOG_EXIM, 100, 40, 0, "40 lines were not", RD_FINDING_WEAK },
  { "other-programs", RD_LOG_POSTFIX, 100, 0, 70, "70 lines were written by other programs", RD_FINDING_INFO },
  { "both", RD_LOG_POSTFIX, 100, 2, 70, "2 lines were not", RD_FINDING_INFO },
  { "no-log", RD_LOG_AUTO, 100, 100, 0, NULL, 0 },
};

static void
test_strange (gconstpointer data)
{
  const StrangeRow *row = data;
  RdLogState        state = { .format = row->format, .counts = { .lines = row->lines, .unknown = row->unknown, .foreign = row->foreign } };
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_finding_unref);
  const RdFinding *finding;

  rd_log_state_add_findings (&state, findings);
  g_assert_cmpuint (findings->len, ==, row->words != NULL ? 1 : 0);
  if (row->words == NULL)
    return;
  finding = findings->pdata[0];
  g_assert_cmpstr (finding->id, ==, "log.not-understood");
  g_assert_cmpint (finding->state, ==, row->state);
  g_assert_nonnull (strstr (finding->explanation, row->words));
}

/* The clock of the server is told where it is not that of this computer. */
static void
test_zone (void)
{
  static const RdLogZone zones[] = { RD_LOG_ZONE_STATED, RD_LOG_ZONE_DERIVED, RD_LOG_ZONE_ASSUMED, RD_LOG_ZONE_NONE };
  static const guint     expected[] = { 1, 1, 0, 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (zones); i++)
    {
      RdLogState state = { .format = RD_LOG_EXIM, .last_time = { .seconds = 1795454366, .offset = -210, .zone = zones[i] } };
      g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_finding_unref);

      rd_log_state_add_findings (&state, findings);
      g_assert_cmpuint (findings->len, ==, expected[i]);
      if (findings->len > 0)
        g_assert_nonnull (strstr (((const RdFinding *) findings->pdata[0])->explanation, "UTC -03:30"));
    }
}

static void
test_time_words (void)
{
  RdLogTime        time = { .seconds = 1795454366, .offset = 60, .zone = RD_LOG_ZONE_STATED };
  RdLogTime        none = { 0 };
  g_autofree char *text = rd_log_time_dup_short (&time);

  g_assert_cmpstr (text, ==, "23 Nov 2026, 18:19:26");
  g_assert_null (rd_log_time_dup_short (&none));
}

/* Every status has a label, a group and a state; none is graver than a failure. */
static void
test_statuses (void)
{
  for (guint i = 0; i < N_RD_LOG_STATUSES; i++)
    {
      RdFindingState state = rd_log_status_get_state (i);
      RdLogGroup     group = rd_log_group_for_status (i);

      g_assert_cmpuint (strlen (rd_log_status_get_label (i)), >, 3);
      g_assert_cmpuint (strlen (rd_log_group_get_label (group)), >, 3);
      g_assert_cmpint (state == RD_FINDING_BROKEN, ==, group == RD_LOG_GROUP_FAILED);
      g_assert_cmpint (state == RD_FINDING_FINE, ==, group == RD_LOG_GROUP_DELIVERED);
      for (guint other = 0; other < i; other++)
        g_assert_cmpstr (rd_log_status_to_string (i), !=, rd_log_status_to_string (other));
    }
  g_assert_cmpint (rd_log_status_get_state (RD_LOG_QUEUED), ==, RD_FINDING_INFO);
  g_assert_cmpint (rd_log_status_get_state (RD_LOG_DEFERRED), ==, RD_FINDING_WEAK);
}

static void
test_line_titles (void)
{
  RdDelivery delivery = { .status = RD_LOG_EXPIRED };
  RdLogLine  outcome = { .kind = RD_LOG_OUTCOME, .delivery = &delivery };
  RdLogLine  arrival = { .kind = RD_LOG_ARRIVAL };
  RdLogLine  note = { .kind = RD_LOG_NOTE };
  RdLogLine  done = { .kind = RD_LOG_COMPLETED };

  g_assert_cmpstr (rd_log_line_get_title (&outcome), ==, rd_log_status_get_label (RD_LOG_EXPIRED));
  g_assert_cmpstr (rd_log_line_get_title (&arrival), !=, rd_log_line_get_title (&note));
  g_assert_cmpstr (rd_log_line_get_title (&done), !=, rd_log_line_get_title (&note));
}

typedef struct
{
  const char *name;
  const char *text;
  const char *expected; /* "id sender recipient status size" of each, a line each */
} ListingRow;

static const ListingRow listings[] = {
  { "exim", "72h   681 1xVXhQ-00004K-2O <s@own.example>\n          a@b.example\n          c@b.example\n\n",
    "1xVXhQ-00004K-2O s@own.example a@b.example queued 681\n1xVXhQ-00004K-2O s@own.example c@b.example queued 681\n" },
  { "exim-frozen-part-done", " 4d  1.8K 1xVXhQ-00004K-2P <> *** frozen ***\n        D ok@b.example\n          a@b.example\n",
    "1xVXhQ-00004K-2P <> ok@b.example delivered 1843\n1xVXhQ-00004K-2P <> a@b.example frozen 1843\n" },
  { "exim-long-id-local-user", "25m   2.0M 1xVXhT-0000000012y-1N23 <s@own.example> (www-data)\n          a@b.example\n",
    "1xVXhT-0000000012y-1N23 s@own.example a@b.example queued 2097152\n" },
  { "exim-grep-frozen", " 4d  1.8K 1xVXhQ-00004K-2P <> *** frozen ***\n 5d  1.8K 1xVXhQ-00004K-2Q <> *** frozen ***\n",
    "1xVXhQ-00004K-2P <> - frozen 1843\n1xVXhQ-00004K-2Q <> - frozen 1843\n" },
  { "exiqgrep-brief", "1xVXhQ-00004K-2O From: <s@own.example> To: a@b.example;c@b.example\n2 matches out of 10 messages\n",
    "1xVXhQ-00004K-2O s@own.example a@b.example queued 0\n1xVXhQ-00004K-2O s@own.example c@b.example queued 0\n" },
  { "exiqgrep-ids", "1xVXhQ-00004K-2O\n1xVXhQ-00004K-2P\n", "1xVXhQ-00004K-2O - - queued 0\n1xVXhQ-00004K-2P - - queued 0\n" },
  { "postqueue", "-Queue ID-  --Size-- ----Arrival Time---- -Sender/Recipient-------\n3CA1FAA0AE0!     572 Mon Nov 23 17:19:29  s@own.example\n                                         a@b.example\n\n-- 0 Kbytes in 1 Request.\n",
    "3CA1FAA0AE0 s@own.example a@b.example frozen 572\n" },
  { "postqueue-reason", "3CA1FAA0AE0      572 Mon Nov 23 17:19:29  MAILER-DAEMON\n  (connect to mx.b.example[203.0.113.9]:25: Connection refused)\n                                         a@b.example\n",
    "3CA1FAA0AE0 <> a@b.example deferred 572\n" },
  { "postqueue-active", "3CA1FAA0AE0*     572 Mon Nov 23 17:19:29  s@own.example\n                                         a@b.example\n",
    "3CA1FAA0AE0 s@own.example a@b.example queued 572\n" },
  { "postqueue-json", "{\"queue_name\": \"hold\", \"queue_id\": \"3CA1FAA0AE0\", \"arrival_time\": 1795454369, \"message_size\": 572, \"forced_expire\": false, \"sender\": \"s@own.example\", \"recipients\": [{\"address\": \"a@b.example\"}]}\n",
    "3CA1FAA0AE0 s@own.example a@b.example frozen 572\n" },
  { "postqueue-empty", "Mail queue is empty\n", "" },
};

static void
listing_cb (const RdLogEvent *event,
            gpointer          data)
{
  GString *out = data;
  g_autoptr (RdDelivery) delivery = rd_delivery_new_from_event (event);

  g_assert_cmpint (event->kind, ==, RD_LOG_OUTCOME);
  g_string_append_printf (out, "%s %s %s %s %" G_GUINT64_FORMAT "\n", delivery->queue_id,
                          delivery->sender == NULL ? "-" : delivery->sender[0] == '\0' ? "<>"
                                                                                       : delivery->sender,
                          delivery->recipient != NULL ? delivery->recipient : "-", rd_log_status_to_string (delivery->status), delivery->size);
}

static void
test_listing (gconstpointer data)
{
  const ListingRow  *row = data;
  static const gsize pieces[] = { 1, 11, 100000 };

  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autoptr (GString) out = g_string_new (NULL);
      g_autoptr (RdLogScanner) scanner = rd_log_scanner_new (RD_LOG_AUTO, listing_cb, out);
      gsize length = strlen (row->text);

      rd_log_scanner_begin (scanner, NULL, 1796000000);
      for (gsize at = 0; at < length; at += pieces[i])
        rd_log_scanner_feed (scanner, row->text + at, MIN (pieces[i], length - at));
      rd_log_scanner_end (scanner);
      g_assert_cmpstr (out->str, ==, row->expected);
      g_assert_cmpuint (rd_log_scanner_get_counts (scanner)->unknown, ==, 0);
    }
}

#define ADD_ROWS(group, rows, field, test)                                                  \
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)                                           \
    {                                                                                       \
      g_autofree char *path = g_strdup_printf ("/logs/groups/" group "/%s", rows[i].field); \
                                                                                            \
      g_test_add_data_func (path, &rows[i], test);                                          \
    }

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD_ROWS ("file", files, path, test_file)
  ADD_ROWS ("text", texts, name, test_text)
  ADD_ROWS ("state", states, name, test_state)
  ADD_ROWS ("strange", strange, name, test_strange)
  ADD_ROWS ("hop", hops, name, test_hop)
  ADD_ROWS ("listing", listings, name, test_listing)
  g_test_add_func ("/logs/groups/bounces-are-no-logs", test_bounces_are_no_logs);
  g_test_add_func ("/logs/groups/select", test_select_group);
  g_test_add_func ("/logs/groups/search-down-server", test_search_down_server);
  g_test_add_func ("/logs/groups/total", test_total);
  g_test_add_func ("/logs/groups/zone", test_zone);
  g_test_add_func ("/logs/groups/time-words", test_time_words);
  g_test_add_func ("/logs/groups/statuses", test_statuses);
  g_test_add_func ("/logs/groups/line-titles", test_line_titles);
  return g_test_run ();
}
