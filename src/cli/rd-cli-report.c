/* SPDX-License-Identifier: GPL-3.0-or-later */

/* redeliver-cli report: the report for a host, as a file. */

#define G_LOG_DOMAIN "rd-cli"

#include "config.h"

#include "rd-cli-report.h"

#include "rd-cli-online.h"
#include "rd-cli-pipeline.h"
#include "rd-cli-report-file.h"
#include "rd-mail-reader.h"
#include "rd-report-diagnosis.h"
#include "rd-report-language.h"
#include "rd-survey-bounce.h"

#include <glib/gi18n.h>
#include <string.h>

/* Diagnoses kept for one report: a host reads groups, not thousands of pages. */
#define MAX_ITEMS 5000

/* A table is for programs: as many as fit into a gigabyte, at some 15 kB each. */
#define MAX_ROWS 50000

/* Left for each message that is looked up, however long others took. */
#define MIN_TIMEOUT 0.5

typedef struct
{
  GPtrArray *diagnoses; /* (element-type RdDiagnosis) */
  GPtrArray *names;     /* (element-type utf8) */
  GPtrArray *findings;  /* (element-type GPtrArray): empty without --online */
  GBytes    *source;    /* (nullable): of the only message; of several it is not shown */
  guint      limit;     /* messages that are kept */
  gboolean   is_cut;    /* there were more */
} Collection;

typedef struct
{
  RdCliOnline     online;
  gboolean        is_online;
  char           *output;
  char           *language;
  RdReportOptions report;
} Options;

static void
collect (Collection *collection,
         const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RdMailReader) reader = rd_cli_open_mail (path, &error);

  if (reader == NULL)
    {
      g_printerr ("redeliver-cli report: %s: %s\n", path, error->message);
      return;
    }
  while (!collection->is_cut)
    {
      g_autoptr (RdMailItem) item = rd_mail_reader_next (reader, NULL);
      g_autoptr (RdDiagnosis) diagnosis = NULL;

      if (item == NULL)
        return;
      if (item->mail == NULL)
        {
          g_printerr ("redeliver-cli report: %s: %s\n", item->name, item->error->message);
          continue;
        }
      diagnosis = rd_diagnosis_new_for_mail (item->mail, NULL);
      if (diagnosis->bounce->kind == RD_BOUNCE_NONE)
        {
          g_printerr ("redeliver-cli report: %s: %s\n", item->name, diagnosis->title);
          continue;
        }
      collection->is_cut = collection->diagnoses->len == collection->limit;
      if (collection->is_cut)
        return;
      g_clear_pointer (&collection->source, g_bytes_unref);
      if (collection->diagnoses->len == 0)
        collection->source = g_bytes_ref (rd_mail_get_source (item->mail));
      g_ptr_array_add (collection->diagnoses, g_steal_pointer (&diagnosis));
      g_ptr_array_add (collection->names, g_strdup (item->name));
    }
}

static GBytes *
make_contents (const Options      *options,
               const RdReportItem *items,
               guint               n_items,
               GError            **error)
{
  g_autoptr (GDateTime) created = rd_cli_report_file_new_time ();
  g_autoptr (RdReport) report = NULL;

  if (g_str_has_suffix (options->output, ".csv"))
    {
      char *csv = rd_report_to_csv (items, n_items, options->report.redact);

      return g_bytes_new_take (csv, strlen (csv));
    }
  if (g_str_has_suffix (options->output, ".json"))
    {
      char *json = rd_report_to_json (items, n_items, options->report.redact);

      return g_bytes_new_take (json, strlen (json));
    }
  report = rd_report_new_for_items (items, n_items, &options->report, created);
  if (g_str_has_suffix (options->output, ".txt"))
    {
      char *text = rd_report_to_text (report);

      return g_bytes_new_take (text, strlen (text));
    }
  return rd_report_to_pdf (report, error);
}

static gboolean
is_table (const char *output)
{
  return g_str_has_suffix (output, ".json") || g_str_has_suffix (output, ".csv");
}

static gboolean
has_known_suffix (const char *output)
{
  return g_str_has_suffix (output, ".pdf") || g_str_has_suffix (output, ".txt") || is_table (output);
}

/* Asks what would confirm each diagnosis.  Messages share their evidence: a
 * folder of bounces asks each question once. */
static gboolean
look_up (Options          *options,
         const Collection *collection,
         RdEvidence       *evidence,
         GError          **error)
{
  RdCliOnline *online = &options->online;
  double       timeout = online->timeout;
  gint64       began_at = g_get_monotonic_time ();
  g_autoptr (GError) failure = NULL;
  g_autoptr (RdSources) sources = rd_cli_online_open (online, &failure);
  gboolean is_done = failure == NULL;

  for (guint i = 0; is_done && i < collection->diagnoses->len; i++)
    {
      double spent = (double) (g_get_monotonic_time () - began_at) / G_USEC_PER_SEC;
      g_autoptr (RdSurvey) survey = rd_survey_new_bounce (evidence, sources, g_ptr_array_index (collection->diagnoses, i));

      online->timeout = MAX (timeout - spent, MIN_TIMEOUT);
      is_done = rd_cli_online_run (online, survey, &failure);
      g_ptr_array_add (collection->findings, rd_survey_dup_findings (survey));
    }
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  return is_done;
}

static int
write_report (Options          *options,
              const Collection *collection)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) contents = NULL;
  g_autoptr (RdEvidence) evidence = options->is_online ? rd_evidence_new () : NULL;
  guint                    n_items = collection->diagnoses->len;
  g_autofree RdReportItem *items = g_new0 (RdReportItem, n_items);

  if (options->is_online && !look_up (options, collection, evidence, &error))
    {
      g_printerr ("redeliver-cli report: %s\n", error->message);
      return RD_EXIT_UNDETERMINED;
    }
  for (guint i = 0; i < n_items; i++)
    {
      items[i].diagnosis = g_ptr_array_index (collection->diagnoses, i);
      items[i].file = g_ptr_array_index (collection->names, i);
      items[i].source = n_items == 1 ? collection->source : NULL;
      items[i].findings = options->is_online ? g_ptr_array_index (collection->findings, i) : NULL;
      items[i].evidence = evidence;
    }
  contents = make_contents (options, items, n_items, &error);
  if (contents == NULL || !rd_report_save (contents, options->output, &error))
    {
      g_printerr ("redeliver-cli report: %s\n", error->message);
      return RD_EXIT_UNDETERMINED;
    }
  if (collection->is_cut)
    {
      g_autofree char *name = g_filename_display_name (options->output);

      g_printerr ("redeliver-cli report: ");
      g_printerr (_ ("“%s” is about the first %u bounces only; there are more."), name, n_items);
      g_printerr ("\n");
      return RD_EXIT_UNDETERMINED;
    }
  return rd_cli_online_finish (&options->online, RD_EXIT_FINE);
}

static gboolean
parse_reader (const char     *word,
              RdReportReader *reader)
{
  static const char *const words[] = {
    [RD_REPORT_FOR_HOST] = "host",
    [RD_REPORT_FOR_MAIL_PROVIDER] = "provider",
    [RD_REPORT_FOR_DNS] = "dns",
    [RD_REPORT_FOR_RECIPIENT_ADMIN] = "recipient",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (strcmp (words[i], word) == 0)
        {
          *reader = (RdReportReader) i;
          return TRUE;
        }
    }
  return FALSE;
}

static int
run (Options *options,
     char   **files)
{
  g_autoptr (RdReportLanguage) language = options->language != NULL ? rd_report_language_enter (options->language) : NULL;
  g_autoptr (GPtrArray) diagnoses = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_diagnosis_free);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  Collection collection = { .diagnoses = diagnoses, .names = names, .findings = findings, .limit = is_table (options->output) ? MAX_ROWS : MAX_ITEMS };
  g_autoptr (GBytes) source = NULL;

  for (gsize i = 0; files[i] != NULL; i++)
    collect (&collection, files[i]);
  source = collection.source;
  if (diagnoses->len == 0)
    {
      g_printerr ("redeliver-cli report: %s\n", _ ("There is no bounce to report on; nothing was written."));
      return RD_EXIT_UNDETERMINED;
    }
  return write_report (options, &collection);
}

static void
options_clear (Options *options)
{
  rd_cli_online_clear (&options->online);
  g_free (options->output);
  g_free (options->language);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/**
 * rd_cli_report:
 * @argc: number of arguments
 * @argv: arguments, the first is the name of the command
 *
 * Runs the command.
 *
 * Returns: the exit code
 */
int
rd_cli_report (int    argc,
               char **argv)
{
  g_autofree char *words = NULL;
  g_autofree char *reader = NULL;
  g_auto (Options) options = { .online = RD_CLI_ONLINE_INIT };
  int code = RD_EXIT_FINE;
  /* The formatter indents every line after a translated text a little more. */
  /* clang-format off */
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output, N_ ("File to write; its ending decides: .pdf, .txt, .json or .csv"), N_ ("FILE") },
    { "online", 0, 0, G_OPTION_ARG_NONE, &options.is_online, N_ ("Ask DNS whether the reason is still there; nothing is asked without"), NULL },
    { "for", 0, 0, G_OPTION_ARG_STRING, &reader, N_ ("Who it is for: host, provider, dns or recipient"), N_ ("READER") },
    { "redact", 0, 0, G_OPTION_ARG_STRING, &words, N_ ("What to hide: recipients, subject, or both with a comma"), N_ ("WORDS") },
    { "no-source", 0, 0, G_OPTION_ARG_NONE, &options.report.leave_source_out, N_ ("Leave the bounce itself out"), NULL },
    { "language", 0, 0, G_OPTION_ARG_STRING, &options.language, N_ ("Language of the report, such as de"), N_ ("CODE") },
    { NULL },
  };
  /* clang-format on */

  if (!rd_cli_online_parse (&options.online, "report", _ ("FILE|-…"), _ ("Writes the report that a host can act on."), entries, &argc, &argv, &code))
    return code;
  if (options.output == NULL || !has_known_suffix (options.output))
    return rd_cli_usage_error ("report", "%s", _ ("Give a file to write with --output; it must end in .pdf, .txt, .json or .csv."));
  if (words != NULL && !rd_redact_flags_parse (words, &options.report.redact))
    return rd_cli_usage_error ("report", _ ("“%s” is nothing that can be hidden."), words);
  if (reader != NULL && !parse_reader (reader, &options.report.reader))
    return rd_cli_usage_error ("report", _ ("“%s” is nobody a report can be for."), reader);
  if (options.language != NULL && !rd_report_language_is_known (options.language))
    return rd_cli_usage_error ("report", _ ("Nothing is translated into “%s”."), options.language);
  if (!options.is_online && (options.online.servers != NULL || options.online.evidence != NULL || options.online.replay != NULL))
    return rd_cli_usage_error ("report", "%s", _ ("Servers and recordings are only used with --online."));
  if (argc < 2)
    return rd_cli_usage_error ("report", "%s", _ ("Which file?"));
  return run (&options, argv + 1);
}
