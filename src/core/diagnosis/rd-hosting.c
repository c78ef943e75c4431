/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the sender's mail runs on, read from the traces it leaves: that decides
 * whose menus the steps speak of. */

#define G_LOG_DOMAIN "rd-hosting"

#include "config.h"

#include "rd-diagnosis-private.h"

#include "rd-text.h"

static gboolean
any_received_mentions (const RdOriginal *original,
                       const char       *words)
{
  if (original->received == NULL)
    return FALSE;
  for (guint i = 0; i < original->received->len; i++)
    {
      if (rd_text_find_nocase (g_ptr_array_index (original->received, i), words) != NULL)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_signed_below (const RdOriginal *original,
                 const char       *domain)
{
  if (original->dkim == NULL)
    return FALSE;
  for (guint i = 0; i < original->dkim->len; i++)
    {
      const RdDkimName *name = g_ptr_array_index (original->dkim, i);

      if (name->domain != NULL && rd_domain_is_within (name->domain, domain))
        return TRUE;
    }
  return FALSE;
}

/**
 * _rd_hosting_guess:
 * @bounce: a bounce
 *
 * Guesses what the sender's mail runs on: who wrote the notice, the path the
 * original took, who signed it, and the header fields cPanel's Exim adds.
 *
 * Returns: the kind of host, %RD_HOSTING_ANY if nothing tells
 */
RdHosting
_rd_hosting_guess (const RdBounce *bounce)
{
  const RdOriginal *original = &bounce->original;
  const char       *mta = bounce->reporting_mta != NULL ? bounce->reporting_mta : "";

  if (rd_domain_is_within (mta, "outlook.com") || is_signed_below (original, "onmicrosoft.com") ||
      any_received_mentions (original, ".outbound.protection.outlook.com") ||
      any_received_mentions (original, ".prod.outlook.com"))
    return RD_HOSTING_MICROSOFT;
  if (rd_domain_is_within (mta, "google.com") || rd_domain_is_within (mta, "googlemail.com") ||
      is_signed_below (original, "gappssmtp.com") || is_signed_below (original, "gmail.com") ||
      any_received_mentions (original, "by smtp.gmail.com"))
    return RD_HOSTING_GOOGLE;
  if (original->mail != NULL && rd_mail_get_header (original->mail, "X-AntiAbuse") != NULL)
    return RD_HOSTING_CPANEL;
  if (g_strcmp0 (bounce->dialect, "exim") == 0)
    return RD_HOSTING_CPANEL;
  return RD_HOSTING_ANY;
}
