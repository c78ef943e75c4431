/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-cli"

#include "config.h"

#include "rd-cli-report-file.h"

#include "rd-cli.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * rd_cli_report_file_check:
 * @command: the command in use
 * @path: (nullable): what was given with --report
 * @exit_code: (out): set when the function returns %FALSE
 *
 * Checks before anything is asked whether a report can have this name.
 *
 * Returns: whether the command should go on
 */
gboolean
rd_cli_report_file_check (const char *command,
                          const char *path,
                          int        *exit_code)
{
  if (path == NULL || g_str_has_suffix (path, ".pdf") || g_str_has_suffix (path, ".txt"))
    return TRUE;
  *exit_code = rd_cli_usage_error (command, "%s", _ ("The name of a report must end in .pdf or .txt."));
  return FALSE;
}

/**
 * rd_cli_report_file_new_time:
 *
 * When a report is made: now, or when SOURCE_DATE_EPOCH says.
 *
 * Returns: (transfer full): the time
 */
GDateTime *
rd_cli_report_file_new_time (void)
{
  const char *epoch = g_getenv ("SOURCE_DATE_EPOCH");
  guint64     seconds;

  if (epoch != NULL && g_ascii_string_to_unsigned (epoch, 10, 0, G_MAXINT32, &seconds, NULL))
    return g_date_time_new_from_unix_utc ((gint64) seconds);
  return g_date_time_new_now_local ();
}

/**
 * rd_cli_report_file_save:
 * @report: a report
 * @path: where it goes
 * @error: return location
 *
 * Saves @report, as text where @path ends in ".txt", else as PDF.
 *
 * Returns: whether it is there
 */
gboolean
rd_cli_report_file_save (RdReport   *report,
                         const char *path,
                         GError    **error)
{
  g_autoptr (GBytes) contents = NULL;

  if (g_str_has_suffix (path, ".txt"))
    {
      char *text = rd_report_to_text (report);

      contents = g_bytes_new_take (text, strlen (text));
    }
  else
    {
      contents = rd_report_to_pdf (report, error);
    }
  return contents != NULL && rd_report_save (contents, path, error);
}
