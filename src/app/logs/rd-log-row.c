/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-log-row"

#include "config.h"

#include "rd-log-row.h"

#include "rd-appearance.h"
#include "rd-list-line.h"
#include "rd-log-words.h"

#include <glib/gi18n.h>

struct _RdLogRow
{
  AdwBin parent_instance;

  GSignalGroup *entry_signals;

  GtkImage       *state_image;
  GtkInscription *title;
  GtkInscription *subtitle;
};

G_DEFINE_FINAL_TYPE (RdLogRow, rd_log_row, ADW_TYPE_BIN)

/* Lines of a list have no accessible name of their own in GTK 4.8; their
 * parent, which is what can be focused, gets one here. */
static void
name_line (RdLogRow   *self,
           RdLogEntry *entry)
{
  GtkWidget       *line = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autofree char *name = NULL;

  if (line == NULL)
    return;
  /* Translators: what became of a mail, whom it was for, when and why */
  name = g_strdup_printf (_ ("%1$s: %2$s, %3$s"), rd_log_status_get_label (rd_log_entry_get_status (entry)),
                          rd_log_entry_get_title (entry), rd_log_entry_get_subtitle (entry));
  gtk_accessible_update_property (GTK_ACCESSIBLE (line), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
show_entry (RdLogRow *self)
{
  g_autoptr (RdLogEntry) entry = g_signal_group_dup_target (self->entry_signals);

  if (entry == NULL)
    return;
  rd_state_image_set (self->state_image, rd_log_status_get_state (rd_log_entry_get_status (entry)));
  rd_list_line_set_text (self->title, rd_log_entry_get_title (entry));
  rd_list_line_set_text (self->subtitle, rd_log_entry_get_subtitle (entry));
  name_line (self, entry);
}

static void
rd_log_row_dispose (GObject *object)
{
  RdLogRow *self = RD_LOG_ROW (object);

  g_clear_object (&self->entry_signals);
  adw_bin_set_child (ADW_BIN (self), NULL);
  G_OBJECT_CLASS (rd_log_row_parent_class)->dispose (object);
}

static void
rd_log_row_class_init (RdLogRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rd_log_row_dispose;
}

static void
rd_log_row_init (RdLogRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->state_image = g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, "valign", GTK_ALIGN_CENTER, NULL);
  self->title = rd_list_line_new (GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_MIDDLE);
  self->subtitle = rd_list_line_new (GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_widget_add_css_class (box, "rd-list-entry");
  gtk_widget_add_css_class (GTK_WIDGET (self->subtitle), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->subtitle), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->subtitle), "numeric");
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (texts, TRUE);

  gtk_box_append (GTK_BOX (texts), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (texts), GTK_WIDGET (self->subtitle));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->state_image));
  gtk_box_append (GTK_BOX (box), texts);
  adw_bin_set_child (ADW_BIN (self), box);
  self->entry_signals = g_signal_group_new (RD_TYPE_LOG_ENTRY);
  g_signal_group_connect_swapped (self->entry_signals, "notify::loaded", G_CALLBACK (show_entry), self);
}

GtkWidget *
rd_log_row_new (void)
{
  return g_object_new (RD_TYPE_LOG_ROW, NULL);
}

/**
 * rd_log_row_bind:
 * @self: a row
 * @entry: (nullable): what to show
 *
 * Shows @entry and has its words read.
 */
void
rd_log_row_bind (RdLogRow   *self,
                 RdLogEntry *entry)
{
  g_return_if_fail (RD_IS_LOG_ROW (self));

  g_signal_group_set_target (self->entry_signals, entry);
  if (entry == NULL)
    return;
  show_entry (self);
  rd_log_entry_load (entry);
}
