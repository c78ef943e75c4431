/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where things are in a log: some thirty bytes a message and sixteen a
 * delivery, so that ten million lines cost about a hundred megabytes. */

#define G_LOG_DOMAIN "rd-log"

#include "config.h"

#include "rd-log-private.h"

#define FIRST_ROOM 1024u
#define MAX_OFFSET ((G_GUINT64_CONSTANT (1) << 40) - 1)

/* Deliveries and messages of one index.  More cannot be numbered, and nobody
 * looks at more. */
#define MAX_RECORDS (G_MAXUINT32 / 4)

static void *
grow (void    *records,
      guint32 *room,
      guint32  used,
      gsize    size)
{
  if (used < *room)
    return records;
  *room = MAX (*room + *room / 2, FIRST_ROOM);
  return g_realloc_n (records, *room, size);
}

static void
insert_slot (RdLog  *self,
             guint64 key,
             guint32 number)
{
  guint32 mask = self->n_slots - 1;
  guint32 i = (guint32) key & mask;

  while (self->slots[i] != 0)
    i = (i + 1) & mask;
  self->slots[i] = number + 1;
}

static void
grow_slots (RdLog *self)
{
  if ((guint64) self->n_messages * 4 < (guint64) self->n_slots * 3)
    return;
  self->n_slots = MAX (self->n_slots * 2, FIRST_ROOM);
  g_free (self->slots);
  self->slots = g_new0 (guint32, self->n_slots);
  for (guint32 i = 0; i < self->n_messages; i++)
    insert_slot (self, self->messages[i].key, i);
}

/* Number of the message whose queue id has the hash @key. */
guint
_rd_log_lookup (RdLog  *self,
                guint64 key)
{
  guint32 mask = self->n_slots - 1;

  if (self->n_slots == 0)
    return RD_LOG_NO_MESSAGE;
  for (guint32 i = (guint32) key & mask; self->slots[i] != 0; i = (i + 1) & mask)
    {
      if (self->messages[self->slots[i] - 1].key == key)
        return self->slots[i] - 1;
    }
  return RD_LOG_NO_MESSAGE;
}

/* Notes that the line at @offset belongs to a message. */
guint
_rd_log_note_message (RdLog            *self,
                      const RdLogEvent *event,
                      guint64           offset)
{
  guint64             key;
  guint               number;
  RdLogMessageRecord *message;

  if (event->queue_id.length == 0 || offset > MAX_OFFSET)
    return RD_LOG_NO_MESSAGE;
  key = rd_log_hash (event->queue_id, self->seed);
  number = _rd_log_lookup (self, key);
  if (number == RD_LOG_NO_MESSAGE)
    {
      if (self->n_messages >= MAX_RECORDS)
        return RD_LOG_NO_MESSAGE;
      grow_slots (self);
      self->messages = grow (self->messages, &self->n_message_room, self->n_messages, sizeof *self->messages);
      number = self->n_messages++;
      self->messages[number] = (RdLogMessageRecord){ .key = key, .first = offset & MAX_OFFSET, .arrival = RD_LOG_NO_ARRIVAL, .last = RD_LOG_NO_DELIVERY };
      insert_slot (self, key, number);
    }
  message = &self->messages[number];
  message->span = (guint32) MIN (offset - message->first, G_MAXUINT32);
  if (event->kind == RD_LOG_ARRIVAL && message->arrival == RD_LOG_NO_ARRIVAL)
    message->arrival = MIN (offset - message->first, RD_LOG_NO_ARRIVAL) & RD_LOG_NO_ARRIVAL;
  return number;
}

/* Adds a delivery of @message, which may be RD_LOG_NO_MESSAGE. */
guint
_rd_log_add_delivery (RdLog      *self,
                      guint64     offset,
                      guint       nth,
                      RdLogStatus status,
                      guint       message)
{
  RdLogDeliveryRecord *record;
  guint                number = self->n_deliveries;

  if (number >= MAX_RECORDS)
    return RD_LOG_NO_DELIVERY;
  self->deliveries = grow (self->deliveries, &self->n_delivery_room, number, sizeof *self->deliveries);
  record = &self->deliveries[number];
  record->offset = offset & ((G_GUINT64_CONSTANT (1) << 48) - 1);
  record->status = status & 0x7f;
  record->is_past = FALSE;
  record->nth = nth & 0xff;
  record->message = message;
  record->previous = RD_LOG_NO_DELIVERY;
  if (message != RD_LOG_NO_MESSAGE)
    {
      record->previous = self->messages[message].last;
      self->messages[message].last = number;
    }
  self->groups[rd_log_group_for_status (status)]++;
  return self->n_deliveries++;
}

/* A try that was followed by another one is part of a life, no end of it. */
void
_rd_log_set_past (RdLog *self,
                  guint  delivery)
{
  RdLogDeliveryRecord *record = &self->deliveries[delivery];

  if (record->is_past)
    return;
  record->is_past = TRUE;
  self->groups[rd_log_group_for_status ((RdLogStatus) record->status)]--;
}

/* Whether a delivery is looked for in @group, N_RD_LOG_GROUPS being all. */
gboolean
_rd_log_is_in_group (RdLog     *self,
                     guint      delivery,
                     RdLogGroup group)
{
  const RdLogDeliveryRecord *record = &self->deliveries[delivery];

  return !record->is_past && (group == N_RD_LOG_GROUPS || rd_log_group_for_status ((RdLogStatus) record->status) == group);
}

/* Gives back what the arrays have too much. */
void
_rd_log_trim (RdLog *self)
{
  if (self->n_deliveries > 0)
    self->deliveries = g_realloc_n (self->deliveries, self->n_deliveries, sizeof *self->deliveries);
  if (self->n_messages > 0)
    self->messages = g_realloc_n (self->messages, self->n_messages, sizeof *self->messages);
  self->n_delivery_room = self->n_deliveries;
  self->n_message_room = self->n_messages;
}
