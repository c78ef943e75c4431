/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who really answers.  Many systems put a small server of their own before the
 * one of the provider; that one is what lists see and what people know the name
 * of.  The system writes it down, so nobody has to be asked. */

#define G_LOG_DOMAIN "rd-dns-upstream"

#include "config.h"

#include "rd-dns-upstream.h"

#include "rd-ip.h"

#include <string.h>

/* More servers than this no resolver uses (MAXNS of glibc is 3). */
#define MAX_UPSTREAMS 8

/* A file of resolv.conf(5) that is longer is none. */
#define MAX_FILE_BYTES (64 * 1024)

static const struct
{
  const char *stub;
  const char *file;
} stubs[] = {
  { "127.0.0.53:53", "/run/systemd/resolve/resolv.conf" },
  { "127.0.0.54:53", "/run/systemd/resolve/resolv.conf" },
  { "127.0.1.1:53", "/run/NetworkManager/no-stub-resolv.conf" },
};

static gboolean
is_loopback (const RdIp *ip)
{
  static const guint8 loopback[16] = { [15] = 1 };

  return ip->family == RD_IP_V4 ? ip->bytes[0] == 127 : memcmp (ip->bytes, loopback, sizeof loopback) == 0;
}

/* The lines "nameserver ADDRESS"; an address may name a network card. */
static void
add_servers_of (GStrvBuilder *builder,
                const char   *text,
                guint        *n)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (gsize i = 0; lines[i] != NULL && *n < MAX_UPSTREAMS; i++)
    {
      g_auto (GStrv) words = g_strsplit_set (g_strstrip (lines[i]), " \t", 2);
      g_autofree char *address = NULL;
      g_autofree char *server = NULL;
      RdIp             ip;

      if (g_strv_length (words) != 2 || strcmp (words[0], "nameserver") != 0)
        continue;
      address = g_strndup (g_strstrip (words[1]), strcspn (words[1], "%"));
      if (!rd_ip_parse (address, &ip) || is_loopback (&ip))
        continue;
      server = g_strdup_printf (ip.family == RD_IP_V6 ? "[%s]:53" : "%s:53", address);
      g_strv_builder_add (builder, server);
      (*n)++;
    }
}

static char *
read_file (const char *server,
           const char *root)
{
  for (gsize i = 0; i < G_N_ELEMENTS (stubs); i++)
    {
      g_autofree char *path = g_strconcat (root != NULL ? root : "", stubs[i].file, NULL);
      g_autofree char *text = NULL;
      gsize            length = 0;

      if (strcmp (stubs[i].stub, server) == 0 && g_file_get_contents (path, &text, &length, NULL) && length <= MAX_FILE_BYTES)
        return g_steal_pointer (&text);
    }
  return NULL;
}

/**
 * rd_dns_upstream_dup:
 * @servers: (array zero-terminated=1): DNS servers, as "192.0.2.53:53"
 * @root: (nullable): folder that stands for the root of the file system
 *
 * Puts in the place of the system's own stub the servers it passes questions on
 * to, if the system tells.
 *
 * Returns: (transfer full) (array zero-terminated=1): the servers
 */
char **
rd_dns_upstream_dup (const char *const *servers,
                     const char        *root)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_return_val_if_fail (servers != NULL, NULL);

  for (gsize i = 0; servers[i] != NULL; i++)
    {
      g_autofree char *text = read_file (servers[i], root);
      guint            n = 0;

      if (text != NULL)
        add_servers_of (builder, text, &n);
      if (n == 0)
        g_strv_builder_add (builder, servers[i]);
    }
  return g_strv_builder_end (builder);
}
