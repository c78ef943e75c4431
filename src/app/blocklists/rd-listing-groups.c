/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-listing-groups"

#include "config.h"

#include "rd-listing-groups.h"

#include "rd-fold.h"
#include "rd-listing-row.h"
#include "rd-outside.h"

#include <glib/gi18n.h>
#include <string.h>

/* All lists under headings.  While answers come in, every row stays where it
 * is; once all are there, what matters comes first and the rest is folded. */
struct _RdListingGroups
{
  AdwBin parent_instance;

  GtkWidget *box;
  GPtrArray *rows; /* (element-type RdListingRow): in the order of the listings */

  RdListingFlags flags; /* how they were asked */
};

G_DEFINE_FINAL_TYPE (RdListingGroups, rd_listing_groups, ADW_TYPE_BIN)

static const RdListingGroup blame_groups[] = {
  RD_LISTING_REPUTATION,
  RD_LISTING_POLICY,
  RD_LISTING_NEIGHBOURHOOD,
  RD_LISTING_DOMAIN,
  RD_LISTING_MINOR,
};

static const RdListingGroup other_groups[] = {
  RD_LISTING_ALLOW,
  RD_LISTING_INFORMATIONAL,
};

static void
rd_listing_groups_dispose (GObject *object)
{
  RdListingGroups *self = RD_LISTING_GROUPS (object);

  g_clear_pointer (&self->rows, g_ptr_array_unref);
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
  self->rows = g_ptr_array_new_with_free_func (g_object_unref);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);
  adw_bin_set_child (ADW_BIN (self), self->box);
}

static const RdListing *
get_listing (RdListingGroups *self,
             guint            index)
{
  return rd_listing_row_get_listing (g_ptr_array_index (self->rows, index));
}

static AdwPreferencesGroup *
add_group (RdListingGroups *self,
           const char      *title)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  gtk_box_append (GTK_BOX (self->box), group);
  return ADW_PREFERENCES_GROUP (group);
}

static void
remove_groups (RdListingGroups *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->box)) != NULL)
    gtk_box_remove (GTK_BOX (self->box), child);
}

static gboolean
is_hit (const RdListing *listing)
{
  return listing->state == RD_LISTING_LISTED || listing->state == RD_LISTING_REMARK;
}

/* The rows of one group; in a settled view, only those with something to say. */
static void
add_rows_of_group (RdListingGroups *self,
                   RdListingGroup   which,
                   gboolean         only_hits)
{
  AdwPreferencesGroup *group = NULL;

  for (guint i = 0; i < self->rows->len; i++)
    {
      const RdListing *listing = get_listing (self, i);

      if (listing->is_named || listing->group != which || (only_hits && !is_hit (listing)))
        continue;
      if (group == NULL)
        group = add_group (self, rd_listing_group_get_label (which));
      adw_preferences_group_add (group, g_ptr_array_index (self->rows, i));
    }
}

/* What did harm for certain comes first, whatever its weight is. */
static void
add_named (RdListingGroups *self)
{
  AdwPreferencesGroup *group = NULL;

  for (guint i = 0; i < self->rows->len; i++)
    {
      if (!get_listing (self, i)->is_named)
        continue;
      if (group == NULL)
        {
          group = add_group (self, _ ("Named in Your Bounces"));
          adw_preferences_group_set_description (group, _ ("Start here: these lists have refused your mail."));
        }
      adw_preferences_group_add (group, g_ptr_array_index (self->rows, i));
    }
}

static void
add_rows_of_groups (RdListingGroups      *self,
                    const RdListingGroup *groups,
                    gsize                 n,
                    gboolean              only_hits)
{
  for (gsize i = 0; i < n; i++)
    add_rows_of_group (self, groups[i], only_hits);
}

static RdFold *
add_fold (AdwPreferencesGroup *group,
          const char          *title)
{
  RdFold *fold = g_object_new (RD_TYPE_FOLD, NULL);

  rd_fold_set_title (fold, title);
  adw_preferences_group_add (group, GTK_WIDGET (fold));
  return fold;
}

static void
show_count (RdFold *fold,
            guint   n)
{
  g_autofree char *text = g_strdup_printf (ngettext ("%u list", "%u lists", n), n);

  rd_fold_set_subtitle (fold, text);
}

/* The one thing that helps; the pages of the lists are in their rows. */
static void
add_repair (AdwPreferencesGroup *group,
            RdListingRepair      repair)
{
  GtkWidget *row;

  if (repair == RD_LISTING_REPAIR_DIRECT)
    row = rd_row_new (_ ("Ask These Lists Directly"), _ ("Past your DNS server. The lists then see the address of your own connection."));
  else
    row = rd_row_new (_ ("Ask Them Again"), NULL);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), repair == RD_LISTING_REPAIR_DIRECT ? "blocklists.ask-directly" : "blocklists.ask-again");
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, "icon-name", "view-refresh-symbolic", NULL));
  adw_preferences_group_add (group, row);
}

/* All lists with the reason of the one at @first, under its sentence. */
static void
add_rows_of_reason (RdListingGroups     *self,
                    AdwPreferencesGroup *group,
                    guint                first)
{
  const char *reason = get_listing (self, first)->reason;
  RdFold     *fold = add_fold (group, rd_listing_reason_get_text (reason));
  guint       n = 0;

  for (guint i = first; i < self->rows->len; i++)
    {
      const RdListing *listing = get_listing (self, i);

      if (listing->is_named || listing->state != RD_LISTING_UNKNOWN || strcmp (listing->reason, reason) != 0)
        continue;
      rd_fold_add (fold, g_ptr_array_index (self->rows, i));
      n++;
    }
  show_count (fold, n);
}

static void
add_unchecked (RdListingGroups *self)
{
  AdwPreferencesGroup *group = NULL;
  g_autoptr (GHashTable) reasons = g_hash_table_new (g_str_hash, g_str_equal);
  gboolean helps[RD_LISTING_REPAIR_LOOKUP + 1] = { FALSE };

  for (guint i = 0; i < self->rows->len; i++)
    {
      const RdListing *listing = get_listing (self, i);

      if (listing->is_named || listing->state != RD_LISTING_UNKNOWN || !g_hash_table_add (reasons, (gpointer) listing->reason))
        continue;
      if (group == NULL)
        group = add_group (self, _ ("Could Not Check"));
      add_rows_of_reason (self, group, i);
      helps[rd_listing_reason_get_repair (listing->reason, self->flags)] = TRUE;
    }
  if (helps[RD_LISTING_REPAIR_DIRECT])
    add_repair (group, RD_LISTING_REPAIR_DIRECT);
  else if (helps[RD_LISTING_REPAIR_AGAIN])
    add_repair (group, RD_LISTING_REPAIR_AGAIN);
}

static void
add_unlisted (RdListingGroups *self)
{
  RdFold *fold = NULL;
  guint   n = 0;

  for (guint i = 0; i < self->rows->len; i++)
    {
      if (get_listing (self, i)->is_named || get_listing (self, i)->state != RD_LISTING_NOT_LISTED)
        continue;
      if (fold == NULL)
        fold = add_fold (add_group (self, _ ("Not Listed")), _ ("Lists that do not name it"));
      rd_fold_add (fold, g_ptr_array_index (self->rows, i));
      n++;
    }
  if (fold != NULL)
    show_count (fold, n);
}

/* A row has to leave its list before it can enter another. */
static void
take_rows_out (RdListingGroups *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *row = g_ptr_array_index (self->rows, i);
      GtkWidget *group = gtk_widget_get_ancestor (row, ADW_TYPE_PREFERENCES_GROUP);

      if (group != NULL)
        adw_preferences_group_remove (ADW_PREFERENCES_GROUP (group), row);
    }
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

  remove_groups (self);
  g_ptr_array_set_size (self->rows, 0);
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

  for (guint i = 0; i < self->rows->len; i++)
    rd_listing_row_set_past (g_ptr_array_index (self->rows, i), states);
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
  gboolean             is_new;
  gsize                n;
  g_autofree gpointer *taken = NULL;

  g_return_if_fail (RD_IS_LISTING_GROUPS (self));

  is_new = self->rows->len == 0;
  taken = g_ptr_array_steal (listings, &n);
  for (guint i = 0; i < n; i++)
    {
      if (is_new)
        g_ptr_array_add (self->rows, g_object_ref_sink (rd_listing_row_new ()));
      rd_listing_row_take (g_ptr_array_index (self->rows, i), taken[i], evidence);
    }
  if (!is_new)
    return;
  add_named (self);
  add_rows_of_groups (self, blame_groups, G_N_ELEMENTS (blame_groups), FALSE);
  add_rows_of_groups (self, other_groups, G_N_ELEMENTS (other_groups), FALSE);
}

/**
 * rd_listing_groups_settle:
 * @self: groups, with all answers that will come
 *
 * Puts what matters first and folds the rest.  Done once a run.
 */
void
rd_listing_groups_settle (RdListingGroups *self)
{
  GtkRoot   *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  g_return_if_fail (RD_IS_LISTING_GROUPS (self));

  if (focus != NULL && !gtk_widget_is_ancestor (focus, GTK_WIDGET (self)))
    focus = NULL;
  take_rows_out (self);
  remove_groups (self);
  add_named (self);
  add_rows_of_groups (self, blame_groups, G_N_ELEMENTS (blame_groups), TRUE);
  add_unchecked (self);
  add_rows_of_groups (self, other_groups, G_N_ELEMENTS (other_groups), TRUE);
  add_unlisted (self);
  if (focus != NULL && gtk_widget_get_mapped (focus))
    gtk_widget_grab_focus (focus);
}
