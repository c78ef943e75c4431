/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-resolver.h"

G_BEGIN_DECLS

void       rd_zone_servers_find_async (RdResolver         *resolver,
                                       const RdQuestion   *question,
                                       gboolean            allow_local,
                                       guint16             port,
                                       GCancellable       *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer            data);
GPtrArray *rd_zone_servers_find_finish (GAsyncResult *result,
                                        GError      **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
