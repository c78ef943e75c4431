/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-log"

#include "config.h"

#include "rd-log-private.h"

#include <errno.h>
#include <unistd.h>

static void
part_free (gpointer data)
{
  RdLogPart *part = data;

  close (part->fd);
  g_free (part->name);
  g_free (part);
}

/**
 * rd_log_new:
 * @wanted: the format to read, %RD_LOG_AUTO to find out
 *
 * Makes a log that was not read yet.
 *
 * Returns: (transfer full): the log
 */
RdLog *
rd_log_new (RdLogFormat wanted)
{
  RdLog *self = g_atomic_rc_box_new0 (RdLog);

  g_mutex_init (&self->lock);
  self->parts = g_ptr_array_new_with_free_func (part_free);
  self->wanted = wanted;
  self->seed = ((guint64) g_random_int () << 32) | g_random_int ();
  self->findings = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_finding_unref);
  self->clock = g_array_new (FALSE, FALSE, sizeof (RdLogClockChange));
  return self;
}

/**
 * rd_log_ref:
 * @self: a log
 *
 * Takes a reference.
 *
 * Returns: (transfer full): @self
 */
RdLog *
rd_log_ref (RdLog *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
log_clear (RdLog *self)
{
  g_mutex_clear (&self->lock);
  g_ptr_array_unref (self->parts);
  g_ptr_array_unref (self->findings);
  g_array_unref (self->clock);
  g_free (self->deliveries);
  g_free (self->messages);
  g_free (self->slots);
}

/**
 * rd_log_unref:
 * @self: (nullable): a log
 *
 * Gives a reference back; the last one frees @self.
 */
void
rd_log_unref (RdLog *self)
{
  if (self != NULL)
    g_atomic_rc_box_release_full (self, (GDestroyNotify) log_clear);
}

/* The file that holds @offset, or the last one. */
const RdLogPart *
_rd_log_find_part (RdLog  *self,
                   guint64 offset)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  guint i = self->parts->len;

  g_return_val_if_fail (i > 0, NULL);

  while (i > 1 && ((const RdLogPart *) self->parts->pdata[i - 1])->base > offset)
    i--;
  return self->parts->pdata[i - 1];
}

/* Reads from the file that holds @offset, never beyond its end. */
gsize
_rd_log_pread (RdLog  *self,
               guint64 offset,
               char   *buffer,
               gsize   size)
{
  const RdLogPart *part = _rd_log_find_part (self, offset);
  guint64          start = offset - part->base;
  gsize            have = 0;

  g_mutex_lock (&self->lock);
  size = start < part->size ? (gsize) MIN (size, part->size - start) : 0;
  g_mutex_unlock (&self->lock);
  while (have < size)
    {
      gssize got = pread (part->fd, buffer + have, size - have, (off_t) (start + have));

      if (got < 0 && errno == EINTR)
        continue;
      if (got <= 0)
        break;
      have += (gsize) got;
    }
  return have;
}

/* Sets the clock of @scanner to what was known of the zone at @offset. */
static void
set_clock (RdLog        *self,
           guint64       offset,
           RdLogScanner *scanner)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  for (guint i = self->clock->len; i > 0; i--)
    {
      const RdLogClockChange *change = &g_array_index (self->clock, RdLogClockChange, i - 1);

      if (change->offset <= offset)
        {
          rd_log_scanner_set_offset (scanner, change->minutes);
          return;
        }
    }
}

/* A scanner for lines of the file that holds @offset. */
RdLogScanner *
_rd_log_scanner_new (RdLog         *self,
                     guint64        offset,
                     RdLogEventFunc func,
                     gpointer       user_data)
{
  const RdLogPart *part = _rd_log_find_part (self, offset);
  RdLogScanner    *scanner = rd_log_scanner_new (self->wanted, func, user_data);

  rd_log_scanner_begin (scanner, part->name, part->written_at);
  set_clock (self, offset, scanner);
  return scanner;
}

/* Hands the log out in blocks that end with a line.  A line longer than a block
 * is cut. */
gsize
_rd_log_read_block (RdLog  *self,
                    guint64 offset,
                    guint64 limit,
                    char   *buffer)
{
  gsize       size = (gsize) MIN (RD_LOG_BLOCK_BYTES, limit - offset);
  gsize       got = _rd_log_pread (self, offset, buffer, size);
  const char *end = got == RD_LOG_BLOCK_BYTES ? memrchr (buffer, '\n', got) : NULL;

  return end != NULL ? (gsize) (end - buffer) + 1 : got;
}

/**
 * rd_log_get_format:
 * @self: a log
 *
 * Tells who wrote most of it.
 *
 * Returns: the format, %RD_LOG_AUTO if no line was understood
 */
RdLogFormat
rd_log_get_format (RdLog *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->format;
}

/**
 * rd_log_get_state:
 * @self: a log
 * @state: (out): how much was read and what was found
 *
 * Tells what is known at this moment.
 */
void
rd_log_get_state (RdLog      *self,
                  RdLogState *state)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (state != NULL);

  locker = g_mutex_locker_new (&self->lock);
  state->format = self->format;
  state->counts = self->counts;
  state->bytes = self->size;
  state->total_bytes = self->total_size;
  state->n_deliveries = self->n_deliveries;
  state->first_time = self->first_time;
  state->last_time = self->last_time;
  memcpy (state->groups, self->groups, sizeof state->groups);
}

/**
 * rd_log_dup_findings:
 * @self: a log
 *
 * Tells what only many lines together show, worst first; nothing before all was
 * read.
 *
 * Returns: (transfer full) (element-type RdFinding): the findings
 */
GPtrArray *
rd_log_dup_findings (RdLog *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return g_ptr_array_ref (self->findings);
}

/**
 * rd_log_get_n_deliveries:
 * @self: a log
 *
 * Counts the deliveries, failures, deferrals, refusals and queued recipients.
 *
 * Returns: their number
 */
guint
rd_log_get_n_deliveries (RdLog *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->n_deliveries;
}

/**
 * rd_log_get_delivery_status:
 * @self: a log
 * @delivery: number of a delivery, in the order of the log
 *
 * Tells what became of a delivery, without reading the file.
 *
 * Returns: the status
 */
RdLogStatus
rd_log_get_delivery_status (RdLog *self,
                            guint  delivery)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_return_val_if_fail (delivery < self->n_deliveries, RD_LOG_QUEUED);

  return (RdLogStatus) self->deliveries[delivery].status;
}

/**
 * rd_log_get_delivery_message:
 * @self: a log
 * @delivery: number of a delivery
 *
 * Tells which message a delivery belongs to.
 *
 * Returns: number of the message, or %RD_LOG_NO_MESSAGE
 */
guint
rd_log_get_delivery_message (RdLog *self,
                             guint  delivery)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_return_val_if_fail (delivery < self->n_deliveries, RD_LOG_NO_MESSAGE);

  return self->deliveries[delivery].message;
}
