/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-mx"

#include "config.h"

#include "rd-mx-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rd-check.h"
#include "rd-service.h"
#include "rd-spf-record.h"
#include "rd-text.h"

/* Moves from one mail service to another that were left half done. */

/* Who keeps the mail a server takes: a service, the domain itself, or whoever
 * owns the server. */
static char *
dup_keeper (const RdMxHost *host,
            const char     *domain)
{
  const RdService *service = rd_service_find_for_mx (host->name);
  g_autofree char *org = rd_check_dup_org_domain (domain);

  if (service != NULL)
    return g_strdup (service->id);
  return rd_domain_is_within (host->name, org) ? g_strdup (org) : rd_check_dup_org_domain (host->name);
}

/* A filter in front of the mailboxes is no second place for them. */
static void
report_mixed (const RdMxSet *set,
              const char    *domain,
              GPtrArray     *findings)
{
  const RdService *known = NULL;
  const RdMxHost  *other = NULL;
  g_autofree char *first = NULL;
  g_autofree char *explanation = NULL;
  RdFinding       *finding;

  for (guint i = 0; i < set->hosts->len; i++)
    {
      const RdMxHost  *host = g_ptr_array_index (set->hosts, i);
      const RdService *service = rd_service_find_for_mx (host->name);
      g_autofree char *keeper = NULL;

      if (host->name[0] == '\0' || host->is_address || host->addresses->len == 0 || (service != NULL && service->kind == RD_SERVICE_GATEWAY))
        continue;
      keeper = dup_keeper (host, domain);
      if (service != NULL && known == NULL)
        known = service;
      if (first == NULL)
        first = g_steal_pointer (&keeper);
      if (known == NULL || strcmp (known->id, keeper != NULL ? keeper : first) != 0)
        other = host;
    }
  if (known == NULL || other == NULL)
    return;
  explanation = g_strdup_printf (_ ("Most records lead to one place, but %s leads to another. Part of the mail to you arrives at %s, part there, where perhaps nobody looks."),
                                 other->name, known->name);
  finding = rd_check_report (findings, rd_finding_new ("mx.mixed-providers", RD_FINDING_BROKEN, domain, RD_OWNER_DNS,
                                                       _ ("Mail for your domain goes to two different places")));
  rd_finding_explain (finding,
                      explanation,
                      _ ("Delete the MX records of the place where your mailboxes no longer are."));
  rd_check_rest_on (finding, set->answer);
}

/* The mailbox service the SPF record shows, if it shows one. */
static const RdService *
find_spf_service (const RdAnswer *txt)
{
  const RdRr *rr = NULL;
  g_autoptr (RdSpfRecord) record = NULL;

  if (rd_spf_select (txt, &rr) != RD_SPF_LOOKUP_FOUND)
    return NULL;
  record = rd_spf_record_parse_rr (rr);
  for (guint i = 0; i < record->terms->len; i++)
    {
      const RdSpfTerm *term = g_ptr_array_index (record->terms, i);
      const RdService *service = NULL;

      if (term->kind == RD_SPF_INCLUDE)
        service = rd_service_find_for_spf (term->domain);
      if (service != NULL && service->kind == RD_SERVICE_MAILBOX)
        return service;
    }
  return NULL;
}

static gboolean
is_web_server (const RdMxSet  *set,
               const RdAnswer *web)
{
  for (guint i = 0; i < set->hosts->len; i++)
    {
      const RdMxHost *host = g_ptr_array_index (set->hosts, i);

      if (rd_service_find_for_mx (host->name) != NULL || host->addresses->len == 0)
        return FALSE;
      for (guint j = 0; j < rd_answer_count (web, RD_RR_A); j++)
        {
          if (rd_ip_equal (&g_array_index (host->addresses, RdIp, 0), &rd_answer_nth (web, RD_RR_A, j)->address))
            return TRUE;
        }
    }
  return FALSE;
}

/* Mailboxes have moved, but mail still goes to the web server. */
static void
report_web_host (const RdMxSet  *set,
                 const RdAnswer *web,
                 const RdAnswer *txt,
                 const char     *domain,
                 GPtrArray      *findings)
{
  const RdService *service = find_spf_service (txt);
  g_autofree char *explanation = NULL;
  RdFinding       *finding;

  if (service == NULL || !is_web_server (set, web))
    return;
  explanation = g_strdup_printf (_ ("The SPF record speaks of %s, but mail to you goes to the server of your website. The move of the mailboxes may be half done."), service->name);
  finding = rd_check_report (findings, rd_finding_new ("mx.web-host", RD_FINDING_WEAK, domain, RD_OWNER_DNS,
                                                       _ ("Mail goes to your web server although your mailboxes seem to be elsewhere")));
  rd_finding_explain (finding,
                      explanation,
                      _ ("If your mailboxes are at that service, replace the MX records by the ones it names."));
  rd_check_rest_on (finding, set->answer);
  rd_check_rest_on (finding, web);
  rd_check_rest_on (finding, txt);
}

/**
 * _rd_mx_report_services:
 * @set: the mail servers of a domain
 * @web: addresses of the domain itself
 * @txt: its TXT records
 * @domain: the domain
 * @findings: (element-type RdFinding): where findings go
 *
 * Reports mail that goes to two services, or still to the web server.
 */
void
_rd_mx_report_services (const RdMxSet  *set,
                        const RdAnswer *web,
                        const RdAnswer *txt,
                        const char     *domain,
                        GPtrArray      *findings)
{
  report_mixed (set, domain, findings);
  report_web_host (set, web, txt, domain, findings);
}
