/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bounce-list"

#include "config.h"

#include "rd-bounce-list.h"

#include "rd-bounce-group.h"

/* All bounces that are open, in the shapes the list can be shown in.  GTK 4.8
 * has no headings in lists, so the grouped shape is a list of groups, each of
 * which is a list that begins with itself, laid end to end. */
struct _RdBounceList
{
  GObject parent_instance;

  RdInsight           *insight;
  guint                n_kept; /* entries that have kept their diagnosis */
  GListStore          *entries;
  GListStore          *groups;
  GHashTable          *group_by_id; /* (element-type utf8 RdBounceGroup): (unowned) values */
  GtkFlattenListModel *by_cause;
  GtkSortListModel    *by_time; /* (nullable): made when first shown */
  GtkSortListModel    *by_name; /* (nullable): made when first shown */
  GtkCustomFilter     *filter;
  char                *search; /* (nullable): case-folded */
};

G_DEFINE_FINAL_TYPE (RdBounceList, rd_bounce_list, G_TYPE_OBJECT)

static gboolean
matches_search (gpointer item,
                gpointer data)
{
  RdBounceList *self = data;

  return self->search == NULL || rd_bounce_entry_matches (item, self->search);
}

static int
compare_time (gconstpointer a,
              gconstpointer b,
              gpointer      data)
{
  gint64 first = rd_bounce_entry_get_time ((gpointer) a);
  gint64 second = rd_bounce_entry_get_time ((gpointer) b);

  return (first < second) - (first > second);
}

static int
compare_name (gconstpointer a,
              gconstpointer b,
              gpointer      data)
{
  return g_utf8_collate (rd_bounce_entry_get_title ((gpointer) a), rd_bounce_entry_get_title ((gpointer) b));
}

static GtkSortListModel *
new_sorted (RdBounceList    *self,
            GCompareDataFunc compare)
{
  GtkFilterListModel *filtered = gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (self->entries)),
                                                            GTK_FILTER (g_object_ref (self->filter)));

  return gtk_sort_list_model_new (G_LIST_MODEL (filtered), GTK_SORTER (gtk_custom_sorter_new (compare, NULL, NULL)));
}

static void
rd_bounce_list_dispose (GObject *object)
{
  RdBounceList *self = RD_BOUNCE_LIST (object);

  g_clear_pointer (&self->insight, rd_insight_unref);
  g_clear_object (&self->by_cause);
  g_clear_object (&self->by_time);
  g_clear_object (&self->by_name);
  g_clear_pointer (&self->group_by_id, g_hash_table_unref);
  g_clear_object (&self->groups);
  g_clear_object (&self->entries);
  if (self->filter != NULL)
    gtk_custom_filter_set_filter_func (self->filter, NULL, NULL, NULL);
  g_clear_object (&self->filter);
  G_OBJECT_CLASS (rd_bounce_list_parent_class)->dispose (object);
}

static void
rd_bounce_list_finalize (GObject *object)
{
  RdBounceList *self = RD_BOUNCE_LIST (object);

  g_free (self->search);
  G_OBJECT_CLASS (rd_bounce_list_parent_class)->finalize (object);
}

static void
rd_bounce_list_class_init (RdBounceListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rd_bounce_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = rd_bounce_list_finalize;
}

static void
rd_bounce_list_init (RdBounceList *self)
{
  self->insight = rd_insight_new ();
  self->entries = g_list_store_new (RD_TYPE_BOUNCE_ENTRY);
  self->groups = g_list_store_new (RD_TYPE_BOUNCE_GROUP);
  self->group_by_id = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->by_cause = gtk_flatten_list_model_new (G_LIST_MODEL (g_object_ref (self->groups)));
  self->filter = gtk_custom_filter_new (matches_search, self, NULL);
}

RdBounceList *
rd_bounce_list_new (void)
{
  return g_object_new (RD_TYPE_BOUNCE_LIST, NULL);
}

static RdBounceGroup *
ensure_group (RdBounceList  *self,
              RdBounceEntry *entry)
{
  const char    *id = rd_bounce_entry_get_group_id (entry);
  RdBounceGroup *group = g_hash_table_lookup (self->group_by_id, id);

  if (group == NULL)
    {
      g_autoptr (RdBounceGroup) made = rd_bounce_group_new (rd_bounce_entry_get_group_title (entry),
                                                            rd_bounce_entry_get_state (entry),
                                                            GTK_FILTER (self->filter));

      group = made;
      g_hash_table_insert (self->group_by_id, g_strdup (id), group);
      g_list_store_insert_sorted (self->groups, group, rd_bounce_group_compare, NULL);
    }
  return group;
}

/* Whether @entry says something that was not said before. */
static gboolean
count (RdBounceList  *self,
       RdBounceEntry *entry)
{
  const RdDiagnosis *diagnosis = rd_bounce_entry_get_diagnosis (entry);

  if (diagnosis == NULL)
    {
      rd_insight_add_unreadable (self->insight, rd_bounce_entry_get_error (entry));
      return TRUE;
    }
  if (!rd_insight_add (self->insight, diagnosis))
    return FALSE;
  if (self->n_kept >= RD_BOUNCE_LIST_MAX_KEPT)
    rd_bounce_entry_forget_diagnosis (entry);
  else
    self->n_kept++;
  return TRUE;
}

static GPtrArray *
count_all (RdBounceList *self,
           GPtrArray    *entries)
{
  GPtrArray *news = g_ptr_array_sized_new (entries->len);

  for (guint i = 0; i < entries->len; i++)
    {
      if (count (self, g_ptr_array_index (entries, i)))
        g_ptr_array_add (news, g_ptr_array_index (entries, i));
    }
  return news;
}

/**
 * rd_bounce_list_append:
 * @self: a list
 * @all: (element-type RdBounceEntry): what to add
 *
 * Adds a batch, but for what only repeats other entries; every model changes
 * once for each cause in it.
 */
void
rd_bounce_list_append (RdBounceList *self,
                       GPtrArray    *all)
{
  g_autoptr (GHashTable) batches = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  g_autoptr (GPtrArray) entries = NULL;
  guint n_groups;

  g_return_if_fail (RD_IS_BOUNCE_LIST (self));

  entries = count_all (self, all);
  g_list_store_splice (self->entries, g_list_model_get_n_items (G_LIST_MODEL (self->entries)), 0, entries->pdata, entries->len);
  for (guint i = 0; i < entries->len; i++)
    {
      RdBounceEntry *entry = g_ptr_array_index (entries, i);
      RdBounceGroup *group = ensure_group (self, entry);
      GPtrArray     *batch = g_hash_table_lookup (batches, group);

      if (batch == NULL)
        {
          batch = g_ptr_array_new ();
          g_hash_table_insert (batches, group, batch);
        }
      g_ptr_array_add (batch, entry);
    }
  n_groups = g_list_model_get_n_items (G_LIST_MODEL (self->groups));
  for (guint i = 0; i < n_groups; i++)
    {
      g_autoptr (RdBounceGroup) group = g_list_model_get_item (G_LIST_MODEL (self->groups), i);
      GPtrArray *batch = g_hash_table_lookup (batches, group);

      if (batch != NULL)
        rd_bounce_group_append (group, batch);
    }
}

void
rd_bounce_list_clear (RdBounceList *self)
{
  g_return_if_fail (RD_IS_BOUNCE_LIST (self));

  /* Who still works with the old one keeps it. */
  rd_insight_unref (self->insight);
  self->insight = rd_insight_new ();
  self->n_kept = 0;
  g_hash_table_remove_all (self->group_by_id);
  g_list_store_remove_all (self->groups);
  g_list_store_remove_all (self->entries);
}

/**
 * rd_bounce_list_set_search:
 * @self: a list
 * @text: (nullable): what to look for
 *
 * Shows only entries with @text in one of their lines.
 */
void
rd_bounce_list_set_search (RdBounceList *self,
                           const char   *text)
{
  g_autofree char *folded = text != NULL && *text != '\0' ? g_utf8_casefold (text, -1) : NULL;

  g_return_if_fail (RD_IS_BOUNCE_LIST (self));

  if (g_strcmp0 (self->search, folded) == 0)
    return;
  g_free (self->search);
  self->search = g_steal_pointer (&folded);
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
}

/**
 * rd_bounce_list_get_model:
 * @self: a list
 * @order: how to sort
 *
 * The list in one of its shapes.  With headings it holds #RdBounceGroup as
 * well as #RdBounceEntry.
 *
 * Returns: (transfer none): a model
 */
GListModel *
rd_bounce_list_get_model (RdBounceList *self,
                          RdListOrder   order)
{
  g_return_val_if_fail (RD_IS_BOUNCE_LIST (self), NULL);

  switch (order)
    {
    case RD_LIST_ORDER_NEWEST:
      if (self->by_time == NULL)
        self->by_time = new_sorted (self, compare_time);
      return G_LIST_MODEL (self->by_time);
    case RD_LIST_ORDER_NAME:
      if (self->by_name == NULL)
        self->by_name = new_sorted (self, compare_name);
      return G_LIST_MODEL (self->by_name);
    case RD_LIST_ORDER_CAUSE:
    default:
      return G_LIST_MODEL (self->by_cause);
    }
}

guint
rd_bounce_list_get_n (RdBounceList *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->entries));
}

guint
rd_bounce_list_get_n_groups (RdBounceList *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->groups));
}

/* The first one read; %NULL if there is none. */
RdBounceEntry *
rd_bounce_list_get_first (RdBounceList *self)
{
  g_autoptr (RdBounceEntry) entry = g_list_model_get_item (G_LIST_MODEL (self->entries), 0);

  return entry;
}

/**
 * rd_bounce_list_dup_verdicts:
 * @self: a list
 *
 * Entries that say something about a delivery, in the order of reading and
 * whatever is searched for: those whose diagnosis is at hand.
 *
 * Returns: (transfer full) (element-type RdBounceEntry): the entries
 */
GPtrArray *
rd_bounce_list_dup_verdicts (RdBounceList *self)
{
  g_autoptr (GPtrArray) verdicts = g_ptr_array_new_with_free_func (g_object_unref);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->entries));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (RdBounceEntry) entry = g_list_model_get_item (G_LIST_MODEL (self->entries), i);

      if (rd_bounce_entry_get_kind (entry) == RD_ENTRY_VERDICT && rd_bounce_entry_get_diagnosis (entry) != NULL)
        g_ptr_array_add (verdicts, g_steal_pointer (&entry));
    }
  return g_steal_pointer (&verdicts);
}

/* What all of them tell together. */
RdInsight *
rd_bounce_list_get_insight (RdBounceList *self)
{
  g_return_val_if_fail (RD_IS_BOUNCE_LIST (self), NULL);

  return self->insight;
}
