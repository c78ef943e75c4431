/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-pane"

#include "config.h"

#include "rd-pane.h"

typedef struct
{
  gboolean can_go_back;
} RdPanePrivate;

enum
{
  PROP_0,
  PROP_CAN_GO_BACK,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (RdPane, rd_pane, ADW_TYPE_BIN)

static void
rd_pane_get_property (GObject    *object,
                      guint       id,
                      GValue     *value,
                      GParamSpec *pspec)
{
  RdPane *self = RD_PANE (object);

  switch (id)
    {
    case PROP_CAN_GO_BACK:
      g_value_set_boolean (value, rd_pane_get_can_go_back (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rd_pane_set_property (GObject      *object,
                      guint         id,
                      const GValue *value,
                      GParamSpec   *pspec)
{
  RdPane *self = RD_PANE (object);

  switch (id)
    {
    case PROP_CAN_GO_BACK:
      rd_pane_set_can_go_back (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rd_pane_class_init (RdPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = rd_pane_get_property;
  object_class->set_property = rd_pane_set_property;

  properties[PROP_CAN_GO_BACK] =
      g_param_spec_boolean ("can-go-back", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
rd_pane_init (RdPane *self)
{
}

gboolean
rd_pane_take (RdPane    *self,
              GPtrArray *sources)
{
  g_return_val_if_fail (RD_IS_PANE (self), FALSE);
  g_return_val_if_fail (sources != NULL, FALSE);

  return RD_PANE_GET_CLASS (self)->take != NULL && RD_PANE_GET_CLASS (self)->take (self, sources);
}

void
rd_pane_check (RdPane     *self,
               const char *subject)
{
  g_return_if_fail (RD_IS_PANE (self));
  g_return_if_fail (subject != NULL);

  if (RD_PANE_GET_CLASS (self)->check != NULL)
    RD_PANE_GET_CLASS (self)->check (self, subject);
}

gboolean
rd_pane_cancel (RdPane *self)
{
  g_return_val_if_fail (RD_IS_PANE (self), FALSE);

  return RD_PANE_GET_CLASS (self)->cancel != NULL && RD_PANE_GET_CLASS (self)->cancel (self);
}

void
rd_pane_go_back (RdPane *self)
{
  g_return_if_fail (RD_IS_PANE (self));

  if (RD_PANE_GET_CLASS (self)->go_back != NULL)
    RD_PANE_GET_CLASS (self)->go_back (self);
}

void
rd_pane_find (RdPane *self)
{
  g_return_if_fail (RD_IS_PANE (self));

  if (RD_PANE_GET_CLASS (self)->find != NULL)
    RD_PANE_GET_CLASS (self)->find (self);
}

void
rd_pane_start_over (RdPane *self)
{
  g_return_if_fail (RD_IS_PANE (self));

  if (RD_PANE_GET_CLASS (self)->start_over != NULL)
    RD_PANE_GET_CLASS (self)->start_over (self);
}

gboolean
rd_pane_send_report (RdPane *self)
{
  g_return_val_if_fail (RD_IS_PANE (self), FALSE);

  return RD_PANE_GET_CLASS (self)->send_report != NULL && RD_PANE_GET_CLASS (self)->send_report (self);
}

/**
 * rd_pane_dup_summary:
 * @self: a pane
 *
 * What the pane shows right now, as text to copy.
 *
 * Returns: (transfer full) (nullable): the text, %NULL if nothing is shown
 */
char *
rd_pane_dup_summary (RdPane *self)
{
  g_return_val_if_fail (RD_IS_PANE (self), NULL);

  return RD_PANE_GET_CLASS (self)->dup_summary != NULL ? RD_PANE_GET_CLASS (self)->dup_summary (self) : NULL;
}

gboolean
rd_pane_get_can_go_back (RdPane *self)
{
  RdPanePrivate *priv = rd_pane_get_instance_private (self);

  g_return_val_if_fail (RD_IS_PANE (self), FALSE);

  return priv->can_go_back;
}

void
rd_pane_set_can_go_back (RdPane  *self,
                         gboolean can_go_back)
{
  RdPanePrivate *priv = rd_pane_get_instance_private (self);

  g_return_if_fail (RD_IS_PANE (self));

  can_go_back = can_go_back != FALSE;
  if (priv->can_go_back == can_go_back)
    return;
  priv->can_go_back = can_go_back;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_GO_BACK]);
}
