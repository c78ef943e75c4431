/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-ptr"

#include "config.h"

#include "rd-ptr-private.h"

#include <glib/gi18n-lib.h>

#include "rd-ptr-name.h"
#include "rd-text.h"

/* The name a sending server calls itself by, beside the one its address has. */

/* Whether the name a server greets with leads to its address, and is the one
 * in reverse DNS. */
static void
report_helo_name (RdEvidence *evidence,
                  const char *helo,
                  const RdIp *ip,
                  GPtrArray  *findings)
{
  g_autofree char *reverse = rd_ip_dup_reverse (ip, NULL);
  g_autofree char *title = NULL;
  const RdAnswer  *ptr = rd_evidence_ask_dns (evidence, reverse, RD_RR_PTR);
  RdFinding       *finding;

  if (ptr == NULL || rd_answer_count (ptr, RD_RR_PTR) == 0)
    return;
  for (guint i = 0; i < rd_answer_count (ptr, RD_RR_PTR); i++)
    {
      if (g_ascii_strcasecmp (rd_answer_nth (ptr, RD_RR_PTR, i)->target, helo) == 0)
        {
          finding = rd_check_report (findings, rd_finding_new ("ptr.helo-fine", RD_FINDING_FINE, helo, RD_OWNER_WAIT,
                                                               _ ("The server calls itself by its proper name")));
          rd_check_rest_on (finding, ptr);
          return;
        }
    }
  title = g_strdup_printf (_ ("The server calls itself %s, but its address is called %s"), helo,
                           rd_answer_nth (ptr, RD_RR_PTR, 0)->target);
  finding = rd_check_report (findings, rd_finding_new ("ptr.helo-mismatch", RD_FINDING_WEAK, helo, RD_OWNER_HOST, title));
  rd_finding_explain (finding,
                      _ ("Receivers compare the two names. A difference costs trust, though few refuse mail for it alone."),
                      _ ("Ask your mail host to make the name in the greeting (HELO) and the reverse name the same."));
  rd_check_rest_on (finding, ptr);
}

/**
 * _rd_ptr_check_helo:
 * @evidence: what is known
 * @helo: the name a server greets with
 * @ip: (nullable): its address
 * @recipient_domain: (nullable): where mail was to go
 * @findings: (element-type RdFinding): where findings go
 *
 * Is the name in the greeting (RFC 5321 section 4.1.4) one that receivers accept?
 *
 * Returns: whether all answers were there
 */
RdCheckStatus
_rd_ptr_check_helo (RdEvidence *evidence,
                    const char *helo,
                    const RdIp *ip,
                    const char *recipient_domain,
                    GPtrArray  *findings)
{
  g_autofree char *name = NULL;
  g_autofree char *title = NULL;
  const RdAnswer  *a;
  const RdAnswer  *aaaa;
  gboolean         pending = FALSE;
  const char      *fix = _ ("Ask your mail host to have the server greet with its full public name, the same as its reverse name.");
  RdFinding       *finding;

  g_return_val_if_fail (helo != NULL, RD_CHECK_DONE);

  title = g_strdup_printf (_ ("The sending server calls itself “%s”, which is no name receivers accept"), helo);
  if (rd_helo_name_is_unusable (helo))
    {
      finding = rd_check_report (findings, rd_finding_new ("ptr.helo-bad", RD_FINDING_WEAK, helo, RD_OWNER_HOST, title));
      rd_finding_explain (finding,
                          _ ("In its greeting (HELO) a server must give a full name that exists on the internet. Many receivers refuse others."),
                          fix);
      return RD_CHECK_DONE;
    }
  name = rd_domain_normalize (helo);
  if (recipient_domain != NULL && g_strcmp0 (name, recipient_domain) == 0)
    {
      finding = rd_check_report (findings, rd_finding_new ("ptr.helo-bad", RD_FINDING_WEAK, name, RD_OWNER_HOST, title));
      rd_finding_explain (finding,
                          _ ("The server greets the receiver with the receiver’s own name, which only forgers do."),
                          fix);
      return RD_CHECK_DONE;
    }
  a = rd_check_ask (evidence, name, RD_RR_A, &pending);
  aaaa = rd_check_ask (evidence, name, RD_RR_AAAA, &pending);
  if (ip != NULL && rd_ip_is_public (ip))
    {
      g_autofree char *reverse = rd_ip_dup_reverse (ip, NULL);

      rd_check_ask (evidence, reverse, RD_RR_PTR, &pending);
    }
  if (pending || a == NULL || aaaa == NULL)
    return RD_CHECK_PENDING;
  if (rd_answer_count (a, RD_RR_A) + rd_answer_count (aaaa, RD_RR_AAAA) > 0)
    {
      if (ip != NULL && rd_ip_is_public (ip))
        report_helo_name (evidence, name, ip, findings);
    }
  else if (!rd_answer_is_known (a) || !rd_answer_is_known (aaaa))
    {
      rd_check_report_unknown (findings, "ptr.servfail", name, rd_answer_is_known (a) ? aaaa : a);
    }
  else
    {
      finding = rd_check_report (findings, rd_finding_new ("ptr.helo-bad", RD_FINDING_WEAK, name, RD_OWNER_HOST, title));
      rd_finding_explain (finding,
                          _ ("The name in the greeting (HELO) does not exist in DNS. Many receivers refuse mail from such a server."),
                          fix);
      rd_check_rest_on (finding, a);
    }
  return RD_CHECK_DONE;
}
