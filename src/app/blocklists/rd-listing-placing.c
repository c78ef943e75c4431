/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-listing-placing"

#include "config.h"

#include "rd-listing-groups-private.h"

#include "rd-fold.h"
#include "rd-listing-row.h"

#include <glib/gi18n.h>

/* Rows move, one after the other, to where they belong: under the heading of their
 * group, some of them in a fold. */

#define N_ROWS "rd-n-rows"

/* A heading goes with its last row. */
static void
count_in_group (GtkWidget *group,
                int        change)
{
  int n = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (group), N_ROWS)) + change;

  g_object_set_data (G_OBJECT (group), N_ROWS, GINT_TO_POINTER (n));
  gtk_widget_set_visible (group, n > 0);
}

/* A row has to leave its list before it can enter another. */
void
_rd_listing_groups_take_out (GtkWidget *row)
{
  GtkWidget *parent = gtk_widget_get_parent (row);
  GtkWidget *fold = parent != NULL ? gtk_widget_get_ancestor (parent, RD_TYPE_FOLD) : NULL;
  GtkWidget *group = parent != NULL ? gtk_widget_get_ancestor (parent, ADW_TYPE_PREFERENCES_GROUP) : NULL;

  if (fold != NULL)
    rd_fold_remove (RD_FOLD (fold), row);
  else if (group != NULL)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (group), row);
  if (group != NULL)
    count_in_group (group, -1);
}

static void
fold_opened_cb (RdListingGroups *self)
{
  rd_pace_start (self->pace);
}

/* Returns what it has cost. */
static guint
enter_section (RdListingGroups      *self,
               const RdListingPlace *place)
{
  if (self->group != NULL && self->section == place->section)
    return 0;
  self->section = place->section;
  self->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  self->fold = NULL;
  self->fold_of = NULL;
  adw_preferences_group_set_title (self->group, place->title);
  adw_preferences_group_set_description (self->group, place->description);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->group));
  return WORK_HIDDEN;
}

/* Returns what it has cost. */
static guint
enter_fold (RdListingGroups      *self,
            const RdListingPlace *place)
{
  g_autofree char *count = NULL;

  if (self->fold != NULL && g_strcmp0 (self->fold_of, place->fold) == 0)
    return 0;
  count = g_strdup_printf (ngettext ("%u list", "%u lists", place->n_in_fold), place->n_in_fold);
  self->fold = g_object_new (RD_TYPE_FOLD, NULL);
  self->fold_of = place->fold;
  rd_fold_set_title (self->fold, place->fold);
  rd_fold_set_subtitle (self->fold, count);
  g_signal_connect_object (self->fold, "notify::expanded", G_CALLBACK (fold_opened_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (self->group, GTK_WIDGET (self->fold));
  return WORK_VISIBLE;
}

/* What is in a fold is hidden until the fold is open: even there, what is
 * visible would be measured. */
static guint
place_row (RdListingGroups      *self,
           const RdListingPlace *place)
{
  GtkWidget *row = _rd_listing_groups_ensure_row (self, place->listing);
  GtkRoot   *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  guint      cost;

  if (focus != NULL && focus != row && !gtk_widget_is_ancestor (focus, row))
    focus = NULL;
  _rd_listing_groups_take_out (row);
  count_in_group (GTK_WIDGET (self->group), 1);
  gtk_widget_set_visible (row, place->fold == NULL);
  if (place->fold == NULL)
    {
      adw_preferences_group_add (self->group, row);
      if (focus != NULL)
        gtk_widget_grab_focus (focus);
      return WORK_VISIBLE;
    }
  cost = enter_fold (self, place);
  rd_fold_add (self->fold, row);
  return cost + WORK_HIDDEN;
}

/* Returns what it has cost. */
guint
_rd_listing_groups_place_next (RdListingGroups *self)
{
  const RdListingPlace *place = &g_array_index (self->places, RdListingPlace, self->n_placed++);
  guint                 cost = enter_section (self, place);

  if (place->repair == RD_LISTING_REPAIR_NONE)
    return cost + place_row (self, place);
  adw_preferences_group_add (self->group, rd_listing_repair_row_new (place->repair));
  count_in_group (GTK_WIDGET (self->group), 1);
  return cost + WORK_VISIBLE;
}

/* The rows of a fold that was opened. */
guint
_rd_listing_groups_reveal_next (RdListingGroups *self)
{
  for (guint i = 0; i < self->n_placed; i++)
    {
      const RdListingPlace *place = &g_array_index (self->places, RdListingPlace, i);
      GtkWidget            *row = place->fold != NULL ? g_ptr_array_index (self->rows, place->listing) : NULL;
      GtkWidget            *fold = row != NULL && !gtk_widget_get_visible (row) ? gtk_widget_get_ancestor (gtk_widget_get_parent (row), RD_TYPE_FOLD) : NULL;

      if (fold != NULL && adw_expander_row_get_expanded (ADW_EXPANDER_ROW (fold)))
        {
          gtk_widget_set_visible (row, TRUE);
          return WORK_VISIBLE;
        }
    }
  return 0;
}
