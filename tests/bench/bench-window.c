/* SPDX-License-Identifier: GPL-3.0-or-later */

/* bench-window MBOX: what the window feels like while a large mailbox is read.
 *
 * Every turn of the main loop, from the moment it has something to do until it
 * waits again, is timed in processor time of its thread: drawing, laying out,
 * the list, and what comes in.  A frame has 16 ms. */

#define G_LOG_DOMAIN "bench-window"

#include "config.h"

#include "app-test.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#define FRAME_US 16000

typedef struct
{
  gint64 woken_at; /* 0: not yet */
  gint64 longest_us;
  gint64 busy_us;
  guint  n_turns;
  guint  n_long;
} Watch;

static Watch watch;

static gint64
get_thread_time (void)
{
  struct timespec now;

  g_assert_cmpint (clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now), ==, 0);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static int
poll_and_watch (GPollFD *fds,
                guint    n_fds,
                int      timeout)
{
  int n;

  if (watch.woken_at > 0)
    {
      gint64 took = get_thread_time () - watch.woken_at;

      watch.longest_us = MAX (watch.longest_us, took);
      watch.busy_us += took;
      watch.n_turns++;
      if (took > FRAME_US)
        watch.n_long++;
    }
  n = g_poll (fds, n_fds, timeout);
  watch.woken_at = get_thread_time ();
  return n;
}

/* In megabytes: of now, not the peak. */
static double
get_resident_mb (void)
{
  g_autofree char *statm = NULL;
  g_auto (GStrv) words = NULL;

  if (!g_file_get_contents ("/proc/self/statm", &statm, NULL, NULL))
    return 0;
  words = g_strsplit (statm, " ", 3);
  return (double) g_ascii_strtoull (words[1], NULL, 10) * 4096 / 1e6;
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GFile) file = NULL;
  RdWindow      *window;
  RdBouncesPane *pane;
  double         before_mb;
  double         highest_mb;
  double         first_ms = -1;
  gint64         start;
  struct rusage  usage;

  app_test_init (&argc, &argv);
  if (argc < 2)
    g_error ("Which mailbox?");
  file = g_file_new_for_commandline_arg (argv[1]);
  window = app_test_open_window (1000, 720);
  pane = app_test_get_pane (window);
  before_mb = highest_mb = get_resident_mb ();

  g_main_context_set_poll_func (NULL, poll_and_watch);
  start = g_get_monotonic_time ();
  rd_window_open_files (window, &file, 1);
  do
    {
      g_main_context_iteration (NULL, TRUE);
      if (first_ms < 0 && rd_bounces_pane_get_n_entries (pane) > 0)
        first_ms = (double) (g_get_monotonic_time () - start) / 1000;
      if (watch.n_turns % 256 == 0)
        highest_mb = MAX (highest_mb, get_resident_mb ());
    }
  while (rd_bounces_pane_get_n_entries (pane) == 0 || rd_bounces_pane_is_reading (pane));
  app_test_wait_for (app_test_find_named (GTK_WIDGET (window), "causes_group") != NULL);
  app_test_wait_for_frame (GTK_WIDGET (window));
  getrusage (RUSAGE_SELF, &usage);

  g_print ("messages in the list   %u\n", rd_bounces_pane_get_n_entries (pane));
  g_print ("first one after        %.0f ms\n", first_ms);
  g_print ("all after              %.1f s, %.1f s of processor time\n", (double) (g_get_monotonic_time () - start) / 1e6,
           (double) usage.ru_utime.tv_sec + (double) usage.ru_utime.tv_usec / 1e6 + (double) usage.ru_stime.tv_sec + (double) usage.ru_stime.tv_usec / 1e6);
  g_print ("turns of the main loop %u, %u over %d ms, the longest %.1f ms of processor time\n", watch.n_turns, watch.n_long, FRAME_US / 1000,
           (double) watch.longest_us / 1000);
  g_print ("memory                 %.0f MB with an empty window, %.0f MB at most, %.0f MB at the end\n", before_mb, MAX (highest_mb, get_resident_mb ()), get_resident_mb ());
  app_test_close_window (window);
  return 0;
}
