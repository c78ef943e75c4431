/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bounce-row"

#include "config.h"

#include "rd-bounce-row.h"

#include "rd-appearance.h"
#include "rd-list-line.h"
#include "rd-outside.h"
#include "rd-text-layout.h"

/* A line of the list: a bounce, or the heading of those with the same cause.
 *
 * GTK 4.8 makes two hundred of them for any long list, however few are in sight,
 * and makes them while bounces come in; so a line has no more than it shows, and
 * no template to be read for each. */
struct _RdBounceRow
{
  AdwBin parent_instance;

  GSignalGroup *group_signals;
  GSignalGroup *entry_signals;

  GtkWidget      *entry_box; /* (nullable): made when first shown, with what is in it */
  GtkImage       *state_image;
  GtkInscription *title;
  GtkInscription *subtitle;
  GtkWidget      *heading_box; /* (nullable): made when first shown, with what is in it */
  GtkLabel       *heading_label;
  GtkLabel       *count_label;
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
  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->entry_box);
  g_clear_object (&self->heading_box);
  G_OBJECT_CLASS (rd_bounce_row_parent_class)->dispose (object);
}

static void
rd_bounce_row_class_init (RdBounceRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rd_bounce_row_dispose;
}

static void
rd_bounce_row_init (RdBounceRow *self)
{
  self->group_signals = g_signal_group_new (RD_TYPE_BOUNCE_GROUP);
  g_signal_group_connect_swapped (self->group_signals, "notify::count", G_CALLBACK (show_count), self);
  self->entry_signals = g_signal_group_new (RD_TYPE_BOUNCE_ENTRY);
  g_signal_group_connect_swapped (self->entry_signals, "notify::state", G_CALLBACK (show_state), self);
}

static void
make_entry_box (RdBounceRow *self)
{
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->entry_box = g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12));
  gtk_widget_add_css_class (self->entry_box, "rd-list-entry");
  self->state_image = g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, "valign", GTK_ALIGN_CENTER, NULL);
  self->title = rd_list_line_new (GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_MIDDLE);
  self->subtitle = rd_list_line_new (GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_widget_add_css_class (GTK_WIDGET (self->subtitle), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->subtitle), "dim-label");
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (texts, TRUE);

  gtk_box_append (GTK_BOX (texts), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (texts), GTK_WIDGET (self->subtitle));
  gtk_box_append (GTK_BOX (self->entry_box), GTK_WIDGET (self->state_image));
  gtk_box_append (GTK_BOX (self->entry_box), texts);
}

static void
make_heading_box (RdBounceRow *self)
{
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->heading_box = g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12));
  gtk_widget_add_css_class (self->heading_box, "rd-list-heading");
  self->heading_label = GTK_LABEL (rd_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->heading_label), "heading");
  self->count_label = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->count_label), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->count_label), "numeric");
  gtk_widget_set_valign (GTK_WIDGET (self->count_label), GTK_ALIGN_BASELINE);
  rd_text_layout_use (texts);
  gtk_widget_set_hexpand (texts, TRUE);

  gtk_box_append (GTK_BOX (texts), GTK_WIDGET (self->heading_label));
  gtk_box_append (GTK_BOX (self->heading_box), texts);
  gtk_box_append (GTK_BOX (self->heading_box), GTK_WIDGET (self->count_label));
}

static void
show_heading (RdBounceRow   *self,
              RdBounceGroup *group)
{
  if (self->heading_box == NULL)
    make_heading_box (self);
  adw_bin_set_child (ADW_BIN (self), self->heading_box);
  rd_outside_set_label (self->heading_label, rd_bounce_group_get_title (group));
  show_count (self);
  name_line (self, rd_bounce_group_get_title (group));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, rd_bounce_group_get_title (group), -1);
}

static void
show_entry (RdBounceRow   *self,
            RdBounceEntry *entry)
{
  if (self->entry_box == NULL)
    make_entry_box (self);
  adw_bin_set_child (ADW_BIN (self), self->entry_box);
  gtk_accessible_reset_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL);
  show_state (self);
  rd_list_line_set_text (self->title, rd_bounce_entry_get_title (entry));
  rd_list_line_set_text (self->subtitle, rd_bounce_entry_get_subtitle (entry));
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

  g_signal_group_set_target (self->group_signals, RD_IS_BOUNCE_GROUP (item) ? item : NULL);
  g_signal_group_set_target (self->entry_signals, RD_IS_BOUNCE_ENTRY (item) ? item : NULL);
  /* A line that cannot be selected cannot have the focus in GTK 4.8, and the arrow
   * keys would end at it; what is in it can. */
  gtk_widget_set_focusable (GTK_WIDGET (self), RD_IS_BOUNCE_GROUP (item));
  if (RD_IS_BOUNCE_GROUP (item))
    show_heading (self, item);
  else if (RD_IS_BOUNCE_ENTRY (item))
    show_entry (self, item);
}
