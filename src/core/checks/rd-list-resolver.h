/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-listing.h"

G_BEGIN_DECLS

const char *rd_list_resolver_find_name (const char *server);
char       *rd_list_resolver_dup_sentence (const char *const *servers) G_GNUC_WARN_UNUSED_RESULT;
void        rd_listings_reconcile (GPtrArray *listings);

G_END_DECLS
