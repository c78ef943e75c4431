/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bounce-row"

#include "config.h"

#include "rd-bounce-row.h"

#include "rd-appearance.h"
#include "rd-outside.h"

struct _RdBounceRow
{
  AdwBin parent_instance;

  GSignalGroup *group_signals;
  GSignalGroup *entry_signals;

  GtkWidget *entry_box;
  GtkWidget *heading_box;
  GtkImage  *state_image;
  GtkLabel  *title_label;
  GtkLabel  *subtitle_label;
  GtkLabel  *heading_label;
  GtkLabel  *count_label;
};

G_DEFINE_FINAL_TYPE (RdBounceRow, rd_bounce_row, ADW_TYPE_BIN)

static void
show_count (RdBounceRow *self)
{
  g_autoptr (GObject) group = g_signal_group_dup_target (self->group_signals);
  g_autofree char *count = NULL;

  if (group == NULL)
    return;
  count = g_strdup_printf ("%u", rd_bounce_group_get_count (RD_BOUNCE_GROUP (group)));
  gtk_label_set_text (self->count_label, count);
}

/* Lines of a list have no accessible name of their own in GTK 4.8; their
 * parent, which is what can be focused, gets one here. */
static void
name_line (RdBounceRow *self,
           const char  *name)
{
  GtkWidget *line = gtk_widget_get_parent (GTK_WIDGET (self));

  if (line != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (line), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
show_state (RdBounceRow *self)
{
  g_autoptr (RdBounceEntry) entry = g_signal_group_dup_target (self->entry_signals);
  g_autofree char *name = NULL;

  if (entry == NULL)
    return;
  name = g_strdup_printf ("%s: %s, %s", rd_finding_state_get_label (rd_bounce_entry_get_state (entry)),
                          rd_bounce_entry_get_title (entry), rd_bounce_entry_get_subtitle (entry));
  rd_state_image_set (self->state_image, rd_bounce_entry_get_state (entry));
  name_line (self, name);
}

static void
rd_bounce_row_dispose (GObject *object)
{
  RdBounceRow *self = RD_BOUNCE_ROW (object);

  g_clear_object (&self->group_signals);
  g_clear_object (&self->entry_signals);
  /* AdwBin would let go of its child twice. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), RD_TYPE_BOUNCE_ROW);
  G_OBJECT_CLASS (rd_bounce_row_parent_class)->dispose (object);
}

static void
rd_bounce_row_class_init (RdBounceRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rd_bounce_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/redeliver/Redeliver/bounces/rd-bounce-row.ui");
  gtk_widget_class_bind_template_child (widget_class, RdBounceRow, entry_box);
  gtk_widget_class_bind_template_child (widget_class, RdBounceRow, heading_box);
  gtk_widget_class_bind_template_child (widget_class, RdBounceRow, state_image);
  gtk_widget_class_bind_template_child (widget_class, RdBounceRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, RdBounceRow, subtitle_label);
  gtk_widget_class_bind_template_child (widget_class, RdBounceRow, heading_label);
  gtk_widget_class_bind_template_child (widget_class, RdBounceRow, count_label);
}

static void
rd_bounce_row_init (RdBounceRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->group_signals = g_signal_group_new (RD_TYPE_BOUNCE_GROUP);
  g_signal_group_connect_swapped (self->group_signals, "notify::count", G_CALLBACK (show_count), self);
  self->entry_signals = g_signal_group_new (RD_TYPE_BOUNCE_ENTRY);
  g_signal_group_connect_swapped (self->entry_signals, "notify::state", G_CALLBACK (show_state), self);
}

GtkWidget *
rd_bounce_row_new (void)
{
  return g_object_new (RD_TYPE_BOUNCE_ROW, NULL);
}

/**
 * rd_bounce_row_bind:
 * @self: a row
 * @item: (nullable): an #RdBounceEntry, an #RdBounceGroup, or nothing
 *
 * Shows @item.
 */
void
rd_bounce_row_bind (RdBounceRow *self,
                    gpointer     item)
{
  g_return_if_fail (RD_IS_BOUNCE_ROW (self));

  gtk_widget_set_visible (self->entry_box, RD_IS_BOUNCE_ENTRY (item));
  gtk_widget_set_visible (self->heading_box, RD_IS_BOUNCE_GROUP (item));
  g_signal_group_set_target (self->group_signals, RD_IS_BOUNCE_GROUP (item) ? item : NULL);
  g_signal_group_set_target (self->entry_signals, RD_IS_BOUNCE_ENTRY (item) ? item : NULL);
  if (RD_IS_BOUNCE_GROUP (item))
    {
      rd_outside_set_label (self->heading_label, rd_bounce_group_get_title (item));
      show_count (self);
      name_line (self, rd_bounce_group_get_title (item));
    }
  else if (RD_IS_BOUNCE_ENTRY (item))
    {
      show_state (self);
      rd_outside_set_label (self->title_label, rd_bounce_entry_get_title (item));
      rd_outside_set_label (self->subtitle_label, rd_bounce_entry_get_subtitle (item));
    }
}
