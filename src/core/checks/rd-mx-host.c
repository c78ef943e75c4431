/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-mx"

#include "config.h"

#include "rd-mx-private.h"

#include <glib/gi18n-lib.h>
#include <libpsl.h>
#include <string.h>

#include "rd-check.h"
#include "rd-text.h"

/* The name in one MX record: whether it leads to a server that can take mail. */

/* Servers of companies that hold domains nobody uses.  They accept no mail or
 * throw it away. */
static const char *const parking_hosts[] = {
  "sedoparking.com",
  "parkingcrew.net",
  "bodis.com",
  "above.com",
  "parklogic.com",
  "h-email.net",
  "mx-host.com",
  "nullmx.domainmanager.com",
  "dan.com",
  "afternic.com",
  "hugedomains.com",
  "park-mx.above.com",
  "mailnull.com",
  NULL,
};

static void
report_address_kind (const RdMxHost *host,
                     const char     *domain,
                     GPtrArray      *findings)
{
  for (guint i = 0; i < host->addresses->len; i++)
    {
      const RdIp      *ip = &g_array_index (host->addresses, RdIp, i);
      g_autofree char *text = NULL;
      g_autofree char *title = NULL;
      RdFinding       *finding;
      gboolean         is_loopback;

      if (rd_ip_is_public (ip))
        continue;
      text = rd_ip_to_string (ip);
      is_loopback = g_str_has_prefix (text, "127.") || strcmp (text, "::1") == 0 || g_str_has_prefix (text, "0.") || strcmp (text, "::") == 0;
      title = g_strdup_printf (_ ("Your mail server %s has the internal address %s"), host->name, text);
      finding = rd_check_report (findings, rd_finding_new (is_loopback ? "mx.loopback" : "mx.private", RD_FINDING_BROKEN,
                                                           domain, RD_OWNER_DNS, title));
      rd_finding_explain (finding,
                          is_loopback
                              ? _ ("This address means “this computer itself”. Servers that want to deliver mail to you try themselves and give up.")
                              : _ ("Such an address exists only inside an office network. Servers on the internet cannot reach it."),
                          _ ("Point the name at the public address of the mail server, or use the MX records of your mailbox provider."));
      rd_check_rest_on (finding, ip->family == RD_IP_V4 ? host->a : host->aaaa);
      rd_check_rest_on (finding, host->a);
      return;
    }
}

/* Whether a text could be a complete host name by itself: it ends in a top-level
 * domain there is, in the one of @domain, or has three labels. */
static gboolean
is_complete_name (const char *name,
                  const char *domain)
{
  const char *last = strrchr (name, '.');

  if (last == NULL)
    return FALSE;
  if (g_ascii_strcasecmp (last, strrchr (domain, '.') != NULL ? strrchr (domain, '.') : "") == 0)
    return TRUE;
  if (psl_builtin () != NULL && psl_is_public_suffix2 (psl_builtin (), last + 1, PSL_TYPE_ANY | PSL_TYPE_NO_STAR_RULE))
    return TRUE;
  return memchr (name, '.', (gsize) (last - name)) != NULL;
}

/* A DNS panel adds the domain to every name without a final dot:
 * "mx1.provider.example" becomes "mx1.provider.example.shop.example". */
static gboolean
repeats_domain (const char *name,
                const char *domain)
{
  g_autofree char *front = NULL;

  if (!rd_domain_is_within (name, domain) || strlen (name) == strlen (domain))
    return FALSE;
  front = g_strndup (name, strlen (name) - strlen (domain) - 1);
  return is_complete_name (front, domain);
}

static void
report_unreachable (const RdMxHost *host,
                    gboolean        others_work,
                    const char     *domain,
                    GPtrArray      *findings)
{
  g_autofree char *title = NULL;
  RdFinding       *finding;

  if (repeats_domain (host->name, domain))
    {
      title = g_strdup_printf (_ ("The mail server name %s ends with your domain by mistake"), host->name);
      finding = rd_check_report (findings, rd_finding_new ("mx.doubled-name", RD_FINDING_BROKEN, domain, RD_OWNER_DNS, title));
      rd_finding_explain (finding,
                          _ ("The DNS panel added your domain to the end of the name, and a server of that name does not exist."),
                          _ ("Enter the MX record again with a dot after the server name, or as your DNS panel asks for complete names."));
      rd_check_rest_on (finding, host->a);
    }
  else
    {
      title = g_strdup_printf (_ ("The mail server %s cannot be found"), host->name);
      finding = rd_check_report (findings, rd_finding_new ("mx.unresolvable", others_work ? RD_FINDING_WEAK : RD_FINDING_BROKEN,
                                                           domain, RD_OWNER_DNS, title));
      rd_finding_explain (finding,
                          others_work
                              ? _ ("An MX record names a server that has no address. Mail is delivered late, or not at all when the other servers are busy.")
                              : _ ("The MX record names a server that has no address, so replies and bounces cannot reach you."),
                          _ ("Correct the server name in the MX record, or delete the record if that server is gone."));
      rd_check_rest_on (finding, host->a);
    }
  rd_check_rest_on (finding, host->aaaa);
}

/* Microsoft 365: the left label of the host is the domain with dashes.  A few
 * letters may follow where that name was taken. */
static gboolean
is_other_tenant (const char *name,
                 const char *domain)
{
  g_autofree char *label = NULL;
  g_autofree char *wanted = NULL;
  const char      *dot = strchr (name, '.');

  if (dot == NULL || strcmp (dot, ".mail.protection.outlook.com") != 0)
    return FALSE;
  label = g_strndup (name, (gsize) (dot - name));
  wanted = g_strdelimit (g_strdup (domain), ".", '-');
  return !g_str_has_prefix (label, wanted) || strlen (label) > strlen (wanted) + 4;
}

static void
report_tenant (const RdMxHost *host,
               const char     *domain,
               GPtrArray      *findings)
{
  gboolean   exists = host->addresses->len > 0;
  RdFinding *finding;

  if (!rd_domain_is_within (host->name, "mail.protection.outlook.com"))
    return;
  if (exists && !is_other_tenant (host->name, domain))
    return;
  if (!exists && host->failed)
    return;
  finding = rd_check_report (findings, rd_finding_new ("mx.wrong-tenant", exists ? RD_FINDING_WEAK : RD_FINDING_BROKEN,
                                                       domain, RD_OWNER_DNS,
                                                       _ ("The MX record names a Microsoft 365 server that is not the one of your domain")));
  rd_finding_explain (finding,
                      exists
                          ? _ ("At Microsoft 365 the server name starts with your own domain, written with dashes. This one starts with another name and usually belongs to another customer, who refuses your mail.")
                          : _ ("At Microsoft 365 the server name starts with your own domain, written with dashes. A server of this name does not exist."),
                      _ ("Copy the MX value from the Microsoft 365 admin centre: Settings, Domains, your domain, DNS records."));
  rd_check_rest_on (finding, host->a);
}

/**
 * _rd_mx_report_host:
 * @host: a mail server
 * @others_work: whether mail can go to another one
 * @domain: the domain whose mail it takes
 * @findings: (element-type RdFinding): where findings go
 *
 * What can be said of one mail server without the others.
 */
void
_rd_mx_report_host (const RdMxHost *host,
                    gboolean        others_work,
                    const char     *domain,
                    GPtrArray      *findings)
{
  g_autofree char *title = NULL;
  RdFinding       *finding;

  if (host->is_address)
    {
      title = g_strdup_printf (_ ("The MX record names the address %s instead of a server name"), host->name);
      finding = rd_check_report (findings, rd_finding_new ("mx.ip-literal", RD_FINDING_BROKEN, domain, RD_OWNER_DNS, title));
      rd_finding_explain (finding,
                          _ ("An MX record must hold a name. Servers look for a computer called like the number and find none."),
                          _ ("Make a name such as “mail” with an A record for that address, and put the name into the MX record."));
      return;
    }
  if (host->failed)
    {
      rd_check_report_unknown (findings, "mx.servfail", domain, rd_answer_is_known (host->a) ? host->aaaa : host->a);
      return;
    }
  report_tenant (host, domain, findings);
  if (host->addresses->len == 0)
    {
      if (!rd_domain_is_within (host->name, "mail.protection.outlook.com"))
        report_unreachable (host, others_work, domain, findings);
      return;
    }
  if (host->is_alias)
    {
      title = g_strdup_printf (_ ("The mail server name %s is only an alias"), host->name);
      finding = rd_check_report (findings, rd_finding_new ("mx.cname", RD_FINDING_WEAK, domain, RD_OWNER_DNS, title));
      rd_finding_explain (finding,
                          _ ("An MX record must name the server itself, not an alias (CNAME). Some servers refuse to deliver to an alias."),
                          _ ("Put the name the alias points to into the MX record."));
      rd_check_rest_on (finding, host->a);
    }
  report_address_kind (host, domain, findings);
  if (rd_check_name_in (host->name, parking_hosts))
    {
      finding = rd_check_report (findings, rd_finding_new ("mx.parked", RD_FINDING_BROKEN, domain, RD_OWNER_DNS,
                                                           _ ("Mail for your domain goes to a parking service")));
      rd_finding_explain (finding,
                          _ ("The MX record names a server of a company that holds unused domains. Mail sent there is lost."),
                          _ ("Replace the MX records by those of your mailbox provider. Check first whether the domain has expired."));
      rd_check_rest_on (finding, host->a);
    }
}
