/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bounce-list"

#include "config.h"

#include "rd-bounce-list-private.h"

#include <gtk/gtk.h>

/* All bounces that are open, in the order and with the search that was asked for.
 * GTK 4.8 has no headings in lists, so a heading is a line as well: a #RdBounceGroup
 * among #RdBounceEntry.
 */
static void rd_bounce_list_init_model (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (RdBounceList, rd_bounce_list, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, rd_bounce_list_init_model))

/* The groups that are shown, in their order. */
GPtrArray *
_rd_bounce_list_get_groups (RdBounceList *self)
{
  return self->order == RD_LIST_ORDER_CAUSE ? self->causes : self->everything;
}

static GType
rd_bounce_list_get_item_type (GListModel *model)
{
  return G_TYPE_OBJECT;
}

static guint
rd_bounce_list_get_n_items (GListModel *model)
{
  return RD_BOUNCE_LIST (model)->n_lines;
}

static gpointer
rd_bounce_list_get_item (GListModel *model,
                         guint       position)
{
  GPtrArray *groups = _rd_bounce_list_get_groups (RD_BOUNCE_LIST (model));

  for (guint i = 0; i < groups->len; i++)
    {
      RdBounceGroup *group = g_ptr_array_index (groups, i);
      guint          n = rd_bounce_group_get_n_lines (group);

      if (position < n)
        return g_object_ref (rd_bounce_group_get_line (group, position));
      position -= n;
    }
  return NULL;
}

static void
rd_bounce_list_init_model (GListModelInterface *iface)
{
  iface->get_item_type = rd_bounce_list_get_item_type;
  iface->get_n_items = rd_bounce_list_get_n_items;
  iface->get_item = rd_bounce_list_get_item;
}

static void
rd_bounce_list_finalize (GObject *object)
{
  RdBounceList *self = RD_BOUNCE_LIST (object);

  _rd_bounce_list_stop_arranging (self);
  rd_insight_unref (self->insight);
  g_hash_table_unref (self->cause_by_id);
  g_ptr_array_unref (self->causes);
  g_ptr_array_unref (self->everything);
  g_ptr_array_unref (self->entries);
  g_free (self->search);
  g_free (self->wanted_search);
  G_OBJECT_CLASS (rd_bounce_list_parent_class)->finalize (object);
}

static void
rd_bounce_list_class_init (RdBounceListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rd_bounce_list_finalize;
}

static void
rd_bounce_list_init (RdBounceList *self)
{
  self->insight = rd_insight_new ();
  self->entries = g_ptr_array_new_with_free_func (g_object_unref);
  self->causes = g_ptr_array_new_with_free_func (g_object_unref);
  self->cause_by_id = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->everything = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (self->everything, rd_bounce_group_new (NULL, RD_FINDING_UNKNOWN));
}

RdBounceList *
rd_bounce_list_new (void)
{
  return g_object_new (RD_TYPE_BOUNCE_LIST, NULL);
}

static void
ensure_cause (RdBounceList  *self,
              RdBounceEntry *entry)
{
  const char    *id = rd_bounce_entry_get_group_id (entry);
  RdBounceGroup *cause;
  guint          place = 0;

  if (g_hash_table_contains (self->cause_by_id, id))
    return;
  cause = rd_bounce_group_new (rd_bounce_entry_get_group_title (entry), rd_bounce_entry_get_state (entry));
  while (place < self->causes->len && rd_bounce_group_compare (g_ptr_array_index (self->causes, place), cause, NULL) <= 0)
    place++;
  g_ptr_array_insert (self->causes, (int) place, cause);
  g_hash_table_insert (self->cause_by_id, g_strdup (id), cause);
}

/* What @entry stands under in the order that is shown. */
RdBounceGroup *
_rd_bounce_list_find_group (RdBounceList  *self,
                            RdBounceEntry *entry)
{
  if (self->order == RD_LIST_ORDER_CAUSE)
    return g_hash_table_lookup (self->cause_by_id, rd_bounce_entry_get_group_id (entry));
  return g_ptr_array_index (self->everything, 0);
}

static guint
count_lines_before (RdBounceList  *self,
                    RdBounceGroup *group)
{
  GPtrArray *groups = _rd_bounce_list_get_groups (self);
  guint      n = 0;

  for (guint i = 0; g_ptr_array_index (groups, i) != group; i++)
    n += rd_bounce_group_get_n_lines (g_ptr_array_index (groups, i));
  return n;
}

/* Entries that came to stand side by side. */
typedef struct
{
  RdBounceGroup *group;
  guint          n_lines_before; /* of the group */
  guint          place;
  guint          n;
} Change;

/* A first entry brings its heading, with which it is one change. */
static void
announce (RdBounceList *self,
          const Change *change)
{
  guint n_lines = rd_bounce_group_get_n_lines (change->group);
  guint n_headings = n_lines - rd_bounce_group_get_count (change->group);
  guint position = count_lines_before (self, change->group);

  if (change->n == 0)
    return;
  if (change->n_lines_before > 0)
    position += n_headings + change->place;
  self->n_lines += n_lines - change->n_lines_before;
  g_list_model_items_changed (G_LIST_MODEL (self), position, 0, n_lines - change->n_lines_before);
}

/* Whether @entry is among what is searched for. */
gboolean
_rd_bounce_list_shows (RdBounceList  *self,
                       RdBounceEntry *entry)
{
  return self->search == NULL || rd_bounce_entry_matches (entry, self->search);
}

/* Puts what is new in @group into its place. */
static void
show_in_group (RdBounceList  *self,
               RdBounceGroup *group,
               GPtrArray     *entries)
{
  Change change = { group, rd_bounce_group_get_n_lines (group), 0, 0 };

  for (guint i = 0; i < entries->len; i++)
    {
      RdBounceEntry *entry = g_ptr_array_index (entries, i);
      guint          place;

      if (_rd_bounce_list_find_group (self, entry) != group || !_rd_bounce_list_shows (self, entry))
        continue;
      place = rd_bounce_order_find_place (self->order, rd_bounce_group_get_entries (group), entry);
      if (place < change.place || place > change.place + change.n)
        {
          announce (self, &change);
          change = (Change){ group, rd_bounce_group_get_n_lines (group), place, 0 };
        }
      rd_bounce_group_insert (group, place, entry);
      change.n++;
    }
  announce (self, &change);
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

/**
 * rd_bounce_list_append:
 * @self: a list
 * @all: (element-type RdBounceEntry): what to add
 *
 * Adds a batch, but for what only repeats other entries; it changes once for all that
 * stand side by side.
 */
void
rd_bounce_list_append (RdBounceList *self,
                       GPtrArray    *all)
{
  g_autoptr (GPtrArray) news = g_ptr_array_sized_new (all->len);
  GPtrArray *groups;

  g_return_if_fail (RD_IS_BOUNCE_LIST (self));

  for (guint i = 0; i < all->len; i++)
    {
      RdBounceEntry *entry = g_ptr_array_index (all, i);

      if (!count (self, entry))
        continue;
      ensure_cause (self, entry);
      g_ptr_array_add (self->entries, g_object_ref (entry));
      g_ptr_array_add (news, entry);
    }
  groups = _rd_bounce_list_get_groups (self);
  for (guint i = 0; i < groups->len; i++)
    show_in_group (self, g_ptr_array_index (groups, i), news);
}

void
rd_bounce_list_clear (RdBounceList *self)
{
  g_return_if_fail (RD_IS_BOUNCE_LIST (self));

  _rd_bounce_list_stop_arranging (self);
  /* Who still works with the old ones keeps them. */
  rd_insight_unref (self->insight);
  self->insight = rd_insight_new ();
  self->n_kept = 0;
  g_ptr_array_unref (self->entries);
  self->entries = g_ptr_array_new_with_free_func (g_object_unref);
  _rd_bounce_list_show_wanted (self, NULL, 0);
  g_hash_table_remove_all (self->cause_by_id);
  g_ptr_array_set_size (self->causes, 0);
}

/**
 * rd_bounce_list_find:
 * @self: a list
 * @entry: an entry
 *
 * Returns: the line it is shown in, %GTK_INVALID_LIST_POSITION if there is none
 */
guint
rd_bounce_list_find (RdBounceList  *self,
                     RdBounceEntry *entry)
{
  RdBounceGroup *group;
  guint          place;

  g_return_val_if_fail (RD_IS_BOUNCE_LIST (self), GTK_INVALID_LIST_POSITION);

  group = _rd_bounce_list_find_group (self, entry);
  if (group == NULL || !g_ptr_array_find (rd_bounce_group_get_entries (group), entry, &place))
    return GTK_INVALID_LIST_POSITION;
  return count_lines_before (self, group) + rd_bounce_group_get_n_lines (group) - rd_bounce_group_get_count (group) + place;
}

guint
rd_bounce_list_get_n (RdBounceList *self)
{
  return self->entries->len;
}

guint
rd_bounce_list_get_n_groups (RdBounceList *self)
{
  return self->causes->len;
}

/* The first one read; %NULL if there is none. */
RdBounceEntry *
rd_bounce_list_get_first (RdBounceList *self)
{
  return self->entries->len > 0 ? g_ptr_array_index (self->entries, 0) : NULL;
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
  GPtrArray *verdicts = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->entries->len; i++)
    {
      RdBounceEntry *entry = g_ptr_array_index (self->entries, i);

      if (rd_bounce_entry_get_kind (entry) == RD_ENTRY_VERDICT && rd_bounce_entry_get_diagnosis (entry) != NULL)
        g_ptr_array_add (verdicts, g_object_ref (entry));
    }
  return verdicts;
}

/* What all of them tell together. */
RdInsight *
rd_bounce_list_get_insight (RdBounceList *self)
{
  g_return_val_if_fail (RD_IS_BOUNCE_LIST (self), NULL);

  return self->insight;
}
