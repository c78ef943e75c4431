/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-log-story.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define RD_TYPE_LOG_DETAIL (rd_log_detail_get_type ())
G_DECLARE_FINAL_TYPE (RdLogDetail, rd_log_detail, RD, LOG_DETAIL, AdwBin)

GtkWidget     *rd_log_detail_new (void);
void           rd_log_detail_take_story (RdLogDetail *self,
                                         RdLogStory  *story);
RdBounceEntry *rd_log_detail_get_entry (RdLogDetail *self);
void           rd_log_detail_focus_heading (RdLogDetail *self);

G_END_DECLS
