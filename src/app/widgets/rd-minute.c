/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-minute"

#include "config.h"

#include "rd-minute.h"

/* One clock for all times that a widget shows.  It does not run while nobody can
 * see them: a program in the background wakes nobody up. */
struct _RdMinute
{
  GtkWidget   *widget;  /* (unowned) */
  GdkSurface  *surface; /* (nullable): while the widget is mapped */
  RdMinuteFunc tick;
  gpointer     data;
  gboolean     is_wanted;
  guint        id; /* while it runs */
};

static gboolean
timeout_cb (gpointer data)
{
  RdMinute *self = data;

  self->tick (self->data);
  return G_SOURCE_CONTINUE;
}

static gboolean
is_seen (RdMinute *self)
{
  return self->surface != NULL &&
         !(GDK_IS_TOPLEVEL (self->surface) && (gdk_toplevel_get_state (GDK_TOPLEVEL (self->surface)) & GDK_TOPLEVEL_STATE_MINIMIZED) != 0);
}

/* What has become wrong meanwhile is right again at once. */
static void
update (RdMinute *self)
{
  gboolean runs = self->is_wanted && is_seen (self);

  if (runs == (self->id != 0))
    return;
  g_clear_handle_id (&self->id, g_source_remove);
  if (!runs)
    return;
  self->id = g_timeout_add_seconds (60, timeout_cb, self);
  self->tick (self->data);
}

static void
let_surface_go (RdMinute *self)
{
  if (self->surface != NULL)
    g_signal_handlers_disconnect_by_data (self->surface, self);
  g_clear_object (&self->surface);
}

static void
map_cb (RdMinute *self)
{
  GtkNative *native = gtk_widget_get_native (self->widget);

  let_surface_go (self);
  self->surface = native != NULL ? g_object_ref (gtk_native_get_surface (native)) : NULL;
  if (GDK_IS_TOPLEVEL (self->surface))
    g_signal_connect_swapped (self->surface, "notify::state", G_CALLBACK (update), self);
  update (self);
}

static void
unmap_cb (RdMinute *self)
{
  let_surface_go (self);
  update (self);
}

/* @tick is called every minute with @data while it is wanted and @widget can be
 * seen.  @widget has to outlive what is returned. */
RdMinute *
rd_minute_new (GtkWidget   *widget,
               RdMinuteFunc tick,
               gpointer     data)
{
  RdMinute *self = g_new0 (RdMinute, 1);

  self->widget = widget;
  self->tick = tick;
  self->data = data;
  g_signal_connect_swapped (widget, "map", G_CALLBACK (map_cb), self);
  g_signal_connect_swapped (widget, "unmap", G_CALLBACK (unmap_cb), self);
  if (gtk_widget_get_mapped (widget))
    map_cb (self);
  return self;
}

void
rd_minute_free (RdMinute *self)
{
  g_clear_handle_id (&self->id, g_source_remove);
  let_surface_go (self);
  g_signal_handlers_disconnect_by_data (self->widget, self);
  g_free (self);
}

/* Whether anything that is shown depends on the time. */
void
rd_minute_set_wanted (RdMinute *self,
                      gboolean  is_wanted)
{
  self->is_wanted = is_wanted;
  update (self);
}

gboolean
rd_minute_is_running (RdMinute *self)
{
  return self->id != 0;
}
