/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What listings come to: a finding each, and one sentence over all of them. */

#define G_LOG_DOMAIN "rd-listing"

#include "config.h"

#include "rd-listing.h"

#include <glib/gi18n-lib.h>

/* A listing of this weight is felt by the sender. */
#define LEAST_HARMFUL_WEIGHT 60

/* Without a list of this weight nobody may say "not listed": Spamhaus. */
#define LEAST_DECISIVE_WEIGHT 90

/**
 * rd_listing_dup_url:
 * @self: a listing
 * @removal: whether the page for removal is wanted, else the one for looking up
 *
 * The page of the list with the subject filled in.
 *
 * Returns: (transfer full) (nullable): the URL
 */
char *
rd_listing_dup_url (const RdListing *self,
                    gboolean         removal)
{
  const char *template = removal ? self->list->removal_url : self->list->lookup_url;
  GString *url;

  if (template == NULL)
    return NULL;
  url = g_string_new (template);
  g_string_replace (url, "{ip}", self->subject, 0);
  g_string_replace (url, "{domain}", self->subject, 0);
  return g_string_free (url, FALSE);
}

/**
 * rd_listing_get_finding_state:
 * @self: a listing
 *
 * How bad a listing is.  What a bounce names has done harm, whatever its
 * weight.
 *
 * Returns: the state
 */
RdFindingState
rd_listing_get_finding_state (const RdListing *self)
{
  switch (self->state)
    {
    case RD_LISTING_NAMED:
      return RD_FINDING_BROKEN;
    case RD_LISTING_LISTED:
      if (self->is_named && self->group != RD_LISTING_ALLOW)
        return RD_FINDING_BROKEN;
      if (self->group == RD_LISTING_INFORMATIONAL || self->group == RD_LISTING_ALLOW)
        return RD_FINDING_INFO;
      if (self->group == RD_LISTING_NEIGHBOURHOOD || self->group == RD_LISTING_MINOR)
        return self->list->weight < 10 ? RD_FINDING_INFO : RD_FINDING_WEAK;
      return self->list->weight >= LEAST_HARMFUL_WEIGHT ? RD_FINDING_BROKEN : RD_FINDING_WEAK;
    case RD_LISTING_NOT_LISTED:
      return RD_FINDING_FINE;
    case RD_LISTING_REMARK:
      return RD_FINDING_INFO;
    case RD_LISTING_PENDING:
    case RD_LISTING_UNKNOWN:
    default:
      return RD_FINDING_UNKNOWN;
    }
}

/* Office lines, websites and domains are the user's own affair; servers are
 * the host's. */
static RdOwner
owner_for (const RdListing *self,
           RdFindingState   state)
{
  if (state != RD_FINDING_BROKEN && state != RD_FINDING_WEAK)
    return RD_OWNER_WAIT;
  return self->group == RD_LISTING_POLICY || self->group == RD_LISTING_DOMAIN ? RD_OWNER_YOU : RD_OWNER_HOST;
}

/**
 * rd_listing_to_finding:
 * @self: a listing
 *
 * Turns a listing into a finding with id "blocklist.LIST".
 *
 * Returns: (transfer full): the finding
 */
RdFinding *
rd_listing_to_finding (const RdListing *self)
{
  g_autofree char *id = g_strdup_printf ("blocklist.%s", self->list->id);
  g_autofree char *title = NULL;
  RdFindingState   state = rd_listing_get_finding_state (self);
  RdFinding       *finding;

  switch (self->state)
    {
    case RD_LISTING_LISTED:
      title = g_strdup_printf (_ ("%s lists %s"), self->list->name, self->subject);
      break;
    case RD_LISTING_NAMED:
      title = g_strdup_printf (_ ("%s: named by a bounce, cannot be asked"), self->list->name);
      break;
    case RD_LISTING_REMARK:
      title = g_strdup_printf (_ ("%s has a remark about %s"), self->list->name, self->subject);
      break;
    case RD_LISTING_NOT_LISTED:
      title = g_strdup_printf (_ ("%s does not list %s"), self->list->name, self->subject);
      break;
    case RD_LISTING_PENDING:
    case RD_LISTING_UNKNOWN:
    default:
      title = g_strdup_printf (_ ("%s could not be checked"), self->list->name);
      break;
    }
  finding = rd_finding_new (id, state, self->subject, owner_for (self, state), title);
  finding->explanation = g_strdup (self->reason != NULL ? rd_listing_reason_get_text (self->reason) : self->meaning);
  if (self->state == RD_LISTING_LISTED || self->state == RD_LISTING_NAMED)
    finding->fix = g_strdup (rd_blocklist_get_words (self->list->fix_first));
  for (guint i = 0; i < self->evidence->len; i++)
    rd_finding_add_evidence (finding, g_array_index (self->evidence, guint, i));
  return finding;
}

typedef struct
{
  guint              n;            /* lists that can be asked at all */
  guint              n_asked;      /* of these, those that answered */
  guint              weight;       /* of all of them */
  guint              weight_asked; /* of those that answered */
  RdFindingState     worst;
  const RdListing   *first;   /* (nullable): the one to begin with */
  const RdBlocklist *missing; /* (nullable): heaviest that could not be asked */
} Sum;

static void
add_to_sum (Sum             *sum,
            const RdListing *listing)
{
  RdFindingState state = rd_listing_get_finding_state (listing);

  if ((state == RD_FINDING_BROKEN || state == RD_FINDING_WEAK) &&
      (sum->first == NULL || state < sum->worst || (listing->is_named && !sum->first->is_named)))
    {
      sum->first = listing;
      sum->worst = MIN (sum->worst, state);
    }
  if (listing->state == RD_LISTING_NAMED || g_strcmp0 (listing->reason, "closed") == 0 || g_strcmp0 (listing->reason, "key") == 0)
    return;
  sum->n++;
  sum->weight += listing->list->weight;
  if (listing->state == RD_LISTING_UNKNOWN || listing->state == RD_LISTING_PENDING)
    {
      if (listing->list->role == RD_LIST_BLOCK && (sum->missing == NULL || listing->list->weight > sum->missing->weight))
        sum->missing = listing->list;
      return;
    }
  sum->n_asked++;
  sum->weight_asked += listing->list->weight;
}

static char *
dup_summary_title (const Sum      *sum,
                   RdFindingState *state)
{
  *state = sum->worst;
  if (sum->worst == RD_FINDING_BROKEN)
    return g_strdup (_ ("Listed where it matters"));
  /* Nothing was found, but not because nothing is there. */
  if (sum->weight_asked * 2 < sum->weight)
    {
      *state = RD_FINDING_UNKNOWN;
      return g_strdup (_ ("The important blocklists could not be checked"));
    }
  if (sum->worst == RD_FINDING_WEAK)
    return g_strdup (_ ("Listed on minor lists only"));
  if (sum->missing != NULL && sum->missing->weight >= LEAST_DECISIVE_WEIGHT)
    {
      *state = RD_FINDING_UNKNOWN;
      /* Translators: the name of a blocklist */
      return g_strdup_printf (_ ("Not listed so far, but %s could not be checked"), sum->missing->name);
    }
  return g_strdup (_ ("Not listed"));
}

/**
 * rd_listings_summarize:
 * @listings: (element-type RdListing): all lists about one subject
 * @subject: the subject
 *
 * One sentence over all lists: what is listed decides by its weight, never by
 * the number of lists, and what could not be asked is counted.
 *
 * Returns: (transfer full): a finding with id "blocklists"
 */
RdFinding *
rd_listings_summarize (GPtrArray  *listings,
                       const char *subject)
{
  Sum              sum = { .worst = RD_FINDING_FINE };
  g_autofree char *title = NULL;
  RdFindingState   state;
  RdFinding       *finding;

  for (guint i = 0; i < listings->len; i++)
    add_to_sum (&sum, g_ptr_array_index (listings, i));
  title = dup_summary_title (&sum, &state);
  finding = rd_finding_new ("blocklists", state, subject,
                            sum.first != NULL ? owner_for (sum.first, sum.worst) : RD_OWNER_WAIT, title);
  finding->explanation = g_strdup_printf (dngettext (GETTEXT_PACKAGE,
                                                     "%u of %u list answered, that is %u %% by importance.",
                                                     "%u of %u lists answered, that is %u %% by importance.", sum.n),
                                          sum.n_asked, sum.n,
                                          sum.weight > 0 ? sum.weight_asked * 100 / sum.weight : 0);
  return finding;
}

/**
 * rd_listing_get_end:
 * @self: a listing
 *
 * When the listing ends by itself at the latest, if nothing new is seen.  The
 * list does not tell when it saw something last; that was before it was asked.
 *
 * Returns: seconds since the epoch, 0 if it does not end or that is not known
 */
gint64
rd_listing_get_end (const RdListing *self)
{
  if (self->state != RD_LISTING_LISTED || self->list->expires_hours == 0 || self->asked_at <= 0)
    return 0;
  return self->asked_at / G_USEC_PER_SEC + (gint64) self->list->expires_hours * 3600;
}

/**
 * rd_listings_get_first_end:
 * @listings: (element-type RdListing): all lists about one subject
 *
 * When the first of them ends by itself, see rd_listing_get_end().
 *
 * Returns: seconds since the epoch, 0 if none does
 */
gint64
rd_listings_get_first_end (GPtrArray *listings)
{
  gint64 first = 0;

  for (guint i = 0; i < listings->len; i++)
    {
      const RdListing *listing = g_ptr_array_index (listings, i);
      RdFindingState   state = rd_listing_get_finding_state (listing);
      gint64           end = rd_listing_get_end (listing);

      if (end > 0 && (first == 0 || end < first) && (state == RD_FINDING_BROKEN || state == RD_FINDING_WEAK))
        first = end;
    }
  return first;
}

/**
 * rd_listing_dup_countdown:
 * @self: a listing
 * @now: seconds since the epoch
 *
 * How long it still lasts at the most, for people.
 *
 * Returns: (transfer full) (nullable): a sentence, %NULL if it does not end by itself
 */
char *
rd_listing_dup_countdown (const RdListing *self,
                          gint64           now)
{
  gint64 end = rd_listing_get_end (self);
  gint64 hours = (end - now + 3599) / 3600;
  gint64 minutes = (end - now + 59) / 60;

  if (end == 0)
    return NULL;
  if (hours <= 0)
    return g_strdup (_ ("Should have ended by now. Check again."));
  if (minutes < 100)
    return g_strdup_printf (dngettext (GETTEXT_PACKAGE, "Ends by itself within %u minute if nothing new is seen.",
                                       "Ends by itself within %u minutes if nothing new is seen.", (gulong) minutes),
                            (guint) minutes);
  if (hours < 49)
    return g_strdup_printf (dngettext (GETTEXT_PACKAGE, "Ends by itself within %u hour if nothing new is seen.",
                                       "Ends by itself within %u hours if nothing new is seen.", (gulong) hours),
                            (guint) hours);
  return g_strdup_printf (dngettext (GETTEXT_PACKAGE, "Ends by itself within %u day if nothing new is seen.",
                                     "Ends by itself within %u days if nothing new is seen.", (gulong) (hours / 24)),
                          (guint) (hours / 24));
}
