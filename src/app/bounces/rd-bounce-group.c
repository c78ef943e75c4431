/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bounce-group"

#include "config.h"

#include "rd-bounce-group.h"

struct _RdBounceGroup
{
  GObject parent_instance;

  char               *title;
  RdFindingState      state;
  GListStore         *entries;
  GtkFilterListModel *shown;
  guint               n_shown; /* as last announced, without the heading */
};

enum
{
  PROP_0,
  PROP_COUNT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static GType
get_item_type (GListModel *model)
{
  return G_TYPE_OBJECT;
}

/* A group of which nothing is shown has no heading either. */
static guint
get_n_items (GListModel *model)
{
  RdBounceGroup *self = RD_BOUNCE_GROUP (model);

  return self->n_shown > 0 ? self->n_shown + 1 : 0;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  RdBounceGroup *self = RD_BOUNCE_GROUP (model);

  if (position > self->n_shown || self->n_shown == 0)
    return NULL;
  if (position == 0)
    return g_object_ref (self);
  return g_list_model_get_item (G_LIST_MODEL (self->shown), position - 1);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (RdBounceGroup, rd_bounce_group, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
shown_changed_cb (RdBounceGroup *self,
                  guint          position,
                  guint          removed,
                  guint          added)
{
  guint before = self->n_shown;

  self->n_shown = g_list_model_get_n_items (G_LIST_MODEL (self->shown));
  if (before == 0 && self->n_shown > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, self->n_shown + 1);
  else if (before > 0 && self->n_shown == 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, before + 1, 0);
  else if (before > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), position + 1, removed, added);
  if (before != self->n_shown)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COUNT]);
}

static void
rd_bounce_group_dispose (GObject *object)
{
  RdBounceGroup *self = RD_BOUNCE_GROUP (object);

  g_clear_object (&self->shown);
  g_clear_object (&self->entries);
  G_OBJECT_CLASS (rd_bounce_group_parent_class)->dispose (object);
}

static void
rd_bounce_group_finalize (GObject *object)
{
  RdBounceGroup *self = RD_BOUNCE_GROUP (object);

  g_free (self->title);
  G_OBJECT_CLASS (rd_bounce_group_parent_class)->finalize (object);
}

static void
rd_bounce_group_get_property (GObject    *object,
                              guint       id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_COUNT:
      g_value_set_uint (value, rd_bounce_group_get_count (RD_BOUNCE_GROUP (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rd_bounce_group_class_init (RdBounceGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = rd_bounce_group_dispose;
  object_class->finalize = rd_bounce_group_finalize;
  object_class->get_property = rd_bounce_group_get_property;

  properties[PROP_COUNT] = g_param_spec_uint ("count", NULL, NULL, 0, G_MAXUINT, 0,
                                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
rd_bounce_group_init (RdBounceGroup *self)
{
  self->entries = g_list_store_new (RD_TYPE_BOUNCE_ENTRY);
}

/**
 * rd_bounce_group_new:
 * @title: the cause in words
 * @state: of the entries
 * @filter: what of it is shown
 *
 * Returns: (transfer full): an empty group
 */
RdBounceGroup *
rd_bounce_group_new (const char    *title,
                     RdFindingState state,
                     GtkFilter     *filter)
{
  RdBounceGroup *self = g_object_new (RD_TYPE_BOUNCE_GROUP, NULL);

  self->title = g_strdup (title);
  self->state = state;
  self->shown = gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (self->entries)), g_object_ref (filter));
  g_signal_connect_object (self->shown, "items-changed", G_CALLBACK (shown_changed_cb), self, G_CONNECT_SWAPPED);
  return self;
}

void
rd_bounce_group_append (RdBounceGroup *self,
                        GPtrArray     *entries)
{
  g_return_if_fail (RD_IS_BOUNCE_GROUP (self));

  g_list_store_splice (self->entries, g_list_model_get_n_items (G_LIST_MODEL (self->entries)), 0, entries->pdata, entries->len);
}

const char *
rd_bounce_group_get_title (RdBounceGroup *self)
{
  return self->title;
}

/* Entries that are shown. */
guint
rd_bounce_group_get_count (RdBounceGroup *self)
{
  return self->n_shown;
}

/* A GCompareDataFunc: worst first, then in the order they came. */
int
rd_bounce_group_compare (gconstpointer a,
                         gconstpointer b,
                         gpointer      data)
{
  const RdBounceGroup *first = a;
  const RdBounceGroup *second = b;

  return (first->state > second->state) - (first->state < second->state);
}
