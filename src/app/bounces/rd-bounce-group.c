/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bounce-group"

#include "config.h"

#include "rd-bounce-group.h"

struct _RdBounceGroup
{
  GObject parent_instance;

  char          *title; /* (nullable): without it there is no heading */
  RdFindingState state;
  GPtrArray     *entries; /* (element-type RdBounceEntry): (unowned) what is shown of it */
};

enum
{
  PROP_0,
  PROP_COUNT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (RdBounceGroup, rd_bounce_group, G_TYPE_OBJECT)

static void
rd_bounce_group_finalize (GObject *object)
{
  RdBounceGroup *self = RD_BOUNCE_GROUP (object);

  g_ptr_array_unref (self->entries);
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

  object_class->finalize = rd_bounce_group_finalize;
  object_class->get_property = rd_bounce_group_get_property;

  properties[PROP_COUNT] = g_param_spec_uint ("count", NULL, NULL, 0, G_MAXUINT, 0,
                                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
rd_bounce_group_init (RdBounceGroup *self)
{
  self->entries = g_ptr_array_new ();
}

/**
 * rd_bounce_group_new:
 * @title: (nullable): the cause in words, if there is to be a heading
 * @state: of the entries
 *
 * Returns: (transfer full): an empty group
 */
RdBounceGroup *
rd_bounce_group_new (const char    *title,
                     RdFindingState state)
{
  RdBounceGroup *self = g_object_new (RD_TYPE_BOUNCE_GROUP, NULL);

  self->title = g_strdup (title);
  self->state = state;
  return self;
}

/**
 * rd_bounce_group_take_entries:
 * @self: a group
 * @entries: (transfer full) (nullable) (element-type RdBounceEntry): what is shown of
 *   it instead; whose they are keeps them
 */
void
rd_bounce_group_take_entries (RdBounceGroup *self,
                              GPtrArray     *entries)
{
  guint before = self->entries->len;

  g_return_if_fail (RD_IS_BOUNCE_GROUP (self));

  g_ptr_array_unref (self->entries);
  self->entries = entries != NULL ? entries : g_ptr_array_new ();
  if (self->entries->len != before)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COUNT]);
}

/* Puts @entry before the one that is at @place. */
void
rd_bounce_group_insert (RdBounceGroup *self,
                        guint          place,
                        RdBounceEntry *entry)
{
  g_return_if_fail (RD_IS_BOUNCE_GROUP (self));

  g_ptr_array_insert (self->entries, (int) place, entry);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COUNT]);
}

/* (transfer none) (element-type RdBounceEntry): those that are shown. */
GPtrArray *
rd_bounce_group_get_entries (RdBounceGroup *self)
{
  return self->entries;
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
  return self->entries->len;
}

/* With the heading; a group of which nothing is shown has none either. */
guint
rd_bounce_group_get_n_lines (RdBounceGroup *self)
{
  if (self->title == NULL || self->entries->len == 0)
    return self->entries->len;
  return self->entries->len + 1;
}

/* (transfer none): an entry, or the group itself for its heading. */
gpointer
rd_bounce_group_get_line (RdBounceGroup *self,
                          guint          line)
{
  g_return_val_if_fail (line < rd_bounce_group_get_n_lines (self), NULL);

  if (self->title == NULL)
    return g_ptr_array_index (self->entries, line);
  return line == 0 ? (gpointer) self : g_ptr_array_index (self->entries, line - 1);
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
