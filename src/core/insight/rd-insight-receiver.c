/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who refuses: a provider with all its domains is one receiver. */

#define G_LOG_DOMAIN "rd-insight"

#include "config.h"

#include "rd-insight-private.h"

#include "rd-text.h"

#include <string.h>

void
_rd_insight_receiver_free (RdInsightReceiver *receiver)
{
  g_array_unref (receiver->causes);
  g_free (receiver->name);
  g_free (receiver);
}

/* The receiver a verdict is about; %NULL if that is not known, or if the
 * sender's own side spoke. */
RdInsightReceiver *
_rd_insight_note_receiver (RdInsight       *self,
                           const RdVerdict *verdict)
{
  g_autofree char   *domain = NULL;
  const char        *name;
  RdInsightReceiver *receiver;

  if (verdict->cause->family == RD_FAMILY_YOUR_SIDE)
    return NULL;
  if (verdict->provider == NULL && verdict->failure->recipient != NULL)
    domain = rd_address_dup_domain (verdict->failure->recipient);
  name = verdict->provider != NULL ? verdict->provider->name : domain;
  if (name == NULL || *name == '\0')
    return NULL;
  receiver = g_hash_table_lookup (self->receivers, name);
  if (receiver != NULL || self->receiver_order->len >= RD_INSIGHT_MAX_RECEIVERS)
    return receiver;
  receiver = g_new0 (RdInsightReceiver, 1);
  receiver->provider = verdict->provider;
  receiver->name = g_strdup (name);
  receiver->index = self->receiver_order->len;
  receiver->causes = g_array_new (FALSE, FALSE, sizeof (RdInsightCount));
  g_hash_table_insert (self->receivers, receiver->name, receiver);
  g_ptr_array_add (self->receiver_order, receiver);
  return receiver;
}

/* One more recipient failed there for this reason. */
void
_rd_insight_receiver_add (RdInsightReceiver *receiver,
                          const RdCause     *cause)
{
  const RdInsightCount first = { cause, 1 };

  receiver->n_failures++;
  for (guint i = 0; i < receiver->causes->len; i++)
    {
      RdInsightCount *known = &g_array_index (receiver->causes, RdInsightCount, i);

      if (known->cause == cause)
        {
          known->count++;
          return;
        }
    }
  g_array_append_val (receiver->causes, first);
}

/* The most frequent cause there; %NULL if nothing failed there. */
const RdInsightCount *
_rd_insight_receiver_get_main (const RdInsightReceiver *receiver)
{
  const RdInsightCount *best = NULL;

  for (guint i = 0; i < receiver->causes->len; i++)
    {
      const RdInsightCount *count = &g_array_index (receiver->causes, RdInsightCount, i);

      if (best == NULL || count->count > best->count)
        best = count;
    }
  return best;
}

/* Whether the receiver refused because of who sends, or what: something that
 * can have the same reason for every recipient. */
gboolean
_rd_insight_is_refusal (const RdVerdict *verdict)
{
  switch (verdict->cause->family)
    {
    case RD_FAMILY_AUTHENTICATION:
    case RD_FAMILY_REPUTATION:
      return TRUE;
    case RD_FAMILY_CONTENT:
      return strcmp (verdict->cause->id, "policy-rejected") == 0 || strcmp (verdict->cause->id, "spam-content") == 0;
    case RD_FAMILY_ADDRESS:
    case RD_FAMILY_THEIR_SERVER:
    case RD_FAMILY_YOUR_SIDE:
    case RD_FAMILY_SPECIAL:
    default:
      return FALSE;
    }
}

/* Whether the sender's own host or provider kept the mail. */
gboolean
_rd_insight_is_stopped (const RdVerdict *verdict)
{
  static const char *const causes[] = { "host-sending-limit", "account-sending-limit", "account-suspended", "outbound-filter", NULL };

  return g_strv_contains (causes, verdict->cause->id);
}
