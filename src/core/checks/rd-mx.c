/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-mx"

#include "config.h"

#include "rd-mx.h"

#include <glib/gi18n-lib.h>
#include <libpsl.h>
#include <string.h>

#include "rd-mx-private.h"
#include "rd-service.h"
#include "rd-text.h"

/* More servers than any provider names. */
#define MANY_SERVERS 10

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

static char *
dup_names (const RdMxSet *set)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < set->hosts->len; i++)
    {
      const RdMxHost *host = g_ptr_array_index (set->hosts, i);

      if (names->len > 0)
        g_string_append (names, ", ");
      g_string_append (names, host->name);
    }
  return g_string_free (g_steal_pointer (&names), FALSE);
}

/* Nothing rests on an answer that did not come. */
static const RdAnswer *
get_known (const RdAnswer *answer)
{
  return answer != NULL && rd_answer_is_known (answer) ? answer : NULL;
}

static void
report_none (const RdMxSet *set,
             const char    *domain,
             GPtrArray     *findings)
{
  const RdMxHost *self_host = g_ptr_array_index (set->hosts, 0);
  gboolean        has_address = self_host->addresses->len > 0;
  RdFinding      *finding;

  if (self_host->failed)
    {
      rd_check_report_unknown (findings, "mx.servfail", domain, self_host->a);
      return;
    }
  finding = rd_check_report (
      findings, "mx.none", has_address ? RD_FINDING_WEAK : RD_FINDING_BROKEN, domain, RD_OWNER_DNS,
      _ ("Your domain does not say where its mail goes"),
      has_address
          ? _ ("There is no MX record, so replies and bounces go to the server of your website, which may not take mail. Some receivers refuse mail from a domain that cannot receive any.")
          : _ ("There is no MX record and no server address either, so replies and bounces cannot reach you. Some receivers refuse mail from a domain that cannot receive any."),
      _ ("Add the MX records that your mailbox provider names to the DNS of your domain."),
      set->answer);
  rd_check_rest_on (finding, get_known (self_host->a));
  rd_check_rest_on (finding, get_known (self_host->aaaa));
}

static void
report_null (const RdMxSet *set,
             const char    *domain,
             GPtrArray     *findings)
{
  if (set->n_published == 1)
    rd_check_report (
        findings, "mx.null", RD_FINDING_BROKEN, domain, RD_OWNER_DNS,
        _ ("Your domain says that it accepts no mail at all"),
        _ ("Its only MX record is “0 .”, which means: no mail here. Nobody can reply to you, and Yahoo and others refuse mail from such a domain."),
        _ ("If you want to send or get mail with this domain, replace that record by the MX records of your mailbox provider."),
        set->answer);
  else
    rd_check_report (
        findings, "mx.null-plus", RD_FINDING_WEAK, domain, RD_OWNER_DNS,
        _ ("One MX record says “no mail here” while others name servers"),
        _ ("The record “0 .” must stand alone. Beside others it makes some servers give up instead of delivering your mail."),
        _ ("Delete the MX record with the value “0 .” and keep the others."),
        set->answer);
}

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
      finding = rd_check_report (
          findings, is_loopback ? "mx.loopback" : "mx.private", RD_FINDING_BROKEN, domain, RD_OWNER_DNS, title,
          is_loopback
              ? _ ("This address means “this computer itself”. Servers that want to deliver mail to you try themselves and give up.")
              : _ ("Such an address exists only inside an office network. Servers on the internet cannot reach it."),
          _ ("Point the name at the public address of the mail server, or use the MX records of your mailbox provider."),
          ip->family == RD_IP_V4 ? host->a : host->aaaa);
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
      finding = rd_check_report (
          findings, "mx.doubled-name", RD_FINDING_BROKEN, domain, RD_OWNER_DNS, title,
          _ ("The DNS panel added your domain to the end of the name, and a server of that name does not exist."),
          _ ("Enter the MX record again with a dot after the server name, or as your DNS panel asks for complete names."),
          host->a);
    }
  else
    {
      title = g_strdup_printf (_ ("The mail server %s cannot be found"), host->name);
      finding = rd_check_report (
          findings, "mx.unresolvable", others_work ? RD_FINDING_WEAK : RD_FINDING_BROKEN, domain, RD_OWNER_DNS, title,
          others_work
              ? _ ("An MX record names a server that has no address. Mail is delivered late, or not at all when the other servers are busy.")
              : _ ("The MX record names a server that has no address, so replies and bounces cannot reach you."),
          _ ("Correct the server name in the MX record, or delete the record if that server is gone."),
          host->a);
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
  gboolean exists = host->addresses->len > 0;

  if (!rd_domain_is_within (host->name, "mail.protection.outlook.com"))
    return;
  if (exists && !is_other_tenant (host->name, domain))
    return;
  if (!exists && host->failed)
    return;
  rd_check_report (
      findings, "mx.wrong-tenant", exists ? RD_FINDING_WEAK : RD_FINDING_BROKEN, domain, RD_OWNER_DNS,
      _ ("The MX record names a Microsoft 365 server that is not the one of your domain"),
      exists
          ? _ ("At Microsoft 365 the server name starts with your own domain, written with dashes. This one starts with another name and usually belongs to another customer, who refuses your mail.")
          : _ ("At Microsoft 365 the server name starts with your own domain, written with dashes. A server of this name does not exist."),
      _ ("Copy the MX value from the Microsoft 365 admin centre: Settings, Domains, your domain, DNS records."),
      host->a);
}

static void
report_host (const RdMxHost *host,
             gboolean        others_work,
             const char     *domain,
             GPtrArray      *findings)
{
  g_autofree char *title = NULL;

  if (host->is_address)
    {
      title = g_strdup_printf (_ ("The MX record names the address %s instead of a server name"), host->name);
      rd_check_report (findings, "mx.ip-literal", RD_FINDING_BROKEN, domain, RD_OWNER_DNS, title,
                       _ ("An MX record must hold a name. Servers look for a computer called like the number and find none."),
                       _ ("Make a name such as “mail” with an A record for that address, and put the name into the MX record."),
                       NULL);
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
      rd_check_report (findings, "mx.cname", RD_FINDING_WEAK, domain, RD_OWNER_DNS, title,
                       _ ("An MX record must name the server itself, not an alias (CNAME). Some servers refuse to deliver to an alias."),
                       _ ("Put the name the alias points to into the MX record."), host->a);
    }
  report_address_kind (host, domain, findings);
  if (rd_check_name_in (host->name, parking_hosts))
    rd_check_report (findings, "mx.parked", RD_FINDING_BROKEN, domain, RD_OWNER_DNS,
                     _ ("Mail for your domain goes to a parking service"),
                     _ ("The MX record names a server of a company that holds unused domains. Mail sent there is lost."),
                     _ ("Replace the MX records by those of your mailbox provider. Check first whether the domain has expired."),
                     host->a);
}

static void
report_repeats (const RdMxSet *set,
                const char    *domain,
                GPtrArray     *findings)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) owners = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const char *same_name = NULL;
  const char *same_address = NULL;

  for (guint i = 0; i < set->hosts->len; i++)
    {
      RdMxHost *host = g_ptr_array_index (set->hosts, i);

      if (!g_hash_table_add (names, host->name))
        {
          same_name = host->name;
          continue;
        }
      for (guint j = 0; j < host->addresses->len; j++)
        {
          g_autofree char *text = rd_ip_to_string (&g_array_index (host->addresses, RdIp, j));
          const char      *owner = g_hash_table_lookup (owners, text);

          if (owner != NULL && strcmp (owner, host->name) != 0)
            same_address = host->name;
          else
            g_hash_table_insert (owners, g_steal_pointer (&text), host->name);
        }
    }
  if (same_name != NULL)
    rd_check_report (findings, "mx.duplicate", RD_FINDING_INFO, domain, RD_OWNER_DNS,
                     _ ("The same mail server is named twice"),
                     _ ("This does no harm, but the second MX record is no backup."),
                     _ ("Delete one of the two records."), set->answer);
  if (same_address != NULL)
    rd_check_report (findings, "mx.same-ip", RD_FINDING_INFO, domain, RD_OWNER_DNS,
                     _ ("Two mail server names lead to the same address"),
                     _ ("This does no harm, but if that one server is down the other name is no help."),
                     _ ("Keep one of the names, or have a second server set up."), set->answer);
}

static void
report_families (const RdMxSet *set,
                 const char    *domain,
                 GPtrArray     *findings)
{
  gboolean has_v4 = FALSE;
  gboolean has_v6 = FALSE;

  for (guint i = 0; i < set->hosts->len; i++)
    {
      const RdMxHost *host = g_ptr_array_index (set->hosts, i);

      if (host->a != NULL && !rd_answer_is_known (host->a))
        return;
      for (guint j = 0; j < host->addresses->len; j++)
        {
          RdIpFamily family = g_array_index (host->addresses, RdIp, j).family;

          has_v4 = has_v4 || family == RD_IP_V4;
          has_v6 = has_v6 || family == RD_IP_V6;
        }
    }
  if (has_v6 && !has_v4)
    rd_check_report (findings, "mx.ipv6-only", RD_FINDING_WEAK, domain, RD_OWNER_HOST,
                     _ ("Your mail servers can only be reached over IPv6"),
                     _ ("Many senders have no IPv6. Their mail, and replies to yours, cannot be delivered."),
                     _ ("Ask your mail host for a server that also has an IPv4 address."), set->answer);
}

static void
report_single (const RdMxSet *set,
               const char    *domain,
               GPtrArray     *findings)
{
  const RdMxHost *host = g_ptr_array_index (set->hosts, 0);

  if (set->hosts->len == 1 && host->addresses->len == 1 && rd_service_find_for_mx (host->name) == NULL)
    rd_check_report (findings, "mx.single", RD_FINDING_INFO, domain, RD_OWNER_WAIT,
                     _ ("One mail server with one address takes your mail"),
                     _ ("That is fine for a small firm: while it is down, senders wait and try again."), NULL, set->answer);
}

static guint
count_working (const RdMxSet *set)
{
  guint n = 0;

  for (guint i = 0; i < set->hosts->len; i++)
    {
      const RdMxHost *host = g_ptr_array_index (set->hosts, i);

      n += host->addresses->len > 0 ? 1 : 0;
    }
  return n;
}

static void
report_fine (const RdMxSet *set,
             const char    *domain,
             GPtrArray     *findings)
{
  g_autofree char *names = dup_names (set);
  const RdMxHost  *first = g_ptr_array_index (set->hosts, 0);
  const RdService *service = rd_service_find_for_mx (first->name);
  g_autofree char *explanation = NULL;

  if (service != NULL)
    explanation = g_strdup_printf (_ ("Mail for your domain goes to %s: %s."), service->name, names);
  else
    explanation = g_strdup_printf (_ ("Mail for your domain goes to %s."), names);

  rd_check_report (findings, "mx.fine", RD_FINDING_FINE, domain, RD_OWNER_WAIT,
                   _ ("Your domain can receive mail"), explanation, NULL, set->answer);
}

/* Information does not stand against a domain being fine. */
static gboolean
has_faults (const GPtrArray *findings,
            guint            start)
{
  for (guint i = start; i < findings->len; i++)
    {
      if (((const RdFinding *) g_ptr_array_index (findings, i))->state < RD_FINDING_INFO)
        return TRUE;
    }
  return FALSE;
}

static void
report_set (const RdMxSet  *set,
            const RdAnswer *web,
            const RdAnswer *txt,
            const char     *domain,
            GPtrArray      *findings)
{
  guint n_working = count_working (set);
  guint start = findings->len;

  if (set->has_null)
    report_null (set, domain, findings);
  if (set->has_null && set->n_published == 1)
    return;
  for (guint i = 0; i < set->hosts->len; i++)
    {
      const RdMxHost *host = g_ptr_array_index (set->hosts, i);

      if (host->name[0] != '\0')
        report_host (host, n_working > 0, domain, findings);
    }
  report_families (set, domain, findings);
  _rd_mx_report_services (set, web, txt, domain, findings);
  if (!has_faults (findings, start))
    report_fine (set, domain, findings);
  report_repeats (set, domain, findings);
  report_single (set, domain, findings);
  if (set->n_published > MANY_SERVERS)
    rd_check_report (findings, "mx.many", RD_FINDING_INFO, domain, RD_OWNER_DNS,
                     _ ("Your domain names more than ten mail servers"),
                     _ ("Most senders try only the first few."),
                     _ ("Keep the servers your mailbox provider names and delete the rest."), set->answer);
}

/**
 * rd_mx_check:
 * @evidence: what is known
 * @subject: an #RdDomainSubject
 * @findings: (element-type RdFinding): where findings go
 *
 * Can people write to this domain?  RFC 5321 section 5, RFC 2181 section 10.3,
 * RFC 7505.
 *
 * Returns: whether all answers were there
 */
RdCheckStatus
rd_mx_check (RdEvidence   *evidence,
             gconstpointer subject,
             GPtrArray    *findings)
{
  const RdDomainSubject *self = subject;
  g_autoptr (RdMxSet) set = NULL;
  gboolean        pending = FALSE;
  const RdAnswer *web = rd_check_ask (evidence, self->domain, RD_RR_A, &pending);
  const RdAnswer *txt = rd_check_ask (evidence, self->domain, RD_RR_TXT, &pending);

  if (rd_mx_set_read (evidence, self->domain, &set) == RD_CHECK_PENDING || web == NULL || txt == NULL)
    return RD_CHECK_PENDING;
  if (!rd_answer_is_known (set->answer))
    rd_check_report_unknown (findings, "mx.servfail", self->domain, set->answer);
  /* A name that does not exist has one cause, and that is told elsewhere. */
  else if (set->is_implicit)
    report_none (set, self->domain, findings);
  else if (set->answer->state != RD_ANSWER_NO_SUCH_NAME)
    report_set (set, web, txt, self->domain, findings);
  return RD_CHECK_DONE;
}
