/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Lines that come or go in one turn of the main loop.  To make one takes a third of a
 * millisecond, and half as much again to lay it out. */
#define RD_LINE_LIST_STEP 16

/* GTK 4.8 keeps 200 lines of a list, and two around: more of them cost nothing. */
#define RD_LINE_LIST_MAX_MADE 208

#define RD_TYPE_LINE (rd_line_get_type ())
G_DECLARE_FINAL_TYPE (RdLine, rd_line, RD, LINE, GObject)

gpointer rd_line_get_item (RdLine *self);

#define RD_TYPE_LINE_LIST (rd_line_list_get_type ())
G_DECLARE_FINAL_TYPE (RdLineList, rd_line_list, RD, LINE_LIST, GObject)

RdLineList *rd_line_list_new (GListModel *source) G_GNUC_WARN_UNUSED_RESULT;
gboolean    rd_line_list_step (RdLineList *self);
gboolean    rd_line_list_is_whole (RdLineList *self);

G_END_DECLS
