/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-history-queue.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define RD_TYPE_LISTING_CHANGES (rd_listing_changes_get_type ())
G_DECLARE_FINAL_TYPE (RdListingChanges, rd_listing_changes, RD, LISTING_CHANGES, AdwBin)

void rd_listing_changes_show (RdListingChanges *self,
                              RdHistoryReport  *report);
void rd_listing_changes_clear (RdListingChanges *self);

G_END_DECLS
