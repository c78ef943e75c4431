/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How long until the window is drawn, beside an empty window of libadwaita.
 *
 * Both are started in turns, each in a process of its own, and counted from
 * before that process exists until its first frame was painted.  The ratios say
 * what the window itself costs: the time of the toolkit is in both.  Processor
 * time of the process does not depend on how busy the machine is. */

#define G_LOG_DOMAIN "bench-first-frame"

#include "config.h"

#include "rd-application.h"

#include <adwaita.h>
#include <stdlib.h>
#include <time.h>

#define N_ROUNDS 15

/* A start beyond it is not slow but stuck. */
#define PATIENCE_S 60

typedef struct
{
  double wall_ms;
  double busy_ms;
} Start;

static void
painted_cb (GdkFrameClock *clock,
            GApplication  *application)
{
  struct timespec busy;

  g_signal_handlers_disconnect_by_func (clock, painted_cb, application);
  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &busy);
  g_print ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n", g_get_monotonic_time (), (gint64) busy.tv_sec * G_USEC_PER_SEC + busy.tv_nsec / 1000);
  exit (0);
}

static void
activated_cb (GApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  g_signal_connect (gtk_widget_get_frame_clock (GTK_WIDGET (window)), "after-paint", G_CALLBACK (painted_cb), application);
}

static void
show_empty_cb (GtkApplication *application)
{
  GtkWidget *window = adw_application_window_new (application);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), box);
  gtk_window_set_title (GTK_WINDOW (window), "Empty");
  gtk_window_set_default_size (GTK_WINDOW (window), 1000, 720);
  gtk_window_present (GTK_WINDOW (window));
}

/* Runs until the first frame and says when that was. */
static int
run_once (gboolean is_ours)
{
  g_autoptr (AdwApplication) application = NULL;

  if (is_ours)
    {
      application = ADW_APPLICATION (rd_application_new ());
      g_application_set_flags (G_APPLICATION (application), G_APPLICATION_HANDLES_OPEN | G_APPLICATION_NON_UNIQUE);
    }
  else
    {
      application = adw_application_new ("io.github.redeliver.Empty", G_APPLICATION_NON_UNIQUE);
      g_signal_connect (application, "activate", G_CALLBACK (show_empty_cb), NULL);
    }
  g_signal_connect_after (application, "activate", G_CALLBACK (activated_cb), NULL);
  return g_application_run (G_APPLICATION (application), 0, NULL);
}

static Start
measure (const char *program,
         const char *which)
{
  const char *argv[] = { program, which, NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *output = NULL;
  gint64           start = g_get_monotonic_time ();
  char            *rest;
  gint64           painted;
  int              status;

  if (!g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &output, NULL, &status, &error))
    g_error ("%s", error->message);
  if (status != 0)
    g_error ("%s window: status %d", which, status);
  painted = g_ascii_strtoll (output, &rest, 10);
  return (Start){ (double) (painted - start) / 1000, (double) g_ascii_strtoll (rest, NULL, 10) / 1000 };
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  const double first = *(const double *) a;
  const double second = *(const double *) b;

  return (first > second) - (first < second);
}

static double
get_median (double *values,
            gsize   n)
{
  qsort (values, n, sizeof (double), compare_doubles);
  return values[n / 2];
}

static void
compare (const char *what,
         double     *empty,
         double     *ours)
{
  double empty_ms = get_median (empty, N_ROUNDS);
  double ours_ms = get_median (ours, N_ROUNDS);

  g_print ("%s: empty window %.0f ms, our window %.0f ms, ratio %.2f (median of %d starts)\n", what, empty_ms, ours_ms, ours_ms / empty_ms, N_ROUNDS);
}

int
main (int   argc,
      char *argv[])
{
  double empty_wall[N_ROUNDS], empty_busy[N_ROUNDS];
  double ours_wall[N_ROUNDS], ours_busy[N_ROUNDS];

  if (argc > 1)
    {
      g_timeout_add_seconds (PATIENCE_S, (GSourceFunc) (GCallback) abort, NULL);
      return run_once (g_str_equal (argv[1], "ours"));
    }

  /* The first start of each fills the caches of the machine. */
  measure (argv[0], "empty");
  measure (argv[0], "ours");
  for (gsize i = 0; i < N_ROUNDS; i++)
    {
      Start empty = measure (argv[0], "empty");
      Start ours = measure (argv[0], "ours");

      empty_wall[i] = empty.wall_ms;
      empty_busy[i] = empty.busy_ms;
      ours_wall[i] = ours.wall_ms;
      ours_busy[i] = ours.busy_ms;
    }
  compare ("until the first frame", empty_wall, ours_wall);
  compare ("processor time until then", empty_busy, ours_busy);
  return EXIT_SUCCESS;
}
