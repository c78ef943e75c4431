/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-report-preview"

#include "config.h"

#include "rd-report-preview.h"

#include <glib/gi18n.h>

/* Whoever wants to read more saves the file. */
#define MAX_SHOWN_PAGES 12

/* As drawn once, whatever size it is then shown in. */
static GdkPaintable *
new_paintable (RdPages *pages,
               guint    page)
{
  const graphene_size_t size = GRAPHENE_SIZE_INIT ((float) rd_pages_get_width (pages), (float) rd_pages_get_height (pages));
  GtkSnapshot          *snapshot = gtk_snapshot_new ();
  cairo_t              *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, size.width, size.height));

  /* Paper is white also in the dark. */
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  rd_pages_draw (pages, page, cr);
  cairo_destroy (cr);
  return gtk_snapshot_free_to_paintable (snapshot, &size);
}

static GtkWidget *
new_page (RdPages *pages,
          guint    page)
{
  g_autoptr (GdkPaintable) paintable = new_paintable (pages, page);
  GtkWidget       *picture = gtk_picture_new_for_paintable (paintable);
  g_autofree char *label = g_strdup_printf (_ ("Page %u of %u of the report"), page + 1, rd_pages_get_n_pages (pages));

  gtk_widget_add_css_class (picture, "rd-paper");
  gtk_accessible_update_property (GTK_ACCESSIBLE (picture), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return picture;
}

static void
clear (GtkBox *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
}

void
rd_report_preview_fill (GtkBox  *box,
                        RdPages *pages)
{
  guint n = rd_pages_get_n_pages (pages);

  clear (box);
  for (guint i = 0; i < n && i < MAX_SHOWN_PAGES; i++)
    gtk_box_append (box, new_page (pages, i));
  if (n > MAX_SHOWN_PAGES)
    {
      g_autofree char *more = g_strdup_printf (ngettext ("%u more page is in the PDF.", "%u more pages are in the PDF.", n - MAX_SHOWN_PAGES), n - MAX_SHOWN_PAGES);
      GtkWidget       *label = gtk_label_new (more);

      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_box_append (box, label);
    }
}

/* The printer’s paper decides how the pages are laid out. */
static void
begin_print_cb (GtkPrintOperation *operation,
                GtkPrintContext   *context,
                gpointer           report)
{
  RdPages *pages = rd_pages_new (report, gtk_print_context_get_width (context), gtk_print_context_get_height (context));

  gtk_print_operation_set_n_pages (operation, (int) rd_pages_get_n_pages (pages));
  g_object_set_data_full (G_OBJECT (operation), "rd-pages", pages, (GDestroyNotify) rd_pages_free);
}

static void
draw_page_cb (GtkPrintOperation *operation,
              GtkPrintContext   *context,
              int                page,
              gpointer           report)
{
  rd_pages_draw (g_object_get_data (G_OBJECT (operation), "rd-pages"), (guint) page, gtk_print_context_get_cairo_context (context));
}

/**
 * rd_report_print_operation_new:
 * @report: a report, which must live as long
 *
 * Returns: (transfer full): a print operation that draws the pages of @report
 */
GtkPrintOperation *
rd_report_print_operation_new (RdReport *report)
{
  GtkPrintOperation *operation = gtk_print_operation_new ();

  gtk_print_operation_set_job_name (operation, rd_report_get_id (report));
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_use_full_page (operation, TRUE);
  g_signal_connect (operation, "begin-print", G_CALLBACK (begin_print_cb), report);
  g_signal_connect (operation, "draw-page", G_CALLBACK (draw_page_cb), report);
  return operation;
}
