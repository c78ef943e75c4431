/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define RD_TYPE_LISTING_CHOICES (rd_listing_choices_get_type ())
G_DECLARE_FINAL_TYPE (RdListingChoices, rd_listing_choices, RD, LISTING_CHOICES, AdwBin)

void rd_listing_choices_show (RdListingChoices *self,
                              const char       *subject,
                              gboolean          is_listed);

G_END_DECLS
