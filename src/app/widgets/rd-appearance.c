/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How a state and an owner look: the same icon and colour everywhere. */

#define G_LOG_DOMAIN "rd-appearance"

#include "config.h"

#include "rd-appearance.h"

static const char *state_icons[] = {
  [RD_FINDING_BROKEN] = "dialog-error-symbolic",
  [RD_FINDING_WEAK] = "dialog-warning-symbolic",
  [RD_FINDING_UNKNOWN] = "dialog-question-symbolic",
  [RD_FINDING_INFO] = "dialog-information-symbolic",
  [RD_FINDING_FINE] = "emblem-ok-symbolic",
};

static const char *state_classes[] = {
  [RD_FINDING_BROKEN] = "error",
  [RD_FINDING_WEAK] = "warning",
  [RD_FINDING_UNKNOWN] = "dim-label",
  [RD_FINDING_INFO] = "accent",
  [RD_FINDING_FINE] = "success",
};

static const char *owner_icons[] = {
  [RD_OWNER_YOU] = "avatar-default-symbolic",
  [RD_OWNER_HOST] = "network-server-symbolic",
  [RD_OWNER_DNS] = "rd-globe-symbolic",
  [RD_OWNER_RECIPIENT] = "mail-unread-symbolic",
  [RD_OWNER_RECIPIENT_ADMIN] = "system-users-symbolic",
  [RD_OWNER_WAIT] = "document-open-recent-symbolic",
};

const char *
rd_state_get_icon_name (RdFindingState state)
{
  g_return_val_if_fail ((gsize) state < G_N_ELEMENTS (state_icons), state_icons[RD_FINDING_UNKNOWN]);

  return state_icons[state];
}

static const char *
get_css_class (RdFindingState state)
{
  g_return_val_if_fail ((gsize) state < G_N_ELEMENTS (state_classes), state_classes[RD_FINDING_UNKNOWN]);

  return state_classes[state];
}

const char *
rd_owner_get_icon_name (RdOwner owner)
{
  g_return_val_if_fail ((gsize) owner < G_N_ELEMENTS (owner_icons), owner_icons[RD_OWNER_YOU]);

  return owner_icons[owner];
}

static void
set_state_class (GtkWidget     *widget,
                 RdFindingState state)
{
  for (gsize i = 0; i < G_N_ELEMENTS (state_classes); i++)
    gtk_widget_remove_css_class (widget, state_classes[i]);
  gtk_widget_add_css_class (widget, get_css_class (state));
}

/**
 * rd_state_image_new:
 * @state: a state
 *
 * The icon of @state.  It is left out of the accessible tree, because the word
 * for the state always stands beside it.
 *
 * Returns: (transfer floating): an image
 */
GtkWidget *
rd_state_image_new (RdFindingState state)
{
  GtkWidget *image = g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  rd_state_image_set (GTK_IMAGE (image), state);
  return image;
}

void
rd_state_image_set (GtkImage      *image,
                    RdFindingState state)
{
  gtk_image_set_from_icon_name (image, rd_state_get_icon_name (state));
  set_state_class (GTK_WIDGET (image), state);
}

void
rd_state_label_set (GtkLabel      *label,
                    RdFindingState state,
                    const char    *text)
{
  gtk_label_set_text (label, text);
  set_state_class (GTK_WIDGET (label), state);
}
