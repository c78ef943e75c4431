/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-log-pending.h"

G_BEGIN_DECLS

/**
 * RdLogSlot:
 *
 * A place in the table.
 */
typedef struct
{
  guint64       key;
  RdLogPending *message; /* (nullable): the slot is free */
} RdLogSlot;

/**
 * RdLogSlots:
 *
 * One generation of the table.
 */
typedef struct
{
  RdLogSlot *slots;
  guint      n_slots; /* a power of two */
  guint      n_used;
} RdLogSlots;

/**
 * RdLogMemory:
 *
 * The messages in a queue, under the hashes of their ids.
 */
typedef struct
{
  guint64    seed;
  RdLogSlots young;
  RdLogSlots old;
} RdLogMemory;

void          rd_log_memory_init (RdLogMemory *self);
void          rd_log_memory_clear (RdLogMemory *self);
RdLogPending *rd_log_memory_lookup (RdLogMemory *self, guint64 key);
void          rd_log_memory_insert (RdLogMemory *self, guint64 key, RdLogPending *message);
void          rd_log_memory_forget (RdLogMemory *self, guint64 key);
guint64       rd_log_hash (RdSlice text, guint64 seed);

G_END_DECLS
