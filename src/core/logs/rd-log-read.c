/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading words of a loaded log again: single deliveries, the life of a
 * message, searches. */

#define G_LOG_DOMAIN "rd-log"

#include "config.h"

#include "rd-log-private.h"

#include "rd-log-join.h"
#include "rd-text.h"

#include <errno.h>
#include <unistd.h>

/* One line is nearly always shorter than this. */
#define LINE_BYTES 4096u
#define MAX_LINE_BYTES (64u * 1024)

/* What is searched at a time: stays in the cache of the processor. */
#define SEARCH_BYTES (512u * 1024)

/* Lines of one message that are shown.  A mailing to thousands has more. */
#define MAX_MESSAGE_LINES 5000u

/* Longest text to search for: an address has at most 320 characters. */
#define MAX_NEEDLE_BYTES 320u

/* Tries before a delivery that are read with it. */
#define MAX_LAST_TRIES 32u

/* Lines of a queue listing above the one that is read again: the head of its
 * message may be far up if it has many recipients. */
#define LISTING_BYTES (256u * 1024)

gsize
_rd_log_pread (RdLog  *self,
               guint64 offset,
               char   *buffer,
               gsize   size)
{
  gsize have = 0;

  while (have < size)
    {
      gssize got = pread (self->fd, buffer + have, size - have, (off_t) (offset + have));

      if (got < 0 && errno == EINTR)
        continue;
      if (got <= 0)
        break;
      have += (gsize) got;
    }
  return have;
}

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

static RdLogScanner *
scanner_new (RdLog         *self,
             RdLogEventFunc func,
             gpointer       user_data)
{
  RdLogScanner *scanner = rd_log_scanner_new (self->wanted, func, user_data);

  rd_log_scanner_begin (scanner, self->name, self->written_at);
  return scanner;
}

static gboolean
is_listing (RdLog *self)
{
  return self->format == RD_LOG_EXIM_QUEUE || self->format == RD_LOG_POSTFIX_QUEUE;
}

/* A recipient of a listing means nothing without the lines above it. */
static RdDelivery *
read_listed (RdLog                     *self,
             const RdLogDeliveryRecord *record)
{
  guint64          start = record->offset > LISTING_BYTES ? record->offset - LISTING_BYTES : 0;
  Wanted           wanted = { .offset = record->offset - start, .nth = record->nth };
  g_autofree char *text = g_malloc (LISTING_BYTES + LINE_BYTES);
  gsize            length = _rd_log_pread (self, start, text, (gsize) (record->offset - start) + LINE_BYTES);
  g_autoptr (RdLogScanner) scanner = scanner_new (self, wanted_cb, &wanted);

  rd_log_scanner_feed (scanner, text, length);
  rd_log_scanner_end (scanner);
  return wanted.delivery;
}

/* Puts the deferrals that @delivery follows before it: a line that only says
 * that it is over, or not yet time, rests on them. */
static void
append_last_tries (RdLog   *self,
                   guint    delivery,
                   GString *text)
{
  const RdLogDeliveryRecord *record = &self->deliveries[delivery];
  guint64                    offsets[MAX_LAST_TRIES];
  guint                      previous = record->previous;
  guint                      n = 0;

  if (record->status != RD_LOG_EXPIRED && record->status != RD_LOG_DEFERRED)
    return;
  for (guint steps = 0; previous != RD_LOG_NO_DELIVERY && steps < MAX_LAST_TRIES; steps++)
    {
      const RdLogDeliveryRecord *before = &self->deliveries[previous];

      if (before->status == RD_LOG_DEFERRED && before->offset < record->offset)
        offsets[n++] = before->offset;
      previous = before->previous;
    }
  while (n > 0)
    {
      g_autoptr (GString) line = read_line (self, offsets[--n]);

      g_string_append_len (text, line->str, (gssize) line->len);
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
  const RdLogDeliveryRecord *record;
  g_autoptr (RdLogScanner) scanner = NULL;
  g_autoptr (GString) text = NULL;
  g_autoptr (GString) line = NULL;
  Wanted wanted = { 0 };

  g_return_val_if_fail (delivery < self->n_deliveries, NULL);

  record = &self->deliveries[delivery];
  if (is_listing (self))
    return read_listed (self, record);
  text = g_string_new (NULL);
  if (record->message != RD_LOG_NO_MESSAGE && self->messages[record->message].arrival != (1u << 24) - 1)
    {
      const RdLogMessageRecord *message = &self->messages[record->message];
      g_autoptr (GString) arrival = read_line (self, message->first + message->arrival);

      g_string_append_len (text, arrival->str, (gssize) arrival->len);
    }
  append_last_tries (self, delivery, text);
  line = read_line (self, record->offset);
  wanted.offset = text->len;
  wanted.nth = record->nth;
  g_string_append_len (text, line->str, (gssize) line->len);
  scanner = scanner_new (self, wanted_cb, &wanted);
  rd_log_scanner_feed (scanner, text->str, text->len);
  rd_log_scanner_end (scanner);
  if (wanted.delivery != NULL)
    {
      wanted.delivery->offset = record->offset;
      wanted.delivery->line_number = 0;
    }
  return wanted.delivery;
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
  g_autoptr (RdLogScanner) scanner = scanner_new (self, queue_id_cb, &queue_id);

  rd_log_scanner_feed (scanner, line->str, line->len);
  rd_log_scanner_end (scanner);
  return queue_id;
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
      const char *start;
      const char *end;

      if (hit == NULL)
        return;
      start = rd_slice_find_last_char (rd_slice_until (block, hit), '\n');
      start = start != NULL ? start + 1 : block.data;
      end = rd_slice_find_char (rd_slice_range (hit, rd_slice_end (block)), '\n');
      end = end != NULL ? end + 1 : rd_slice_end (block);

      reading->line = g_new0 (RdLogLine, 1);
      reading->belongs = FALSE;
      rd_log_scanner_feed (scanner, start, (gsize) (end - start));
      if (end[-1] != '\n')
        rd_log_scanner_end (scanner);
      if (reading->belongs)
        {
          reading->line->text = rd_text_make_valid (start, (gssize) (end - start - (end[-1] == '\n' ? 1 : 0)));
          g_ptr_array_add (lines, reading->line);
        }
      else
        rd_log_line_free (reading->line);
      block = rd_slice_range (end, rd_slice_end (block));
    }
}

/* Hands the file out in blocks that end with a line.  A line longer than a
 * block is cut. */
static gsize
read_block (RdLog  *self,
            guint64 offset,
            guint64 limit,
            char   *buffer)
{
  gsize       size = (gsize) MIN (SEARCH_BYTES, limit - offset);
  gsize       got = _rd_log_pread (self, offset, buffer, size);
  const char *end = got == SEARCH_BYTES ? memrchr (buffer, '\n', got) : NULL;

  return end != NULL ? (gsize) (end - buffer) + 1 : got;
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
  GPtrArray                *lines = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_log_line_free);
  const RdLogMessageRecord *record;
  g_autofree char          *queue_id = NULL;
  g_autofree char          *buffer = NULL;
  g_autoptr (RdLogScanner) scanner = NULL;
  Reading reading = { 0 };
  guint64 offset;
  guint64 limit;
  gsize   length;

  g_return_val_if_fail (message < self->n_messages, lines);

  record = &self->messages[message];
  queue_id = dup_queue_id (self, record);
  if (queue_id == NULL)
    return lines;
  reading.key = record->key;
  reading.seed = self->seed;
  scanner = scanner_new (self, reading_cb, &reading);
  buffer = g_malloc (SEARCH_BYTES);
  offset = record->first;
  limit = record->span == G_MAXUINT32 ? self->size : MIN (record->first + record->span + MAX_LINE_BYTES, self->size);
  while (offset < limit && lines->len < MAX_MESSAGE_LINES && (length = read_block (self, offset, limit, buffer)) > 0)
    {
      read_matching_lines ((RdSlice){ buffer, length }, (RdSlice){ queue_id, strlen (queue_id) }, scanner, &reading, lines);
      offset += length;
    }
  return lines;
}

/* Horspool's search without regard to the case of ASCII letters.  Jumps ahead
 * by nearly the length of the text at each step. */
typedef struct
{
  guchar text[MAX_NEEDLE_BYTES];
  gsize  length;
  gsize  jump[256];
} Needle;

static void
needle_init (Needle     *needle,
             const char *text)
{
  needle->length = MIN (strlen (text), MAX_NEEDLE_BYTES);
  for (gsize i = 0; i < G_N_ELEMENTS (needle->jump); i++)
    needle->jump[i] = needle->length;
  for (gsize i = 0; i < needle->length; i++)
    {
      char lower = g_ascii_tolower (text[i]);

      needle->text[i] = (guchar) lower;
      if (i + 1 < needle->length)
        {
          needle->jump[(guchar) lower] = needle->length - 1 - i;
          needle->jump[(guchar) g_ascii_toupper (lower)] = needle->length - 1 - i;
        }
    }
}

static const char *
needle_find (const Needle *needle,
             RdSlice       block)
{
  gsize last = needle->length - 1;
  gsize at = 0;

  while (at + needle->length <= block.length)
    {
      gsize i = last;

      while ((guchar) g_ascii_tolower (block.data[at + i]) == needle->text[i])
        {
          if (i == 0)
            return block.data + at;
          i--;
        }
      at += needle->jump[(guchar) block.data[at + last]];
    }
  return NULL;
}

typedef struct
{
  RdLog        *log;
  const Needle *needle;
  GArray       *found;  /* (element-type guint) */
  guint64       base;   /* offset of the block in the file */
  guint64       offset; /* of the line that is read, in the file */
  guint8       *seen;   /* one bit a delivery */
  guint8       *seen_messages;
} Search;

static int
compare_offset (const void *key,
                const void *member)
{
  const guint64             *offset = key;
  const RdLogDeliveryRecord *record = member;

  if (*offset == record->offset)
    return 0;
  return *offset < record->offset ? -1 : 1;
}

/* Sets a bit.  Returns whether it was not set before. */
static gboolean
mark (guint8 *bits,
      guint   number)
{
  guint8 bit = (guint8) (1u << (number % 8));

  if ((bits[number / 8] & bit) != 0)
    return FALSE;
  bits[number / 8] |= bit;
  return TRUE;
}

static void
add_found (Search *search,
           guint   delivery)
{
  if (mark (search->seen, delivery))
    g_array_append_val (search->found, delivery);
}

/* All that the line at @offset tells. */
static void
add_found_at (Search *search,
              guint64 offset)
{
  RdLog                     *self = search->log;
  const RdLogDeliveryRecord *record = NULL;
  guint                      i;

  if (self->n_deliveries > 0)
    record = bsearch (&offset, self->deliveries, self->n_deliveries, sizeof *self->deliveries, compare_offset);
  if (record == NULL)
    return;
  i = (guint) (record - self->deliveries);
  while (i > 0 && self->deliveries[i - 1].offset == offset)
    i--;
  for (; i < self->n_deliveries && self->deliveries[i].offset == offset; i++)
    add_found (search, i);
}

/* A line with the text: an outcome is found itself; any other line of a
 * message stands for all of its deliveries. */
static void
search_cb (const RdLogEvent *event,
           gpointer          user_data)
{
  Search *search = user_data;
  RdLog  *self = search->log;
  guint   message;

  if (event->kind == RD_LOG_OUTCOME)
    {
      add_found_at (search, search->offset);
      return;
    }
  if (event->kind != RD_LOG_ARRIVAL || event->queue_id.length == 0)
    return;
  message = _rd_log_lookup (self, rd_log_hash (event->queue_id, self->seed));
  /* Postfix announces a message at each try; once is enough */
  if (message == RD_LOG_NO_MESSAGE || !mark (search->seen_messages, message))
    return;
  for (guint i = self->messages[message].last; i != RD_LOG_NO_DELIVERY; i = self->deliveries[i].previous)
    add_found (search, i);
}

/* A recipient of a listing is told apart from its message, so all lines are
 * read and what they say is looked at. */
static void
search_listing_cb (const RdLogEvent *event,
                   gpointer          user_data)
{
  Search        *search = user_data;
  const RdSlice *places[] = { &event->recipient, &event->sender, &event->queue_id, &event->text, &event->line };

  for (gsize i = 0; i < G_N_ELEMENTS (places) && event->kind == RD_LOG_OUTCOME; i++)
    {
      if (places[i]->data != NULL && needle_find (search->needle, *places[i]) != NULL)
        {
          add_found_at (search, event->offset);
          return;
        }
    }
}

static void
search_block (Search       *search,
              RdLogScanner *scanner,
              RdSlice       block)
{
  const char *base = block.data;

  while (block.length > 0)
    {
      const char *hit = needle_find (search->needle, block);
      const char *start;
      const char *end;

      if (hit == NULL)
        return;
      start = rd_slice_find_last_char (rd_slice_until (block, hit), '\n');
      start = start != NULL ? start + 1 : block.data;
      end = rd_slice_find_char (rd_slice_range (hit, rd_slice_end (block)), '\n');
      end = end != NULL ? end + 1 : rd_slice_end (block);
      search->offset = search->base + (guint64) (start - base);
      rd_log_scanner_feed (scanner, start, (gsize) (end - start));
      if (end[-1] != '\n')
        rd_log_scanner_end (scanner);
      block = rd_slice_range (end, rd_slice_end (block));
    }
}

static int
compare_guint (gconstpointer a,
               gconstpointer b)
{
  guint left = *(const guint *) a;
  guint right = *(const guint *) b;

  return left < right ? -1 : left > right;
}

/**
 * rd_log_search:
 * @self: a log
 * @text: an address, a part of one, a queue id, a server name, …
 *
 * Finds the deliveries whose line has @text in it, whatever the case of its
 * letters, and those of messages that came from there.
 *
 * Returns: (transfer full) (element-type guint): numbers of deliveries, in order
 */
GArray *
rd_log_search (RdLog      *self,
               const char *text)
{
  GArray            *found = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree char   *buffer = NULL;
  g_autofree void   *seen = NULL;
  g_autofree void   *seen_messages = NULL;
  g_autofree Needle *needle = NULL;
  g_autoptr (RdLogScanner) scanner = NULL;
  Search  search = { .log = self, .found = found };
  guint64 offset = 0;
  gsize   length;

  g_return_val_if_fail (text != NULL, found);

  if (*text == '\0')
    return found;
  needle = g_new0 (Needle, 1);
  needle_init (needle, text);
  buffer = g_malloc (SEARCH_BYTES);
  seen = g_malloc0 (self->n_deliveries / 8 + 1);
  seen_messages = g_malloc0 (self->n_messages / 8 + 1);
  search.needle = needle;
  search.seen = seen;
  search.seen_messages = seen_messages;
  scanner = scanner_new (self, is_listing (self) ? search_listing_cb : search_cb, &search);
  while (offset < self->size && (length = read_block (self, offset, self->size, buffer)) > 0)
    {
      search.base = offset;
      if (is_listing (self))
        rd_log_scanner_feed (scanner, buffer, length);
      else
        search_block (&search, scanner, (RdSlice){ buffer, length });
      offset += length;
    }
  rd_log_scanner_end (scanner);
  g_array_sort (found, compare_guint);
  return found;
}
