/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-evidence.h"

G_BEGIN_DECLS

/**
 * RdNetError:
 * @RD_NET_ERROR_SERVERS: a list of DNS servers that is none
 *
 * What can be wrong with how the network is to be used.
 */
typedef enum
{
  RD_NET_ERROR_SERVERS,
} RdNetError;

#define RD_NET_ERROR (rd_net_error_quark ())
GQuark rd_net_error_quark (void);

#define RD_TYPE_RESOLVER (rd_resolver_get_type ())
G_DECLARE_FINAL_TYPE (RdResolver, rd_resolver, RD, RESOLVER, GObject)

RdResolver *rd_resolver_new (const char *servers,
                             GError    **error) G_GNUC_WARN_UNUSED_RESULT;
char      **rd_resolver_dup_upstreams (RdResolver *self) G_GNUC_WARN_UNUSED_RESULT;
void        rd_resolver_allow_local (RdResolver *self,
                                     guint16     port);
void        rd_resolver_ask_async (RdResolver         *self,
                                   RdQuestion         *question,
                                   GCancellable       *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer            data);
RdAnswer   *rd_resolver_ask_finish (RdResolver   *self,
                                    GAsyncResult *result,
                                    GError      **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
