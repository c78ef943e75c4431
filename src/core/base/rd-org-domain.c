/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-org-domain"

#include "config.h"

#include "rd-org-domain.h"

#include <libpsl.h>

/**
 * rd_org_domain_dup:
 * @domain: a name in lower case, without a final dot
 *
 * The organizational domain of @domain by the public suffix list (RFC 7489
 * section 3.2): the part of it that somebody registered.
 *
 * Returns: (transfer full) (nullable): the domain, %NULL for a public suffix
 */
char *
rd_org_domain_dup (const char *domain)
{
  const psl_ctx_t *psl = psl_builtin ();

  g_return_val_if_fail (domain != NULL, NULL);

  return psl != NULL ? g_strdup (psl_registrable_domain (psl, domain)) : NULL;
}
