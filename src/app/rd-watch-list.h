/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-watch.h"

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean     rd_watch_list_contains (GSettings  *settings,
                                     const char *subject);
void         rd_watch_list_set (GSettings  *settings,
                                const char *subject,
                                gboolean    watched);
RdWatchTimes rd_watch_list_get_times (GSettings  *settings,
                                      const char *subject);
void         rd_watch_list_set_times (GSettings          *settings,
                                      const char         *subject,
                                      const RdWatchTimes *times);

G_END_DECLS
