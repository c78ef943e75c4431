/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define RD_TYPE_PAGE_LAYOUT (rd_page_layout_get_type ())
G_DECLARE_FINAL_TYPE (RdPageLayout, rd_page_layout, RD, PAGE_LAYOUT, GtkLayoutManager)

void     rd_page_layout_unroll (GtkWidget *page);
gboolean rd_page_layout_is_unrolled (GtkWidget *page);

G_END_DECLS
