/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-listing.h"

G_BEGIN_DECLS

void rd_cli_print_listings (GPtrArray     *listings,
                            RdListingFlags flags);
void rd_cli_print_candidates (GPtrArray *candidates);

G_END_DECLS
