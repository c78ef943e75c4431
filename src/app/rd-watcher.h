/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define RD_TYPE_WATCHER (rd_watcher_get_type ())
G_DECLARE_FINAL_TYPE (RdWatcher, rd_watcher, RD, WATCHER, GObject)

RdWatcher *rd_watcher_new (GApplication *application) G_GNUC_WARN_UNUSED_RESULT;
void       rd_watcher_hurry (RdWatcher *self,
                             guint      second_ms);

G_END_DECLS
