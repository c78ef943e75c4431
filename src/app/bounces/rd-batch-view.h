/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-insight.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What many bounces tell together: the patterns, the causes, what was left out. */
#define RD_TYPE_BATCH_VIEW (rd_batch_view_get_type ())
G_DECLARE_FINAL_TYPE (RdBatchView, rd_batch_view, RD, BATCH_VIEW, AdwBin)

void rd_batch_view_show_progress (RdBatchView *self,
                                  RdInsight   *insight);
void rd_batch_view_show_all (RdBatchView *self,
                             RdInsight   *insight);
void rd_batch_view_focus_heading (RdBatchView *self);
void rd_batch_view_save_to (RdBatchView *self,
                            const char  *path);

G_END_DECLS
