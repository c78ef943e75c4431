/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-dns-channel"

#include "config.h"

#include "rd-dns-channel.h"
#include "rd-dns-socket.h"

#include <ares.h>
#include <glib-unix.h>

/* c-ares does what is tedious: sockets, ids and questions compared with what
 * was sent, TCP framing.  It sees one server and one try at a time, since its
 * own fail-over hides who answered and what the others said.  With
 * ARES_FLAG_NOCHECKRESP it hands out SERVFAIL and REFUSED as they are, with
 * ARES_FLAG_IGNTC it leaves it to us to come back over TCP. */

/* Without ARES_FLAG_EDNS c-ares cuts every UDP answer at 512 bytes, whatever
 * the query asked for; this is the most it can take.  With the flag, FORMERR
 * makes it cut the last 11 bytes off a query and send it again, so that only
 * queries that end in an OPT record may go there. */
#define LARGEST_UDP_ANSWER 4096

struct _RdDnsChannel
{
  ares_channel  ares;
  GMainContext *context;
  GHashTable   *watches; /* socket -> GSource (owned) */
  GHashTable   *refused; /* sockets of which it is yet to be told that nobody is there */
  GSource      *timer;
};

struct _RdDnsExchange
{
  RdDnsExchangeFunc callback; /* (nullable): forgotten */
  gpointer          data;
  gboolean          sending; /* still inside ares_send() */
  gboolean          ended;
  RdDnsOutcome      outcome;
  GBytes           *message; /* (nullable) */
};

static void
source_free (gpointer source)
{
  g_source_destroy (source);
  g_source_unref (source);
}

/* A small margin: a timer that fires early only has to be set again. */
static void
arm_timer (RdDnsChannel *self)
{
  struct timeval  buffer;
  struct timeval *next = ares_timeout (self->ares, NULL, &buffer);

  g_source_set_ready_time (self->timer,
                           next == NULL ? -1
                                        : g_get_monotonic_time () +
                                              (gint64) next->tv_sec * G_USEC_PER_SEC + next->tv_usec + 1000);
}

/* A callback may give back the last reference, and c-ares must not be
 * destroyed from inside itself. */
static void
process (RdDnsChannel *self,
         ares_socket_t readable,
         ares_socket_t writable)
{
  g_autoptr (RdDnsChannel) alive = g_rc_box_acquire (self);

  ares_process_fd (alive->ares, readable, writable);
  arm_timer (alive);
}

static gboolean
socket_cb (int          fd,
           GIOCondition condition,
           gpointer     data)
{
  process (data,
           condition & (G_IO_IN | G_IO_HUP | G_IO_ERR) ? fd : ARES_SOCKET_BAD,
           condition & G_IO_OUT ? fd : ARES_SOCKET_BAD);
  return G_SOURCE_CONTINUE;
}

static void
socket_state_cb (void         *data,
                 ares_socket_t fd,
                 int           readable,
                 int           writable)
{
  RdDnsChannel *self = data;
  GIOCondition  condition = 0;
  GSource      *source;

  g_hash_table_remove (self->watches, GINT_TO_POINTER (fd));
  if (readable)
    condition |= G_IO_IN;
  if (writable)
    condition |= G_IO_OUT;
  if (condition == 0)
    return;
  source = g_unix_fd_source_new (fd, condition);
  g_source_set_callback (source, G_SOURCE_FUNC (socket_cb), self, NULL);
  g_source_attach (source, self->context);
  g_hash_table_insert (self->watches, GINT_TO_POINTER (fd), source);
}

static gboolean
timer_dispatch (GSource    *source,
                GSourceFunc callback,
                gpointer    data)
{
  g_source_set_ready_time (source, -1);
  return callback (data);
}

static gboolean
timer_cb (gpointer data)
{
  process (data, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
  return G_SOURCE_CONTINUE;
}

static GSourceFuncs timer_funcs = { .dispatch = timer_dispatch };

/**
 * rd_dns_channel_new:
 * @server: address and port, "192.0.2.53:53" or "[2001:db8::53]:53"
 * @transport: how messages travel
 * @timeout_ms: how long to wait for an answer
 *
 * Opens a channel on the thread-default main context.  Each channel has a
 * source port of its own, chosen by the system.
 *
 * Returns: (transfer full) (nullable): the channel, %NULL if @server is none
 */
RdDnsChannel *
rd_dns_channel_new (const char    *server,
                    RdDnsTransport transport,
                    guint          timeout_ms)
{
  g_autoptr (RdDnsChannel) self = NULL;
  struct ares_options options = { 0 };
  int                 mask = ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_SOCK_STATE_CB |
             ARES_OPT_LOOKUPS | ARES_OPT_RESOLVCONF | ARES_OPT_DOMAINS | ARES_OPT_EDNSPSZ;
  char lookups[] = "b";
  char no_file[] = "/dev/null";

  g_return_val_if_fail (server != NULL, NULL);

  self = g_rc_box_new0 (RdDnsChannel);
  self->context = g_main_context_ref_thread_default ();
  self->watches = g_hash_table_new_full (NULL, NULL, NULL, source_free);
  self->refused = g_hash_table_new (NULL, NULL);
  self->timer = g_source_new (&timer_funcs, sizeof (GSource));
  g_source_set_callback (self->timer, timer_cb, self, NULL);
  g_source_attach (self->timer, self->context);

  options.flags = ARES_FLAG_STAYOPEN | ARES_FLAG_NOSEARCH | ARES_FLAG_NOALIASES | ARES_FLAG_NOCHECKRESP |
                  ARES_FLAG_IGNTC;
  if (transport == RD_DNS_UDP_EDNS)
    options.flags |= ARES_FLAG_EDNS;
  if (transport == RD_DNS_TCP)
    options.flags |= ARES_FLAG_USEVC;
  options.timeout = (int) timeout_ms;
  options.tries = 1;
  options.ednspsz = LARGEST_UDP_ANSWER;
  options.sock_state_cb = socket_state_cb;
  options.sock_state_cb_data = self;
  options.lookups = lookups;
  options.resolvconf_path = no_file;
  if (ares_init_options (&self->ares, &options, mask) != ARES_SUCCESS)
    {
      self->ares = NULL;
      return NULL;
    }
  rd_dns_socket_use (self->ares, self->refused);
  if (ares_set_servers_ports_csv (self->ares, server) != ARES_SUCCESS)
    return NULL;
  return g_steal_pointer (&self);
}

static void
channel_clear (RdDnsChannel *self)
{
  if (self->ares != NULL)
    ares_destroy (self->ares);
  g_hash_table_unref (self->watches);
  g_hash_table_unref (self->refused);
  source_free (self->timer);
  g_main_context_unref (self->context);
}

/**
 * rd_dns_channel_unref:
 * @self: a channel
 *
 * Gives a reference back; with the last one all its exchanges end as
 * %RD_DNS_UNREACHABLE.
 */
void
rd_dns_channel_unref (RdDnsChannel *self)
{
  g_rc_box_release_full (self, (GDestroyNotify) channel_clear);
}

static void
exchange_finish (RdDnsExchange *exchange)
{
  gsize         length = 0;
  const guint8 *bytes = exchange->message != NULL ? g_bytes_get_data (exchange->message, &length) : NULL;

  if (exchange->callback != NULL)
    exchange->callback (exchange, exchange->outcome, bytes, length, exchange->data);
  g_clear_pointer (&exchange->message, g_bytes_unref);
  g_free (exchange);
}

static gboolean
exchange_finish_cb (gpointer data)
{
  exchange_finish (data);
  return G_SOURCE_REMOVE;
}

static void
answered_cb (void          *data,
             int            status,
             int            timeouts,
             unsigned char *message,
             int            length)
{
  RdDnsExchange *exchange = data;

  exchange->ended = TRUE;
  if (status == ARES_SUCCESS && message != NULL && length > 0)
    {
      exchange->outcome = RD_DNS_ANSWERED;
      exchange->message = g_bytes_new (message, (gsize) length);
    }
  else
    exchange->outcome = status == ARES_ETIMEOUT ? RD_DNS_SILENT : RD_DNS_UNREACHABLE;
  if (!exchange->sending)
    exchange_finish (exchange);
}

/**
 * rd_dns_channel_send:
 * @self: a channel
 * @query: the message to send
 * @callback: called once, never before this function has returned
 * @data: data for @callback
 *
 * Sends a query and waits for its answer.
 *
 * Returns: (transfer none): the exchange, valid until @callback was called
 */
RdDnsExchange *
rd_dns_channel_send (RdDnsChannel     *self,
                     GBytes           *query,
                     RdDnsExchangeFunc callback,
                     gpointer          data)
{
  RdDnsExchange *exchange;
  gsize          length = 0;
  const guint8  *bytes;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (query != NULL, NULL);

  bytes = g_bytes_get_data (query, &length);
  exchange = g_new0 (RdDnsExchange, 1);
  exchange->callback = callback;
  exchange->data = data;
  exchange->sending = TRUE;
  ares_send (self->ares, bytes, (int) length, answered_cb, exchange);
  exchange->sending = FALSE;
  if (exchange->ended)
    {
      GSource *idle = g_idle_source_new ();

      g_source_set_priority (idle, G_PRIORITY_DEFAULT);
      g_source_set_callback (idle, exchange_finish_cb, exchange, NULL);
      g_source_attach (idle, self->context);
      g_source_unref (idle);
    }
  arm_timer (self);
  return exchange;
}

/**
 * rd_dns_exchange_forget:
 * @exchange: an exchange that has not ended
 *
 * Says that nobody waits for @exchange any more: its callback is not called.
 */
void
rd_dns_exchange_forget (RdDnsExchange *exchange)
{
  g_return_if_fail (exchange != NULL);

  exchange->callback = NULL;
}

/**
 * rd_dns_list_system_servers:
 *
 * The DNS servers this system is set up to use.
 *
 * Returns: (transfer full) (element-type utf8): "192.0.2.53:53" or
 *   "[2001:db8::53]:53" each; may be empty
 */
GPtrArray *
rd_dns_list_system_servers (void)
{
  GPtrArray                  *list = g_ptr_array_new_with_free_func (g_free);
  ares_channel                channel = NULL;
  struct ares_addr_port_node *servers = NULL;

  if (ares_init (&channel) != ARES_SUCCESS)
    return list;
  if (ares_get_servers_ports (channel, &servers) == ARES_SUCCESS)
    {
      for (const struct ares_addr_port_node *node = servers; node != NULL; node = node->next)
        {
          char text[64];
          int  port = node->udp_port != 0 ? node->udp_port : 53;

          if (ares_inet_ntop (node->family, &node->addr, text, sizeof text) == NULL)
            continue;
          g_ptr_array_add (list, g_strdup_printf (node->family == AF_INET6 ? "[%s]:%d" : "%s:%d", text, port));
        }
      ares_free_data (servers);
    }
  ares_destroy (channel);
  return list;
}
