/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-knowledge"

#include "config.h"

#include "rd-lookup-private.h"

#include "rd-knowledge-private.h"

/* The search for what is typed into the codes: takes the words apart, has all
 * topics weighed, and makes the list that a person reads, best first. */

/* Rules of one cause in a list: the tenth wording of “mailbox full” helps
 * nobody. */
#define MAX_RULES_OF_CAUSE 4

static int
compare_hits (gconstpointer a,
              gconstpointer b)
{
  const RdHit *first = a;
  const RdHit *second = b;

  return second->score - first->score;
}

/* Shows a code in the class that was asked about. */
static void
show_asked_number (RdTopic       *topic,
                   const RdQuery *query)
{
  if (topic->kind != RD_TOPIC_CODE || topic->code->code[0] != 'X')
    return;
  for (guint i = 0; i < query->statuses->len; i++)
    {
      const char *status = g_ptr_array_index (query->statuses, i);

      if (status[0] != 'x' && _rd_status_compare (status, topic->code->code) == RD_STATUS_EQUAL)
        rd_topic_init_code (topic, topic->code, status);
    }
  if (query->beginning[0] != '\0' && _rd_lookup_begins_like (topic->code->code, query->beginning))
    topic->number[0] = query->beginning[0];
}

/* Where a class of a code has a meaning of its own, that one is listed. */
static gboolean
is_hidden (const RdTopic *topic)
{
  return topic->kind == RD_TOPIC_CODE && topic->code->code[0] == 'X' && rd_code_find_enhanced (topic->number, NULL) != topic->code;
}

static guint
count_rules_of (const GArray  *hits,
                const RdCause *cause)
{
  guint n = 0;

  for (guint i = 0; i < hits->len; i++)
    {
      const RdTopic *topic = &g_array_index (hits, RdHit, i).topic;

      n += topic->kind == RD_TOPIC_RULE && topic->cause == cause;
    }
  return n;
}

static GArray *
collect (const RdLookup *self,
         const RdQuery  *query,
         const int      *scores,
         guint           max)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (RdHit));
  GArray *hits = g_array_new (FALSE, FALSE, sizeof (RdHit));

  for (guint i = 0; i < self->entries->len; i++)
    {
      const RdLookupEntry *entry = &g_array_index (self->entries, RdLookupEntry, i);
      RdHit                hit = { entry->topic, scores[i] };

      if (hit.score > 0)
        g_array_append_val (all, hit);
    }
  /* Stable, so that equals keep the order of the tables. */
  g_array_sort (all, compare_hits);
  for (guint i = 0; i < all->len && hits->len < max; i++)
    {
      RdHit *hit = &g_array_index (all, RdHit, i);

      if (hit->topic.kind == RD_TOPIC_RULE && count_rules_of (hits, hit->topic.cause) == MAX_RULES_OF_CAUSE)
        continue;
      show_asked_number (&hit->topic, query);
      if (!is_hidden (&hit->topic))
        g_array_append_val (hits, *hit);
    }
  return hits;
}

/**
 * rd_lookup_search:
 * @self: the index
 * @query: what was typed or pasted, valid UTF-8: a code, some words, a whole
 *   line of a server; the last word may be incomplete
 * @max: how many hits to return at most
 *
 * Searches, within a few milliseconds.
 *
 * Returns: (transfer full) (element-type RdHit): hits, the best first
 */
GArray *
rd_lookup_search (RdLookup   *self,
                  const char *query,
                  guint       max)
{
  g_auto (RdQuery) parts = { 0 };
  g_autofree int *scores = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (query != NULL, NULL);

  _rd_query_init (&parts, query);
  scores = _rd_lookup_score (self, &parts, query);
  return collect (self, &parts, scores, max);
}
