/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-finding-row"

#include "config.h"

#include "rd-finding-row.h"

#include "rd-appearance.h"
#include "rd-outside.h"
#include "rd-text-layout.h"

/* What a check found: icon, word, and below it what that means.  The word
 * stands above and not at the end, where a long translation of it would take
 * the room of the sentence. */
struct _RdFindingRow
{
  AdwPreferencesRow parent_instance;
};

G_DEFINE_FINAL_TYPE (RdFindingRow, rd_finding_row, ADW_TYPE_PREFERENCES_ROW)

static void
rd_finding_row_class_init (RdFindingRowClass *klass)
{
}

static void
rd_finding_row_init (RdFindingRow *self)
{
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
}

/**
 * rd_finding_row_new:
 * @state: what was found
 * @word: the word for it
 * @title: one line about it
 * @explanation: (nullable): more about it
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
rd_finding_row_new (RdFindingState state,
                    const char    *word,
                    const char    *title,
                    const char    *explanation)
{
  g_autofree char *shown = rd_outside_dup_line (title);
  g_autofree char *name = g_strdup_printf ("%s: %s", word, shown);
  GtkWidget       *self = g_object_new (RD_TYPE_FINDING_ROW, "title", shown, NULL);
  GtkWidget       *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget       *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget       *image = rd_state_image_new (state);
  GtkWidget       *word_label = rd_label_new (word);

  rd_state_label_set (GTK_LABEL (word_label), state, word);
  gtk_widget_add_css_class (word_label, "caption-heading");
  gtk_widget_set_valign (image, GTK_ALIGN_START);
  rd_text_layout_use (texts);
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_add_css_class (box, "rd-fact");
  gtk_box_append (GTK_BOX (texts), word_label);
  gtk_box_append (GTK_BOX (texts), rd_label_new (title));
  if (explanation != NULL)
    {
      GtkWidget *label = rd_label_new (explanation);

      gtk_widget_add_css_class (label, "caption");
      gtk_widget_add_css_class (label, "dim-label");
      gtk_box_append (GTK_BOX (texts), label);
    }
  gtk_box_append (GTK_BOX (box), image);
  gtk_box_append (GTK_BOX (box), texts);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return self;
}
