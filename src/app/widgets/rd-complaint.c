/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-complaint"

#include "config.h"

#include "rd-complaint.h"

#include "rd-outside.h"

/**
 * rd_complaint_show:
 * @label: below @entry
 * @entry: where something was typed
 * @sentence: what is wrong with it
 *
 * Says what is wrong where it was typed, to eyes and to screen readers, and puts
 * the cursor there.
 */
void
rd_complaint_show (GtkLabel   *label,
                   GtkWidget  *entry,
                   const char *sentence)
{
  rd_outside_set_label (label, sentence);
  gtk_widget_set_visible (GTK_WIDGET (label), TRUE);
  gtk_widget_add_css_class (entry, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE, -1);
  gtk_widget_grab_focus (entry);
}

void
rd_complaint_hide (GtkLabel  *label,
                   GtkWidget *entry)
{
  gtk_widget_set_visible (GTK_WIDGET (label), FALSE);
  gtk_widget_remove_css_class (entry, "error");
  gtk_accessible_reset_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID);
}
