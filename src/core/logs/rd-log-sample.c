/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the beginning of a file tells: whether it is a log, and when it starts. */

#define G_LOG_DOMAIN "rd-log"

#include "config.h"

#include "rd-log-sample.h"

#include "rd-log-scanner.h"

/* As much of a file as tells what it is. */
#define SAMPLE_BYTES (64u * 1024)

typedef struct
{
  GString *text;
  gint64   first_time; /* seconds since the epoch, 0 if no line has a time */
} Sample;

static void
first_time_cb (const RdLogEvent *event,
               gpointer          user_data)
{
  gint64 *first_time = user_data;

  if (*first_time == 0 && event->time.zone != RD_LOG_ZONE_NONE)
    *first_time = event->time.seconds;
}

static void
ignore_cb (const RdLogEvent *event,
           gpointer          user_data)
{
}

/* The last line of a sample is cut; it is not the log's fault. */
static gsize
without_cut_line (const char *data,
                  gsize       length)
{
  const char *end = length >= SAMPLE_BYTES ? memrchr (data, '\n', length) : NULL;

  return end != NULL ? (gsize) (end - data) + 1 : length;
}

/**
 * rd_log_is_log_text:
 * @data: the beginning of a file, or text somebody pasted
 * @length: its length in bytes
 *
 * Tells a log or queue listing from everything else: at least half of its lines
 * must be those of a server.  A system log without mail in it is one, too.
 *
 * Returns: whether it is one
 */
gboolean
rd_log_is_log_text (const char *data,
                    gsize       length)
{
  g_autoptr (RdLogScanner) scanner = rd_log_scanner_new (RD_LOG_AUTO, ignore_cb, NULL);
  const RdLogCounts *counts;

  length = MIN (length, SAMPLE_BYTES);
  rd_log_scanner_begin (scanner, NULL, g_get_real_time () / G_USEC_PER_SEC);
  rd_log_scanner_feed (scanner, data, without_cut_line (data, length));
  rd_log_scanner_end (scanner);
  counts = rd_log_scanner_get_counts (scanner);
  return counts->lines > 0 && counts->unknown * 2 <= counts->lines;
}

static gboolean
sample_cb (const char *data,
           gsize       length,
           gpointer    user_data)
{
  GString *text = user_data;

  g_string_append_len (text, data, (gssize) MIN (length, SAMPLE_BYTES - text->len));
  return text->len < SAMPLE_BYTES;
}

/**
 * rd_log_is_log_file:
 * @path: a file, packed or not
 * @cancellable: (nullable): a cancellable
 *
 * Looks at the beginning of a file.  See rd_log_is_log_text().
 *
 * Returns: whether it is a log; %FALSE also if it cannot be read
 */
gboolean
rd_log_is_log_file (const char   *path,
                    GCancellable *cancellable)
{
  g_autoptr (RdLogSource) source = rd_log_source_open (path, NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  if (source == NULL)
    return FALSE;
  rd_log_source_read (source, sample_cb, text, cancellable, NULL);
  return rd_log_is_log_text (text->str, text->len);
}

typedef struct
{
  RdLogSource *source;
  gint64       time;
  guint        position;
} Dated;

static gint64
find_first_time (RdLogSource *source)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (RdLogScanner) scanner = NULL;
  gint64 first_time = 0;

  if (!rd_log_source_peek (source, sample_cb, text))
    return 0;
  scanner = rd_log_scanner_new (RD_LOG_AUTO, first_time_cb, &first_time);
  rd_log_scanner_begin (scanner, NULL, rd_log_source_get_written_at (source));
  rd_log_scanner_feed (scanner, text->str, without_cut_line (text->str, text->len));
  rd_log_scanner_end (scanner);
  return first_time;
}

static int
compare_dated (gconstpointer a,
               gconstpointer b)
{
  const Dated *left = a;
  const Dated *right = b;

  if (left->time != right->time)
    return left->time < right->time ? -1 : 1;
  return left->position < right->position ? -1 : 1;
}

/**
 * rd_log_sources_order:
 * @sources: (element-type RdLogSource): files of one server
 *
 * Puts rotated files into the order they were written in, by the time of their
 * first lines: names and dates of files do not survive every download.  If one
 * has no time, the order stays as it is.
 *
 * Returns: (transfer container) (element-type RdLogSource): the same files
 */
GPtrArray *
rd_log_sources_order (GPtrArray *sources)
{
  g_autoptr (GArray) dated = g_array_new (FALSE, FALSE, sizeof (Dated));
  GPtrArray *ordered = g_ptr_array_new ();
  gboolean   all_have_times = TRUE;

  for (guint i = 0; i < sources->len; i++)
    {
      Dated each = { sources->pdata[i], sources->len > 1 ? find_first_time (sources->pdata[i]) : 0, i };

      all_have_times = all_have_times && each.time != 0;
      g_array_append_val (dated, each);
    }
  if (all_have_times)
    g_array_sort (dated, compare_dated);
  for (guint i = 0; i < dated->len; i++)
    g_ptr_array_add (ordered, g_array_index (dated, Dated, i).source);
  return ordered;
}
