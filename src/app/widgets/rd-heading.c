/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-heading"

#include "config.h"

#include "rd-heading.h"

#include "rd-outside.h"

/* A heading that can be given the focus, so that a screen reader reads it: a
 * label takes the focus only if its text can be selected, and then selects it
 * all. */
struct _RdHeading
{
  AdwBin parent_instance;

  GtkLabel *label;
};

enum
{
  PROP_0,
  PROP_JUSTIFY,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (RdHeading, rd_heading, ADW_TYPE_BIN)

static void
rd_heading_set_property (GObject      *object,
                         guint         id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  RdHeading       *self = RD_HEADING (object);
  GtkJustification justify;

  switch (id)
    {
    case PROP_JUSTIFY:
      justify = g_value_get_enum (value);
      gtk_label_set_justify (self->label, justify);
      gtk_label_set_xalign (self->label, justify == GTK_JUSTIFY_CENTER ? 0.5F : 0.0F);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rd_heading_class_init (RdHeadingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = rd_heading_set_property;
  properties[PROP_JUSTIFY] = g_param_spec_enum ("justify", NULL, NULL, GTK_TYPE_JUSTIFICATION, GTK_JUSTIFY_LEFT,
                                                G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_HEADING);
}

static void
rd_heading_init (RdHeading *self)
{
  self->label = GTK_LABEL (rd_label_new (NULL));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->label));
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "rd-heading");
}

/**
 * rd_heading_set_text:
 * @self: a heading
 * @text: (nullable): any text
 *
 * Shows @text, as it is.
 */
void
rd_heading_set_text (RdHeading  *self,
                     const char *text)
{
  g_return_if_fail (RD_IS_HEADING (self));

  rd_outside_set_label (self->label, text);
  gtk_widget_set_visible (GTK_WIDGET (self), text != NULL && *text != '\0');
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, gtk_label_get_text (self->label), -1);
}
