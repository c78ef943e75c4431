/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Notices by cause, and within a cause by who refused. */

#define G_LOG_DOMAIN "rd-insight"

#include "config.h"

#include "rd-insight-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define NO_CAUSE "not-recognised"

/**
 * rd_insight_find_cause:
 * @diagnosis: a diagnosis
 *
 * The cause under which a notice is counted and listed: what its headline
 * says.  A warning that mail is late is none of the failures.
 *
 * Returns: (transfer none) (nullable): the cause
 */
const RdCause *
rd_insight_find_cause (const RdDiagnosis *diagnosis)
{
  g_return_val_if_fail (diagnosis != NULL, NULL);

  switch (diagnosis->bounce->kind)
    {
    case RD_BOUNCE_FAILED:
      if (strcmp (diagnosis->yours, "no") == 0)
        return rd_cause_find ("backscatter");
      return diagnosis->main != NULL ? diagnosis->main->cause : rd_cause_find ("unknown");
    case RD_BOUNCE_DELAYED:
      return rd_cause_find ("delayed");
    case RD_BOUNCE_DELIVERED:
      return rd_cause_find ("delivered");
    case RD_BOUNCE_AUTO_REPLY:
      return rd_cause_find ("auto-reply");
    case RD_BOUNCE_CHALLENGE:
      return rd_cause_find ("challenge");
    case RD_BOUNCE_COMPLAINT:
      return rd_cause_find ("complaint");
    case RD_BOUNCE_NONE:
    default:
      return NULL;
    }
}

void
_rd_insight_bucket_free (RdInsightBucket *bucket)
{
  g_ptr_array_unref (bucket->addresses);
  g_hash_table_unref (bucket->seen);
  g_hash_table_unref (bucket->shares);
  g_free (bucket);
}

/* The bucket of @diagnosis, which counts the message in it. */
RdInsightBucket *
_rd_insight_note_bucket (RdInsight         *self,
                         const RdDiagnosis *diagnosis)
{
  const RdCause   *cause = rd_insight_find_cause (diagnosis);
  const char      *id = cause != NULL ? cause->id : NO_CAUSE;
  RdInsightBucket *bucket = g_hash_table_lookup (self->buckets, id);

  if (bucket == NULL)
    {
      bucket = g_new0 (RdInsightBucket, 1);
      bucket->id = id;
      bucket->cause = cause;
      bucket->state = diagnosis->state;
      bucket->owner = diagnosis->owner;
      bucket->shares = g_hash_table_new (NULL, NULL);
      bucket->seen = g_hash_table_new (NULL, NULL);
      bucket->addresses = g_ptr_array_new ();
      g_hash_table_insert (self->buckets, (gpointer) id, bucket);
      g_ptr_array_add (self->bucket_order, bucket);
    }
  bucket->state = MIN (bucket->state, diagnosis->state);
  bucket->n_messages++;
  return bucket;
}

/* One more failure of the bucket’s cause; an address counts once. */
void
_rd_insight_bucket_add (RdInsightBucket   *bucket,
                        RdInsightReceiver *receiver,
                        RdInsightAddress  *address)
{
  guint count = GPOINTER_TO_UINT (g_hash_table_lookup (bucket->shares, receiver));

  g_hash_table_insert (bucket->shares, receiver, GUINT_TO_POINTER (count + 1));
  if (address != NULL && g_hash_table_add (bucket->seen, address))
    g_ptr_array_add (bucket->addresses, address);
}

static int
compare_shares (gconstpointer a,
                gconstpointer b)
{
  const RdInsightShare *first = a;
  const RdInsightShare *second = b;

  if (first->count != second->count)
    return first->count > second->count ? -1 : 1;
  return strcmp (first->name, second->name);
}

static GArray *
dup_shares (const RdInsightBucket *bucket)
{
  GArray        *shares = g_array_new (FALSE, FALSE, sizeof (RdInsightShare));
  GHashTableIter iter;
  gpointer       key;
  gpointer       value;

  g_hash_table_iter_init (&iter, bucket->shares);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      const RdInsightReceiver *receiver = key;
      const RdInsightShare     share = { receiver != NULL ? receiver->name : "", GPOINTER_TO_UINT (value) };

      g_array_append_val (shares, share);
    }
  g_array_sort (shares, compare_shares);
  return shares;
}

static void
group_free (gpointer data)
{
  RdInsightGroup *group = data;

  g_array_unref (group->shares);
  g_ptr_array_unref (group->addresses);
  g_free (group);
}

static RdInsightGroup *
new_group (const RdInsightBucket *bucket)
{
  RdInsightGroup *group = g_new0 (RdInsightGroup, 1);

  group->id = bucket->id;
  group->cause = bucket->cause;
  group->state = bucket->state;
  group->owner = bucket->owner;
  group->n_messages = bucket->n_messages;
  group->shares = dup_shares (bucket);
  group->addresses = g_ptr_array_sized_new (bucket->addresses->len);
  for (guint i = 0; i < bucket->addresses->len; i++)
    {
      RdInsightAddress *address = g_ptr_array_index (bucket->addresses, i);

      g_ptr_array_add (group->addresses, address->address);
    }
  return group;
}

/* Worst first, then what most notices share. */
static int
compare_groups (gconstpointer a,
                gconstpointer b)
{
  const RdInsightGroup *first = *(const RdInsightGroup *const *) a;
  const RdInsightGroup *second = *(const RdInsightGroup *const *) b;

  if (first->state != second->state)
    return first->state < second->state ? -1 : 1;
  if (first->n_messages != second->n_messages)
    return first->n_messages > second->n_messages ? -1 : 1;
  return strcmp (first->id, second->id);
}

/**
 * rd_insight_dup_groups:
 * @self: an insight, which must live longer than the result and not be fed
 *   while it is used
 *
 * All notices by cause: worst first, then the most frequent.
 *
 * Returns: (transfer full) (element-type RdInsightGroup): the groups
 */
GPtrArray *
rd_insight_dup_groups (const RdInsight *self)
{
  GPtrArray *groups = g_ptr_array_new_with_free_func (group_free);

  g_return_val_if_fail (self != NULL, groups);

  for (guint i = 0; i < self->bucket_order->len; i++)
    g_ptr_array_add (groups, new_group (g_ptr_array_index (self->bucket_order, i)));
  g_ptr_array_sort (groups, compare_groups);
  return groups;
}

/**
 * rd_insight_group_get_title:
 * @self: a group
 *
 * Returns: (transfer none): its cause in a few words, translated
 */
const char *
rd_insight_group_get_title (const RdInsightGroup *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->cause != NULL ? rd_cause_get_title (self->cause) : _ ("The reason is not known");
}
