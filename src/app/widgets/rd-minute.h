/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef void (*RdMinuteFunc) (gpointer data);

typedef struct _RdMinute RdMinute;

RdMinute *rd_minute_new (GtkWidget   *widget,
                         RdMinuteFunc tick,
                         gpointer     data) G_GNUC_WARN_UNUSED_RESULT;
void      rd_minute_free (RdMinute *self);
void      rd_minute_set_wanted (RdMinute *self,
                                gboolean  is_wanted);
gboolean  rd_minute_is_running (RdMinute *self);

G_END_DECLS
