/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-report-pdf"

#include "config.h"

#include "rd-report-pdf.h"

#include <cairo-pdf.h>
#include <glib/gi18n-lib.h>

static cairo_status_t
append_bytes (void                *closure,
              const unsigned char *data,
              unsigned int         length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static void
set_metadata (cairo_surface_t *surface,
              RdReport        *report)
{
  g_autoptr (GDateTime) utc = g_date_time_to_utc (rd_report_get_created (report));
  g_autofree char *created = g_date_time_format (utc, "%Y-%m-%dT%H:%M:%SZ");

  /* No author, no subject: nothing that names a person. */
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, rd_report_get_id (report));
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Redeliver " PACKAGE_VERSION);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, created);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_MOD_DATE, created);
}

static void
add_outline (cairo_surface_t *surface,
             RdPages         *pages)
{
  for (guint i = 0; i < rd_pages_get_n_headings (pages); i++)
    {
      guint            page;
      double           y;
      const char      *text = rd_pages_get_heading (pages, i, &page, &y);
      char             position[G_ASCII_DTOSTR_BUF_SIZE];
      g_autofree char *target = NULL;

      g_ascii_formatd (position, sizeof position, "%.1f", y);
      target = g_strdup_printf ("page=%u pos=[0 %s]", page + 1, position);
      cairo_pdf_surface_add_outline (surface, CAIRO_PDF_OUTLINE_ROOT, text, target, CAIRO_PDF_OUTLINE_FLAG_OPEN);
    }
}

/**
 * rd_report_to_pdf:
 * @report: a report
 * @error: return location
 *
 * Writes the report as PDF on the paper of the user's country.  The same report
 * always gives the same bytes.
 *
 * Returns: (transfer full) (nullable): the file, %NULL with @error set
 */
GBytes *
rd_report_to_pdf (RdReport *report,
                  GError  **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (RdPages) pages = NULL;
  double           width;
  double           height;
  cairo_surface_t *surface;
  cairo_t         *cr;
  cairo_status_t   status;

  g_return_val_if_fail (report != NULL, NULL);

  rd_pages_default_size (&width, &height);
  pages = rd_pages_new (report, width, height);
  surface = cairo_pdf_surface_create_for_stream (append_bytes, bytes, width, height);
  cairo_pdf_surface_restrict_to_version (surface, CAIRO_PDF_VERSION_1_5);
  set_metadata (surface, report);
  cr = cairo_create (surface);
  for (guint i = 0; i < rd_pages_get_n_pages (pages); i++)
    {
      rd_pages_draw (pages, i, cr);
      cairo_show_page (cr);
    }
  add_outline (surface, pages);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                   _ ("The PDF could not be made: %s"), cairo_status_to_string (status));
      return NULL;
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

static gboolean
is_one_of (const GError *error,
           GFileError    file_code,
           GIOErrorEnum  io_code)
{
  return g_error_matches (error, G_FILE_ERROR, (int) file_code) || g_error_matches (error, G_IO_ERROR, (int) io_code);
}

/**
 * rd_report_save_error:
 * @cause: what the system says
 * @name: the file that was to be written, as the user knows it
 *
 * Says why a file was not saved in words for the person who wanted it.
 *
 * Returns: (transfer full): the error
 */
GError *
rd_report_save_error (const GError *cause,
                      const char   *name)
{
  if (is_one_of (cause, G_FILE_ERROR_NOSPC, G_IO_ERROR_NO_SPACE))
    return g_error_new (G_IO_ERROR, G_IO_ERROR_NO_SPACE, _ ("“%s” was not saved: the disk is full."), name);
  if (is_one_of (cause, G_FILE_ERROR_ACCES, G_IO_ERROR_PERMISSION_DENIED) ||
      is_one_of (cause, G_FILE_ERROR_ROFS, G_IO_ERROR_READ_ONLY) || g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_PERM))
    return g_error_new (G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
                        _ ("“%s” was not saved: writing to this folder is not allowed."), name);
  return g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED, _ ("“%s” was not saved: %s"), name, cause->message);
}

/**
 * rd_report_save:
 * @contents: a complete file
 * @path: where it goes
 * @error: return location
 *
 * Writes a file beside @path first and then puts it in place, so that neither a
 * full disk nor a crash leaves half a file or destroys an older one.
 *
 * Returns: whether it is there
 */
gboolean
rd_report_save (GBytes     *contents,
                const char *path,
                GError    **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *name = g_filename_display_name (path);
  gsize            length = 0;
  const char      *data = g_bytes_get_data (contents, &length);

  if (g_file_set_contents_full (path, data, (gssize) length, G_FILE_SET_CONTENTS_CONSISTENT, 0644, &local_error))
    return TRUE;
  g_propagate_error (error, rd_report_save_error (local_error, name));
  return FALSE;
}
