/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A hash table of open messages under the hash of their queue id.  Messages
 * leave it when the log says that they are done.  A log that never says so
 * must not make it grow without end: it has two generations, and when the
 * young one is full, the old one is forgotten. */

#define G_LOG_DOMAIN "rd-log"

#include "config.h"

#include "rd-log-memory.h"

/* Messages of one generation.  The queue of a busy host holds tens of
 * thousands. */
#define GENERATION_SIZE 400000u

#define FIRST_SLOTS 1024u

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
table_clear (RdLogSlots *table)
{
  for (guint i = 0; i < table->n_slots; i++)
    {
      if (table->slots[i].message != NULL)
        rd_log_pending_free (table->slots[i].message);
    }
  g_clear_pointer (&table->slots, g_free);
  table->n_slots = 0;
  table->n_used = 0;
}

static RdLogSlot *
table_find (RdLogSlots *table,
            guint64     key)
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
table_insert (RdLogSlots   *table,
              guint64       key,
              RdLogPending *message)
{
  guint mask;
  guint i;

  if ((table->n_used + 1) * 2 > table->n_slots)
    {
      RdLogSlots grown = { .n_slots = MAX (table->n_slots * 2, FIRST_SLOTS) };

      grown.slots = g_new0 (RdLogSlot, grown.n_slots);
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
  table->slots[i] = (RdLogSlot){ key, message };
  table->n_used++;
}

/* Frees a slot and moves up those behind it that were pushed past it. */
static void
table_remove (RdLogSlots *table,
              RdLogSlot  *slot)
{
  guint mask = table->n_slots - 1;
  guint hole = (guint) (slot - table->slots);

  rd_log_pending_free (slot->message);
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
 * rd_log_memory_init:
 * @self: (out): an empty memory
 *
 * Gives @self a seed of its own, so that nobody can write a log whose ids all
 * collide.
 */
void
rd_log_memory_init (RdLogMemory *self)
{
  *self = (RdLogMemory){ .seed = ((guint64) g_random_int () << 32) | g_random_int () };
}

/**
 * rd_log_memory_clear:
 * @self: the memory
 *
 * Forgets all.
 */
void
rd_log_memory_clear (RdLogMemory *self)
{
  table_clear (&self->young);
  table_clear (&self->old);
}

/**
 * rd_log_memory_lookup:
 * @self: the memory
 * @key: hash of a queue id
 *
 * Returns: (transfer none) (nullable): the message, until it is forgotten
 */
RdLogPending *
rd_log_memory_lookup (RdLogMemory *self,
                      guint64      key)
{
  RdLogSlot *slot = table_find (&self->young, key);

  if (slot == NULL)
    slot = table_find (&self->old, key);
  return slot != NULL ? slot->message : NULL;
}

/**
 * rd_log_memory_insert:
 * @self: the memory
 * @key: hash of a queue id that is not in it
 * @message: (transfer full): a message
 *
 * Remembers @message; where the generation is full, the one before is forgotten.
 */
void
rd_log_memory_insert (RdLogMemory  *self,
                      guint64       key,
                      RdLogPending *message)
{
  if (self->young.n_used >= GENERATION_SIZE)
    {
      table_clear (&self->old);
      self->old = self->young;
      self->young = (RdLogSlots){ 0 };
    }
  table_insert (&self->young, key, message);
}

/**
 * rd_log_memory_forget:
 * @self: the memory
 * @key: hash of a queue id
 *
 * Forgets a message, if it is known.
 */
void
rd_log_memory_forget (RdLogMemory *self,
                      guint64      key)
{
  RdLogSlot *slot = table_find (&self->young, key);

  if (slot != NULL)
    {
      table_remove (&self->young, slot);
      return;
    }
  slot = table_find (&self->old, key);
  if (slot != NULL)
    table_remove (&self->old, slot);
}
