/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-bounce-entry.h"
#include "rd-bounce-group.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* A line of the list: a heading or a bounce. */
#define RD_TYPE_BOUNCE_ROW (rd_bounce_row_get_type ())
G_DECLARE_FINAL_TYPE (RdBounceRow, rd_bounce_row, RD, BOUNCE_ROW, AdwBin)

GtkWidget *rd_bounce_row_new (void);
void       rd_bounce_row_bind (RdBounceRow *self,
                               gpointer     item);

G_END_DECLS
