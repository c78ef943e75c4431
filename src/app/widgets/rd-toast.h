/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void rd_toast_say (GtkWidget  *widget,
                   const char *sentence);
void rd_toast_say_briefly (GtkWidget  *widget,
                           const char *sentence);

G_END_DECLS
