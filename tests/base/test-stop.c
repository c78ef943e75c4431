/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Something that runs ends when its time is over or when it is not wanted any more,
 * and afterwards nothing ends it. */

#include "rd-stop.h"

static void
test_deadline (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  RdStop stop = { 0 };

  rd_stop_begin (&stop, 1, cancellable, NULL);
  while (!stop.expired)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (g_cancellable_is_cancelled (stop.cancellable));
  g_assert_false (g_cancellable_is_cancelled (cancellable));
  rd_stop_clear (&stop);
  g_assert_null (stop.cancellable);
  g_assert_true (stop.expired);

  /* The next one has its own time. */
  rd_stop_begin (&stop, 0, NULL, NULL);
  g_assert_false (stop.expired);
  g_assert_false (g_cancellable_is_cancelled (stop.cancellable));
  g_assert_false (g_main_context_pending (NULL));
  rd_stop_clear (&stop);
}

static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  RdStop stop = { 0 };

  rd_stop_begin (&stop, 60000, cancellable, NULL);
  g_cancellable_cancel (cancellable);
  while (!g_cancellable_is_cancelled (stop.cancellable))
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (stop.expired);
  rd_stop_clear (&stop);
}

static void
test_disarmed (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GTimer) timer = g_timer_new ();
  RdStop stop = { 0 };

  rd_stop_begin (&stop, 1, cancellable, NULL);
  rd_stop_disarm (&stop);
  g_cancellable_cancel (cancellable);
  while (g_timer_elapsed (timer, NULL) < 0.02)
    g_main_context_iteration (NULL, FALSE);
  g_assert_false (stop.expired);
  g_assert_false (g_cancellable_is_cancelled (stop.cancellable));
  rd_stop_clear (&stop);
  rd_stop_clear (&stop);
}

/* What runs in a thread is ended there. */
static void
test_context (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  RdStop stop = { 0 };

  rd_stop_begin (&stop, 1, NULL, context);
  while (!stop.expired)
    g_main_context_iteration (context, TRUE);
  g_assert_true (g_cancellable_is_cancelled (stop.cancellable));
  rd_stop_clear (&stop);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stop/deadline", test_deadline);
  g_test_add_func ("/stop/cancelled", test_cancelled);
  g_test_add_func ("/stop/disarmed", test_disarmed);
  g_test_add_func ("/stop/context", test_context);
  return g_test_run ();
}
