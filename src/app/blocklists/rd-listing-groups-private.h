/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-fold.h"
#include "rd-listing-groups.h"
#include "rd-listing-plan.h"
#include "rd-minute.h"
#include "rd-pace.h"

G_BEGIN_DECLS

/* A row that appears, changes or goes costs about 2 ms, and as much again when
 * the page is laid out, the first of their kind more than twice that; one frame
 * has 16. */
#define WORK_PER_FRAME 4
#define WORK_VISIBLE 4
#define WORK_HIDDEN 1

/* All lists under headings.  Everything that makes the page be laid out anew is
 * done in pieces, one a frame, so that the window never stands still: rows
 * appear, take in their answers and move to where they stay, always the topmost
 * first. */
struct _RdListingGroups
{
  AdwBin parent_instance;

  RdEvidence    *evidence; /* (nullable) */
  RdListingFlags flags;    /* how they were asked */
  GPtrArray     *past;     /* (element-type RdHistoryState) (nullable): how they stood before */

  GPtrArray *rows;    /* (element-type RdListingRow) (nullable elements): in the order of the listings */
  GPtrArray *pending; /* (element-type RdListing) (nullable elements): what the row does not show yet */
  guint      n_taken; /* elements of @pending that were looked at */

  GArray              *places;   /* (element-type RdListingPlace) (nullable): where rows are to stand */
  guint                n_placed; /* of @places, those that were reached */
  guint                section;  /* last of the places that were reached */
  AdwPreferencesGroup *group;    /* (unowned) (nullable): of that section */
  RdFold              *fold;     /* (unowned) (nullable): of that place */
  const char          *fold_of;  /* (nullable): its heading */

  GtkWidget *outer; /* (unowned): the page, and below it what rows leave for it */
  GtkWidget *box;   /* (unowned): the page */
  GPtrArray *gone;  /* (element-type GtkWidget): hidden, to be taken down */
  RdPace    *pace;
  RdMinute  *minute; /* for what is counted down */
};

/* What the files of the groups do for each other.  What places and reveals returns
 * what that has cost. */
void       _rd_listing_groups_take_out (GtkWidget *row);
guint      _rd_listing_groups_place_next (RdListingGroups *self);
guint      _rd_listing_groups_reveal_next (RdListingGroups *self);
GtkWidget *_rd_listing_groups_ensure_row (RdListingGroups *self, guint index);

G_END_DECLS
