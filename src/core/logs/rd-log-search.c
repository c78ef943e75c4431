/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Looking for deliveries: by what stands in their lines, by what became of
 * them. */

#define G_LOG_DOMAIN "rd-log"

#include "config.h"

#include "rd-log-private.h"

/* Longest text to search for: an address has at most 320 characters. */
#define MAX_NEEDLE_BYTES 320u

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
  guint8       *seen_troubles; /* one bit a message */
  guint         n_deliveries;  /* when the search began; later ones are not looked for */
  guint         n_messages;
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
  if (delivery < search->n_deliveries && mark (search->seen, delivery))
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
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

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

/* The message a line belongs to, when it is met for the first time in @seen:
 * Postfix, for one, announces a message at each try. */
static guint
meet_message (Search           *search,
              const RdLogEvent *event,
              guint8           *seen)
{
  RdLog *self = search->log;
  guint  message = event->queue_id.length > 0 ? _rd_log_lookup (self, rd_log_hash (event->queue_id, self->seed)) : RD_LOG_NO_MESSAGE;

  return message < search->n_messages && mark (seen, message) ? message : RD_LOG_NO_MESSAGE;
}

/* An arrival stands for all deliveries of its message. */
static void
add_arrived (Search           *search,
             const RdLogEvent *event)
{
  RdLog *self = search->log;
  guint  message;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  message = meet_message (search, event, search->seen_messages);
  if (message == RD_LOG_NO_MESSAGE)
    return;
  for (guint i = self->messages[message].last; i != RD_LOG_NO_DELIVERY; i = self->deliveries[i].previous)
    add_found (search, i);
}

/* A server that could not be used stands in a line of its own; the deferrals and the
 * end behind it often name none.  What stands above it has another reason. */
static void
add_troubled (Search           *search,
              const RdLogEvent *event)
{
  RdLog *self = search->log;
  guint  message;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  message = meet_message (search, event, search->seen_troubles);
  if (message == RD_LOG_NO_MESSAGE)
    return;
  for (guint i = self->messages[message].last; i != RD_LOG_NO_DELIVERY && self->deliveries[i].offset > search->offset; i = self->deliveries[i].previous)
    {
      if (self->deliveries[i].status != RD_LOG_DELIVERED && self->deliveries[i].status != RD_LOG_PASSED_ON)
        add_found (search, i);
    }
}

/* A line with the text. */
static void
search_cb (const RdLogEvent *event,
           gpointer          user_data)
{
  Search *search = user_data;

  if (event->kind == RD_LOG_OUTCOME)
    add_found_at (search, search->offset);
  else if (event->kind == RD_LOG_ARRIVAL)
    add_arrived (search, event);
  else if (event->kind == RD_LOG_TROUBLE)
    add_troubled (search, event);
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
          add_found_at (search, search->base + event->offset);
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
      RdSlice     line;

      if (hit == NULL)
        return;
      line = rd_slice_line_around (block, hit);
      search->offset = search->base + (guint64) (line.data - base);
      rd_log_scanner_feed (scanner, line.data, line.length);
      if (line.data[line.length - 1] != '\n')
        rd_log_scanner_end (scanner);
      block = rd_slice_range (rd_slice_end (line), rd_slice_end (block));
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

/* Reads the whole log in blocks.  A file of several ends with a block. */
static void
search_all (Search        *search,
            RdLogEventFunc func,
            gboolean       is_listing,
            guint64        size,
            GCancellable  *cancellable)
{
  g_autofree char *buffer = g_malloc (RD_LOG_BLOCK_BYTES);
  g_autoptr (RdLogScanner) scanner = NULL;
  const RdLogPart *part = NULL;
  gsize            length;

  for (guint64 offset = 0; offset < size && !g_cancellable_is_cancelled (cancellable); offset += length)
    {
      if (part != _rd_log_find_part (search->log, offset))
        {
          part = _rd_log_find_part (search->log, offset);
          if (scanner != NULL)
            rd_log_scanner_end (scanner);
          g_clear_pointer (&scanner, rd_log_scanner_free);
          scanner = _rd_log_scanner_new (search->log, offset, func, search);
        }
      length = _rd_log_read_block (search->log, offset, size, buffer);
      if (length == 0)
        return;
      search->base = is_listing ? part->base : offset;
      if (is_listing)
        rd_log_scanner_feed (scanner, buffer, length);
      else
        search_block (search, scanner, (RdSlice){ buffer, length });
    }
  if (scanner != NULL)
    rd_log_scanner_end (scanner);
}

/**
 * rd_log_search:
 * @self: a log
 * @text: an address, a part of one, a queue id, a server name, …
 * @cancellable: (nullable): a cancellable; what was found so far is returned
 *
 * Finds the deliveries whose line has @text in it, whatever the case of its
 * letters, and those of messages that came from there.
 *
 * Returns: (transfer full) (element-type guint): numbers of deliveries, in order
 */
GArray *
rd_log_search (RdLog        *self,
               const char   *text,
               GCancellable *cancellable)
{
  GArray            *found = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree void   *seen = NULL;
  g_autofree void   *seen_messages = NULL;
  g_autofree void   *seen_troubles = NULL;
  g_autofree Needle *needle = NULL;
  Search             search = { .log = self, .found = found };
  guint64            size;
  gboolean           is_listing;

  g_return_val_if_fail (text != NULL, found);

  if (*text == '\0')
    return found;
  needle = g_new0 (Needle, 1);
  needle_init (needle, text);
  g_mutex_lock (&self->lock);
  search.n_deliveries = self->n_deliveries;
  search.n_messages = self->n_messages;
  size = self->size;
  is_listing = self->format == RD_LOG_EXIM_QUEUE || self->format == RD_LOG_POSTFIX_QUEUE;
  g_mutex_unlock (&self->lock);
  seen = g_malloc0 (search.n_deliveries / 8 + 1);
  seen_messages = g_malloc0 (search.n_messages / 8 + 1);
  seen_troubles = g_malloc0 (search.n_messages / 8 + 1);
  search.needle = needle;
  search.seen = seen;
  search.seen_messages = seen_messages;
  search.seen_troubles = seen_troubles;
  search_all (&search, is_listing ? search_listing_cb : search_cb, is_listing, size, cancellable);
  g_array_sort (found, compare_guint);
  return found;
}

/* Deliveries that are looked at under one lock: a fraction of a millisecond. */
#define LIST_STEP 65536u

/**
 * rd_log_select_group:
 * @self: a log
 * @group: what to look for, %N_RD_LOG_GROUPS for all
 * @found: (nullable) (element-type guint): only among these
 * @counts: (out caller-allocates): how many there are of each group
 *
 * Finds the deliveries that ended in one way.  What was only a try, followed by
 * another one, is left out.
 *
 * Returns: (transfer full) (element-type guint): numbers of deliveries, in order
 */
GArray *
rd_log_select_group (RdLog        *self,
                     RdLogGroup    group,
                     const GArray *found,
                     guint         counts[N_RD_LOG_GROUPS])
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (guint));
  guint   n = found != NULL ? found->len : rd_log_get_n_deliveries (self);

  memset (counts, 0, sizeof (guint) * N_RD_LOG_GROUPS);
  for (guint i = 0; i < n;)
    {
      g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

      for (guint end = MIN (n, i + LIST_STEP); i < end; i++)
        {
          guint delivery = found != NULL ? g_array_index (found, guint, i) : i;

          if (!_rd_log_is_in_group (self, delivery, N_RD_LOG_GROUPS))
            continue;
          counts[rd_log_group_for_status ((RdLogStatus) self->deliveries[delivery].status)]++;
          if (_rd_log_is_in_group (self, delivery, group))
            g_array_append_val (list, delivery);
        }
    }
  return list;
}
