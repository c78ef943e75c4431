/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-last-domains"

#include "config.h"

#include "rd-last-domains.h"

#include "rd-outside.h"

/* What fits below the empty page without scrolling. */
#define MAX_DOMAINS 5

/**
 * rd_last_domains_remember:
 * @settings: those of the application
 * @domain: a domain that is checked now
 *
 * Puts @domain before the others, of which the oldest may fall out.
 */
void
rd_last_domains_remember (GSettings  *settings,
                          const char *domain)
{
  g_auto (GStrv) known = g_settings_get_strv (settings, "last-domains");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) domains = NULL;
  guint n = 1;

  g_strv_builder_add (builder, domain);
  for (guint i = 0; known[i] != NULL && n < MAX_DOMAINS; i++)
    {
      if (g_str_equal (known[i], domain))
        continue;
      g_strv_builder_add (builder, known[i]);
      n++;
    }
  domains = g_strv_builder_end (builder);
  g_settings_set_strv (settings, "last-domains", (const char *const *) domains);
}

static GtkWidget *
row_new (const char *domain)
{
  GtkWidget *row = rd_row_new (domain, NULL);

  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, "icon-name", "go-next-symbolic", NULL));
  g_object_set_data_full (G_OBJECT (row), "rd-domain", g_strdup (domain), g_free);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, domain, -1);
  return row;
}

/**
 * rd_last_domains_show:
 * @settings: those of the application
 * @list: where a row for each goes, in place of what is there
 *
 * Returns: whether there are any
 */
gboolean
rd_last_domains_show (GSettings  *settings,
                      GtkListBox *list)
{
  g_auto (GStrv) domains = g_settings_get_strv (settings, "last-domains");
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, row);
  for (guint i = 0; domains[i] != NULL; i++)
    gtk_list_box_append (list, row_new (domains[i]));
  return domains[0] != NULL;
}

/* The domain that @row offers. */
const char *
rd_last_domains_get (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "rd-domain");
}
