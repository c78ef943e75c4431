/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-window.h"

G_BEGIN_DECLS

void _rd_window_setup_drop (RdWindow *self);
void _rd_window_show_drop_target (RdWindow *self,
                                  gboolean  is_over);
void _rd_window_open (RdWindow *self);

GtkFileFilter *_rd_window_new_filter (void) G_GNUC_WARN_UNUSED_RESULT;

void        _rd_window_give (RdWindow  *self,
                             GPtrArray *sources);
void        _rd_window_give_to (RdWindow   *self,
                                const char *name,
                                GPtrArray  *sources);
const char *_rd_window_get_visible_name (RdWindow *self);
gboolean    _rd_window_is_routing (RdWindow *self);

G_END_DECLS
