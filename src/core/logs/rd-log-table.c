/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The table of cPanel's Track Delivery, or of WHM's Mail Delivery Reports, as
 * it comes out of a browser by copy and paste: cells with tabs between them,
 * with or without the head. */

#define G_LOG_DOMAIN "rd-log"

#include "config.h"

#include "rd-log-table.h"

#include "rd-text.h"

/* A row has at least sender, time and recipient. */
#define MIN_CELLS 3

#define NO_COLUMN -1

static gsize
split_cells (RdSlice line,
             RdSlice cells[RD_LOG_TABLE_COLUMNS])
{
  char  separator = rd_slice_find_char (line, '\t') != NULL ? '\t' : '|';
  gsize n = 0;

  if (rd_slice_find_char (line, separator) == NULL)
    return 0;
  while (n < RD_LOG_TABLE_COLUMNS && line.length > 0)
    cells[n++] = rd_slice_trim (rd_slice_take_until (&line, separator));
  return n;
}

static gboolean
has_word (RdSlice     cell,
          const char *word)
{
  g_autofree char *text = g_strndup (cell.data, MIN (cell.length, 4096));

  return text != NULL && rd_text_find_nocase (text, word) != NULL;
}

static gboolean
is_address (RdSlice cell)
{
  const char *at = rd_slice_find_char (cell, '@');

  return at != NULL && at != cell.data && rd_slice_find_char (cell, ' ') == NULL && at + 1 < rd_slice_end (cell) && cell.length < 320;
}

static gboolean
read_head (RdLogTable    *self,
           const RdSlice *cells,
           gsize          n)
{
  RdLogTable head = { TRUE, NO_COLUMN, NO_COLUMN, NO_COLUMN, NO_COLUMN, NO_COLUMN, NO_COLUMN, NO_COLUMN, NO_COLUMN, NO_COLUMN, FALSE, FALSE };

  for (gsize i = 0; i < n; i++)
    {
      if (is_address (cells[i]) || cells[i].length > 40)
        return FALSE;
      if (has_word (cells[i], "recipient"))
        head.recipient = (int) i;
      else if (head.sender == NO_COLUMN && (has_word (cells[i], "sender") || has_word (cells[i], "from")))
        head.sender = (int) i;
      else if (has_word (cells[i], "time") || has_word (cells[i], "date"))
        *(head.time == NO_COLUMN ? &head.time : &head.out_time) = (int) i;
      else if (has_word (cells[i], "result"))
        head.result = (int) i;
      else if (has_word (cells[i], "event"))
        head.event = (int) i;
      else if (has_word (cells[i], "host"))
        head.host = (int) i;
      else if (has_word (cells[i], "ip"))
        head.ip = (int) i;
      else if (has_word (cells[i], "id"))
        head.id = (int) i;
    }
  if (head.recipient == NO_COLUMN || (head.result == NO_COLUMN && head.event == NO_COLUMN))
    return FALSE;
  *self = head;
  return TRUE;
}

/* The number of the month named in @text, 0 if there is none. */
static guint
find_month (const char *text)
{
  static const char *const months[] = { "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec" };

  for (guint i = 0; i < G_N_ELEMENTS (months); i++)
    {
      const char *found = strstr (text, months[i]);

      if (found != NULL && (found == text || !g_ascii_isalpha (found[-1])))
        return i + 1;
    }
  return 0;
}

/* Day and month of "23.11.2026" or "11/23/2026".  Which is which of two small
 * numbers with slashes nobody can tell. */
static gboolean
order_date (const char *text,
            guint64     numbers[6],
            guint      *month)
{
  gboolean day_first = strchr (text, '.') != NULL || numbers[0] > 12;

  if (!day_first && numbers[1] <= 12 && numbers[0] != numbers[1])
    return FALSE;
  *month = (guint) MIN (numbers[day_first ? 1 : 0], 99);
  numbers[0] = numbers[day_first ? 0 : 1];
  memmove (numbers + 1, numbers + 2, 4 * sizeof numbers[0]);
  numbers[5] = 0;
  return *month >= 1 && *month <= 12;
}

/**
 * rd_log_table_read_time:
 * @clock: (inout): the clock of the log
 * @cell: a cell
 * @time: (out): the time, written on success
 *
 * Reads "Nov 23, 2026, 5:19:26 PM" and other forms the interface writes.
 *
 * Returns: whether it is a time
 */
gboolean
rd_log_table_read_time (RdLogClock *clock,
                        RdSlice     cell,
                        RdLogTime  *time)
{
  g_autofree char *text = NULL;
  g_autofree char *iso = NULL;
  char            *p;
  guint64          numbers[6] = { 0 };
  guint            n = 0;
  guint            month;
  gboolean         afternoon;

  if (cell.length < 10 || cell.length > 40)
    return FALSE;
  if (g_ascii_isdigit (cell.data[0]) && cell.data[4] == '-')
    return rd_log_clock_read_iso (clock, cell, (RdSlice){ NULL, 0 }, time);
  text = g_ascii_strdown (cell.data, (gssize) cell.length);
  for (p = text; *p != '\0' && n < G_N_ELEMENTS (numbers);)
    {
      if (g_ascii_isdigit (*p))
        numbers[n++] = g_ascii_strtoull (p, &p, 10);
      else
        p++;
    }
  month = find_month (text);
  if (month == 0 && (n < 5 || !order_date (text, numbers, &month)))
    return FALSE;
  afternoon = strstr (text, "pm") != NULL;
  if (n < 4 || numbers[0] > 31 || numbers[1] < 1970 || numbers[1] > 9999 || numbers[2] > 24 || numbers[3] > 59 || numbers[4] > 60)
    return FALSE;
  if (numbers[2] == 12 && (afternoon || strstr (text, "am") != NULL))
    numbers[2] = 0;
  iso = g_strdup_printf ("%04u-%02u-%02u %02u:%02u:%02u", (guint) numbers[1], month, (guint) numbers[0], (guint) numbers[2] + (afternoon ? 12 : 0), (guint) numbers[3], (guint) numbers[4]);
  return rd_log_clock_read_iso (clock, (RdSlice){ iso, strlen (iso) }, (RdSlice){ NULL, 0 }, time);
}

/**
 * rd_log_table_judge:
 * @event: (inout): a row, whose text is the result
 * @word: what the table calls the event
 *
 * Finds out what became of it, from the words of the event and the result.
 */
void
rd_log_table_judge (RdLogEvent *event,
                    RdSlice     word)
{
  RdSlice result = event->text;

  if (has_word (word, "defer") || has_word (result, "defer") || has_word (result, "reattempted") || has_word (result, "retry time not"))
    event->status = RD_LOG_DEFERRED;
  else if (has_word (word, "progress") || has_word (word, "queued"))
    event->status = RD_LOG_QUEUED;
  else if (has_word (word, "reject"))
    {
      event->status = RD_LOG_REJECTED;
      event->is_inbound = TRUE;
    }
  else if (has_word (word, "success") || has_word (word, "delivered") || has_word (word, "accepted"))
    event->status = RD_LOG_DELIVERED;
  else if (!has_word (word, "fail") && !has_word (word, "error") &&
           (has_word (result, "accepted") || has_word (result, "saved") || rd_slice_starts (result, RD_SLICE_LITERAL ("250"))))
    event->status = RD_LOG_DELIVERED;
  else
    event->status = RD_LOG_FAILED;
}

static RdSlice
get_cell (const RdSlice *cells,
          gsize          n,
          int            column)
{
  return column != NO_COLUMN && (gsize) column < n ? cells[column] : (RdSlice){ NULL, 0 };
}

/* Without a head: the first address sent it, the last one got it, the longest
 * text is the result. */
static gboolean
guess_columns (RdLogTable    *self,
               RdLogClock    *clock,
               const RdSlice *cells,
               gsize          n)
{
  RdLogTable guess = { FALSE, NO_COLUMN, NO_COLUMN, NO_COLUMN, NO_COLUMN, NO_COLUMN, NO_COLUMN, NO_COLUMN, NO_COLUMN, NO_COLUMN, FALSE, FALSE };
  gsize      longest = 0;

  for (gsize i = 0; i < n; i++)
    {
      RdLogTime time;

      if (is_address (cells[i]) && guess.sender == NO_COLUMN)
        guess.sender = (int) i;
      else if (is_address (cells[i]))
        guess.recipient = (int) i;
      else if (guess.time == NO_COLUMN && rd_log_table_read_time (clock, cells[i], &time))
        guess.time = (int) i;
      else if (i == 0)
        guess.event = 0;
      else if (cells[i].length > longest && rd_slice_find_char (cells[i], ' ') != NULL)
        {
          guess.result = (int) i;
          longest = cells[i].length;
        }
    }
  if (guess.recipient == NO_COLUMN || guess.result == NO_COLUMN || guess.time == NO_COLUMN)
    return FALSE;
  *self = guess;
  return TRUE;
}

/**
 * rd_log_table_read:
 * @self: (inout): the columns, all zero before the first line
 * @clock: (inout): the clock of the log
 * @event: (inout): an event that has nothing but its line
 * @emit: called for a row
 * @user_data: handed to @emit
 *
 * Reads a line of a copied table.
 *
 * Returns: whether it is one
 */
gboolean
rd_log_table_read (RdLogTable *self,
                   RdLogClock *clock,
                   RdLogEvent *event,
                   RdLogEmit   emit,
                   gpointer    user_data)
{
  RdSlice    cells[RD_LOG_TABLE_COLUMNS];
  gsize      n = split_cells (event->line, cells);
  RdLogTable columns = *self;

  if (n < MIN_CELLS)
    return FALSE;
  event->format = RD_LOG_TRACK_DELIVERY;
  if (read_head (self, cells, n))
    return TRUE;
  if (!columns.has_head && !guess_columns (&columns, clock, cells, n))
    return FALSE;
  event->recipient = get_cell (cells, n, columns.recipient);
  if (!is_address (event->recipient))
    return FALSE;
  event->kind = RD_LOG_OUTCOME;
  event->sender = get_cell (cells, n, columns.sender);
  event->text = get_cell (cells, n, columns.result);
  event->host = get_cell (cells, n, columns.host);
  event->ip = get_cell (cells, n, columns.ip);
  event->queue_id = get_cell (cells, n, columns.id);
  rd_log_table_judge (event, get_cell (cells, n, columns.event));
  if (!rd_log_table_read_time (clock, get_cell (cells, n, columns.out_time), &event->time))
    rd_log_table_read_time (clock, get_cell (cells, n, columns.time), &event->time);
  emit (event, user_data);
  return TRUE;
}
