/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What blocklists say, as text for people. */

#define G_LOG_DOMAIN "rd-cli"

#include "config.h"

#include "rd-cli-listings.h"

#include "rd-bounce-lists.h"
#include "rd-cli-text.h"

#include <glib/gi18n.h>
#include <string.h>

static void
print_help (const RdListing *listing)
{
  g_autofree char *url = rd_listing_dup_url (listing, TRUE);
  g_autofree char *countdown = rd_listing_dup_countdown (listing, g_get_real_time () / G_USEC_PER_SEC);
  const char      *end = countdown != NULL ? countdown : rd_blocklist_get_words (listing->list->expires);

  if (listing->list->fix_first != NULL)
    rd_cli_print_item (6, _ ("Fix first"), 14, rd_blocklist_get_words (listing->list->fix_first));
  if (listing->list->who_may_ask != NULL)
    rd_cli_print_item (6, _ ("Who may ask"), 14, rd_blocklist_get_words (listing->list->who_may_ask));
  if (url != NULL)
    rd_cli_print_item (6, _ ("Where"), 14, url);
  if (listing->list->write != NULL)
    rd_cli_print_item (6, _ ("What to write"), 14, rd_blocklist_get_words (listing->list->write));
  if (end != NULL)
    rd_cli_print_item (6, _ ("Ends"), 14, end);
}

static void
print_listing (const RdListing *listing)
{
  g_autoptr (RdFinding) finding = rd_listing_to_finding (listing);

  rd_cli_print_state (finding->state, 4, finding->title);
  if (finding->explanation != NULL)
    rd_cli_print (RD_STYLE_PLAIN, 6, finding->explanation);
  if (listing->is_named && listing->state == RD_LISTING_NOT_LISTED)
    rd_cli_print (RD_STYLE_PLAIN, 6, _ ("Your bounce names it, but it does not list you any more: you can send again."));
  else if (listing->is_named && listing->state != RD_LISTING_NAMED)
    rd_cli_print (RD_STYLE_PLAIN, 6, _ ("Your bounce names it: start here."));
  if (listing->state == RD_LISTING_LISTED || listing->state == RD_LISTING_NAMED)
    print_help (listing);
}

static void
print_group (GPtrArray     *listings,
             RdListingState state,
             const char    *title)
{
  gboolean first = TRUE;

  for (guint i = 0; i < listings->len; i++)
    {
      const RdListing *listing = g_ptr_array_index (listings, i);

      if (listing->state != state)
        continue;
      if (first)
        {
          g_print ("\n");
          rd_cli_print (RD_STYLE_BOLD, 2, title);
        }
      first = FALSE;
      print_listing (listing);
    }
}

/* What could not be checked stands under its reason, with the one thing that
 * helps. */
static void
print_unchecked (GPtrArray     *listings,
                 RdListingFlags flags)
{
  g_autoptr (GHashTable) reasons = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < listings->len; i++)
    {
      const RdListing *listing = g_ptr_array_index (listings, i);
      g_autoptr (GString) names = g_string_new (NULL);

      if (listing->state != RD_LISTING_UNKNOWN || !g_hash_table_add (reasons, (gpointer) listing->reason))
        continue;
      if (g_hash_table_size (reasons) == 1)
        {
          g_print ("\n");
          rd_cli_print (RD_STYLE_BOLD, 2, _ ("Could not check"));
        }
      for (guint j = i; j < listings->len; j++)
        {
          const RdListing *other = g_ptr_array_index (listings, j);

          if (other->state == RD_LISTING_UNKNOWN && strcmp (other->reason, listing->reason) == 0)
            g_string_append_printf (names, "%s%s", names->len > 0 ? _ (", ") : "", other->list->name);
        }
      rd_cli_print_state (RD_FINDING_UNKNOWN, 4, rd_listing_reason_get_text (listing->reason));
      rd_cli_print (RD_STYLE_PLAIN, 6, names->str);
      if (rd_listing_reason_get_repair (listing->reason, flags) == RD_LISTING_REPAIR_DIRECT)
        rd_cli_print (RD_STYLE_DIM, 6, _ ("Ask the lists’ own servers with --direct."));
    }
}

/**
 * rd_cli_print_listings:
 * @listings: (element-type RdListing): what all lists say about one subject
 * @flags: how they were asked
 *
 * Prints them, what matters first.
 */
void
rd_cli_print_listings (GPtrArray     *listings,
                       RdListingFlags flags)
{
  print_group (listings, RD_LISTING_NAMED, _ ("Known only from your bounce"));
  print_group (listings, RD_LISTING_LISTED, _ ("Listed"));
  print_group (listings, RD_LISTING_REMARK, _ ("Remarks, no blame"));
  print_unchecked (listings, flags);
  print_group (listings, RD_LISTING_NOT_LISTED, _ ("Not listed"));
}

/**
 * rd_cli_print_candidates:
 * @candidates: (element-type RdListSubject): what else could be asked about
 *
 * Prints them.  None is known to be the one that sends, so nothing is asked about
 * them unless somebody says so.
 */
void
rd_cli_print_candidates (GPtrArray *candidates)
{
  for (guint i = 0; i < candidates->len; i++)
    {
      const RdListSubject *candidate = g_ptr_array_index (candidates, i);

      if (i == 0)
        {
          g_print ("\n");
          rd_cli_print (RD_STYLE_BOLD, 2, _ ("Worth checking, too"));
        }
      rd_cli_print (RD_STYLE_PLAIN, 4, candidate->subject);
      rd_cli_print (RD_STYLE_DIM, 6, rd_list_source_get_text (candidate->source));
    }
}
