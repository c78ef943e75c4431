/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void rd_keeping_complain (GtkWidget *widget,
                          GSettings *settings);

G_END_DECLS
