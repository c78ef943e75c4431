/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-peer-address"

#include "config.h"

#include "rd-peer-address.h"

/* Where to connect to, found through our own resolver and never in the local
 * network.  It is a GNetworkAddress since TLS compares the certificate with the
 * name in one; replacing GResolver's default instead would change how the whole
 * program finds names. */

/* Connecting to more would only take time. */
#define MAX_ADDRESSES 4

struct _RdPeerAddress
{
  GNetworkAddress parent_instance;

  RdResolver   *resolver;
  gboolean      allow_local;
  gboolean      has_problem;
  RdAnswerState state; /* of what kept it from having an address */
  const char   *detail;
};

#define RD_TYPE_PEER_ENUMERATOR (rd_peer_enumerator_get_type ())
G_DECLARE_FINAL_TYPE (RdPeerEnumerator, rd_peer_enumerator, RD, PEER_ENUMERATOR, GSocketAddressEnumerator)

struct _RdPeerEnumerator
{
  GSocketAddressEnumerator parent_instance;

  RdPeerAddress *peer;
  GQueue         addresses; /* of GSocketAddress */
  guint          pending;
  gboolean       resolved;
  gboolean       refused; /* an address was not public */
};

static void connectable_init (GSocketConnectableIface *iface);

G_DEFINE_FINAL_TYPE (RdPeerEnumerator, rd_peer_enumerator, G_TYPE_SOCKET_ADDRESS_ENUMERATOR)
G_DEFINE_FINAL_TYPE_WITH_CODE (RdPeerAddress, rd_peer_address, G_TYPE_NETWORK_ADDRESS, G_IMPLEMENT_INTERFACE (G_TYPE_SOCKET_CONNECTABLE, connectable_init))

static void
set_problem (RdPeerAddress *peer,
             RdAnswerState  state,
             const char    *detail)
{
  peer->has_problem = TRUE;
  peer->state = state;
  peer->detail = detail;
}

static void
add_address (RdPeerEnumerator *self,
             const RdIp       *ip,
             guint16           port)
{
  g_autoptr (GInetAddress) address = NULL;

  if (!self->peer->allow_local && !rd_ip_is_public (ip))
    {
      self->refused = TRUE;
      return;
    }
  if (self->addresses.length >= MAX_ADDRESSES)
    return;
  address = g_inet_address_new_from_bytes (ip->bytes, ip->family == RD_IP_V4 ? G_SOCKET_FAMILY_IPV4 : G_SOCKET_FAMILY_IPV6);
  g_queue_push_tail (&self->addresses, g_inet_socket_address_new (address, port));
}

static void
return_next (GTask *task)
{
  RdPeerEnumerator *self = g_task_get_source_object (task);

  if (g_queue_is_empty (&self->addresses) && self->peer->has_problem)
    g_task_return_new_error (task, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "%s", self->peer->detail);
  else
    g_task_return_pointer (task, g_queue_pop_head (&self->addresses), g_object_unref);
}

static void
note_failure (RdPeerEnumerator *self,
              const RdAnswer   *answer)
{
  /* That one family has no address says nothing if the other could not be asked. */
  if (answer->state == RD_ANSWER_FOUND || (self->peer->has_problem && rd_answer_is_known (answer)))
    return;
  set_problem (self->peer, answer->state, "dns");
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (GTask) task = data;
  RdPeerEnumerator *self = g_task_get_source_object (task);
  g_autoptr (RdAnswer) answer = rd_resolver_ask_finish (RD_RESOLVER (source), result, NULL);
  guint16 port = g_network_address_get_port (G_NETWORK_ADDRESS (self->peer));

  for (guint i = 0; answer != NULL && i < answer->records->len; i++)
    {
      const RdRr *rr = g_ptr_array_index (answer->records, i);

      if (rr->type == RD_RR_A || rr->type == RD_RR_AAAA)
        add_address (self, &rr->address, port);
    }
  if (answer != NULL)
    note_failure (self, answer);
  if (--self->pending > 0)
    return;
  self->resolved = TRUE;
  if (g_task_return_error_if_cancelled (task))
    return;
  if (!g_queue_is_empty (&self->addresses))
    self->peer->has_problem = FALSE;
  else if (self->refused)
    set_problem (self->peer, RD_ANSWER_NOT_ASKED, "private-address");
  return_next (task);
}

static void
enumerator_next_async (GSocketAddressEnumerator *enumerator,
                       GCancellable             *cancellable,
                       GAsyncReadyCallback       callback,
                       gpointer                  data)
{
  static const guint16 types[] = { RD_RR_A, RD_RR_AAAA };
  RdPeerEnumerator    *self = RD_PEER_ENUMERATOR (enumerator);
  GNetworkAddress     *peer = G_NETWORK_ADDRESS (self->peer);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);
  RdIp ip;

  g_task_set_source_tag (task, enumerator_next_async);
  if (!self->resolved && rd_ip_parse (g_network_address_get_hostname (peer), &ip))
    {
      self->resolved = TRUE;
      add_address (self, &ip, g_network_address_get_port (peer));
      if (self->refused)
        set_problem (self->peer, RD_ANSWER_NOT_ASKED, "private-address");
    }
  if (self->resolved)
    {
      return_next (task);
      return;
    }
  self->pending = G_N_ELEMENTS (types);
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (RdQuestion) question = rd_question_dns (g_network_address_get_hostname (peer), types[i]);

      rd_resolver_ask_async (self->peer->resolver, question, cancellable, answered_cb, g_object_ref (task));
    }
}

static GSocketAddress *
enumerator_next_finish (GSocketAddressEnumerator *enumerator,
                        GAsyncResult             *result,
                        GError                  **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* GSocketClient asks so only when it is used synchronously, which nobody does. */
static GSocketAddress *
enumerator_next (GSocketAddressEnumerator *enumerator,
                 GCancellable             *cancellable,
                 GError                  **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "asynchronous only");
  return NULL;
}

static void
rd_peer_enumerator_finalize (GObject *object)
{
  RdPeerEnumerator *self = RD_PEER_ENUMERATOR (object);

  g_queue_clear_full (&self->addresses, g_object_unref);
  g_clear_object (&self->peer);
  G_OBJECT_CLASS (rd_peer_enumerator_parent_class)->finalize (object);
}

static void
rd_peer_enumerator_class_init (RdPeerEnumeratorClass *klass)
{
  GSocketAddressEnumeratorClass *enumerator_class = G_SOCKET_ADDRESS_ENUMERATOR_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = rd_peer_enumerator_finalize;
  enumerator_class->next = enumerator_next;
  enumerator_class->next_async = enumerator_next_async;
  enumerator_class->next_finish = enumerator_next_finish;
}

static void
rd_peer_enumerator_init (RdPeerEnumerator *self)
{
  g_queue_init (&self->addresses);
}

static GSocketAddressEnumerator *
peer_enumerate (GSocketConnectable *connectable)
{
  RdPeerEnumerator *enumerator = g_object_new (RD_TYPE_PEER_ENUMERATOR, NULL);

  enumerator->peer = g_object_ref (RD_PEER_ADDRESS (connectable));
  return G_SOCKET_ADDRESS_ENUMERATOR (enumerator);
}

static void
connectable_init (GSocketConnectableIface *iface)
{
  iface->enumerate = peer_enumerate;
  iface->proxy_enumerate = peer_enumerate;
}

static void
rd_peer_address_finalize (GObject *object)
{
  g_clear_object (&RD_PEER_ADDRESS (object)->resolver);
  G_OBJECT_CLASS (rd_peer_address_parent_class)->finalize (object);
}

static void
rd_peer_address_class_init (RdPeerAddressClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rd_peer_address_finalize;
}

static void
rd_peer_address_init (RdPeerAddress *self)
{
}

/**
 * rd_peer_address_new:
 * @resolver: who finds the addresses
 * @host: name or address of a server
 * @port: its port
 * @allow_local: whether it may be on this machine or in this network
 *
 * Makes a place to connect to, asynchronously only.
 *
 * Returns: (transfer full): the place
 */
RdPeerAddress *
rd_peer_address_new (RdResolver *resolver,
                     const char *host,
                     guint16     port,
                     gboolean    allow_local)
{
  RdPeerAddress *self = g_object_new (RD_TYPE_PEER_ADDRESS, "hostname", host, "port", (guint) port, NULL);

  self->resolver = g_object_ref (resolver);
  self->allow_local = allow_local;
  return self;
}

/**
 * rd_peer_address_get_problem:
 * @self: a place that could not be connected to
 * @state: (out): what the answer of the source is then
 * @detail: (out) (transfer none): "dns" or "private-address"
 *
 * Tells whether the reason was that @self has no address that may be used.
 *
 * Returns: whether it was
 */
gboolean
rd_peer_address_get_problem (RdPeerAddress *self,
                             RdAnswerState *state,
                             const char   **detail)
{
  g_return_val_if_fail (RD_IS_PEER_ADDRESS (self), FALSE);

  if (!self->has_problem)
    return FALSE;
  *state = self->state;
  *detail = self->detail;
  return TRUE;
}
