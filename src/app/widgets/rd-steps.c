/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-steps"

#include "config.h"

#include "rd-steps.h"

#include "rd-outside.h"
#include "rd-text-layout.h"

/**
 * rd_step_row_new:
 * @number: its number, from 1
 * @text: what to do
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
rd_step_row_new (guint       number,
                 const char *text)
{
  GtkWidget       *row = rd_row_new (text, NULL);
  g_autofree char *digits = g_strdup_printf ("%u", number);
  GtkWidget       *badge = gtk_label_new (digits);

  gtk_widget_add_css_class (badge, "rd-step-number");
  gtk_widget_add_css_class (badge, "numeric");
  gtk_widget_set_valign (badge, GTK_ALIGN_START);
  rd_text_layout_prepare_labels (row);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), badge);
  return row;
}

/**
 * rd_steps_show:
 * @list: a list without other rows
 * @steps: (nullable): what to do, in order
 *
 * Shows @steps, numbered.
 */
void
rd_steps_show (GtkListBox *list,
               char      **steps)
{
  GtkWidget *row;

  g_return_if_fail (GTK_IS_LIST_BOX (list));

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, row);
  for (guint i = 0; steps != NULL && steps[i] != NULL; i++)
    gtk_list_box_append (list, rd_step_row_new (i + 1, steps[i]));
}
