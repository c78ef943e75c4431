/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void rd_accessible_name_lists (GtkWidget  *root,
                               const char *name);
void rd_accessible_name_expander (GtkWidget *row);

G_END_DECLS
