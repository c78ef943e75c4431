/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the menu, the keys and the buttons of the window do. */

#define G_LOG_DOMAIN "rd-window"

#include "config.h"

#include "rd-window-private.h"

#include "rd-copy-button.h"
#include "rd-help.h"

#include <glib/gi18n.h>

static void
open_action_cb (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  _rd_window_open (RD_WINDOW (widget));
}

static void
paste_action_cb (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  rd_window_paste (RD_WINDOW (widget));
}

static void
go_back_action_cb (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  RdWindow *self = RD_WINDOW (widget);
  RdPane   *pane = _rd_window_get_visible_pane (self);

  if (rd_pane_get_can_go_back (pane))
    rd_pane_go_back (pane);
  else if (self->came_from != NULL)
    {
      adw_view_stack_set_visible_child (self->view_stack, self->came_from);
      gtk_widget_child_focus (GTK_WIDGET (_rd_window_get_visible_pane (self)), GTK_DIR_TAB_FORWARD);
    }
}

/* Leaves what one is in: what is running, then the page one came to. */
static void
cancel_action_cb (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  if (!rd_pane_cancel (_rd_window_get_visible_pane (RD_WINDOW (widget))))
    go_back_action_cb (widget, name, parameter);
}

static void
check_again_action_cb (GtkWidget  *widget,
                       const char *name,
                       GVariant   *parameter)
{
  rd_pane_check_again (_rd_window_get_visible_pane (RD_WINDOW (widget)));
}

static void
find_action_cb (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  rd_pane_find (_rd_window_get_visible_pane (RD_WINDOW (widget)));
}

/* What was cleared is read once more: that is quick, and nothing of it has to
 * be kept meanwhile. */
static void
undo_clicked_cb (AdwToast *toast,
                 RdWindow *self)
{
  GPtrArray *sources = g_object_get_data (G_OBJECT (toast), "sources");
  GtkWidget *place = g_object_get_data (G_OBJECT (toast), "place");

  _rd_window_give_back (self, place, sources);
}

static void
offer_undo (RdWindow *self)
{
  AdwToast *toast = adw_toast_new (_ ("The page was cleared"));

  adw_toast_set_button_label (toast, _ ("_Undo"));
  g_object_set_data_full (G_OBJECT (toast), "sources", g_steal_pointer (&self->taken), (GDestroyNotify) g_ptr_array_unref);
  g_object_set_data (G_OBJECT (toast), "place", self->taken_by);
  self->taken_by = NULL;
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (undo_clicked_cb), self, 0);
  adw_toast_overlay_add_toast (self->toast_overlay, toast);
}

static void
start_over_action_cb (GtkWidget  *widget,
                      const char *name,
                      GVariant   *parameter)
{
  RdWindow *self = RD_WINDOW (widget);

  rd_pane_start_over (_rd_window_get_visible_pane (self));
  if (self->taken_by == adw_view_stack_get_visible_child (self->view_stack))
    offer_undo (self);
}

static void
copy_summary_action_cb (GtkWidget  *widget,
                        const char *name,
                        GVariant   *parameter)
{
  RdWindow        *self = RD_WINDOW (widget);
  g_autofree char *text = rd_pane_dup_summary (_rd_window_get_visible_pane (self));

  if (text != NULL)
    rd_copy_text (GTK_WIDGET (self->view_stack), text);
  else
    rd_window_say (self, _ ("There is nothing to copy yet"));
}

static void
send_report_action_cb (GtkWidget  *widget,
                       const char *name,
                       GVariant   *parameter)
{
  RdWindow *self = RD_WINDOW (widget);

  if (!rd_pane_send_report (_rd_window_get_visible_pane (self)))
    rd_window_say (self, _ ("There is nothing to report yet"));
}

static void
show_help_action_cb (GtkWidget  *widget,
                     const char *name,
                     GVariant   *parameter)
{
  gtk_window_present (rd_help_new (GTK_WINDOW (widget)));
}

/* Made when asked for: GtkApplication would make it with the window. */
static void
show_help_overlay_action_cb (GtkWidget  *widget,
                             const char *name,
                             GVariant   *parameter)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource ("/io/github/redeliver/Redeliver/rd-shortcuts.ui");
  GtkWindow *overlay = GTK_WINDOW (gtk_builder_get_object (builder, "help_overlay"));

  gtk_window_set_transient_for (overlay, GTK_WINDOW (widget));
  gtk_window_present (overlay);
}

/* Whoever turns to a page with the keyboard goes on there, not in the bar at the
 * top, where Enter would open a file. */
static void
focus_visible_pane (RdWindow *self)
{
  GtkWidget *place = adw_view_stack_get_visible_child (self->view_stack);
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (focus == NULL || !gtk_widget_is_ancestor (focus, place))
    gtk_widget_child_focus (place, GTK_DIR_TAB_FORWARD);
}

static void
show_nth_pane_action_cb (GtkWidget  *widget,
                         const char *name,
                         GVariant   *parameter)
{
  RdWindow *self = RD_WINDOW (widget);
  g_autoptr (GtkSelectionModel) pages = adw_view_stack_get_pages (self->view_stack);
  int number = g_variant_get_int32 (parameter);

  /* libadwaita does not look whether there is such a page. */
  if (number < 0 || (guint) number >= g_list_model_get_n_items (G_LIST_MODEL (pages)))
    return;
  gtk_selection_model_select_item (pages, (guint) number, TRUE);
  focus_visible_pane (self);
}

/* Follows a link to another page, from which one can go back. */
static void
check_in_pane (RdWindow   *self,
               const char *name,
               GVariant   *parameter)
{
  GtkWidget *before = adw_view_stack_get_visible_child (self->view_stack);

  adw_view_stack_set_visible_child_name (self->view_stack, name);
  if (adw_view_stack_get_visible_child (self->view_stack) != before)
    self->came_from = before;
  rd_pane_check (rd_window_get_pane (self, name), g_variant_get_string (parameter, NULL));
  _rd_window_update_back (self);
}

/* A page to type on: with the cursor where one types. */
static void
show_pane_action_cb (GtkWidget  *widget,
                     const char *name,
                     GVariant   *parameter)
{
  RdWindow *self = RD_WINDOW (widget);

  adw_view_stack_set_visible_child_name (self->view_stack, g_variant_get_string (parameter, NULL));
  rd_pane_find (_rd_window_get_visible_pane (self));
}

static void
check_domain_action_cb (GtkWidget  *widget,
                        const char *name,
                        GVariant   *parameter)
{
  check_in_pane (RD_WINDOW (widget), "domain", parameter);
}

static void
check_blocklists_action_cb (GtkWidget  *widget,
                            const char *name,
                            GVariant   *parameter)
{
  check_in_pane (RD_WINDOW (widget), "blocklists", parameter);
}

static void
explain_action_cb (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  check_in_pane (RD_WINDOW (widget), "codes", parameter);
}

void
_rd_window_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.open", NULL, open_action_cb);
  gtk_widget_class_install_action (widget_class, "win.paste", NULL, paste_action_cb);
  gtk_widget_class_install_action (widget_class, "win.cancel", NULL, cancel_action_cb);
  gtk_widget_class_install_action (widget_class, "win.go-back", NULL, go_back_action_cb);
  gtk_widget_class_install_action (widget_class, "win.check-again", NULL, check_again_action_cb);
  gtk_widget_class_install_action (widget_class, "win.find", NULL, find_action_cb);
  gtk_widget_class_install_action (widget_class, "win.start-over", NULL, start_over_action_cb);
  gtk_widget_class_install_action (widget_class, "win.copy-summary", NULL, copy_summary_action_cb);
  gtk_widget_class_install_action (widget_class, "win.send-report", NULL, send_report_action_cb);
  gtk_widget_class_install_action (widget_class, "win.show-help", NULL, show_help_action_cb);
  gtk_widget_class_install_action (widget_class, "win.show-help-overlay", NULL, show_help_overlay_action_cb);
  gtk_widget_class_install_action (widget_class, "win.show-nth-pane", "i", show_nth_pane_action_cb);
  gtk_widget_class_install_action (widget_class, "win.check-blocklists", "s", check_blocklists_action_cb);
  gtk_widget_class_install_action (widget_class, "win.check-domain", "s", check_domain_action_cb);
  gtk_widget_class_install_action (widget_class, "win.show-pane", "s", show_pane_action_cb);
  gtk_widget_class_install_action (widget_class, "win.explain", "s", explain_action_cb);

  /* Not accelerators of the application: those come before the focused entry,
   * where these keys are for the text. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_v, GDK_CONTROL_MASK, "win.paste", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "win.cancel", NULL);
}
