/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bounce"

#include "config.h"

#include "rd-bounce.h"

/**
 * rd_bounce_kind_to_string:
 * @kind: a kind
 *
 * The stable word for @kind in JSON; never translated.
 *
 * Returns: (transfer none): a static string
 */
const char *
rd_bounce_kind_to_string (RdBounceKind kind)
{
  switch (kind)
    {
    case RD_BOUNCE_FAILED:
      return "bounce";
    case RD_BOUNCE_DELAYED:
      return "delayed";
    case RD_BOUNCE_DELIVERED:
      return "delivered";
    case RD_BOUNCE_AUTO_REPLY:
      return "auto-reply";
    case RD_BOUNCE_CHALLENGE:
      return "challenge";
    case RD_BOUNCE_COMPLAINT:
      return "complaint";
    case RD_BOUNCE_NONE:
      return "not-a-bounce";
    default:
      g_return_val_if_reached ("not-a-bounce");
    }
}

/**
 * rd_action_to_string:
 * @action: an action
 *
 * The word for @action in RFC 3464 section 2.3.3.
 *
 * Returns: (transfer none): a static string
 */
const char *
rd_action_to_string (RdAction action)
{
  switch (action)
    {
    case RD_ACTION_UNKNOWN:
      return "unknown";
    case RD_ACTION_FAILED:
      return "failed";
    case RD_ACTION_DELAYED:
      return "delayed";
    case RD_ACTION_DELIVERED:
      return "delivered";
    case RD_ACTION_RELAYED:
      return "relayed";
    case RD_ACTION_EXPANDED:
      return "expanded";
    default:
      g_return_val_if_reached ("unknown");
    }
}

/**
 * rd_phase_to_string:
 * @phase: a phase of the dialogue
 *
 * The stable word for @phase in JSON; never translated.
 *
 * Returns: (transfer none): a static string
 */
const char *
rd_phase_to_string (RdPhase phase)
{
  switch (phase)
    {
    case RD_PHASE_UNKNOWN:
      return "unknown";
    case RD_PHASE_CONNECT:
      return "connect";
    case RD_PHASE_HELO:
      return "helo";
    case RD_PHASE_MAIL:
      return "mail";
    case RD_PHASE_RCPT:
      return "rcpt";
    case RD_PHASE_DATA:
      return "data";
    case RD_PHASE_END_OF_DATA:
      return "end-of-data";
    default:
      g_return_val_if_reached ("unknown");
    }
}

static void
original_clear (RdOriginal *self)
{
  g_free (self->from);
  g_strfreev (self->to);
  g_free (self->subject);
  g_free (self->message_id);
  g_free (self->date);
  g_free (self->return_path);
  g_free (self->sending_ip);
  g_free (self->sending_ip_source);
  g_free (self->helo);
  g_free (self->first_received);
  g_free (self->last_received);
  g_clear_pointer (&self->dkim, g_ptr_array_unref);
  g_clear_pointer (&self->received, g_ptr_array_unref);
  g_clear_pointer (&self->mail, rd_mail_unref);
}

/**
 * rd_bounce_free:
 * @self: (transfer full) (nullable): a bounce
 *
 * Frees @self and all that it holds.
 */
void
rd_bounce_free (RdBounce *self)
{
  if (self == NULL)
    return;
  g_free (self->dialect);
  g_free (self->reporting_mta);
  g_free (self->arrival_date);
  g_free (self->subject);
  g_free (self->from);
  g_free (self->to);
  g_free (self->date);
  g_free (self->description);
  g_clear_pointer (&self->failures, g_ptr_array_unref);
  g_clear_pointer (&self->queue_ids, g_ptr_array_unref);
  original_clear (&self->original);
  g_free (self);
}
