/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "turn-watch.h"

#include <string.h>
#include <time.h>

/* Of a frame, in the order GTK goes through them. */
static const char *const phases[] = { "before-paint", "update", "layout", "paint" };

static TurnWatch current;
static GArray   *turns;    /* (element-type gint64): how long they took */
static gint64    woken_at; /* 0: not yet */
static gint64    started_at;
static gint64    phase_ends[G_N_ELEMENTS (phases)]; /* 0: not in this turn */

static gint64
get_thread_time (void)
{
  struct timespec now;

  g_assert_cmpint (clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now), ==, 0);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

/* Handlers are called in the order they came, and GTK came first. */
static void
phase_ended_cb (gpointer phase)
{
  phase_ends[GPOINTER_TO_SIZE (phase)] = get_thread_time ();
}

static void
tell (gint64 took)
{
  gint64 began = woken_at;

  g_printerr ("a turn of %.1f ms, %.2f s after the start", (double) took / 1000, (double) (g_get_monotonic_time () - started_at) / 1e6);
  for (gsize i = 0; i < G_N_ELEMENTS (phases); i++)
    {
      if (phase_ends[i] == 0)
        continue;
      g_printerr (", %s %.1f", phases[i], (double) (phase_ends[i] - began) / 1000);
      began = phase_ends[i];
    }
  g_printerr ("\n");
}

static void
note (gint64 took)
{
  if (took > current.longest_us)
    {
      current.longest_us = took;
      current.longest_at = g_get_monotonic_time ();
    }
  current.busy_us += took;
  current.n_turns++;
  g_array_append_val (turns, took);
  if (took <= TURN_WATCH_FRAME_US)
    return;
  current.n_long++;
  tell (took);
}

static int
poll_and_watch (GPollFD *fds,
                guint    n_fds,
                int      timeout)
{
  int n;

  if (woken_at > 0)
    note (get_thread_time () - woken_at);
  n = g_poll (fds, n_fds, timeout);
  memset (phase_ends, 0, sizeof phase_ends);
  woken_at = get_thread_time ();
  return n;
}

/* Watches the default main context, and the frames of @window in it, from its next
 * turn on. */
void
turn_watch_start (GtkWidget *window)
{
  memset (&current, 0, sizeof current);
  g_clear_pointer (&turns, g_array_unref);
  turns = g_array_new (FALSE, FALSE, sizeof (gint64));
  /* What the turn has done so far does not count. */
  woken_at = 0;
  started_at = g_get_monotonic_time ();
  for (gsize i = 0; i < G_N_ELEMENTS (phases); i++)
    g_signal_connect_swapped (gtk_widget_get_frame_clock (window), phases[i], G_CALLBACK (phase_ended_cb), GSIZE_TO_POINTER (i));
  g_main_context_set_poll_func (NULL, poll_and_watch);
}

static int
compare_times (gconstpointer a,
               gconstpointer b)
{
  const gint64 first = *(const gint64 *) a;
  const gint64 second = *(const gint64 *) b;

  return (first > second) - (first < second);
}

/* Hands out what was seen since the start or the last time, and begins anew. */
void
turn_watch_take (TurnWatch *watch)
{
  g_array_sort (turns, compare_times);
  if (turns->len > 0)
    current.most_us = g_array_index (turns, gint64, (turns->len - 1) * 99 / 100);
  g_array_set_size (turns, 0);
  *watch = current;
  memset (&current, 0, sizeof current);
}
