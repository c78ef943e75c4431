/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define RD_TYPE_PROGRESS (rd_progress_get_type ())
G_DECLARE_FINAL_TYPE (RdProgress, rd_progress, RD, PROGRESS, AdwBin)

void     rd_progress_begin (RdProgress *self);
void     rd_progress_show (RdProgress *self,
                           const char *text,
                           double      fraction);
void     rd_progress_end (RdProgress *self);
gboolean rd_progress_is_shown (RdProgress *self);
gboolean rd_progress_wants_page (RdProgress *self);

G_END_DECLS
