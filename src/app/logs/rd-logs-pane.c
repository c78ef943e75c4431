/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-logs-pane"

#include "config.h"

#include "rd-logs-pane.h"

#include "rd-appearance.h"
#include "rd-handover.h"
#include "rd-log-detail.h"
#include "rd-log-filter.h"
#include "rd-log-list.h"
#include "rd-log-overview.h"
#include "rd-log-reader.h"
#include "rd-log-row.h"
#include "rd-log-words.h"
#include "rd-outside.h"
#include "rd-pill.h"
#include "rd-report-sheet.h"
#include "rd-source.h"

#include <glib/gi18n.h>

/* What takes less needs no progress bar (GNOME Human Interface Guidelines). */
#define PROGRESS_AFTER_MS 700

/* A page that flashes by is worse than none. */
#define READING_PAGE_AFTER_MS 200

/* How often the window looks at a log that is still being read. */
#define LOOK_INTERVAL_MS 150

/* Logs of mail servers: a file is read by a thread, shown while it is read, and
 * searched by threads, so that the window never waits. */
struct _RdLogsPane
{
  RdPane parent_instance;

  GSettings          *settings;
  RdLogList          *list;
  GtkSingleSelection *selection;

  RdLog        *log;         /* (nullable) */
  char         *name;        /* (nullable): of @log */
  guint64       total_bytes; /* of its files, 0 if not known */
  GError       *error;       /* (nullable): why it was not read to the end */
  GCancellable *reading;     /* (nullable): set while reading */
  GCancellable *asking;      /* (nullable): set while looking for deliveries */
  GCancellable *opening;     /* (nullable): set while reading one delivery */
  gboolean      is_stale;    /* ask again when the answer is there */
  guint         n_seen;      /* deliveries when the question was asked */
  guint         look_id;
  guint         leaflet_id;
  gint64        started_at;

  GtkRevealer    *progress_revealer;
  GtkLabel       *progress_label;
  GtkProgressBar *progress_bar;
  GtkStack       *stack;
  GtkWidget      *open_button;
  AdwLeaflet     *leaflet;
  GtkWidget      *sidebar;
  GtkEditable    *search_entry;
  RdLogFilter    *filter;
  GtkImage       *overview_image;
  GtkLabel       *overview_title;
  GtkLabel       *overview_subtitle;
  GtkStack       *list_stack;
  GtkListView    *list_view;
  GtkStack       *page;
  RdLogOverview  *overview;
  RdLogDetail    *detail; /* (unowned) (nullable): made when first shown */
};

G_DEFINE_FINAL_TYPE (RdLogsPane, rd_logs_pane, RD_TYPE_PANE)

static void ask (RdLogsPane *self);

static gboolean
shows_list (RdLogsPane *self)
{
  return adw_leaflet_get_visible_child (self->leaflet) == self->sidebar;
}

/* In a narrow window a selected line would look chosen while the list is
 * shown, and choosing it again would change nothing. */
static gboolean
follow_leaflet_cb (gpointer data)
{
  RdLogsPane *self = data;
  gboolean    is_folded = adw_leaflet_get_folded (self->leaflet);

  self->leaflet_id = 0;
  if (is_folded && shows_list (self))
    gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  rd_pane_set_can_go_back (RD_PANE (self), is_folded && !shows_list (self));
  return G_SOURCE_REMOVE;
}

/* The leaflet folds while it is given its size; showing or hiding a button then
 * would leave the header bar, which has got its size, without one. */
static void
leaflet_changed_cb (RdLogsPane *self)
{
  if (self->leaflet_id == 0)
    self->leaflet_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, follow_leaflet_cb, self, NULL);
}

static void
show_page (RdLogsPane *self)
{
  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->page));
}

static void
show_overview (RdLogsPane *self)
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
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  gtk_stack_set_visible_child (self->page, GTK_WIDGET (self->overview));
  show_page (self);
  rd_log_overview_focus_heading (self->overview);
}

static void
say (RdLogsPane *self,
     const char *sentence)
{
  GtkWidget       *overlay = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);
  g_autofree char *shown = rd_outside_dup_line (sentence);
  g_autofree char *escaped = g_markup_escape_text (shown, -1);

  if (overlay != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), adw_toast_new (escaped));
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
      say (self, error->message);
      return;
    }
  if (self->detail == NULL)
    {
      self->detail = RD_LOG_DETAIL (rd_log_detail_new ());
      gtk_stack_add_child (self->page, GTK_WIDGET (self->detail));
    }
  rd_log_detail_take_story (self->detail, g_steal_pointer (&story));
  gtk_stack_set_visible_child (self->page, GTK_WIDGET (self->detail));
  show_page (self);
  if (adw_leaflet_get_folded (self->leaflet))
    rd_log_detail_focus_heading (self->detail);
}

static void
cancel (GCancellable **cancellable)
{
  if (*cancellable != NULL)
    g_cancellable_cancel (*cancellable);
  g_clear_object (cancellable);
}

static void
selected_cb (RdLogsPane *self)
{
  RdLogEntry *entry = gtk_single_selection_get_selected_item (self->selection);
  g_auto (GStrv) own_domains = NULL;

  if (entry == NULL || self->log == NULL)
    return;
  own_domains = g_settings_get_strv (self->settings, "own-domains");
  cancel (&self->opening);
  self->opening = g_cancellable_new ();
  rd_log_story_read_async (self->log, rd_log_entry_get_number (entry), self->name, (const char *const *) own_domains,
                           (RdHosting) g_settings_get_enum (self->settings, "hosting"), self->opening, story_cb, g_object_ref (self));
}

static void
row_setup_cb (RdLogsPane  *self,
              GtkListItem *item)
{
  gtk_list_item_set_child (item, rd_log_row_new ());
}

static void
row_bind_cb (RdLogsPane  *self,
             GtkListItem *item)
{
  rd_log_row_bind (RD_LOG_ROW (gtk_list_item_get_child (item)), gtk_list_item_get_item (item));
}

static void
row_unbind_cb (RdLogsPane  *self,
               GtkListItem *item)
{
  rd_log_row_bind (RD_LOG_ROW (gtk_list_item_get_child (item)), NULL);
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
  cancel (&self->asking);
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
static void
ask_again (RdLogsPane *self)
{
  if (self->asking != NULL)
    self->is_stale = TRUE;
  else
    ask (self);
}

static void
filter_changed_cb (RdLogsPane *self)
{
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
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

static void
show_progress (RdLogsPane       *self,
               const RdLogState *state)
{
  gint64           running_ms = (g_get_monotonic_time () - self->started_at) / 1000;
  guint            lines = (guint) MIN (state->counts.lines, G_MAXINT);
  g_autofree char *text = g_strdup_printf (ngettext ("%'u line read", "%'u lines read", lines), lines);

  gtk_label_set_text (self->progress_label, text);
  if (self->total_bytes > 0)
    gtk_progress_bar_set_fraction (self->progress_bar, MIN (1.0, (double) state->bytes / (double) self->total_bytes));
  else
    gtk_progress_bar_pulse (self->progress_bar);
  if (running_ms >= PROGRESS_AFTER_MS)
    gtk_revealer_set_reveal_child (self->progress_revealer, TRUE);
  if (state->n_deliveries == 0 && running_ms >= READING_PAGE_AFTER_MS)
    gtk_stack_set_visible_child_name (self->stack, "reading");
}

static gboolean
look_cb (gpointer data)
{
  RdLogsPane *self = data;
  RdLogState  state;

  rd_log_get_state (self->log, &state);
  show_progress (self, &state);
  if (state.n_deliveries == 0)
    return G_SOURCE_CONTINUE;
  if (self->n_seen == 0)
    show_overview (self);
  gtk_stack_set_visible_child_name (self->stack, "results");
  if (state.n_deliveries != self->n_seen)
    ask_again (self);
  return G_SOURCE_CONTINUE;
}

static void
stop_looking (RdLogsPane *self)
{
  g_clear_handle_id (&self->look_id, g_source_remove);
  gtk_revealer_set_reveal_child (self->progress_revealer, FALSE);
}

static void
show_end (RdLogsPane *self)
{
  show_overview (self);
  gtk_stack_set_visible_child_name (self->stack, "results");
  ask_again (self);
  /* Where there is no room for both, a log without any mail in it has no list. */
  if (rd_log_get_n_deliveries (self->log) == 0)
    show_page (self);
  if (adw_leaflet_get_folded (self->leaflet) && shows_list (self))
    gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
  else
    rd_log_overview_focus_heading (self->overview);
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (RdLogsPane) self = data;
  g_autoptr (GError) error = NULL;
  GCancellable *cancellable = g_task_get_cancellable (G_TASK (result));

  rd_log_read_finish (result, &error);
  /* Another log may have been opened, or the window be gone. */
  if (self->reading != cancellable)
    return;
  g_clear_object (&self->reading);
  stop_looking (self);
  self->error = g_steal_pointer (&error);
  if (self->error != NULL && rd_log_get_n_deliveries (self->log) == 0 && rd_log_get_format (self->log) == RD_LOG_AUTO)
    {
      say (self, self->error->message);
      gtk_stack_set_visible_child_name (self->stack, "empty");
      return;
    }
  show_end (self);
}

static void
forget_log (RdLogsPane *self)
{
  cancel (&self->reading);
  cancel (&self->asking);
  cancel (&self->opening);
  stop_looking (self);
  rd_log_list_set_log (self->list, NULL);
  g_clear_pointer (&self->log, rd_log_unref);
  g_clear_error (&self->error);
  g_clear_pointer (&self->name, g_free);
  self->n_seen = 0;
  self->is_stale = FALSE;
}

/* Packed files are larger inside than they look. */
static guint64
sum_sizes (GPtrArray *sources)
{
  guint64 sum = 0;

  for (guint i = 0; i < sources->len; i++)
    {
      const RdSource *source = sources->pdata[i];
      g_autoptr (GFileInfo) info = source->file != NULL && g_file_peek_path (source->file) != NULL
                                       ? g_file_query_info (source->file, G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NONE, NULL, NULL)
                                       : NULL;

      if (info == NULL || g_str_has_suffix (source->name, "z") || g_str_has_suffix (source->name, "bz2") || g_str_has_suffix (source->name, "zst"))
        return 0;
      sum += (guint64) g_file_info_get_size (info);
    }
  return sum;
}

/* What is opened replaces what is shown: it is a new question. */
static gboolean
rd_logs_pane_take (RdPane    *pane,
                   GPtrArray *sources)
{
  RdLogsPane     *self = RD_LOGS_PANE (pane);
  const RdSource *first = sources->pdata[0];

  forget_log (self);
  self->log = rd_log_new (RD_LOG_AUTO);
  self->name = sources->len == 1 ? g_strdup (first->name)
                                 : g_strdup_printf (ngettext ("%1$s and %2$u more file", "%1$s and %2$u more files", sources->len - 1), first->name, sources->len - 1);
  self->total_bytes = sum_sizes (sources);
  self->reading = g_cancellable_new ();
  self->started_at = g_get_monotonic_time ();
  rd_log_filter_reset (self->filter);
  gtk_editable_set_text (self->search_entry, "");
  rd_log_list_set_log (self->list, self->log);
  gtk_stack_set_visible_child (self->page, GTK_WIDGET (self->overview));
  adw_leaflet_set_visible_child (self->leaflet, self->sidebar);
  rd_log_read_async (self->log, sources, self->reading, read_cb, g_object_ref (self));
  self->look_id = g_timeout_add (LOOK_INTERVAL_MS, look_cb, self);
  return TRUE;
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
  RdLogsPane *self = RD_LOGS_PANE (pane);

  adw_leaflet_set_visible_child (self->leaflet, self->sidebar);
  gtk_widget_grab_focus (GTK_WIDGET (self->list_view));
}

static void
rd_logs_pane_find (RdPane *pane)
{
  RdLogsPane *self = RD_LOGS_PANE (pane);

  if (self->log == NULL)
    return;
  adw_leaflet_set_visible_child (self->leaflet, self->sidebar);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

static void
rd_logs_pane_start_over (RdPane *pane)
{
  RdLogsPane *self = RD_LOGS_PANE (pane);

  forget_log (self);
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

static gboolean
rd_logs_pane_send_report (RdPane *pane)
{
  RdBounceEntry *entry = get_shown_entry (RD_LOGS_PANE (pane));
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);

  if (entry == NULL || rd_bounce_entry_get_kind (entry) != RD_ENTRY_VERDICT)
    return FALSE;
  g_ptr_array_add (all, g_object_ref (entry));
  gtk_window_present (GTK_WINDOW (rd_report_sheet_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (pane))), entry, all)));
  return TRUE;
}

static void
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (RdLogsPane) self = data;
  g_autoptr (GError) error = NULL;

  say (self, rd_log_save_finish (result, &error) ? _ ("The list was saved") : error->message);
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

static void
save_list_cb (GtkWidget  *widget,
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

static void
rd_logs_pane_dispose (GObject *object)
{
  RdLogsPane *self = RD_LOGS_PANE (object);

  if (self->list != NULL)
    forget_log (self);
  g_clear_handle_id (&self->leaflet_id, g_source_remove);
  g_clear_object (&self->settings);
  g_clear_object (&self->selection);
  g_clear_object (&self->list);
  /* AdwBin would let go of its child twice. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), RD_TYPE_LOGS_PANE);
  G_OBJECT_CLASS (rd_logs_pane_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, RdLogsPane, progress_revealer);
  gtk_widget_class_bind_template_child (widget_class, RdLogsPane, progress_label);
  gtk_widget_class_bind_template_child (widget_class, RdLogsPane, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, RdLogsPane, stack);
  gtk_widget_class_bind_template_child (widget_class, RdLogsPane, open_button);
  gtk_widget_class_bind_template_child (widget_class, RdLogsPane, leaflet);
  gtk_widget_class_bind_template_child (widget_class, RdLogsPane, sidebar);
  gtk_widget_class_bind_template_child (widget_class, RdLogsPane, search_entry);
  gtk_widget_class_bind_template_child (widget_class, RdLogsPane, filter);
  gtk_widget_class_bind_template_child (widget_class, RdLogsPane, overview_image);
  gtk_widget_class_bind_template_child (widget_class, RdLogsPane, overview_title);
  gtk_widget_class_bind_template_child (widget_class, RdLogsPane, overview_subtitle);
  gtk_widget_class_bind_template_child (widget_class, RdLogsPane, list_stack);
  gtk_widget_class_bind_template_child (widget_class, RdLogsPane, list_view);
  gtk_widget_class_bind_template_child (widget_class, RdLogsPane, page);
  gtk_widget_class_bind_template_child (widget_class, RdLogsPane, overview);
  gtk_widget_class_bind_template_callback (widget_class, leaflet_changed_cb);
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
  pane_class->take = rd_logs_pane_take;
  pane_class->cancel = rd_logs_pane_cancel;
  pane_class->go_back = rd_logs_pane_go_back;
  pane_class->find = rd_logs_pane_find;
  pane_class->start_over = rd_logs_pane_start_over;
  pane_class->send_report = rd_logs_pane_send_report;
  pane_class->dup_summary = rd_logs_pane_dup_summary;

  g_type_ensure (RD_TYPE_LOG_FILTER);
  g_type_ensure (RD_TYPE_LOG_OVERVIEW);
  g_type_ensure (RD_TYPE_PILL);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/redeliver/Redeliver/logs/rd-logs-pane.ui");
  bind_children (widget_class);
  gtk_widget_class_install_action (widget_class, "logs.save-list", NULL, save_list_cb);
}

static void
rd_logs_pane_init (RdLogsPane *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->settings = g_settings_new (APP_ID);
  self->list = rd_log_list_new ();
  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->list)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "setup", G_CALLBACK (row_setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (row_bind_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (row_unbind_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->list_view, factory);
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (self->selection));
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
