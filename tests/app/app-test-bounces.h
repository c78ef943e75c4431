/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app-test.h"

G_BEGIN_DECLS

/* The list of bounces, as the view has it. */
GtkWidget  *app_test_bounces_get_view (RdWindow *window);
GListModel *app_test_bounces_get_lines (RdWindow *window);
guint       app_test_bounces_find_line (RdWindow   *window,
                                        const char *title);
const char *app_test_bounces_get_title (RdWindow *window,
                                        guint     line);
void        app_test_bounces_select (RdWindow *window,
                                     guint     line);
guint       app_test_bounces_get_selected (RdWindow *window);
void        app_test_bounces_search (RdWindow   *window,
                                     const char *text);
GPtrArray  *app_test_bounces_dup_rows (RdWindow *window) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
