/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Surveys one domain many times over real packets and says what that costs: time
 * beside the longest chain of dependent questions, and whether memory or open
 * files grow.
 *
 * bench-survey SERVER DOMAIN RUNS LATENCY_MS */

#include "rd-survey-domain.h"

#include <stdlib.h>
#include <unistd.h>

/* Tables that grow with use have their size by then. */
#define WARM_UP 100

static void
done_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (GError) error = NULL;

  if (!rd_survey_run_finish (RD_SURVEY (source), result, &error))
    g_error ("%s", error->message);
  g_main_loop_quit (data);
}

static void
survey (const char    *server,
        const char    *domain,
        RdSurveyStats *stats)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (RdSources) sources = rd_sources_new (server, &error);
  g_autoptr (RdSurvey) run = NULL;

  g_assert_no_error (error);
  run = rd_survey_new_domain (NULL, sources, rd_domain_subject_new (domain));
  rd_survey_set_consent (run, RD_SURVEY_DNS);
  rd_survey_run_async (run, NULL, done_cb, loop);
  g_main_loop_run (loop);
  rd_survey_get_stats (run, stats);
}

static guint64
get_resident_kib (void)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) words = NULL;

  if (!g_file_get_contents ("/proc/self/statm", &text, NULL, NULL))
    return 0;
  words = g_strsplit (text, " ", 3);
  return g_ascii_strtoull (words[1], NULL, 10) * (guint64) sysconf (_SC_PAGESIZE) / 1024;
}

static guint
count_files (void)
{
  g_autoptr (GDir) folder = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  while (folder != NULL && g_dir_read_name (folder) != NULL)
    n++;
  return n;
}

int
main (int   argc,
      char *argv[])
{
  RdSurveyStats stats = { 0 };
  double        least = G_MAXDOUBLE;
  double        latency;
  guint         n_runs;
  guint64       kib_before = 0;
  guint         files_before = 0;

  if (argc != 5)
    {
      g_printerr ("bench-survey SERVER DOMAIN RUNS LATENCY_MS\n");
      return 64;
    }
  n_runs = (guint) atoi (argv[3]);
  latency = g_ascii_strtod (argv[4], NULL);
  for (guint i = 0; i < n_runs; i++)
    {
      if (i == MIN (WARM_UP, n_runs / 2))
        {
          kib_before = get_resident_kib ();
          files_before = count_files ();
        }
      survey (argv[1], argv[2], &stats);
      least = MIN (least, stats.wall_ms);
    }
  g_print ("questions=%u chain=%u wall_ms=%.1f\n", stats.questions, stats.rounds, least);
  if (latency > 0)
    g_print ("ratio=%.3f of the longest chain of dependent questions (%.0f ms)\n", least / (stats.rounds * latency), stats.rounds * latency);
  g_print ("runs=%u resident_kib_before=%" G_GUINT64_FORMAT " after=%" G_GUINT64_FORMAT " files_before=%u after=%u\n",
           n_runs, kib_before, get_resident_kib (), files_before, count_files ());
  return 0;
}
