/* SPDX-License-Identifier: GPL-3.0-or-later */

/* When a watched address is looked at again, and what is news. */

#include "rd-watch.h"

#include <string.h>

typedef struct
{
  const char    *name;
  const char    *finding;
  gboolean       was_known;
  RdFindingState before;
  RdFindingState after;
  RdFindingState news; /* UNKNOWN: none */
} NewsCase;

static const NewsCase cases[] = {
  { "listed", "blocklist.zen-spamhaus-org", TRUE, RD_FINDING_FINE, RD_FINDING_BROKEN, RD_FINDING_BROKEN },
  { "off-again", "blocklist.zen-spamhaus-org", TRUE, RD_FINDING_BROKEN, RD_FINDING_FINE, RD_FINDING_FINE },
  { "first-heard", "blocklist.zen-spamhaus-org", FALSE, RD_FINDING_UNKNOWN, RD_FINDING_BROKEN, RD_FINDING_BROKEN },
  { "first-heard-fine", "blocklist.zen-spamhaus-org", FALSE, RD_FINDING_UNKNOWN, RD_FINDING_FINE, RD_FINDING_UNKNOWN },
  { "neighbourhood", "blocklist.dnsbl-3-uceprotect-net", TRUE, RD_FINDING_FINE, RD_FINDING_INFO, RD_FINDING_UNKNOWN },
  { "tiny-list", "blocklist.dnsbl-2-uceprotect-net", TRUE, RD_FINDING_FINE, RD_FINDING_WEAK, RD_FINDING_UNKNOWN },
  { "remark", "blocklist.hostkarma-junkemailfilter-com", TRUE, RD_FINDING_FINE, RD_FINDING_INFO, RD_FINDING_UNKNOWN },
  { "worse-is-no-news", "blocklist.zen-spamhaus-org", TRUE, RD_FINDING_WEAK, RD_FINDING_BROKEN, RD_FINDING_UNKNOWN },
  { "no-list", "spf.missing", TRUE, RD_FINDING_FINE, RD_FINDING_BROKEN, RD_FINDING_UNKNOWN },
  { "no-such-list", "blocklist.gone", TRUE, RD_FINDING_FINE, RD_FINDING_BROKEN, RD_FINDING_UNKNOWN },
};

static void
test_news (gconstpointer data)
{
  const NewsCase *row = data;
  RdHistoryChange change = { .finding = (char *) row->finding, .was_known = row->was_known, .before = row->before, .after = row->after };
  g_autoptr (GPtrArray) changes = g_ptr_array_new ();
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_finding_unref);
  g_autoptr (GPtrArray) opposite = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_finding_unref);
  g_autoptr (RdWatchNews) news = NULL;

  g_ptr_array_add (changes, &change);
  news = rd_watch_news_new (changes, rd_blocklists_get_default (), "192.0.2.1");
  if (row->news == RD_FINDING_UNKNOWN)
    {
      g_assert_null (news);
      return;
    }
  g_assert_cmpint (news->state, ==, row->news);
  g_assert_nonnull (strstr (news->title, "192.0.2.1"));
  g_assert_nonnull (strstr (news->body, "Spamhaus"));
  /* A second look that says otherwise, or nothing, takes it back. */
  g_assert_false (rd_watch_news_holds (news, findings));
  g_ptr_array_add (opposite, rd_finding_new (row->finding, row->before, "192.0.2.1", RD_OWNER_HOST, "t"));
  g_assert_false (rd_watch_news_holds (news, opposite));
  g_ptr_array_add (findings, rd_finding_new (row->finding, row->after, "192.0.2.1", RD_OWNER_HOST, "t"));
  g_assert_true (rd_watch_news_holds (news, findings));
}

static void
test_both (void)
{
  RdHistoryChange good = { .finding = (char *) "blocklist.bl-spamcop-net", .was_known = TRUE, .before = RD_FINDING_BROKEN, .after = RD_FINDING_FINE };
  RdHistoryChange bad = { .finding = (char *) "blocklist.zen-spamhaus-org", .was_known = TRUE, .before = RD_FINDING_FINE, .after = RD_FINDING_BROKEN };
  g_autoptr (GPtrArray) changes = g_ptr_array_new ();
  g_autoptr (RdWatchNews) news = NULL;

  g_ptr_array_add (changes, &good);
  g_ptr_array_add (changes, &bad);
  news = rd_watch_news_new (changes, rd_blocklists_get_default (), "192.0.2.1");
  g_assert_cmpint (news->state, ==, RD_FINDING_BROKEN);
  g_assert_cmpuint (g_strv_length (news->findings), ==, 1);
}

static void
test_next (void)
{
  gint64 last = 1700000000;
  guint  n_different = 0;

  const RdWatchTimes never = { 0 };
  const RdWatchTimes plain = { .last = last };
  const RdWatchTimes ending = { .last = last, .end = last + 24 * 3600 };

  g_assert_cmpint (rd_watch_find_next (&never, 24, "192.0.2.1"), ==, 0);
  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *subject = g_strdup_printf ("192.0.2.%u", i);
      gint64           next = rd_watch_find_next (&plain, 24, subject);

      g_assert_cmpint (next, >=, last + 24 * 3600 * 8 / 10);
      g_assert_cmpint (next, <=, last + 24 * 3600 * 12 / 10);
      g_assert_cmpint (next, ==, rd_watch_find_next (&plain, 24, subject));
      n_different += next != rd_watch_find_next (&plain, 24, "192.0.2.200");
    }
  g_assert_cmpuint (n_different, >, 90);
  /* What ends by itself is looked at soon after. */
  g_assert_cmpint (rd_watch_find_next (&ending, 240, "192.0.2.1"), ==, last + 28 * 3600);
  g_assert_cmpint (rd_watch_find_next (&ending, 6, "192.0.2.1"), <, last + 8 * 3600);
}

static const struct
{
  const char *name;
  guint       hours; /* interval */
  gint64      last;  /* minutes after the request */
  gint64      next;  /* as above, 0: the usual interval */
} requests[] = {
  { "asked-now", 24, 0, 60 },
  { "late-first-look", 24, 75, 240 },
  { "after-four-hours", 24, 250, 720 },
  { "after-twelve-hours", 24, 725, 1440 },
  { "after-a-day", 24, 1445, 0 },
  { "program-was-off", 24, 4000, 0 },
  { "short-interval", 6, 725, 0 },
};

/* After a request for removal there are looks after 1, 4, 12 and 24 hours. */
static void
test_requested (gconstpointer data)
{
  gsize              i = GPOINTER_TO_SIZE (data);
  gint64             requested = 1700000000;
  const RdWatchTimes times = { .last = requested + requests[i].last * 60, .requested = requested };
  const RdWatchTimes plain = { .last = times.last };
  gint64             next = rd_watch_find_next (&times, requests[i].hours, "192.0.2.1");

  if (requests[i].next == 0)
    g_assert_cmpint (next, ==, rd_watch_find_next (&plain, requests[i].hours, "192.0.2.1"));
  else
    g_assert_cmpint (next, ==, requested + requests[i].next * 60);
  g_assert_cmpint (rd_watch_is_requested (&times, times.last), ==, requests[i].last < 24 * 60);
  g_assert_false (rd_watch_is_requested (&plain, times.last));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (requests); i++)
    {
      g_autofree char *path = g_strdup_printf ("/watch/requested/%s", requests[i].name);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_requested);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/watch/news/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_news);
    }
  g_test_add_func ("/watch/both", test_both);
  g_test_add_func ("/watch/next", test_next);
  return g_test_run ();
}
