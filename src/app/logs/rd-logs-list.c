/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The lines beside a log, and which of them is explained.  Another button or another
 * search changes all of them, which #RdLineList makes cheap. */

#define G_LOG_DOMAIN "rd-logs-list"

#include "config.h"

#include "rd-logs-pane-private.h"

#include "rd-log-row.h"

/* What is explained stays selected wherever it has come to stand, as soon as there is
 * a line for it. */
static void
keep_selected (RdLogsPane *self)
{
  guint position = GTK_INVALID_LIST_POSITION;

  if (self->shown != RD_LOG_LIST_NOWHERE)
    position = rd_log_list_find (self->list, self->shown);
  if (position >= g_list_model_get_n_items (G_LIST_MODEL (self->selection)))
    position = GTK_INVALID_LIST_POSITION;
  gtk_single_selection_set_selected (self->selection, position);
}

/* Before the lines hear of it: what is found begins at the top. */
static void
before_change_cb (RdLogsPane *self,
                  guint       position,
                  guint       removed,
                  guint       added)
{
  if (removed > 0 && g_list_model_get_n_items (G_LIST_MODEL (self->lines)) > 0)
    gtk_widget_activate_action (GTK_WIDGET (self->list_view), "list.scroll-to-item", "u", 0);
}

static void
after_change_cb (RdLogsPane *self)
{
  keep_selected (self);
  if (!rd_line_list_is_whole (self->lines))
    rd_pace_start (self->pace);
}

static void
selected_cb (RdLogsPane *self)
{
  RdLine     *line = gtk_single_selection_get_selected_item (self->selection);
  RdLogEntry *entry = line != NULL ? rd_line_get_item (line) : NULL;

  if (entry == NULL || rd_log_entry_get_number (entry) == self->shown)
    return;
  self->shown = rd_log_entry_get_number (entry);
  _rd_logs_pane_open (self, self->shown);
}

static gboolean
step_cb (gpointer data)
{
  return rd_line_list_step (((RdLogsPane *) data)->lines);
}

static void
row_setup_cb (RdLogsPane  *self,
              GtkListItem *item)
{
  gtk_list_item_set_child (item, rd_log_row_new ());
}

static void
show_item (GtkListItem *list_item)
{
  RdLogEntry *entry = rd_line_get_item (gtk_list_item_get_item (list_item));
  GtkWidget  *row = gtk_list_item_get_child (list_item);

  rd_log_row_bind (RD_LOG_ROW (row), entry);
  gtk_widget_set_opacity (row, entry != NULL ? 1 : 0);
  gtk_list_item_set_selectable (list_item, entry != NULL);
  gtk_list_item_set_activatable (list_item, entry != NULL);
}

static void
row_bind_cb (RdLogsPane  *self,
             GtkListItem *item)
{
  g_signal_connect_object (gtk_list_item_get_item (item), "notify::item", G_CALLBACK (show_item), item, G_CONNECT_SWAPPED);
  show_item (item);
}

static void
row_unbind_cb (RdLogsPane  *self,
               GtkListItem *item)
{
  g_signal_handlers_disconnect_by_data (gtk_list_item_get_item (item), item);
  rd_log_row_bind (RD_LOG_ROW (gtk_list_item_get_child (item)), NULL);
}

void
_rd_logs_pane_make_list (RdLogsPane *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  self->shown = RD_LOG_LIST_NOWHERE;
  self->list = rd_log_list_new ();
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (before_change_cb), self, G_CONNECT_SWAPPED);
  self->lines = rd_line_list_new (G_LIST_MODEL (g_object_ref (self->list)));
  self->pace = rd_pace_new (GTK_WIDGET (self->list_view), step_cb, self);
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->lines));
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "setup", G_CALLBACK (row_setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (row_bind_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (row_unbind_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->list_view, factory);
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (self->selection));

  /* The view has to hear of other lines before one of them is selected. */
  g_signal_connect_object (self->selection, "items-changed", G_CALLBACK (after_change_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (after_change_cb), self, G_CONNECT_SWAPPED);
}

/* No line is selected, and the one that was can be chosen again. */
void
_rd_logs_pane_choose_none (RdLogsPane *self)
{
  self->shown = RD_LOG_LIST_NOWHERE;
  keep_selected (self);
}
