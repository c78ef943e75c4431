/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-listing-groups"

#include "config.h"

#include "rd-listing-groups-private.h"

#include "rd-listing-row.h"

G_DEFINE_FINAL_TYPE (RdListingGroups, rd_listing_groups, ADW_TYPE_BIN)

/* --- Rows ---------------------------------------------------------------- */

static const RdListing *
get_listing (RdListingGroups *self,
             guint            index)
{
  RdListing *pending = g_ptr_array_index (self->pending, index);

  return pending != NULL ? pending : rd_listing_row_get_listing (g_ptr_array_index (self->rows, index));
}

static void
row_free (gpointer row)
{
  if (row != NULL)
    g_object_unref (row);
}

/* Returns what it has cost. */
static guint
update_row (RdListingGroups *self,
            guint            index)
{
  RdListingRow *row = g_ptr_array_index (self->rows, index);
  RdListing    *listing = g_steal_pointer (&g_ptr_array_index (self->pending, index));
  gboolean      is_new;

  if (listing == NULL)
    return 0;
  is_new = rd_listing_row_take (row, listing, self->evidence);
  return is_new && gtk_widget_get_visible (GTK_WIDGET (row)) ? WORK_VISIBLE : 0;
}

/* What an open row tells about the time is true to the minute. */
static void
minute_cb (gpointer data)
{
  RdListingGroups *self = data;
  gint64           now = g_get_real_time () / G_USEC_PER_SEC;

  for (guint i = 0; i < self->rows->len; i++)
    {
      RdListingRow *row = g_ptr_array_index (self->rows, i);

      if (row != NULL)
        rd_listing_row_count_down (row, now);
    }
}

static void
row_opened_cb (RdListingGroups *self)
{
  gboolean counts_down = FALSE;

  for (guint i = 0; i < self->rows->len; i++)
    {
      RdListingRow *row = g_ptr_array_index (self->rows, i);

      counts_down = counts_down || (row != NULL && adw_expander_row_get_expanded (ADW_EXPANDER_ROW (row)) && rd_listing_row_counts_down (row));
    }
  rd_minute_set_wanted (self->minute, counts_down);
}

GtkWidget *
_rd_listing_groups_ensure_row (RdListingGroups *self,
                               guint            index)
{
  GtkWidget *row = g_ptr_array_index (self->rows, index);

  if (row != NULL)
    return row;
  row = g_object_ref_sink (rd_listing_row_new ());
  g_ptr_array_index (self->rows, index) = row;
  g_signal_connect_object (row, "notify::expanded", G_CALLBACK (row_opened_cb), self, G_CONNECT_SWAPPED);
  update_row (self, index);
  if (self->past != NULL)
    rd_listing_row_set_past (RD_LISTING_ROW (row), self->past);
  return row;
}

/* --- Work ---------------------------------------------------------------- */

/* Adds a page on top of those that rows leave. */
static void
add_page (RdListingGroups *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);
  self->group = NULL;
  gtk_box_prepend (GTK_BOX (self->outer), self->box);
}

/* Returns what it has cost. */
static guint
hide_old_pages (RdListingGroups *self)
{
  guint cost = 0;

  for (GtkWidget *page = gtk_widget_get_next_sibling (self->box); page != NULL; page = gtk_widget_get_next_sibling (page))
    {
      cost += gtk_widget_get_visible (page) ? WORK_VISIBLE : 0;
      gtk_widget_set_visible (page, FALSE);
    }
  return cost;
}

static void
remove_old_pages (RdListingGroups *self)
{
  GtkWidget *page;

  while ((page = gtk_widget_get_next_sibling (self->box)) != NULL)
    gtk_box_remove (GTK_BOX (self->outer), page);
}

static guint
take_down_next (RdListingGroups *self)
{
  if (self->gone->len == 0)
    return 0;
  _rd_listing_groups_take_out (g_ptr_array_index (self->gone, self->gone->len - 1));
  g_ptr_array_set_size (self->gone, (int) self->gone->len - 1);
  return WORK_VISIBLE;
}

/* Does one thing and returns what it has cost, 0 when there is nothing to do. */
static guint
work_once (RdListingGroups *self)
{
  guint cost;

  if (self->places != NULL && self->n_placed < self->places->len)
    return _rd_listing_groups_place_next (self);
  cost = hide_old_pages (self);
  while (cost == 0 && self->n_taken < self->rows->len)
    cost = update_row (self, self->n_taken++);
  if (cost == 0)
    cost = _rd_listing_groups_reveal_next (self);
  if (cost == 0)
    cost = take_down_next (self);
  if (cost == 0)
    remove_old_pages (self);
  return cost;
}

/* Does what fits into a frame; returns whether something is left. */
static gboolean
work (gpointer data)
{
  RdListingGroups *self = data;
  guint            done = 0;

  while (done < WORK_PER_FRAME)
    {
      guint cost = work_once (self);

      if (cost == 0)
        return FALSE;
      done += cost;
    }
  return TRUE;
}

/* Rows move, one after the other, from where they are to where they belong. */
static void
set_places (RdListingGroups *self,
            gboolean         is_settled)
{
  g_autoptr (GPtrArray) listings = g_ptr_array_new ();

  for (guint i = 0; i < self->rows->len; i++)
    g_ptr_array_add (listings, (gpointer) get_listing (self, i));
  g_clear_pointer (&self->places, g_array_unref);
  self->places = rd_listing_plan_new (listings, is_settled, self->flags);
  self->n_placed = 0;
  add_page (self);
  rd_pace_start (self->pace);
}

/* --- Object -------------------------------------------------------------- */

static void
rd_listing_groups_dispose (GObject *object)
{
  RdListingGroups *self = RD_LISTING_GROUPS (object);

  g_clear_pointer (&self->pace, rd_pace_free);
  g_clear_pointer (&self->minute, rd_minute_free);
  g_clear_pointer (&self->places, g_array_unref);
  g_clear_pointer (&self->pending, g_ptr_array_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->gone, g_ptr_array_unref);
  g_clear_pointer (&self->past, g_ptr_array_unref);
  g_clear_pointer (&self->evidence, rd_evidence_unref);
  G_OBJECT_CLASS (rd_listing_groups_parent_class)->dispose (object);
}

static void
rd_listing_groups_class_init (RdListingGroupsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rd_listing_groups_dispose;
}

static void
rd_listing_groups_init (RdListingGroups *self)
{
  self->rows = g_ptr_array_new_with_free_func (row_free);
  self->pending = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_listing_free);
  self->gone = g_ptr_array_new_with_free_func (g_object_unref);
  self->outer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);
  adw_bin_set_child (ADW_BIN (self), self->outer);
  add_page (self);
  self->pace = rd_pace_new (GTK_WIDGET (self), work, self);
  self->minute = rd_minute_new (GTK_WIDGET (self), minute_cb, self);
}

static gpointer
steal_row (RdListingGroups   *self,
           const RdBlocklist *list)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      RdListingRow *row = g_ptr_array_index (self->rows, i);

      if (row != NULL && rd_listing_row_get_listing (row)->list == list)
        return g_steal_pointer (&g_ptr_array_index (self->rows, i));
    }
  return NULL;
}

/* What is left of the rows goes, now out of sight and later for good. */
static void
let_rows_go (RdListingGroups *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *row = g_steal_pointer (&g_ptr_array_index (self->rows, i));

      if (row != NULL)
        g_ptr_array_add (self->gone, row);
      if (row != NULL)
        gtk_widget_set_visible (row, FALSE);
    }
  g_ptr_array_set_size (self->rows, 0);
  g_ptr_array_set_size (self->pending, 0);
}

/**
 * rd_listing_groups_clear:
 * @self: groups
 *
 * Forgets all rows.
 */
void
rd_listing_groups_clear (RdListingGroups *self)
{
  g_return_if_fail (RD_IS_LISTING_GROUPS (self));

  let_rows_go (self);
  g_clear_pointer (&self->places, g_array_unref);
  self->n_placed = 0;
  g_clear_pointer (&self->past, g_ptr_array_unref);
  add_page (self);
  hide_old_pages (self);
  rd_pace_start (self->pace);
}

/* How the lists that are shown next are asked. */
void
rd_listing_groups_set_flags (RdListingGroups *self,
                             RdListingFlags   flags)
{
  g_return_if_fail (RD_IS_LISTING_GROUPS (self));

  self->flags = flags;
}

/* Adds to each row how its list stood before. */
void
rd_listing_groups_set_past (RdListingGroups *self,
                            GPtrArray       *states)
{
  g_return_if_fail (RD_IS_LISTING_GROUPS (self));

  g_clear_pointer (&self->past, g_ptr_array_unref);
  self->past = g_ptr_array_ref (states);
  for (guint i = 0; i < self->rows->len; i++)
    {
      RdListingRow *row = g_ptr_array_index (self->rows, i);

      if (row != NULL)
        rd_listing_row_set_past (row, states);
    }
}

/**
 * rd_listing_groups_show:
 * @self: groups
 * @listings: (element-type RdListing): what is known now; taken out of the array
 * @evidence: where the answers are
 *
 * Shows @listings: the first time as new rows, then in the rows that are there.
 */
void
rd_listing_groups_show (RdListingGroups *self,
                        GPtrArray       *listings,
                        RdEvidence      *evidence)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (row_free);
  gboolean             is_new;
  gsize                n;
  g_autofree gpointer *taken = NULL;

  g_return_if_fail (RD_IS_LISTING_GROUPS (self));

  is_new = self->places == NULL;
  taken = g_ptr_array_steal (listings, &n);
  for (gsize i = 0; i < n; i++)
    g_ptr_array_add (rows, steal_row (self, ((const RdListing *) taken[i])->list));
  let_rows_go (self);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  self->rows = g_steal_pointer (&rows);
  for (gsize i = 0; i < n; i++)
    g_ptr_array_add (self->pending, taken[i]);
  g_clear_pointer (&self->evidence, rd_evidence_unref);
  self->evidence = rd_evidence_ref (evidence);
  self->n_taken = 0;
  if (is_new)
    set_places (self, FALSE);
  else
    rd_pace_start (self->pace);
}

/**
 * rd_listing_groups_settle:
 * @self: groups, with all answers that will come
 *
 * Puts what matters first and folds the rest.
 */
void
rd_listing_groups_settle (RdListingGroups *self)
{
  g_return_if_fail (RD_IS_LISTING_GROUPS (self));

  set_places (self, TRUE);
}

/* Whether rows are still on their way. */
gboolean
rd_listing_groups_is_busy (RdListingGroups *self)
{
  g_return_val_if_fail (RD_IS_LISTING_GROUPS (self), FALSE);

  return rd_pace_is_busy (self->pace);
}
