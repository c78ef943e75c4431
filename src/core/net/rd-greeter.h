/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-resolver.h"

G_BEGIN_DECLS

#define RD_TYPE_GREETER (rd_greeter_get_type ())
G_DECLARE_FINAL_TYPE (RdGreeter, rd_greeter, RD, GREETER, GObject)

RdGreeter *rd_greeter_new (RdResolver *resolver) G_GNUC_WARN_UNUSED_RESULT;
void       rd_greeter_allow_local (RdGreeter *self,
                                   guint16    port);
void       rd_greeter_set_deadline (RdGreeter *self,
                                    guint      milliseconds);
void       rd_greeter_greet_async (RdGreeter          *self,
                                   RdQuestion         *question,
                                   GCancellable       *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer            data);
RdAnswer  *rd_greeter_greet_finish (RdGreeter    *self,
                                    GAsyncResult *result,
                                    GError      **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
