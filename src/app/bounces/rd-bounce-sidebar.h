/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-bounce-list.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The list of what is open, with search and order above it, and the line that
 * leads to all of it together. */
#define RD_TYPE_BOUNCE_SIDEBAR (rd_bounce_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (RdBounceSidebar, rd_bounce_sidebar, RD, BOUNCE_SIDEBAR, AdwBin)

void       rd_bounce_sidebar_set_list (RdBounceSidebar *self,
                                       RdBounceList    *list);
gboolean   rd_bounce_sidebar_append (RdBounceSidebar *self,
                                     GPtrArray       *entries);
void       rd_bounce_sidebar_select (RdBounceSidebar *self,
                                     RdBounceEntry   *entry);
void       rd_bounce_sidebar_set_all_shown (RdBounceSidebar *self,
                                            gboolean         is_shown);
void       rd_bounce_sidebar_clear_search (RdBounceSidebar *self);
void       rd_bounce_sidebar_set_summary (RdBounceSidebar *self,
                                          const char      *text);
void       rd_bounce_sidebar_focus_list (RdBounceSidebar *self);
void       rd_bounce_sidebar_focus_all (RdBounceSidebar *self);
GtkWidget *rd_bounce_sidebar_get_search_entry (RdBounceSidebar *self);

G_END_DECLS
