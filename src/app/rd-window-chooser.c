/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-window-chooser"

#include "config.h"

#include "rd-window-private.h"

#include "rd-source.h"

#include <glib/gi18n.h>

/* The dialog in which files are chosen. */

static void
chosen_cb (RdWindow             *self,
           int                   response,
           GtkFileChooserNative *chooser)
{
  g_autoptr (GtkFileChooserNative) owned = g_object_steal_data (G_OBJECT (self), "rd-file-chooser");
  g_autoptr (GListModel) files = NULL;
  g_autoptr (GPtrArray) sources = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_source_unref);
  g_autoptr (GFile) folder = NULL;
  g_autoptr (GSettings) settings = NULL;
  g_autofree char *uri = NULL;

  if (response != GTK_RESPONSE_ACCEPT)
    return;
  files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (chooser));
  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);

      rd_source_add_file (sources, file);
    }
  folder = gtk_file_chooser_get_current_folder (GTK_FILE_CHOOSER (chooser));
  if (folder != NULL)
    {
      settings = g_settings_new (APP_ID);
      uri = g_file_get_uri (folder);
      g_settings_set_string (settings, "last-folder", uri);
    }
  rd_window_take (self, sources);
}

/* Files that may hold bounces, and logs: "exim_mainlog", "mail.log.2.gz",
 * "maillog-20261123". */
GtkFileFilter *
_rd_window_new_filter (void)
{
  static const char *const suffixes[] = { "eml", "msg", "mbox", "emlx", "mbx", "dsn", "txt", "zip", "gz", "bz2", "xz", "zst", NULL };
  static const char *const patterns[] = { "*log", "*log.*", "*log-*", NULL };
  GtkFileFilter           *filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _ ("Messages"));
  for (guint i = 0; suffixes[i] != NULL; i++)
    gtk_file_filter_add_suffix (filter, suffixes[i]);
  for (guint i = 0; patterns[i] != NULL; i++)
    gtk_file_filter_add_pattern (filter, patterns[i]);
  return filter;
}

static GtkFileFilter *
new_filter_for_all (void)
{
  GtkFileFilter *filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _ ("All Files"));
  gtk_file_filter_add_pattern (filter, "*");
  return filter;
}

/* Asks for files to open. */
void
_rd_window_open (RdWindow *self)
{
  g_autoptr (GSettings) settings = g_settings_new (APP_ID);
  g_autofree char *uri = g_settings_get_string (settings, "last-folder");
  g_autoptr (GtkFileFilter) messages = _rd_window_new_filter ();
  g_autoptr (GtkFileFilter) all = new_filter_for_all ();
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (_ ("Open Messages"), GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_OPEN,
                                                               _ ("_Open"), _ ("_Cancel"));

  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (chooser), TRUE);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), messages);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), all);
  if (*uri != '\0')
    {
      g_autoptr (GFile) folder = g_file_new_for_uri (uri);

      gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (chooser), folder, NULL);
    }
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  /* It lives until it has answered or the window goes. */
  g_object_set_data_full (G_OBJECT (self), "rd-file-chooser", chooser, g_object_unref);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}
