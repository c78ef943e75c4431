/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What stands where.  While answers come in, every list stays where it is; once
 * all are there, what matters comes first and the rest is folded. */

#define G_LOG_DOMAIN "rd-listing-plan"

#include "config.h"

#include "rd-listing-plan.h"

#include <glib/gi18n.h>

static const RdListingGroup blame_groups[] = {
  RD_LISTING_REPUTATION,
  RD_LISTING_POLICY,
  RD_LISTING_NEIGHBOURHOOD,
  RD_LISTING_DOMAIN,
  RD_LISTING_MINOR,
};

static const RdListingGroup other_groups[] = {
  RD_LISTING_ALLOW,
  RD_LISTING_INFORMATIONAL,
};

typedef struct
{
  GArray        *places; /* (element-type RdListingPlace) */
  GPtrArray     *listings;
  guint          section;
  RdListingFlags flags;
} Plan;

static const RdListing *
get_listing (const Plan *plan,
             guint       index)
{
  return g_ptr_array_index (plan->listings, index);
}

static RdListingPlace *
add_place (Plan       *plan,
           guint       listing,
           const char *title)
{
  RdListingPlace place = { .section = plan->section, .title = title, .listing = listing };

  g_array_append_val (plan->places, place);
  return &g_array_index (plan->places, RdListingPlace, plan->places->len - 1);
}

static gboolean
is_hit (const RdListing *listing)
{
  return listing->state == RD_LISTING_LISTED || listing->state == RD_LISTING_REMARK;
}

/* What did harm for certain comes first, whatever its weight is. */
static void
add_named (Plan *plan)
{
  plan->section++;
  for (guint i = 0; i < plan->listings->len; i++)
    {
      if (get_listing (plan, i)->is_named)
        add_place (plan, i, _ ("Named in Your Bounces"))->description = _ ("Start here: these lists have refused your mail.");
    }
}

/* The lists of some groups; in a settled view, only those with something to say. */
static void
add_groups (Plan                 *plan,
            const RdListingGroup *groups,
            gsize                 n,
            gboolean              only_hits)
{
  for (gsize i = 0; i < n; i++)
    {
      plan->section++;
      for (guint j = 0; j < plan->listings->len; j++)
        {
          const RdListing *listing = get_listing (plan, j);

          if (!listing->is_named && listing->group == groups[i] && (!only_hits || is_hit (listing)))
            add_place (plan, j, rd_listing_group_get_label (groups[i]));
        }
    }
}

static gboolean
is_folded (const RdListing *listing,
           RdListingState   state,
           const char      *reason)
{
  return !listing->is_named && listing->state == state && g_strcmp0 (listing->reason, reason) == 0;
}

/* All lists in @state for one @reason, from the first of them on. */
static void
add_fold (Plan          *plan,
          guint          first,
          RdListingState state,
          const char    *title,
          const char    *fold)
{
  const char *reason = get_listing (plan, first)->reason;
  guint       n = 0;

  for (guint i = first; i < plan->listings->len; i++)
    n += is_folded (get_listing (plan, i), state, reason);
  for (guint i = first; i < plan->listings->len; i++)
    {
      RdListingPlace *place;

      if (!is_folded (get_listing (plan, i), state, reason))
        continue;
      place = add_place (plan, i, title);
      place->fold = fold;
      place->n_in_fold = n;
    }
}

/* Each reason with its lists, and below them the one thing that helps; the
 * pages of the lists are in their rows. */
static void
add_unchecked (Plan *plan)
{
  g_autoptr (GHashTable) reasons = g_hash_table_new (g_str_hash, g_str_equal);
  gboolean        helps[RD_LISTING_REPAIR_LOOKUP + 1] = { FALSE };
  RdListingRepair repair = RD_LISTING_REPAIR_NONE;

  plan->section++;
  for (guint i = 0; i < plan->listings->len; i++)
    {
      const RdListing *listing = get_listing (plan, i);

      if (listing->is_named || listing->state != RD_LISTING_UNKNOWN || !g_hash_table_add (reasons, (gpointer) listing->reason))
        continue;
      add_fold (plan, i, RD_LISTING_UNKNOWN, _ ("Could Not Check"), rd_listing_reason_get_text (listing->reason));
      helps[rd_listing_reason_get_repair (listing->reason, plan->flags)] = TRUE;
    }
  if (helps[RD_LISTING_REPAIR_DIRECT])
    repair = RD_LISTING_REPAIR_DIRECT;
  else if (helps[RD_LISTING_REPAIR_AGAIN])
    repair = RD_LISTING_REPAIR_AGAIN;
  if (repair != RD_LISTING_REPAIR_NONE)
    add_place (plan, 0, _ ("Could Not Check"))->repair = repair;
}

static void
add_unlisted (Plan *plan)
{
  plan->section++;
  for (guint i = 0; i < plan->listings->len; i++)
    {
      const RdListing *listing = get_listing (plan, i);

      if (listing->is_named || listing->state != RD_LISTING_NOT_LISTED)
        continue;
      add_fold (plan, i, RD_LISTING_NOT_LISTED, _ ("Not Listed"), _ ("Lists that do not name it"));
      return;
    }
}

/**
 * rd_listing_plan_new:
 * @listings: (element-type RdListing): what is known of all lists
 * @is_settled: whether all answers that will come are there
 * @flags: how the lists were asked
 *
 * Decides where each list stands.
 *
 * Returns: (transfer full) (element-type RdListingPlace): the places, from the
 *   top to the bottom
 */
GArray *
rd_listing_plan_new (GPtrArray     *listings,
                     gboolean       is_settled,
                     RdListingFlags flags)
{
  Plan plan = { .listings = listings, .flags = flags };

  plan.places = g_array_new (FALSE, TRUE, sizeof (RdListingPlace));
  add_named (&plan);
  add_groups (&plan, blame_groups, G_N_ELEMENTS (blame_groups), is_settled);
  if (is_settled)
    add_unchecked (&plan);
  add_groups (&plan, other_groups, G_N_ELEMENTS (other_groups), is_settled);
  if (is_settled)
    add_unlisted (&plan);
  return plan.places;
}
