/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-pace"

#include "config.h"

#include "rd-pace.h"

/* Work on a widget that would hold up the window if it were done at once: a piece
 * in every frame while the widget shows, else whenever there is time.  The next
 * frame has enough to do with what the work came from. */
struct _RdPace
{
  GtkWidget *widget; /* (unowned) */
  RdPaceFunc work;
  gpointer   data;
  guint      tick_id; /* while there is work and it shows */
  gboolean   is_due;  /* the frame that work came in is over */
  guint      idle_id; /* while there is work and it does not */
};

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       data)
{
  RdPace *self = data;

  if (!self->is_due || self->work (self->data))
    {
      self->is_due = TRUE;
      return G_SOURCE_CONTINUE;
    }
  self->tick_id = 0;
  return G_SOURCE_REMOVE;
}

static gboolean
idle_cb (gpointer data)
{
  RdPace *self = data;

  if (self->work (self->data))
    return G_SOURCE_CONTINUE;
  self->idle_id = 0;
  return G_SOURCE_REMOVE;
}

static void
stop (RdPace *self)
{
  if (self->tick_id != 0)
    gtk_widget_remove_tick_callback (self->widget, self->tick_id);
  self->tick_id = 0;
  g_clear_handle_id (&self->idle_id, g_source_remove);
}

static void
change_cb (RdPace *self)
{
  if (!rd_pace_is_busy (self))
    return;
  stop (self);
  rd_pace_start (self);
}

/* @work is called with @data while there is something to do.  @widget has to
 * outlive what is returned. */
RdPace *
rd_pace_new (GtkWidget *widget,
             RdPaceFunc work,
             gpointer   data)
{
  RdPace *self = g_new0 (RdPace, 1);

  self->widget = widget;
  self->work = work;
  self->data = data;
  g_signal_connect_data (widget, "map", G_CALLBACK (change_cb), self, NULL, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_data (widget, "unmap", G_CALLBACK (change_cb), self, NULL, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  return self;
}

void
rd_pace_free (RdPace *self)
{
  stop (self);
  g_signal_handlers_disconnect_by_data (self->widget, self);
  g_free (self);
}

/* There is something to do. */
void
rd_pace_start (RdPace *self)
{
  if (rd_pace_is_busy (self))
    return;
  self->is_due = FALSE;
  if (gtk_widget_get_mapped (self->widget))
    self->tick_id = gtk_widget_add_tick_callback (self->widget, tick_cb, self, NULL);
  else
    self->idle_id = g_idle_add (idle_cb, self);
}

/* Whether something is still to be done. */
gboolean
rd_pace_is_busy (RdPace *self)
{
  return self->tick_id != 0 || self->idle_id != 0;
}
