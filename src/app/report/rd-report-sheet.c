/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-report-sheet"

#include "config.h"

#include "rd-report-sheet-private.h"

#include "rd-languages.h"
#include "rd-pill.h"
#include "rd-recorder.h"
#include "rd-report-preview.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (RdReportSheet, rd_report_sheet, ADW_TYPE_WINDOW)

enum
{
  EXTENT_ONE,
  EXTENT_ALL,
};

GPtrArray *
_rd_report_sheet_get_entries (RdReportSheet *self)
{
  return adw_combo_row_get_selected (self->extent_row) == EXTENT_ALL ? self->all : self->one;
}

char *
_rd_report_sheet_dup_about (RdReportSheet *self)
{
  if (self->log != NULL)
    return g_strdup ("log");
  return self->survey != NULL ? g_strdup (self->survey->subject) : rd_report_build_dup_subject (_rd_report_sheet_get_entries (self));
}

static void
set_ready (RdReportSheet *self,
           gboolean       is_ready)
{
  static const char *const names[] = { "report.save", "report.mail", "report.copy", "report.print" };

  gtk_spinner_set_spinning (self->spinner, !is_ready);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), names[i], is_ready);
}

void
_rd_report_sheet_show_error (RdReportSheet *self,
                             const char    *heading,
                             const GError  *error)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), heading, NULL);

  /* The body is not markup: names of files are in it. */
  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (dialog), error->message);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
show_pages (RdReportSheet *self)
{
  guint            n = rd_pages_get_n_pages (self->built->pages);
  g_autofree char *text = g_strdup_printf (ngettext ("Preview: %u page", "Preview: %u pages", n), n);

  gtk_label_set_text (self->pages_label, text);
  rd_report_preview_fill (self->pages_box, self->built->pages);
}

static void
built_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (RdReportSheet) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RdBuiltReport) built = rd_report_build_finish (result, &error);

  /* Something was changed meanwhile, or the sheet is closed. */
  if (g_task_get_cancellable (G_TASK (result)) != self->building)
    return;
  g_clear_object (&self->building);
  if (built == NULL)
    {
      gtk_spinner_set_spinning (self->spinner, FALSE);
      _rd_report_sheet_show_error (self, _ ("The Report Could Not Be Made"), error);
      return;
    }
  rd_built_report_free (self->built);
  self->built = g_steal_pointer (&built);
  show_pages (self);
  set_ready (self, TRUE);
}

static void
build (RdReportSheet *self)
{
  RdReportOptions options = {
    .reader = (RdReportReader) adw_combo_row_get_selected (self->reader_row),
    .leave_source_out = !gtk_switch_get_active (self->source_switch),
  };

  if (gtk_switch_get_active (self->recipients_switch))
    options.redact |= RD_REDACT_RECIPIENTS;
  if (gtk_switch_get_active (self->subject_switch))
    options.redact |= RD_REDACT_SUBJECT;
  if (self->building != NULL)
    g_cancellable_cancel (self->building);
  g_clear_object (&self->building);
  self->building = g_cancellable_new ();
  set_ready (self, FALSE);
  if (self->survey != NULL)
    rd_report_build_for_survey_async (self->survey, &options, self->building, built_cb, g_object_ref (self));
  else if (self->log != NULL)
    rd_report_build_for_log_async (self->log, &options, self->building, built_cb, g_object_ref (self));
  else
    rd_report_build_async (_rd_report_sheet_get_entries (self), self->source, &options, rd_languages_get_code (adw_combo_row_get_selected (self->language_row)),
                           self->building, built_cb, g_object_ref (self));
}

static void
changed_cb (RdReportSheet *self)
{
  /* Not while the template is being built or taken apart. */
  if (!self->is_open)
    return;
  gtk_widget_set_visible (self->source_row, self->one != NULL && _rd_report_sheet_get_entries (self) == self->one);
  build (self);
}

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (RdReportSheet) self = data;
  g_autoptr (RdMail) mail = rd_bounce_entry_load_finish (RD_BOUNCE_ENTRY (object), result, NULL);

  if (self->one == NULL)
    return;
  /* Without the message the report has no annex; all the rest is known. */
  if (mail != NULL)
    self->source = g_bytes_ref (rd_mail_get_source (mail));
  build (self);
}

static void
rd_report_sheet_dispose (GObject *object)
{
  RdReportSheet *self = RD_REPORT_SHEET (object);

  self->is_open = FALSE;
  g_clear_pointer (&self->one, g_ptr_array_unref);
  g_clear_pointer (&self->survey, rd_report_survey_free);
  g_clear_pointer (&self->log, rd_log_unref);
  g_clear_pointer (&self->all, g_ptr_array_unref);
  g_clear_pointer (&self->source, g_bytes_unref);
  g_clear_pointer (&self->attached, g_strfreev);
  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
  if (self->building != NULL)
    g_cancellable_cancel (self->building);
  g_clear_object (&self->loading);
  g_clear_object (&self->building);
  g_clear_object (&self->chooser);
  g_clear_pointer (&self->built, rd_built_report_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), RD_TYPE_REPORT_SHEET);
  G_OBJECT_CLASS (rd_report_sheet_parent_class)->dispose (object);
}

static void
rd_report_sheet_class_init (RdReportSheetClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rd_report_sheet_dispose;

  g_type_ensure (RD_TYPE_PILL);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/redeliver/Redeliver/report/rd-report-sheet.ui");
  gtk_widget_class_bind_template_child (widget_class, RdReportSheet, spinner);
  gtk_widget_class_bind_template_child (widget_class, RdReportSheet, reader_row);
  gtk_widget_class_bind_template_child (widget_class, RdReportSheet, extent_row);
  gtk_widget_class_bind_template_child (widget_class, RdReportSheet, language_row);
  gtk_widget_class_bind_template_child (widget_class, RdReportSheet, recipients_switch);
  gtk_widget_class_bind_template_child (widget_class, RdReportSheet, subject_switch);
  gtk_widget_class_bind_template_child (widget_class, RdReportSheet, source_switch);
  gtk_widget_class_bind_template_child (widget_class, RdReportSheet, source_row);
  gtk_widget_class_bind_template_child (widget_class, RdReportSheet, hide_group);
  gtk_widget_class_bind_template_child (widget_class, RdReportSheet, pages_label);
  gtk_widget_class_bind_template_child (widget_class, RdReportSheet, pages_box);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  _rd_report_sheet_install_delivery (widget_class);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
rd_report_sheet_init (RdReportSheet *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->loading = g_cancellable_new ();
  set_ready (self, FALSE);
}

static void
set_extents (RdReportSheet *self)
{
  guint             n = self->all->len;
  g_autofree char  *text = g_strdup_printf (ngettext ("All %u messages", "All %u messages", n), n);
  const char *const words[] = { _ ("The message shown"), text, NULL };
  g_autoptr (GtkStringList) model = gtk_string_list_new (words);

  adw_combo_row_set_model (self->extent_row, G_LIST_MODEL (model));
  gtk_widget_set_visible (GTK_WIDGET (self->extent_row), n > 1);
}

static RdReportReader
guess_reader (RdOwner owner)
{
  switch (owner)
    {
    case RD_OWNER_DNS:
      return RD_REPORT_FOR_DNS;
    case RD_OWNER_RECIPIENT:
    case RD_OWNER_RECIPIENT_ADMIN:
      return RD_REPORT_FOR_RECIPIENT_ADMIN;
    case RD_OWNER_YOU:
    case RD_OWNER_HOST:
    case RD_OWNER_WAIT:
    default:
      return RD_REPORT_FOR_HOST;
    }
}

static void
follow_preferences (RdReportSheet *self)
{
  g_autoptr (GSettings) settings = g_settings_new (APP_ID);
  g_autofree char *language = g_settings_get_string (settings, "report-language");

  gtk_switch_set_active (self->recipients_switch, g_settings_get_boolean (settings, "report-hides-recipients"));
  gtk_switch_set_active (self->subject_switch, g_settings_get_boolean (settings, "report-hides-subject"));
  adw_combo_row_set_selected (self->language_row, rd_languages_find_position (language));
}

/**
 * rd_report_sheet_new:
 * @parent: the window that asks
 * @entry: the bounce that is shown
 * @all: (element-type RdBounceEntry): all bounces that are open
 *
 * Returns: (transfer floating): a window that was not shown yet
 */
RdReportSheet *
rd_report_sheet_new (GtkWindow     *parent,
                     RdBounceEntry *entry,
                     GPtrArray     *all)
{
  RdReportSheet *self = g_object_new (RD_TYPE_REPORT_SHEET, "transient-for", parent, NULL);
  g_autoptr (GListModel) languages = rd_languages_new_model ();

  self->all = g_ptr_array_ref (all);
  set_extents (self);
  adw_combo_row_set_model (self->language_row, languages);
  gtk_widget_set_visible (GTK_WIDGET (self->language_row), g_list_model_get_n_items (languages) > 1);
  follow_preferences (self);
  adw_combo_row_set_selected (self->reader_row, guess_reader (rd_bounce_entry_get_diagnosis (entry)->owner));
  /* From here on changes make a new report. */
  self->one = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (self->one, g_object_ref (entry));
  self->is_open = TRUE;
  rd_bounce_entry_load_async (entry, self->loading, loaded_cb, g_object_ref (self));
  return self;
}

static void
open_survey (RdReportSheet *self)
{
  self->is_open = TRUE;
  build (self);
}

/* Without anything from before there is nothing to compare with. */
static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (RdReportSheet) self = data;
  RdHistoryReport *before = rd_recorder_read_finish (RD_RECORDER (object), result);

  /* Closed meanwhile. */
  if (self->survey != NULL)
    {
      if (before != NULL && before->states->len > 1)
        self->survey->changes = rd_report_build_dup_changes (before->changes);
      open_survey (self);
    }
  g_clear_pointer (&before, rd_history_report_free);
}

/**
 * rd_report_sheet_new_for_survey:
 * @parent: the window that asks
 * @survey: what was found out about a domain or an address
 *
 * Returns: (transfer floating): a window that was not shown yet
 */
RdReportSheet *
rd_report_sheet_new_for_survey (GtkWindow            *parent,
                                const RdReportSurvey *survey)
{
  RdReportSheet *self = g_object_new (RD_TYPE_REPORT_SHEET, "transient-for", parent, NULL);
  RdRecorder    *recorder = rd_recorder_find ();

  self->survey = rd_report_survey_copy (survey);
  gtk_widget_set_visible (GTK_WIDGET (self->extent_row), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->language_row), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->hide_group), FALSE);
  adw_combo_row_set_selected (self->reader_row, survey->listings != NULL ? RD_REPORT_FOR_HOST : RD_REPORT_FOR_DNS);
  if (recorder != NULL)
    rd_recorder_read_async (recorder, survey->listings != NULL ? RD_HISTORY_BLOCKLISTS : RD_HISTORY_DOMAIN, survey->subject,
                            self->loading, read_cb, g_object_ref (self));
  else
    open_survey (self);
  return self;
}

/**
 * rd_report_sheet_new_for_log:
 * @parent: the window that asks
 * @log: a log in which something failed
 *
 * Returns: (transfer floating): a window that was not shown yet
 */
RdReportSheet *
rd_report_sheet_new_for_log (GtkWindow *parent,
                             RdLog     *log)
{
  RdReportSheet *self = g_object_new (RD_TYPE_REPORT_SHEET, "transient-for", parent, NULL);

  self->log = rd_log_ref (log);
  gtk_widget_set_visible (GTK_WIDGET (self->extent_row), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->language_row), FALSE);
  gtk_widget_set_visible (self->source_row, FALSE);
  follow_preferences (self);
  adw_combo_row_set_selected (self->reader_row, RD_REPORT_FOR_HOST);
  self->is_open = TRUE;
  build (self);
  return self;
}

gboolean
rd_report_sheet_is_ready (RdReportSheet *self)
{
  g_return_val_if_fail (RD_IS_REPORT_SHEET (self), FALSE);

  return self->built != NULL && self->building == NULL;
}
