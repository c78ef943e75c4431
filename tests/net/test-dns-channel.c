/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A server that closes its connections, or ends, takes nobody with it. */

#include "rd-dns-channel.h"

#include <gio/gio.h>
#include <glib-unix.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#define PATIENCE_MS 60000

typedef struct
{
  int          listener;
  guint16      port;
  guint        n_closed;
  guint        n_ended;
  RdDnsOutcome outcomes[2];
} Peer;

static const guint8 query[] = { 0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 7, 'e', 'x', 'a', 'm', 'p', 'l', 'e', 0, 0, 1, 0, 1 };

static gboolean
close_cb (int          fd,
          GIOCondition condition,
          gpointer     data)
{
  Peer *self = data;
  int   connection = accept (fd, NULL, NULL);

  g_assert_cmpint (connection, >=, 0);
  close (connection);
  self->n_closed++;
  return G_SOURCE_CONTINUE;
}

static void
peer_listen (Peer *self)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t          length = sizeof address;

  self->listener = socket (AF_INET, SOCK_STREAM, 0);
  g_assert_cmpint (bind (self->listener, (struct sockaddr *) &address, length), ==, 0);
  g_assert_cmpint (listen (self->listener, 5), ==, 0);
  g_assert_cmpint (getsockname (self->listener, (struct sockaddr *) &address, &length), ==, 0);
  self->port = ntohs (address.sin_port);
}

static void
ended_cb (RdDnsExchange *exchange,
          RdDnsOutcome   outcome,
          const guint8  *message,
          gsize          length,
          gpointer       data)
{
  Peer *self = data;

  g_assert_null (message);
  self->outcomes[self->n_ended++] = outcome;
}

/* The program's own answer to SIGPIPE, as the command line has it: GLib's
 * sockets, once used, would ignore it for everyone. */
static void
write_to_closed (void)
{
  Peer self = { 0 };
  g_autoptr (GBytes) message = g_bytes_new_static (query, sizeof query);
  g_autofree char *server = NULL;
  g_autoptr (RdDnsChannel) channel = NULL;
  guint watch;

  signal (SIGPIPE, SIG_DFL);
  peer_listen (&self);
  /* Watched before the channel's sockets are: closing comes between the system
   * saying “go on, write” and the writing, so that the connection is broken
   * already when the second query is written. */
  watch = g_unix_fd_add (self.listener, G_IO_IN, close_cb, &self);
  server = g_strdup_printf ("127.0.0.1:%d", self.port);
  channel = rd_dns_channel_new (server, RD_DNS_TCP, PATIENCE_MS);
  g_assert_nonnull (channel);
  rd_dns_channel_send (channel, message, ended_cb, &self);
  while (self.n_closed == 0)
    g_main_context_iteration (NULL, TRUE);
  rd_dns_channel_send (channel, message, ended_cb, &self);
  while (self.n_ended < 2)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (self.outcomes[0], ==, RD_DNS_UNREACHABLE);
  g_assert_cmpint (self.outcomes[1], ==, RD_DNS_UNREACHABLE);
  g_source_remove (watch);
  close (self.listener);
}

static void
test_closed_connection (void)
{
  if (g_test_subprocess ())
    {
      write_to_closed ();
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
}

static void
count_cb (RdDnsExchange *exchange,
          RdDnsOutcome   outcome,
          const guint8  *message,
          gsize          length,
          gpointer       data)
{
  guint *n_outcomes = data;

  n_outcomes[outcome]++;
}

static int
open_udp_server (guint16 *port)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t          length = sizeof address;
  int                server = socket (AF_INET, SOCK_DGRAM, 0);

  g_assert_cmpint (bind (server, (struct sockaddr *) &address, length), ==, 0);
  g_assert_cmpint (getsockname (server, (struct sockaddr *) &address, &length), ==, 0);
  *port = ntohs (address.sin_port);
  return server;
}

/* What a server answered before it went away is an answer, though the system tells
 * first that nobody is there any more. */
static void
test_last_answer (void)
{
  guint8             packet[512];
  guint16            port;
  guint              n_outcomes[RD_DNS_UNREACHABLE + 1] = { 0 };
  struct sockaddr_in client;
  socklen_t          length = sizeof client;
  int                server = open_udp_server (&port);
  gssize             size;
  g_autofree char   *address = g_strdup_printf ("127.0.0.1:%d", port);
  g_autoptr (GBytes) message = g_bytes_new_static (query, sizeof query);
  g_autoptr (RdDnsChannel) channel = rd_dns_channel_new (address, RD_DNS_UDP, PATIENCE_MS);

  g_assert_nonnull (channel);
  rd_dns_channel_send (channel, message, count_cb, n_outcomes);
  size = recvfrom (server, packet, sizeof packet, 0, (struct sockaddr *) &client, &length);
  g_assert_cmpint (size, ==, sizeof query);
  packet[2] |= 0x80;
  g_assert_cmpint (sendto (server, packet, (gsize) size, 0, (struct sockaddr *) &client, length), ==, size);
  close (server);
  /* The second of these is told of the fate of the first. */
  for (guint i = 0; i < 3; i++)
    rd_dns_channel_send (channel, message, count_cb, n_outcomes);
  while (n_outcomes[RD_DNS_ANSWERED] + n_outcomes[RD_DNS_SILENT] + n_outcomes[RD_DNS_UNREACHABLE] < 4)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (n_outcomes[RD_DNS_ANSWERED], ==, 1);
  g_assert_cmpuint (n_outcomes[RD_DNS_UNREACHABLE], ==, 3);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/net/dns-channel/closed-connection", test_closed_connection);
  g_test_add_func ("/net/dns-channel/last-answer", test_last_answer);
  return g_test_run ();
}
