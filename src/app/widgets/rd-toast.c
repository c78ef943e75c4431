/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-toast"

#include "config.h"

#include "rd-toast.h"

#include "rd-outside.h"

/* What libadwaita gives a toast, and what is enough for a word or two. */
#define SECONDS 5
#define BRIEF_SECONDS 2

/* On a line of it, which then fits beside its button where the window is narrowest. */
#define LINE_CHARACTERS 28

/* The words of a toast of its own stand on one line, whose end would be cut off in a
 * narrow window. */
static GtkWidget *
new_title (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), LINE_CHARACTERS);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  return label;
}

static void
say (GtkWidget  *widget,
     const char *sentence,
     guint       seconds)
{
  GtkWidget       *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);
  g_autofree char *shown = rd_outside_dup_line (sentence);
  AdwToast        *toast;

  if (overlay == NULL)
    return;
  toast = adw_toast_new ("");
  adw_toast_set_custom_title (toast, new_title (shown));
  adw_toast_set_timeout (toast, seconds);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
}

/**
 * rd_toast_say:
 * @widget: a widget
 * @sentence: what to say; names of files and domains may be in it
 *
 * Says something that was just caused by the user, in the place for toasts that
 * @widget stands in.  While it stands in none, its window is gone and nobody is
 * told.
 */
void
rd_toast_say (GtkWidget  *widget,
              const char *sentence)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (sentence != NULL);

  say (widget, sentence, SECONDS);
}

/**
 * rd_toast_say_briefly:
 * @widget: a widget
 * @sentence: a word or two
 *
 * rd_toast_say() for what one expected anyway.
 */
void
rd_toast_say_briefly (GtkWidget  *widget,
                      const char *sentence)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (sentence != NULL);

  say (widget, sentence, BRIEF_SECONDS);
}
