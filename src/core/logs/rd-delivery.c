/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-log"

#include "config.h"

#include "rd-delivery.h"

#include "rd-log-clock.h"
#include "rd-log-reply.h"

static char *
dup_or_null (RdLogFormat format,
             RdSlice     text)
{
  return text.data != NULL && text.length > 0 ? rd_log_text_dup (format, text) : NULL;
}

/* Servers that could not find out the name of a host write "unknown". */
static char *
dup_host (RdLogFormat format,
          RdSlice     host)
{
  if (rd_slice_equal (host, RD_SLICE_LITERAL ("unknown")))
    return NULL;
  return dup_or_null (format, host);
}

/**
 * rd_delivery_new_from_event:
 * @event: an outcome
 *
 * Keeps what a line says beyond the moment.
 *
 * Returns: (transfer full): the delivery
 */
RdDelivery *
rd_delivery_new_from_event (const RdLogEvent *event)
{
  RdDelivery *self = g_new0 (RdDelivery, 1);
  RdLogFormat format = event->format;
  RdLogReply  reply;

  rd_log_reply_read (event, event->text, &reply);
  self->status = event->status;
  self->format = format;
  self->is_waiting = event->is_waiting;
  self->is_inbound = event->is_inbound;
  self->is_temporary = event->is_temporary;
  self->is_host_down = event->is_host_down;
  self->phase = reply.phase;
  self->error_number = event->error_number;
  self->size = event->size;
  self->offset = event->offset;
  self->line_number = event->line_number;
  self->time = event->time;
  self->queue_id = dup_or_null (format, event->queue_id);
  self->sender = event->sender.data != NULL ? rd_log_text_dup (format, event->sender) : NULL;
  self->recipient = dup_or_null (format, event->recipient);
  self->original_recipient = dup_or_null (format, event->original);
  self->remote_host = dup_host (format, event->host);
  self->remote_ip = dup_or_null (format, event->ip);
  self->reply_code = dup_or_null (format, reply.code);
  self->enhanced = dup_or_null (format, reply.enhanced);
  self->dsn = dup_or_null (format, event->dsn);
  self->text = dup_or_null (format, event->text);
  self->router = dup_or_null (format, event->router);
  self->transport = dup_or_null (format, event->transport);
  self->subject = dup_or_null (format, event->subject);
  self->last_text = dup_or_null (format, event->last_text);
  self->last_host = dup_host (format, event->last_host);
  self->last_ip = dup_or_null (format, event->last_ip);
  return self;
}

/**
 * rd_delivery_free:
 * @self: (nullable): a delivery
 *
 * Frees @self.
 */
void
rd_delivery_free (RdDelivery *self)
{
  if (self == NULL)
    return;
  g_free (self->queue_id);
  g_free (self->sender);
  g_free (self->recipient);
  g_free (self->original_recipient);
  g_free (self->remote_host);
  g_free (self->remote_ip);
  g_free (self->reply_code);
  g_free (self->enhanced);
  g_free (self->dsn);
  g_free (self->text);
  g_free (self->router);
  g_free (self->transport);
  g_free (self->subject);
  g_free (self->last_text);
  g_free (self->last_host);
  g_free (self->last_ip);
  g_free (self);
}

static RdAction
get_action (RdLogStatus status)
{
  switch (status)
    {
    case RD_LOG_DELIVERED:
    case RD_LOG_DELIVERABLE:
      return RD_ACTION_DELIVERED;
    case RD_LOG_PASSED_ON:
      return RD_ACTION_RELAYED;
    case RD_LOG_DEFERRED:
    case RD_LOG_QUEUED:
      return RD_ACTION_DELAYED;
    case RD_LOG_FAILED:
    case RD_LOG_EXPIRED:
    case RD_LOG_REJECTED:
    case RD_LOG_FROZEN:
    case RD_LOG_DISCARDED:
    case RD_LOG_REMOVED:
    case RD_LOG_UNDELIVERABLE:
      return RD_ACTION_FAILED;
    case N_RD_LOG_STATUSES:
    default:
      return RD_ACTION_UNKNOWN;
    }
}

/* The code and stage of the last real try stand in its text. */
static void
apply_last_try (const RdDelivery *self,
                RdFailure        *failure)
{
  RdLogEvent event = { .format = self->format, .status = RD_LOG_DEFERRED };
  RdLogReply reply;
  RdSlice    text = { self->last_text, strlen (self->last_text) };

  rd_log_reply_read (&event, text, &reply);
  if (reply.code.data != NULL)
    failure->reply_code = g_strndup (reply.code.data, reply.code.length);
  if (reply.enhanced.data != NULL)
    failure->status = g_strndup (reply.enhanced.data, reply.enhanced.length);
  failure->phase = reply.phase;
}

/**
 * rd_delivery_to_failure:
 * @self: a delivery
 *
 * Says what bounces say, so that the cause can be found in the same way.  If
 * the log only says that it is over, and quotes no server, the reason of the last
 * real try counts.
 *
 * Returns: (transfer full): a failure
 */
RdFailure *
rd_delivery_to_failure (const RdDelivery *self)
{
  RdFailure  *failure = rd_failure_new (self->recipient);
  gboolean    is_over = self->last_text != NULL && self->reply_code == NULL;
  const char *words = is_over ? self->last_text : self->text;

  failure->original_recipient = g_strdup (self->original_recipient);
  failure->action = get_action (self->status);
  if (is_over)
    apply_last_try (self, failure);
  else
    {
      failure->reply_code = g_strdup (self->reply_code);
      failure->status = g_strdup (self->enhanced);
      failure->phase = self->phase;
    }
  if (failure->status == NULL)
    failure->status = g_strdup (self->dsn);
  failure->diagnostic = words != NULL ? rd_log_text_unfold (words) : NULL;
  failure->remote_host = g_strdup (self->remote_host != NULL ? self->remote_host : self->last_host);
  failure->remote_ip = g_strdup (self->remote_ip != NULL ? self->remote_ip : self->last_ip);
  failure->gave_up = self->status == RD_LOG_EXPIRED;
  failure->is_local = failure->remote_ip == NULL && failure->reply_code == NULL && failure->phase == RD_PHASE_UNKNOWN && !self->is_host_down;
  failure->last_attempt = rd_log_time_to_string (&self->time);
  return failure;
}
