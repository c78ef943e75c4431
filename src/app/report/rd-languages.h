/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The languages a report can be written in: that of the window first. */
GListModel *rd_languages_new_model (void) G_GNUC_WARN_UNUSED_RESULT;
const char *rd_languages_get_code (guint position);
guint       rd_languages_find_position (const char *code);

G_END_DECLS
