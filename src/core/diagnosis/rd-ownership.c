/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whose mail it was that failed. */

#define G_LOG_DOMAIN "rd-diagnosis"

#include "config.h"

#include "rd-diagnosis-private.h"

#include "rd-text.h"

static gboolean
is_within_any (const char        *domain,
               const char *const *domains)
{
  for (gsize i = 0; domain != NULL && domains[i] != NULL; i++)
    {
      if (rd_domain_is_within (domain, domains[i]))
        return TRUE;
    }
  return FALSE;
}

static char *
dup_domain (const char *address)
{
  return address != NULL ? rd_address_dup_domain (address) : NULL;
}

/**
 * _rd_judge_yours:
 * @bounce: a bounce
 * @context: (nullable): what is known about the sender
 *
 * Whether the user sent the mail that failed, as far as domains tell.  A notice
 * that went to the very domain that sent the mail came to somebody who has a
 * mailbox there: unless the user has named all domains, that is more likely one
 * of them than forged mail.
 *
 * Returns: (transfer none): "yes", "no" or "unknown"
 */
const char *
_rd_judge_yours (const RdBounce  *bounce,
                 const RdContext *context)
{
  g_autofree char *from = dup_domain (bounce->original.from);
  g_autofree char *reverse_path = dup_domain (bounce->original.return_path);
  g_autofree char *to = dup_domain (bounce->to);

  if (context == NULL || context->own_domains == NULL || context->own_domains[0] == NULL)
    return "unknown";
  if (from == NULL && reverse_path == NULL)
    return "unknown";
  if (is_within_any (from, context->own_domains) || is_within_any (reverse_path, context->own_domains))
    return "yes";
  if (context->may_have_more && to != NULL && !is_within_any (to, context->own_domains) && (g_strcmp0 (to, from) == 0 || g_strcmp0 (to, reverse_path) == 0))
    return "unknown";
  return "no";
}

/**
 * rd_diagnosis_dup_likely_domain:
 * @diagnosis: a diagnosis
 *
 * The domain that is probably the user’s own: mail was sent from it, and the
 * notice came back to it.  Domains of mail services belong to nobody who reads
 * this.
 *
 * Returns: (transfer full) (nullable): a domain to ask about, or %NULL
 */
char *
rd_diagnosis_dup_likely_domain (const RdDiagnosis *diagnosis)
{
  g_autofree char *from = NULL;
  g_autofree char *reverse_path = NULL;
  g_autofree char *to = NULL;

  g_return_val_if_fail (diagnosis != NULL, NULL);

  if (diagnosis->bounce->kind != RD_BOUNCE_FAILED && diagnosis->bounce->kind != RD_BOUNCE_DELAYED)
    return NULL;
  from = dup_domain (diagnosis->bounce->original.from);
  reverse_path = dup_domain (diagnosis->bounce->original.return_path);
  to = dup_domain (diagnosis->bounce->to);
  if (from == NULL || g_strcmp0 (to, from) != 0 || rd_provider_find_for_domain (from) != NULL)
    return NULL;
  if (reverse_path != NULL && !rd_domain_is_within (reverse_path, from) && !rd_domain_is_within (from, reverse_path))
    return NULL;
  return g_steal_pointer (&from);
}
