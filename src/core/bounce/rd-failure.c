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
 * rd_failure_copy:
 * @self: a failure
 *
 * Copies @self and all its strings.
 *
 * Returns: (transfer full): the copy
 */
RdFailure *
rd_failure_copy (const RdFailure *self)
{
  RdFailure *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->recipient = g_strdup (self->recipient);
  copy->original_recipient = g_strdup (self->original_recipient);
  copy->forwarded_to = g_strdup (self->forwarded_to);
  copy->status = g_strdup (self->status);
  copy->reply_code = g_strdup (self->reply_code);
  copy->diagnostic = g_strdup (self->diagnostic);
  copy->remote_host = g_strdup (self->remote_host);
  copy->remote_ip = g_strdup (self->remote_ip);
  copy->last_attempt = g_strdup (self->last_attempt);
  copy->will_retry_until = g_strdup (self->will_retry_until);
  return copy;
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
