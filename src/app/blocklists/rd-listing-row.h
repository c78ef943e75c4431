/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-fold.h"
#include "rd-history.h"
#include "rd-listing.h"

G_BEGIN_DECLS

#define RD_TYPE_LISTING_ROW (rd_listing_row_get_type ())
G_DECLARE_FINAL_TYPE (RdListingRow, rd_listing_row, RD, LISTING_ROW, RdFold)

GtkWidget       *rd_listing_row_new (void);
gboolean         rd_listing_row_take (RdListingRow *self,
                                      RdListing    *listing,
                                      RdEvidence   *evidence);
void             rd_listing_row_set_past (RdListingRow *self,
                                          GPtrArray    *states);
gboolean         rd_listing_row_counts_down (RdListingRow *self);
void             rd_listing_row_count_down (RdListingRow *self,
                                            gint64        now);
const RdListing *rd_listing_row_get_listing (RdListingRow *self);
GtkWidget       *rd_listing_repair_row_new (RdListingRepair repair);

G_END_DECLS
