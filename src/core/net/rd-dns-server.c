/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-dns-server"

#include "config.h"

#include "rd-dns-server.h"
#include "rd-resolver.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* More servers than this in a list is a mistake. */
#define MAX_SERVERS 16

/**
 * rd_dns_server_new:
 * @address: address and port
 *
 * Makes a server of which nothing is known yet.
 *
 * Returns: (transfer full): the server
 */
RdDnsServer *
rd_dns_server_new (const char *address)
{
  RdDnsServer *self = g_rc_box_new0 (RdDnsServer);

  self->address = g_strdup (address);
  return self;
}

/**
 * rd_dns_server_ref:
 * @self: a server
 *
 * Takes a reference.
 *
 * Returns: (transfer full): @self
 */
RdDnsServer *
rd_dns_server_ref (RdDnsServer *self)
{
  return g_rc_box_acquire (self);
}

static void
server_clear (RdDnsServer *self)
{
  g_free (self->address);
  for (gsize i = 0; i < G_N_ELEMENTS (self->channels); i++)
    g_clear_pointer (&self->channels[i], rd_dns_channel_unref);
}

/**
 * rd_dns_server_unref:
 * @self: a server
 *
 * Gives a reference back.
 */
void
rd_dns_server_unref (RdDnsServer *self)
{
  g_rc_box_release_full (self, (GDestroyNotify) server_clear);
}

/**
 * rd_dns_server_get_channel:
 * @self: a server
 * @transport: how messages travel
 *
 * The way to @self, opened when first needed.
 *
 * Returns: (transfer none) (nullable): the channel, %NULL if the system has no
 *   resources for it
 */
RdDnsChannel *
rd_dns_server_get_channel (RdDnsServer   *self,
                           RdDnsTransport transport)
{
  RdDnsChannel **channel = &self->channels[transport];

  if (*channel == NULL)
    *channel = rd_dns_channel_new (self->address, transport, RD_DNS_PATIENCE_MS);
  return *channel;
}

static char *
normalize_server (const char *text)
{
  g_autofree char *host = g_strstrip (g_strdup (text));
  g_autofree char *address = NULL;
  char            *colon = strrchr (host, ':');
  RdIp             ip = { 0 };
  guint64          port = 53;

  if (!rd_ip_parse (host, &ip))
    {
      if (colon != NULL && colon > host && (colon[-1] == ']' || strchr (host, ':') == colon))
        {
          if (!g_ascii_string_to_unsigned (colon + 1, 10, 1, G_MAXUINT16, &port, NULL))
            return NULL;
          *colon = '\0';
        }
      if (host[0] == '[' && g_str_has_suffix (host, "]"))
        {
          host[strlen (host) - 1] = '\0';
          memmove (host, host + 1, strlen (host));
        }
      if (!rd_ip_parse (host, &ip))
        return NULL;
    }
  address = rd_ip_to_string (&ip);
  return g_strdup_printf (ip.family == RD_IP_V6 ? "[%s]:%u" : "%s:%u", address, (guint) port);
}

/**
 * rd_dns_servers_parse:
 * @text: addresses with or without port, with commas between them
 * @error: return location for a #GError of domain #RD_NET_ERROR
 *
 * Reads a list of DNS servers as people write it.
 *
 * Returns: (transfer full) (element-type RdDnsServer) (nullable): the servers
 */
GPtrArray *
rd_dns_servers_parse (const char *text,
                      GError    **error)
{
  g_autoptr (GPtrArray) servers = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_dns_server_unref);
  g_auto (GStrv) items = g_strsplit (text, ",", MAX_SERVERS + 1);

  for (gsize i = 0; items[i] != NULL; i++)
    {
      g_autofree char *address = i < MAX_SERVERS ? normalize_server (items[i]) : NULL;

      if (address == NULL)
        {
          g_set_error (error, RD_NET_ERROR, RD_NET_ERROR_SERVERS,
                       _ ("“%s” is not the address of a DNS server."), items[i]);
          return NULL;
        }
      g_ptr_array_add (servers, rd_dns_server_new (address));
    }
  return g_steal_pointer (&servers);
}
