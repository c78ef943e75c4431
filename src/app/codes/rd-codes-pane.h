/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-pane.h"

G_BEGIN_DECLS

#define RD_TYPE_CODES_PANE (rd_codes_pane_get_type ())
G_DECLARE_FINAL_TYPE (RdCodesPane, rd_codes_pane, RD, CODES_PANE, RdPane)

G_END_DECLS
