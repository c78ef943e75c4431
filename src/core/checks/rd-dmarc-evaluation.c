/* SPDX-License-Identifier: GPL-3.0-or-later */

/* DMARC of one message: whether a name that SPF or DKIM vouches for fits the author. */

#define G_LOG_DOMAIN "rd-dmarc"

#include "config.h"

#include "rd-dmarc.h"

#include <string.h>

#include "rd-text.h"

/* Signing domains looked at for one message; each may cost a walk. */
#define MAX_DKIM_DOMAINS 20

/**
 * rd_dmarc_result_to_string:
 * @result: a result
 *
 * The word for @result.
 *
 * Returns: (transfer none): a static string
 */
const char *
rd_dmarc_result_to_string (RdDmarcResult result)
{
  switch (result)
    {
    case RD_DMARC_PASS:
      return "pass";
    case RD_DMARC_FAIL:
      return "fail";
    case RD_DMARC_TEMPERROR:
      return "temperror";
    case RD_DMARC_NONE:
    default:
      return "none";
    }
}

/* Alignment of one authenticated name with the author domain. */
static RdCheckStatus
check_aligned (RdEvidence *evidence,
               const char *from,
               const char *other,
               gboolean    strict,
               gboolean   *aligned,
               gboolean   *failed)
{
  g_autofree char *name = rd_domain_normalize (other);
  gboolean         same = FALSE;
  gboolean         unsure = FALSE;

  if (name == NULL)
    return RD_CHECK_DONE;
  if (strict)
    same = strcmp (name, from) == 0;
  else if (rd_dmarc_same_organization (evidence, from, name, &same, &unsure) == RD_CHECK_PENDING)
    return RD_CHECK_PENDING;
  *aligned = *aligned || same;
  *failed = *failed || unsure;
  return RD_CHECK_DONE;
}

/**
 * rd_dmarc_evaluation_free:
 * @self: (nullable): an evaluation
 *
 * Frees @self.
 */
void
rd_dmarc_evaluation_free (RdDmarcEvaluation *self)
{
  if (self == NULL)
    return;
  rd_dmarc_discovery_free (self->discovery);
  g_free (self);
}

/**
 * rd_dmarc_evaluate:
 * @evidence: what is known
 * @from_domain: domain of the From field
 * @spf_domain: (nullable): domain that passed SPF
 * @dkim_domains: (nullable): %NULL-terminated, domains of signatures that passed
 * @evaluation: (out) (transfer full) (nullable): set when done, %NULL if
 *   @from_domain is no domain name
 *
 * Decides DMARC for one message (RFC 9989 section 4.11).
 *
 * Returns: whether it is done, or waits for answers
 */
RdCheckStatus
rd_dmarc_evaluate (RdEvidence         *evidence,
                   const char         *from_domain,
                   const char         *spf_domain,
                   const char *const  *dkim_domains,
                   RdDmarcEvaluation **evaluation)
{
  g_autoptr (RdDmarcEvaluation) result = g_new0 (RdDmarcEvaluation, 1);
  g_autofree char *from = NULL;
  gboolean         strict_spf;
  gboolean         strict_dkim;
  gboolean         is_pending;
  gboolean         failed = FALSE;

  g_return_val_if_fail (evidence != NULL && from_domain != NULL && evaluation != NULL, RD_CHECK_DONE);

  *evaluation = NULL;
  from = rd_domain_normalize (from_domain);
  if (from == NULL)
    return RD_CHECK_DONE;
  is_pending = rd_dmarc_discover (evidence, from, &result->discovery) == RD_CHECK_PENDING;
  /* The walks of the other names do not depend on the record: ask now. */
  strict_spf = !is_pending && result->discovery->record != NULL && result->discovery->record->strict_spf;
  strict_dkim = !is_pending && result->discovery->record != NULL && result->discovery->record->strict_dkim;
  if (spf_domain != NULL &&
      check_aligned (evidence, from, spf_domain, strict_spf, &result->spf_aligned, &failed) == RD_CHECK_PENDING)
    is_pending = TRUE;
  for (guint i = 0; dkim_domains != NULL && dkim_domains[i] != NULL && i < MAX_DKIM_DOMAINS; i++)
    {
      if (check_aligned (evidence, from, dkim_domains[i], strict_dkim, &result->dkim_aligned, &failed) == RD_CHECK_PENDING)
        is_pending = TRUE;
    }
  if (is_pending)
    return RD_CHECK_PENDING;

  if (result->discovery->failed)
    result->result = RD_DMARC_TEMPERROR;
  else if (result->discovery->record == NULL)
    result->result = RD_DMARC_NONE;
  else if (result->spf_aligned || result->dkim_aligned)
    result->result = RD_DMARC_PASS;
  else
    result->result = failed ? RD_DMARC_TEMPERROR : RD_DMARC_FAIL;
  *evaluation = g_steal_pointer (&result);
  return RD_CHECK_DONE;
}
