/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-link-row"

#include "config.h"

#include "rd-link-row.h"

#include "rd-outside.h"

static void
activated_cb (GtkWidget  *row,
              const char *uri)
{
  GtkRoot *root = gtk_widget_get_root (row);

  gtk_show_uri (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, uri, GDK_CURRENT_TIME);
}

/**
 * rd_link_row_new:
 * @title: what one finds there
 * @uri: the page
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
rd_link_row_new (const char *title,
                 const char *uri)
{
  g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_NONE, NULL);
  GtkWidget *row = rd_row_new (title, parsed != NULL ? g_uri_get_host (parsed) : uri);
  GtkWidget *icon = gtk_image_new_from_icon_name ("adw-external-link-symbolic");

  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), icon);
  g_signal_connect_data (row, "activated", G_CALLBACK (activated_cb), g_strdup (uri), (GClosureNotify) (GCallback) g_free, 0);
  return row;
}
