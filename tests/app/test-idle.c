/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A window nobody touches draws no frames: what hides on a page that is not shown must
 * not keep the processor awake. */

#define G_LOG_DOMAIN "test-idle"

#include "config.h"

#include "app-test.h"

/* A running animation draws a frame each 16 ms, on the slowest machine several in this
 * time. */
#define QUIET_MS 600

typedef struct
{
  guint    n_frames; /* since the last look */
  gboolean is_quiet;
} Watch;

static void
frame_cb (GdkFrameClock *clock,
          Watch         *watch)
{
  watch->n_frames++;
}

static gboolean
look_cb (gpointer data)
{
  Watch *watch = data;

  watch->is_quiet = watch->n_frames == 0;
  watch->n_frames = 0;
  return G_SOURCE_CONTINUE;
}

static void
wait_for_quiet (RdWindow *window)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (window));
  Watch          watch = { 1, FALSE };
  gulong         handler = g_signal_connect (clock, "update", G_CALLBACK (frame_cb), &watch);
  guint          source = g_timeout_add (QUIET_MS, look_cb, &watch);

  app_test_wait_for (watch.is_quiet);
  g_source_remove (source);
  g_signal_handler_disconnect (clock, handler);
}

/* The test program turns animations off; people have them on. */
static RdWindow *
open_animated_window (void)
{
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", TRUE, NULL);
  return app_test_open_window (1100, 800);
}

static void
test_every_pane (void)
{
  const int N_PANES = 5;
  RdWindow *window = open_animated_window ();

  for (int i = 0; i < N_PANES; i++)
    {
      gtk_widget_activate_action (GTK_WIDGET (window), "win.show-nth-pane", "i", i);
      wait_for_quiet (window);
    }
  app_test_close_window (window);
}

static void
test_after_a_verdict (void)
{
  RdWindow        *window = open_animated_window ();
  g_autofree char *bounce = app_test_dup_bounce ("bob@shop.example", "5.1.1", "smtp; 550 5.1.1 User unknown");
  g_autofree char *mbox = app_test_dup_mbox (20);

  app_test_give_bytes (window, "one.eml", bounce);
  app_test_wait_for_reading (window);
  wait_for_quiet (window);
  app_test_give_bytes (window, "many.mbox", mbox);
  app_test_wait_for_reading (window);
  wait_for_quiet (window);
  app_test_close_window (window);
}

int
main (int   argc,
      char *argv[])
{
  app_test_init (&argc, &argv);

  g_test_add_func ("/idle/every-pane", test_every_pane);
  g_test_add_func ("/idle/after-a-verdict", test_after_a_verdict);
  return app_test_run ();
}
