/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a log tells, written down as text, so that a test can show a whole story
 * and what must come of it. */

#include "log-testing.h"

#include "rd-log-clock.h"

static void
append (GString    *out,
        const char *name,
        const char *value)
{
  if (value != NULL)
    g_string_append_printf (out, " %s=%s", name, value);
}

/**
 * log_testing_tell:
 * @delivery: a delivery
 *
 * Writes down all that is known of a delivery but its size and its place: the
 * time of day, the status, remarks, fields, and the words behind a bar.
 *
 * Returns: (transfer full): one line
 */
char *
log_testing_tell (const RdDelivery *delivery)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *time = rd_log_time_to_string (&delivery->time);

  g_string_append (out, time != NULL ? time : "-");
  g_string_append_printf (out, " %s", rd_log_status_to_string (delivery->status));
  if (delivery->is_waiting)
    g_string_append (out, " waiting");
  if (delivery->is_inbound)
    g_string_append (out, delivery->is_temporary ? " inbound-for-now" : " inbound");
  if (delivery->is_host_down)
    g_string_append (out, " unreached");
  append (out, "id", delivery->queue_id);
  append (out, "from", delivery->sender == NULL || *delivery->sender != '\0' ? delivery->sender : "<>");
  append (out, "to", delivery->recipient);
  append (out, "original", delivery->original_recipient);
  append (out, "host", delivery->remote_host);
  append (out, "ip", delivery->remote_ip);
  append (out, "code", delivery->reply_code);
  append (out, "enhanced", delivery->enhanced);
  append (out, "dsn", delivery->dsn);
  if (delivery->phase != RD_PHASE_UNKNOWN)
    append (out, "phase", rd_phase_to_string (delivery->phase));
  append (out, "last-host", delivery->last_host);
  append (out, "last-ip", delivery->last_ip);
  append (out, "last", delivery->last_text);
  if (delivery->text != NULL)
    {
      g_auto (GStrv) lines = g_strsplit (delivery->text, "\n", -1);
      g_autofree char *words = g_strjoinv (" / ", lines);

      g_string_append_printf (out, " | %s", words);
    }
  g_string_append_c (out, '\n');
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
tell_cb (const RdLogEvent *event,
         gpointer          user_data)
{
  g_autoptr (RdDelivery) delivery = NULL;
  g_autofree char *told = NULL;

  if (event->kind != RD_LOG_OUTCOME)
    return;
  delivery = rd_delivery_new_from_event (event);
  told = log_testing_tell (delivery);
  g_string_append (user_data, told);
}

/**
 * log_testing_scan:
 * @text: a log
 * @length: its length in bytes
 * @piece: how many bytes to hand over at a time
 *
 * Reads a log once, from front to back.
 *
 * Returns: (transfer full): what it tells
 */
char *
log_testing_scan (const char *text,
                  gsize       length,
                  gsize       piece)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (RdLogScanner) scanner = rd_log_scanner_new (RD_LOG_AUTO, tell_cb, out);

  rd_log_scanner_begin (scanner, "log", LOG_TESTING_WRITTEN_AT);
  for (gsize i = 0; i < length; i += piece)
    rd_log_scanner_feed (scanner, text + i, MIN (piece, length - i));
  rd_log_scanner_end (scanner);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/**
 * log_testing_read_files:
 * @texts: (array length=n): files of one server
 * @n: their number
 *
 * Loads files, so that they can be looked into.
 *
 * Returns: (transfer full): the log
 */
RdLog *
log_testing_read_files (const char *const *texts,
                        guint              n)
{
  g_autoptr (GPtrArray) sources = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_log_source_free);
  g_autoptr (RdLog) log = rd_log_new (RD_LOG_AUTO);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (texts[i], strlen (texts[i]));
      RdLogSource *source = rd_log_source_new_for_bytes (bytes, "log", &error);

      g_assert_no_error (error);
      g_ptr_array_add (sources, source);
    }
  rd_log_read (log, sources, NULL, &error);
  g_assert_no_error (error);
  return g_steal_pointer (&log);
}

/**
 * log_testing_read:
 * @text: a log
 *
 * Loads one file.
 *
 * Returns: (transfer full): the log
 */
RdLog *
log_testing_read (const char *text)
{
  return log_testing_read_files (&text, 1);
}

/**
 * log_testing_load:
 * @path: a file
 * @error: return location for an error
 *
 * Loads a file from the disk, whoever wrote it.
 *
 * Returns: (transfer full) (nullable): the log, %NULL with @error set
 */
RdLog *
log_testing_load (const char *path,
                  GError    **error)
{
  g_autoptr (GPtrArray) sources = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_log_source_free);
  g_autoptr (RdLog) log = rd_log_new (RD_LOG_AUTO);
  RdLogSource *source = rd_log_source_open (path, error);

  if (source == NULL)
    return NULL;
  g_ptr_array_add (sources, source);
  return rd_log_read (log, sources, NULL, error) ? g_steal_pointer (&log) : NULL;
}

/**
 * log_testing_find_message:
 * @log: a log
 * @queue_id: a queue id
 *
 * Finds a message by one of its deliveries, as the window does.
 *
 * Returns: number of the message, or %RD_LOG_NO_MESSAGE
 */
guint
log_testing_find_message (RdLog      *log,
                          const char *queue_id)
{
  for (guint i = 0; i < rd_log_get_n_deliveries (log); i++)
    {
      g_autoptr (RdDelivery) delivery = rd_log_read_delivery (log, i);

      if (delivery != NULL && g_strcmp0 (delivery->queue_id, queue_id) == 0)
        return rd_log_get_delivery_message (log, i);
    }
  return RD_LOG_NO_MESSAGE;
}

/**
 * log_testing_reread:
 * @log: a log
 *
 * Looks every delivery of a loaded log up again, each by itself.
 *
 * Returns: (transfer full): what they tell
 */
char *
log_testing_reread (RdLog *log)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < rd_log_get_n_deliveries (log); i++)
    {
      g_autoptr (RdDelivery) delivery = rd_log_read_delivery (log, i);
      g_autofree char *told = NULL;

      g_assert_nonnull (delivery);
      g_assert_cmpint (delivery->status, ==, rd_log_get_delivery_status (log, i));
      told = log_testing_tell (delivery);
      g_string_append (out, told);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* Years and zones of logs without any are judged by the clock of the file, which
 * is now for a text in memory: stamps of rows are those of the year that ends
 * with LOG_TESTING_WRITTEN_AT, so only the rest of a line is compared. */
static char *
without_years (const char *told)
{
  g_auto (GStrv) lines = g_strsplit (told, "\n", -1);

  for (char **line = lines; *line != NULL; line++)
    {
      if (g_ascii_isdigit ((*line)[0]) && strlen (*line) > 4)
        memmove (*line, *line + 4, strlen (*line) - 3);
    }
  return g_strjoinv ("\n", lines);
}

static void
test_row (gconstpointer data)
{
  static const gsize   pieces[] = { 1, 7, 64, 1000000 };
  const LogTestingRow *row = data;
  g_autoptr (RdLog) log = NULL;
  g_autofree char *read_again = NULL;
  g_autofree char *told = without_years (row->told);
  g_autofree char *told_again = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autofree char *scanned = log_testing_scan (row->lines, strlen (row->lines), pieces[i]);

      g_assert_cmpstr (scanned, ==, row->told);
    }
  log = log_testing_read (row->lines);
  read_again = log_testing_reread (log);
  told_again = without_years (read_again);
  g_assert_cmpstr (told_again, ==, told);
}

/**
 * log_testing_add_rows:
 * @path: where the tests stand, such as "/logs/exim"
 * @rows: (array length=n): rows
 * @n: their number
 *
 * Adds a test for each row: its lines must tell what the row says, whatever the
 * pieces they come in, and tell the same when a delivery is looked up later.
 */
void
log_testing_add_rows (const char          *path,
                      const LogTestingRow *rows,
                      gsize                n)
{
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *full = g_strdup_printf ("%s/%s", path, rows[i].name);

      g_test_add_data_func (full, &rows[i], test_row);
    }
}
