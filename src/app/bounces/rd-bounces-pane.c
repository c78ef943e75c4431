/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bounces-pane"

#include "config.h"

#include "rd-bounces-pane-private.h"

#include "rd-handover.h"
#include "rd-pill.h"
#include "rd-report-sheet.h"
#include "rd-source.h"
#include "rd-spinner.h"

#include <glib/gi18n.h>

#define EXAMPLE_RESOURCE "/io/github/redeliver/Redeliver/examples/not-signed.eml"

G_DEFINE_FINAL_TYPE (RdBouncesPane, rd_bounces_pane, RD_TYPE_PANE)

void
_rd_bounces_pane_update_layout (RdBouncesPane *self)
{
  gboolean has_list = rd_bounce_list_get_n (self->list) > 1;

  if (has_list != gtk_widget_get_visible (GTK_WIDGET (self->sidebar)))
    rd_bounce_detail_release (self->detail);
  gtk_widget_set_visible (GTK_WIDGET (self->sidebar), has_list);
  gtk_widget_set_visible (self->separator, has_list);
  rd_bounce_sidebar_set_all_shown (self->sidebar, !rd_pane_is_narrow (RD_PANE (self)) && rd_bounce_detail_is_batch (self->detail));
  rd_pane_set_can_go_back (RD_PANE (self), has_list && rd_pane_shows_only_detail (RD_PANE (self)));
}

void
_rd_bounces_pane_update_summary (RdBouncesPane *self)
{
  g_autofree char *text = rd_insight_dup_headline (rd_bounce_list_get_insight (self->list));

  rd_bounce_sidebar_set_summary (self->sidebar, text);
  _rd_bounces_pane_update_layout (self);
}

/* One message is shown as such; of several, the list comes first where there is
 * no room for both. */
void
_rd_bounces_pane_prefer_list_if_narrow (RdBouncesPane *self)
{
  if (!self->follows_first || rd_bounce_list_get_n (self->list) < 2 || !rd_pane_is_narrow (RD_PANE (self)))
    return;
  self->follows_first = FALSE;
  rd_pane_turn_to_list (RD_PANE (self));
  rd_bounce_sidebar_focus_all (self->sidebar);
}

/* In a narrow window a selected line would look chosen while the list is
 * shown, and choosing it again would change nothing. */
static void
rd_bounces_pane_turned (RdPane *pane)
{
  RdBouncesPane *self = RD_BOUNCES_PANE (pane);

  _rd_bounces_pane_prefer_list_if_narrow (self);
  if (rd_pane_shows_only_list (pane))
    rd_bounce_sidebar_select (self->sidebar, NULL);
  _rd_bounces_pane_update_layout (self);
}

static void
show_detail (RdBouncesPane *self)
{
  if (!rd_pane_is_narrow (RD_PANE (self)))
    return;
  rd_pane_turn_to_detail (RD_PANE (self));
  rd_bounce_detail_focus_heading (self->detail);
}

static void
chosen_cb (RdBouncesPane *self,
           RdBounceEntry *entry)
{
  self->follows_first = FALSE;
  rd_bounce_detail_set_entry (self->detail, entry);
  show_detail (self);
  _rd_bounces_pane_update_layout (self);
}

static void
show_all_together (RdBouncesPane *self)
{
  rd_bounce_sidebar_select (self->sidebar, NULL);
  rd_bounce_detail_show_batch (self->detail, rd_bounce_list_get_insight (self->list), self->loader == NULL);
  _rd_bounces_pane_update_layout (self);
}

static void
all_chosen_cb (RdBouncesPane *self)
{
  self->follows_first = FALSE;
  show_all_together (self);
  show_detail (self);
}

/* Of many, what they tell together comes first; who has chosen one keeps it. */
void
_rd_bounces_pane_follow_all (RdBouncesPane *self)
{
  gboolean is_batch = rd_insight_get_n_messages (rd_bounce_list_get_insight (self->list)) > 1;

  if (rd_bounce_detail_is_batch (self->detail) || (self->follows_first && is_batch && !rd_pane_is_narrow (RD_PANE (self))))
    show_all_together (self);
}

void
_rd_bounces_pane_show_first (RdBouncesPane *self)
{
  RdBounceEntry *first = rd_bounce_list_get_first (self->list);

  gtk_stack_set_visible_child_name (self->stack, "results");
  rd_bounce_sidebar_select (self->sidebar, first);
  rd_bounce_detail_set_entry (self->detail, first);
  rd_bounce_detail_hold (self->detail);
  rd_pane_turn_to_detail (RD_PANE (self));
  rd_bounce_detail_focus_heading (self->detail);
}

static void
forget_entries (RdBouncesPane *self)
{
  _rd_bounces_pane_stop_finishing (self);
  rd_bounce_detail_set_entry (self->detail, NULL);
  rd_bounce_sidebar_select (self->sidebar, NULL);
  rd_domain_question_hide (self->question);
  rd_bounce_list_clear (self->list);
  rd_bounce_sidebar_clear_search (self->sidebar);
  _rd_bounces_pane_update_summary (self);
}

/* Whose mail it was is another answer now. */
static void
learnt_cb (RdBouncesPane *self)
{
  if (self->loader != NULL)
    return;
  forget_entries (self);
  _rd_bounces_pane_start_reading (self, self->sources);
}

/* What is opened replaces what is shown: it is a new question.  What comes
 * while something is still being read belongs to it. */
static gboolean
rd_bounces_pane_take (RdPane    *pane,
                      GPtrArray *sources)
{
  RdBouncesPane *self = RD_BOUNCES_PANE (pane);

  if (self->loader != NULL)
    {
      g_queue_push_tail (&self->waiting, g_ptr_array_ref (sources));
      return TRUE;
    }
  forget_entries (self);
  self->is_example = FALSE;
  g_ptr_array_set_size (self->sources, 0);
  _rd_bounces_pane_start_reading (self, sources);
  return TRUE;
}

static void
rd_bounces_pane_check_again (RdPane *pane)
{
  RdBouncesPane *self = RD_BOUNCES_PANE (pane);

  if (self->loader == NULL)
    rd_bounce_detail_check_again (self->detail);
}

static gboolean
rd_bounces_pane_cancel (RdPane *pane)
{
  RdBouncesPane *self = RD_BOUNCES_PANE (pane);

  if (self->loader == NULL)
    return rd_bounce_detail_cancel (self->detail);
  g_queue_clear_full (&self->waiting, (GDestroyNotify) g_ptr_array_unref);
  g_cancellable_cancel (self->cancellable);
  return TRUE;
}

static void
rd_bounces_pane_go_back (RdPane *pane)
{
  rd_pane_turn_to_list (pane);
  rd_bounce_sidebar_focus_list (RD_BOUNCES_PANE (pane)->sidebar);
}

static void
rd_bounces_pane_find (RdPane *pane)
{
  if (rd_bounce_list_get_n (RD_BOUNCES_PANE (pane)->list) > 1)
    RD_PANE_CLASS (rd_bounces_pane_parent_class)->find (pane);
}

static void
rd_bounces_pane_start_over (RdPane *pane)
{
  RdBouncesPane *self = RD_BOUNCES_PANE (pane);

  rd_bounces_pane_cancel (pane);
  /* The run goes on until its threads have noticed, but for nobody. */
  if (self->loader != NULL)
    g_signal_handlers_disconnect_by_data (self->loader, self);
  g_clear_object (&self->loader);
  g_clear_object (&self->cancellable);
  _rd_bounces_pane_stop_progress (self);
  forget_entries (self);
  gtk_stack_set_visible_child_name (self->stack, "empty");
  gtk_widget_grab_focus (self->open_button);
}

static char *
rd_bounces_pane_dup_summary (RdPane *pane)
{
  RdBouncesPane     *self = RD_BOUNCES_PANE (pane);
  RdBounceEntry     *entry = rd_bounce_detail_get_entry (self->detail);
  const RdDiagnosis *diagnosis = entry != NULL ? rd_bounce_entry_get_diagnosis (entry) : NULL;

  if (rd_bounce_detail_is_batch (self->detail))
    return rd_insight_dup_text (rd_bounce_list_get_insight (self->list));
  return diagnosis != NULL ? rd_handover_dup_text (diagnosis, RD_HANDOVER_SUMMARY) : NULL;
}

/* Not while reading: the language of a report belongs to the whole process, and
 * what is read is worded at the same time. */
static gboolean
rd_bounces_pane_send_report (RdPane *pane)
{
  RdBouncesPane *self = RD_BOUNCES_PANE (pane);
  RdBounceEntry *entry = rd_bounce_detail_get_entry (self->detail);
  g_autoptr (GPtrArray) all = NULL;

  if (self->loader != NULL)
    return FALSE;
  all = rd_bounce_list_dup_verdicts (self->list);
  if (rd_bounce_detail_is_batch (self->detail) && all->len > 0)
    entry = g_ptr_array_index (all, 0);
  if (entry == NULL || rd_bounce_entry_get_kind (entry) != RD_ENTRY_VERDICT || rd_bounce_entry_get_diagnosis (entry) == NULL)
    return FALSE;
  gtk_window_present (GTK_WINDOW (rd_report_sheet_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), entry, all)));
  return TRUE;
}

static void
try_example_cb (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  RdBouncesPane *self = RD_BOUNCES_PANE (widget);
  g_autoptr (GPtrArray) sources = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_source_unref);
  g_autoptr (GBytes) bytes = g_resources_lookup_data (EXAMPLE_RESOURCE, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  g_return_if_fail (bytes != NULL);
  g_ptr_array_add (sources, rd_source_new_for_bytes (bytes, _ ("Example")));
  rd_pane_take (RD_PANE (widget), sources);
  self->is_example = TRUE;
}

static void
rd_bounces_pane_dispose (GObject *object)
{
  RdBouncesPane *self = RD_BOUNCES_PANE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->progress_id, g_source_remove);
  _rd_bounces_pane_stop_finishing (self);
  g_queue_clear_full (&self->waiting, (GDestroyNotify) g_ptr_array_unref);
  g_clear_object (&self->loader);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->sources, g_ptr_array_unref);
  G_OBJECT_CLASS (rd_bounces_pane_parent_class)->dispose (object);
  /* What leaves with the template looks at the list once more. */
  g_clear_object (&self->list);
}

static void
rd_bounces_pane_class_init (RdBouncesPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  RdPaneClass    *pane_class = RD_PANE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rd_bounces_pane_dispose;

  pane_class->name = "bounces";
  pane_class->title = N_ ("Bounces");
  pane_class->icon_name = "rd-redeliver-symbolic";
  pane_class->take = rd_bounces_pane_take;
  pane_class->check_again = rd_bounces_pane_check_again;
  pane_class->cancel = rd_bounces_pane_cancel;
  pane_class->go_back = rd_bounces_pane_go_back;
  pane_class->find = rd_bounces_pane_find;
  pane_class->turned = rd_bounces_pane_turned;
  pane_class->start_over = rd_bounces_pane_start_over;
  pane_class->send_report = rd_bounces_pane_send_report;
  pane_class->dup_summary = rd_bounces_pane_dup_summary;

  g_type_ensure (RD_TYPE_BOUNCE_DETAIL);
  g_type_ensure (RD_TYPE_BOUNCE_SIDEBAR);
  g_type_ensure (RD_TYPE_DOMAIN_QUESTION);
  g_type_ensure (RD_TYPE_PILL);
  g_type_ensure (RD_TYPE_PROGRESS);
  g_type_ensure (RD_TYPE_SPINNER);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/redeliver/Redeliver/bounces/rd-bounces-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, RdBouncesPane, progress);
  gtk_widget_class_bind_template_child (widget_class, RdBouncesPane, stack);
  gtk_widget_class_bind_template_child (widget_class, RdBouncesPane, open_button);
  gtk_widget_class_bind_template_child (widget_class, RdBouncesPane, leaflet);
  gtk_widget_class_bind_template_child (widget_class, RdBouncesPane, question);
  gtk_widget_class_bind_template_child (widget_class, RdBouncesPane, sidebar);
  gtk_widget_class_bind_template_child (widget_class, RdBouncesPane, separator);
  gtk_widget_class_bind_template_child (widget_class, RdBouncesPane, detail);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, all_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, learnt_cb);
  gtk_widget_class_install_action (widget_class, "bounces.try-example", NULL, try_example_cb);
}

static void
rd_bounces_pane_init (RdBouncesPane *self)
{
  g_queue_init (&self->waiting);
  self->settings = g_settings_new (APP_ID);
  self->list = rd_bounce_list_new ();
  self->sources = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_source_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  rd_pane_set_leaflet (RD_PANE (self), self->leaflet, GTK_WIDGET (self->sidebar), GTK_WIDGET (self->detail));
  rd_pane_set_entry (RD_PANE (self), rd_bounce_sidebar_get_search_entry (self->sidebar));
  rd_bounce_sidebar_set_list (self->sidebar, self->list);
  _rd_bounces_pane_update_summary (self);
}

guint
rd_bounces_pane_get_n_entries (RdBouncesPane *self)
{
  g_return_val_if_fail (RD_IS_BOUNCES_PANE (self), 0);

  return rd_bounce_list_get_n (self->list);
}

gboolean
rd_bounces_pane_is_reading (RdBouncesPane *self)
{
  g_return_val_if_fail (RD_IS_BOUNCES_PANE (self), FALSE);

  return self->loader != NULL || self->finishing_id != 0;
}
