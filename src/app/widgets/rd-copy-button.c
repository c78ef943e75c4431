/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-copy-button"

#include "config.h"

#include "rd-copy-button.h"

#include "rd-toast.h"

#include <glib/gi18n.h>

/* Long enough to be seen, short enough not to look like a state. */
#define FEEDBACK_MS 1500

/* A button that copies one thing.  Toasts are not read aloud by screen readers
 * in GTK 4.8, so the button also changes its own icon and name for a moment. */
struct _RdCopyButton
{
  GtkButton parent_instance;

  char *label; /* "Copy Message-ID" */
  char *text;
  guint feedback_id;
};

G_DEFINE_FINAL_TYPE (RdCopyButton, rd_copy_button, GTK_TYPE_BUTTON)

/**
 * rd_copy_text:
 * @widget: where the wish to copy came from
 * @text: what to copy
 *
 * Puts @text on the clipboard and says so in a toast, if @widget stands in a
 * window that has a place for toasts.
 */
void
rd_copy_text (GtkWidget  *widget,
              const char *text)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (text != NULL);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  rd_toast_say_briefly (widget, _ ("Copied"));
}

static void
show_ready (RdCopyButton *self)
{
  gtk_button_set_icon_name (GTK_BUTTON (self), "edit-copy-symbolic");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, self->label, -1);
}

static gboolean
feedback_over_cb (gpointer data)
{
  RdCopyButton *self = data;

  self->feedback_id = 0;
  show_ready (self);
  return G_SOURCE_REMOVE;
}

static void
rd_copy_button_clicked (GtkButton *button)
{
  RdCopyButton *self = RD_COPY_BUTTON (button);

  rd_copy_text (GTK_WIDGET (self), self->text);
  gtk_button_set_icon_name (button, "object-select-symbolic");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Copied"), -1);
  g_clear_handle_id (&self->feedback_id, g_source_remove);
  self->feedback_id = g_timeout_add (FEEDBACK_MS, feedback_over_cb, self);
}

static void
rd_copy_button_dispose (GObject *object)
{
  RdCopyButton *self = RD_COPY_BUTTON (object);

  g_clear_handle_id (&self->feedback_id, g_source_remove);
  G_OBJECT_CLASS (rd_copy_button_parent_class)->dispose (object);
}

static void
rd_copy_button_finalize (GObject *object)
{
  RdCopyButton *self = RD_COPY_BUTTON (object);

  g_free (self->label);
  g_free (self->text);
  G_OBJECT_CLASS (rd_copy_button_parent_class)->finalize (object);
}

static void
rd_copy_button_class_init (RdCopyButtonClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rd_copy_button_dispose;
  G_OBJECT_CLASS (klass)->finalize = rd_copy_button_finalize;
  GTK_BUTTON_CLASS (klass)->clicked = rd_copy_button_clicked;
}

static void
rd_copy_button_init (RdCopyButton *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "flat");
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
}

/**
 * rd_copy_button_new:
 * @label: what it does, naming the thing: “Copy Message-ID”
 * @text: what it copies
 *
 * Returns: (transfer floating): a button
 */
GtkWidget *
rd_copy_button_new (const char *label,
                    const char *text)
{
  RdCopyButton *self = g_object_new (RD_TYPE_COPY_BUTTON, NULL);

  self->label = g_strdup (label);
  self->text = g_strdup (text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), label);
  show_ready (self);
  return GTK_WIDGET (self);
}

/**
 * rd_copy_button_set_text:
 * @self: a button
 * @text: what it copies from now on
 *
 * Changes what is copied.
 */
void
rd_copy_button_set_text (RdCopyButton *self,
                         const char   *text)
{
  g_return_if_fail (RD_IS_COPY_BUTTON (self));
  g_return_if_fail (text != NULL);

  g_free (self->text);
  self->text = g_strdup (text);
}
