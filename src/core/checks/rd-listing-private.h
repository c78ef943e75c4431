/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-listing.h"

G_BEGIN_DECLS

char          *_rd_listing_dup_name (const char *subject, const char *zone) G_GNUC_WARN_UNUSED_RESULT;
char          *_rd_listing_dup_test_name (const RdBlocklist *list, const char *subject, gboolean listed) G_GNUC_WARN_UNUSED_RESULT;
RdListingGroup _rd_listing_find_group (const RdBlocklist *list, const char *subject, const RdListCode *worst);
gboolean       _rd_listing_read_hit (RdListing *self, const RdAnswer *answer);
const char    *_rd_listing_find_reason (const char *label);
char          *_rd_listing_dup_class_meaning (const RdBlocklist *list,
                                              const RdListCode  *code,
                                              gboolean           is_domain) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
