/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What became of mail to each address. */

#define G_LOG_DOMAIN "rd-insight"

#include "config.h"

#include "rd-insight-private.h"

#include <string.h>

void
_rd_insight_address_free (RdInsightAddress *address)
{
  g_free (address->address);
  g_free (address->suggestion);
  g_free (address);
}

/* The same mailbox in other letters is the same: no server in use tells them
 * apart, though RFC 5321 section 2.4 would allow it. */
RdInsightAddress *
_rd_insight_note_address (RdInsight  *self,
                          const char *address)
{
  g_autofree char  *key = NULL;
  RdInsightAddress *known;

  if (address == NULL || strchr (address, '@') == NULL)
    return NULL;
  key = g_utf8_strdown (address, -1);
  known = g_hash_table_lookup (self->addresses, key);
  if (known != NULL || self->address_order->len >= RD_INSIGHT_MAX_ADDRESSES)
    return known;
  known = g_new0 (RdInsightAddress, 1);
  known->address = g_steal_pointer (&key);
  g_hash_table_insert (self->addresses, known->address, known);
  g_ptr_array_add (self->address_order, known);
  return known;
}

/* Words alone may be a guess; the server's own code for the same makes it none. */
static gboolean
is_sure (const RdVerdict *verdict)
{
  const RdCode *code;

  if (verdict->certainty > RD_CERTAINTY_GUESS)
    return TRUE;
  code = verdict->failure->status != NULL ? rd_code_find_enhanced (verdict->failure->status, verdict->provider) : NULL;
  return code != NULL && code->is_strong && strcmp (code->cause, verdict->cause->id) == 0;
}

/* Whether nothing will ever arrive there: the mailbox or its domain does not
 * exist or is closed, and that is no guess. */
gboolean
_rd_insight_is_dead (const RdVerdict *verdict)
{
  static const char *const causes[] = { "address-not-found", "domain-not-found", "domain-refuses-mail", "mailbox-disabled", NULL };

  return verdict->permanence == RD_PERMANENCE_PERMANENT && is_sure (verdict) &&
         !verdict->failure->gave_up && g_strv_contains (causes, verdict->cause->id);
}

static void
widen (gint64 *first,
       gint64 *last,
       gint64  time)
{
  if (time <= 0)
    return;
  if (*first == 0 || time < *first)
    *first = time;
  if (time > *last)
    *last = time;
}

/* Takes note of one failure of a mail that was not seen before. */
void
_rd_insight_address_add (RdInsightAddress *address,
                         const RdVerdict  *verdict,
                         gint64            time)
{
  address->n_failures++;
  if (_rd_insight_is_dead (verdict))
    {
      address->n_dead++;
      address->dead_cause = verdict->cause;
      widen (&address->first_dead, &address->last_dead, time);
    }
  else if (strcmp (verdict->cause->id, "mailbox-full") == 0)
    {
      address->n_full++;
      widen (&address->first_full, &address->last_full, time);
    }
  if (verdict->suggestion != NULL && address->suggestion == NULL)
    {
      address->suggestion = g_strdup (verdict->suggestion);
      address->is_misspelt = verdict->spelling == RD_SPELLING_CERTAIN;
    }
}

static int
compare_dead (gconstpointer a,
              gconstpointer b)
{
  const RdDeadAddress *first = a;
  const RdDeadAddress *second = b;

  if (first->n_times != second->n_times)
    return first->n_times > second->n_times ? -1 : 1;
  return strcmp (first->address, second->address);
}

/**
 * rd_insight_dup_dead_addresses:
 * @self: an insight, which must live longer than the result
 *
 * The addresses that failed for good, so that they can be taken off a list:
 * those that failed most often first.
 *
 * Returns: (transfer full) (element-type RdDeadAddress): the addresses
 */
GArray *
rd_insight_dup_dead_addresses (const RdInsight *self)
{
  GArray *dead = g_array_new (FALSE, FALSE, sizeof (RdDeadAddress));

  g_return_val_if_fail (self != NULL, dead);

  for (guint i = 0; i < self->address_order->len; i++)
    {
      const RdInsightAddress *address = g_ptr_array_index (self->address_order, i);
      const RdDeadAddress     entry = {
            .address = address->address,
            .cause = address->dead_cause,
            .n_times = address->n_dead,
            .first = address->first_dead,
            .last = address->last_dead,
            .suggestion = address->suggestion,
      };

      if (address->n_dead > 0)
        g_array_append_val (dead, entry);
    }
  g_array_sort (dead, compare_dead);
  return dead;
}
