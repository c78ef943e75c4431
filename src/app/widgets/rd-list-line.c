/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-list-line"

#include "config.h"

#include "rd-list-line.h"

/**
 * rd_list_line_new:
 * @overflow: where words are left out that there is no room for
 *
 * A line of text in a long list: as wide as there is room and as high as its style
 * says, whatever is in it, since another text is no reason to lay the list out again.
 * Scripts of other fonts are higher, so that the text stands at the top.
 *
 * Returns: (transfer floating): the line
 */
GtkInscription *
rd_list_line_new (GtkInscriptionOverflow overflow)
{
  GtkInscription *self = g_object_new (GTK_TYPE_INSCRIPTION, "xalign", 0.0, "yalign", 0.0, "min-chars", 0, "text-overflow", overflow, NULL);

  gtk_widget_add_css_class (GTK_WIDGET (self), "rd-list-line");
  return self;
}

/**
 * rd_list_line_set_text:
 * @self: a line
 * @text: what it says, without invisible characters
 *
 * @text runs as its first letter says, but begins where the list does: a mark sets the
 * direction of the line, and the text is isolated from it.
 */
void
rd_list_line_set_text (GtkInscription *self,
                       const char     *text)
{
  const char      *mark = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL ? "\342\200\217" : "\342\200\216";
  g_autofree char *placed = g_strconcat (mark, "\342\201\250", text, "\342\201\251", NULL);

  gtk_inscription_set_text (self, placed);
}
