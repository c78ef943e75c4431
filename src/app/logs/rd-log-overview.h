/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-log.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define RD_TYPE_LOG_OVERVIEW (rd_log_overview_get_type ())
G_DECLARE_FINAL_TYPE (RdLogOverview, rd_log_overview, RD, LOG_OVERVIEW, AdwBin)

void rd_log_overview_show (RdLogOverview    *self,
                           const char       *name,
                           const RdLogState *state,
                           GPtrArray        *findings,
                           const GError     *error);
void rd_log_overview_focus_heading (RdLogOverview *self);

G_END_DECLS
