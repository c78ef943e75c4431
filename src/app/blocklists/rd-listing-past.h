/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-history.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define RD_TYPE_LISTING_PAST (rd_listing_past_get_type ())
G_DECLARE_FINAL_TYPE (RdListingPast, rd_listing_past, RD, LISTING_PAST, GtkWidget)

GtkWidget *rd_listing_past_new (GArray     *states,
                                const char *sentence);
GArray    *rd_listing_past_pick (GPtrArray  *states,
                                 const char *finding,
                                 char      **sentence) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
