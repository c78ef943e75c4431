/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Times the reading of a log: the scan alone, the scan with an owned copy of
 * every failure, loading with an index, a search, and one message's life. */

#include "log-testing.h"

#include <stdio.h>

static void
count_cb (const RdLogEvent *event,
          gpointer          user_data)
{
  guint64 *count = user_data;

  if (event->kind == RD_LOG_OUTCOME)
    (*count)++;
}

static void
keep_cb (const RdLogEvent *event,
         gpointer          user_data)
{
  guint64 *count = user_data;

  if (event->kind != RD_LOG_OUTCOME || event->status == RD_LOG_DELIVERED || event->status == RD_LOG_REJECTED)
    return;
  {
    g_autoptr (RdDelivery) delivery = rd_delivery_new_from_event (event);

    *count += delivery->recipient != NULL;
  }
}

static gboolean
feed_cb (const char *data,
         gsize       length,
         gpointer    user_data)
{
  rd_log_scanner_feed (user_data, data, length);
  return TRUE;
}

static double
now (void)
{
  return (double) g_get_monotonic_time () / G_USEC_PER_SEC;
}

static void
time_scan (const char    *path,
           const char    *name,
           RdLogEventFunc func)
{
  double  best = G_MAXDOUBLE;
  guint64 count = 0;
  gint64  size = 0;

  for (guint round = 0; round < 5; round++)
    {
      g_autoptr (RdLogSource) source = rd_log_source_open (path, NULL);
      g_autoptr (RdLogScanner) scanner = NULL;
      double start = now ();

      count = 0;
      scanner = rd_log_scanner_new (RD_LOG_AUTO, func, &count);
      rd_log_scanner_begin (scanner, NULL, rd_log_source_get_written_at (source));
      size = rd_log_source_get_size (source);
      rd_log_source_read (source, feed_cb, scanner, NULL, NULL);
      rd_log_scanner_end (scanner);
      best = MIN (best, now () - start);
    }
  printf ("%-10s %7.1f ms  %6.0f MB/s  %" G_GUINT64_FORMAT " events\n", name, best * 1e3, (double) size / best / 1e6, count);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (RdLog) log = NULL;
  g_autoptr (GArray) found = NULL;
  double start;

  if (argc < 2)
    {
      fprintf (stderr, "bench-log-scan LOG [ADDRESS]\n");
      return 64;
    }
  time_scan (argv[1], "scan", count_cb);
  time_scan (argv[1], "failures", keep_cb);
  start = now ();
  log = log_testing_load (argv[1], NULL);
  if (log == NULL)
    return 2;
  printf ("%-10s %7.1f ms  %u deliveries\n", "load", (now () - start) * 1e3, rd_log_get_n_deliveries (log));
  if (argc < 3)
    return 0;
  start = now ();
  found = rd_log_search (log, argv[2], NULL);
  printf ("%-10s %7.1f ms  %u deliveries\n", "search", (now () - start) * 1e3, found->len);
  if (found->len > 0)
    {
      guint message = rd_log_get_delivery_message (log, g_array_index (found, guint, 0));
      g_autoptr (GPtrArray) lines = NULL;

      start = now ();
      lines = message != RD_LOG_NO_MESSAGE ? rd_log_read_message (log, message) : NULL;
      printf ("%-10s %7.1f ms  %u lines\n", "message", (now () - start) * 1e3, lines != NULL ? lines->len : 0);
    }
  return 0;
}
