/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-ip"

#include "config.h"

#include "rd-ip.h"

#include <arpa/inet.h>
#include <string.h>

/**
 * rd_ip_parse:
 * @text: an address in text form, nothing around it
 * @ip: (out): the address, written on success
 *
 * Reads an IPv4 or IPv6 address.  An IPv4-mapped IPv6 address becomes the IPv4
 * address it stands for: that is the address servers and lists know.
 *
 * Returns: whether @text is an address
 */
gboolean
rd_ip_parse (const char *text,
             RdIp       *ip)
{
  return rd_ip_parse_len (text, strlen (text), ip);
}

/**
 * rd_ip_parse_len:
 * @text: the start of an address
 * @length: its length in bytes
 * @ip: (out): the address, written on success
 *
 * Like rd_ip_parse() for a piece of a longer text.
 *
 * Returns: whether exactly these bytes are an address
 */
gboolean
rd_ip_parse_len (const char *text,
                 gsize       length,
                 RdIp       *ip)
{
  static const guint8 mapped[12] = { [10] = 0xff, [11] = 0xff };
  char                buffer[RD_IP_TEXT_SIZE];
  RdIp                parsed = { 0 };

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (ip != NULL, FALSE);

  if (length == 0 || length >= sizeof buffer)
    return FALSE;
  memcpy (buffer, text, length);
  buffer[length] = '\0';

  if (inet_pton (AF_INET, buffer, parsed.bytes) == 1)
    parsed.family = RD_IP_V4;
  else if (inet_pton (AF_INET6, buffer, parsed.bytes) == 1)
    parsed.family = RD_IP_V6;
  else
    return FALSE;

  if (parsed.family == RD_IP_V6 && memcmp (parsed.bytes, mapped, sizeof mapped) == 0)
    {
      memmove (parsed.bytes, parsed.bytes + 12, 4);
      memset (parsed.bytes + 4, 0, 12);
      parsed.family = RD_IP_V4;
    }
  *ip = parsed;
  return TRUE;
}

/**
 * rd_ip_to_string:
 * @ip: an address
 *
 * Writes @ip in its shortest text form.
 *
 * Returns: (transfer full) (nullable): the text, %NULL for no address
 */
char *
rd_ip_to_string (const RdIp *ip)
{
  char buffer[RD_IP_TEXT_SIZE];

  g_return_val_if_fail (ip != NULL, NULL);

  if (ip->family == RD_IP_NONE)
    return NULL;
  inet_ntop (ip->family == RD_IP_V4 ? AF_INET : AF_INET6, ip->bytes, buffer, sizeof buffer);
  return g_strdup (buffer);
}

/**
 * rd_ip_dup_reverse:
 * @ip: an address
 * @suffix: (nullable): zone to append, %NULL for in-addr.arpa or ip6.arpa
 *
 * Builds the name under which DNS knows the address: octets (IPv4) or nibbles
 * (IPv6) in reverse order and the zone (RFC 1035 section 3.5, RFC 3596 section
 * 2.5, RFC 5782 section 2.1).
 *
 * Returns: (transfer full) (nullable): the name without a trailing dot
 */
char *
rd_ip_dup_reverse (const RdIp *ip,
                   const char *suffix)
{
  g_autoptr (GString) name = NULL;

  g_return_val_if_fail (ip != NULL, NULL);

  if (ip->family == RD_IP_NONE)
    return NULL;
  name = g_string_sized_new (80);
  if (ip->family == RD_IP_V4)
    {
      for (int i = 3; i >= 0; i--)
        g_string_append_printf (name, "%u.", (guint) ip->bytes[i]);
      g_string_append (name, suffix != NULL ? suffix : "in-addr.arpa");
    }
  else
    {
      for (int i = 15; i >= 0; i--)
        g_string_append_printf (name, "%x.%x.", ip->bytes[i] & 0xfu, (guint) ip->bytes[i] >> 4);
      g_string_append (name, suffix != NULL ? suffix : "ip6.arpa");
    }
  return g_string_free (g_steal_pointer (&name), FALSE);
}

/**
 * rd_ip_equal:
 * @a: an address
 * @b: another address
 *
 * Compares two addresses.
 *
 * Returns: whether they are the same
 */
gboolean
rd_ip_equal (const RdIp *a,
             const RdIp *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  return a->family == b->family && memcmp (a->bytes, b->bytes, sizeof a->bytes) == 0;
}

/**
 * rd_ip_in_network:
 * @ip: an address
 * @network: an address of the network
 * @prefix_length: how many leading bits count
 *
 * Tells whether @ip lies in the network; families must agree.
 *
 * Returns: whether it does
 */
gboolean
rd_ip_in_network (const RdIp *ip,
                  const RdIp *network,
                  guint       prefix_length)
{
  guint whole = prefix_length / 8;
  guint rest = prefix_length % 8;

  g_return_val_if_fail (ip != NULL && network != NULL, FALSE);

  if (ip->family != network->family || ip->family == RD_IP_NONE)
    return FALSE;
  if (prefix_length > (ip->family == RD_IP_V4 ? 32u : 128u))
    return FALSE;
  if (memcmp (ip->bytes, network->bytes, whole) != 0)
    return FALSE;
  return rest == 0 || ((ip->bytes[whole] ^ network->bytes[whole]) >> (8 - rest)) == 0;
}

/* IPv6 addresses that lead to the IPv4 address inside them: whoever connects to
 * ::ffff:127.0.0.1 reaches this machine.  Mapped (RFC 4291 section 2.5.5.2),
 * translated (RFC 6052 section 2.1) and 6to4 (RFC 3056 section 2). */
static gboolean
find_inner (const RdIp *ip,
            RdIp       *inner)
{
  static const struct
  {
    guint8 prefix[12];
    guint  length; /* of the prefix, in bytes; the IPv4 address comes next */
  } kinds[] = {
    { { [10] = 0xff, [11] = 0xff }, 12 },
    { { 0, 0x64, 0xff, 0x9b }, 12 },
    { { 0x20, 0x02 }, 2 },
  };

  for (gsize i = 0; ip->family == RD_IP_V6 && i < G_N_ELEMENTS (kinds); i++)
    {
      if (memcmp (ip->bytes, kinds[i].prefix, kinds[i].length) != 0)
        continue;
      *inner = (RdIp){ .family = RD_IP_V4 };
      memcpy (inner->bytes, ip->bytes + kinds[i].length, 4);
      return TRUE;
    }
  return FALSE;
}

/**
 * rd_ip_is_public:
 * @ip: an address
 *
 * Tells whether @ip can be a server on the internet: not private, loopback,
 * link-local, shared (RFC 6598), multicast, reserved or unspecified, nor an
 * IPv6 address that leads to such an IPv4 address.  The documentation networks
 * count as public, since examples and tests use them the way people use real
 * addresses.
 *
 * Returns: whether it can
 */
gboolean
rd_ip_is_public (const RdIp *ip)
{
  static const struct
  {
    const char *network;
    guint       prefix_length;
  } special[] = {
    { "0.0.0.0", 8 },
    { "10.0.0.0", 8 },
    { "100.64.0.0", 10 },
    { "127.0.0.0", 8 },
    { "169.254.0.0", 16 },
    { "172.16.0.0", 12 },
    { "192.0.0.0", 24 },
    { "192.168.0.0", 16 },
    { "198.18.0.0", 15 },
    { "224.0.0.0", 3 },
    { "::", 96 },
    { "64:ff9b:1::", 48 },
    { "100::", 64 },
    { "fc00::", 7 },
    { "fe80::", 10 },
    { "fec0::", 10 },
    { "ff00::", 8 },
  };
  RdIp inner;

  g_return_val_if_fail (ip != NULL, FALSE);

  if (ip->family == RD_IP_NONE)
    return FALSE;
  if (find_inner (ip, &inner))
    return rd_ip_is_public (&inner);
  for (gsize i = 0; i < G_N_ELEMENTS (special); i++)
    {
      RdIp network;

      if (rd_ip_parse (special[i].network, &network) &&
          rd_ip_in_network (ip, &network, special[i].prefix_length))
        return FALSE;
    }
  return TRUE;
}
