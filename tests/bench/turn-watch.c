/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "turn-watch.h"

#include <string.h>
#include <time.h>

static TurnWatch current;
static gint64    woken_at; /* 0: not yet */
static gint64    started_at;

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

  if (woken_at > 0)
    {
      gint64 took = get_thread_time () - woken_at;

      if (took > current.longest_us)
        {
          current.longest_us = took;
          current.longest_at = g_get_monotonic_time ();
        }
      current.busy_us += took;
      current.n_turns++;
      if (took > TURN_WATCH_FRAME_US)
        {
          current.n_long++;
          g_printerr ("a turn of %.1f ms, %.2f s after the start\n", (double) took / 1000, (double) (g_get_monotonic_time () - started_at) / 1e6);
        }
    }
  n = g_poll (fds, n_fds, timeout);
  woken_at = get_thread_time ();
  return n;
}

/* Watches the default main context from its next turn on. */
void
turn_watch_start (void)
{
  memset (&current, 0, sizeof current);
  started_at = g_get_monotonic_time ();
  g_main_context_set_poll_func (NULL, poll_and_watch);
}

/* Hands out what was seen since the start or the last time, and begins anew. */
void
turn_watch_take (TurnWatch *watch)
{
  *watch = current;
  memset (&current, 0, sizeof current);
}
