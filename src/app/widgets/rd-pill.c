/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-pill"

#include "config.h"

#include "rd-pill.h"

/* Fits a narrow window on one line in any script. */
#define MAX_SHORT_CHARACTERS 16

/* A large button whose words wrap where the window is narrow or the language
 * long, and whose accessible name comes without the mark of its access key. */
struct _RdPill
{
  GtkButton parent_instance;
};

G_DEFINE_FINAL_TYPE (RdPill, rd_pill, GTK_TYPE_BUTTON)

static void
label_changed_cb (RdPill *self)
{
  GtkWidget *child = gtk_button_get_child (GTK_BUTTON (self));

  if (!GTK_IS_LABEL (child))
    return;
  /* Laying out what wraps takes several times as long, and short words never
   * do. */
  gtk_label_set_wrap (GTK_LABEL (child), g_utf8_strlen (gtk_label_get_text (GTK_LABEL (child)), -1) > MAX_SHORT_CHARACTERS);
  gtk_label_set_wrap_mode (GTK_LABEL (child), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (child), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_justify (GTK_LABEL (child), GTK_JUSTIFY_CENTER);
  /* The button names itself with the mark of its access key in the word, and
   * the label once more; the label alone is right. */
  gtk_accessible_reset_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_RELATION_LABELLED_BY, child, NULL, -1);
}

static void
rd_pill_class_init (RdPillClass *klass)
{
}

static void
rd_pill_init (RdPill *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "pill");
  g_signal_connect (self, "notify::label", G_CALLBACK (label_changed_cb), NULL);
  g_signal_connect (self, "notify::use-underline", G_CALLBACK (label_changed_cb), NULL);
}
