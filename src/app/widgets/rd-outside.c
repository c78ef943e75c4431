/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-outside"

#include "config.h"

#include "rd-outside.h"

#include "rd-text-layout.h"
#include "rd-text.h"

/* A label lays its whole text out at once; a reply of 256 kB would stop the
 * window for seconds.  No honest reply is longer, and copying gives it all. */
#define MAX_SHOWN_CHARACTERS 4000

/**
 * rd_outside_dup:
 * @text: valid UTF-8 from outside
 *
 * Copies @text for showing it in a label; see rd_text_dup_visible().  What is
 * too long to lay out is cut, with an ellipsis.
 *
 * Returns: (transfer full): the text
 */
char *
rd_outside_dup (const char *text)
{
  g_autofree char *head = NULL;
  const char      *end = text;

  g_return_val_if_fail (text != NULL, NULL);

  for (guint i = 0; i < MAX_SHOWN_CHARACTERS && *end != '\0'; i++)
    end = g_utf8_next_char (end);
  if (*end == '\0')
    return rd_text_dup_visible (text);
  head = g_strdup_printf ("%.*s…", (int) (end - text), text);
  return rd_text_dup_visible (head);
}

/**
 * rd_outside_dup_line:
 * @text: valid UTF-8 from outside
 *
 * rd_outside_dup() on one line.
 *
 * Returns: (transfer full): the text
 */
char *
rd_outside_dup_line (const char *text)
{
  g_autofree char *visible = rd_outside_dup (text);

  return rd_text_collapse (visible);
}

void
rd_outside_set_label (GtkLabel   *label,
                      const char *text)
{
  g_autofree char *visible = rd_outside_dup (text != NULL ? text : "");

  gtk_label_set_use_markup (label, FALSE);
  gtk_label_set_use_underline (label, FALSE);
  gtk_label_set_text (label, visible);
}

/**
 * rd_outside_label_new:
 * @text: text from outside
 *
 * A label for words, addresses and numbers of servers: selectable, wrapped
 * anywhere, and left to right also where the language is not.
 *
 * Returns: (transfer floating): a label
 */
GtkWidget *
rd_outside_label_new (const char *text)
{
  GtkWidget *label = gtk_label_new (NULL);

  rd_outside_set_label (GTK_LABEL (label), text);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  rd_text_layout_prepare_labels (label);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_WORD);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  /* The text runs left to right; the place it begins at is still that of the page. */
  gtk_label_set_xalign (GTK_LABEL (label), gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL ? 1 : 0);
  gtk_widget_set_direction (label, GTK_TEXT_DIR_LTR);
  return label;
}

/**
 * rd_label_new:
 * @text: (nullable): any text
 *
 * A label for sentences: shown as they are, wrapped, from where the page begins.
 *
 * Returns: (transfer floating): a label
 */
GtkWidget *
rd_label_new (const char *text)
{
  GtkWidget *label = gtk_label_new (NULL);

  rd_outside_set_label (GTK_LABEL (label), text);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  rd_text_layout_prepare_labels (label);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  return label;
}

/**
 * rd_row_new:
 * @title: any text
 * @subtitle: (nullable): any text
 *
 * A row that shows its texts as they are and wraps instead of cutting them.
 *
 * Returns: (transfer floating): an #AdwActionRow
 */
GtkWidget *
rd_row_new (const char *title,
            const char *subtitle)
{
  GtkWidget       *row = adw_action_row_new ();
  g_autofree char *shown_title = rd_outside_dup_line (title);

  rd_text_layout_use_in_row (row);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), shown_title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  if (subtitle != NULL)
    {
      g_autofree char *shown_subtitle = rd_outside_dup (subtitle);

      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), shown_subtitle);
    }
  return row;
}
