/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "app-test-bounces"

#include "config.h"

#include "app-test-bounces.h"

#include "rd-bounce-entry.h"
#include "rd-bounce-row.h"
#include "rd-line-list.h"

GtkWidget *
app_test_bounces_get_view (RdWindow *window)
{
  GtkWidget *view = app_test_find_type (GTK_WIDGET (app_test_get_pane (window)), GTK_TYPE_LIST_VIEW);

  g_assert_nonnull (view);
  return view;
}

GListModel *
app_test_bounces_get_lines (RdWindow *window)
{
  return G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (app_test_bounces_get_view (window))));
}

/* Who could not be reached, by what @line says; %NULL for a heading. */
const char *
app_test_bounces_get_title (RdWindow *window,
                            guint     line)
{
  g_autoptr (RdLine) found = g_list_model_get_item (app_test_bounces_get_lines (window), line);
  gpointer item = found != NULL ? rd_line_get_item (found) : NULL;

  return RD_IS_BOUNCE_ENTRY (item) ? rd_bounce_entry_get_title (item) : NULL;
}

/* %GTK_INVALID_LIST_POSITION where it does not stand in the list. */
guint
app_test_bounces_find_line (RdWindow   *window,
                            const char *title)
{
  for (guint i = 0; i < g_list_model_get_n_items (app_test_bounces_get_lines (window)); i++)
    {
      if (g_strcmp0 (app_test_bounces_get_title (window, i), title) == 0)
        return i;
    }
  return GTK_INVALID_LIST_POSITION;
}

void
app_test_bounces_select (RdWindow *window,
                         guint     line)
{
  gtk_widget_activate_action (app_test_bounces_get_view (window), "list.select-item", "(ubb)", line, FALSE, FALSE);
}

guint
app_test_bounces_get_selected (RdWindow *window)
{
  return gtk_single_selection_get_selected (GTK_SINGLE_SELECTION (app_test_bounces_get_lines (window)));
}

void
app_test_bounces_search (RdWindow   *window,
                         const char *text)
{
  GtkWidget *entry = app_test_find_type (GTK_WIDGET (app_test_get_pane (window)), GTK_TYPE_SEARCH_ENTRY);

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
}

static void
add_rows (GtkWidget *root,
          GPtrArray *rows)
{
  if (RD_IS_BOUNCE_ROW (root))
    g_ptr_array_add (rows, root);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    add_rows (child, rows);
}

/* (element-type RdBounceRow): (unowned) the widgets that there are, in order. */
GPtrArray *
app_test_bounces_dup_rows (RdWindow *window)
{
  GPtrArray *rows = g_ptr_array_new ();

  add_rows (GTK_WIDGET (app_test_get_pane (window)), rows);
  return rows;
}
