/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-finding-list"

#include "config.h"

#include "rd-finding-list.h"

#include <string.h>

struct _RdFindingItem
{
  GObject parent_instance;

  RdFinding *finding;
  guint      source;  /* who found it */
  guint      ordinal; /* among the findings of its source */
};

struct _RdFindingList
{
  GObject parent_instance;

  GPtrArray *items; /* (element-type RdFindingItem): sorted */
};

enum
{
  PROP_0,
  PROP_FINDING,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE (RdFindingItem, rd_finding_item, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE_WITH_CODE (RdFindingList, rd_finding_list, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

/* --- Items --------------------------------------------------------------- */

static void
rd_finding_item_finalize (GObject *object)
{
  g_clear_pointer (&RD_FINDING_ITEM (object)->finding, rd_finding_unref);
  G_OBJECT_CLASS (rd_finding_item_parent_class)->finalize (object);
}

static void
rd_finding_item_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_FINDING:
      g_value_set_boxed (value, RD_FINDING_ITEM (object)->finding);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
rd_finding_item_class_init (RdFindingItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = rd_finding_item_finalize;
  object_class->get_property = rd_finding_item_get_property;
  properties[PROP_FINDING] = g_param_spec_boxed ("finding", NULL, NULL, RD_TYPE_FINDING,
                                                 G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
rd_finding_item_init (RdFindingItem *self)
{
}

/**
 * rd_finding_item_get_finding:
 * @self: an item
 *
 * What the row says now; notifies when it changes.
 *
 * Returns: (transfer none): the finding
 */
RdFinding *
rd_finding_item_get_finding (RdFindingItem *self)
{
  g_return_val_if_fail (RD_IS_FINDING_ITEM (self), NULL);

  return self->finding;
}

static void
item_set (RdFindingItem *self,
          RdFinding     *finding,
          guint          ordinal)
{
  self->ordinal = ordinal;
  if (self->finding == finding)
    return;
  g_clear_pointer (&self->finding, rd_finding_unref);
  self->finding = rd_finding_ref (finding);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FINDING]);
}

/* --- The list ------------------------------------------------------------ */

static GType
list_get_item_type (GListModel *model)
{
  return RD_TYPE_FINDING_ITEM;
}

static guint
list_get_n_items (GListModel *model)
{
  return RD_FINDING_LIST (model)->items->len;
}

static gpointer
list_get_item (GListModel *model,
               guint       position)
{
  RdFindingList *self = RD_FINDING_LIST (model);

  return position < self->items->len ? g_object_ref (g_ptr_array_index (self->items, position)) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = list_get_item_type;
  iface->get_n_items = list_get_n_items;
  iface->get_item = list_get_item;
}

static void
rd_finding_list_finalize (GObject *object)
{
  g_ptr_array_unref (RD_FINDING_LIST (object)->items);
  G_OBJECT_CLASS (rd_finding_list_parent_class)->finalize (object);
}

static void
rd_finding_list_class_init (RdFindingListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rd_finding_list_finalize;
}

static void
rd_finding_list_init (RdFindingList *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * rd_finding_list_new:
 *
 * Makes an empty list.
 *
 * Returns: (transfer full): the list
 */
RdFindingList *
rd_finding_list_new (void)
{
  return g_object_new (RD_TYPE_FINDING_LIST, NULL);
}

/* Where two sources found the same, the order in which they were added decides,
 * so that a list comes out the same however fast each answer was. */
static int
compare_items (const RdFindingItem *a,
               const RdFindingItem *b)
{
  int order = rd_finding_compare (a->finding, b->finding);

  if (order != 0)
    return order;
  if (a->source != b->source)
    return a->source < b->source ? -1 : 1;
  return a->ordinal < b->ordinal ? -1 : a->ordinal > b->ordinal;
}

static void
insert_item (RdFindingList *self,
             RdFindingItem *item)
{
  guint low = 0;
  guint high = self->items->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (compare_items (g_ptr_array_index (self->items, middle), item) <= 0)
        low = middle + 1;
      else
        high = middle;
    }
  g_ptr_array_insert (self->items, (int) low, item);
  g_list_model_items_changed (G_LIST_MODEL (self), low, 0, 1);
}

static RdFindingItem *
steal_item (RdFindingList *self,
            RdFindingItem *item)
{
  guint position = 0;

  if (!g_ptr_array_find (self->items, item, &position))
    return NULL;
  g_ptr_array_steal_index (self->items, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
  return item;
}

static RdFindingItem *
take_match (GPtrArray       *candidates,
            const RdFinding *finding)
{
  for (guint i = 0; i < candidates->len; i++)
    {
      RdFindingItem *item = g_ptr_array_index (candidates, i);

      if (strcmp (item->finding->id, finding->id) == 0 &&
          g_strcmp0 (item->finding->subject, finding->subject) == 0)
        return g_ptr_array_steal_index (candidates, i);
    }
  return NULL;
}

/**
 * rd_finding_list_replace:
 * @self: a list
 * @source: number of who found them
 * @findings: (element-type RdFinding): all that @source has found
 *
 * Replaces the findings of one source.  Rows whose id and subject stay are kept
 * and updated, and only move if their state has changed.
 */
void
rd_finding_list_replace (RdFindingList   *self,
                         guint            source,
                         const GPtrArray *findings)
{
  g_autoptr (GPtrArray) candidates = g_ptr_array_new ();

  g_return_if_fail (RD_IS_FINDING_LIST (self));
  g_return_if_fail (findings != NULL);

  for (guint i = 0; i < self->items->len; i++)
    {
      RdFindingItem *item = g_ptr_array_index (self->items, i);

      if (item->source == source)
        g_ptr_array_add (candidates, item);
    }
  for (guint i = 0; i < findings->len; i++)
    {
      RdFinding     *finding = g_ptr_array_index (findings, i);
      RdFindingItem *item = take_match (candidates, finding);

      if (item != NULL && item->finding->state == finding->state && item->ordinal == i)
        {
          item_set (item, finding, i);
          continue;
        }
      if (item != NULL)
        item = steal_item (self, item);
      else
        {
          item = g_object_new (RD_TYPE_FINDING_ITEM, NULL);
          item->source = source;
        }
      item_set (item, finding, i);
      insert_item (self, item);
    }
  for (guint i = 0; i < candidates->len; i++)
    g_object_unref (steal_item (self, g_ptr_array_index (candidates, i)));
}

/**
 * rd_finding_list_find:
 * @self: a list
 * @finding: a finding of it
 * @source: (out): number of who found it, written on success
 *
 * Looks up who found @finding.
 *
 * Returns: whether it is listed
 */
gboolean
rd_finding_list_find (RdFindingList   *self,
                      const RdFinding *finding,
                      guint           *source)
{
  g_return_val_if_fail (RD_IS_FINDING_LIST (self), FALSE);

  for (guint i = 0; i < self->items->len; i++)
    {
      const RdFindingItem *item = g_ptr_array_index (self->items, i);

      if (item->finding == finding)
        {
          *source = item->source;
          return TRUE;
        }
    }
  return FALSE;
}
