/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Loading a log: one pass that notes where things are.  What a line says is not
 * kept but read again when it is asked for. */

#define G_LOG_DOMAIN "rd-log"

#include "config.h"

#include "rd-log-private.h"

#include "rd-log-reply.h"
#include "rd-log-sample.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

/* Recipients that wait, remembered to know when they wait no more.  A queue
 * that is longer shows some that are through. */
#define MAX_WAITING 500000u

/* Tries of one message looked at when it is done. */
#define MAX_TRIES 10000u

typedef struct
{
  RdLog        *log;
  RdLogScanner *scanner;
  RdLogInsight *insight;
  GHashTable   *waiting;     /* (element-type guint64 guint): recipient of a message, delivery */
  guint64       base;        /* offset of the file that is read */
  int           spool;       /* where a packed one is unpacked to, or -1 */
  gboolean      is_full;     /* the disk is */
  guint64       last_offset; /* of the last delivery, to number those of one line */
  guint         nth;
} Load;

/* What is waited for: a recipient of a message, or the message itself. */
static guint64
get_waiting_key (Load   *load,
                 RdSlice queue_id,
                 RdSlice recipient)
{
  return rd_log_hash (recipient, rd_log_hash (queue_id, load->log->seed));
}

static void
forget_waiting (Load             *load,
                const RdLogEvent *event)
{
  guint64  key = get_waiting_key (load, event->queue_id, event->recipient);
  gpointer stolen_key;
  gpointer delivery;

  if (g_hash_table_size (load->waiting) == 0 || !g_hash_table_steal_extended (load->waiting, &key, &stolen_key, &delivery))
    return;
  g_free (stolen_key);
  _rd_log_set_past (load->log, GPOINTER_TO_UINT (delivery));
}

static void
remember_waiting (Load   *load,
                  RdSlice queue_id,
                  RdSlice recipient,
                  guint   delivery)
{
  guint64 *key;

  if (g_hash_table_size (load->waiting) >= MAX_WAITING)
    g_hash_table_remove_all (load->waiting);
  key = g_new (guint64, 1);
  *key = get_waiting_key (load, queue_id, recipient);
  g_hash_table_insert (load->waiting, key, GUINT_TO_POINTER (delivery));
}

/* Nothing of a message that is done waits any more. */
static void
finish_message (RdLog *self,
                guint  message)
{
  guint delivery = self->messages[message].last;

  for (guint steps = 0; delivery != RD_LOG_NO_DELIVERY && steps < MAX_TRIES; steps++)
    {
      const RdLogDeliveryRecord *record = &self->deliveries[delivery];

      if (record->status == RD_LOG_DEFERRED || record->status == RD_LOG_FROZEN)
        _rd_log_set_past (self, delivery);
      delivery = record->previous;
    }
}

/* Whether something became of a message for a recipient is told by the message
 * the filter made of it: the hop to the filter is no end.  The log names the
 * new message before the old one is done. */
static void
follow_hop (Load             *load,
            const RdLogEvent *event,
            guint             delivery)
{
  RdSlice id = rd_log_reply_find_next_id (event);
  guint   next = id.length > 0 ? _rd_log_lookup (load->log, rd_log_hash (id, load->log->seed)) : RD_LOG_NO_MESSAGE;

  if (next == RD_LOG_NO_MESSAGE)
    return;
  if (load->log->messages[next].last != RD_LOG_NO_DELIVERY)
    _rd_log_set_past (load->log, delivery);
  else
    remember_waiting (load, id, event->recipient, delivery);
}

static void
add_delivery (Load             *load,
              const RdLogEvent *event,
              guint64           offset,
              guint             message)
{
  RdLog   *self = load->log;
  gboolean is_queued = message != RD_LOG_NO_MESSAGE && !event->is_inbound && event->queue_id.length > 0;
  guint    delivery;

  rd_log_insight_add (load->insight, event);
  load->nth = self->n_deliveries > 0 && load->last_offset == offset ? MIN (load->nth + 1, 255) : 0;
  load->last_offset = offset;
  if (is_queued)
    forget_waiting (load, event);
  delivery = _rd_log_add_delivery (self, offset, load->nth, event->status, message);
  if (is_queued && delivery != RD_LOG_NO_DELIVERY && (event->status == RD_LOG_DEFERRED || event->status == RD_LOG_FROZEN))
    remember_waiting (load, event->queue_id, event->recipient, delivery);
  else if (is_queued && delivery != RD_LOG_NO_DELIVERY && event->status == RD_LOG_PASSED_ON)
    follow_hop (load, event, delivery);
}

/* Lines are read again one by one, without those that told the zone. */
static void
note_clock (RdLog           *self,
            const RdLogTime *time,
            guint64          offset)
{
  guint            n = self->clock->len;
  RdLogClockChange change = { .offset = offset, .minutes = time->offset };

  if (time->zone != RD_LOG_ZONE_DERIVED || n >= RD_LOG_MAX_CLOCK_CHANGES)
    return;
  if (n == 0 || g_array_index (self->clock, RdLogClockChange, n - 1).minutes != time->offset)
    g_array_append_val (self->clock, change);
}

static void
note_time (RdLog           *self,
           const RdLogTime *time)
{
  if (time->zone == RD_LOG_ZONE_NONE)
    return;
  if (self->first_time.zone == RD_LOG_ZONE_NONE)
    self->first_time = *time;
  self->last_time = *time;
}

/* "Unfrozen by auto-thaw", "unfrozen by root" */
static gboolean
is_thaw (RdSlice text)
{
  return rd_slice_starts (text, RD_SLICE_LITERAL ("Unfrozen ")) || rd_slice_starts (text, RD_SLICE_LITERAL ("unfrozen "));
}

static void
event_cb (const RdLogEvent *event,
          gpointer          user_data)
{
  Load   *load = user_data;
  RdLog  *self = load->log;
  guint64 offset = load->base + event->offset;
  guint   message = _rd_log_note_message (self, event, offset);

  note_time (self, &event->time);
  note_clock (self, &event->time, offset);
  if (event->kind == RD_LOG_OUTCOME)
    add_delivery (load, event, offset, message);
  else if (event->kind == RD_LOG_COMPLETED && message != RD_LOG_NO_MESSAGE)
    finish_message (self, message);
  else if (event->kind == RD_LOG_NOTE && message != RD_LOG_NO_MESSAGE && is_thaw (event->text))
    forget_waiting (load, event);
}

/* The lock is held for one piece at a time, well under a millisecond, so that a
 * window can look at what is there already. */
static gboolean
bytes_cb (const char *data,
          gsize       length,
          gpointer    user_data)
{
  Load  *load = user_data;
  RdLog *self = load->log;
  g_autoptr (GMutexLocker) locker = NULL;

  if (load->spool >= 0 && !_rd_log_write_all (load->spool, data, length))
    load->is_full = TRUE;
  locker = g_mutex_locker_new (&self->lock);
  rd_log_scanner_feed (load->scanner, data, length);
  self->size += length;
  ((RdLogPart *) self->parts->pdata[self->parts->len - 1])->size += length;
  self->counts = *rd_log_scanner_get_counts (load->scanner);
  self->format = rd_log_scanner_get_format (load->scanner);
  return !load->is_full;
}

/* What the words will be read from again: the file itself, or a copy that
 * vanishes with the program. */
static int
open_again (RdLogSource *source,
            Load        *load,
            GError     **error)
{
  g_autofree char *path = NULL;

  load->spool = -1;
  if (rd_log_source_is_plain (source))
    return rd_log_source_dup_fd (source);
  load->spool = g_file_open_tmp ("redeliver-XXXXXX", &path, error);
  if (load->spool >= 0)
    g_unlink (path);
  return load->spool;
}

static gboolean
read_source (Load         *load,
             RdLogSource  *source,
             GCancellable *cancellable,
             GError      **error)
{
  RdLog     *self = load->log;
  RdLogPart *part;
  gboolean   was_read;
  int        fd = open_again (source, load, error);

  if (fd < 0)
    return FALSE;
  part = g_new0 (RdLogPart, 1);
  part->fd = fd;
  part->name = g_strdup (rd_log_source_get_name (source));
  part->written_at = rd_log_source_get_written_at (source);
  part->base = load->base = self->size;
  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->parts, part);
  rd_log_scanner_begin (load->scanner, part->name, part->written_at);
  g_mutex_unlock (&self->lock);

  was_read = rd_log_source_read (source, bytes_cb, load, cancellable, error);
  g_mutex_lock (&self->lock);
  rd_log_scanner_end (load->scanner);
  g_mutex_unlock (&self->lock);
  if (was_read && load->is_full)
    {
      g_set_error (error, RD_LOG_ERROR, RD_LOG_ERROR_SPACE, _ ("There is no room to unpack “%s”."), part->name);
      return FALSE;
    }
  return was_read;
}

/* Packed files are larger inside than they look. */
static guint64
sum_sizes (GPtrArray *sources)
{
  guint64 sum = 0;

  for (guint i = 0; i < sources->len; i++)
    {
      if (!rd_log_source_is_plain (sources->pdata[i]))
        return 0;
      sum += (guint64) rd_log_source_get_size (sources->pdata[i]);
    }
  return sum;
}

/**
 * rd_log_read:
 * @self: a log that was not read yet
 * @sources: (element-type RdLogSource): its files, in any order
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Reads the files of one server, the oldest first, and makes the index.  Takes
 * about two seconds a gigabyte: call it from a thread of its own.  Meanwhile,
 * other threads may look at what was read so far, and all of that stays if
 * reading ends with an error.
 *
 * Returns: whether everything was read
 */
gboolean
rd_log_read (RdLog        *self,
             GPtrArray    *sources,
             GCancellable *cancellable,
             GError      **error)
{
  g_autoptr (GPtrArray) ordered = rd_log_sources_order (sources);
  g_autoptr (RdLogInsight) insight = rd_log_insight_new ();
  g_autoptr (RdLogScanner) scanner = NULL;
  g_autoptr (GHashTable) waiting = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GMutexLocker) locker = NULL;
  Load     load = { .log = self, .insight = insight, .waiting = waiting, .spool = -1 };
  gboolean was_read = TRUE;

  g_return_val_if_fail (self->size == 0, FALSE);

  scanner = rd_log_scanner_new (self->wanted, event_cb, &load);
  load.scanner = scanner;
  g_mutex_lock (&self->lock);
  self->total_size = sum_sizes (ordered);
  g_mutex_unlock (&self->lock);
  for (guint i = 0; i < ordered->len && was_read; i++)
    was_read = read_source (&load, ordered->pdata[i], cancellable, error);

  locker = g_mutex_locker_new (&self->lock);
  self->counts = *rd_log_scanner_get_counts (scanner);
  self->format = rd_log_scanner_get_format (scanner);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  self->findings = rd_log_insight_get_findings (insight);
  _rd_log_trim (self);
  return was_read;
}
