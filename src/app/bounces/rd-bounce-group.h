/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-bounce-entry.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Bounces with one cause, as a list: first the group itself, for the heading,
 * then its entries. */
#define RD_TYPE_BOUNCE_GROUP (rd_bounce_group_get_type ())
G_DECLARE_FINAL_TYPE (RdBounceGroup, rd_bounce_group, RD, BOUNCE_GROUP, GObject)

RdBounceGroup *rd_bounce_group_new (const char    *title,
                                    RdFindingState state,
                                    GtkFilter     *filter) G_GNUC_WARN_UNUSED_RESULT;
void           rd_bounce_group_append (RdBounceGroup *self,
                                       GPtrArray     *entries);
const char    *rd_bounce_group_get_title (RdBounceGroup *self);
guint          rd_bounce_group_get_count (RdBounceGroup *self);
int            rd_bounce_group_compare (gconstpointer a,
                                        gconstpointer b,
                                        gpointer      data);

G_END_DECLS
