/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Loading a log: one pass that notes where things are.  What a line says is not
 * kept but read again when it is asked for, so that a log of ten million lines
 * costs about a hundred megabytes. */

#define G_LOG_DOMAIN "rd-log"

#include "config.h"

#include "rd-log-private.h"

#include "rd-log-join.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define FIRST_ROOM 1024u
#define MAX_OFFSET ((G_GUINT64_CONSTANT (1) << 40) - 1)
#define MAX_ARRIVAL ((1u << 24) - 1)

/* Deliveries and messages of one index.  More cannot be numbered, and nobody
 * looks at more. */
#define MAX_RECORDS (G_MAXUINT32 / 4)

typedef struct
{
  RdLog        *log;
  RdLogScanner *scanner;
  RdLogInsight *insight;
  int           spool;       /* where a packed log is unpacked to, or -1 */
  gboolean      is_full;     /* the disk is */
  guint64       last_offset; /* of the last delivery, to number those of one line */
  guint         nth;
} Load;

static void *
grow (void    *records,
      guint32 *room,
      guint32  used,
      gsize    size)
{
  if (used < *room)
    return records;
  *room = MAX (*room * 2, FIRST_ROOM);
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

/* Notes that a line belongs to a message. */
static guint
note_message (RdLog            *self,
              const RdLogEvent *event)
{
  guint64             key;
  guint               number;
  RdLogMessageRecord *message;

  if (event->queue_id.length == 0 || event->offset > MAX_OFFSET)
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
      self->messages[number] = (RdLogMessageRecord){ .key = key, .first = event->offset & MAX_OFFSET, .arrival = MAX_ARRIVAL, .last = RD_LOG_NO_DELIVERY };
      insert_slot (self, key, number);
    }
  message = &self->messages[number];
  message->span = (guint32) MIN (event->offset - message->first, G_MAXUINT32);
  if (event->kind == RD_LOG_ARRIVAL && message->arrival == MAX_ARRIVAL)
    message->arrival = MIN (event->offset - message->first, MAX_ARRIVAL) & MAX_ARRIVAL;
  return number;
}

static void
event_cb (const RdLogEvent *event,
          gpointer          user_data)
{
  Load                *load = user_data;
  RdLog               *self = load->log;
  guint                message = note_message (self, event);
  RdLogDeliveryRecord *record;

  if (event->kind != RD_LOG_OUTCOME || self->n_deliveries >= MAX_RECORDS)
    return;
  rd_log_insight_add (load->insight, event);
  load->nth = self->n_deliveries > 0 && load->last_offset == event->offset ? MIN (load->nth + 1, 255) : 0;
  load->last_offset = event->offset;
  self->deliveries = grow (self->deliveries, &self->n_delivery_room, self->n_deliveries, sizeof *self->deliveries);
  record = &self->deliveries[self->n_deliveries];
  record->offset = event->offset & ((G_GUINT64_CONSTANT (1) << 48) - 1);
  record->status = event->status & 0xff;
  record->nth = load->nth & 0xff;
  record->message = message;
  record->previous = RD_LOG_NO_DELIVERY;
  if (message != RD_LOG_NO_MESSAGE)
    {
      record->previous = self->messages[message].last;
      self->messages[message].last = self->n_deliveries;
    }
  self->n_deliveries++;
}

static gboolean
write_all (int         fd,
           const char *data,
           gsize       length)
{
  while (length > 0)
    {
      gssize done = write (fd, data, length);

      if (done < 0 && errno == EINTR)
        continue;
      if (done <= 0)
        return FALSE;
      data += done;
      length -= (gsize) done;
    }
  return TRUE;
}

static gboolean
bytes_cb (const char *data,
          gsize       length,
          gpointer    user_data)
{
  Load *load = user_data;

  load->log->size += length;
  rd_log_scanner_feed (load->scanner, data, length);
  if (load->spool >= 0 && !write_all (load->spool, data, length))
    load->is_full = TRUE;
  return !load->is_full;
}

/* Gives back what the arrays have too much. */
static void
trim (RdLog *self)
{
  if (self->n_deliveries > 0)
    self->deliveries = g_realloc_n (self->deliveries, self->n_deliveries, sizeof *self->deliveries);
  if (self->n_messages > 0)
    self->messages = g_realloc_n (self->messages, self->n_messages, sizeof *self->messages);
  self->n_delivery_room = self->n_deliveries;
  self->n_message_room = self->n_messages;
}

/* Opens what the words will be read from again: the file itself, or a copy
 * that vanishes with the program. */
static gboolean
open_again (RdLog       *self,
            RdLogSource *source,
            Load        *load,
            GError     **error)
{
  g_autofree char *path = NULL;

  if (rd_log_source_is_plain (source))
    {
      self->fd = rd_log_source_dup_fd (source);
      return TRUE;
    }
  self->fd = g_file_open_tmp ("redeliver-XXXXXX", &path, error);
  if (self->fd < 0)
    return FALSE;
  g_unlink (path);
  load->spool = self->fd;
  return TRUE;
}

/**
 * rd_log_load:
 * @path: a file, "-" for the standard input
 * @wanted: the format to read, %RD_LOG_AUTO to find out
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Reads a log and makes its index.  Takes about two seconds a gigabyte: call
 * it from a thread of its own, or use rd_log_load_async().
 *
 * Returns: (transfer full) (nullable): the log, %NULL with @error set
 */
RdLog *
rd_log_load (const char   *path,
             RdLogFormat   wanted,
             GCancellable *cancellable,
             GError      **error)
{
  g_autoptr (RdLogSource) source = strcmp (path, "-") == 0 ? rd_log_source_new_for_stdin () : rd_log_source_open (path, error);
  g_autoptr (RdLogScanner) scanner = NULL;
  g_autoptr (RdLogInsight) insight = rd_log_insight_new ();
  g_autoptr (RdLog) self = NULL;
  Load load = { .spool = -1 };

  if (source == NULL)
    return NULL;
  self = g_new0 (RdLog, 1);
  self->fd = -1;
  self->wanted = wanted;
  self->name = g_strdup (rd_log_source_get_name (source));
  self->written_at = rd_log_source_get_written_at (source);
  self->seed = ((guint64) g_random_int () << 32) | g_random_int ();
  if (!open_again (self, source, &load, error))
    return NULL;

  scanner = rd_log_scanner_new (wanted, event_cb, &load);
  load.log = self;
  load.scanner = scanner;
  load.insight = insight;
  rd_log_scanner_begin (scanner, self->name, self->written_at);
  if (!rd_log_source_read (source, bytes_cb, &load, cancellable, error))
    return NULL;
  if (load.is_full)
    {
      g_set_error (error, RD_LOG_ERROR, RD_LOG_ERROR_SPACE, _("There is no room to unpack “%s”."), self->name);
      return NULL;
    }
  rd_log_scanner_end (scanner);
  self->counts = *rd_log_scanner_get_counts (scanner);
  self->format = rd_log_scanner_get_format (scanner);
  self->findings = rd_log_insight_get_findings (insight);
  trim (self);
  return g_steal_pointer (&self);
}

typedef struct
{
  char       *path;
  RdLogFormat wanted;
} LoadTask;

static void
load_task_free (LoadTask *task)
{
  g_free (task->path);
  g_free (task);
}

static void
load_thread (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  LoadTask *data = task_data;
  GError   *error = NULL;
  RdLog    *log = rd_log_load (data->path, data->wanted, cancellable, &error);

  if (log != NULL)
    g_task_return_pointer (task, log, (GDestroyNotify) rd_log_free);
  else
    g_task_return_error (task, error);
}

/**
 * rd_log_load_async:
 * @path: a file
 * @wanted: the format to read, %RD_LOG_AUTO to find out
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: handed to @callback
 *
 * Reads a log in a thread.  See rd_log_load().
 */
void
rd_log_load_async (const char         *path,
                   RdLogFormat         wanted,
                   GCancellable       *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;
  LoadTask *data;

  g_return_if_fail (path != NULL);

  data = g_new0 (LoadTask, 1);
  data->path = g_strdup (path);
  data->wanted = wanted;
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, rd_log_load_async);
  g_task_set_task_data (task, data, (GDestroyNotify) load_task_free);
  g_task_run_in_thread (task, load_thread);
}

/**
 * rd_log_load_finish:
 * @result: what the callback got
 * @error: return location for an error
 *
 * Ends rd_log_load_async().
 *
 * Returns: (transfer full) (nullable): the log, %NULL with @error set
 */
RdLog *
rd_log_load_finish (GAsyncResult *result,
                    GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * rd_log_free:
 * @self: (nullable): a log
 *
 * Frees @self.
 */
void
rd_log_free (RdLog *self)
{
  if (self == NULL)
    return;
  if (self->fd >= 0)
    close (self->fd);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_free (self->name);
  g_free (self->deliveries);
  g_free (self->messages);
  g_free (self->slots);
  g_free (self);
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
  return self->format;
}

/**
 * rd_log_get_counts:
 * @self: a log
 *
 * Tells how much was read and understood.
 *
 * Returns: (transfer none): the counts
 */
const RdLogCounts *
rd_log_get_counts (RdLog *self)
{
  return &self->counts;
}

/**
 * rd_log_get_findings:
 * @self: a log
 *
 * Tells what only many lines together show, worst first.
 *
 * Returns: (transfer none) (element-type RdFinding): the findings
 */
GPtrArray *
rd_log_get_findings (RdLog *self)
{
  return self->findings;
}

/**
 * rd_log_get_n_messages:
 * @self: a log
 *
 * Counts the messages with a queue id.
 *
 * Returns: their number
 */
guint
rd_log_get_n_messages (RdLog *self)
{
  return self->n_messages;
}

/**
 * rd_log_get_index_size:
 * @self: a log
 *
 * Tells what the index takes of memory.
 *
 * Returns: bytes
 */
gsize
rd_log_get_index_size (RdLog *self)
{
  return self->n_delivery_room * sizeof *self->deliveries + self->n_message_room * sizeof *self->messages + self->n_slots * sizeof *self->slots;
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
  g_return_val_if_fail (delivery < self->n_deliveries, RD_LOG_NO_MESSAGE);

  return self->deliveries[delivery].message;
}

/**
 * rd_log_find_message:
 * @self: a log
 * @queue_id: a queue id
 *
 * Looks a message up by its queue id.
 *
 * Returns: number of the message, or %RD_LOG_NO_MESSAGE
 */
guint
rd_log_find_message (RdLog      *self,
                     const char *queue_id)
{
  g_return_val_if_fail (queue_id != NULL, RD_LOG_NO_MESSAGE);

  return _rd_log_lookup (self, rd_log_hash ((RdSlice){ queue_id, strlen (queue_id) }, self->seed));
}
