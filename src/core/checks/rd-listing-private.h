/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-listing.h"

G_BEGIN_DECLS

const char *_rd_listing_find_reason (const char *label);
char       *_rd_listing_dup_class_meaning (const RdBlocklist *list,
                                           const RdListCode  *code,
                                           gboolean           is_domain) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
