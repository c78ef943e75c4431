/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-knowledge"

#include "config.h"

#include "rd-service.h"

#include <string.h>

#include "rd-knowledge-private.h"
#include "rd-knowledge-tables.h"
#include "rd-text.h"

/**
 * rd_service_nth:
 * @index: a number below rd_service_get_n()
 *
 * One of all services.
 *
 * Returns: (transfer none): the service
 */
const RdService *
rd_service_nth (guint index)
{
  g_return_val_if_fail (index < rd_table_services_n, NULL);

  return &rd_table_services[index];
}

/**
 * rd_service_get_n:
 *
 * The number of services.
 *
 * Returns: the number
 */
guint
rd_service_get_n (void)
{
  return rd_table_services_n;
}

/* The service with the longest name, in the list at @offset of its entry, that
 * @name is or lies below. */
static const RdService *
find_by_name (const char *name,
              gsize       offset)
{
  g_autofree char *normal = rd_domain_normalize (name);
  const RdService *found = NULL;
  gsize            longest = 0;

  if (normal == NULL)
    return NULL;
  for (guint i = 0; i < rd_table_services_n; i++)
    {
      const char *const *names = G_STRUCT_MEMBER (const char *const *, &rd_table_services[i], offset);

      for (; *names != NULL; names++)
        {
          if (strlen (*names) > longest && rd_domain_is_within (normal, *names))
            {
              found = &rd_table_services[i];
              longest = strlen (*names);
            }
        }
    }
  return found;
}

/**
 * rd_service_find_for_mx:
 * @host: name of an MX host
 *
 * The service that receives mail at @host.
 *
 * Returns: (transfer none) (nullable): the service
 */
const RdService *
rd_service_find_for_mx (const char *host)
{
  g_return_val_if_fail (host != NULL, NULL);

  return find_by_name (host, G_STRUCT_OFFSET (RdService, mx));
}

/**
 * rd_service_find_for_spf:
 * @include: target of an SPF include or redirect
 *
 * The service that @include allows to send.
 *
 * Returns: (transfer none) (nullable): the service
 */
const RdService *
rd_service_find_for_spf (const char *include)
{
  g_return_val_if_fail (include != NULL, NULL);

  return find_by_name (include, G_STRUCT_OFFSET (RdService, spf));
}

/**
 * rd_service_find_for_signer:
 * @domain: the d= of a DKIM signature
 *
 * The service that signs with @domain for customers who have not set up DKIM
 * for a domain of their own.
 *
 * Returns: (transfer none) (nullable): the service
 */
const RdService *
rd_service_find_for_signer (const char *domain)
{
  g_return_val_if_fail (domain != NULL, NULL);

  return find_by_name (domain, G_STRUCT_OFFSET (RdService, default_signers));
}

/**
 * rd_service_get_where:
 * @self: a service
 *
 * Where its customers find the settings, as a menu path, translated.
 *
 * Returns: (transfer none) (nullable): the path
 */
const char *
rd_service_get_where (const RdService *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return _rd_translate (self->where);
}

/**
 * rd_service_get_common_selectors:
 *
 * DKIM selectors worth trying when the service of a domain is not known, the
 * most common first.
 *
 * Returns: (transfer none): a %NULL-terminated array
 */
const char *const *
rd_service_get_common_selectors (void)
{
  return rd_table_selectors;
}
