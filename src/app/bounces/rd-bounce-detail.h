/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-bounce-entry.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define RD_TYPE_BOUNCE_DETAIL (rd_bounce_detail_get_type ())
G_DECLARE_FINAL_TYPE (RdBounceDetail, rd_bounce_detail, RD, BOUNCE_DETAIL, AdwBin)

void           rd_bounce_detail_prepare (RdBounceDetail *self);
void           rd_bounce_detail_prepare_batch (RdBounceDetail *self);
RdBounceEntry *rd_bounce_detail_get_entry (RdBounceDetail *self);
void           rd_bounce_detail_set_entry (RdBounceDetail *self,
                                           RdBounceEntry  *entry);
void           rd_bounce_detail_check_again (RdBounceDetail *self);
gboolean       rd_bounce_detail_cancel (RdBounceDetail *self);
void           rd_bounce_detail_focus_heading (RdBounceDetail *self);
void           rd_bounce_detail_show_batch (RdBounceDetail *self,
                                            RdInsight      *insight,
                                            gboolean        is_complete);
gboolean       rd_bounce_detail_is_batch (RdBounceDetail *self);
void           rd_bounce_detail_hold (RdBounceDetail *self);
void           rd_bounce_detail_release (RdBounceDetail *self);
gboolean       rd_bounce_detail_is_whole (RdBounceDetail *self);

G_END_DECLS
