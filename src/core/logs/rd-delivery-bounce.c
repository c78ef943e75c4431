/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-log"

#include "config.h"

#include "rd-delivery.h"

#include "rd-log-clock.h"

/* What a line of a log is instead of a bounce: ids that rd_diagnosis_new() has
 * sentences for. */
static const char *
get_description (const RdDelivery *self)
{
  switch (self->status)
    {
    case RD_LOG_FROZEN:
      return self->sender != NULL && *self->sender == '\0' ? "log-frozen-bounce" : "log-frozen-mail";
    case RD_LOG_REJECTED:
      return self->is_temporary ? "log-refused-for-now" : "log-refused";
    case RD_LOG_QUEUED:
      return "log-queued";
    case RD_LOG_PASSED_ON:
      return "log-passed-on";
    case RD_LOG_DISCARDED:
      return "log-discarded";
    case RD_LOG_REMOVED:
      return "log-removed";
    case RD_LOG_DELIVERED:
    case RD_LOG_DELIVERABLE:
    case RD_LOG_FAILED:
    case RD_LOG_EXPIRED:
    case RD_LOG_DEFERRED:
    case RD_LOG_UNDELIVERABLE:
    case N_RD_LOG_STATUSES:
    default:
      return NULL;
    }
}

static RdBounceKind
get_kind (const RdDelivery *self)
{
  switch (self->status)
    {
    case RD_LOG_FAILED:
    case RD_LOG_EXPIRED:
    case RD_LOG_UNDELIVERABLE:
      return RD_BOUNCE_FAILED;
    case RD_LOG_DEFERRED:
      return RD_BOUNCE_DELAYED;
    case RD_LOG_DELIVERED:
    case RD_LOG_DELIVERABLE:
      return RD_BOUNCE_DELIVERED;
    case RD_LOG_FROZEN:
    case RD_LOG_REJECTED:
    case RD_LOG_QUEUED:
    case RD_LOG_PASSED_ON:
    case RD_LOG_DISCARDED:
    case RD_LOG_REMOVED:
    case N_RD_LOG_STATUSES:
    default:
      return RD_BOUNCE_NONE;
    }
}

/**
 * rd_delivery_to_bounce:
 * @self: a delivery
 *
 * Says about one recipient what a bounce would say, so that it gets the same
 * answer.  What no bounce tells of has a description instead of a failure.
 *
 * Returns: (transfer full): a bounce
 */
RdBounce *
rd_delivery_to_bounce (const RdDelivery *self)
{
  RdBounce *bounce = rd_bounce_new (get_kind (self));

  bounce->description = g_strdup (get_description (self));
  bounce->dialect = g_strdup (rd_log_format_get_label (self->format));
  bounce->date = rd_log_time_to_string (&self->time);
  if (self->queue_id != NULL)
    g_ptr_array_add (bounce->queue_ids, g_strdup (self->queue_id));
  if (self->sender != NULL && *self->sender != '\0')
    {
      bounce->original.from = g_strdup (self->sender);
      bounce->original.return_path = g_strdup (self->sender);
    }
  bounce->original.subject = g_strdup (self->subject);
  bounce->original.size = self->size;
  if (bounce->description == NULL)
    g_ptr_array_add (bounce->failures, rd_delivery_to_failure (self));
  return bounce;
}
