/* SPDX-License-Identifier: GPL-3.0-or-later */

/* redeliver-cli diagnose: files, folders, archives and pasted text to verdicts. */

#define G_LOG_DOMAIN "rd-cli"

#include "config.h"

#include "rd-cli-diagnose.h"

#include "rd-cli-insight.h"
#include "rd-cli-online.h"
#include "rd-cli-output.h"
#include "rd-cli-pipeline.h"
#include "rd-cli-text.h"
#include "rd-cli-verdict.h"
#include "rd-report-diagnosis.h"
#include "rd-report-json-insight.h"
#include "rd-report-json.h"
#include "rd-report-pdf.h"
#include "rd-subject.h"
#include "rd-survey-bounce.h"

#include <glib/gi18n.h>
#include <string.h>

/* Seconds for a message when the time of the run is over: none at all would
 * mean no limit. */
#define MIN_TIMEOUT 0.001

/* Reading is shared and printing too: more threads find nothing to do. */
#define MAX_THREADS 4

/* However many are asked for: a thread too many is only in the way of the others, and
 * thousands are in the way of the machine. */
#define MAX_JOBS 64

typedef struct
{
  RdCliFormat    format;
  RdContext      context;
  RdCliOnline    online;
  gboolean       is_online;
  RdSources     *sources;  /* (nullable): %NULL for a recording */
  RdEvidence    *evidence; /* (nullable): what was asked for all messages so far */
  gint64         began_at;
  RdFindingState fail_on;
  RdInsight     *insight;
  guint          n_printed;
  gboolean       failed;
  gboolean       undetermined;
} Run;

static void
run_clear (Run *run)
{
  rd_cli_online_clear (&run->online);
  g_clear_object (&run->sources);
  g_clear_pointer (&run->evidence, rd_evidence_unref);
  g_clear_pointer (&run->insight, rd_insight_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

static void
begin_item (Run        *run,
            const char *name,
            guint       index)
{
  if (run->n_printed > 0)
    g_print ("\n");
  if (index > 0)
    {
      g_autofree char *title = g_strdup_printf (_ ("%s, message %u"), name, index + 1);

      rd_cli_print (RD_STYLE_BOLD, 0, title);
    }
  else
    {
      rd_cli_print (RD_STYLE_BOLD, 0, name);
    }
}

static void
print_json (Run        *run,
            const char *object)
{
  if (run->format == RD_CLI_FORMAT_NDJSON)
    rd_cli_output_json ("%s\n", object);
  else
    rd_cli_output_json ("%s%s", run->n_printed > 0 ? ",\n" : "[", object);
}

static gboolean
open_online (Run     *run,
             GError **error)
{
  g_autoptr (GError) failure = NULL;

  run->sources = rd_cli_online_open (&run->online, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  run->evidence = rd_evidence_new ();
  run->began_at = g_get_monotonic_time ();
  return TRUE;
}

/* Asks what would confirm @diagnosis, within the time that is left for the
 * whole run.  Messages share their evidence: a folder of bounces asks each
 * question once. */
static GPtrArray *
check_now (Run               *run,
           const RdDiagnosis *diagnosis)
{
  g_autoptr (RdSurvey) survey = rd_survey_new_bounce (run->evidence, run->sources, diagnosis);
  g_autoptr (GError) error = NULL;
  double timeout = run->online.timeout;
  double spent = (double) (g_get_monotonic_time () - run->began_at) / G_USEC_PER_SEC;

  run->online.timeout = MAX (timeout - spent, MIN_TIMEOUT);
  if (!rd_cli_online_run (&run->online, survey, &error))
    {
      g_printerr ("redeliver-cli diagnose: %s\n", error->message);
      run->undetermined = TRUE;
    }
  run->online.timeout = timeout;
  return rd_survey_dup_findings (survey);
}

/* Everything that takes time, in any thread. */
static void
work_cb (RdCliJob *job,
         gpointer  data)
{
  Run *run = data;
  g_autoptr (RdJsonWriter) writer = NULL;

  if (job->mail != NULL)
    job->diagnosis = rd_diagnosis_new_for_mail (job->mail, &run->context);
  if (job->mail != NULL && run->is_online)
    job->findings = check_now (run, job->diagnosis);
  if (run->format == RD_CLI_FORMAT_TEXT)
    return;
  writer = rd_json_writer_new (run->format == RD_CLI_FORMAT_JSON);
  if (job->diagnosis != NULL)
    rd_report_json_add_diagnosis (writer, job->diagnosis, job->name, job->index, job->findings);
  else
    rd_report_json_add_unreadable (writer, job->name, job->index, job->error);
  job->text = rd_json_writer_take (writer);
}

/* A survey that had nothing to ask has nothing to say either. */
static RdOutcome *
find_outcome (const RdCliJob *job)
{
  if (job->diagnosis == NULL || job->diagnosis->main == NULL || job->findings == NULL || job->findings->len == 0)
    return NULL;
  return rd_outcome_new (job->diagnosis, job->findings);
}

static void
note_outcome (Run               *run,
              const RdDiagnosis *diagnosis,
              const RdOutcome   *outcome)
{
  if (diagnosis == NULL || diagnosis->state == RD_FINDING_UNKNOWN || diagnosis->bounce->kind == RD_BOUNCE_NONE)
    run->undetermined = TRUE;
  else if ((outcome != NULL ? outcome->state : diagnosis->state) <= run->fail_on)
    run->failed = TRUE;
}

static void
take_cb (const RdCliJob *job,
         gpointer        data)
{
  Run *run = data;
  g_autoptr (RdOutcome) outcome = find_outcome (job);

  note_outcome (run, job->diagnosis, outcome);
  if (job->diagnosis != NULL)
    rd_insight_add (run->insight, job->diagnosis);
  else
    rd_insight_add_unreadable (run->insight, job->error);
  if (run->format != RD_CLI_FORMAT_TEXT)
    {
      print_json (run, job->text);
    }
  else
    {
      begin_item (run, job->name, job->index);
      if (job->diagnosis != NULL)
        rd_cli_print_diagnosis (job->diagnosis, outcome, job->findings);
      else
        rd_cli_print_state (RD_FINDING_UNKNOWN, 2, job->error->message);
    }
  run->n_printed++;
}

/* People want to know what many messages have in common; programs, that count
 * lines, only if they asked. */
static void
print_insight (Run     *run,
               gboolean is_asked)
{
  g_autoptr (RdJsonWriter) writer = NULL;
  g_autofree char *object = NULL;

  if (run->format == RD_CLI_FORMAT_TEXT)
    {
      if (is_asked || run->n_printed > 1)
        rd_cli_print_insight (run->insight);
      return;
    }
  if (!is_asked)
    return;
  writer = rd_json_writer_new (run->format == RD_CLI_FORMAT_JSON);
  rd_report_json_add_insight (writer, run->insight);
  object = rd_json_writer_take (writer);
  print_json (run, object);
  run->n_printed++;
}

static gboolean
save_dead_addresses (Run        *run,
                     const char *path)
{
  char *csv = rd_report_dead_addresses_to_csv (run->insight);
  g_autoptr (GBytes) contents = g_bytes_new_take (csv, strlen (csv));
  g_autoptr (GError) error = NULL;

  if (rd_report_save (contents, path, &error))
    return TRUE;
  g_printerr ("redeliver-cli diagnose: %s\n", error->message);
  return FALSE;
}

static int
exit_code_for (const Run *run)
{
  if (run->failed)
    return RD_EXIT_FINDINGS;
  return run->undetermined ? RD_EXIT_UNDETERMINED : RD_EXIT_FINE;
}

/* Messages that are checked online share their answers, so they wait for each
 * other. */
static guint
choose_n_threads (const Run *run,
                  int        n_jobs)
{
  if (run->is_online)
    return 1;
  return n_jobs > 0 ? MIN ((guint) n_jobs, MAX_JOBS) : MIN (g_get_num_processors (), MAX_THREADS);
}

/* A domain that is none would make all mail look forged.  Each is brought into the form
 * in which domains of mail are compared. */
static gboolean
check_origin (char      **domains,
              const char *sending_ip,
              int        *code)
{
  RdIp ip;

  if (sending_ip != NULL && !rd_ip_parse (sending_ip, &ip))
    {
      *code = rd_cli_usage_error ("diagnose", _ ("“%s” is not an IP address."), sending_ip);
      return FALSE;
    }
  for (gsize i = 0; domains != NULL && domains[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *domain = rd_subject_parse (domains[i], &error);

      if (domain == NULL || rd_ip_parse (domain, &ip))
        {
          *code = rd_cli_usage_error ("diagnose", "%s",
                                      error != NULL ? error->message : _ ("This is the address of a server. Give the domain your mail is sent from, such as example.com."));
          return FALSE;
        }
      g_free (domains[i]);
      domains[i] = g_steal_pointer (&domain);
    }
  return TRUE;
}

/**
 * rd_cli_diagnose:
 * @argc: number of arguments
 * @argv: arguments, the first is the name of the command
 *
 * Runs the command.
 *
 * Returns: the exit code
 */
int
rd_cli_diagnose (int    argc,
                 char **argv)
{
  g_autofree char *format = NULL;
  g_autofree char *sending_ip = NULL;
  g_autofree char *fail_on = NULL;
  g_autofree char *dead_addresses = NULL;
  gboolean         with_insights = FALSE;
  int              n_jobs = 0;
  g_auto (GStrv) domains = NULL;
  /* The formatter indents every line after a translated text a little more. */
  /* clang-format off */
  g_auto (Run) run = { .format = RD_CLI_FORMAT_TEXT, .fail_on = RD_FINDING_BROKEN, .online = RD_CLI_ONLINE_INIT };
  const GOptionEntry entries[] = {
    { "format", 'f', 0, G_OPTION_ARG_STRING, &format, N_ ("Form of the output: text, json or ndjson"), N_ ("FORM") },
    { "online", 0, 0, G_OPTION_ARG_NONE, &run.is_online, N_ ("Ask DNS whether the reason is still there; nothing is asked without"), NULL },
    { "from-domain", 0, 0, G_OPTION_ARG_STRING_ARRAY, &domains, N_ ("A domain of yours, to tell your mail from forged mail; may be repeated"), N_ ("DOMAIN") },
    { "sending-ip", 0, 0, G_OPTION_ARG_STRING, &sending_ip, N_ ("Address of the server that sent the mail"), N_ ("ADDRESS") },
    { "fail-on", 0, 0, G_OPTION_ARG_STRING, &fail_on, N_ ("Exit with 1 from this state on: broken or weak"), N_ ("STATE") },
    { "insights", 0, 0, G_OPTION_ARG_NONE, &with_insights, N_ ("End with what the messages have in common, in JSON too"), NULL },
    { "dead-addresses", 0, 0, G_OPTION_ARG_FILENAME, &dead_addresses, N_ ("Write the addresses that failed for good to a CSV file"), N_ ("FILE") },
    { "jobs", 'j', 0, G_OPTION_ARG_INT, &n_jobs, N_ ("Messages to work on at once (default: one for each processor)"), N_ ("NUMBER") },
    { NULL },
  };
  /* clang-format on */
  g_autoptr (GError) error = NULL;
  int code = RD_EXIT_FINE;

  if (!rd_cli_online_parse (&run.online, "diagnose", _ ("FILE|FOLDER|-…"), _ ("Tells why mail came back, who must act, what to do, and whether to send again."), entries, &argc, &argv, &code))
    return code;
  if (format != NULL && !rd_cli_format_parse (format, &run.format))
    return rd_cli_usage_error ("diagnose", _ ("“%s” is not a form of output."), format);
  if (fail_on != NULL && strcmp (fail_on, "weak") == 0)
    run.fail_on = RD_FINDING_WEAK;
  else if (fail_on != NULL && strcmp (fail_on, "broken") != 0)
    return rd_cli_usage_error ("diagnose", _ ("“%s” is not a state to fail on."), fail_on);
  if (!run.is_online && (run.online.servers != NULL || run.online.evidence != NULL || run.online.replay != NULL))
    return rd_cli_usage_error ("diagnose", "%s", _ ("Servers and recordings are only used with --online."));
  if (!check_origin (domains, sending_ip, &code))
    return code;
  if (n_jobs < 0)
    return rd_cli_usage_error ("diagnose", "%s", _ ("The number of jobs must be 1 or more."));
  if (argc < 2)
    return rd_cli_usage_error ("diagnose", "%s", _ ("Which file?"));
  if (run.is_online && !open_online (&run, &error))
    {
      g_printerr ("redeliver-cli diagnose: %s\n", error->message);
      return RD_EXIT_UNDETERMINED;
    }

  run.context.own_domains = (const char *const *) domains;
  run.context.sending_ip = sending_ip;
  run.insight = rd_insight_new ();
  rd_cli_pipeline_run (argv + 1, choose_n_threads (&run, n_jobs), work_cb, take_cb, &run);
  print_insight (&run, with_insights);
  if (run.format == RD_CLI_FORMAT_JSON)
    rd_cli_output_json ("%s]\n", run.n_printed == 0 ? "[" : "");
  if (dead_addresses != NULL && !save_dead_addresses (&run, dead_addresses))
    return RD_EXIT_UNDETERMINED;
  return rd_cli_online_finish (&run.online, exit_code_for (&run));
}
