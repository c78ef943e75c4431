/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-log-story.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define RD_TYPE_LOG_TIMELINE (rd_log_timeline_get_type ())
G_DECLARE_FINAL_TYPE (RdLogTimeline, rd_log_timeline, RD, LOG_TIMELINE, AdwBin)

GtkWidget *rd_log_timeline_new (void);
void       rd_log_timeline_show (RdLogTimeline    *self,
                                 const RdLogStory *story);

G_END_DECLS
