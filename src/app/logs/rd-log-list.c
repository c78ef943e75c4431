/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-log-list"

#include "config.h"

#include "rd-log-list.h"

/* The deliveries that are listed, newest first.  There may be millions, so only
 * their numbers are kept; an entry is made when somebody looks at it and lives
 * as long as it is looked at. */
struct _RdLogList
{
  GObject parent_instance;

  RdLog      *log;     /* (nullable) */
  GArray     *numbers; /* (element-type guint): ascending */
  GHashTable *entries; /* (element-type guint RdLogEntry): those that are alive, not owned */
};

static void rd_log_list_init_model (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (RdLogList, rd_log_list, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, rd_log_list_init_model))

static GType
rd_log_list_get_item_type (GListModel *model)
{
  return RD_TYPE_LOG_ENTRY;
}

static guint
rd_log_list_get_n_items (GListModel *model)
{
  return RD_LOG_LIST (model)->numbers->len;
}

static void
entry_gone_cb (gpointer data,
               GObject *was)
{
  RdLogList     *self = data;
  GHashTableIter iter;
  gpointer       entry;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &entry))
    {
      if (entry != was)
        continue;
      g_hash_table_iter_remove (&iter);
      return;
    }
}

static gpointer
rd_log_list_get_item (GListModel *model,
                      guint       position)
{
  RdLogList  *self = RD_LOG_LIST (model);
  RdLogEntry *entry;
  guint       number;

  if (position >= self->numbers->len)
    return NULL;
  number = g_array_index (self->numbers, guint, self->numbers->len - 1 - position);
  entry = g_hash_table_lookup (self->entries, GUINT_TO_POINTER (number));
  if (entry != NULL)
    return g_object_ref (entry);
  entry = rd_log_entry_new (self->log, number);
  g_hash_table_insert (self->entries, GUINT_TO_POINTER (number), entry);
  g_object_weak_ref (G_OBJECT (entry), entry_gone_cb, self);
  return entry;
}

static void
rd_log_list_init_model (GListModelInterface *iface)
{
  iface->get_item_type = rd_log_list_get_item_type;
  iface->get_n_items = rd_log_list_get_n_items;
  iface->get_item = rd_log_list_get_item;
}

static void
forget_entries (RdLogList *self)
{
  GHashTableIter iter;
  gpointer       entry;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &entry))
    g_object_weak_unref (entry, entry_gone_cb, self);
  g_hash_table_remove_all (self->entries);
}

static void
rd_log_list_finalize (GObject *object)
{
  RdLogList *self = RD_LOG_LIST (object);

  forget_entries (self);
  g_hash_table_unref (self->entries);
  g_array_unref (self->numbers);
  rd_log_unref (self->log);
  G_OBJECT_CLASS (rd_log_list_parent_class)->finalize (object);
}

static void
rd_log_list_class_init (RdLogListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rd_log_list_finalize;
}

static void
rd_log_list_init (RdLogList *self)
{
  self->numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  self->entries = g_hash_table_new (NULL, NULL);
}

/**
 * rd_log_list_new:
 *
 * Returns: (transfer full): an empty list
 */
RdLogList *
rd_log_list_new (void)
{
  return g_object_new (RD_TYPE_LOG_LIST, NULL);
}

/**
 * rd_log_list_set_log:
 * @self: a list
 * @log: (nullable): another log
 *
 * Empties the list; what is listed next stands in @log.
 */
void
rd_log_list_set_log (RdLogList *self,
                     RdLog     *log)
{
  guint n = self->numbers->len;

  g_array_set_size (self->numbers, 0);
  forget_entries (self);
  g_clear_pointer (&self->log, rd_log_unref);
  self->log = log != NULL ? rd_log_ref (log) : NULL;
  if (n > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n, 0);
}

/* Whether @numbers begins with all that is listed: the log has only grown. */
static gboolean
is_continued_by (RdLogList *self,
                 GArray    *numbers)
{
  return numbers->len >= self->numbers->len &&
         (self->numbers->len == 0 || memcmp (numbers->data, self->numbers->data, self->numbers->len * sizeof (guint)) == 0);
}

/**
 * rd_log_list_take_numbers:
 * @self: a list
 * @numbers: (transfer full) (element-type guint): deliveries, ascending
 *
 * Lists @numbers instead.
 */
void
rd_log_list_take_numbers (RdLogList *self,
                          GArray    *numbers)
{
  guint n = self->numbers->len;
  guint kept = is_continued_by (self, numbers) ? n : 0;

  g_array_unref (self->numbers);
  self->numbers = numbers;
  if (n != kept || numbers->len != kept)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n - kept, numbers->len - kept);
}

static int
compare_numbers (gconstpointer a,
                 gconstpointer b)
{
  guint one = *(const guint *) a;
  guint other = *(const guint *) b;

  return (one > other) - (one < other);
}

/**
 * rd_log_list_find:
 * @self: a list
 * @number: a delivery of its log
 *
 * Returns: where it stands in the list, %RD_LOG_LIST_NOWHERE if it does not
 */
guint
rd_log_list_find (RdLogList *self,
                  guint      number)
{
  guint index;

  g_return_val_if_fail (RD_IS_LOG_LIST (self), RD_LOG_LIST_NOWHERE);

  if (!g_array_binary_search (self->numbers, &number, compare_numbers, &index))
    return RD_LOG_LIST_NOWHERE;
  return self->numbers->len - 1 - index;
}

GArray *
rd_log_list_dup_numbers (RdLogList *self)
{
  return g_array_ref (self->numbers);
}
