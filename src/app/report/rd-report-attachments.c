/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-report-attachments"

#include "config.h"

#include "rd-report-attachments.h"

#include "rd-report-pdf.h"

#include <glib/gi18n.h>
#include <string.h>

/* Where a mail program can read the file, and the user find it: it may have to
 * be attached by hand.  In a sandbox there is no such folder, but a portal, which
 * is handed the opened file. */
static char *
dup_mail_path (const char *name)
{
  const char *folder = g_get_user_special_dir (G_USER_DIRECTORY_DOWNLOAD);

  if (g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS))
    folder = g_get_user_cache_dir ();
  return g_build_filename (folder != NULL ? folder : g_get_home_dir (), name, NULL);
}

/* The bounce as it came; where something is hidden, a copy that hides it. */
static GBytes *
dup_bounce (RdReport *report,
            GBytes   *source)
{
  const RdRedaction *redaction = rd_report_get_redaction (report);
  char              *text;

  if (rd_redaction_get_flags (redaction) == RD_REDACT_NOTHING)
    return g_bytes_ref (source);
  text = rd_report_dup_source (source, redaction);
  return text != NULL ? g_bytes_new_take (text, strlen (text)) : NULL;
}

/**
 * rd_report_attachments_save:
 * @built: a report
 * @source: (nullable): the bounce, if it is to go along
 * @about: what the files are named after
 * @error: return location
 *
 * Saves what is attached to a mail: the report as PDF, and the bounce.
 *
 * Returns: (transfer full) (nullable): the paths, %NULL with @error set
 */
char **
rd_report_attachments_save (const RdBuiltReport *built,
                            GBytes              *source,
                            const char          *about,
                            GError             **error)
{
  g_autofree char *name = rd_report_build_dup_name (about, ".pdf");
  g_autofree char *path = dup_mail_path (name);
  g_autoptr (GStrvBuilder) paths = g_strv_builder_new ();
  g_autoptr (GBytes) bounce = source != NULL ? dup_bounce (built->report, source) : NULL;

  if (!rd_report_save (built->pdf, path, error))
    return NULL;
  g_strv_builder_add (paths, path);
  if (bounce != NULL)
    {
      g_autofree char *bounce_name = rd_report_build_dup_name (about, bounce == source ? "-bounce.eml" : "-bounce.txt");
      g_autofree char *bounce_path = dup_mail_path (bounce_name);

      if (!rd_report_save (bounce, bounce_path, error))
        return NULL;
      g_strv_builder_add (paths, bounce_path);
    }
  return g_strv_builder_end (paths);
}

/**
 * rd_report_attachments_dup_hint:
 * @attached: paths, one or two
 *
 * What is left to do by hand where no mail program takes files.
 *
 * Returns: (transfer full): a sentence
 */
char *
rd_report_attachments_dup_hint (char *const *attached)
{
  g_autofree char *report = g_path_get_basename (attached[0]);
  g_autofree char *bounce = attached[1] != NULL ? g_path_get_basename (attached[1]) : NULL;

  if (bounce == NULL)
    /* Translators: name of a file */
    return g_strdup_printf (_ ("Attach “%s” from your Downloads folder"), report);
  /* Translators: names of two files */
  return g_strdup_printf (_ ("Attach “%s” and “%s” from your Downloads folder"), report, bounce);
}
