/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What commands that ask the outside world share: options, the way to the
 * servers or to a recording, and running a survey to its end. */

#define G_LOG_DOMAIN "rd-cli"

#include "config.h"

#include "rd-cli-online.h"

#include "rd-dns-server.h"
#include "rd-report-pdf.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * rd_cli_online_clear:
 * @self: options
 *
 * Frees what @self holds, not @self.
 */
void
rd_cli_online_clear (RdCliOnline *self)
{
  g_clear_pointer (&self->servers, g_free);
  g_clear_pointer (&self->evidence, g_free);
  g_clear_pointer (&self->recorded, g_free);
  g_clear_pointer (&self->replay, g_free);
  g_clear_pointer (&self->recording, rd_evidence_unref);
}

/**
 * rd_cli_online_parse:
 * @self: (inout): options, initialized with RD_CLI_ONLINE_INIT
 * @command: the command in use
 * @parameters: what follows the options in the usage line
 * @summary: one sentence about the command
 * @entries: options of this command alone
 * @argc: (inout): number of arguments
 * @argv: (inout): the arguments, options are taken out
 * @exit_code: (out): set when the function returns %FALSE
 *
 * Parses the options of one command and the common ones.
 *
 * Returns: whether the command should go on
 */
gboolean
rd_cli_online_parse (RdCliOnline        *self,
                     const char         *command,
                     const char         *parameters,
                     const char         *summary,
                     const GOptionEntry *entries,
                     int                *argc,
                     char             ***argv,
                     int                *exit_code)
{
  const GOptionEntry common[] = {
    { "dns-server", 0, 0, G_OPTION_ARG_STRING, &self->servers, N_ ("DNS servers to ask, such as 192.0.2.53 or 127.0.0.1:5353; several with commas"), N_ ("SERVERS") },
    { "timeout", 0, 0, G_OPTION_ARG_DOUBLE, &self->timeout, N_ ("Seconds for the whole run (20)"), N_ ("SECONDS") },
    { "evidence", 0, 0, G_OPTION_ARG_FILENAME, &self->evidence, N_ ("Save all questions and answers of this run"), N_ ("FILE") },
    { "replay", 0, 0, G_OPTION_ARG_FILENAME, &self->replay, N_ ("Answer from such a file only; nothing is asked"), N_ ("FILE") },
    { NULL },
  };
  g_autoptr (GArray) all = g_array_new (TRUE, TRUE, sizeof (GOptionEntry));

  for (const GOptionEntry *entry = entries; entry->long_name != NULL; entry++)
    g_array_append_vals (all, entry, 1);
  for (const GOptionEntry *entry = common; entry->long_name != NULL; entry++)
    g_array_append_vals (all, entry, 1);
  if (!rd_cli_parse (command, parameters, summary, (const GOptionEntry *) (gconstpointer) all->data, argc, argv, exit_code))
    return FALSE;
  if (!(self->timeout > 0 && self->timeout < 3600))
    {
      *exit_code = rd_cli_usage_error (command, "%s", _ ("The time must be more than nothing and less than an hour."));
      return FALSE;
    }
  if (self->servers != NULL)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) servers = rd_dns_servers_parse (self->servers, &error);

      if (servers == NULL)
        {
          *exit_code = rd_cli_usage_error (command, "%s", error->message);
          return FALSE;
        }
    }
  return TRUE;
}

/**
 * rd_cli_online_open:
 * @self: options
 * @error: return location
 *
 * Opens the way to the servers, or reads the recording to answer from.
 *
 * Returns: (transfer full) (nullable): the sources; %NULL with @error unset for a recording
 */
RdSources *
rd_cli_online_open (RdCliOnline *self,
                    GError     **error)
{
  g_autofree char *lines = NULL;
  gsize            length = 0;

  if (self->replay == NULL)
    return rd_sources_new (self->servers, error);
  if (g_file_get_contents (self->replay, &lines, &length, error))
    self->recording = rd_evidence_new_from_lines (lines, (gssize) length, error);
  return NULL;
}

typedef struct
{
  GMainLoop *loop;
  GError   **error;
  gboolean   done;
} Wait;

static void
run_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      data)
{
  Wait *wait = data;

  wait->done = rd_survey_run_finish (RD_SURVEY (source), result, wait->error);
  g_main_loop_quit (wait->loop);
}

/* A run may be several surveys, which have answers in common. */
static char *
dup_all_lines (RdCliOnline *self,
               RdSurvey    *survey)
{
  g_autofree char *asked = rd_evidence_to_lines (rd_survey_get_evidence (survey));
  g_autofree char *all = g_strconcat (self->recorded != NULL ? self->recorded : "", asked, NULL);
  g_autoptr (RdEvidence) merged = rd_evidence_new_from_lines (all, -1, NULL);

  return merged != NULL ? rd_evidence_to_lines (merged) : g_steal_pointer (&asked);
}

/* What was found is worth showing even if the disk is full. */
static void
save_evidence (RdCliOnline *self,
               RdSurvey    *survey)
{
  g_autofree char *lines = dup_all_lines (self, survey);
  g_autoptr (GBytes) contents = g_bytes_new (lines, strlen (lines));
  g_autoptr (GError) error = NULL;

  g_free (self->recorded);
  self->recorded = g_steal_pointer (&lines);
  if (rd_report_save (contents, self->evidence, &error))
    return;
  if (!self->is_unsaved)
    g_printerr ("%s: %s\n", g_get_prgname (), error->message);
  self->is_unsaved = TRUE;
}

/**
 * rd_cli_online_run:
 * @self: options
 * @survey: a survey with its checks
 * @error: return location
 *
 * Runs @survey to its end and saves its evidence if that was asked for; see
 * rd_cli_online_finish().
 *
 * Returns: whether it ran
 */
gboolean
rd_cli_online_run (RdCliOnline *self,
                   RdSurvey    *survey,
                   GError     **error)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Wait wait = { .loop = loop, .error = error };

  rd_survey_set_deadline (survey, (guint) (self->timeout * 1000));
  if (self->recording != NULL)
    rd_survey_set_replay (survey, self->recording);
  rd_survey_run_async (survey, NULL, run_cb, &wait);
  g_main_loop_run (loop);
  if (wait.done && self->evidence != NULL)
    save_evidence (self, survey);
  return wait.done;
}

/**
 * rd_cli_online_finish:
 * @self: options
 * @code: what the command ends with if all went well
 *
 * Returns: the exit code, which tells whether all was saved that should be
 */
int
rd_cli_online_finish (const RdCliOnline *self,
                      int                code)
{
  return self->is_unsaved && code == RD_EXIT_FINE ? RD_EXIT_UNDETERMINED : code;
}
