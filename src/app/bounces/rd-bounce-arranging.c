/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bounce-arranging"

#include "config.h"

#include "rd-bounce-list-private.h"

#include "rd-task.h"

/* Another order of the list of bounces, another search in it.
 *
 * There may be hundreds of thousands.  So it is worked out by a thread, on a copy of
 * what was there when it began; until it is done the list stays as it is, and what
 * comes in meanwhile finds its place in both. */

/* What a thread works with. */
typedef struct
{
  GPtrArray      *keeper; /* (element-type RdBounceEntry): may grow meanwhile */
  RdBounceEntry **entries;
  guint           n_entries;
  RdListOrder     order;
  char           *search;
} Plan;

/* What a thread finds out for @self is not waited for any longer. */
void
_rd_bounce_list_stop_arranging (RdBounceList *self)
{
  if (self->arranging != NULL)
    g_cancellable_cancel (self->arranging);
  g_clear_object (&self->arranging);
}

static void
plan_free (gpointer data)
{
  Plan *plan = data;

  g_ptr_array_unref (plan->keeper);
  g_free (plan->entries);
  g_free (plan->search);
  g_free (plan);
}

static void
arrange_thread (GTask        *task,
                gpointer      object,
                gpointer      data,
                GCancellable *cancellable)
{
  const Plan *plan = data;

  g_task_return_pointer (task, rd_bounce_order_arrange (plan->order, plan->search, plan->entries, plan->n_entries, cancellable),
                         (GDestroyNotify) g_hash_table_unref);
}

/* Gives @group what it has in @arranged, if it has anything. */
static void
fill_group (RdBounceGroup *group,
            GHashTable    *arranged,
            const char    *id)
{
  gpointer entries = NULL;

  if (arranged != NULL && g_hash_table_steal_extended (arranged, id, NULL, &entries))
    rd_bounce_group_take_entries (group, entries);
  else
    rd_bounce_group_take_entries (group, NULL);
}

/* From now on what was wanted is what is shown: @arranged of the first @n_arranged
 * entries, and all that came in since. */
void
_rd_bounce_list_show_wanted (RdBounceList *self,
                             GHashTable   *arranged,
                             guint         n_arranged)
{
  guint          n_before = self->n_lines;
  GHashTableIter iter;
  gpointer       id;
  gpointer       cause;

  self->order = self->wanted_order;
  g_free (self->search);
  self->search = g_strdup (self->wanted_search);
  g_hash_table_iter_init (&iter, self->cause_by_id);
  while (g_hash_table_iter_next (&iter, &id, &cause))
    fill_group (cause, arranged, id);
  fill_group (g_ptr_array_index (self->everything, 0), arranged, "");
  for (guint i = n_arranged; i < self->entries->len; i++)
    {
      RdBounceEntry *entry = g_ptr_array_index (self->entries, i);
      RdBounceGroup *group = _rd_bounce_list_find_group (self, entry);

      if (_rd_bounce_list_shows (self, entry))
        rd_bounce_group_insert (group, rd_bounce_order_find_place (self->order, rd_bounce_group_get_entries (group), entry), entry);
    }
  self->n_lines = 0;
  for (guint i = 0; i < _rd_bounce_list_get_groups (self)->len; i++)
    self->n_lines += rd_bounce_group_get_n_lines (g_ptr_array_index (_rd_bounce_list_get_groups (self), i));
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before, self->n_lines);
}

static void
arranged_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      data)
{
  RdBounceList *self = RD_BOUNCE_LIST (object);
  const Plan   *plan = g_task_get_task_data (G_TASK (result));
  g_autoptr (GHashTable) arranged = g_task_propagate_pointer (G_TASK (result), NULL);

  /* Something else is wanted by now. */
  if (g_task_get_cancellable (G_TASK (result)) != self->arranging)
    return;
  g_clear_object (&self->arranging);
  _rd_bounce_list_show_wanted (self, arranged, plan->n_entries);
}

static void
arrange (RdBounceList *self)
{
  g_autoptr (GTask) task = NULL;
  Plan *plan;

  _rd_bounce_list_stop_arranging (self);
  if (self->entries->len == 0)
    {
      _rd_bounce_list_show_wanted (self, NULL, 0);
      return;
    }
  plan = g_new0 (Plan, 1);
  plan->keeper = g_ptr_array_ref (self->entries);
  plan->n_entries = self->entries->len;
  plan->entries = g_memdup2 (self->entries->pdata, plan->n_entries * sizeof *plan->entries);
  plan->order = self->wanted_order;
  plan->search = g_strdup (self->wanted_search);
  self->arranging = g_cancellable_new ();
  task = g_task_new (self, self->arranging, arranged_cb, NULL);
  g_task_set_source_tag (task, arrange);
  g_task_set_task_data (task, plan, plan_free);
  rd_task_run_in_thread (task, arrange_thread);
}

/**
 * rd_bounce_list_set_search:
 * @self: a list
 * @text: (nullable): what to look for
 *
 * Shows only entries with @text in one of their lines, as soon as they are found.
 */
void
rd_bounce_list_set_search (RdBounceList *self,
                           const char   *text)
{
  g_autofree char *folded = text != NULL && *text != '\0' ? g_utf8_casefold (text, -1) : NULL;

  g_return_if_fail (RD_IS_BOUNCE_LIST (self));

  if (g_strcmp0 (self->wanted_search, folded) == 0)
    return;
  g_free (self->wanted_search);
  self->wanted_search = g_steal_pointer (&folded);
  arrange (self);
}

/**
 * rd_bounce_list_set_order:
 * @self: a list
 * @order: how to sort
 *
 * Shows the entries in another order, as soon as it is known.
 */
void
rd_bounce_list_set_order (RdBounceList *self,
                          RdListOrder   order)
{
  g_return_if_fail (RD_IS_BOUNCE_LIST (self));

  if (self->wanted_order == order)
    return;
  self->wanted_order = order;
  arrange (self);
}

/* Whether what is shown is not yet what was asked for. */
gboolean
rd_bounce_list_is_arranging (RdBounceList *self)
{
  g_return_val_if_fail (RD_IS_BOUNCE_LIST (self), FALSE);

  return self->arranging != NULL;
}
