/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A row that opens a page of the web, and says on which host it is. */
GtkWidget *rd_link_row_new (const char *title,
                            const char *uri);

G_END_DECLS
