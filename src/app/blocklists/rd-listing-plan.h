/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-listing.h"

G_BEGIN_DECLS

/**
 * RdListingPlace:
 *
 * Where one row of the view stands.
 */
typedef struct
{
  guint           section;     /* rows of one number stand under one heading */
  const char     *title;       /* of the section */
  const char     *description; /* (nullable): of the section */
  const char     *fold;        /* (nullable): heading of the fold the row is in */
  guint           n_in_fold;   /* lists in that fold */
  guint           listing;     /* which one it shows */
  RdListingRepair repair;      /* if not NONE: it shows no listing, but what helps */
} RdListingPlace;

GArray *rd_listing_plan_new (GPtrArray     *listings,
                             gboolean       is_settled,
                             RdListingFlags flags) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
