/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-bounce-order.h"

G_BEGIN_DECLS

/* Diagnoses kept in full; of the rest stays what a line of the list shows.  A
 * diagnosis with its bounce takes some ten kilobytes. */
#define RD_BOUNCE_LIST_MAX_KEPT 1000

#define RD_TYPE_BOUNCE_LIST (rd_bounce_list_get_type ())
G_DECLARE_FINAL_TYPE (RdBounceList, rd_bounce_list, RD, BOUNCE_LIST, GObject)

RdBounceList  *rd_bounce_list_new (void) G_GNUC_WARN_UNUSED_RESULT;
void           rd_bounce_list_append (RdBounceList *self,
                                      GPtrArray    *all);
void           rd_bounce_list_clear (RdBounceList *self);
void           rd_bounce_list_set_search (RdBounceList *self,
                                          const char   *text);
void           rd_bounce_list_set_order (RdBounceList *self,
                                         RdListOrder   order);
gboolean       rd_bounce_list_is_arranging (RdBounceList *self);
guint          rd_bounce_list_find (RdBounceList  *self,
                                    RdBounceEntry *entry);
guint          rd_bounce_list_get_n (RdBounceList *self);
guint          rd_bounce_list_get_n_groups (RdBounceList *self);
RdBounceEntry *rd_bounce_list_get_first (RdBounceList *self);
GPtrArray     *rd_bounce_list_dup_verdicts (RdBounceList *self) G_GNUC_WARN_UNUSED_RESULT;
RdInsight     *rd_bounce_list_get_insight (RdBounceList *self);

G_END_DECLS
