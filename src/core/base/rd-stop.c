/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-stop"

#include "config.h"

#include "rd-stop.h"

#include "rd-source.h"

/* Whatever asks others must end by itself and can be ended by people.  Both come to
 * the same, a cancellable of its own, but not to the same answer: “nobody answered in
 * time” is told, “not wanted any more” is not. */

static gboolean
deadline_cb (gpointer data)
{
  RdStop *self = data;

  self->expired = TRUE;
  g_cancellable_cancel (self->cancellable);
  return G_SOURCE_REMOVE;
}

static gboolean
cancelled_cb (GCancellable *cancellable,
              gpointer      data)
{
  RdStop *self = data;

  g_cancellable_cancel (self->cancellable);
  return G_SOURCE_REMOVE;
}

/**
 * rd_stop_begin:
 * @self: a stop that is not armed
 * @milliseconds: the time there is, 0 for no end of it
 * @cancellable: (nullable): by which whoever began it ends it
 * @context: (nullable): the main context it runs in
 *
 * Arms @self for something that begins now.
 */
void
rd_stop_begin (RdStop       *self,
               guint         milliseconds,
               GCancellable *cancellable,
               GMainContext *context)
{
  g_return_if_fail (self != NULL && self->cancellable == NULL);

  self->cancellable = g_cancellable_new ();
  self->expired = FALSE;
  if (milliseconds > 0)
    {
      self->deadline = g_timeout_source_new (milliseconds);
      g_source_set_callback (self->deadline, deadline_cb, self, NULL);
      g_source_attach (self->deadline, context);
    }
  if (cancellable != NULL)
    {
      self->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (self->cancelled, G_SOURCE_FUNC (cancelled_cb), self, NULL);
      g_source_attach (self->cancelled, context);
    }
}

/**
 * rd_stop_disarm:
 * @self: a stop
 *
 * It has ended: neither time nor wish stop it any more.
 */
void
rd_stop_disarm (RdStop *self)
{
  g_return_if_fail (self != NULL);

  rd_source_clear (&self->deadline);
  rd_source_clear (&self->cancelled);
}

/**
 * rd_stop_clear:
 * @self: a stop
 *
 * Disarms @self and frees what it holds; whether it was out of time is kept.
 */
void
rd_stop_clear (RdStop *self)
{
  rd_stop_disarm (self);
  g_clear_object (&self->cancellable);
}
