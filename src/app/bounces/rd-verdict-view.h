/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-bounce-entry.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define RD_TYPE_VERDICT_VIEW (rd_verdict_view_get_type ())
G_DECLARE_FINAL_TYPE (RdVerdictView, rd_verdict_view, RD, VERDICT_VIEW, AdwBin)

void     rd_verdict_view_set_entry (RdVerdictView *self,
                                    RdBounceEntry *entry);
void     rd_verdict_view_set_story (RdVerdictView *self,
                                    GtkWidget     *story);
void     rd_verdict_view_check_again (RdVerdictView *self);
gboolean rd_verdict_view_cancel (RdVerdictView *self);
gboolean rd_verdict_view_is_whole (RdVerdictView *self);
void     rd_verdict_view_focus_heading (RdVerdictView *self);

G_END_DECLS
