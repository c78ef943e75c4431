/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading words of a log again: single deliveries and the life of a message. */

#define G_LOG_DOMAIN "rd-log"

#include "config.h"

#include "rd-log-private.h"

#include "rd-text.h"

/* One line is nearly always shorter than this. */
#define LINE_BYTES 4096u
#define MAX_LINE_BYTES (64u * 1024)

/* Lines of one message that are shown.  A mailing to thousands has more. */
#define MAX_MESSAGE_LINES 5000u

/* Tries before a delivery that are read with it. */
#define MAX_LAST_TRIES 32u

/* What is read above a line that cannot be read alone: the head of a message in
 * a queue listing may be far up if it has many recipients. */
#define CONTEXT_BYTES (256u * 1024)

/* What is read above a try for the line that names the server it failed at.
 * Others write between the two on a busy host, but a try is over in minutes. */
#define TROUBLE_BYTES (16u * 1024)

/* The line at @offset with its end; short if the file was cut meanwhile. */
static GString *
read_line (RdLog  *self,
           guint64 offset)
{
  GString *line = g_string_sized_new (LINE_BYTES);
  gsize    size = LINE_BYTES;

  while (TRUE)
    {
      gsize       old = line->len;
      gsize       got;
      const char *end;

      g_string_set_size (line, old + size);
      got = _rd_log_pread (self, offset + old, line->str + old, size);
      g_string_set_size (line, old + got);
      end = memchr (line->str + old, '\n', got);
      if (end != NULL)
        {
          g_string_set_size (line, (gsize) (end - line->str) + 1);
          return line;
        }
      if (got < size || line->len >= MAX_LINE_BYTES)
        {
          g_string_append_c (line, '\n');
          return line;
        }
      size = MAX_LINE_BYTES - line->len;
    }
}

typedef struct
{
  guint64     offset; /* in the text that is fed, of the line wanted */
  guint       nth;
  RdDelivery *delivery;
} Wanted;

static void
wanted_cb (const RdLogEvent *event,
           gpointer          user_data)
{
  Wanted *wanted = user_data;

  if (event->kind != RD_LOG_OUTCOME || event->offset != wanted->offset || wanted->delivery != NULL)
    return;
  if (wanted->nth > 0)
    wanted->nth--;
  else
    wanted->delivery = rd_delivery_new_from_event (event);
}

/* What is known of a delivery without reading its words. */
typedef struct
{
  RdLogDeliveryRecord record;
  guint64             arrival;               /* offset of the line that names the sender, G_MAXUINT64 if not known */
  guint64             tries[MAX_LAST_TRIES]; /* offsets of the tries before it, latest first */
  guint               n_tries;
  gboolean            is_listed; /* one line of it means nothing without those above */
} Place;

/* A line that only says that it is over, or not yet time, rests on the
 * deferrals before it. */
static void
find_last_tries (RdLog *self,
                 Place *place)
{
  guint previous = place->record.previous;

  if (place->record.status != RD_LOG_EXPIRED && place->record.status != RD_LOG_DEFERRED)
    return;
  for (guint steps = 0; previous != RD_LOG_NO_DELIVERY && steps < MAX_LAST_TRIES; steps++)
    {
      const RdLogDeliveryRecord *before = &self->deliveries[previous];

      if (before->status == RD_LOG_DEFERRED && before->offset < place->record.offset)
        place->tries[place->n_tries++] = before->offset;
      previous = before->previous;
    }
}

static gboolean
find_place (RdLog *self,
            guint  delivery,
            Place *place)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  const RdLogMessageRecord *message;

  *place = (Place){ .arrival = G_MAXUINT64 };
  if (delivery >= self->n_deliveries)
    return FALSE;
  place->record = self->deliveries[delivery];
  place->is_listed = self->format == RD_LOG_EXIM_QUEUE || self->format == RD_LOG_POSTFIX_QUEUE;
  if (place->record.message == RD_LOG_NO_MESSAGE)
    return TRUE;
  message = &self->messages[place->record.message];
  if (message->arrival != RD_LOG_NO_ARRIVAL)
    place->arrival = message->first + message->arrival;
  find_last_tries (self, place);
  return TRUE;
}

/* Reads a line together with as many bytes above it: the recipient of a listing,
 * or a line that was cut in two. */
static RdDelivery *
read_in_context (RdLog  *self,
                 guint64 offset,
                 guint   nth,
                 gsize   above)
{
  guint64          base = _rd_log_find_part (self, offset)->base;
  guint64          start = offset - MIN (offset - base, above);
  Wanted           wanted = { .offset = offset - start, .nth = nth };
  g_autofree char *text = g_malloc (above + LINE_BYTES);
  gsize            length = _rd_log_pread (self, start, text, (gsize) (offset - start) + LINE_BYTES);
  g_autoptr (RdLogScanner) scanner = _rd_log_scanner_new (self, offset, wanted_cb, &wanted);

  rd_log_scanner_feed (scanner, text, length);
  rd_log_scanner_end (scanner);
  return wanted.delivery;
}

static void
append_line (RdLog   *self,
             guint64  offset,
             GString *text)
{
  g_autoptr (GString) line = read_line (self, offset);

  g_string_append_len (text, line->str, (gssize) line->len);
}

/* Reads a line behind the one that names its sender and those of its tries. */
static RdDelivery *
read_alone (RdLog       *self,
            const Place *place)
{
  Wanted wanted = { .nth = place->record.nth };
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (RdLogScanner) scanner = _rd_log_scanner_new (self, place->record.offset, wanted_cb, &wanted);

  if (place->arrival < place->record.offset)
    append_line (self, place->arrival, text);
  for (guint i = place->n_tries; i > 0; i--)
    append_line (self, place->tries[i - 1], text);
  wanted.offset = text->len;
  append_line (self, place->record.offset, text);
  rd_log_scanner_feed (scanner, text->str, text->len);
  rd_log_scanner_end (scanner);
  return wanted.delivery;
}

/* Which server could not be reached stands in a line of its own above the try
 * that failed for it. */
static void
find_unreached_host (RdLog       *self,
                     const Place *place,
                     RdDelivery  *read)
{
  if (read->remote_ip != NULL || read->last_ip != NULL || (!read->is_host_down && read->last_text == NULL))
    return;
  for (guint i = 0; i <= place->n_tries && read->last_ip == NULL; i++)
    {
      /* the line itself if it was a try, else the tries before it, latest first */
      guint64 offset = i == 0 ? place->record.offset : place->tries[i - 1];
      g_autoptr (RdDelivery) told = i > 0 || read->is_host_down ? read_in_context (self, offset, 0, TROUBLE_BYTES) : NULL;

      if (told == NULL)
        continue;
      read->last_host = g_steal_pointer (&told->last_host);
      read->last_ip = g_steal_pointer (&told->last_ip);
      if (!told->is_waiting)
        return;
    }
}

/**
 * rd_log_read_delivery:
 * @self: a log
 * @delivery: number of a delivery
 *
 * Reads the words of one delivery again, together with the lines that name its
 * sender and its last try.
 *
 * Returns: (transfer full) (nullable): the delivery, %NULL if the file has
 *   changed meanwhile
 */
RdDelivery *
rd_log_read_delivery (RdLog *self,
                      guint  delivery)
{
  Place       place;
  RdDelivery *read;

  g_return_val_if_fail (find_place (self, delivery, &place), NULL);

  read = place.is_listed ? NULL : read_alone (self, &place);
  if (read == NULL)
    read = read_in_context (self, place.record.offset, place.record.nth, CONTEXT_BYTES);
  if (read != NULL)
    {
      find_unreached_host (self, &place, read);
      read->offset = place.record.offset;
      read->line_number = 0;
    }
  return read;
}

/**
 * rd_log_dup_line:
 * @self: a log
 * @delivery: number of a delivery
 *
 * Reads the line that tells of a delivery as it stands in the log.
 *
 * Returns: (transfer full): the line without its end, valid UTF-8
 */
char *
rd_log_dup_line (RdLog *self,
                 guint  delivery)
{
  Place place;
  g_autoptr (GString) line = NULL;

  g_return_val_if_fail (find_place (self, delivery, &place), g_strdup (""));

  line = read_line (self, place.record.offset);
  return rd_text_make_valid (line->str, (gssize) strcspn (line->str, "\r\n"));
}

/**
 * rd_log_line_free:
 * @self: (nullable): a line
 *
 * Frees @self.
 */
void
rd_log_line_free (RdLogLine *self)
{
  if (self == NULL)
    return;
  rd_delivery_free (self->delivery);
  g_free (self->text);
  g_free (self);
}

typedef struct
{
  RdLogLine *line;
  RdSlice    queue_id; /* of the message wanted, once it is known */
  guint64    key;
  guint64    seed;
  gboolean   belongs;
} Reading;

static void
reading_cb (const RdLogEvent *event,
            gpointer          user_data)
{
  Reading *reading = user_data;

  if (event->queue_id.length == 0 || rd_log_hash (event->queue_id, reading->seed) != reading->key)
    return;
  reading->belongs = TRUE;
  reading->line->kind = event->kind;
  reading->line->time = event->time;
  if (event->kind == RD_LOG_OUTCOME && reading->line->delivery == NULL)
    reading->line->delivery = rd_delivery_new_from_event (event);
}

static void
queue_id_cb (const RdLogEvent *event,
             gpointer          user_data)
{
  char **queue_id = user_data;

  if (*queue_id == NULL && event->queue_id.length > 0)
    *queue_id = g_strndup (event->queue_id.data, event->queue_id.length);
}

/* The queue id as it is written in the first line of a message. */
static char *
dup_queue_id (RdLog                    *self,
              const RdLogMessageRecord *message)
{
  g_autoptr (GString) line = read_line (self, message->first);
  char *queue_id = NULL;
  g_autoptr (RdLogScanner) scanner = _rd_log_scanner_new (self, message->first, queue_id_cb, &queue_id);

  rd_log_scanner_feed (scanner, line->str, line->len);
  rd_log_scanner_end (scanner);
  return queue_id;
}

/* Copies what is known of a message, and how far its lines may reach. */
static gboolean
find_message (RdLog              *self,
              guint               message,
              RdLogMessageRecord *record,
              guint64            *limit)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (message >= self->n_messages)
    return FALSE;
  *record = self->messages[message];
  *limit = record->span == G_MAXUINT32 ? self->size : MIN (record->first + record->span + MAX_LINE_BYTES, self->size);
  return TRUE;
}

/* Reads the lines between two newlines of @block in which @needle stands. */
static void
read_matching_lines (RdSlice       block,
                     RdSlice       needle,
                     RdLogScanner *scanner,
                     Reading      *reading,
                     GPtrArray    *lines)
{
  while (block.length > 0 && lines->len < MAX_MESSAGE_LINES)
    {
      const char *hit = rd_slice_find (block, needle);
      RdSlice     line;
      gboolean    is_complete;

      if (hit == NULL)
        return;
      line = rd_slice_line_around (block, hit);
      is_complete = line.data[line.length - 1] == '\n';

      reading->line = g_new0 (RdLogLine, 1);
      reading->belongs = FALSE;
      rd_log_scanner_feed (scanner, line.data, line.length);
      if (!is_complete)
        rd_log_scanner_end (scanner);
      if (reading->belongs)
        {
          reading->line->text = rd_text_make_valid (line.data, (gssize) (line.length - (is_complete ? 1 : 0)));
          g_ptr_array_add (lines, reading->line);
        }
      else
        rd_log_line_free (reading->line);
      block = rd_slice_range (rd_slice_end (line), rd_slice_end (block));
    }
}

/**
 * rd_log_read_message:
 * @self: a log
 * @message: number of a message
 *
 * Reads the life of a message: all lines with its queue id, in order.
 *
 * Returns: (transfer full) (element-type RdLogLine): the lines
 */
GPtrArray *
rd_log_read_message (RdLog *self,
                     guint  message)
{
  GPtrArray         *lines = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_log_line_free);
  RdLogMessageRecord record;
  g_autofree char   *queue_id = NULL;
  g_autofree char   *buffer = NULL;
  g_autoptr (RdLogScanner) scanner = NULL;
  Reading reading = { .seed = self->seed };
  guint64 offset;
  guint64 limit;
  gsize   length;

  g_return_val_if_fail (find_message (self, message, &record, &limit), lines);

  queue_id = dup_queue_id (self, &record);
  if (queue_id == NULL)
    return lines;
  reading.key = record.key;
  scanner = _rd_log_scanner_new (self, record.first, reading_cb, &reading);
  buffer = g_malloc (RD_LOG_BLOCK_BYTES);
  offset = record.first;
  while (offset < limit && lines->len < MAX_MESSAGE_LINES && (length = _rd_log_read_block (self, offset, limit, buffer)) > 0)
    {
      read_matching_lines ((RdSlice){ buffer, length }, (RdSlice){ queue_id, strlen (queue_id) }, scanner, &reading, lines);
      offset += length;
    }
  return lines;
}
