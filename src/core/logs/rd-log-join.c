/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Joins the lines that tell of one message: a bounce in a log names neither sender
 * nor subject, and "retry timeout exceeded" not the server that was in the way.  What
 * earlier lines said is remembered until the log says that the message is done. */

#define G_LOG_DOMAIN "rd-log"

#include "config.h"

#include "rd-log-join.h"

#include "rd-log-memory.h"

struct _RdLogJoin
{
  RdLogMemory memory;
};

/**
 * rd_log_join_new:
 *
 * Makes an empty memory.
 *
 * Returns: (transfer full): the memory
 */
RdLogJoin *
rd_log_join_new (void)
{
  RdLogJoin *self = g_new0 (RdLogJoin, 1);

  rd_log_memory_init (&self->memory);
  return self;
}

/**
 * rd_log_join_free:
 * @self: (nullable): a memory
 *
 * Frees @self.
 */
void
rd_log_join_free (RdLogJoin *self)
{
  if (self == NULL)
    return;
  rd_log_memory_clear (&self->memory);
  g_free (self);
}

/* Postfix announces a message anew each time it is tried. */
static void
remember_arrival (RdLogJoin        *self,
                  guint64           key,
                  const RdLogEvent *event)
{
  RdLogPending *known = rd_log_memory_lookup (&self->memory, key);
  RdLogPending *message;

  if (known != NULL && known->has_sender && event->format == RD_LOG_POSTFIX)
    return;
  message = rd_log_pending_new (event);
  if (known != NULL)
    {
      message->deferrals = g_steal_pointer (&known->deferrals);
      message->n_deferrals = known->n_deferrals;
      rd_log_memory_forget (&self->memory, key);
    }
  rd_log_memory_insert (&self->memory, key, message);
}

/* A queue manager gives up on a message as a whole: tell it of each recipient
 * that was still waiting. */
static void
emit_each_waiting (RdLogPending *message,
                   RdLogEvent   *event,
                   RdLogEmit     emit,
                   gpointer      user_data)
{
  gboolean any = FALSE;

  for (const RdLogDeferral *d = message->deferrals; d != NULL; d = d->next)
    {
      RdLogEvent each = *event;

      if (d->recipient_length == 0)
        continue;
      each.recipient = rd_log_deferral_get_recipient (d);
      rd_log_deferral_recall (d, &each);
      emit (&each, user_data);
      any = TRUE;
    }
  if (!any)
    emit (event, user_data);
}

/* The message of @event, remembered from now on if it is new: its arrival may
 * stand in an older file. */
static RdLogPending *
join_ensure (RdLogJoin        *self,
             guint64           key,
             const RdLogEvent *event)
{
  RdLogPending *message = rd_log_memory_lookup (&self->memory, key);

  if (message == NULL)
    {
      message = rd_log_pending_new (event);
      rd_log_memory_insert (&self->memory, key, message);
    }
  return message;
}

static void
join_outcome (RdLogJoin  *self,
              guint64     key,
              RdLogEvent *event,
              RdLogEmit   emit,
              gpointer    user_data)
{
  RdLogPending        *message = event->status == RD_LOG_DEFERRED ? join_ensure (self, key, event) : rd_log_memory_lookup (&self->memory, key);
  const RdLogDeferral *last = NULL;

  if (message == NULL)
    {
      emit (event, user_data);
      return;
    }
  if (message->has_sender)
    event->sender = (RdSlice){ message->data, message->sender_length };
  if (message->subject_length > 0)
    event->subject = (RdSlice){ message->data + message->sender_length, message->subject_length };
  if (event->size == 0)
    event->size = message->size;

  if (event->recipient.length > 0 && event->status != RD_LOG_DELIVERED && event->status != RD_LOG_PASSED_ON)
    last = rd_log_pending_find (message, event->recipient);
  if (event->status == RD_LOG_DEFERRED && !event->is_waiting)
    {
      if (event->ip.data == NULL && event->is_host_down && event->last_ip.data == NULL)
        {
          const RdLogDeferral *trouble = rd_log_pending_find (message, (RdSlice){ "", 0 });

          if (trouble != NULL)
            rd_log_deferral_recall (trouble, event);
          event->last_text = (RdSlice){ NULL, 0 };
        }
      emit (event, user_data);
      rd_log_pending_defer (message, event, event->recipient);
      return;
    }
  if (last != NULL && (event->status == RD_LOG_EXPIRED || event->is_waiting))
    rd_log_deferral_recall (last, event);
  if (event->status == RD_LOG_EXPIRED && event->recipient.data == NULL)
    emit_each_waiting (message, event, emit, user_data);
  else
    emit (event, user_data);
  if (event->recipient.length > 0 && !event->is_waiting)
    g_free (rd_log_pending_steal (message, event->recipient));
}

/**
 * rd_log_join_apply:
 * @self: the memory
 * @event: (inout): what a line says
 * @emit: called with what is to be told
 * @user_data: handed to @emit
 *
 * Completes @event with what earlier lines told about the same message,
 * remembers what later ones will need, and hands it on.  A line about a whole
 * message becomes one event for each recipient known.
 */
void
rd_log_join_apply (RdLogJoin  *self,
                   RdLogEvent *event,
                   RdLogEmit   emit,
                   gpointer    user_data)
{
  guint64 key;

  if (event->queue_id.length == 0 || event->is_inbound)
    {
      emit (event, user_data);
      return;
    }
  key = rd_log_hash (event->queue_id, self->memory.seed);
  switch (event->kind)
    {
    case RD_LOG_ARRIVAL:
      remember_arrival (self, key, event);
      break;
    case RD_LOG_OUTCOME:
      join_outcome (self, key, event, emit, user_data);
      return;
    case RD_LOG_TROUBLE:
      if (event->ip.data != NULL)
        rd_log_pending_defer (join_ensure (self, key, event), event, (RdSlice){ "", 0 });
      break;
    case RD_LOG_COMPLETED:
      rd_log_memory_forget (&self->memory, key);
      break;
    case RD_LOG_NOTHING:
    case RD_LOG_NOTE:
    default:
      break;
    }
  emit (event, user_data);
}
