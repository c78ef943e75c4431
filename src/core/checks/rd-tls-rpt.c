/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-tls-rpt"

#include "config.h"

#include "rd-tls-rpt.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rd-tag-list.h"
#include "rd-text.h"

#define VERSION "v=TLSRPTv1"

/* Report addresses whose domains are looked up. */
#define MAX_ADDRESSES 4

/* RFC 8460 section 3: version first, then rua with mailto: or https: URIs. */
static gboolean
is_valid (const char *text)
{
  g_autoptr (RdTagList) tags = rd_tag_list_parse (text, strlen (text), RD_TAG_NAMES_EXACT);
  g_auto (GStrv) uris = NULL;
  const char *rua = rd_tag_list_get_value (tags, "rua");

  if (!rd_check_has_version (text, VERSION) || !tags->is_valid || rua == NULL)
    return FALSE;
  uris = g_strsplit (rua, ",", -1);
  for (gsize i = 0; uris[i] != NULL; i++)
    {
      const char *uri = g_strstrip (uris[i]);

      if (g_ascii_strncasecmp (uri, "https:", 6) == 0)
        continue;
      if (g_ascii_strncasecmp (uri, "mailto:", 7) != 0 || strchr (uri, '@') == NULL)
        return FALSE;
    }
  return uris[0] != NULL;
}

/* The domains reports go to that cannot take any. */
static gboolean
check_addresses (RdEvidence *evidence,
                 const char *text,
                 const char *domain,
                 GPtrArray  *findings)
{
  g_autoptr (RdTagList) tags = rd_tag_list_parse (text, strlen (text), RD_TAG_NAMES_EXACT);
  g_auto (GStrv) uris = g_strsplit (rd_tag_list_get_value (tags, "rua"), ",", MAX_ADDRESSES + 1);
  gboolean   pending = FALSE;
  RdFinding *finding;

  for (gsize i = 0; uris[i] != NULL && i < MAX_ADDRESSES; i++)
    {
      const char      *uri = g_strstrip (uris[i]);
      g_autofree char *address = NULL;
      g_autofree char *target = NULL;
      g_autofree char *title = NULL;
      const RdAnswer  *mx;
      const RdAnswer  *a;

      if (g_ascii_strncasecmp (uri, "mailto:", 7) != 0)
        continue;
      address = g_strndup (uri + 7, strcspn (uri + 7, "?!"));
      target = rd_address_dup_domain (address);
      if (target == NULL || strcmp (target, domain) == 0)
        continue;
      mx = rd_check_ask (evidence, target, RD_RR_MX, &pending);
      a = rd_check_ask (evidence, target, RD_RR_A, &pending);
      if (mx == NULL || a == NULL || !rd_answer_is_known (mx) || !rd_answer_is_known (a))
        continue;
      if (rd_answer_count (mx, RD_RR_MX) > 0 || rd_answer_count (a, RD_RR_A) > 0)
        continue;
      title = g_strdup_printf (_ ("Reports about encryption go to %s, which takes no mail"), target);
      finding = rd_check_report (findings, rd_finding_new ("tls-rpt.rua-no-mx", RD_FINDING_INFO, domain, RD_OWNER_DNS, title));
      rd_finding_explain (finding,
                          _ ("The reports are lost. Your mail is not affected."),
                          _ ("Put an address that somebody reads into the record at “_smtp._tls”."));
      rd_check_rest_on (finding, mx);
    }
  return !pending;
}

static void
report_absent (const RdAnswer *old,
               const RdAnswer *answer,
               const char     *domain,
               GPtrArray      *findings)
{
  g_autoptr (GPtrArray) misplaced = old != NULL ? rd_check_select_txt (old, "v=TLSRPT") : NULL;
  RdFinding *finding;

  if (misplaced != NULL && misplaced->len > 0)
    {
      finding = rd_check_report (findings, rd_finding_new ("tls-rpt.wrong-name", RD_FINDING_INFO, domain, RD_OWNER_DNS,
                                                           _ ("The address for encryption reports is stored under an old name")));
      rd_finding_explain (finding,
                          _ ("The record stands at “_smtp-tlsrpt”, a name from a draft that nobody looks at any more."),
                          _ ("Publish the same record at “_smtp._tls” and delete the old one."));
      rd_check_rest_on (finding, old);
    }
  else
    {
      finding = rd_check_report (findings, rd_finding_new ("tls-rpt.none", RD_FINDING_INFO, domain, RD_OWNER_WAIT,
                                                           _ ("No reports about encryption are asked for")));
      rd_finding_explain (finding, _ ("That is usual for a small firm and no reason for refusals."), NULL);
      rd_check_rest_on (finding, answer);
    }
}

/**
 * rd_tls_rpt_check:
 * @evidence: what is known
 * @subject: an #RdDomainSubject
 * @findings: (element-type RdFinding): where findings go
 *
 * Where do reports about failed encryption go?  RFC 8460.
 *
 * Returns: whether all answers were there
 */
RdCheckStatus
rd_tls_rpt_check (RdEvidence   *evidence,
                  gconstpointer subject,
                  GPtrArray    *findings)
{
  const RdDomainSubject *self = subject;
  g_autoptr (GPtrArray) records = NULL;
  gboolean        pending = FALSE;
  const RdAnswer *answer = rd_check_ask_below (evidence, "_smtp._tls", self->domain, RD_RR_TXT, &pending);
  const RdAnswer *old = rd_check_ask_below (evidence, "_smtp-tlsrpt", self->domain, RD_RR_TXT, &pending);
  RdFinding      *finding;

  if (answer == NULL || old == NULL)
    return RD_CHECK_PENDING;
  if (!rd_answer_is_known (answer))
    {
      rd_check_report_unknown (findings, "tls-rpt.servfail", self->domain, answer);
      return RD_CHECK_DONE;
    }
  records = rd_check_select_txt (answer, "v=TLSRPT");
  if (records->len == 0)
    {
      report_absent (old, answer, self->domain, findings);
    }
  else if (records->len > 1)
    {
      finding = rd_check_report (findings, rd_finding_new ("tls-rpt.multiple", RD_FINDING_WEAK, self->domain, RD_OWNER_DNS,
                                                           _ ("There are two records for encryption reports")));
      rd_finding_explain (finding,
                          _ ("Senders then ignore both. Your mail is not affected."),
                          _ ("Delete one of the TXT records at “_smtp._tls”."));
      rd_check_rest_on (finding, answer);
    }
  else if (!is_valid (g_ptr_array_index (records, 0)))
    {
      finding = rd_check_report (findings, rd_finding_new ("tls-rpt.syntax", RD_FINDING_WEAK, self->domain, RD_OWNER_DNS,
                                                           _ ("The record for encryption reports has a mistake")));
      rd_finding_explain (finding,
                          _ ("Senders ignore it. It must read like “v=TLSRPTv1; rua=mailto:address”, with “mailto:” or “https:” before each address. Your mail is not affected."),
                          _ ("Correct the TXT record at “_smtp._tls”."));
      rd_check_rest_on (finding, answer);
    }
  else
    {
      finding = rd_check_report (findings, rd_finding_new ("tls-rpt.fine", RD_FINDING_FINE, self->domain, RD_OWNER_WAIT,
                                                           _ ("Reports about encryption are asked for")));
      rd_check_rest_on (finding, answer);
      if (!check_addresses (evidence, g_ptr_array_index (records, 0), self->domain, findings))
        return RD_CHECK_PENDING;
    }
  return RD_CHECK_DONE;
}
