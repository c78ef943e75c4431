/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-window"

#include "config.h"

#include "rd-window-private.h"

#include "rd-blocklists-pane.h"
#include "rd-bounces-pane.h"
#include "rd-codes-pane.h"
#include "rd-domain-pane.h"
#include "rd-keeping.h"
#include "rd-logs-pane.h"
#include "rd-source.h"
#include "rd-toast.h"

#include <glib/gi18n.h>

/* The pages, in the order of the switcher.  What is opened, dropped or pasted
 * and does not fit the visible one goes to the first that takes it. */
static GType (*const pane_types[]) (void) = {
  rd_bounces_pane_get_type,
  rd_domain_pane_get_type,
  rd_blocklists_pane_get_type,
  rd_logs_pane_get_type,
  rd_codes_pane_get_type,
};

/* Of a folder full of messages, only a few would push all else off the list. */
#define MAX_RECENT 5

G_DEFINE_FINAL_TYPE (RdWindow, rd_window, ADW_TYPE_APPLICATION_WINDOW)

/* A page of the stack is an empty place until somebody looks at it: panes are
 * what costs time when the window opens, and most stay unseen. */
static RdPane *
ensure_pane (GtkWidget *place)
{
  GtkWidget *pane = adw_bin_get_child (ADW_BIN (place));

  if (pane == NULL)
    {
      gsize index = GPOINTER_TO_SIZE (g_object_get_data (G_OBJECT (place), "rd-pane-index"));

      pane = g_object_new (pane_types[index](), NULL);
      adw_bin_set_child (ADW_BIN (place), pane);
    }
  return RD_PANE (pane);
}

RdPane *
_rd_window_get_visible_pane (RdWindow *self)
{
  return ensure_pane (adw_view_stack_get_visible_child (self->view_stack));
}

static void
remember_taken (RdWindow  *self,
                GtkWidget *place,
                GPtrArray *sources)
{
  GPtrArray *before = self->taken;

  self->taken = g_ptr_array_ref (sources);
  self->taken_by = place;
  g_clear_pointer (&before, g_ptr_array_unref);
}

/* The desktop lists what was opened, if its settings say so. */
static void
add_to_recent (GPtrArray *sources)
{
  for (guint i = 0; i < sources->len && i < MAX_RECENT; i++)
    {
      const RdSource *source = g_ptr_array_index (sources, i);

      if (source->file != NULL)
        {
          g_autofree char *uri = g_file_get_uri (source->file);

          gtk_recent_manager_add_item (gtk_recent_manager_get_default (), uri);
        }
    }
}

void
_rd_window_update_back (RdWindow *self)
{
  gtk_widget_set_visible (self->back_button, self->came_from != NULL || rd_pane_get_can_go_back (_rd_window_get_visible_pane (self)));
}

/* Whoever turns to a page himself does not want to be led back. */
static void
visible_pane_cb (RdWindow *self)
{
  self->came_from = NULL;
  if (adw_view_stack_get_visible_child (self->view_stack) == NULL)
    return;
  g_signal_group_set_target (self->pane_signals, _rd_window_get_visible_pane (self));
  _rd_window_update_back (self);
}

static void
add_panes (RdWindow *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (pane_types); i++)
    {
      g_autoptr (RdPaneClass) klass = g_type_class_ref (pane_types[i]());
      GtkWidget        *place = adw_bin_new ();
      AdwViewStackPage *page;

      g_object_set_data (G_OBJECT (place), "rd-pane-index", GSIZE_TO_POINTER (i));
      page = adw_view_stack_add_titled (self->view_stack, place, klass->name, _ (klass->title));
      adw_view_stack_page_set_icon_name (page, klass->icon_name);
    }
  adw_squeezer_page_set_enabled (self->switcher_page, G_N_ELEMENTS (pane_types) > 1);
}

/* Where the switcher has no room in the header bar, there is one below. */
static gboolean
follow_title_cb (gpointer data)
{
  RdWindow *self = data;
  gboolean  is_narrow = adw_squeezer_get_visible_child (self->title_squeezer) != GTK_WIDGET (self->switcher);

  self->title_id = 0;
  if (is_narrow && adw_view_switcher_get_stack (self->switcher_bar) == NULL)
    adw_view_switcher_set_stack (self->switcher_bar, self->view_stack);
  gtk_widget_set_visible (GTK_WIDGET (self->switcher_bar), is_narrow && G_N_ELEMENTS (pane_types) > 1);
  return G_SOURCE_REMOVE;
}

/* This is decided while the window is given its size; what changes that must
 * wait until it has it. */
static void
title_changed_cb (RdWindow *self)
{
  if (self->title_id == 0)
    self->title_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, follow_title_cb, self, NULL);
}

static void
create_menu_cb (GtkMenuButton *button,
                gpointer       data)
{
  RdWindow *self = data;

  if (gtk_menu_button_get_menu_model (button) == NULL)
    gtk_menu_button_set_menu_model (button, self->primary_menu);
}

static void
restore_size (RdWindow *self)
{
  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (self->settings, "window-width"),
                               g_settings_get_int (self->settings, "window-height"));
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
}

static void
keep_size (RdWindow *self)
{
  int width;
  int height;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_int (self->settings, "window-width", width);
  g_settings_set_int (self->settings, "window-height", height);
  g_settings_set_boolean (self->settings, "window-maximized", gtk_window_is_maximized (GTK_WINDOW (self)));
}

/* What only says that one may drop is there only then, for screen readers too. */
static void
drop_revealed_cb (RdWindow *self)
{
  if (!gtk_revealer_get_reveal_child (self->drop_revealer) && !gtk_revealer_get_child_revealed (self->drop_revealer))
    gtk_widget_set_visible (GTK_WIDGET (self->drop_revealer), FALSE);
}

static void
setting_changed_cb (RdWindow   *self,
                    const char *key)
{
  /* Nobody chose the size to be kept, and nobody misses it. */
  if (g_str_has_prefix (key, "window-"))
    return;
  rd_keeping_complain (GTK_WIDGET (self->view_stack), self->settings);
}

static gboolean
rd_window_close_request (GtkWindow *window)
{
  keep_size (RD_WINDOW (window));
  return GTK_WINDOW_CLASS (rd_window_parent_class)->close_request (window);
}

static void
rd_window_dispose (GObject *object)
{
  RdWindow *self = RD_WINDOW (object);

  g_clear_object (&self->pane_signals);
  g_clear_pointer (&self->taken, g_ptr_array_unref);
  g_clear_object (&self->settings);
  gtk_widget_dispose_template (GTK_WIDGET (self), RD_TYPE_WINDOW);
  g_clear_handle_id (&self->title_id, g_source_remove);
  G_OBJECT_CLASS (rd_window_parent_class)->dispose (object);
}

static void
rd_window_class_init (RdWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rd_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = rd_window_close_request;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/redeliver/Redeliver/rd-window.ui");
  gtk_widget_class_bind_template_child (widget_class, RdWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, RdWindow, view_stack);
  gtk_widget_class_bind_template_child (widget_class, RdWindow, title_squeezer);
  gtk_widget_class_bind_template_child (widget_class, RdWindow, switcher_page);
  gtk_widget_class_bind_template_child (widget_class, RdWindow, switcher);
  gtk_widget_class_bind_template_child (widget_class, RdWindow, switcher_bar);
  gtk_widget_class_bind_template_child (widget_class, RdWindow, back_button);
  gtk_widget_class_bind_template_child (widget_class, RdWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, RdWindow, primary_menu);
  gtk_widget_class_bind_template_child (widget_class, RdWindow, drop_revealer);
  gtk_widget_class_bind_template_callback (widget_class, title_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, visible_pane_cb);
  gtk_widget_class_bind_template_callback (widget_class, drop_revealed_cb);
  _rd_window_install_actions (widget_class);
}

static void
rd_window_init (RdWindow *self)
{
  self->settings = g_settings_new (APP_ID);
  self->pane_signals = g_signal_group_new (RD_TYPE_PANE);
  g_signal_group_connect_swapped (self->pane_signals, "notify::can-go-back", G_CALLBACK (_rd_window_update_back), self);
  gtk_widget_init_template (GTK_WIDGET (self));
  /* Made when first opened, not with the window. */
  gtk_menu_button_set_create_popup_func (self->menu_button, create_menu_cb, self, NULL);
  add_panes (self);
  restore_size (self);
  g_signal_connect_object (self->settings, "changed", G_CALLBACK (setting_changed_cb), self, G_CONNECT_SWAPPED);
  _rd_window_setup_drop (self);
}

RdWindow *
rd_window_new (AdwApplication *application)
{
  return g_object_new (RD_TYPE_WINDOW, "application", application, NULL);
}

static gboolean
give_to_place (RdWindow  *self,
               GtkWidget *place,
               GPtrArray *sources)
{
  if (!rd_pane_take (ensure_pane (place), sources))
    return FALSE;
  remember_taken (self, place, sources);
  adw_view_stack_set_visible_child (self->view_stack, place);
  return TRUE;
}

/* Gives @sources to the page that had them before, which comes back to sight. */
void
_rd_window_give_back (RdWindow  *self,
                      GtkWidget *place,
                      GPtrArray *sources)
{
  adw_view_stack_set_visible_child (self->view_stack, place);
  give_to_place (self, place, sources);
}

/* Gives @sources to the visible pane, or to the first that takes them. */
void
_rd_window_give (RdWindow  *self,
                 GPtrArray *sources)
{
  g_autoptr (GtkSelectionModel) pages = NULL;

  add_to_recent (sources);
  if (give_to_place (self, adw_view_stack_get_visible_child (self->view_stack), sources))
    return;
  pages = adw_view_stack_get_pages (self->view_stack);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (pages)); i++)
    {
      g_autoptr (AdwViewStackPage) page = g_list_model_get_item (G_LIST_MODEL (pages), i);

      if (give_to_place (self, adw_view_stack_page_get_child (page), sources))
        return;
    }
}

/* Gives @sources to the pane that is made for them. */
void
_rd_window_give_to (RdWindow   *self,
                    const char *name,
                    GPtrArray  *sources)
{
  add_to_recent (sources);
  give_to_place (self, adw_view_stack_get_child_by_name (self->view_stack, name), sources);
}

const char *
_rd_window_get_visible_name (RdWindow *self)
{
  return adw_view_stack_get_visible_child_name (self->view_stack);
}

void
rd_window_open_files (RdWindow *self,
                      GFile   **files,
                      int       n_files)
{
  g_autoptr (GPtrArray) sources = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_source_unref);

  for (int i = 0; i < n_files; i++)
    g_ptr_array_add (sources, rd_source_new_for_file (files[i]));
  rd_window_take (self, sources);
}

/* See rd_toast_say(). */
void
rd_window_say (RdWindow   *self,
               const char *sentence)
{
  g_return_if_fail (RD_IS_WINDOW (self));

  rd_toast_say (GTK_WIDGET (self->view_stack), sentence);
}

RdPane *
rd_window_get_pane (RdWindow   *self,
                    const char *name)
{
  GtkWidget *child;

  g_return_val_if_fail (RD_IS_WINDOW (self), NULL);

  child = adw_view_stack_get_child_by_name (self->view_stack, name);
  return child != NULL ? ensure_pane (child) : NULL;
}

void
_rd_window_show_drop_target (RdWindow *self,
                             gboolean  is_over)
{
  if (is_over)
    gtk_widget_set_visible (GTK_WIDGET (self->drop_revealer), TRUE);
  gtk_revealer_set_reveal_child (self->drop_revealer, is_over);
}
