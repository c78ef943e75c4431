/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-pane"

#include "config.h"

#include "rd-pane.h"

typedef struct
{
  gboolean can_go_back;

  GtkWidget  *entry;   /* (unowned) (nullable): where one types */
  AdwLeaflet *leaflet; /* (unowned) (nullable): of a pane with a list */
  GtkWidget  *list;    /* (unowned): in @leaflet */
  GtkWidget  *detail;  /* (unowned): in @leaflet */
  guint       turned_id;
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
rd_pane_real_find (RdPane *self)
{
  RdPanePrivate *priv = rd_pane_get_instance_private (self);

  if (priv->leaflet != NULL)
    rd_pane_turn_to_list (self);
  if (priv->entry != NULL)
    gtk_widget_grab_focus (priv->entry);
}

/* The template is that of the subclass, which lets go of its own things first. */
static void
rd_pane_dispose (GObject *object)
{
  RdPanePrivate *priv = rd_pane_get_instance_private (RD_PANE (object));

  /* AdwBin would let go of its child twice. */
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), G_OBJECT_TYPE (object));
  priv->entry = NULL;
  priv->leaflet = NULL;
  g_clear_handle_id (&priv->turned_id, g_source_remove);
  G_OBJECT_CLASS (rd_pane_parent_class)->dispose (object);
}

static void
rd_pane_class_init (RdPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  klass->find = rd_pane_real_find;

  object_class->dispose = rd_pane_dispose;
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

void
rd_pane_check_again (RdPane *self)
{
  g_return_if_fail (RD_IS_PANE (self));

  if (RD_PANE_GET_CLASS (self)->check_again != NULL)
    RD_PANE_GET_CLASS (self)->check_again (self);
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

/**
 * rd_pane_set_entry:
 * @self: a pane
 * @entry: where one types or searches; in the list, if there is one
 *
 * Says where rd_pane_find() puts the cursor.
 */
void
rd_pane_set_entry (RdPane    *self,
                   GtkWidget *entry)
{
  RdPanePrivate *priv = rd_pane_get_instance_private (self);

  g_return_if_fail (RD_IS_PANE (self));
  g_return_if_fail (GTK_IS_WIDGET (entry));

  priv->entry = entry;
}

static gboolean
turned_cb (gpointer data)
{
  RdPane        *self = data;
  RdPanePrivate *priv = rd_pane_get_instance_private (self);

  priv->turned_id = 0;
  RD_PANE_GET_CLASS (self)->turned (self);
  return G_SOURCE_REMOVE;
}

/* The leaflet folds while it is given its size; showing or hiding a button then
 * would leave the header bar, which has got its size, without one. */
static void
leaflet_changed_cb (RdPane *self)
{
  RdPanePrivate *priv = rd_pane_get_instance_private (self);

  if (priv->turned_id == 0)
    priv->turned_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, turned_cb, self, NULL);
}

/**
 * rd_pane_set_leaflet:
 * @self: a pane whose class has @turned
 * @leaflet: holds both
 * @list: what one chooses from
 * @detail: what was chosen
 *
 * Follows @leaflet, in which list and detail stand side by side or, in a narrow
 * window, take turns.
 */
void
rd_pane_set_leaflet (RdPane     *self,
                     AdwLeaflet *leaflet,
                     GtkWidget  *list,
                     GtkWidget  *detail)
{
  RdPanePrivate *priv = rd_pane_get_instance_private (self);

  g_return_if_fail (RD_IS_PANE (self));
  g_return_if_fail (ADW_IS_LEAFLET (leaflet));
  g_return_if_fail (RD_PANE_GET_CLASS (self)->turned != NULL);

  priv->leaflet = leaflet;
  priv->list = list;
  priv->detail = detail;
  g_signal_connect_object (leaflet, "notify::folded", G_CALLBACK (leaflet_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (leaflet, "notify::visible-child", G_CALLBACK (leaflet_changed_cb), self, G_CONNECT_SWAPPED);
}

/* Whether list and detail take turns. */
gboolean
rd_pane_is_narrow (RdPane *self)
{
  RdPanePrivate *priv = rd_pane_get_instance_private (self);

  g_return_val_if_fail (RD_IS_PANE (self), FALSE);

  return adw_leaflet_get_folded (priv->leaflet);
}

gboolean
rd_pane_shows_only_list (RdPane *self)
{
  RdPanePrivate *priv = rd_pane_get_instance_private (self);

  return rd_pane_is_narrow (self) && adw_leaflet_get_visible_child (priv->leaflet) == priv->list;
}

gboolean
rd_pane_shows_only_detail (RdPane *self)
{
  RdPanePrivate *priv = rd_pane_get_instance_private (self);

  return rd_pane_is_narrow (self) && adw_leaflet_get_visible_child (priv->leaflet) == priv->detail;
}

void
rd_pane_turn_to_list (RdPane *self)
{
  RdPanePrivate *priv = rd_pane_get_instance_private (self);

  g_return_if_fail (RD_IS_PANE (self));

  adw_leaflet_set_visible_child (priv->leaflet, priv->list);
}

void
rd_pane_turn_to_detail (RdPane *self)
{
  RdPanePrivate *priv = rd_pane_get_instance_private (self);

  g_return_if_fail (RD_IS_PANE (self));

  adw_leaflet_set_visible_child (priv->leaflet, priv->detail);
}
