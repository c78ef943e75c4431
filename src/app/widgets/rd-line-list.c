/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-line-list"

#include "config.h"

#include "rd-line-list.h"

/* A long list as a #GtkListView can show it without holding the window up.
 *
 * For any list that is longer, GTK 4.8 keeps two hundred widgets, whatever is in
 * sight; and when all of a list changes, it takes all of them apart and makes as many
 * anew, which is four frames or more.  Two things help:
 *
 * What the view is given are not the items but lines, #RdLine, that items stand in.
 * When all of the list changes, the lines stay, and with them their widgets, and say
 * something else (RdLine:item).  Only those that exist, because somebody looks at them,
 * have anything to do.
 *
 * Where there are fewer lines than there should be, they come a few at a time: first as
 * many as are in sight at once or nearly, then RD_LINE_LIST_STEP whenever
 * rd_line_list_step() is called, and all the rest when GTK has as many as it keeps.
 * Where there are more, the others say nothing any more, and go as they would come. */

struct _RdLine
{
  GObject parent_instance;

  RdLineList *list; /* (unowned) (nullable): while it is a line of it */
  guint       position;
  GObject    *item; /* (nullable): about to go */
};

struct _RdLineList
{
  GObject parent_instance;

  GListModel *source;
  guint       n;     /* lines that were announced */
  GPtrArray  *lines; /* (element-type RdLine): (unowned) those that exist */
};

enum
{
  PROP_ITEM = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void rd_line_list_init_model (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE (RdLine, rd_line, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE_WITH_CODE (RdLineList, rd_line_list, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, rd_line_list_init_model))

/* --- A line --------------------------------------------------------------------------- */

static void
rd_line_finalize (GObject *object)
{
  RdLine *self = RD_LINE (object);

  if (self->list != NULL)
    g_ptr_array_remove_fast (self->list->lines, self);
  g_clear_object (&self->item);
  G_OBJECT_CLASS (rd_line_parent_class)->finalize (object);
}

static void
rd_line_get_property (GObject    *object,
                      guint       id,
                      GValue     *value,
                      GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_ITEM:
      g_value_set_object (value, rd_line_get_item (RD_LINE (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rd_line_class_init (RdLineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = rd_line_finalize;
  object_class->get_property = rd_line_get_property;
  properties[PROP_ITEM] = g_param_spec_object ("item", NULL, NULL, G_TYPE_OBJECT, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
rd_line_init (RdLine *self)
{
}

/* (transfer none) (nullable): what the line says; nothing if it is about to go. */
gpointer
rd_line_get_item (RdLine *self)
{
  g_return_val_if_fail (RD_IS_LINE (self), NULL);

  return self->item;
}

static void
take_item (RdLine  *line,
           GObject *item)
{
  g_autoptr (GObject) old = line->item;

  line->item = item;
  if (old != item)
    g_object_notify_by_pspec (G_OBJECT (line), properties[PROP_ITEM]);
}

/* --- The list ------------------------------------------------------------------------- */

static GType
rd_line_list_get_item_type (GListModel *model)
{
  return RD_TYPE_LINE;
}

static guint
rd_line_list_get_n_items (GListModel *model)
{
  return RD_LINE_LIST (model)->n;
}

static gpointer
rd_line_list_get_item (GListModel *model,
                       guint       position)
{
  RdLineList *self = RD_LINE_LIST (model);
  RdLine     *line;

  if (position >= self->n)
    return NULL;
  for (guint i = 0; i < self->lines->len; i++)
    {
      line = g_ptr_array_index (self->lines, i);
      if (line->position == position)
        return g_object_ref (line);
    }
  line = g_object_new (RD_TYPE_LINE, NULL);
  line->list = self;
  line->position = position;
  line->item = g_list_model_get_item (self->source, position);
  g_ptr_array_add (self->lines, line);
  return line;
}

static void
rd_line_list_init_model (GListModelInterface *iface)
{
  iface->get_item_type = rd_line_list_get_item_type;
  iface->get_n_items = rd_line_list_get_n_items;
  iface->get_item = rd_line_list_get_item;
}

static void
announce (RdLineList *self,
          guint       position,
          guint       removed,
          guint       added)
{
  if (removed > 0 || added > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

/* Makes the list @n lines long, at its end. */
static void
set_length (RdLineList *self,
            guint       n)
{
  guint n_before = self->n;

  for (guint i = self->lines->len; i > 0; i--)
    {
      RdLine *line = g_ptr_array_index (self->lines, i - 1);

      if (line->position < n)
        continue;
      line->list = NULL;
      g_ptr_array_remove_index_fast (self->lines, i - 1);
    }
  self->n = n;
  announce (self, MIN (n, n_before), n_before - MIN (n, n_before), n - MIN (n, n_before));
}

/* The lines stay, one after the other, but say what stands there now. */
static void
reword (RdLineList *self,
        guint       from)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->lines->len; i++)
    {
      RdLine *line = g_ptr_array_index (self->lines, i);

      if (line->position >= from)
        g_ptr_array_add (lines, g_object_ref (line));
    }
  for (guint i = 0; i < lines->len; i++)
    {
      RdLine *line = g_ptr_array_index (lines, i);

      take_item (line, g_list_model_get_item (self->source, line->position));
    }
}

static void
insert (RdLineList *self,
        guint       position,
        guint       n)
{
  for (guint i = 0; i < self->lines->len; i++)
    {
      RdLine *line = g_ptr_array_index (self->lines, i);

      if (line->position >= position)
        line->position += n;
    }
  self->n += n;
  announce (self, position, 0, n);
}

/* All that is left where GTK makes no more lines of it. */
static void
complete (RdLineList *self)
{
  guint n = g_list_model_get_n_items (self->source);

  if (self->n >= RD_LINE_LIST_MAX_MADE && self->n < n)
    set_length (self, n);
}

static void
source_changed_cb (RdLineList *self,
                   guint       position,
                   guint       removed,
                   guint       added)
{
  guint n = g_list_model_get_n_items (self->source);
  guint n_before = n - added + removed;

  if (removed == 0 && added <= RD_LINE_LIST_STEP && self->n <= n_before)
    {
      if (position < self->n || self->n == n_before)
        insert (self, position, added);
      complete (self);
      return;
    }
  reword (self, position);
  if (self->n > n || self->n < RD_LINE_LIST_STEP)
    rd_line_list_step (self);
  complete (self);
}

static void
rd_line_list_finalize (GObject *object)
{
  RdLineList *self = RD_LINE_LIST (object);

  for (guint i = 0; i < self->lines->len; i++)
    ((RdLine *) g_ptr_array_index (self->lines, i))->list = NULL;
  g_ptr_array_unref (self->lines);
  g_object_unref (self->source);
  G_OBJECT_CLASS (rd_line_list_parent_class)->finalize (object);
}

static void
rd_line_list_class_init (RdLineListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rd_line_list_finalize;
}

static void
rd_line_list_init (RdLineList *self)
{
  self->lines = g_ptr_array_new ();
}

/**
 * rd_line_list_new:
 * @source: (transfer full): what stands in the lines; its items are objects
 *
 * Returns: (transfer full): a list that has the first lines already
 */
RdLineList *
rd_line_list_new (GListModel *source)
{
  RdLineList *self = g_object_new (RD_TYPE_LINE_LIST, NULL);

  self->source = source;
  g_signal_connect_object (source, "items-changed", G_CALLBACK (source_changed_cb), self, G_CONNECT_SWAPPED);
  rd_line_list_step (self);
  return self;
}

/**
 * rd_line_list_step:
 * @self: a list
 *
 * Adds a few lines if there are more to come, or takes a few away that say nothing.
 *
 * Returns: whether it is still not as long as it should be
 */
gboolean
rd_line_list_step (RdLineList *self)
{
  guint n;

  g_return_val_if_fail (RD_IS_LINE_LIST (self), FALSE);

  n = g_list_model_get_n_items (self->source);
  if (self->n < n)
    set_length (self, MIN (n, self->n + RD_LINE_LIST_STEP));
  else if (self->n > RD_LINE_LIST_MAX_MADE)
    set_length (self, MAX (n, RD_LINE_LIST_MAX_MADE));
  else if (self->n > n + RD_LINE_LIST_STEP)
    set_length (self, self->n - RD_LINE_LIST_STEP);
  else
    set_length (self, n);
  complete (self);
  return !rd_line_list_is_whole (self);
}

/* Whether it is as long as it should be. */
gboolean
rd_line_list_is_whole (RdLineList *self)
{
  g_return_val_if_fail (RD_IS_LINE_LIST (self), FALSE);

  return self->n == g_list_model_get_n_items (self->source);
}
