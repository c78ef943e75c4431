/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-spinner"

#include "config.h"

#include "rd-spinner.h"

/* In pixels, as themes give it to a spinner that nobody makes larger. */
#define SIZE 16

#define KEPT "rd-spinner-icon"

/* A spinner that spins while it can be seen.  One of GTK that spins on a hidden page
 * of a stack keeps the whole window drawing frames for ever. */
struct _RdSpinner
{
  AdwBin parent_instance;
};

G_DEFINE_FINAL_TYPE (RdSpinner, rd_spinner, ADW_TYPE_BIN)

static void
set_spinning (GtkWidget *self,
              gboolean   is_spinning)
{
  GtkWidget *spinner = adw_bin_get_child (ADW_BIN (self));

  if (spinner != NULL)
    gtk_spinner_set_spinning (GTK_SPINNER (spinner), is_spinning);
}

static void
rd_spinner_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (rd_spinner_parent_class)->map (widget);
  set_spinning (widget, TRUE);
}

static void
rd_spinner_unmap (GtkWidget *widget)
{
  set_spinning (widget, FALSE);
  GTK_WIDGET_CLASS (rd_spinner_parent_class)->unmap (widget);
}

static void
rd_spinner_class_init (RdSpinnerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->map = rd_spinner_map;
  widget_class->unmap = rd_spinner_unmap;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PROGRESS_BAR);
}

static void
rd_spinner_init (RdSpinner *self)
{
  adw_bin_set_child (ADW_BIN (self),
                     g_object_new (GTK_TYPE_SPINNER, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL));
}

static gboolean
read_cb (gpointer data)
{
  GtkWidget        *widget = data;
  GtkIconTheme     *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (widget));
  GtkIconPaintable *icon = gtk_icon_theme_lookup_icon (theme, "process-working-symbolic", NULL, SIZE, gtk_widget_get_scale_factor (widget), GTK_TEXT_DIR_NONE, 0);
  GtkSnapshot      *snapshot = gtk_snapshot_new ();

  /* An icon is read when it is first drawn. */
  gdk_paintable_snapshot (GDK_PAINTABLE (icon), snapshot, SIZE, SIZE);
  g_object_unref (snapshot);
  g_object_set_data_full (G_OBJECT (widget), KEPT, icon, g_object_unref);
  return G_SOURCE_REMOVE;
}

/**
 * rd_spinner_prepare:
 * @widget: a widget in which something will spin
 *
 * Reads what spins when there is time, and keeps it: it is a large drawing that
 * takes a quarter of a frame, and GTK forgets it as soon as nothing spins.
 */
void
rd_spinner_prepare (GtkWidget *widget)
{
  if (g_object_get_data (G_OBJECT (widget), KEPT) == NULL)
    g_idle_add_full (G_PRIORITY_LOW, read_cb, g_object_ref (widget), g_object_unref);
}
