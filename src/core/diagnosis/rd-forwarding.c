/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-diagnosis"

#include "config.h"

#include <string.h>

#include "rd-diagnosis-private.h"
#include "rd-situation.h"
#include "rd-text.h"

/* Mail to an address that forwards is sent on by the server of the recipient.
 * What is refused then is that server: the sender cannot repair it, and must not
 * enter it as one of his own. */

/**
 * _rd_forwarding_is_known:
 * @failure: a failure
 *
 * Returns: whether the address that was written to forwards to the one that failed
 */
gboolean
_rd_forwarding_is_known (const RdFailure *failure)
{
  const char *original = failure->original_recipient;

  if (failure->forwarded_to != NULL)
    return TRUE;
  return original != NULL && failure->recipient != NULL && strchr (original, '@') != NULL &&
         rd_text_find_nocase (original, "imceaex-") == NULL && g_ascii_strcasecmp (original, failure->recipient) != 0;
}

static char *
dup_domain (const char *address)
{
  return address != NULL ? rd_address_dup_domain (address) : NULL;
}

/* "Received: from … by mail.tidewater.example": it had left the sender's server. */
static gboolean
has_left (const RdOriginal *original,
          const char       *own)
{
  for (guint i = 0; i < original->received->len; i++)
    {
      const char      *by = rd_text_find_nocase (g_ptr_array_index (original->received, i), "by ");
      g_autofree char *word = by != NULL ? g_strndup (by + 3, strcspn (by + 3, " \t\r\n;(")) : NULL;
      g_autofree char *host = word != NULL ? rd_domain_normalize (word) : NULL;

      if (host != NULL && rd_domain_is_within (host, own))
        return TRUE;
    }
  return FALSE;
}

/* Whether the server that reports is the one of the address written to. */
static gboolean
is_theirs (const RdBounce  *bounce,
           const RdFailure *failure)
{
  const char      *written = failure->forwarded_to != NULL ? failure->recipient : failure->original_recipient;
  g_autofree char *reporter = bounce->reporting_mta != NULL ? rd_domain_normalize (bounce->reporting_mta) : NULL;
  g_autofree char *own = dup_domain (bounce->original.from);
  g_autofree char *theirs = dup_domain (written);

  if (!_rd_forwarding_is_known (failure) || reporter == NULL || own == NULL || theirs == NULL)
    return FALSE;
  if (strcmp (own, theirs) == 0 || rd_domain_is_within (reporter, own))
    return FALSE;
  return rd_domain_is_within (reporter, theirs) || has_left (&bounce->original, own);
}

/**
 * _rd_forwarding_find_remedy:
 * @bounce: a bounce
 * @verdict: the verdict on one of its failures
 *
 * Where somebody else's server was refused for what it is when it forwarded the
 * mail, a signature helps, because it survives forwarding; all else is up to
 * those who forward.
 *
 * Returns: (transfer none) (nullable): the cause whose steps help; %NULL if it was
 *   not so
 */
const RdCause *
_rd_forwarding_find_remedy (const RdBounce  *bounce,
                            const RdVerdict *verdict)
{
  static const char *const causes[] = { "reverse-dns", "helo-invalid", "dynamic-ip", "ip-blocklisted", "ip-blocked-by-provider" };

  if (strcmp (verdict->cause->id, "spf-fail") == 0)
    return is_theirs (bounce, verdict->failure) ? rd_cause_find ("dkim-fail") : NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (causes); i++)
    {
      if (strcmp (verdict->cause->id, causes[i]) == 0)
        return is_theirs (bounce, verdict->failure) ? rd_cause_find ("recipient-server-misconfigured") : NULL;
    }
  return NULL;
}
