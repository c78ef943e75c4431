/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-log-source.h"

G_BEGIN_DECLS

gboolean   rd_log_is_log_text (const char *data,
                               gsize       length);
gboolean   rd_log_is_log_file (const char   *path,
                               GCancellable *cancellable);
GPtrArray *rd_log_sources_order (GPtrArray *sources) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
