/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define RD_TYPE_TEXT_LAYOUT (rd_text_layout_get_type ())
G_DECLARE_FINAL_TYPE (RdTextLayout, rd_text_layout, RD, TEXT_LAYOUT, GtkLayoutManager)

void rd_text_layout_prepare_labels (GtkWidget *root);
void rd_text_layout_use (GtkWidget *box);
void rd_text_layout_use_in_row (GtkWidget *row);
void rd_text_layout_prepare_rows (GtkWidget *root);

G_END_DECLS
