/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bounce-order"

#include "config.h"

#include "rd-bounce-order.h"

#include <string.h>

/* Where bounces stand in the list, and which of them do.  Nothing here looks at more
 * than what is fixed once a bounce was read, so that a thread can do it while the list
 * is shown. */

/* Looked at between two questions whether anybody still wants to know. */
#define N_AT_ONCE 256

typedef struct
{
  char          *key; /* for comparing names, nothing for times */
  RdBounceEntry *entry;
} Ranked;

/* What stands together: by cause, else all. */
static const char *
get_group_id (RdListOrder    order,
              RdBounceEntry *entry)
{
  return order == RD_LIST_ORDER_CAUSE ? rd_bounce_entry_get_group_id (entry) : "";
}

static int
compare_time (gconstpointer a,
              gconstpointer b,
              gpointer      data)
{
  gint64 first = rd_bounce_entry_get_time (((const Ranked *) a)->entry);
  gint64 second = rd_bounce_entry_get_time (((const Ranked *) b)->entry);

  return (first < second) - (first > second);
}

static int
compare_key (gconstpointer a,
             gconstpointer b,
             gpointer      data)
{
  return strcmp (((const Ranked *) a)->key, ((const Ranked *) b)->key);
}

static void
ranked_clear (gpointer data)
{
  g_free (((Ranked *) data)->key);
}

static void
sort (RdListOrder order,
      GPtrArray  *entries)
{
  g_autoptr (GArray) ranked = NULL;

  if (order == RD_LIST_ORDER_CAUSE)
    return;
  ranked = g_array_sized_new (FALSE, FALSE, sizeof (Ranked), entries->len);
  g_array_set_clear_func (ranked, ranked_clear);
  for (guint i = 0; i < entries->len; i++)
    {
      Ranked one = { NULL, g_ptr_array_index (entries, i) };

      if (order == RD_LIST_ORDER_NAME)
        one.key = g_utf8_collate_key (rd_bounce_entry_get_title (one.entry), -1);
      g_array_append_val (ranked, one);
    }
  g_array_sort_with_data (ranked, order == RD_LIST_ORDER_NAME ? compare_key : compare_time, NULL);
  for (guint i = 0; i < entries->len; i++)
    entries->pdata[i] = g_array_index (ranked, Ranked, i).entry;
}

static gboolean
stands_before (RdListOrder    order,
               RdBounceEntry *entry,
               RdBounceEntry *other)
{
  if (order == RD_LIST_ORDER_NEWEST)
    return rd_bounce_entry_get_time (entry) > rd_bounce_entry_get_time (other);
  return g_utf8_collate (rd_bounce_entry_get_title (entry), rd_bounce_entry_get_title (other)) < 0;
}

/**
 * rd_bounce_order_find_place:
 * @order: how @entries are sorted
 * @entries: (element-type RdBounceEntry): those that stand together
 * @entry: another one, read after all of them
 *
 * Returns: the index of what @entry goes before
 */
guint
rd_bounce_order_find_place (RdListOrder    order,
                            GPtrArray     *entries,
                            RdBounceEntry *entry)
{
  guint first = 0;
  guint last = entries->len;

  if (order == RD_LIST_ORDER_CAUSE)
    return last;
  while (first < last)
    {
      guint middle = first + (last - first) / 2;

      if (stands_before (order, entry, g_ptr_array_index (entries, middle)))
        last = middle;
      else
        first = middle + 1;
    }
  return first;
}

/**
 * rd_bounce_order_arrange:
 * @order: how to sort
 * @search: (nullable): what they must contain, through g_utf8_casefold()
 * @entries: (array length=n_entries): in the order of reading
 * @n_entries: how many
 * @cancellable: (nullable): stops it
 *
 * May take long, and may be called in a thread while somebody keeps @entries.
 *
 * Returns: (transfer full) (element-type utf8 GPtrArray): entries by the id of what
 *   they stand under; nothing useful after a cancel
 */
GHashTable *
rd_bounce_order_arrange (RdListOrder           order,
                         const char           *search,
                         RdBounceEntry *const *entries,
                         guint                 n_entries,
                         GCancellable         *cancellable)
{
  GHashTable    *groups = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_ptr_array_unref);
  GHashTableIter iter;
  gpointer       group;

  for (guint i = 0; i < n_entries; i++)
    {
      const char *id = get_group_id (order, entries[i]);

      if (i % N_AT_ONCE == 0 && g_cancellable_is_cancelled (cancellable))
        return groups;
      if (search != NULL && !rd_bounce_entry_matches (entries[i], search))
        continue;
      group = g_hash_table_lookup (groups, id);
      if (group == NULL)
        {
          group = g_ptr_array_new ();
          g_hash_table_insert (groups, (gpointer) id, group);
        }
      g_ptr_array_add (group, entries[i]);
    }
  g_hash_table_iter_init (&iter, groups);
  while (g_hash_table_iter_next (&iter, NULL, &group) && !g_cancellable_is_cancelled (cancellable))
    sort (order, group);
  return groups;
}
