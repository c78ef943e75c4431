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

  g_assert_cmpint (rd_watch_find_next (0, 24, 0, "192.0.2.1"), ==, 0);
  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *subject = g_strdup_printf ("192.0.2.%u", i);
      gint64           next = rd_watch_find_next (last, 24, 0, subject);

      g_assert_cmpint (next, >=, last + 24 * 3600 * 8 / 10);
      g_assert_cmpint (next, <=, last + 24 * 3600 * 12 / 10);
      g_assert_cmpint (next, ==, rd_watch_find_next (last, 24, 0, subject));
      n_different += next != rd_watch_find_next (last, 24, 0, "192.0.2.200");
    }
  g_assert_cmpuint (n_different, >, 90);
  /* What ends by itself is looked at soon after. */
  g_assert_cmpint (rd_watch_find_next (last, 240, last + 24 * 3600, "192.0.2.1"), ==, last + 28 * 3600);
  g_assert_cmpint (rd_watch_find_next (last, 6, last + 24 * 3600, "192.0.2.1"), <, last + 8 * 3600);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/watch/news/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_news);
    }
  g_test_add_func ("/watch/both", test_both);
  g_test_add_func ("/watch/next", test_next);
  return g_test_run ();
}
