/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-bounce-lists.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define RD_TYPE_LISTING_OFFERS (rd_listing_offers_get_type ())
G_DECLARE_FINAL_TYPE (RdListingOffers, rd_listing_offers, RD, LISTING_OFFERS, AdwBin)

void rd_listing_offers_show (RdListingOffers   *self,
                             GPtrArray         *subjects,
                             GPtrArray         *named,
                             const char *const *own_servers);
void rd_listing_offers_show_candidates (RdListingOffers *self,
                                        GPtrArray       *candidates);

G_END_DECLS
