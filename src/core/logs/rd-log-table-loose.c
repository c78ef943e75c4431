/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rows of a copied table whose tabs became blanks: cells hold blanks too, so
 * what is looked for is what cannot be mistaken (addresses, times, IP addresses,
 * ids), and the longest piece between them is the result. */

#define G_LOG_DOMAIN "rd-log"

#include "config.h"

#include "rd-log-table.h"

#include "rd-log-parse.h"
#include "rd-text.h"

/* Longest head of a table. */
#define MAX_HEAD_BYTES 400

/* Longest row that is looked at; results are replies of a few lines. */
#define MAX_ROW_BYTES 8192

/* A time has at most so many words: "23 Nov 2026, 5:19:26 PM". */
#define MAX_TIME_WORDS 5

typedef struct
{
  RdLogClock *clock;
  RdLogEvent *event;
  RdSlice     first; /* address */
  RdSlice     second;
  RdSlice     word; /* of the event */
  RdSlice     gap;  /* what is read at the moment and is none of these */
} Row;

static RdSlice
take_word (RdSlice *rest)
{
  while (rest->length > 0 && (rest->data[0] == ' ' || rest->data[0] == '\t'))
    *rest = rd_slice_skip (*rest, 1);
  return rd_slice_take_until (rest, ' ');
}

/* Only what can be nothing else: a result may hold "TO:<a@b.example>:". */
static gboolean
is_bare_address (RdSlice word)
{
  const char *at = rd_slice_find_char (word, '@');

  if (at == NULL || at == word.data || at + 1 == rd_slice_end (word) || word.length > 320)
    return FALSE;
  for (gsize i = 0; i < word.length; i++)
    {
      if (strchr ("<>:;,()\"'|", word.data[i]) != NULL)
        return FALSE;
    }
  return word.data[word.length - 1] != '.';
}

static gboolean
is_host_name (RdSlice word)
{
  gboolean has_dot = FALSE;
  gboolean has_letter = FALSE;

  for (gsize i = 0; i < word.length; i++)
    {
      char c = word.data[i];

      if (!g_ascii_isalnum (c) && c != '-' && c != '.')
        return FALSE;
      has_dot = has_dot || (c == '.' && i > 0 && i + 1 < word.length);
      has_letter = has_letter || g_ascii_isalpha (c);
    }
  return has_dot && has_letter;
}

static gboolean
is_ip (RdSlice word)
{
  g_autofree char *text = word.length >= 3 && word.length <= 45 ? g_strndup (word.data, word.length) : NULL;

  return text != NULL && g_hostname_is_ip_address (text);
}

/* Tries the longest run of words that is a time. */
static gboolean
take_time (Row     *row,
           RdSlice *rest)
{
  RdSlice ends[MAX_TIME_WORDS];
  RdSlice after = *rest;
  gsize   n = 0;

  while (n < MAX_TIME_WORDS && after.length > 0)
    {
      take_word (&after);
      ends[n++] = after;
    }
  while (n-- > 0)
    {
      RdSlice    cell = rd_slice_trim (rd_slice_until (*rest, ends[n].data));
      const char last = cell.length > 0 ? g_ascii_tolower (cell.data[cell.length - 1]) : '\0';
      RdLogTime  time;

      if ((!g_ascii_isdigit (last) && last != 'm') || rd_slice_find_char (cell, ':') == NULL || rd_slice_find_char (cell, '@') != NULL)
        continue;
      if (!rd_log_table_read_time (row->clock, cell, &time))
        continue;
      /* the first is when it was sent, the second when it came to this */
      row->event->time = time;
      *rest = ends[n];
      return TRUE;
    }
  return FALSE;
}

/* Names of hosts, routers and transports that stand before the result. */
static RdSlice
skip_names (Row    *row,
            RdSlice gap)
{
  static const RdSlice names[] = { RD_SLICE_LITERAL ("lookuphost"), RD_SLICE_LITERAL ("dnslookup"), RD_SLICE_LITERAL ("-remote-") };

  while (gap.length > 0)
    {
      RdSlice  rest = gap;
      RdSlice  word = take_word (&rest);
      gboolean is_name = rd_slice_find_char (word, '_') != NULL && rd_slice_find_char (word, '=') == NULL;

      for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
        is_name = is_name || rd_slice_equal (word, names[i]);
      if (is_host_name (word) && row->event->host.data == NULL)
        row->event->host = word;
      else if (!is_name)
        break;
      gap = rd_slice_trim (rest);
    }
  return gap;
}

static void
end_gap (Row *row)
{
  RdSlice gap = rd_slice_trim (row->gap);

  row->gap = (RdSlice){ NULL, 0 };
  if (gap.length == 0)
    return;
  gap = skip_names (row, gap);
  if (gap.length > row->event->text.length)
    row->event->text = gap;
}

static void
take_address (Row    *row,
              RdSlice word)
{
  if (row->first.data == NULL)
    row->first = word;
  else if (row->second.data == NULL || (rd_slice_equal (row->second, row->first) && row->event->text.length == 0))
    row->second = word;
}

static gboolean
is_event_word (RdSlice word)
{
  static const char *const words[] = { "success", "fail", "failure", "failed", "error", "defer", "deferred", "delivered",
                                       "accepted", "rejected", "filtered", "unknown", "archive", "progress", "queued" };
  g_autofree char         *text = word.length < 16 ? g_ascii_strdown (word.data, (gssize) word.length) : NULL;

  for (gsize i = 0; text != NULL && i < G_N_ELEMENTS (words); i++)
    {
      if (strcmp (text, words[i]) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
read_words (Row    *row,
            RdSlice rest)
{
  rest = rd_slice_trim (rest);
  while (rest.length > 0)
    {
      const char *start;
      RdSlice     word;

      rest = rd_slice_trim (rest);
      start = rest.data;
      if (take_time (row, &rest))
        {
          end_gap (row);
          continue;
        }
      word = take_word (&rest);
      if (is_bare_address (word))
        {
          end_gap (row);
          take_address (row, word);
        }
      else if (is_ip (word))
        {
          end_gap (row);
          row->event->ip = word;
        }
      else if (rd_log_exim_id_length (word) == word.length)
        {
          end_gap (row);
          row->event->queue_id = word;
        }
      else if (row->word.data == NULL && row->gap.data == NULL && is_event_word (word))
        row->word = word;
      else
        row->gap = rd_slice_range (row->gap.data != NULL ? row->gap.data : start, rd_slice_end (word));
    }
  end_gap (row);
}

static gboolean
read_head (RdLogTable *self,
           RdSlice     line)
{
  g_autofree char *text = line.length <= MAX_HEAD_BYTES ? g_strndup (line.data, line.length) : NULL;
  const char      *recipient;
  const char      *sender;

  if (text == NULL || strchr (text, '@') != NULL)
    return FALSE;
  recipient = rd_text_find_nocase (text, "recipient");
  sender = rd_text_find_nocase (text, "sender");
  if (sender == NULL)
    sender = rd_text_find_nocase (text, "from");
  if (recipient == NULL || sender == NULL || (rd_text_find_nocase (text, "time") == NULL && rd_text_find_nocase (text, "date") == NULL) ||
      (rd_text_find_nocase (text, "result") == NULL && rd_text_find_nocase (text, "event") == NULL))
    return FALSE;
  self->is_loose = TRUE;
  self->has_head = FALSE;
  self->recipient_first = recipient < sender;
  return TRUE;
}

/**
 * rd_log_table_read_loose:
 * @self: (inout): the columns, all zero before the first line
 * @clock: (inout): the clock of the log
 * @event: (inout): an event that has nothing but its line
 * @emit: called for a row
 * @user_data: handed to @emit
 *
 * Reads a line of a copied table that has blanks between its cells.
 *
 * Returns: whether it is one
 */
gboolean
rd_log_table_read_loose (RdLogTable *self,
                         RdLogClock *clock,
                         RdLogEvent *event,
                         RdLogEmit   emit,
                         gpointer    user_data)
{
  Row     row = { .clock = clock, .event = event };
  RdSlice line = event->line;

  if (read_head (self, line))
    {
      event->format = RD_LOG_TRACK_DELIVERY;
      return TRUE;
    }
  if (line.length > MAX_ROW_BYTES || rd_slice_find_char (line, '@') == NULL)
    return FALSE;
  read_words (&row, line);
  if (row.second.data == NULL || event->time.zone == RD_LOG_ZONE_NONE || (!self->is_loose && row.word.data == NULL) ||
      (row.word.data == NULL && event->text.length == 0))
    {
      *event = (RdLogEvent){ .line = line, .offset = event->offset, .line_number = event->line_number };
      return FALSE;
    }
  event->format = RD_LOG_TRACK_DELIVERY;
  event->kind = RD_LOG_OUTCOME;
  event->sender = self->recipient_first ? row.second : row.first;
  event->recipient = self->recipient_first ? row.first : row.second;
  rd_log_table_judge (event, row.word);
  emit (event, user_data);
  return TRUE;
}
