/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void rd_complaint_show (GtkLabel   *label,
                        GtkWidget  *entry,
                        const char *sentence);
void rd_complaint_hide (GtkLabel  *label,
                        GtkWidget *entry);

G_END_DECLS
