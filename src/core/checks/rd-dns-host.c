/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-dns-host"

#include "config.h"

#include "rd-dns-host.h"

#include <string.h>

#include "rd-check.h"
#include "rd-text.h"

/* Who runs the DNS of a domain, by the names of the name servers.  People edit
 * records at the wrong firm more often than they type them wrong, so the name
 * is worth saying. */
static const struct
{
  const char *suffix;
  const char *name;
} hosts[] = {
  { "ns.cloudflare.com", "Cloudflare" },
  { "domaincontrol.com", "GoDaddy" },
  { "registrar-servers.com", "Namecheap" },
  { "web-hosting.com", "Namecheap" },
  { "googledomains.com", "Google Cloud DNS" },
  { "squarespacedns.com", "Squarespace" },
  { "azure-dns.com", "Microsoft Azure" },
  { "azure-dns.net", "Microsoft Azure" },
  { "azure-dns.org", "Microsoft Azure" },
  { "azure-dns.info", "Microsoft Azure" },
  { "bdm.microsoftonline.com", "Microsoft 365" },
  { "wixdns.net", "Wix" },
  { "wordpress.com", "WordPress.com" },
  { "ui-dns.com", "IONOS" },
  { "ui-dns.de", "IONOS" },
  { "ui-dns.org", "IONOS" },
  { "ui-dns.biz", "IONOS" },
  { "1and1.com", "IONOS" },
  { "ovh.net", "OVHcloud" },
  { "anycast.me", "OVHcloud" },
  { "hetzner.com", "Hetzner" },
  { "hetzner.de", "Hetzner" },
  { "your-server.de", "Hetzner" },
  { "first-ns.de", "Hetzner" },
  { "second-ns.de", "Hetzner" },
  { "second-ns.com", "Hetzner" },
  { "gandi.net", "Gandi" },
  { "dns-parking.com", "Hostinger" },
  { "hostinger.com", "Hostinger" },
  { "bluehost.com", "Bluehost" },
  { "hostgator.com", "HostGator" },
  { "websitewelcome.com", "HostGator" },
  { "worldnic.com", "Network Solutions" },
  { "dreamhost.com", "DreamHost" },
  { "siteground.net", "SiteGround" },
  { "sgvps.net", "SiteGround" },
  { "a2hosting.com", "A2 Hosting" },
  { "inmotionhosting.com", "InMotion Hosting" },
  { "digitalocean.com", "DigitalOcean" },
  { "linode.com", "Linode" },
  { "vultr.com", "Vultr" },
  { "vercel-dns.com", "Vercel" },
  { "nsone.net", "NS1" },
  { "ultradns.com", "UltraDNS" },
  { "ultradns.net", "UltraDNS" },
  { "dnsimple.com", "DNSimple" },
  { "dnsimple-edge.net", "DNSimple" },
  { "dnsmadeeasy.com", "DNS Made Easy" },
  { "cloudns.net", "ClouDNS" },
  { "he.net", "Hurricane Electric" },
  { "desec.io", "deSEC" },
  { "desec.org", "deSEC" },
  { "name.com", "Name.com" },
  { "porkbun.com", "Porkbun" },
  { "dynadot.com", "Dynadot" },
  { "name-services.com", "Enom" },
  { "hover.com", "Hover" },
  { "one.com", "one.com" },
  { "simply.com", "Simply.com" },
  { "hyp.net", "Domeneshop" },
  { "loopia.se", "Loopia" },
  { "transip.net", "TransIP" },
  { "transip.nl", "TransIP" },
  { "infomaniak.ch", "Infomaniak" },
  { "rzone.de", "STRATO" },
  { "strato-rz.de", "STRATO" },
  { "kasserver.com", "ALL-INKL.COM" },
  { "netcup.net", "netcup" },
  { "second-dns.de", "netcup" },
  { "inwx.de", "INWX" },
  { "united-domains.de", "united-domains" },
  { "udag.de", "united-domains" },
  { "technorail.com", "Aruba" },
  { "arubadns.cz", "Aruba" },
  { "yandex.net", "Yandex" },
  { "reg.ru", "REG.RU" },
  { "zoneedit.com", "Zoneedit" },
  { "systemdns.com", "OpenSRS" },
  { "myshopify.com", "Shopify" },
  { "orderbox-dns.com", "ResellerClub" },
};

/* Name servers of firms that hold domains nobody uses, and those registrars
 * put in when a domain has expired or was stopped. */
static const char *const parking_servers[] = {
  "sedoparking.com",
  "parkingcrew.net",
  "bodis.com",
  "above.com",
  "dan.com",
  "undeveloped.com",
  "afternic.com",
  "cashparking.com",
  "parklogic.com",
  "parkingpage.namecheap.com",
  "failed-whois-verification.namecheap.com",
  "verify-contact-details.namecheap.com",
  "hugedomains.com",
  "uniregistrymarket.link",
  "smartname.com",
  "voodoo.com",
  "pendingrenewaldeletion.com",
  "renewyourname.net",
  "clientholdnameserver.com",
  "suspended-domain.com",
  "suspended-domain.org",
  "expirationwarning.net",
  NULL,
};

/**
 * rd_dns_host_find_name:
 * @ns: an answer to the question for NS
 *
 * Recognizes the firm that runs the DNS of a domain.
 *
 * Returns: (transfer none) (nullable): its name, %NULL if it is not known
 */
const char *
rd_dns_host_find_name (const RdAnswer *ns)
{
  g_return_val_if_fail (ns != NULL, NULL);

  for (guint i = 0; i < rd_answer_count (ns, RD_RR_NS); i++)
    {
      const char *target = rd_answer_nth (ns, RD_RR_NS, i)->target;

      /* "ns-123.awsdns-45.co.uk": the number and the ending vary. */
      if (strstr (target, ".awsdns-") != NULL)
        return "Amazon Route 53";
      for (gsize j = 0; j < G_N_ELEMENTS (hosts); j++)
        {
          if (rd_domain_is_within (target, hosts[j].suffix))
            return hosts[j].name;
        }
    }
  return NULL;
}

/**
 * rd_dns_host_is_parking:
 * @name_server: name of a name server, normalized
 *
 * Tells whether @name_server serves domains that are not in use: for sale,
 * expired, or stopped by the registrar.
 *
 * Returns: whether it does
 */
gboolean
rd_dns_host_is_parking (const char *name_server)
{
  static const char *const words[] = { "expired", "suspended", "pendingrenewal", "clienthold", "domainhold" };
  g_auto (GStrv) labels = NULL;

  g_return_val_if_fail (name_server != NULL, FALSE);

  if (rd_check_name_in (name_server, parking_servers))
    return TRUE;
  labels = g_strsplit (name_server, ".", -1);
  for (gsize i = 0; labels[i] != NULL; i++)
    {
      for (gsize j = 0; j < G_N_ELEMENTS (words); j++)
        {
          if (g_str_has_prefix (labels[i], words[j]))
            return TRUE;
        }
    }
  return FALSE;
}
