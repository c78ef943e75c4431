/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bounce-sidebar"

#include "config.h"

#include "rd-bounce-sidebar.h"

#include "rd-bounce-row.h"
#include "rd-line-list.h"
#include "rd-pace.h"
#include "rd-text-layout.h"

/* The list of what was read, with a search, an order, and a line for all together. */
struct _RdBounceSidebar
{
  AdwBin parent_instance;

  GSettings          *settings;
  RdBounceList       *list;  /* (nullable): until it is set */
  RdLineList         *lines; /* (nullable): of the list */
  RdPace             *pace;  /* at which lines come and go */
  GtkSingleSelection *selection;
  RdBounceEntry      *shown;          /* (nullable): what is selected, wherever it stands */
  gboolean            wants_in_sight; /* to find it in the next order */
  guint               n_bound;        /* lines that were filled since the last batch */

  GtkWidget         *all_button;
  GtkWidget         *all_texts;
  GtkEditable       *search_entry;
  GtkLabel          *summary_label;
  GtkStack          *list_stack;
  GtkScrolledWindow *list_scrolled;
  GtkListView       *list_view;
};

enum
{
  SIGNAL_CHOSEN,
  SIGNAL_ALL_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RdBounceSidebar, rd_bounce_sidebar, ADW_TYPE_BIN)

static gboolean
step_cb (gpointer data)
{
  return rd_line_list_step (((RdBounceSidebar *) data)->lines);
}

static void
scroll_to (RdBounceSidebar *self,
           guint            position)
{
  gtk_widget_activate_action (GTK_WIDGET (self->list_view), "list.scroll-to-item", "u", position);
}

/* Before the lines hear of it: those that are then to be seen only have to say once
 * what is new.  What is found begins at the top; another order begins where what is
 * shown beside it has come to stand. */
static void
before_change_cb (RdBounceSidebar *self,
                  guint            position,
                  guint            removed,
                  guint            added)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->lines));
  guint place = 0;

  if (removed == 0 || n == 0)
    return;
  if (self->wants_in_sight && self->shown != NULL)
    place = rd_bounce_list_find (self->list, self->shown);
  scroll_to (self, place < n ? place : 0);
}

/* What is shown beside the list stays selected wherever it has come to stand, as soon
 * as there is a line for it. */
static void
keep_selected (RdBounceSidebar *self)
{
  RdLine *line = gtk_single_selection_get_selected_item (self->selection);
  guint   position = GTK_INVALID_LIST_POSITION;

  if (line != NULL && self->shown != NULL && rd_line_get_item (line) == self->shown)
    return;
  if (self->shown != NULL)
    position = rd_bounce_list_find (self->list, self->shown);
  if (position >= g_list_model_get_n_items (G_LIST_MODEL (self->selection)))
    position = GTK_INVALID_LIST_POSITION;
  gtk_single_selection_set_selected (self->selection, position);
}

/* After the lines have heard of it, and the selection. */
static void
after_change_cb (RdBounceSidebar *self)
{
  gboolean has_items = g_list_model_get_n_items (G_LIST_MODEL (self->list)) > 0;

  keep_selected (self);
  gtk_stack_set_visible_child_name (self->list_stack, has_items ? "list" : "nothing");
  if (!rd_line_list_is_whole (self->lines))
    rd_pace_start (self->pace);
}

static void
selected_cb (RdBounceSidebar *self)
{
  RdLine  *line = gtk_single_selection_get_selected_item (self->selection);
  gpointer item = line != NULL ? rd_line_get_item (line) : NULL;

  /* The arrow keys go through headings, and select what they go to. */
  if (RD_IS_BOUNCE_GROUP (item))
    keep_selected (self);
  if (!RD_IS_BOUNCE_ENTRY (item) || item == self->shown)
    return;
  g_set_object (&self->shown, item);
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, item);
}

static void
all_clicked_cb (RdBounceSidebar *self)
{
  g_signal_emit (self, signals[SIGNAL_ALL_CHOSEN], 0);
}

static void
search_changed_cb (RdBounceSidebar *self)
{
  self->wants_in_sight = FALSE;
  rd_bounce_list_set_search (self->list, gtk_editable_get_text (self->search_entry));
}

static void
stop_search_cb (RdBounceSidebar *self)
{
  gtk_editable_set_text (self->search_entry, "");
  gtk_widget_grab_focus (GTK_WIDGET (self->list_view));
}

static void
row_setup_cb (RdBounceSidebar *self,
              GtkListItem     *item)
{
  gtk_list_item_set_child (item, rd_bounce_row_new ());
}

static void
show_item (GtkListItem *list_item)
{
  gpointer   item = rd_line_get_item (gtk_list_item_get_item (list_item));
  gboolean   is_entry = RD_IS_BOUNCE_ENTRY (item);
  GtkWidget *row = gtk_list_item_get_child (list_item);

  rd_bounce_row_bind (RD_BOUNCE_ROW (row), item);
  gtk_widget_set_opacity (row, item != NULL ? 1 : 0);
  gtk_list_item_set_selectable (list_item, is_entry);
  gtk_list_item_set_activatable (list_item, is_entry);
}

static void
row_bind_cb (RdBounceSidebar *self,
             GtkListItem     *item)
{
  self->n_bound++;
  g_signal_connect_object (gtk_list_item_get_item (item), "notify::item", G_CALLBACK (show_item), item, G_CONNECT_SWAPPED);
  show_item (item);
}

static void
row_unbind_cb (RdBounceSidebar *self,
               GtkListItem     *item)
{
  g_signal_handlers_disconnect_by_data (gtk_list_item_get_item (item), item);
  rd_bounce_row_bind (RD_BOUNCE_ROW (gtk_list_item_get_child (item)), NULL);
}

static void
show_order (RdBounceSidebar *self)
{
  if (self->list == NULL)
    return;
  self->wants_in_sight = TRUE;
  rd_bounce_list_set_order (self->list, (RdListOrder) g_settings_get_enum (self->settings, "list-order"));
}

static void
rd_bounce_sidebar_dispose (GObject *object)
{
  RdBounceSidebar *self = RD_BOUNCE_SIDEBAR (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->shown);
  g_clear_pointer (&self->pace, rd_pace_free);
  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  /* AdwBin would let go of its child twice. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), RD_TYPE_BOUNCE_SIDEBAR);
  g_clear_object (&self->selection);
  g_clear_object (&self->lines);
  g_clear_object (&self->list);
  G_OBJECT_CLASS (rd_bounce_sidebar_parent_class)->dispose (object);
}

static void
rd_bounce_sidebar_class_init (RdBounceSidebarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rd_bounce_sidebar_dispose;

  /**
   * RdBounceSidebar::chosen:
   * @entry: the line that was selected
   */
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, RD_TYPE_BOUNCE_ENTRY);
  /**
   * RdBounceSidebar::all-chosen:
   */
  signals[SIGNAL_ALL_CHOSEN] = g_signal_new ("all-chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/redeliver/Redeliver/bounces/rd-bounce-sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, RdBounceSidebar, all_button);
  gtk_widget_class_bind_template_child (widget_class, RdBounceSidebar, all_texts);
  gtk_widget_class_bind_template_child (widget_class, RdBounceSidebar, search_entry);
  gtk_widget_class_bind_template_child (widget_class, RdBounceSidebar, summary_label);
  gtk_widget_class_bind_template_child (widget_class, RdBounceSidebar, list_stack);
  gtk_widget_class_bind_template_child (widget_class, RdBounceSidebar, list_scrolled);
  gtk_widget_class_bind_template_child (widget_class, RdBounceSidebar, list_view);
  gtk_widget_class_bind_template_callback (widget_class, all_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
}

static void
rd_bounce_sidebar_init (RdBounceSidebar *self)
{
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  g_autoptr (GAction) order = NULL;
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  self->settings = g_settings_new (APP_ID);
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_widget_init_template (GTK_WIDGET (self));
  rd_text_layout_use (self->all_texts);
  self->pace = rd_pace_new (GTK_WIDGET (self->list_view), step_cb, self);

  g_signal_connect_swapped (factory, "setup", G_CALLBACK (row_setup_cb), self);
  g_signal_connect_swapped (factory, "bind", G_CALLBACK (row_bind_cb), self);
  g_signal_connect_swapped (factory, "unbind", G_CALLBACK (row_unbind_cb), self);
  gtk_list_view_set_factory (self->list_view, factory);
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);

  order = g_settings_create_action (self->settings, "list-order");
  g_action_map_add_action (G_ACTION_MAP (actions), order);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "settings", G_ACTION_GROUP (actions));
  g_signal_connect_object (self->settings, "changed::list-order", G_CALLBACK (show_order), self, G_CONNECT_SWAPPED);
}

/**
 * rd_bounce_sidebar_set_list:
 * @self: a sidebar
 * @list: what it shows
 */
void
rd_bounce_sidebar_set_list (RdBounceSidebar *self,
                            RdBounceList    *list)
{
  g_return_if_fail (RD_IS_BOUNCE_SIDEBAR (self));

  g_return_if_fail (self->list == NULL);

  self->list = g_object_ref (list);
  g_signal_connect_object (list, "items-changed", G_CALLBACK (before_change_cb), self, G_CONNECT_SWAPPED);
  self->lines = rd_line_list_new (G_LIST_MODEL (g_object_ref (list)));
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->lines));
  g_signal_connect_object (self->selection, "items-changed", G_CALLBACK (after_change_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "items-changed", G_CALLBACK (after_change_cb), self, G_CONNECT_SWAPPED);
  show_order (self);
}

/**
 * rd_bounce_sidebar_append:
 * @self: a sidebar
 * @entries: (element-type RdBounceEntry): what is new
 *
 * Adds a batch to the list, and keeps what is worst in sight.
 *
 * Returns: whether lines had to be filled for it
 */
gboolean
rd_bounce_sidebar_append (RdBounceSidebar *self,
                          GPtrArray       *entries)
{
  GListModel *model = G_LIST_MODEL (self->selection);
  g_autoptr (GObject) top = g_list_model_get_item (model, 0);
  g_autoptr (GObject) new_top = NULL;
  gboolean was_at_top = gtk_adjustment_get_value (gtk_scrolled_window_get_vadjustment (self->list_scrolled)) <= 0;

  g_return_val_if_fail (RD_IS_BOUNCE_SIDEBAR (self), FALSE);

  self->n_bound = 0;
  rd_bounce_list_append (self->list, entries);
  /* The list holds on to the line at its top; who has not scrolled wants to see
   * what is worst, which may just have come before it. */
  new_top = g_list_model_get_item (model, 0);
  if (was_at_top && new_top != top && top != NULL)
    scroll_to (self, 0);
  return self->n_bound > 0;
}

/**
 * rd_bounce_sidebar_select:
 * @self: a sidebar
 * @entry: (nullable): the line to select, or none
 */
void
rd_bounce_sidebar_select (RdBounceSidebar *self,
                          RdBounceEntry   *entry)
{
  g_return_if_fail (RD_IS_BOUNCE_SIDEBAR (self));

  g_set_object (&self->shown, entry);
  keep_selected (self);
}

/**
 * rd_bounce_sidebar_set_all_shown:
 * @self: a sidebar
 * @is_shown: whether all together is what the page beside it shows
 */
void
rd_bounce_sidebar_set_all_shown (RdBounceSidebar *self,
                                 gboolean         is_shown)
{
  g_return_if_fail (RD_IS_BOUNCE_SIDEBAR (self));

  if (is_shown)
    gtk_widget_set_state_flags (self->all_button, GTK_STATE_FLAG_SELECTED, FALSE);
  else
    gtk_widget_unset_state_flags (self->all_button, GTK_STATE_FLAG_SELECTED);
}

void
rd_bounce_sidebar_clear_search (RdBounceSidebar *self)
{
  g_return_if_fail (RD_IS_BOUNCE_SIDEBAR (self));

  gtk_editable_set_text (self->search_entry, "");
}

/**
 * rd_bounce_sidebar_set_summary:
 * @self: a sidebar
 * @text: what there is, in numbers
 */
void
rd_bounce_sidebar_set_summary (RdBounceSidebar *self,
                               const char      *text)
{
  g_return_if_fail (RD_IS_BOUNCE_SIDEBAR (self));

  gtk_label_set_text (self->summary_label, text);
}

void
rd_bounce_sidebar_focus_list (RdBounceSidebar *self)
{
  g_return_if_fail (RD_IS_BOUNCE_SIDEBAR (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->list_view));
}

/* What stands first, but for the search, which nobody asked for yet. */
void
rd_bounce_sidebar_focus_all (RdBounceSidebar *self)
{
  g_return_if_fail (RD_IS_BOUNCE_SIDEBAR (self));

  gtk_widget_grab_focus (self->all_button);
}

GtkWidget *
rd_bounce_sidebar_get_search_entry (RdBounceSidebar *self)
{
  g_return_val_if_fail (RD_IS_BOUNCE_SIDEBAR (self), NULL);

  return GTK_WIDGET (self->search_entry);
}
