/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-card-answer"

#include "config.h"

#include "rd-card-answer.h"

#include "rd-outside.h"
#include "rd-text-layout.h"

/* One answer on a card: an icon, the question in small letters, the answer
 * below it.  Without an answer it is not there. */
struct _RdCardAnswer
{
  AdwBin parent_instance;

  GtkImage *image;
  GtkLabel *question_label;
  GtkLabel *label;
};

enum
{
  PROP_0,
  PROP_ICON_NAME,
  PROP_QUESTION,
  PROP_IS_STRONG,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (RdCardAnswer, rd_card_answer, ADW_TYPE_BIN)

static void
rd_card_answer_set_property (GObject      *object,
                             guint         id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  RdCardAnswer *self = RD_CARD_ANSWER (object);

  switch (id)
    {
    case PROP_ICON_NAME:
      rd_card_answer_set_icon_name (self, g_value_get_string (value));
      break;
    case PROP_QUESTION:
      gtk_label_set_text (self->question_label, g_value_get_string (value));
      break;
    case PROP_IS_STRONG:
      if (g_value_get_boolean (value))
        gtk_widget_add_css_class (GTK_WIDGET (self->label), "heading");
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rd_card_answer_class_init (RdCardAnswerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = rd_card_answer_set_property;
  properties[PROP_ICON_NAME] = g_param_spec_string ("icon-name", NULL, NULL, NULL, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_QUESTION] = g_param_spec_string ("question", NULL, NULL, NULL, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_IS_STRONG] = g_param_spec_boolean ("is-strong", NULL, NULL, FALSE, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
rd_card_answer_init (RdCardAnswer *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->image = g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_widget_set_valign (GTK_WIDGET (self->image), GTK_ALIGN_START);
  gtk_widget_add_css_class (GTK_WIDGET (self->image), "rd-answer-icon");
  self->question_label = GTK_LABEL (rd_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->question_label), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->question_label), "dim-label");
  self->label = GTK_LABEL (rd_label_new (NULL));
  rd_text_layout_use (texts);
  gtk_widget_set_hexpand (texts, TRUE);

  gtk_box_append (GTK_BOX (texts), GTK_WIDGET (self->question_label));
  gtk_box_append (GTK_BOX (texts), GTK_WIDGET (self->label));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->image));
  gtk_box_append (GTK_BOX (box), texts);
  adw_bin_set_child (ADW_BIN (self), box);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * rd_card_answer_set_text:
 * @self: an answer
 * @text: (nullable): any text
 *
 * Shows @text as it is, or nothing at all.
 */
void
rd_card_answer_set_text (RdCardAnswer *self,
                         const char   *text)
{
  g_return_if_fail (RD_IS_CARD_ANSWER (self));

  rd_outside_set_label (self->label, text);
  gtk_widget_set_visible (GTK_WIDGET (self), text != NULL && *text != '\0');
}

void
rd_card_answer_set_icon_name (RdCardAnswer *self,
                              const char   *icon_name)
{
  g_return_if_fail (RD_IS_CARD_ANSWER (self));

  gtk_image_set_from_icon_name (self->image, icon_name);
}
