/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-listing.h"

G_BEGIN_DECLS

/* What the window says about listings. */
RdFindingState rd_listing_get_state (const RdListing *listing);
char          *rd_listing_dup_subtitle (const RdListing *listing) G_GNUC_WARN_UNUSED_RESULT;
gboolean       rd_listing_is_harmful (const RdListing *listing);
char          *rd_listing_dup_request (const RdListing *listing) G_GNUC_WARN_UNUSED_RESULT;
char          *rd_listings_dup_request (GPtrArray *listings) G_GNUC_WARN_UNUSED_RESULT;
char          *rd_listings_dup_summary (GPtrArray  *listings,
                                        const char *subject) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
