/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-toast"

#include "config.h"

#include "rd-toast.h"

#include "rd-outside.h"

/* What libadwaita gives a toast, and what is enough for a word or two. */
#define SECONDS 5
#define BRIEF_SECONDS 2

static void
say (GtkWidget  *widget,
     const char *sentence,
     guint       seconds)
{
  GtkWidget       *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);
  g_autofree char *shown = rd_outside_dup_line (sentence);
  g_autofree char *markup = g_markup_escape_text (shown, -1);
  AdwToast        *toast;

  if (overlay == NULL)
    return;
  toast = adw_toast_new (markup);
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
