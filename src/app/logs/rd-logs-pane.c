/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-logs-pane"

#include "config.h"

#include "rd-logs-pane-private.h"

#include "rd-appearance.h"
#include "rd-handover.h"
#include "rd-log-reader.h"
#include "rd-log-words.h"
#include "rd-outside.h"
#include "rd-pill.h"
#include "rd-report-log.h"
#include "rd-report-sheet.h"
#include "rd-spinner.h"
#include "rd-toast.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (RdLogsPane, rd_logs_pane, RD_TYPE_PANE)

static void ask (RdLogsPane *self);

/* In a narrow window a selected line would look chosen while the list is
 * shown, and choosing it again would change nothing; and what is not shown has
 * no use for the focus. */
static void
rd_logs_pane_turned (RdPane *pane)
{
  RdLogsPane *self = RD_LOGS_PANE (pane);

  if (rd_pane_shows_only_list (pane))
    {
      _rd_logs_pane_choose_none (self);
      if (gtk_widget_get_focus_child (GTK_WIDGET (self->page)) != NULL)
        gtk_widget_grab_focus (self->overview_button);
    }
  rd_pane_set_can_go_back (pane, rd_pane_shows_only_detail (pane));
}

void
_rd_logs_pane_show_overview (RdLogsPane *self)
{
  RdLogState state;
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_finding_unref);
  g_autoptr (GPtrArray) learnt = rd_log_dup_findings (self->log);
  g_autofree char *title = NULL;

  rd_log_get_state (self->log, &state);
  for (guint i = 0; i < learnt->len; i++)
    g_ptr_array_add (findings, rd_finding_ref (learnt->pdata[i]));
  rd_log_state_add_findings (&state, findings);
  rd_log_overview_show (self->overview, self->name, &state, findings, self->error);

  title = rd_log_state_dup_title (&state);
  if (learnt->len > 0)
    {
      const RdFinding *worst = learnt->pdata[0];

      rd_state_image_set (self->overview_image, worst->state);
      gtk_label_set_text (self->overview_title, worst->title);
      gtk_label_set_text (self->overview_subtitle, title);
    }
  else
    {
      rd_state_image_set (self->overview_image, rd_log_state_judge (&state));
      gtk_label_set_text (self->overview_title, title);
      rd_outside_set_label (self->overview_subtitle, self->name);
    }
}

static void
overview_clicked_cb (RdLogsPane *self)
{
  _rd_logs_pane_choose_none (self);
  gtk_stack_set_visible_child (self->page, GTK_WIDGET (self->overview));
  rd_pane_turn_to_detail (RD_PANE (self));
  rd_log_overview_focus_heading (self->overview);
}

static void
story_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (RdLogsPane) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RdLogStory) story = rd_log_story_read_finish (result, &error);

  /* Another line was chosen meanwhile. */
  if (self->opening != g_task_get_cancellable (G_TASK (result)))
    return;
  g_clear_object (&self->opening);
  if (story == NULL)
    {
      rd_toast_say (GTK_WIDGET (self), error->message);
      return;
    }
  if (self->detail == NULL)
    {
      self->detail = RD_LOG_DETAIL (rd_log_detail_new ());
      gtk_stack_add_child (self->page, GTK_WIDGET (self->detail));
    }
  rd_log_detail_take_story (self->detail, g_steal_pointer (&story));
  gtk_stack_set_visible_child (self->page, GTK_WIDGET (self->detail));
  rd_pane_turn_to_detail (RD_PANE (self));
  if (rd_pane_is_narrow (RD_PANE (self)))
    rd_log_detail_focus_heading (self->detail);
}

void
_rd_logs_pane_stop (GCancellable **cancellable)
{
  if (*cancellable != NULL)
    g_cancellable_cancel (*cancellable);
  g_clear_object (cancellable);
}

/* Explains what happened to one mail. */
void
_rd_logs_pane_open (RdLogsPane *self,
                    guint       number)
{
  g_auto (GStrv) own_domains = g_settings_get_strv (self->settings, "own-domains");

  _rd_logs_pane_stop (&self->opening);
  self->opening = g_cancellable_new ();
  rd_log_story_read_async (self->log, number, self->name, (const char *const *) own_domains,
                           (RdHosting) g_settings_get_enum (self->settings, "hosting"), self->opening, story_cb, g_object_ref (self));
}

/* A log of one line needs no list. */
static void
show_only_one (RdLogsPane *self)
{
  if (self->reading == NULL && g_list_model_get_n_items (G_LIST_MODEL (self->list)) == 1 && rd_log_get_n_deliveries (self->log) == 1)
    gtk_single_selection_set_selected (self->selection, 0);
}

static void
answer_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (RdLogsPane) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RdLogAnswer) answer = rd_log_ask_finish (result, &error);

  /* Another question was asked meanwhile. */
  if (answer == NULL || self->asking != g_task_get_cancellable (G_TASK (result)))
    return;
  g_clear_object (&self->asking);
  rd_log_filter_set_counts (self->filter, answer->counts);
  if (rd_log_filter_get_group (self->filter) != answer->group)
    {
      ask (self);
      return;
    }
  rd_log_list_take_numbers (self->list, g_steal_pointer (&answer->numbers));
  gtk_stack_set_visible_child_name (self->list_stack, g_list_model_get_n_items (G_LIST_MODEL (self->list)) > 0 ? "list" : "nothing");
  if (self->is_stale)
    ask (self);
  else
    show_only_one (self);
}

static void
ask (RdLogsPane *self)
{
  _rd_logs_pane_stop (&self->asking);
  self->is_stale = FALSE;
  if (self->log == NULL)
    return;
  self->asking = g_cancellable_new ();
  self->n_seen = rd_log_get_n_deliveries (self->log);
  rd_log_ask_async (self->log, rd_log_filter_get_group (self->filter), gtk_editable_get_text (self->search_entry),
                    self->asking, answer_cb, g_object_ref (self));
}

/* Lets a running question end first: a log that grows would keep it from ever
 * being answered. */
void
_rd_logs_pane_ask_again (RdLogsPane *self)
{
  if (self->asking != NULL)
    self->is_stale = TRUE;
  else
    ask (self);
}

static void
filter_changed_cb (RdLogsPane *self)
{
  _rd_logs_pane_choose_none (self);
  ask (self);
}

static void
search_changed_cb (RdLogsPane *self)
{
  ask (self);
}

static void
stop_search_cb (RdLogsPane *self)
{
  gtk_editable_set_text (self->search_entry, "");
  gtk_widget_grab_focus (GTK_WIDGET (self->list_view));
}

static gboolean
rd_logs_pane_cancel (RdPane *pane)
{
  RdLogsPane *self = RD_LOGS_PANE (pane);

  if (self->reading == NULL)
    return FALSE;
  g_cancellable_cancel (self->reading);
  return TRUE;
}

static void
rd_logs_pane_go_back (RdPane *pane)
{
  rd_pane_turn_to_list (pane);
  gtk_widget_grab_focus (GTK_WIDGET (RD_LOGS_PANE (pane)->list_view));
}

static void
rd_logs_pane_find (RdPane *pane)
{
  if (RD_LOGS_PANE (pane)->log != NULL)
    RD_PANE_CLASS (rd_logs_pane_parent_class)->find (pane);
}

static void
rd_logs_pane_start_over (RdPane *pane)
{
  RdLogsPane *self = RD_LOGS_PANE (pane);

  _rd_logs_pane_forget (self);
  gtk_stack_set_visible_child_name (self->stack, "empty");
  gtk_widget_grab_focus (self->open_button);
}

/* What is explained at this moment. */
static RdBounceEntry *
get_shown_entry (RdLogsPane *self)
{
  if (self->detail == NULL || gtk_stack_get_visible_child (self->page) != GTK_WIDGET (self->detail))
    return NULL;
  return rd_log_detail_get_entry (self->detail);
}

static char *
rd_logs_pane_dup_summary (RdPane *pane)
{
  RdBounceEntry *entry = get_shown_entry (RD_LOGS_PANE (pane));

  return entry != NULL ? rd_handover_dup_text (rd_bounce_entry_get_diagnosis (entry), RD_HANDOVER_SUMMARY) : NULL;
}

/* One mail while it is explained; otherwise all of the log. */
static gboolean
rd_logs_pane_send_report (RdPane *pane)
{
  RdLogsPane    *self = RD_LOGS_PANE (pane);
  RdBounceEntry *entry = get_shown_entry (self);
  GtkWindow     *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (pane)));
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);

  if (entry == NULL && self->log != NULL && self->reading == NULL && rd_report_has_log_anything (self->log))
    {
      gtk_window_present (GTK_WINDOW (rd_report_sheet_new_for_log (window, self->log)));
      return TRUE;
    }
  if (entry == NULL || rd_bounce_entry_get_kind (entry) != RD_ENTRY_VERDICT)
    return FALSE;
  g_ptr_array_add (all, g_object_ref (entry));
  gtk_window_present (GTK_WINDOW (rd_report_sheet_new (window, entry, all)));
  return TRUE;
}

static void
rd_logs_pane_dispose (GObject *object)
{
  RdLogsPane *self = RD_LOGS_PANE (object);

  if (self->list != NULL)
    _rd_logs_pane_forget (self);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->pace, rd_pace_free);
  g_clear_object (&self->selection);
  g_clear_object (&self->lines);
  g_clear_object (&self->list);
  G_OBJECT_CLASS (rd_logs_pane_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, RdLogsPane, progress);
  gtk_widget_class_bind_template_child (widget_class, RdLogsPane, stack);
  gtk_widget_class_bind_template_child (widget_class, RdLogsPane, open_button);
  gtk_widget_class_bind_template_child (widget_class, RdLogsPane, leaflet);
  gtk_widget_class_bind_template_child (widget_class, RdLogsPane, sidebar);
  gtk_widget_class_bind_template_child (widget_class, RdLogsPane, search_entry);
  gtk_widget_class_bind_template_child (widget_class, RdLogsPane, filter);
  gtk_widget_class_bind_template_child (widget_class, RdLogsPane, overview_button);
  gtk_widget_class_bind_template_child (widget_class, RdLogsPane, overview_image);
  gtk_widget_class_bind_template_child (widget_class, RdLogsPane, overview_title);
  gtk_widget_class_bind_template_child (widget_class, RdLogsPane, overview_subtitle);
  gtk_widget_class_bind_template_child (widget_class, RdLogsPane, list_stack);
  gtk_widget_class_bind_template_child (widget_class, RdLogsPane, list_view);
  gtk_widget_class_bind_template_child (widget_class, RdLogsPane, page);
  gtk_widget_class_bind_template_child (widget_class, RdLogsPane, overview);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, overview_clicked_cb);
}

static void
rd_logs_pane_class_init (RdLogsPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  RdPaneClass    *pane_class = RD_PANE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rd_logs_pane_dispose;

  pane_class->name = "logs";
  pane_class->title = N_ ("Log");
  pane_class->icon_name = "view-list-symbolic";
  pane_class->take = _rd_logs_pane_take;
  pane_class->cancel = rd_logs_pane_cancel;
  pane_class->go_back = rd_logs_pane_go_back;
  pane_class->find = rd_logs_pane_find;
  pane_class->turned = rd_logs_pane_turned;
  pane_class->start_over = rd_logs_pane_start_over;
  pane_class->send_report = rd_logs_pane_send_report;
  pane_class->dup_summary = rd_logs_pane_dup_summary;

  g_type_ensure (RD_TYPE_LOG_FILTER);
  g_type_ensure (RD_TYPE_LOG_OVERVIEW);
  g_type_ensure (RD_TYPE_PILL);
  g_type_ensure (RD_TYPE_PROGRESS);
  g_type_ensure (RD_TYPE_SPINNER);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/redeliver/Redeliver/logs/rd-logs-pane.ui");
  bind_children (widget_class);
  gtk_widget_class_install_action (widget_class, "logs.save-list", NULL, _rd_logs_pane_save_list_cb);
}

static void
rd_logs_pane_init (RdLogsPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  rd_pane_set_leaflet (RD_PANE (self), self->leaflet, self->sidebar, GTK_WIDGET (self->page));
  rd_pane_set_entry (RD_PANE (self), GTK_WIDGET (self->search_entry));
  self->settings = g_settings_new (APP_ID);
  _rd_logs_pane_make_list (self);
}

/* Whether something is being read or looked for. */
gboolean
rd_logs_pane_is_busy (RdLogsPane *self)
{
  g_return_val_if_fail (RD_IS_LOGS_PANE (self), FALSE);

  return self->reading != NULL || self->asking != NULL || self->opening != NULL;
}

guint
rd_logs_pane_get_n_listed (RdLogsPane *self)
{
  g_return_val_if_fail (RD_IS_LOGS_PANE (self), 0);

  return g_list_model_get_n_items (G_LIST_MODEL (self->list));
}
