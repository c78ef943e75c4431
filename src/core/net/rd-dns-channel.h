/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RdDnsTransport:
 * @RD_DNS_UDP: packets of at most 512 bytes (RFC 1035 section 4.2.1)
 * @RD_DNS_UDP_EDNS: packets as large as the query says
 * @RD_DNS_TCP: a connection
 *
 * How messages travel.
 */
typedef enum
{
  RD_DNS_UDP,
  RD_DNS_UDP_EDNS,
  RD_DNS_TCP,
  RD_DNS_N_TRANSPORTS,
} RdDnsTransport;

/**
 * RdDnsChannel:
 *
 * One DNS server over one transport, on the thread-default main context.
 */
typedef struct _RdDnsChannel RdDnsChannel;

/**
 * RdDnsExchange:
 *
 * One query under way.  It ends by itself; who is no longer interested calls
 * rd_dns_exchange_forget().
 */
typedef struct _RdDnsExchange RdDnsExchange;

/**
 * RdDnsOutcome:
 * @RD_DNS_ANSWERED: a message with the right number and question came
 * @RD_DNS_SILENT: nothing came in time
 * @RD_DNS_UNREACHABLE: the system says that nobody is there
 *
 * How an exchange ended.
 */
typedef enum
{
  RD_DNS_ANSWERED,
  RD_DNS_SILENT,
  RD_DNS_UNREACHABLE,
} RdDnsOutcome;

typedef void (*RdDnsExchangeFunc) (RdDnsExchange *exchange,
                                   RdDnsOutcome   outcome,
                                   const guint8  *message,
                                   gsize          length,
                                   gpointer       data);

RdDnsChannel  *rd_dns_channel_new (const char    *server,
                                   RdDnsTransport transport,
                                   guint          timeout_ms) G_GNUC_WARN_UNUSED_RESULT;
void           rd_dns_channel_unref (RdDnsChannel *self);
RdDnsExchange *rd_dns_channel_send (RdDnsChannel     *self,
                                    GBytes           *query,
                                    RdDnsExchangeFunc callback,
                                    gpointer          data);
void           rd_dns_exchange_forget (RdDnsExchange *exchange);

GPtrArray *rd_dns_list_system_servers (void) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdDnsChannel, rd_dns_channel_unref)

G_END_DECLS
