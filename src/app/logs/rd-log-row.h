/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-log-entry.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define RD_TYPE_LOG_ROW (rd_log_row_get_type ())
G_DECLARE_FINAL_TYPE (RdLogRow, rd_log_row, RD, LOG_ROW, AdwBin)

GtkWidget *rd_log_row_new (void);
void       rd_log_row_bind (RdLogRow   *self,
                            RdLogEntry *entry);

G_END_DECLS
