/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-window.h"

G_BEGIN_DECLS

struct _RdWindow
{
  AdwApplicationWindow parent_instance;

  GSettings *settings;
  guint      title_id;

  GSignalGroup *pane_signals; /* of the visible pane */
  GtkWidget    *came_from;    /* (unowned) (nullable): the page a link was followed from */
  GPtrArray    *taken;        /* (nullable) (element-type RdSource): what was opened last */
  GtkWidget    *taken_by;     /* (unowned) (nullable): the page that shows it */

  AdwToastOverlay *toast_overlay;
  AdwViewStack    *view_stack;
  AdwSqueezer     *title_squeezer;
  AdwSqueezerPage *switcher_page;
  AdwViewSwitcher *switcher;
  AdwViewSwitcher *switcher_bar;
  GtkWidget       *back_button;
  GtkMenuButton   *menu_button;
  GMenuModel      *primary_menu;
  GtkRevealer     *drop_revealer;
};

void _rd_window_install_actions (GtkWidgetClass *widget_class);

RdPane *_rd_window_get_visible_pane (RdWindow *self);
void    _rd_window_update_back (RdWindow *self);

void _rd_window_setup_drop (RdWindow *self);
void _rd_window_show_drop_target (RdWindow *self,
                                  gboolean  is_over);
void _rd_window_open (RdWindow *self);

GtkFileFilter *_rd_window_new_filter (void) G_GNUC_WARN_UNUSED_RESULT;

void        _rd_window_give (RdWindow  *self,
                             GPtrArray *sources);
void        _rd_window_give_back (RdWindow  *self,
                                  GtkWidget *place,
                                  GPtrArray *sources);
void        _rd_window_give_to (RdWindow   *self,
                                const char *name,
                                GPtrArray  *sources);
const char *_rd_window_get_visible_name (RdWindow *self);
gboolean    _rd_window_is_routing (RdWindow *self);

G_END_DECLS
