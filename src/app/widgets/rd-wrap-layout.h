/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define RD_TYPE_WRAP_LAYOUT (rd_wrap_layout_get_type ())
G_DECLARE_FINAL_TYPE (RdWrapLayout, rd_wrap_layout, RD, WRAP_LAYOUT, GtkLayoutManager)

G_END_DECLS
