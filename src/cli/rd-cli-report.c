/* SPDX-License-Identifier: GPL-3.0-or-later */

/* redeliver-cli report: the report for a host, as a file. */

#define G_LOG_DOMAIN "rd-cli"

#include "config.h"

#include "rd-cli-report.h"

#include "rd-mail-reader.h"
#include "rd-report-diagnosis.h"
#include "rd-report-language.h"
#include "rd-report-pdf.h"
#include "rd-text.h"

#include <glib/gi18n.h>
#include <string.h>

/* Diagnoses kept for one report; a host reads groups, not thousands of pages. */
#define MAX_ITEMS 5000

typedef struct
{
  GPtrArray *diagnoses; /* (element-type RdDiagnosis) */
  GPtrArray *names;     /* (element-type utf8) */
  GPtrArray *sources;   /* (element-type GBytes) */
  guint      n_skipped;
} Collection;

static void
collect (Collection *collection,
         const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RdMailReader) reader = rd_mail_reader_new_for_path (path, &error);

  if (reader == NULL)
    {
      g_printerr ("redeliver-cli report: %s\n", error->message);
      collection->n_skipped++;
      return;
    }
  while (collection->diagnoses->len < MAX_ITEMS)
    {
      g_autoptr (RdMailItem) item = rd_mail_reader_next (reader, NULL);
      g_autoptr (RdDiagnosis) diagnosis = NULL;

      if (item == NULL)
        return;
      if (item->mail == NULL)
        {
          g_printerr ("redeliver-cli report: %s: %s\n", item->name, item->error->message);
          collection->n_skipped++;
          continue;
        }
      diagnosis = rd_diagnosis_new_for_mail (item->mail, NULL);
      if (diagnosis->bounce->kind == RD_BOUNCE_NONE)
        {
          g_printerr ("redeliver-cli report: %s: %s\n", item->name, diagnosis->title);
          collection->n_skipped++;
          continue;
        }
      g_ptr_array_add (collection->diagnoses, g_steal_pointer (&diagnosis));
      g_ptr_array_add (collection->names, g_strdup (item->name));
      g_ptr_array_add (collection->sources, g_bytes_ref (rd_mail_get_source (item->mail)));
    }
}

static GDateTime *
get_creation_time (void)
{
  const char *epoch = g_getenv ("SOURCE_DATE_EPOCH");
  guint64     seconds;

  if (epoch != NULL && g_ascii_string_to_unsigned (epoch, 10, 0, G_MAXINT32, &seconds, NULL))
    return g_date_time_new_from_unix_utc ((gint64) seconds);
  return g_date_time_new_now_local ();
}

static GBytes *
make_contents (const char         *output,
               const RdReportItem *items,
               guint               n_items,
               RdRedactFlags       redact,
               GError            **error)
{
  g_autoptr (GDateTime) created = get_creation_time ();
  g_autoptr (RdReport) report = NULL;

  if (g_str_has_suffix (output, ".csv"))
    {
      char *csv = rd_report_to_csv (items, n_items, redact);

      return g_bytes_new_take (csv, strlen (csv));
    }
  if (g_str_has_suffix (output, ".json"))
    {
      char *json = rd_report_to_json (items, n_items, redact);

      return g_bytes_new_take (json, strlen (json));
    }
  report = rd_report_new_for_items (items, n_items, redact, created);
  if (g_str_has_suffix (output, ".txt"))
    {
      char *text = rd_report_to_text (report);

      return g_bytes_new_take (text, strlen (text));
    }
  return rd_report_to_pdf (report, error);
}

static gboolean
has_known_suffix (const char *output)
{
  return g_str_has_suffix (output, ".pdf") || g_str_has_suffix (output, ".txt") ||
         g_str_has_suffix (output, ".json") || g_str_has_suffix (output, ".csv");
}

static int
write_report (const Collection *collection,
              const char       *output,
              RdRedactFlags     redact)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) contents = NULL;
  guint                    n_items = collection->diagnoses->len;
  g_autofree RdReportItem *items = g_new0 (RdReportItem, n_items);

  for (guint i = 0; i < n_items; i++)
    {
      items[i].diagnosis = g_ptr_array_index (collection->diagnoses, i);
      items[i].file = g_ptr_array_index (collection->names, i);
      items[i].source = g_ptr_array_index (collection->sources, i);
    }
  contents = make_contents (output, items, n_items, redact, &error);
  if (contents == NULL || !rd_report_save (contents, output, &error))
    {
      g_printerr ("redeliver-cli report: %s\n", error->message);
      return RD_EXIT_UNDETERMINED;
    }
  return RD_EXIT_FINE;
}

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
  g_autofree char   *output = NULL;
  g_autofree char   *words = NULL;
  g_autofree char   *code_of_language = NULL;
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, N_ ("File to write; its ending decides: .pdf, .txt, .json or .csv"), N_ ("FILE") },
      { "redact", 0, 0, G_OPTION_ARG_STRING, &words, N_ ("What to hide: recipients, subject, or both with a comma"), N_ ("WORDS") },
        { "language", 0, 0, G_OPTION_ARG_STRING, &code_of_language, N_ ("Language of the report, such as de"), N_ ("CODE") },
          { NULL },
        };
  g_autoptr (RdReportLanguage) language = NULL;
  g_autoptr (GPtrArray) diagnoses = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_diagnosis_free);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) sources = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  Collection    collection = { .diagnoses = diagnoses, .names = names, .sources = sources };
  RdRedactFlags redact = RD_REDACT_NOTHING;
  int           code = RD_EXIT_FINE;

  if (!rd_cli_parse ("report", _ ("FILE…"), _ ("Writes the report that a host can act on."), entries, &argc, &argv, &code))
    return code;
  if (output == NULL || !has_known_suffix (output))
    return rd_cli_usage_error ("report", "%s", _ ("Give a file to write with --output; it must end in .pdf, .txt, .json or .csv."));
  if (words != NULL && !rd_redact_flags_parse (words, &redact))
    return rd_cli_usage_error ("report", _ ("“%s” is nothing that can be hidden."), words);
  if (argc < 2)
    return rd_cli_usage_error ("report", "%s", _ ("Which file?"));
  if (code_of_language != NULL)
    language = rd_report_language_enter (code_of_language);

  for (int i = 1; i < argc; i++)
    collect (&collection, argv[i]);
  if (diagnoses->len == 0)
    {
      g_printerr ("redeliver-cli report: %s\n", _ ("There is no bounce to report on; nothing was written."));
      return RD_EXIT_UNDETERMINED;
    }
  return write_report (&collection, output, redact);
}
