/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-dns-channel.h"
#include "rd-dns-wire.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* How long a server may think before the question is put again, and how often
 * it is put to a single server; several share twice as many tries. */
#define RD_DNS_TRY_MS 800
#define RD_DNS_TRIES 3

/* An answer that comes after the next try was sent still counts. */
#define RD_DNS_PATIENCE_MS (RD_DNS_TRY_MS * RD_DNS_TRIES)

/**
 * RdDnsServer:
 *
 * One server, and what was learned about it.
 */
typedef struct
{
  char         *address;                       /* "192.0.2.53:53" */
  RdDnsChannel *channels[RD_DNS_N_TRANSPORTS]; /* (nullable): opened when first needed */
  gboolean      no_edns;                       /* it does not know EDNS */
  guint         silences;                      /* in a row */
} RdDnsServer;

RdDnsServer  *rd_dns_server_new (const char *address) G_GNUC_WARN_UNUSED_RESULT;
RdDnsServer  *rd_dns_server_ref (RdDnsServer *self);
void          rd_dns_server_unref (RdDnsServer *self);
RdDnsChannel *rd_dns_server_get_channel (RdDnsServer   *self,
                                         RdDnsTransport transport);
GPtrArray    *rd_dns_servers_parse (const char *text,
                                    GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/* One question put to some servers in turn. */
void      rd_dns_lookup_async (RdQuestion         *question,
                               GPtrArray          *servers,
                               gboolean            recursion,
                               GCancellable       *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer            data);
RdAnswer *rd_dns_lookup_finish (GAsyncResult *result,
                                gboolean     *dangling,
                                GError      **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdDnsServer, rd_dns_server_unref)

G_END_DECLS
