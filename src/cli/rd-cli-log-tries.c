/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-cli"

#include "config.h"

#include "rd-cli-log-tries.h"

#include "rd-log-memory.h"

/* Messages with an open try that are remembered.  A queue that is longer shows
 * some tries that are through. */
#define MAX_MESSAGES 200000u

/* The last try of one recipient of a message. */
typedef struct
{
  guint64 recipient; /* hash */
  guint64 number;    /* 0: nobody wants to know of it */
} Try;

struct _RdCliLogTries
{
  guint64     seed;
  GHashTable *messages; /* (element-type guint64 GArray): of Try, by the hash of a queue id */
};

/**
 * rd_cli_log_tries_new:
 *
 * Begins with no try.
 *
 * Returns: (transfer full): the tries
 */
RdCliLogTries *
rd_cli_log_tries_new (void)
{
  RdCliLogTries *self = g_new0 (RdCliLogTries, 1);

  self->seed = ((guint64) g_random_int () << 32) | g_random_int ();
  self->messages = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) g_array_unref);
  return self;
}

/**
 * rd_cli_log_tries_free:
 * @self: (nullable): tries
 *
 * Frees @self.
 */
void
rd_cli_log_tries_free (RdCliLogTries *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->messages);
  g_free (self);
}

static Try *
find_try (GArray *tries,
          guint64 recipient)
{
  for (guint i = 0; tries != NULL && i < tries->len; i++)
    {
      if (g_array_index (tries, Try, i).recipient == recipient)
        return &g_array_index (tries, Try, i);
    }
  return NULL;
}

static void
add_past (const Try *done,
          GArray    *past)
{
  if (done->number > 0)
    g_array_append_val (past, done->number);
}

static void
remember (RdCliLogTries *self,
          guint64        message,
          guint64        recipient,
          guint64        number)
{
  GArray *tries = g_hash_table_lookup (self->messages, &message);
  Try     open = { recipient, number };

  if (tries == NULL)
    {
      if (g_hash_table_size (self->messages) >= MAX_MESSAGES)
        g_hash_table_remove_all (self->messages);
      tries = g_array_new (FALSE, FALSE, sizeof (Try));
      g_hash_table_insert (self->messages, g_memdup2 (&message, sizeof message), tries);
    }
  g_array_append_val (tries, open);
}

static void
finish_message (RdCliLogTries *self,
                guint64        message,
                GArray        *past)
{
  GArray *tries = g_hash_table_lookup (self->messages, &message);

  for (guint i = 0; tries != NULL && i < tries->len; i++)
    add_past (&g_array_index (tries, Try, i), past);
  g_hash_table_remove (self->messages, &message);
}

static void
forget (RdCliLogTries *self,
        guint64        message,
        guint64        recipient,
        GArray        *past)
{
  GArray *tries = g_hash_table_lookup (self->messages, &message);
  Try    *last = find_try (tries, recipient);

  if (last == NULL)
    return;
  add_past (last, past);
  g_array_remove_index_fast (tries, (guint) (last - &g_array_index (tries, Try, 0)));
  if (tries->len == 0)
    g_hash_table_remove (self->messages, &message);
}

static gboolean
is_thaw (const RdLogEvent *event)
{
  return event->kind == RD_LOG_NOTE && (rd_slice_starts (event->text, RD_SLICE_LITERAL ("Unfrozen ")) || rd_slice_starts (event->text, RD_SLICE_LITERAL ("unfrozen ")));
}

/**
 * rd_cli_log_tries_follow:
 * @self: the tries so far
 * @event: what the next line says
 * @number: what the event is called by the caller, 0 if it is not wanted
 * @past: (element-type guint64): where to add the numbers of tries that @event
 *   shows to be past
 *
 * Follows a log by one event.
 *
 * Returns: whether @event tells something new; a wait between two tries does not
 */
gboolean
rd_cli_log_tries_follow (RdCliLogTries    *self,
                         const RdLogEvent *event,
                         guint64           number,
                         GArray           *past)
{
  const Try *last;
  gboolean   is_try = event->kind == RD_LOG_OUTCOME && (event->status == RD_LOG_DEFERRED || event->status == RD_LOG_FROZEN);
  guint64    message;
  guint64    recipient;

  if (event->queue_id.length == 0 || event->is_inbound || (!is_try && g_hash_table_size (self->messages) == 0))
    return TRUE;
  message = rd_log_hash (event->queue_id, self->seed);
  recipient = rd_log_hash (event->recipient, self->seed);
  last = find_try (g_hash_table_lookup (self->messages, &message), recipient);
  if (event->kind == RD_LOG_COMPLETED)
    finish_message (self, message, past);
  else if (event->kind == RD_LOG_OUTCOME && event->is_waiting && last != NULL && last->number > 0)
    return FALSE;
  else if (event->kind == RD_LOG_OUTCOME || is_thaw (event))
    forget (self, message, recipient, past);
  if (is_try)
    remember (self, message, recipient, number);
  return TRUE;
}
