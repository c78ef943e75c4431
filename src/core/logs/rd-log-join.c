/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A hash table of open messages under the hash of their queue id.  Messages
 * leave it when the log says that they are done.  A log that never says so
 * must not make it grow without end: it has two generations, and when the
 * young one is full, the old one is forgotten. */

#define G_LOG_DOMAIN "rd-log"

#include "config.h"

#include "rd-log-join.h"

/* Messages of one generation.  The queue of a busy host holds tens of
 * thousands. */
#define GENERATION_SIZE 400000u

/* Deferred recipients remembered for one message, and bytes of the reason. */
#define MAX_DEFERRALS 128
#define MAX_REASON_BYTES 2048
#define MAX_FIELD_BYTES 1024

#define FIRST_SLOTS 1024u

typedef struct _Deferral Deferral;
struct _Deferral
{
  Deferral *next;
  guint     recipient_length;
  guint     host_length;
  guint     ip_length;
  guint     text_length;
  char      data[];
};

typedef struct
{
  Deferral *deferrals; /* latest first; one without a recipient is about a host */
  guint     n_deferrals;
  guint64   size;
  gboolean  has_sender;
  guint     sender_length;
  guint     subject_length;
  char      data[];
} Message;

typedef struct
{
  guint64  key;
  Message *message; /* (nullable): the slot is free */
} Slot;

typedef struct
{
  Slot *slots;
  guint n_slots; /* a power of two */
  guint n_used;
} Table;

struct _RdLogJoin
{
  guint64 seed;
  Table   young;
  Table   old;
};

static inline guint64
mix (guint64 a,
     guint64 b)
{
  unsigned __int128 product = (unsigned __int128) a * b;

  return (guint64) product ^ (guint64) (product >> 64);
}

/**
 * rd_log_hash:
 * @text: any bytes
 * @seed: a number nobody outside can guess
 *
 * Hashes @text to 64 bits, of which two different queue ids of one log
 * practically never share all.
 *
 * Returns: the hash, never 0
 */
guint64
rd_log_hash (RdSlice text,
             guint64 seed)
{
  guint64 hash = seed ^ (text.length * 0x9e3779b97f4a7c15u);
  gsize   i = 0;

  for (; i + 8 <= text.length; i += 8)
    {
      guint64 word;

      memcpy (&word, text.data + i, sizeof word);
      hash = mix (hash ^ word, 0xa0761d6478bd642fu);
    }
  if (i < text.length)
    {
      guint64 word = 0;

      memcpy (&word, text.data + i, text.length - i);
      hash = mix (hash ^ word, 0xe7037ed1a0b428dbu);
    }
  hash = mix (hash, 0x8ebc6af09c88c6e3u);
  return hash != 0 ? hash : 1;
}

static void
message_clear_deferrals (Message *message)
{
  while (message->deferrals != NULL)
    {
      Deferral *next = message->deferrals->next;

      g_free (message->deferrals);
      message->deferrals = next;
    }
  message->n_deferrals = 0;
}

static void
message_free (Message *message)
{
  message_clear_deferrals (message);
  g_free (message);
}

static void
table_clear (Table *table)
{
  for (guint i = 0; i < table->n_slots; i++)
    {
      if (table->slots[i].message != NULL)
        message_free (table->slots[i].message);
    }
  g_clear_pointer (&table->slots, g_free);
  table->n_slots = 0;
  table->n_used = 0;
}

static Slot *
table_find (Table  *table,
            guint64 key)
{
  guint mask = table->n_slots - 1;

  if (table->n_slots == 0)
    return NULL;
  for (guint i = (guint) key & mask; table->slots[i].message != NULL; i = (i + 1) & mask)
    {
      if (table->slots[i].key == key)
        return &table->slots[i];
    }
  return NULL;
}

static void
table_insert (Table   *table,
              guint64  key,
              Message *message)
{
  guint mask;
  guint i;

  if ((table->n_used + 1) * 2 > table->n_slots)
    {
      Table grown = { .n_slots = MAX (table->n_slots * 2, FIRST_SLOTS) };

      grown.slots = g_new0 (Slot, grown.n_slots);
      for (guint k = 0; k < table->n_slots; k++)
        {
          if (table->slots[k].message != NULL)
            table_insert (&grown, table->slots[k].key, table->slots[k].message);
        }
      g_free (table->slots);
      *table = grown;
    }
  mask = table->n_slots - 1;
  i = (guint) key & mask;
  while (table->slots[i].message != NULL)
    i = (i + 1) & mask;
  table->slots[i] = (Slot){ key, message };
  table->n_used++;
}

/* Frees a slot and moves up those behind it that were pushed past it. */
static void
table_remove (Table *table,
              Slot  *slot)
{
  guint mask = table->n_slots - 1;
  guint hole = (guint) (slot - table->slots);

  message_free (slot->message);
  slot->message = NULL;
  table->n_used--;
  for (guint i = (hole + 1) & mask; table->slots[i].message != NULL; i = (i + 1) & mask)
    {
      guint home = (guint) table->slots[i].key & mask;

      if (((i - home) & mask) >= ((i - hole) & mask))
        {
          table->slots[hole] = table->slots[i];
          table->slots[i].message = NULL;
          hole = i;
        }
    }
}

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

  self->seed = ((guint64) g_random_int () << 32) | g_random_int ();
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
  table_clear (&self->young);
  table_clear (&self->old);
  g_free (self);
}

static Message *
join_lookup (RdLogJoin *self,
             guint64    key)
{
  Slot *slot = table_find (&self->young, key);

  if (slot == NULL)
    slot = table_find (&self->old, key);
  return slot != NULL ? slot->message : NULL;
}

static void
join_insert (RdLogJoin *self,
             guint64    key,
             Message   *message)
{
  if (self->young.n_used >= GENERATION_SIZE)
    {
      table_clear (&self->old);
      self->old = self->young;
      self->young = (Table){ 0 };
    }
  table_insert (&self->young, key, message);
}

static void
join_forget (RdLogJoin *self,
             guint64    key)
{
  Slot *slot = table_find (&self->young, key);

  if (slot != NULL)
    {
      table_remove (&self->young, slot);
      return;
    }
  slot = table_find (&self->old, key);
  if (slot != NULL)
    table_remove (&self->old, slot);
}

static void
copy_slice (char   *target,
            RdSlice source,
            guint   length)
{
  if (length > 0)
    memcpy (target, source.data, length);
}

static Message *
message_new (const RdLogEvent *event)
{
  guint    sender_length = (guint) MIN (event->sender.length, MAX_FIELD_BYTES);
  guint    subject_length = (guint) MIN (event->subject.length, MAX_FIELD_BYTES);
  Message *message = g_malloc (sizeof *message + sender_length + subject_length);

  message->deferrals = NULL;
  message->n_deferrals = 0;
  message->size = event->size;
  message->has_sender = event->sender.data != NULL;
  message->sender_length = sender_length;
  message->subject_length = subject_length;
  copy_slice (message->data, event->sender, sender_length);
  copy_slice (message->data + sender_length, event->subject, subject_length);
  return message;
}

/* Postfix announces a message anew each time it is tried. */
static void
remember_arrival (RdLogJoin        *self,
                  guint64           key,
                  const RdLogEvent *event)
{
  Message *known = join_lookup (self, key);
  Message *message;

  if (known != NULL && known->has_sender && event->format == RD_LOG_POSTFIX)
    return;
  message = message_new (event);
  if (known != NULL)
    {
      message->deferrals = g_steal_pointer (&known->deferrals);
      message->n_deferrals = known->n_deferrals;
      join_forget (self, key);
    }
  join_insert (self, key, message);
}

static RdSlice
deferral_recipient (const Deferral *deferral)
{
  return (RdSlice){ deferral->data, deferral->recipient_length };
}

/* Takes the deferral of a recipient out of the list. */
static Deferral *
steal_deferral (Message *message,
                RdSlice  recipient)
{
  for (Deferral **link = &message->deferrals; *link != NULL; link = &(*link)->next)
    {
      if (rd_slice_equal (deferral_recipient (*link), recipient))
        {
          Deferral *found = *link;

          *link = found->next;
          message->n_deferrals--;
          return found;
        }
    }
  return NULL;
}

static const Deferral *
find_deferral (const Message *message,
               RdSlice        recipient)
{
  for (const Deferral *d = message->deferrals; d != NULL; d = d->next)
    {
      if (rd_slice_equal (deferral_recipient (d), recipient))
        return d;
    }
  return NULL;
}

static void
remember_deferral (Message          *message,
                   const RdLogEvent *event,
                   RdSlice           recipient)
{
  RdSlice   host = event->ip.data != NULL ? event->host : event->last_host;
  RdSlice   ip = event->ip.data != NULL ? event->ip : event->last_ip;
  guint     recipient_length = (guint) MIN (recipient.length, MAX_FIELD_BYTES);
  guint     host_length = (guint) MIN (host.length, MAX_FIELD_BYTES);
  guint     ip_length = (guint) MIN (ip.length, MAX_FIELD_BYTES);
  guint     text_length = (guint) MIN (event->text.length, MAX_REASON_BYTES);
  Deferral *deferral;
  char     *p;

  g_free (steal_deferral (message, recipient));
  if (message->n_deferrals >= MAX_DEFERRALS)
    return;
  deferral = g_malloc (sizeof *deferral + recipient_length + host_length + ip_length + text_length);
  deferral->recipient_length = recipient_length;
  deferral->host_length = host_length;
  deferral->ip_length = ip_length;
  deferral->text_length = text_length;
  p = deferral->data;
  copy_slice (p, recipient, recipient_length);
  copy_slice (p += recipient_length, host, host_length);
  copy_slice (p += host_length, ip, ip_length);
  copy_slice (p += ip_length, event->text, text_length);
  deferral->next = message->deferrals;
  message->deferrals = deferral;
  message->n_deferrals++;
}

static void
recall_deferral (RdLogEvent     *event,
                 const Deferral *deferral)
{
  const char *p = deferral->data + deferral->recipient_length;

  if (deferral->host_length > 0)
    event->last_host = (RdSlice){ p, deferral->host_length };
  p += deferral->host_length;
  if (deferral->ip_length > 0)
    event->last_ip = (RdSlice){ p, deferral->ip_length };
  p += deferral->ip_length;
  if (deferral->text_length > 0)
    event->last_text = (RdSlice){ p, deferral->text_length };
}

/* A queue manager gives up on a message as a whole: tell it of each recipient
 * that was still waiting. */
static void
emit_each_waiting (Message    *message,
                   RdLogEvent *event,
                   RdLogEmit   emit,
                   gpointer    user_data)
{
  gboolean any = FALSE;

  for (const Deferral *d = message->deferrals; d != NULL; d = d->next)
    {
      RdLogEvent each = *event;

      if (d->recipient_length == 0)
        continue;
      each.recipient = deferral_recipient (d);
      recall_deferral (&each, d);
      emit (&each, user_data);
      any = TRUE;
    }
  if (!any)
    emit (event, user_data);
}

/* The message of @event, remembered from now on if it is new: its arrival may
 * stand in an older file. */
static Message *
join_ensure (RdLogJoin        *self,
             guint64           key,
             const RdLogEvent *event)
{
  Message *message = join_lookup (self, key);

  if (message == NULL)
    {
      message = message_new (event);
      join_insert (self, key, message);
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
  Message        *message = event->status == RD_LOG_DEFERRED ? join_ensure (self, key, event) : join_lookup (self, key);
  const Deferral *last = NULL;

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

  if (event->recipient.length > 0 && event->status != RD_LOG_DELIVERED)
    last = find_deferral (message, event->recipient);
  if (event->status == RD_LOG_DEFERRED && !event->is_waiting)
    {
      if (event->ip.data == NULL && event->is_host_down && event->last_ip.data == NULL)
        {
          const Deferral *trouble = find_deferral (message, (RdSlice){ "", 0 });

          if (trouble != NULL)
            recall_deferral (event, trouble);
          event->last_text = (RdSlice){ NULL, 0 };
        }
      emit (event, user_data);
      remember_deferral (message, event, event->recipient);
      return;
    }
  if (last != NULL && (event->status == RD_LOG_EXPIRED || event->is_waiting))
    recall_deferral (event, last);
  if (event->status == RD_LOG_EXPIRED && event->recipient.data == NULL)
    emit_each_waiting (message, event, emit, user_data);
  else
    emit (event, user_data);
  if (event->recipient.length > 0 && !event->is_waiting)
    g_free (steal_deferral (message, event->recipient));
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
  key = rd_log_hash (event->queue_id, self->seed);
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
        remember_deferral (join_ensure (self, key, event), event, (RdSlice){ "", 0 });
      break;
    case RD_LOG_COMPLETED:
      join_forget (self, key);
      break;
    case RD_LOG_NOTHING:
    case RD_LOG_NOTE:
    default:
      break;
    }
  emit (event, user_data);
}
