/* SPDX-License-Identifier: GPL-3.0-or-later */

/* redeliver-cli diagnose: files, folders, archives and pasted text to verdicts. */

#define G_LOG_DOMAIN "rd-cli"

#include "config.h"

#include "rd-cli-diagnose.h"

#include "rd-cli-online.h"
#include "rd-cli-text.h"
#include "rd-cli-verdict.h"
#include "rd-mail-reader.h"
#include "rd-report-json.h"
#include "rd-survey-bounce.h"
#include "rd-text.h"

#include <gio/gunixinputstream.h>
#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

/* Seconds for a message when the time of the run is over: none at all would
 * mean no limit. */
#define MIN_TIMEOUT 0.001

typedef enum
{
  FORMAT_TEXT,
  FORMAT_JSON,
  FORMAT_NDJSON,
} Format;

typedef struct
{
  Format         format;
  RdContext      context;
  RdCliOnline    online;
  gboolean       is_online;
  RdSources     *sources;  /* (nullable): %NULL for a recording */
  RdEvidence    *evidence; /* (nullable): what was asked for all messages so far */
  gint64         began_at;
  RdFindingState fail_on;
  JsonBuilder   *builder; /* (nullable): JSON formats only */
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
  g_clear_object (&run->builder);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

static void
begin_item (Run        *run,
            const char *name,
            guint       index)
{
  if (run->format != FORMAT_TEXT)
    return;
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
end_item (Run *run)
{
  run->n_printed++;
  if (run->format == FORMAT_NDJSON)
    {
      g_autofree char *line = rd_json_end (run->builder, FALSE);

      g_print ("%s\n", line);
    }
  else if (run->format == FORMAT_JSON)
    {
      g_autofree char *object = rd_json_end (run->builder, TRUE);

      g_print ("%s%s", run->n_printed > 1 ? ",\n" : "[", object);
    }
}

static void
handle_error (Run          *run,
              const char   *name,
              guint         index,
              const GError *error)
{
  run->undetermined = TRUE;
  if (run->format == FORMAT_TEXT)
    {
      begin_item (run, name, index);
      rd_cli_print_state (RD_FINDING_UNKNOWN, 2, error->message);
    }
  else
    {
      rd_report_json_add_unreadable (run->builder, name, index, error);
    }
  end_item (run);
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
  RdCliOnline online = run->online;
  double      spent = (double) (g_get_monotonic_time () - run->began_at) / G_USEC_PER_SEC;

  online.timeout = MAX (run->online.timeout - spent, MIN_TIMEOUT);
  if (!rd_cli_online_run (&online, survey, &error))
    {
      g_printerr ("redeliver-cli diagnose: %s\n", error->message);
      run->undetermined = TRUE;
    }
  return rd_survey_dup_findings (survey);
}

static void
handle_mail (Run        *run,
             const char *name,
             guint       index,
             RdMail     *mail)
{
  g_autoptr (RdDiagnosis) diagnosis = rd_diagnosis_new_for_mail (mail, &run->context);
  g_autoptr (GPtrArray) findings = run->is_online ? check_now (run, diagnosis) : NULL;

  if (diagnosis->state == RD_FINDING_UNKNOWN || diagnosis->bounce->kind == RD_BOUNCE_NONE)
    run->undetermined = TRUE;
  else if (diagnosis->state <= run->fail_on)
    run->failed = TRUE;

  if (run->format == FORMAT_TEXT)
    {
      begin_item (run, name, index);
      rd_cli_print_diagnosis (diagnosis, findings);
    }
  else
    {
      rd_report_json_add_diagnosis (run->builder, diagnosis, name, index, findings);
    }
  end_item (run);
}

static RdMailReader *
open_argument (const char *argument,
               GError    **error)
{
  if (strcmp (argument, "-") == 0)
    {
      g_autoptr (GInputStream) input = g_unix_input_stream_new (STDIN_FILENO, FALSE);

      return rd_mail_reader_new_for_stream (input, "-", error);
    }
  return rd_mail_reader_new_for_path (argument, error);
}

static void
handle_argument (Run        *run,
                 const char *argument)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RdMailReader) reader = NULL;
  g_autofree char *shown = rd_text_make_valid (argument, -1);

  reader = open_argument (argument, &error);
  if (reader == NULL)
    {
      handle_error (run, shown, 0, error);
      return;
    }
  while (TRUE)
    {
      g_autoptr (RdMailItem) item = rd_mail_reader_next (reader, NULL);

      if (item == NULL)
        return;
      if (item->mail != NULL)
        handle_mail (run, item->name, item->index, item->mail);
      else
        handle_error (run, item->name, item->index, item->error);
    }
}

static gboolean
parse_format (const char *text,
              Format     *format)
{
  static const char *const names[] = { "text", "json", "ndjson" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (strcmp (names[i], text) == 0)
        {
          *format = (Format) i;
          return TRUE;
        }
    }
  return FALSE;
}

static int
exit_code_for (const Run *run)
{
  if (run->failed)
    return RD_EXIT_FINDINGS;
  return run->undetermined ? RD_EXIT_UNDETERMINED : RD_EXIT_FINE;
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
  g_auto (GStrv) domains = NULL;
  /* The formatter indents every line after a translated text a little more. */
  /* clang-format off */
  g_auto (Run) run = { .format = FORMAT_TEXT, .fail_on = RD_FINDING_BROKEN, .online = RD_CLI_ONLINE_INIT };
  const GOptionEntry entries[] = {
    { "format", 'f', 0, G_OPTION_ARG_STRING, &format, N_ ("Form of the output: text, json or ndjson"), N_ ("FORM") },
    { "online", 0, 0, G_OPTION_ARG_NONE, &run.is_online, N_ ("Ask DNS whether the reason is still there; nothing is asked without"), NULL },
    { "from-domain", 0, 0, G_OPTION_ARG_STRING_ARRAY, &domains, N_ ("A domain of yours, to tell your mail from forged mail; may be repeated"), N_ ("DOMAIN") },
    { "sending-ip", 0, 0, G_OPTION_ARG_STRING, &sending_ip, N_ ("Address of the server that sent the mail"), N_ ("ADDRESS") },
    { "fail-on", 0, 0, G_OPTION_ARG_STRING, &fail_on, N_ ("Exit with 1 from this state on: broken or weak"), N_ ("STATE") },
    { NULL },
  };
  /* clang-format on */
  g_autoptr (GError) error = NULL;
  int code = RD_EXIT_FINE;

  if (!rd_cli_online_parse (&run.online, "diagnose", _ ("FILE|FOLDER|-…"), _ ("Tells why mail came back, who must act, what to do, and whether to send again."), entries, &argc, &argv, &code))
    return code;
  if (format != NULL && !parse_format (format, &run.format))
    return rd_cli_usage_error ("diagnose", _ ("“%s” is not a form of output."), format);
  if (fail_on != NULL && strcmp (fail_on, "weak") == 0)
    run.fail_on = RD_FINDING_WEAK;
  else if (fail_on != NULL && strcmp (fail_on, "broken") != 0)
    return rd_cli_usage_error ("diagnose", _ ("“%s” is not a state to fail on."), fail_on);
  if (!run.is_online && (run.online.servers != NULL || run.online.evidence != NULL || run.online.replay != NULL))
    return rd_cli_usage_error ("diagnose", "%s", _ ("Servers and recordings are only used with --online."));
  if (argc < 2)
    return rd_cli_usage_error ("diagnose", "%s", _ ("Which file?"));
  if (run.is_online && !open_online (&run, &error))
    {
      g_printerr ("redeliver-cli diagnose: %s\n", error->message);
      return RD_EXIT_UNDETERMINED;
    }

  run.context.own_domains = (const char *const *) domains;
  run.context.sending_ip = sending_ip;
  if (run.format != FORMAT_TEXT)
    run.builder = json_builder_new_immutable ();
  for (int i = 1; i < argc; i++)
    handle_argument (&run, argv[i]);
  if (run.format == FORMAT_JSON)
    g_print ("%s]\n", run.n_printed == 0 ? "[" : "");
  return exit_code_for (&run);
}
