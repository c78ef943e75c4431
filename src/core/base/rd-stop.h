/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * RdStop:
 *
 * What ends something that runs in the background: its time is over, or whoever
 * began it wants it no more.  All zero means that nothing runs.  Its place in
 * memory must not change while it is armed.
 */
typedef struct
{
  GCancellable *cancellable; /* (nullable): to be handed to whatever runs */
  gboolean      expired;     /* its time is over; holds until the next beginning */
  GSource      *deadline;    /* (nullable) */
  GSource      *cancelled;   /* (nullable) */
} RdStop;

void rd_stop_begin (RdStop       *self,
                    guint         milliseconds,
                    GCancellable *cancellable,
                    GMainContext *context);
void rd_stop_disarm (RdStop *self);
void rd_stop_clear (RdStop *self);

G_END_DECLS
