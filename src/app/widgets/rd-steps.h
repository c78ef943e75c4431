/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

GtkWidget *rd_step_row_new (guint       number,
                            const char *text);

/* Fills @list with numbered steps, in place of those that were there. */
void rd_steps_show (GtkListBox *list,
                    char      **steps);

G_END_DECLS
