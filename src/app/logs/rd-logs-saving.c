/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The pane for logs: saving its list. */

#define G_LOG_DOMAIN "rd-logs-pane"

#include "config.h"

#include "rd-logs-pane-private.h"

#include "rd-log-reader.h"
#include "rd-toast.h"

#include <glib/gi18n.h>

static void
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (RdLogsPane) self = data;
  g_autoptr (GError) error = NULL;

  rd_toast_say (GTK_WIDGET (self), rd_log_save_finish (result, &error) ? _ ("The list was saved") : error->message);
}

/**
 * rd_logs_pane_save_to:
 * @self: a pane
 * @file: where to
 *
 * Saves what is listed as CSV, and says so.
 */
void
rd_logs_pane_save_to (RdLogsPane *self,
                      GFile      *file)
{
  g_autoptr (GArray) numbers = NULL;

  g_return_if_fail (RD_IS_LOGS_PANE (self));
  g_return_if_fail (self->log != NULL);

  numbers = rd_log_list_dup_numbers (self->list);
  rd_log_save_async (self->log, numbers, file, NULL, saved_cb, g_object_ref (self));
}

static void
save_chosen_cb (RdLogsPane           *self,
                int                   response,
                GtkFileChooserNative *chooser)
{
  g_autoptr (GtkFileChooserNative) owned = g_object_steal_data (G_OBJECT (self), "rd-file-chooser");
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

  if (response == GTK_RESPONSE_ACCEPT && file != NULL && self->log != NULL)
    rd_logs_pane_save_to (self, file);
}

void
_rd_logs_pane_save_list_cb (GtkWidget  *widget,
                            const char *name,
                            GVariant   *parameter)
{
  RdLogsPane           *self = RD_LOGS_PANE (widget);
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (_ ("Save the List"), GTK_WINDOW (gtk_widget_get_root (widget)),
                                                               GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), _ ("_Cancel"));

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), _ ("mail.csv"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (save_chosen_cb), self, G_CONNECT_SWAPPED);
  /* It lives until it has answered or the window goes. */
  g_object_set_data_full (G_OBJECT (self), "rd-file-chooser", chooser, g_object_unref);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}
