/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-pane.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define RD_TYPE_LOGS_PANE (rd_logs_pane_get_type ())
G_DECLARE_FINAL_TYPE (RdLogsPane, rd_logs_pane, RD, LOGS_PANE, RdPane)

gboolean rd_logs_pane_is_busy (RdLogsPane *self);
guint    rd_logs_pane_get_n_listed (RdLogsPane *self);
void     rd_logs_pane_save_to (RdLogsPane *self,
                               GFile      *file);

G_END_DECLS
