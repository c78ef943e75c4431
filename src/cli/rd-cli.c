/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-cli"

#include "config.h"

#include "rd-cli.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

/**
 * rd_cli_usage_error:
 * @command: the command in use
 * @format: printf format of what is wrong
 * @...: its arguments
 *
 * Says on stderr what is wrong with the arguments and where help is.
 *
 * Returns: the exit code for it
 */
int
rd_cli_usage_error (const char *command,
                    const char *format,
                    ...)
{
  g_autofree char *message = NULL;
  va_list          arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  g_printerr ("redeliver-cli %s: %s\n", command, message);
  g_printerr (_ ("Try “redeliver-cli %s --help”."), command);
  g_printerr ("\n");
  return RD_EXIT_USAGE;
}

/* GLib leaves the "--" that ends the options in place where something that looks like
 * an option follows.  The first one is never an argument itself. */
static void
remove_end_of_options (int   *argc,
                       char **argv)
{
  for (int i = 1; i < *argc; i++)
    {
      if (strcmp (argv[i], "--") != 0)
        continue;
      memmove (argv + i, argv + i + 1, (gsize) (*argc - i) * sizeof *argv);
      (*argc)--;
      return;
    }
}

/**
 * rd_cli_parse:
 * @command: the command in use
 * @parameters: what follows the options in the usage line
 * @summary: one sentence about the command
 * @entries: its options
 * @argc: (inout): number of arguments
 * @argv: (inout): the arguments, options are taken out
 * @exit_code: (out): set when the function returns %FALSE
 *
 * Parses the options of one command, and takes away the standard output if
 * nothing is to be said.
 *
 * Returns: whether the command should go on
 */
gboolean
rd_cli_parse (const char         *command,
              const char         *parameters,
              const char         *summary,
              const GOptionEntry *entries,
              int                *argc,
              char             ***argv,
              int                *exit_code)
{
  gboolean           quiet = FALSE;
  const GOptionEntry common[] = {
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &quiet, N_ ("No text, only the exit code"), NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (parameters);
  g_autoptr (GError) error = NULL;
  g_autofree char *program = g_strdup_printf ("redeliver-cli %s", command);

  g_set_prgname (program);
  g_option_context_set_summary (context, summary);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, common, GETTEXT_PACKAGE);
  if (!g_option_context_parse (context, argc, argv, &error))
    {
      *exit_code = rd_cli_usage_error (command, "%s", error->message);
      return FALSE;
    }
  remove_end_of_options (argc, *argv);
  if (quiet && freopen ("/dev/null", "w", stdout) == NULL)
    {
      *exit_code = RD_EXIT_INTERNAL;
      return FALSE;
    }
  return TRUE;
}

/**
 * rd_cli_format_parse:
 * @text: a word given with --format
 * @format: (out): the form, written on success
 *
 * Returns: whether @text names a form of output
 */
gboolean
rd_cli_format_parse (const char  *text,
                     RdCliFormat *format)
{
  static const char *const names[] = { "text", "json", "ndjson" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (strcmp (names[i], text) == 0)
        {
          *format = (RdCliFormat) i;
          return TRUE;
        }
    }
  return FALSE;
}

/**
 * rd_cli_exit_code:
 * @findings: (element-type RdFinding): what was found
 * @threshold: the state that fails, and all that are worse
 *
 * Something worth improving does not hide that other things are not known.
 *
 * Returns: the exit code
 */
int
rd_cli_exit_code (GPtrArray     *findings,
                  RdFindingState threshold)
{
  int code = RD_EXIT_FINE;

  for (guint i = 0; i < findings->len; i++)
    {
      const RdFinding *finding = g_ptr_array_index (findings, i);

      if (finding->state <= threshold)
        return RD_EXIT_FINDINGS;
      if (finding->state == RD_FINDING_UNKNOWN)
        code = RD_EXIT_UNDETERMINED;
    }
  return code;
}
