/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-survey"

#include "config.h"

#include "rd-survey-blocklists.h"

#include "rd-list-resolver.h"

typedef struct
{
  RdBlocklists      *lists; /* keeps @list alive */
  const RdBlocklist *list;
  char              *subject;
  RdListingFlags     flags;
} ListSubject;

static void
list_subject_free (gpointer data)
{
  ListSubject *self = data;

  rd_blocklists_unref (self->lists);
  g_free (self->subject);
  g_free (self);
}

static RdCheckStatus
check_list (RdEvidence   *evidence,
            gconstpointer subject,
            GPtrArray    *findings)
{
  const ListSubject *self = subject;
  g_autoptr (RdListing) listing = rd_listing_check (evidence, self->list, self->subject, self->flags);

  if (listing->state == RD_LISTING_PENDING)
    return RD_CHECK_PENDING;
  /* Of a hit or a refusal, the list's own words are still asked for. */
  if (listing->has_texts && listing->texts == NULL)
    return RD_CHECK_PENDING;
  g_ptr_array_add (findings, rd_listing_to_finding (listing));
  return RD_CHECK_DONE;
}

static RdListingFlags
listing_flags (RdBlocklistsFlags flags)
{
  return flags & RD_BLOCKLISTS_DIRECT ? RD_LISTING_DIRECT : RD_LISTING_PLAIN;
}

static gboolean
is_wanted (const RdBlocklist *list,
           const char        *subject,
           RdBlocklistsFlags  flags)
{
  return rd_blocklist_can_answer (list, subject) && ((flags & RD_BLOCKLISTS_ALL) != 0 || list->is_default);
}

/**
 * rd_survey_new_blocklists:
 * @evidence: (nullable): what is known already
 * @sources: (nullable): who answers
 * @lists: the lists
 * @subject: a public address or a normalized domain
 * @flags: which lists to ask, and how
 *
 * Makes a survey that asks every list about @subject, the heaviest first.
 *
 * Returns: (transfer full): the survey, not yet running
 */
RdSurvey *
rd_survey_new_blocklists (RdEvidence       *evidence,
                          RdSources        *sources,
                          RdBlocklists     *lists,
                          const char       *subject,
                          RdBlocklistsFlags flags)
{
  RdSurvey *survey = rd_survey_new (evidence, sources);

  rd_survey_set_consent (survey, RD_SURVEY_DNS | RD_SURVEY_DNSBL);
  for (guint i = 0; i < rd_blocklists_get_n (lists); i++)
    {
      ListSubject *item;

      if (!is_wanted (rd_blocklists_nth (lists, i), subject, flags))
        continue;
      item = g_new (ListSubject, 1);
      item->lists = rd_blocklists_ref (lists);
      item->list = rd_blocklists_nth (lists, i);
      item->subject = g_strdup (subject);
      item->flags = listing_flags (flags);
      rd_survey_add_check (survey, check_list, item, list_subject_free);
    }
  return survey;
}

/**
 * rd_survey_dup_listings:
 * @evidence: what is known so far
 * @lists: the lists
 * @subject: a public address or a normalized domain
 * @flags: as in rd_survey_new_blocklists()
 *
 * What each list says, at any moment of a survey: lists that were not heard
 * yet are %RD_LISTING_PENDING.  Asks nothing: @evidence is not changed.
 *
 * Returns: (transfer full) (element-type RdListing): the listings, heaviest list first
 */
GPtrArray *
rd_survey_dup_listings (RdEvidence       *evidence,
                        RdBlocklists     *lists,
                        const char       *subject,
                        RdBlocklistsFlags flags)
{
  g_autoptr (RdEvidence) copy = rd_evidence_copy (evidence);
  GPtrArray *listings = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_listing_free);

  for (guint i = 0; i < rd_blocklists_get_n (lists); i++)
    {
      const RdBlocklist *list = rd_blocklists_nth (lists, i);

      if (is_wanted (list, subject, flags))
        g_ptr_array_add (listings, rd_listing_check (copy, list, subject, listing_flags (flags)));
    }
  rd_listings_reconcile (listings);
  return listings;
}
