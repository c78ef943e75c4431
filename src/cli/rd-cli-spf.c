/* SPDX-License-Identifier: GPL-3.0-or-later */

/* redeliver-cli spf: may this server send for this domain, and why. */

#define G_LOG_DOMAIN "rd-cli"

#include "config.h"

#include "rd-cli-spf.h"

#include "rd-cli-online.h"
#include "rd-cli-output.h"
#include "rd-cli-text.h"
#include "rd-report-json-auth.h"
#include "rd-text.h"

#include <glib/gi18n.h>
#include <string.h>

/* What the survey runs until everything is answered. */
typedef struct
{
  RdSpfQuery       query;
  RdSpfEvaluation *evaluation; /* (nullable): set by the check */
} SpfJob;

static RdCheckStatus
check_spf (RdEvidence   *evidence,
           gconstpointer subject,
           GPtrArray    *findings)
{
  SpfJob *job = (SpfJob *) subject;

  g_clear_pointer (&job->evaluation, rd_spf_evaluation_free);
  return rd_spf_check_host (evidence, &job->query, &job->evaluation);
}

static RdStyle
style_for (RdSpfResult result)
{
  switch (result)
    {
    case RD_SPF_PASS:
      return RD_STYLE_SUCCESS;
    case RD_SPF_FAIL:
    case RD_SPF_PERMERROR:
      return RD_STYLE_ERROR;
    case RD_SPF_NONE:
    case RD_SPF_NEUTRAL:
    case RD_SPF_SOFTFAIL:
    case RD_SPF_TEMPERROR:
    default:
      return RD_STYLE_WARNING;
    }
}

static void
print_step (const RdSpfStep *step)
{
  g_autofree char *term = rd_text_make_valid (step->term, -1);
  g_autofree char *line = NULL;

  if (step->note != NULL)
    line = g_strdup_printf ("%2u  %-10s %s  (%s)", step->lookups, rd_spf_outcome_to_string (step->outcome), term, step->note);
  else
    line = g_strdup_printf ("%2u  %-10s %s", step->lookups, rd_spf_outcome_to_string (step->outcome), term);
  rd_cli_print (step->outcome == RD_SPF_MATCH ? RD_STYLE_BOLD : RD_STYLE_PLAIN, 2 + 2 * step->depth, line);
}

static void
print_text (const RdSpfEvaluation *evaluation)
{
  const char      *domain = NULL;
  g_autofree char *counts = NULL;

  rd_cli_print (style_for (evaluation->result), 0, rd_spf_result_to_string (evaluation->result));
  if (evaluation->reason != NULL)
    rd_cli_print (RD_STYLE_PLAIN, 2, evaluation->reason);
  if (evaluation->explanation != NULL)
    rd_cli_print_item (2, _ ("The domain says"), 16, evaluation->explanation);
  for (guint i = 0; i < evaluation->trace->len; i++)
    {
      const RdSpfStep *step = g_ptr_array_index (evaluation->trace, i);

      if (g_strcmp0 (domain, step->domain) != 0)
        rd_cli_print (RD_STYLE_DIM, 2 + 2 * step->depth, step->domain);
      domain = step->domain;
      print_step (step);
    }
  counts = g_strdup_printf (_ ("%u of %d look-ups used, %u of %d empty ones"), evaluation->lookups, RD_SPF_MAX_LOOKUPS, evaluation->void_lookups, RD_SPF_MAX_VOID_LOOKUPS);
  rd_cli_print (RD_STYLE_DIM, 2, counts);
}

static void
print_json (const RdSpfQuery      *query,
            const RdSpfEvaluation *evaluation)
{
  g_autoptr (RdJsonWriter) writer = rd_json_writer_new (TRUE);
  g_autofree char *text = NULL;

  rd_report_json_add_spf (writer, query, evaluation);
  text = rd_json_writer_take (writer);
  rd_cli_output_json ("%s\n", text);
}

static int
finish (const SpfJob *job,
        gboolean      json)
{
  if (job->evaluation == NULL)
    {
      g_printerr ("redeliver-cli spf: %s\n", _ ("The check could not be completed in time."));
      return RD_EXIT_UNDETERMINED;
    }
  if (json)
    print_json (&job->query, job->evaluation);
  else
    print_text (job->evaluation);
  if (job->evaluation->result == RD_SPF_TEMPERROR)
    return RD_EXIT_UNDETERMINED;
  return job->evaluation->result == RD_SPF_PASS ? RD_EXIT_FINE : RD_EXIT_FINDINGS;
}

static int
run (RdCliOnline *online,
     SpfJob      *job,
     gboolean     json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RdSources) sources = rd_cli_online_open (online, &error);
  g_autoptr (RdSurvey) survey = NULL;
  int exit_code;

  if (error == NULL)
    {
      survey = rd_survey_new (NULL, sources);
      rd_survey_set_consent (survey, RD_SURVEY_DNS);
      rd_survey_add_check (survey, check_spf, job, NULL);
    }
  if (survey == NULL || !rd_cli_online_run (online, survey, &error))
    {
      g_printerr ("redeliver-cli spf: %s\n", error->message);
      return RD_EXIT_UNDETERMINED;
    }
  exit_code = rd_cli_online_finish (online, finish (job, json));
  g_clear_pointer (&job->evaluation, rd_spf_evaluation_free);
  return exit_code;
}

/**
 * rd_cli_spf:
 * @argc: number of arguments
 * @argv: arguments, the first is the name of the command
 *
 * Runs the command.
 *
 * Returns: the exit code
 */
int
rd_cli_spf (int    argc,
            char **argv)
{
  g_autofree char   *ip = NULL;
  g_autofree char   *mail_from = NULL;
  g_autofree char   *helo = NULL;
  g_autofree char   *format = NULL;
  const GOptionEntry entries[] = {
    { "ip", 0, 0, G_OPTION_ARG_STRING, &ip, N_ ("Address of the server that sent the mail"), N_ ("ADDRESS") },
    { "mail-from", 0, 0, G_OPTION_ARG_STRING, &mail_from, N_ ("Sender of the mail; empty for a bounce"), N_ ("ADDRESS") },
    { "helo", 0, 0, G_OPTION_ARG_STRING, &helo, N_ ("Name the server greeted with"), N_ ("NAME") },
    { "format", 'f', 0, G_OPTION_ARG_STRING, &format, N_ ("Form of the output: text or json"), N_ ("FORM") },
    { NULL },
  };
  g_auto (RdCliOnline) online = RD_CLI_ONLINE_INIT;
  SpfJob job = { 0 };
  int    exit_code = RD_EXIT_FINE;

  if (!rd_cli_online_parse (&online, "spf", "", _ ("Checks with SPF whether a server may send for a domain, and shows every step."), entries, &argc, &argv, &exit_code))
    return exit_code;
  if (argc > 1)
    return rd_cli_usage_error ("spf", _ ("“%s” is too much."), argv[1]);
  if (ip == NULL || (mail_from == NULL && helo == NULL))
    return rd_cli_usage_error ("spf", "%s", _ ("Both --ip and --mail-from are needed; for a bounce, --helo in place of the sender."));
  if (!rd_ip_parse (ip, &job.query.ip))
    return rd_cli_usage_error ("spf", _ ("“%s” is not an IP address."), ip);
  if (format != NULL && strcmp (format, "text") != 0 && strcmp (format, "json") != 0)
    return rd_cli_usage_error ("spf", _ ("There is no output form “%s”."), format);
  job.query.mail_from = mail_from;
  job.query.helo = helo;
  job.query.now = g_get_real_time () / G_USEC_PER_SEC;
  return run (&online, &job, g_strcmp0 (format, "json") == 0);
}
