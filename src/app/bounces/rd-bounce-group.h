/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-bounce-entry.h"

G_BEGIN_DECLS

/* Bounces that stand together in the list: those with one cause, under a heading
 * that is the group itself, or simply all. */
#define RD_TYPE_BOUNCE_GROUP (rd_bounce_group_get_type ())
G_DECLARE_FINAL_TYPE (RdBounceGroup, rd_bounce_group, RD, BOUNCE_GROUP, GObject)

RdBounceGroup *rd_bounce_group_new (const char    *title,
                                    RdFindingState state) G_GNUC_WARN_UNUSED_RESULT;
void           rd_bounce_group_take_entries (RdBounceGroup *self,
                                             GPtrArray     *entries);
void           rd_bounce_group_insert (RdBounceGroup *self,
                                       guint          place,
                                       RdBounceEntry *entry);
GPtrArray     *rd_bounce_group_get_entries (RdBounceGroup *self);
const char    *rd_bounce_group_get_title (RdBounceGroup *self);
guint          rd_bounce_group_get_count (RdBounceGroup *self);
guint          rd_bounce_group_get_n_lines (RdBounceGroup *self);
gpointer       rd_bounce_group_get_line (RdBounceGroup *self,
                                         guint          line);
int            rd_bounce_group_compare (gconstpointer a,
                                        gconstpointer b,
                                        gpointer      data);

G_END_DECLS
