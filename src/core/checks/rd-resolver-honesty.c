/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-resolver-honesty"

#include "config.h"

#include "rd-resolver-honesty.h"

#include <glib/gi18n-lib.h>

/* Before missing records are called missing, the one who answers is tested:
 * some providers answer every question, and an office network may have its own
 * view of its own domain. */

/**
 * rd_resolver_dup_random_name:
 * @domain: a domain
 *
 * A name below @domain that nobody made.  It looks random but is always the
 * same for one domain, since checks give the same result twice.
 *
 * Returns: (transfer full): the name
 */
char *
rd_resolver_dup_random_name (const char *domain)
{
  g_autofree char *digest = NULL;

  g_return_val_if_fail (domain != NULL, NULL);

  digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, domain, -1);
  digest[12] = '\0';
  return g_strdup_printf ("rd-%s.%s", digest, domain);
}

static const RdRr *
find_private (const RdAnswer *answer)
{
  for (guint i = 0; answer != NULL && i < rd_answer_count (answer, RD_RR_A); i++)
    {
      const RdRr *rr = rd_answer_nth (answer, RD_RR_A, i);

      if (!rd_ip_is_public (&rr->address))
        return rr;
    }
  return NULL;
}

static gboolean
has_address (const RdAnswer *answer,
             const RdIp     *ip)
{
  for (guint i = 0; i < rd_answer_count (answer, RD_RR_A); i++)
    {
      if (rd_ip_equal (&rd_answer_nth (answer, RD_RR_A, i)->address, ip))
        return TRUE;
    }
  return FALSE;
}

/* An internal address for a public name is either published by mistake or seen
 * only from inside: the zone's own servers know. */
static RdCheckStatus
check_view (RdEvidence     *evidence,
            const char     *domain,
            const RdAnswer *answer,
            GPtrArray      *findings)
{
  const RdRr *private = find_private (answer);
  const RdAnswer  *own;
  g_autofree char *address = NULL;
  g_autofree char *title = NULL;
  RdFinding       *finding;

  if (private == NULL)
    return RD_CHECK_DONE;
  own = rd_evidence_ask (evidence, rd_question_dns_full (domain, RD_RR_A, RD_QUESTION_AUTHORITATIVE));
  if (own == NULL)
    return RD_CHECK_PENDING;
  if (!rd_answer_is_known (own) || has_address (own, &private->address))
    return RD_CHECK_DONE;
  address = rd_ip_to_string (&private->address);
  title = g_strdup_printf (_ ("Your network shows %s from the inside (%s)"), domain, address);
  finding = rd_check_report (findings, rd_finding_new ("resolver.inside-view", RD_FINDING_WEAK, domain, RD_OWNER_YOU, title));
  rd_finding_explain (finding,
                      _ ("The DNS server of this network answers differently from the one the world asks. What this page says about the domain may not be what receivers see."),
                      _ ("Check again from another connection, or choose a public DNS server for these checks."));
  rd_check_rest_on (finding, answer);
  rd_check_rest_on (finding, own);
  return RD_CHECK_DONE;
}

/* Whether the DNS server that was asked leads every name to one place, as those
 * of hotels and trains do before one has logged in: a name that cannot exist has
 * the very address of the domain. */
static gboolean
is_captive (const RdAnswer *invalid,
            const RdAnswer *own)
{
  for (guint i = 0; i < rd_answer_count (invalid, RD_RR_A); i++)
    {
      if (has_address (own, &rd_answer_nth (invalid, RD_RR_A, i)->address))
        return TRUE;
    }
  return FALSE;
}

/**
 * rd_resolver_doubt:
 * @evidence: what is known
 * @domain: the domain the findings are about
 * @findings: (inout) (element-type RdFinding): what a check made of the answers
 *
 * Takes back what was found out with a DNS server that leads every name to one
 * place: nothing that is missing there is missing in the world.
 *
 * Returns: whether all answers were there
 */
RdCheckStatus
rd_resolver_doubt (RdEvidence *evidence,
                   const char *domain,
                   GPtrArray  *findings)
{
  g_autofree char *invalid_name = rd_resolver_dup_random_name ("invalid");
  gboolean         pending = FALSE;
  const RdAnswer  *invalid;
  const RdAnswer  *own;

  g_return_val_if_fail (evidence != NULL && domain != NULL && findings != NULL, RD_CHECK_DONE);

  invalid = rd_check_ask (evidence, invalid_name, RD_RR_A, &pending);
  own = rd_check_ask (evidence, domain, RD_RR_A, &pending);
  if (pending)
    return RD_CHECK_PENDING;
  if (!is_captive (invalid, own))
    return RD_CHECK_DONE;
  for (guint i = 0; i < findings->len; i++)
    {
      RdFinding *finding = g_ptr_array_index (findings, i);

      if (g_str_has_prefix (finding->id, "resolver.") || finding->state == RD_FINDING_UNKNOWN)
        continue;
      finding->state = RD_FINDING_UNKNOWN;
      finding->owner = RD_OWNER_WAIT;
      g_free (finding->title);
      g_free (finding->explanation);
      g_clear_pointer (&finding->fix, g_free);
      g_clear_pointer (&finding->record, rd_record_free);
      finding->title = g_strdup_printf (_ ("Could not check %s"), finding->subject);
      finding->explanation = g_strdup (_ ("The DNS server of this network leads every name to the same place, as in hotels before one has logged in. It does not mean that anything is missing."));
    }
  return RD_CHECK_DONE;
}

/**
 * rd_resolver_honesty_check:
 * @evidence: what is known
 * @subject: an #RdDomainSubject
 * @findings: (element-type RdFinding): where findings go
 *
 * Can the answers be trusted?  A name that cannot exist (RFC 6761 section 6.4)
 * must not, a made-up name below the domain should not, and public names should
 * have public addresses.
 *
 * Returns: whether all answers were there
 */
RdCheckStatus
rd_resolver_honesty_check (RdEvidence   *evidence,
                           gconstpointer subject,
                           GPtrArray    *findings)
{
  const RdDomainSubject *self = subject;
  g_autofree char       *invalid_name = rd_resolver_dup_random_name ("invalid");
  g_autofree char       *made_up_name = rd_resolver_dup_random_name (self->domain);
  gboolean               pending = FALSE;
  const RdAnswer        *invalid = rd_check_ask (evidence, invalid_name, RD_RR_A, &pending);
  const RdAnswer        *made_up = rd_check_ask (evidence, made_up_name, RD_RR_A, &pending);
  const RdAnswer        *own = rd_check_ask (evidence, self->domain, RD_RR_A, &pending);
  RdFinding             *finding;

  if (invalid == NULL || made_up == NULL || own == NULL)
    return RD_CHECK_PENDING;
  if (rd_answer_count (invalid, RD_RR_A) > 0)
    {
      finding = rd_check_report (findings, rd_finding_new ("resolver.redirects", RD_FINDING_WEAK, self->domain, RD_OWNER_YOU,
                                                           _ ("Your internet provider’s DNS invents answers")));
      rd_finding_explain (finding,
                          _ ("It gives an address for names that do not exist. Records may look as if they were there although they are not."),
                          _ ("Choose another DNS server for these checks."));
      rd_check_rest_on (finding, invalid);
    }
  else if (rd_answer_count (made_up, RD_RR_A) > 0 || made_up->state == RD_ANSWER_NO_DATA)
    {
      finding = rd_check_report (findings, rd_finding_new ("domain.wildcard", RD_FINDING_INFO, self->domain, RD_OWNER_DNS,
                                                           _ ("Every name below your domain exists")));
      rd_finding_explain (finding,
                          _ ("A record with the name “*” answers for all names nobody made. That is allowed, but it hides spelling mistakes in other records."),
                          NULL);
      rd_check_rest_on (finding, made_up);
    }
  else if (rd_answer_is_known (invalid))
    {
      finding = rd_check_report (findings, rd_finding_new ("resolver.fine", RD_FINDING_FINE, self->domain, RD_OWNER_WAIT,
                                                           _ ("The DNS server that was asked answers honestly")));
      rd_check_rest_on (finding, invalid);
    }
  return check_view (evidence, self->domain, own, findings);
}
