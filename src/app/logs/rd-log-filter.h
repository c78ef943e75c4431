/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-log.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define RD_TYPE_LOG_FILTER (rd_log_filter_get_type ())
G_DECLARE_FINAL_TYPE (RdLogFilter, rd_log_filter, RD, LOG_FILTER, AdwBin)

RdLogGroup rd_log_filter_get_group (RdLogFilter *self);
void       rd_log_filter_reset (RdLogFilter *self);
void       rd_log_filter_set_counts (RdLogFilter *self,
                                     const guint  counts[N_RD_LOG_GROUPS]);

G_END_DECLS
