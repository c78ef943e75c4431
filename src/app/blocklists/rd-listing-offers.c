/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-listing-offers"

#include "config.h"

#include "rd-listing-offers.h"

#include "rd-outside.h"

#include <glib/gi18n.h>
#include <string.h>

/* What can be looked up without typing: what the last bounce tells, the most
 * certain first, and the servers the user has confirmed. */
struct _RdListingOffers
{
  AdwBin parent_instance;
};

G_DEFINE_FINAL_TYPE (RdListingOffers, rd_listing_offers, ADW_TYPE_BIN)

static void
rd_listing_offers_class_init (RdListingOffersClass *klass)
{
}

static void
rd_listing_offers_init (RdListingOffers *self)
{
}

static GtkWidget *
add_group (GtkWidget  *box,
           const char *title)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  gtk_box_append (GTK_BOX (box), group);
  return group;
}

static void
add_subject (GtkWidget  *group,
             const char *subject,
             const char *why)
{
  GtkWidget *row = rd_row_new (subject, why);

  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.check-blocklists");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", subject);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, "icon-name", "go-next-symbolic", NULL));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
}

static void
add_named (GtkWidget *box,
           GPtrArray *named)
{
  GtkWidget *group = NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < named->len; i++)
    {
      const RdListMention *mention = ((const RdNamedList *) g_ptr_array_index (named, i))->mention;

      if (!g_hash_table_add (seen, mention->name))
        continue;
      if (group == NULL)
        group = add_group (box, _ ("Your Bounce Names"));
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), rd_row_new (mention->name, mention->meaning));
    }
}

static gboolean
is_in (GPtrArray  *subjects,
       const char *subject)
{
  for (guint i = 0; i < subjects->len; i++)
    {
      if (strcmp (((const RdListSubject *) g_ptr_array_index (subjects, i))->subject, subject) == 0)
        return TRUE;
    }
  return FALSE;
}

/**
 * rd_listing_offers_show:
 * @self: the widget
 * @subjects: (element-type RdListSubject): what the last bounce tells
 * @named: (element-type RdNamedList): lists it names
 * @own_servers: what the user has confirmed
 *
 * Shows what can be looked up.
 */
void
rd_listing_offers_show (RdListingOffers   *self,
                        GPtrArray         *subjects,
                        GPtrArray         *named,
                        const char *const *own_servers)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);
  GtkWidget *group = NULL;

  g_return_if_fail (RD_IS_LISTING_OFFERS (self));

  add_named (box, named);
  for (guint i = 0; i < subjects->len; i++)
    {
      const RdListSubject *subject = g_ptr_array_index (subjects, i);

      if (group == NULL)
        group = add_group (box, _ ("From Your Last Bounce"));
      add_subject (group, subject->subject, rd_list_source_get_text (subject->source));
    }
  group = NULL;
  for (gsize i = 0; own_servers[i] != NULL; i++)
    {
      if (is_in (subjects, own_servers[i]))
        continue;
      if (group == NULL)
        group = add_group (box, _ ("Your Servers"));
      add_subject (group, own_servers[i], _ ("You said that your mail leaves from here."));
    }
  gtk_widget_set_visible (GTK_WIDGET (self), gtk_widget_get_first_child (box) != NULL);
  adw_bin_set_child (ADW_BIN (self), box);
}

/**
 * rd_listing_offers_show_candidates:
 * @self: the widget
 * @candidates: (element-type RdListSubject): what else could be asked about
 *
 * Shows, below the answers, what may be behind what was looked up.
 */
void
rd_listing_offers_show_candidates (RdListingOffers *self,
                                   GPtrArray       *candidates)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);
  GtkWidget *group = NULL;

  g_return_if_fail (RD_IS_LISTING_OFFERS (self));

  for (guint i = 0; i < candidates->len; i++)
    {
      const RdListSubject *candidate = g_ptr_array_index (candidates, i);

      if (group == NULL)
        group = add_group (box, _ ("Worth Checking, Too"));
      add_subject (group, candidate->subject, rd_list_source_get_text (candidate->source));
    }
  gtk_widget_set_visible (GTK_WIDGET (self), group != NULL);
  adw_bin_set_child (ADW_BIN (self), box);
}
