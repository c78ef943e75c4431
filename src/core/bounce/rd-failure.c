/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bounce"

#include "config.h"

#include "rd-bounce.h"

/**
 * rd_failure_new:
 * @recipient: (nullable): the address that failed
 *
 * Creates a failure about which nothing else is known yet.
 *
 * Returns: (transfer full): a failure
 */
RdFailure *
rd_failure_new (const char *recipient)
{
  RdFailure *self = g_new0 (RdFailure, 1);

  self->recipient = g_strdup (recipient);
  return self;
}

/**
 * rd_failure_free:
 * @self: (transfer full) (nullable): a failure
 *
 * Frees @self.
 */
void
rd_failure_free (RdFailure *self)
{
  if (self == NULL)
    return;
  g_free (self->recipient);
  g_free (self->original_recipient);
  g_free (self->forwarded_to);
  g_free (self->status);
  g_free (self->reply_code);
  g_free (self->diagnostic);
  g_free (self->remote_host);
  g_free (self->remote_ip);
  g_free (self->last_attempt);
  g_free (self->will_retry_until);
  g_free (self);
}
