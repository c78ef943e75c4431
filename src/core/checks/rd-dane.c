/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-dane"

#include "config.h"

#include "rd-dane.h"

#include <glib/gi18n-lib.h>

#include "rd-mx-set.h"

/* Servers whose TLSA records are asked for; the rest of a long list is served
 * by the same zone. */
#define MAX_HOSTS 4

/* RFC 7672 section 3.1: only DANE-TA(2) and DANE-EE(3) count between mail
 * servers, with known selector and matching type and a digest of its length. */
static gboolean
is_usable (const RdRr *rr)
{
  gsize         size = 0;
  const guint8 *data = rr->data != NULL ? g_bytes_get_data (rr->data, &size) : NULL;

  if (data == NULL || size < 4)
    return FALSE;
  if ((data[0] != 2 && data[0] != 3) || data[1] > 1)
    return FALSE;
  switch (data[2])
    {
    case 0:
      return TRUE;
    case 1:
      return size == 3 + 32;
    case 2:
      return size == 3 + 64;
    default:
      return FALSE;
    }
}

static void
report_host (const RdMxHost *host,
             const RdAnswer *tlsa,
             const char     *domain,
             GPtrArray      *findings)
{
  guint            n = rd_answer_count (tlsa, RD_RR_TLSA);
  guint            n_usable = 0;
  g_autofree char *title = NULL;
  RdFinding       *finding;

  for (guint i = 0; i < n; i++)
    n_usable += is_usable (rd_answer_nth (tlsa, RD_RR_TLSA, i)) ? 1 : 0;
  if (n_usable == 0)
    {
      title = g_strdup_printf (_ ("The DANE records of %s cannot be used for mail"), host->name);
      finding = rd_check_report (findings, rd_finding_new ("dane.unusable", RD_FINDING_WEAK, domain, RD_OWNER_HOST, title));
      rd_finding_explain (finding,
                          _ ("Between mail servers only the kinds 2 and 3 count, with a digest of the right length. Senders that keep to DANE may stop delivering."),
                          _ ("Ask your mail host to publish TLSA records such as “3 1 1” for the certificate in use."));
      rd_check_rest_on (finding, tlsa);
    }
  else if (!tlsa->authenticated)
    {
      title = g_strdup_printf (_ ("The DANE records of %s could not be seen to be signed"), host->name);
      finding = rd_check_report (findings, rd_finding_new ("dane.unsigned", RD_FINDING_INFO, domain, RD_OWNER_HOST, title));
      rd_finding_explain (finding,
                          _ ("Senders use DANE only if the zone of the mail server is signed with DNSSEC. The DNS server that was asked does not vouch for that."),
                          NULL);
      rd_check_rest_on (finding, tlsa);
    }
  else
    {
      title = g_strdup_printf (_ ("DANE records for %s are published and signed"), host->name);
      finding = rd_check_report (findings, rd_finding_new ("dane.fine", RD_FINDING_FINE, domain, RD_OWNER_WAIT, title));
      rd_finding_explain (finding,
                          _ ("Whether they fit the certificate of the server can only be seen by connecting to it."),
                          NULL);
      rd_check_rest_on (finding, tlsa);
    }
}

static void
report_signing (const RdAnswer *dnskey,
                const char     *domain,
                GPtrArray      *findings)
{
  RdFinding *finding;

  if (rd_answer_count (dnskey, RD_RR_DNSKEY) > 0)
    {
      finding = rd_check_report (findings, rd_finding_new ("dnssec.fine", RD_FINDING_FINE, domain, RD_OWNER_WAIT,
                                                           dnskey->authenticated ? _ ("Your domain is signed with DNSSEC, and the signature holds")
                                                                                 : _ ("Your domain is signed with DNSSEC")));
      rd_check_rest_on (finding, dnskey);
    }
  else if (rd_answer_is_known (dnskey))
    {
      finding = rd_check_report (findings, rd_finding_new ("dnssec.unsigned", RD_FINDING_INFO, domain, RD_OWNER_WAIT,
                                                           _ ("Your domain is not signed with DNSSEC")));
      rd_finding_explain (finding, _ ("That is usual and has no bearing on delivery."), NULL);
      rd_check_rest_on (finding, dnskey);
    }
}

/**
 * rd_dane_check:
 * @evidence: what is known
 * @subject: an #RdDomainSubject
 * @findings: (element-type RdFinding): where findings go
 *
 * Is the zone signed, and do the mail servers have DANE records?  RFC 7672.
 *
 * Returns: whether all answers were there
 */
RdCheckStatus
rd_dane_check (RdEvidence   *evidence,
               gconstpointer subject,
               GPtrArray    *findings)
{
  const RdDomainSubject *self = subject;
  g_autoptr (RdMxSet) set = NULL;
  g_autofree char *org = rd_check_dup_org_domain (self->domain);
  gboolean         pending = FALSE;
  guint            n_published = 0;
  guint            n_unknown = 0;
  const RdAnswer  *dnskey = rd_check_ask (evidence, org, RD_RR_DNSKEY, &pending);
  RdFinding       *finding;

  if (rd_mx_set_read (evidence, self->domain, &set) == RD_CHECK_PENDING)
    return RD_CHECK_PENDING;
  for (guint i = 0; i < MIN (set->hosts->len, MAX_HOSTS) && !set->is_implicit; i++)
    {
      const RdMxHost *host = g_ptr_array_index (set->hosts, i);
      const RdAnswer *tlsa;

      if (host->is_address || host->addresses->len == 0)
        continue;
      tlsa = rd_check_ask_below (evidence, "_25._tcp", host->name, RD_RR_TLSA, &pending);
      if (tlsa == NULL)
        continue;
      n_unknown += rd_answer_is_known (tlsa) ? 0 : 1;
      if (rd_answer_count (tlsa, RD_RR_TLSA) == 0)
        continue;
      n_published++;
      report_host (host, tlsa, self->domain, findings);
    }
  if (pending || dnskey == NULL)
    return RD_CHECK_PENDING;
  report_signing (dnskey, org, findings);
  if (n_published == 0 && n_unknown == 0 && !rd_mx_set_has_failed (set))
    {
      finding = rd_check_report (findings, rd_finding_new ("dane.none", RD_FINDING_INFO, self->domain, RD_OWNER_WAIT,
                                                           _ ("Your mail servers have no DANE records")));
      rd_finding_explain (finding, _ ("That is usual and has no bearing on delivery."), NULL);
    }
  return RD_CHECK_DONE;
}
