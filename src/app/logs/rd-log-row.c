/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-log-row"

#include "config.h"

#include "rd-log-row.h"

#include "rd-appearance.h"
#include "rd-log-words.h"
#include "rd-outside.h"

#include <glib/gi18n.h>

struct _RdLogRow
{
  AdwBin parent_instance;

  GSignalGroup *entry_signals;

  GtkImage *state_image;
  GtkLabel *title_label;
  GtkLabel *subtitle_label;
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
  rd_outside_set_label (self->title_label, rd_log_entry_get_title (entry));
  rd_outside_set_label (self->subtitle_label, rd_log_entry_get_subtitle (entry));
  name_line (self, entry);
}

static void
rd_log_row_dispose (GObject *object)
{
  RdLogRow *self = RD_LOG_ROW (object);

  g_clear_object (&self->entry_signals);
  /* AdwBin would let go of its child twice. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), RD_TYPE_LOG_ROW);
  G_OBJECT_CLASS (rd_log_row_parent_class)->dispose (object);
}

static void
rd_log_row_class_init (RdLogRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rd_log_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/redeliver/Redeliver/logs/rd-log-row.ui");
  gtk_widget_class_bind_template_child (widget_class, RdLogRow, state_image);
  gtk_widget_class_bind_template_child (widget_class, RdLogRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, RdLogRow, subtitle_label);
}

static void
rd_log_row_init (RdLogRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
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
