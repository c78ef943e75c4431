/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-evidence.h"
#include "rd-listing.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define RD_TYPE_LISTING_GROUPS (rd_listing_groups_get_type ())
G_DECLARE_FINAL_TYPE (RdListingGroups, rd_listing_groups, RD, LISTING_GROUPS, AdwBin)

void     rd_listing_groups_clear (RdListingGroups *self);
void     rd_listing_groups_show (RdListingGroups *self,
                                 GPtrArray       *listings,
                                 RdEvidence      *evidence);
void     rd_listing_groups_set_flags (RdListingGroups *self,
                                      RdListingFlags   flags);
void     rd_listing_groups_set_past (RdListingGroups *self,
                                     GPtrArray       *states);
void     rd_listing_groups_settle (RdListingGroups *self);
gboolean rd_listing_groups_is_busy (RdListingGroups *self);

G_END_DECLS
