/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app-test.h"
#include "fake-peers.h"

#include "rd-blocklists-pane.h"
#include "rd-listing.h"

G_BEGIN_DECLS

#define LISTED "203.0.113.9"
#define UNLISTED "203.0.113.10"
#define OTHER "203.0.113.77" /* no other test asks about it, no bounce names it */

/* The pane for blocklists, asked and looked at. */
RdWindow         *app_test_lists_open (const FakePeer *peer, int width, int height);
RdBlocklistsPane *app_test_lists_get_pane (RdWindow *window);
void              app_test_lists_type (RdWindow *window, const char *text);
void              app_test_lists_start (RdWindow *window, const char *text);
guint             app_test_lists_count (RdWindow *window);
guint             app_test_lists_count_in (RdWindow *window, RdListingState state);
guint             app_test_lists_wait_for_rows (RdWindow *window);
void              app_test_lists_wait_for_answers (RdWindow *window);
void              app_test_lists_open_folds (RdWindow *window);
GtkWidget        *app_test_lists_find_named (RdWindow *window, const char *name);

G_END_DECLS
