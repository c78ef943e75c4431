/* SPDX-License-Identifier: GPL-3.0-or-later */

/* bench-blocklists SERVER SUBJECT: the longest turn of the main loop while the
 * real pane asks all lists, sorts them and unfolds what was found. */

#define G_LOG_DOMAIN "bench-blocklists"

#include "config.h"

#include "app-test.h"
#include "turn-watch.h"

#include "rd-blocklists-pane.h"
#include "rd-listing-row.h"

/* The first run draws what was never drawn before: fonts, icons, styles. */
#define N_RUNS 5

static void
report (const char *what,
        gint64      start)
{
  TurnWatch watch;

  turn_watch_take (&watch);
  g_print ("  %-9s %4u turns, %5.1f ms in all, %u over %d ms, the longest %.1f ms, %.0f ms after the start, 99 of 100 at most %.1f ms\n", what, watch.n_turns,
           (double) watch.busy_us / 1000, watch.n_long, TURN_WATCH_FRAME_US / 1000, (double) watch.longest_us / 1000,
           (double) (watch.longest_at - start) / 1000, (double) watch.most_us / 1000);
}

static guint
count_rows (GtkWidget *root)
{
  guint n = RD_IS_LISTING_ROW (root);

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += count_rows (child);
  return n;
}

static void
run (RdWindow   *window,
     const char *subject)
{
  RdBlocklistsPane *pane = RD_BLOCKLISTS_PANE (rd_window_get_pane (window, "blocklists"));
  gint64            start = g_get_monotonic_time ();

  gtk_widget_activate_action (GTK_WIDGET (window), "win.check-blocklists", "s", subject);
  app_test_wait_for (rd_blocklists_pane_is_checking (pane));
  app_test_wait_for_frame (GTK_WIDGET (window));
  report ("first rows", start);
  app_test_wait_for (!rd_blocklists_pane_is_checking (pane));
  app_test_wait_for_frame (GTK_WIDGET (window));
  app_test_wait_for_frame (GTK_WIDGET (window));
  report ("answers", start);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GSettings) settings = NULL;
  RdWindow *window;

  app_test_init (&argc, &argv);
  if (argc < 3)
    g_error ("Which server, and about what?");
  settings = g_settings_new (APP_ID);
  g_settings_set_string (settings, "dns-servers", argv[1]);
  g_settings_set_boolean (settings, "always-ask-blocklists", TRUE);
  window = app_test_open_window (1000, 720);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.show-nth-pane", "i", 2);
  app_test_wait_for_frame (GTK_WIDGET (window));
  turn_watch_start (GTK_WIDGET (window));
  for (guint i = 0; i < N_RUNS; i++)
    {
      g_print ("%s, run %u\n", argv[2], i + 1);
      run (window, argv[2]);
    }
  g_print ("  %u rows\n", count_rows (GTK_WIDGET (window)));
  app_test_close_window (window);
  return 0;
}
