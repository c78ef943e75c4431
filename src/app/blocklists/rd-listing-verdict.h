/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define RD_TYPE_LISTING_VERDICT (rd_listing_verdict_get_type ())
G_DECLARE_FINAL_TYPE (RdListingVerdict, rd_listing_verdict, RD, LISTING_VERDICT, AdwBin)

void rd_listing_verdict_begin (RdListingVerdict *self,
                               const char       *subject,
                               const char       *source,
                               const char       *warning);
void rd_listing_verdict_show (RdListingVerdict *self,
                              GPtrArray        *listings,
                              gboolean          is_running);
void rd_listing_verdict_focus (RdListingVerdict *self);

G_END_DECLS
