/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-dns-socket"

#include "config.h"

#include "rd-dns-socket.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

/* c-ares writes with writev(), and a server that closed its connection in the
 * meantime then ends the whole program with SIGPIPE.  Ignoring the signal is
 * the program's choice, not a library's, so the sockets are ours. */

/* That nobody is there any more the system tells once, to whichever call is next, and
 * before what came earlier is read.  c-ares then gives the socket up with all answers
 * that wait in it, so what waits is read first. */

/* Answers to 64 queries in flight fit many times over. */
#define RECEIVE_BUFFER (1024 * 1024)

static ares_socket_t
open_cb (int      family,
         int      type,
         int      protocol,
         gpointer data)
{
  int fd = socket (family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, protocol);
  int size = RECEIVE_BUFFER;
  int yes = 1;

  if (fd < 0)
    return ARES_SOCKET_BAD;
  setsockopt (fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
  if (type == SOCK_STREAM)
    setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  return fd;
}

static int
close_cb (ares_socket_t fd,
          gpointer      data)
{
  GHashTable *refused = data;

  g_hash_table_remove (refused, GINT_TO_POINTER (fd));
  return close (fd);
}

static int
connect_cb (ares_socket_t          fd,
            const struct sockaddr *address,
            ares_socklen_t         length,
            gpointer               data)
{
  return connect (fd, address, length);
}

static ares_ssize_t
receive_cb (ares_socket_t    fd,
            void            *buffer,
            gsize            size,
            int              flags,
            struct sockaddr *address,
            ares_socklen_t  *length,
            gpointer         data)
{
  GHashTable *refused = data;
  ssize_t     received = recvfrom (fd, buffer, size, flags, address, length);

  if (received < 0 && errno == ECONNREFUSED)
    {
      g_hash_table_add (refused, GINT_TO_POINTER (fd));
      received = recvfrom (fd, buffer, size, flags, address, length);
    }
  if (received < 0 && g_hash_table_remove (refused, GINT_TO_POINTER (fd)))
    errno = ECONNREFUSED;
  return received;
}

static ares_ssize_t
send_cb (ares_socket_t       fd,
         const struct iovec *pieces,
         int                 n_pieces,
         gpointer            data)
{
  const struct msghdr message = { .msg_iov = (struct iovec *) pieces, .msg_iovlen = (gsize) n_pieces };

  ssize_t sent = sendmsg (fd, &message, MSG_NOSIGNAL);

  if (sent >= 0 || errno != ECONNREFUSED)
    return sent;
  /* Whoever reads next is told of what this one meets. */
  sent = sendmsg (fd, &message, MSG_NOSIGNAL);
  if (sent < 0)
    errno = ECONNREFUSED;
  return sent;
}

/**
 * rd_dns_socket_use:
 * @channel: a channel that has sent nothing yet
 * @refused: (element-type gint): an empty set, which must outlive @channel
 *
 * Gives @channel sockets that never raise SIGPIPE, and that hand out the answers they
 * hold before they tell that nobody is there any more.
 */
void
rd_dns_socket_use (ares_channel channel,
                   GHashTable  *refused)
{
  static const struct ares_socket_functions functions = {
    .asocket = open_cb,
    .aclose = close_cb,
    .aconnect = connect_cb,
    .arecvfrom = receive_cb,
    .asendv = send_cb,
  };

  ares_set_socket_functions (channel, &functions, refused);
}
