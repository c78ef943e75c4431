/* SPDX-License-Identifier: GPL-3.0-or-later */

/* redeliver-cli diagnose: files, folders, archives and pasted text to verdicts. */

#define G_LOG_DOMAIN "rd-cli"

#include "config.h"

#include "rd-cli-diagnose.h"

#include "rd-cli-text.h"
#include "rd-cli-verdict.h"
#include "rd-mail-reader.h"
#include "rd-report-json.h"
#include "rd-text.h"

#include <gio/gunixinputstream.h>
#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

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
  RdFindingState fail_on;
  JsonBuilder   *builder; /* (nullable): JSON formats only */
  guint          n_printed;
  gboolean       failed;
  gboolean       undetermined;
} Run;

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

static void
handle_mail (Run        *run,
             const char *name,
             guint       index,
             RdMail     *mail)
{
  g_autoptr (RdDiagnosis) diagnosis = rd_diagnosis_new_for_mail (mail, &run->context);

  if (diagnosis->state == RD_FINDING_UNKNOWN || diagnosis->bounce->kind == RD_BOUNCE_NONE)
    run->undetermined = TRUE;
  else if (diagnosis->state <= run->fail_on)
    run->failed = TRUE;

  if (run->format == FORMAT_TEXT)
    {
      begin_item (run, name, index);
      rd_cli_print_diagnosis (diagnosis, NULL);
    }
  else
    {
      rd_report_json_add_diagnosis (run->builder, diagnosis, name, index, NULL);
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
  const GOptionEntry entries[] = {
    { "format", 'f', 0, G_OPTION_ARG_STRING, &format, N_ ("Form of the output: text, json or ndjson"), N_ ("FORM") },
      { "from-domain", 0, 0, G_OPTION_ARG_STRING_ARRAY, &domains, N_ ("A domain of yours, to tell your mail from forged mail; may be repeated"), N_ ("DOMAIN") },
        { "sending-ip", 0, 0, G_OPTION_ARG_STRING, &sending_ip, N_ ("Address of the server that sent the mail"), N_ ("ADDRESS") },
          { "fail-on", 0, 0, G_OPTION_ARG_STRING, &fail_on, N_ ("Exit with 1 from this state on: broken or weak"), N_ ("STATE") },
            { NULL },
          };
  Run run = { .format = FORMAT_TEXT, .fail_on = RD_FINDING_BROKEN };
  g_autoptr (JsonBuilder) builder = NULL;
  int code = RD_EXIT_FINE;

  if (!rd_cli_parse ("diagnose", _ ("FILE|FOLDER|-…"),
                                    _ ("Tells why mail came back, who must act, what to do, and whether to send again."),
                                       entries, &argc, &argv, &code))
    return code;
  if (format != NULL && !parse_format (format, &run.format))
    return rd_cli_usage_error ("diagnose", _ ("“%s” is not a form of output."), format);
  if (fail_on != NULL && strcmp (fail_on, "weak") == 0)
    run.fail_on = RD_FINDING_WEAK;
  else if (fail_on != NULL && strcmp (fail_on, "broken") != 0)
    return rd_cli_usage_error ("diagnose", _ ("“%s” is not a state to fail on."), fail_on);
  if (argc < 2)
    return rd_cli_usage_error ("diagnose", "%s", _ ("Which file?"));

  run.context.own_domains = (const char *const *) domains;
  run.context.sending_ip = sending_ip;
  if (run.format != FORMAT_TEXT)
    run.builder = builder = json_builder_new_immutable ();
  for (int i = 1; i < argc; i++)
    handle_argument (&run, argv[i]);
  if (run.format == FORMAT_JSON)
    g_print ("%s]\n", run.n_printed == 0 ? "[" : "");
  return exit_code_for (&run);
}
