/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-pane.h"

G_BEGIN_DECLS

#define RD_TYPE_BLOCKLISTS_PANE (rd_blocklists_pane_get_type ())
G_DECLARE_FINAL_TYPE (RdBlocklistsPane, rd_blocklists_pane, RD, BLOCKLISTS_PANE, RdPane)

gboolean rd_blocklists_pane_is_checking (RdBlocklistsPane *self);

G_END_DECLS
