/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-bounce-entry.h"

G_BEGIN_DECLS

/**
 * RdListOrder:
 * @RD_LIST_ORDER_CAUSE: under headings, one for each cause, worst first
 * @RD_LIST_ORDER_NEWEST: by time
 * @RD_LIST_ORDER_NAME: by recipient
 *
 * How the list of bounces is sorted.
 */
typedef enum
{
  RD_LIST_ORDER_CAUSE,
  RD_LIST_ORDER_NEWEST,
  RD_LIST_ORDER_NAME,
} RdListOrder;

guint       rd_bounce_order_find_place (RdListOrder    order,
                                        GPtrArray     *entries,
                                        RdBounceEntry *entry);
GHashTable *rd_bounce_order_arrange (RdListOrder           order,
                                     const char           *search,
                                     RdBounceEntry *const *entries,
                                     guint                 n_entries,
                                     GCancellable         *cancellable) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
