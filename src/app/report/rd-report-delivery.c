/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-report-delivery"

#include "config.h"

#include "rd-report-sheet-private.h"

#include "rd-copy-button.h"
#include "rd-report-attachments.h"
#include "rd-report-mail.h"
#include "rd-report-pdf.h"
#include "rd-report-preview.h"
#include "rd-toast.h"

#include <glib/gi18n.h>

/* The ways a report gets to somebody: saved, mailed, copied, printed. */

static void
chosen_cb (RdReportSheet *self,
           int            response)
{
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  path = file != NULL ? g_file_get_path (file) : NULL;
  g_clear_object (&self->chooser);
  if (path != NULL)
    rd_report_sheet_save_to (self, path);
  else if (file != NULL)
    rd_toast_say (GTK_WIDGET (self->pages_box), _ ("Choose a folder of this computer"));
}

static void
save_action_cb (GtkWidget  *widget,
                const char *action,
                GVariant   *parameter)
{
  RdReportSheet   *self = RD_REPORT_SHEET (widget);
  g_autofree char *about = _rd_report_sheet_dup_about (self);
  g_autofree char *name = rd_report_build_dup_name (about, ".pdf");

  if (self->built == NULL || self->building != NULL)
    return;
  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_ ("Save the Report"), GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
mailed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (RdReportSheet) self = data;
  g_autoptr (GError) error = NULL;
  RdMailWay way;

  if (!self->is_open)
    return;
  if (!rd_report_mail_finish (result, &way, &error))
    {
      _rd_report_sheet_show_error (self, _ ("No E-Mail Was Created"), error);
      return;
    }
  if (way == RD_MAIL_WAY_BY_HAND)
    {
      g_autofree char *text = rd_report_attachments_dup_hint (self->attached);

      rd_toast_say (GTK_WIDGET (self->pages_box), text);
    }
}

/* The bounce goes along if it is in the report. */
static GBytes *
get_attached_source (RdReportSheet *self)
{
  return self->one != NULL && _rd_report_sheet_get_entries (self) == self->one && gtk_switch_get_active (self->source_switch) ? self->source : NULL;
}

static void
mail_action_cb (GtkWidget  *widget,
                const char *action,
                GVariant   *parameter)
{
  RdReportSheet   *self = RD_REPORT_SHEET (widget);
  g_autofree char *letter = NULL;
  g_autofree char *subject = NULL;
  g_autofree char *about = NULL;
  g_autofree char *body = NULL;
  g_autoptr (GError) error = NULL;

  if (self->built == NULL || self->building != NULL)
    return;
  about = _rd_report_sheet_dup_about (self);
  g_strfreev (self->attached);
  self->attached = rd_report_attachments_save (self->built, get_attached_source (self), about, &error);
  if (self->attached == NULL)
    {
      _rd_report_sheet_show_error (self, _ ("No E-Mail Was Created"), error);
      return;
    }
  letter = rd_report_to_letter (self->built->report);
  /* Translators: id of a report */
  subject = g_strdup_printf (_ ("Undelivered mail, report %s"), rd_report_get_id (self->built->report));
  body = g_strdup_printf ("%s\n\n%s", _ ("Hello, please look into this. The attached PDF has the details for your logs."), letter);
  rd_report_mail_async (subject, body, (const char *const *) self->attached, self->loading, mailed_cb, g_object_ref (self));
}

static void
copy_action_cb (GtkWidget  *widget,
                const char *action,
                GVariant   *parameter)
{
  RdReportSheet   *self = RD_REPORT_SHEET (widget);
  g_autofree char *text = NULL;

  if (self->built == NULL || self->building != NULL)
    return;
  text = rd_report_to_text (self->built->report);
  rd_copy_text (GTK_WIDGET (self->pages_box), text);
}

static void
print_action_cb (GtkWidget  *widget,
                 const char *action,
                 GVariant   *parameter)
{
  RdReportSheet *self = RD_REPORT_SHEET (widget);
  g_autoptr (GtkPrintOperation) operation = NULL;
  g_autoptr (GError) error = NULL;

  if (self->built == NULL || self->building != NULL)
    return;
  operation = rd_report_print_operation_new (self->built->report);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, GTK_WINDOW (self), &error);
  if (error != NULL)
    _rd_report_sheet_show_error (self, _ ("The Report Was Not Printed"), error);
}

/**
 * rd_report_sheet_save_to:
 * @self: a sheet that is ready
 * @path: where the PDF goes
 *
 * Saves the PDF, or says in a dialog why that could not be done; an older file
 * and the report on the screen stay as they are then.
 */
void
rd_report_sheet_save_to (RdReportSheet *self,
                         const char    *path)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (RD_IS_REPORT_SHEET (self));
  g_return_if_fail (self->built != NULL);

  if (rd_report_save (self->built->pdf, path, &error))
    rd_toast_say (GTK_WIDGET (self->pages_box), _ ("Report saved"));
  else
    _rd_report_sheet_show_error (self, _ ("The Report Was Not Saved"), error);
}

void
_rd_report_sheet_install_delivery (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "report.save", NULL, save_action_cb);
  gtk_widget_class_install_action (widget_class, "report.mail", NULL, mail_action_cb);
  gtk_widget_class_install_action (widget_class, "report.copy", NULL, copy_action_cb);
  gtk_widget_class_install_action (widget_class, "report.print", NULL, print_action_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_e, GDK_CONTROL_MASK, "report.save", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_p, GDK_CONTROL_MASK, "report.print", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "report.copy", NULL);
}
