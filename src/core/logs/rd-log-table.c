/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The table of cPanel's Track Delivery, or of WHM's Mail Delivery Reports, as
 * it comes out of a browser by copy and paste: cells with tabs between them,
 * with or without the head. */

#define G_LOG_DOMAIN "rd-log"

#include "config.h"

#include "rd-log-table.h"

#include "rd-log-parse.h"
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
  RdLogTable head = { TRUE, NO_COLUMN, NO_COLUMN, NO_COLUMN, NO_COLUMN, NO_COLUMN, NO_COLUMN, NO_COLUMN, NO_COLUMN };

  for (gsize i = 0; i < n; i++)
    {
      if (is_address (cells[i]) || cells[i].length > 40)
        return FALSE;
      if (has_word (cells[i], "recipient"))
        head.recipient = (int) i;
      else if (head.sender == NO_COLUMN && (has_word (cells[i], "sender") || has_word (cells[i], "from")))
        head.sender = (int) i;
      else if (has_word (cells[i], "time") || has_word (cells[i], "date"))
        head.time = (int) i;
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

/* "Nov 23, 2026, 5:19:26 PM" as the interface writes it, turned into the form
 * of a log. */
static gboolean
read_time (RdLogClock *clock,
           RdSlice     cell,
           RdLogTime  *time)
{
  static const char *months[] = { "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec" };
  g_autofree char   *text = NULL;
  g_autofree char   *iso = NULL;
  char              *p;
  guint64            numbers[5] = { 0 };
  guint              n = 0;
  guint              month = 0;
  gboolean           afternoon;

  if (cell.length < 10 || cell.length > 40)
    return FALSE;
  if (g_ascii_isdigit (cell.data[0]) && cell.data[4] == '-')
    return rd_log_clock_read_iso (clock, cell, (RdSlice){ NULL, 0 }, time);
  text = g_ascii_strdown (cell.data, (gssize) cell.length);
  for (guint i = 0; i < G_N_ELEMENTS (months); i++)
    {
      if (g_str_has_prefix (text, months[i]))
        month = i + 1;
    }
  if (month == 0)
    return FALSE;
  for (p = text; *p != '\0' && n < G_N_ELEMENTS (numbers);)
    {
      if (g_ascii_isdigit (*p))
        numbers[n++] = g_ascii_strtoull (p, &p, 10);
      else
        p++;
    }
  afternoon = strstr (text, "pm") != NULL;
  if (n < 4 || numbers[0] > 31 || numbers[1] > 9999 || numbers[2] > 24 || numbers[3] > 59 || numbers[4] > 60)
    return FALSE;
  if (numbers[2] == 12 && (afternoon || strstr (text, "am") != NULL))
    numbers[2] = 0;
  iso = g_strdup_printf ("%04u-%02u-%02u %02u:%02u:%02u", (guint) numbers[1], month, (guint) numbers[0], (guint) numbers[2] + (afternoon ? 12 : 0), (guint) numbers[3], (guint) numbers[4]);
  return rd_log_clock_read_iso (clock, (RdSlice){ iso, strlen (iso) }, (RdSlice){ NULL, 0 }, time);
}

/* What became of it, from the words of the event and the result. */
static RdLogStatus
judge (RdSlice event,
       RdSlice result)
{
  if (has_word (event, "defer") || has_word (result, "defer") || has_word (result, "reattempted") || has_word (result, "retry time"))
    return RD_LOG_DEFERRED;
  if (has_word (event, "progress") || has_word (event, "queued"))
    return RD_LOG_QUEUED;
  if (has_word (event, "success") || has_word (event, "delivered") || has_word (result, "accepted") || has_word (result, "saved") ||
      rd_slice_starts (result, RD_SLICE_LITERAL ("250")))
    return RD_LOG_DELIVERED;
  return RD_LOG_FAILED;
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
  RdLogTable guess = { FALSE, NO_COLUMN, NO_COLUMN, NO_COLUMN, NO_COLUMN, NO_COLUMN, NO_COLUMN, NO_COLUMN, NO_COLUMN };
  gsize      longest = 0;

  for (gsize i = 0; i < n; i++)
    {
      RdLogTime time;

      if (is_address (cells[i]) && guess.sender == NO_COLUMN)
        guess.sender = (int) i;
      else if (is_address (cells[i]))
        guess.recipient = (int) i;
      else if (guess.time == NO_COLUMN && read_time (clock, cells[i], &time))
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
  event->status = judge (get_cell (cells, n, columns.event), event->text);
  read_time (clock, get_cell (cells, n, columns.time), &event->time);
  emit (event, user_data);
  return TRUE;
}
