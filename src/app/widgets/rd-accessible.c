/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-accessible"

#include "config.h"

#include "rd-accessible.h"

/**
 * rd_accessible_name_lists:
 * @root: a widget
 * @name: what the lists in it are
 *
 * Names the lists directly in @root for screen readers.  libadwaita builds
 * groups and expanders from lists that can be come upon with the keyboard, but
 * gives them no name.
 */
void
rd_accessible_name_lists (GtkWidget  *root,
                          const char *name)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      if (GTK_IS_LIST_BOX (child) || GTK_IS_LIST_VIEW (child))
        gtk_accessible_update_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
      else
        rd_accessible_name_lists (child, name);
    }
}

/**
 * rd_accessible_name_expander:
 * @row: an #AdwExpanderRow that has its title
 *
 * Names @row, which is a row with two lists in it, for screen readers.
 */
void
rd_accessible_name_expander (GtkWidget *row)
{
  const char *title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row));

  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  rd_accessible_name_lists (row, title);
}
