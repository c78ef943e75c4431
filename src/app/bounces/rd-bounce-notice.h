/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-bounce-entry.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define RD_TYPE_BOUNCE_NOTICE (rd_bounce_notice_get_type ())
G_DECLARE_FINAL_TYPE (RdBounceNotice, rd_bounce_notice, RD, BOUNCE_NOTICE, AdwBin)

void rd_bounce_notice_set_entry (RdBounceNotice *self,
                                 RdBounceEntry  *entry);
void rd_bounce_notice_focus_heading (RdBounceNotice *self);

G_END_DECLS
