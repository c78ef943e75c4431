/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Does something and returns whether there is more to do. */
typedef gboolean (*RdPaceFunc) (gpointer data);

typedef struct _RdPace RdPace;

RdPace  *rd_pace_new (GtkWidget *widget,
                      RdPaceFunc work,
                      gpointer   data) G_GNUC_WARN_UNUSED_RESULT;
void     rd_pace_free (RdPace *self);
void     rd_pace_start (RdPace *self);
gboolean rd_pace_is_busy (RdPace *self);

G_END_DECLS
