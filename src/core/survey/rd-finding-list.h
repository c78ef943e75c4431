/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-finding.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * RdFindingItem:
 *
 * One row of an #RdFindingList.  It stays the same object as long as the thing
 * it is about is listed, while its finding is replaced, so that a window can
 * keep the row where the user looks at it.
 */
#define RD_TYPE_FINDING_ITEM (rd_finding_item_get_type ())
G_DECLARE_FINAL_TYPE (RdFindingItem, rd_finding_item, RD, FINDING_ITEM, GObject)

RdFinding *rd_finding_item_get_finding (RdFindingItem *self);

/**
 * RdFindingList:
 *
 * Findings of several sources, worst first, as a list model of #RdFindingItem.
 */
#define RD_TYPE_FINDING_LIST (rd_finding_list_get_type ())
G_DECLARE_FINAL_TYPE (RdFindingList, rd_finding_list, RD, FINDING_LIST, GObject)

RdFindingList *rd_finding_list_new (void) G_GNUC_WARN_UNUSED_RESULT;
void           rd_finding_list_replace (RdFindingList   *self,
                                        guint            source,
                                        const GPtrArray *findings);
gboolean       rd_finding_list_find (RdFindingList   *self,
                                     const RdFinding *finding,
                                     guint           *source);

G_END_DECLS
