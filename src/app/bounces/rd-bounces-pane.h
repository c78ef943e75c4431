/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-pane.h"

G_BEGIN_DECLS

#define RD_TYPE_BOUNCES_PANE (rd_bounces_pane_get_type ())
G_DECLARE_FINAL_TYPE (RdBouncesPane, rd_bounces_pane, RD, BOUNCES_PANE, RdPane)

guint    rd_bounces_pane_get_n_entries (RdBouncesPane *self);
gboolean rd_bounces_pane_is_reading (RdBouncesPane *self);

G_END_DECLS
