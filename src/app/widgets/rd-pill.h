/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define RD_TYPE_PILL (rd_pill_get_type ())
G_DECLARE_FINAL_TYPE (RdPill, rd_pill, RD, PILL, GtkButton)

G_END_DECLS
