/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who stands between us and the lists.  Large public resolvers are refused by
 * the lists that matter most, and some providers change what lists answer; both
 * is said once, by name, and not blamed on the lists. */

#define G_LOG_DOMAIN "rd-list-resolver"

#include "config.h"

#include "rd-list-resolver.h"

#include "rd-ip.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const struct
{
  const char *name;
  const char *addresses; /* with blanks between them */
} resolvers[] = {
  { "Google Public DNS", "8.8.8.8 8.8.4.4 2001:4860:4860::8888 2001:4860:4860::8844" },
  { "Cloudflare", "1.1.1.1 1.0.0.1 1.1.1.2 1.0.0.2 1.1.1.3 1.0.0.3 2606:4700:4700::1111 2606:4700:4700::1001 2606:4700:4700::1112 2606:4700:4700::1002 2606:4700:4700::1113 2606:4700:4700::1003" },
  { "Quad9", "9.9.9.9 149.112.112.112 9.9.9.10 149.112.112.10 9.9.9.11 149.112.112.11 2620:fe::fe 2620:fe::9 2620:fe::10 2620:fe::11" },
  { "OpenDNS", "208.67.222.222 208.67.220.220 208.67.222.123 208.67.220.123 2620:119:35::35 2620:119:53::53" },
  { "AdGuard DNS", "94.140.14.14 94.140.15.15 94.140.14.140 94.140.14.141 2a10:50c0::ad1:ff 2a10:50c0::ad2:ff" },
  { "CleanBrowsing", "185.228.168.9 185.228.169.9 185.228.168.10 185.228.168.168" },
  { "Yandex DNS", "77.88.8.8 77.88.8.1 77.88.8.88 77.88.8.2 2a02:6b8::feed:0ff" },
  { "Control D", "76.76.2.0 76.76.10.0 76.76.2.1 76.76.2.2" },
  { "DNS.SB", "185.222.222.222 45.11.45.11" },
  { "Level 3", "4.2.2.1 4.2.2.2 4.2.2.3 4.2.2.4" },
  { "Hurricane Electric", "74.82.42.42 2001:470:20::2" },
  { "Mullvad DNS", "194.242.2.2 194.242.2.3" },
  { "DNS4EU", "86.54.11.1 86.54.11.13 86.54.11.100" },
};

static gboolean
parse_server (const char *server,
              RdIp       *ip)
{
  const char *end = strrchr (server, ':');

  if (*server == '[')
    {
      end = strchr (server, ']');
      return end != NULL && rd_ip_parse_len (server + 1, (gsize) (end - server - 1), ip);
    }
  if (rd_ip_parse (server, ip))
    return TRUE;
  return end != NULL && rd_ip_parse_len (server, (gsize) (end - server), ip);
}

/**
 * rd_list_resolver_find_name:
 * @server: address of a DNS server, with or without port
 *
 * Knows the large public resolvers, which important lists refuse.
 *
 * Returns: (transfer none) (nullable): the name of the public resolver
 */
const char *
rd_list_resolver_find_name (const char *server)
{
  RdIp wanted;

  g_return_val_if_fail (server != NULL, NULL);

  if (!parse_server (server, &wanted))
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (resolvers); i++)
    {
      g_auto (GStrv) addresses = g_strsplit (resolvers[i].addresses, " ", -1);

      for (gsize j = 0; addresses[j] != NULL; j++)
        {
          RdIp ip;

          if (rd_ip_parse (addresses[j], &ip) && rd_ip_equal (&ip, &wanted))
            return resolvers[i].name;
        }
    }
  return NULL;
}

/**
 * rd_list_resolver_dup_sentence:
 * @servers: (array zero-terminated=1): addresses of DNS servers
 *
 * Warns where one of @servers is known to be refused by important lists.
 *
 * Returns: (transfer full) (nullable): a sentence
 */
char *
rd_list_resolver_dup_sentence (const char *const *servers)
{
  for (gsize i = 0; servers != NULL && servers[i] != NULL; i++)
    {
      const char *name = rd_list_resolver_find_name (servers[i]);

      if (name != NULL)
        /* Translators: the name of a large DNS service */
        return g_strdup_printf (_ ("Your computer asks %s, which important blocklists refuse to answer. Ask the lists’ own servers instead."), name);
    }
  return NULL;
}

static gboolean
agrees_with_another (GPtrArray       *listings,
                     const RdListing *listing)
{
  for (guint i = 0; i < listings->len; i++)
    {
      const RdListing *other = g_ptr_array_index (listings, i);

      if (g_strcmp0 (listing->outside, other->outside) == 0 &&
          g_strcmp0 (other->list->operator_name, listing->list->operator_name) != 0)
        return TRUE;
    }
  return FALSE;
}

/**
 * rd_listings_reconcile:
 * @listings: (element-type RdListing): what all lists say about one subject
 *
 * One address from lists of different people was made up on the way here: the
 * resolver is to blame, not the lists.
 */
void
rd_listings_reconcile (GPtrArray *listings)
{
  for (guint i = 0; i < listings->len; i++)
    {
      RdListing *listing = g_ptr_array_index (listings, i);

      if (listing->outside != NULL && agrees_with_another (listings, listing))
        listing->reason = "resolver-rewrites";
    }
}
