/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-topic-row"

#include "config.h"

#include "rd-topic-row.h"

#include "rd-appearance.h"
#include "rd-outside.h"

/* Two lines say enough to choose by. */
#define SUBTITLE_LINES 2

struct _RdTopicRow
{
  AdwBin parent_instance;

  GtkWidget *entry_box;
  GtkImage  *image;
  GtkLabel  *title_label;
  GtkLabel  *subtitle_label;
  GtkLabel  *heading_label;
};

G_DEFINE_FINAL_TYPE (RdTopicRow, rd_topic_row, ADW_TYPE_BIN)

static void
rd_topic_row_class_init (RdTopicRowClass *klass)
{
}

static void
rd_topic_row_init (RdTopicRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  self->entry_box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_widget_add_css_class (self->entry_box, "rd-list-entry");
  self->image = g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_widget_set_valign (GTK_WIDGET (self->image), GTK_ALIGN_START);
  gtk_widget_add_css_class (GTK_WIDGET (self->image), "rd-answer-icon");
  gtk_widget_set_hexpand (texts, TRUE);
  self->title_label = GTK_LABEL (rd_label_new (NULL));
  self->subtitle_label = GTK_LABEL (rd_label_new (NULL));
  gtk_label_set_lines (self->subtitle_label, SUBTITLE_LINES);
  gtk_label_set_ellipsize (self->subtitle_label, PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (GTK_WIDGET (self->subtitle_label), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->subtitle_label), "dim-label");
  self->heading_label = GTK_LABEL (rd_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->heading_label), "heading");
  gtk_widget_add_css_class (GTK_WIDGET (self->heading_label), "rd-list-heading");

  gtk_box_append (GTK_BOX (texts), GTK_WIDGET (self->title_label));
  gtk_box_append (GTK_BOX (texts), GTK_WIDGET (self->subtitle_label));
  gtk_box_append (GTK_BOX (self->entry_box), GTK_WIDGET (self->image));
  gtk_box_append (GTK_BOX (self->entry_box), texts);
  gtk_box_append (GTK_BOX (box), self->entry_box);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->heading_label));
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
rd_topic_row_new (void)
{
  return g_object_new (RD_TYPE_TOPIC_ROW, NULL);
}

void
rd_topic_row_bind (RdTopicRow  *self,
                   RdTopicItem *item)
{
  const RdTopic   *topic = rd_topic_item_get_topic (item);
  g_autofree char *subtitle = NULL;

  g_return_if_fail (RD_IS_TOPIC_ROW (self));

  gtk_widget_set_visible (self->entry_box, topic != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->heading_label), topic == NULL);
  if (topic == NULL)
    {
      gtk_label_set_text (self->heading_label, rd_topic_item_get_heading (item));
      return;
    }
  subtitle = rd_topic_item_dup_subtitle (item);
  gtk_image_set_from_icon_name (self->image, rd_owner_get_icon_name (rd_topic_get_owner (topic)));
  gtk_label_set_text (self->title_label, rd_topic_get_title (topic));
  gtk_label_set_text (self->subtitle_label, subtitle);
}
