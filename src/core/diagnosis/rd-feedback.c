/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-feedback"

#include "config.h"

#include "rd-diagnosis-private.h"

#include "rd-text.h"

/* What a feedback report is about (RFC 5965 section 3.1, RFC 6591 section 3.1).
 * Its one word is no reply of a server, so rules about replies are not asked. */

static const struct
{
  const char *mark;
  const char *cause;
} types[] = {
  { "auth-failure: dmarc", "dmarc-fail" },
  { "auth-failure: spf", "spf-fail" },
  { "auth-failure: signature", "dkim-fail" },
  { "auth-failure: bodyhash", "dkim-fail" },
  { "auth-failure: revoked", "dkim-fail" },
  { "auth-failure", "not-authenticated" },
  { "not-spam", "delivered" },
  { "virus", "virus-detected" },
};

/**
 * _rd_feedback_get_cause:
 * @failure: what a feedback report says about one recipient
 *
 * Returns: (transfer none): the id of the cause
 */
const char *
_rd_feedback_get_cause (const RdFailure *failure)
{
  for (gsize i = 0; failure->diagnostic != NULL && i < G_N_ELEMENTS (types); i++)
    {
      if (rd_text_find_nocase (failure->diagnostic, types[i].mark) == failure->diagnostic)
        return types[i].cause;
    }
  return "complaint";
}
