/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Logs of several files: rotated, packed, in any order, damaged, cut while they
 * are read.  Whoever hands in the wrong half of a story must still get the right
 * one, and be told what is missing. */

#include "log-testing.h"

#include "rd-log-clock.h"
#include "rd-log-sample.h"
#include "rd-log-words.h"

#include <glib/gstdio.h>
#include <unistd.h>

static const char older[] =
    "2026-11-22 08:00:00 +0000 1xV2SS-00002Y-1N <= anna@bakery.example U=anna P=local S=700 T=\"Offer\"\n"
    "2026-11-22 08:00:02 +0000 1xV2SS-00002Y-1N == kim@partner.example R=dnslookup T=remote_smtp defer (-44) H=mx.partner.example [203.0.113.31]: SMTP error from remote mail server after RCPT TO:<kim@partner.example>: 452 4.2.2 mailbox full\n"
    "2026-11-22 09:00:00 +0000 1xV3SS-00002Y-1O <= ben@bakery.example U=ben P=local S=800\n"
    "2026-11-22 09:00:01 +0000 1xV3SS-00002Y-1O => lee@partner.example R=dnslookup T=remote_smtp H=mx.partner.example [203.0.113.31] C=\"250 ok\"\n"
    "2026-11-22 09:00:01 +0000 1xV3SS-00002Y-1O Completed\n";

static const char newer[] =
    "2026-11-27 08:00:00 +0000 1xV2SS-00002Y-1N ** kim@partner.example: retry timeout exceeded\n"
    "2026-11-27 08:00:00 +0000 1xV2SS-00002Y-1N Completed\n";

static char *
write_file (const char *text,
            gssize      length)
{
  char *path = NULL;
  g_autoptr (GError) error = NULL;
  int fd = g_file_open_tmp ("log-files-XXXXXX", &path, &error);

  g_assert_no_error (error);
  close (fd);
  g_file_set_contents (path, text, length, &error);
  g_assert_no_error (error);
  return path;
}

/* The reason stands in last week's file, the end in this week's. */
static void
check_story (RdLog *log)
{
  g_autoptr (GPtrArray) life = NULL;
  g_autoptr (RdDelivery) last = NULL;
  g_autoptr (RdFailure) failure = NULL;
  RdLogState state;
  guint      message = log_testing_find_message (log, "1xV2SS-00002Y-1N");

  rd_log_get_state (log, &state);
  g_assert_cmpuint (state.n_deliveries, ==, 3);
  g_assert_cmpuint (state.groups[RD_LOG_GROUP_FAILED], ==, 1);
  g_assert_cmpuint (state.groups[RD_LOG_GROUP_WAITING], ==, 0);
  g_assert_cmpuint (state.groups[RD_LOG_GROUP_DELIVERED], ==, 1);
  g_assert_cmpint (state.first_time.seconds, <, state.last_time.seconds);

  last = rd_log_read_delivery (log, 2);
  g_assert_cmpint (last->status, ==, RD_LOG_EXPIRED);
  g_assert_cmpstr (last->sender, ==, "anna@bakery.example");
  g_assert_cmpstr (last->subject, ==, "Offer");
  failure = rd_delivery_to_failure (last);
  g_assert_true (failure->gave_up);
  g_assert_cmpstr (failure->reply_code, ==, "452");
  g_assert_cmpstr (failure->remote_host, ==, "mx.partner.example");

  g_assert_cmpuint (message, !=, RD_LOG_NO_MESSAGE);
  life = rd_log_read_message (log, message);
  g_assert_cmpuint (life->len, ==, 4);
  g_assert_cmpint (((RdLogLine *) life->pdata[0])->kind, ==, RD_LOG_ARRIVAL);
  g_assert_cmpint (((RdLogLine *) life->pdata[3])->kind, ==, RD_LOG_COMPLETED);
}

static void
test_in_order (void)
{
  const char *texts[] = { older, newer };
  g_autoptr (RdLog) log = log_testing_read_files (texts, 2);

  check_story (log);
}

static void
test_backwards (void)
{
  const char *texts[] = { newer, older };
  g_autoptr (RdLog) log = log_testing_read_files (texts, 2);

  check_story (log);
}

/* The line that was cut by rotation ends with its file. */
static void
test_no_newline_between (void)
{
  g_autofree char *cut = g_strndup (older, strlen (older) - 1);
  const char      *texts[] = { cut, newer };
  g_autoptr (RdLog) log = log_testing_read_files (texts, 2);

  check_story (log);
}

/* Found in both files, each delivery once, in order. */
static void
test_search_both (void)
{
  const char *texts[] = { older, newer };
  g_autoptr (RdLog) log = log_testing_read_files (texts, 2);
  g_autoptr (GArray) by_recipient = rd_log_search (log, "kim@partner", NULL);
  g_autoptr (GArray) by_sender = rd_log_search (log, "anna@bakery.example", NULL);
  g_autofree char *line = NULL;

  g_assert_cmpuint (by_recipient->len, ==, 2);
  g_assert_cmpuint (g_array_index (by_recipient, guint, 0), ==, 0);
  g_assert_cmpuint (g_array_index (by_recipient, guint, 1), ==, 2);
  g_assert_cmpuint (by_sender->len, ==, 2);
  line = rd_log_dup_line (log, 2);
  g_assert_cmpstr (line, ==, "2026-11-27 08:00:00 +0000 1xV2SS-00002Y-1N ** kim@partner.example: retry timeout exceeded");
}

/* A file without any time may belong anywhere: the order given stays. */
static void
test_no_times (void)
{
  g_autoptr (GPtrArray) sources = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_log_source_free);
  static const char *const texts[] = { newer, "1xV2SS-00002Y-1M ** kim@partner.example: Unrouteable address\n", older };
  g_autoptr (GPtrArray) ordered = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (texts[i], strlen (texts[i]));
      g_autofree char *name = g_strdup_printf ("part %u", i);

      g_ptr_array_add (sources, rd_log_source_new_for_bytes (bytes, name, NULL));
    }
  ordered = rd_log_sources_order (sources);
  g_assert_cmpuint (ordered->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    g_assert_true (ordered->pdata[i] == sources->pdata[i]);

  g_ptr_array_remove_index (sources, 1);
  g_ptr_array_unref (ordered);
  ordered = rd_log_sources_order (sources);
  g_assert_cmpstr (rd_log_source_get_name (ordered->pdata[0]), ==, "part 2");
  g_assert_cmpstr (rd_log_source_get_name (ordered->pdata[1]), ==, "part 0");
}

/* Classic stamps have no year: each file takes it from when it was written. */
static void
test_years (void)
{
  static const char december[] = "Dec 31 23:59:58 mail postfix/local[1]: 4F3A81C0E2: to=<a@bakery.example>, relay=local, delay=0, delays=0/0/0/0, dsn=5.1.1, status=bounced (unknown user: \"a\")\n"
                                 "Jan  1 00:00:01 mail postfix/local[1]: 5A1B2C3D4E: to=<b@bakery.example>, relay=local, delay=0, delays=0/0/0/0, dsn=5.1.1, status=bounced (unknown user: \"b\")\n";
  static const struct
  {
    gint64      written_at;
    const char *first;
    const char *second;
  } rows[] = {
    { 1798761700 /* 2027-01-01 00:01:40 */, "2026-12-31T23:59:58+00:00", "2027-01-01T00:00:01+00:00" },
    { 1811980800 /* 2027-06-03 */, "2026-12-31T23:59:58+00:00", "2027-01-01T00:00:01+00:00" },
    { 1830211200 /* 2027-12-31 00:00:00 */, "2027-12-31T23:59:58+00:00", "2028-01-01T00:00:01+00:00" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      RdLogClock clock;
      RdLogTime  time;
      char      *text;

      rd_log_clock_init (&clock, rows[i].written_at);
      g_assert_true (rd_log_clock_read_syslog (&clock, (RdSlice){ december, 15 }, &time));
      text = rd_log_time_to_string (&time);
      g_assert_cmpstr (text, ==, rows[i].first);
      g_free (text);
      g_assert_true (rd_log_clock_read_syslog (&clock, RD_SLICE_LITERAL ("Jan  1 00:00:01"), &time));
      text = rd_log_time_to_string (&time);
      g_assert_cmpstr (text, ==, rows[i].second);
      g_free (text);
      /* a line that was written late does not turn the year again */
      g_assert_true (rd_log_clock_read_syslog (&clock, (RdSlice){ december, 15 }, &time));
      text = rd_log_time_to_string (&time);
      g_assert_cmpstr (text, ==, rows[i].first);
      g_free (text);
      rd_log_clock_clear (&clock);
    }
}

/* The same lines in two files must be read in the year of the first. */
static void
test_year_of_each_file (void)
{
  RdLogClock       clock;
  RdLogTime        time;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  rd_log_clock_init (&clock, 1796057600 /* 2026-11-30 */);
  g_assert_true (rd_log_clock_read_syslog (&clock, RD_SLICE_LITERAL ("Nov 23 17:19:26"), &time));
  before = rd_log_time_to_string (&time);
  g_assert_cmpstr (before, ==, "2026-11-23T17:19:26+00:00");
  rd_log_clock_restart (&clock, 1764547200 /* 2025-12-01 */);
  g_assert_true (rd_log_clock_read_syslog (&clock, RD_SLICE_LITERAL ("Nov 23 17:19:26"), &time));
  after = rd_log_time_to_string (&time);
  g_assert_cmpstr (after, ==, "2025-11-23T17:19:26+00:00");
  rd_log_clock_clear (&clock);
}

/* Reading stops when asked to, says so, and keeps what it has. */
static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GPtrArray) sources = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_log_source_free);
  g_autoptr (RdLog) log = rd_log_new (RD_LOG_AUTO);
  g_autoptr (GBytes) bytes = g_bytes_new_static (older, strlen (older));
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) found = NULL;

  g_ptr_array_add (sources, rd_log_source_new_for_bytes (bytes, "log", NULL));
  g_cancellable_cancel (cancellable);
  g_assert_false (rd_log_read (log, sources, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  found = rd_log_search (log, "kim", cancellable);
  g_assert_cmpuint (found->len, ==, 0);
}

/* What came before the damage is there; the error names the file. */
static void
test_damaged (void)
{
  static const char packed[] = "\037\213\010\000\000\000\000\000\000\003 this is no deflated data at all, whatever its head says";
  g_autofree char  *path = write_file (packed, sizeof packed - 1);
  g_autofree char  *name = g_path_get_basename (path);
  g_autoptr (GPtrArray) sources = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_log_source_free);
  g_autoptr (RdLog) log = rd_log_new (RD_LOG_AUTO);
  g_autoptr (GBytes) bytes = g_bytes_new_static (older, strlen (older));
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (sources, rd_log_source_new_for_bytes (bytes, "log", NULL));
  g_ptr_array_add (sources, rd_log_source_open (path, &error));
  g_assert_no_error (error);
  g_assert_false (rd_log_source_is_plain (sources->pdata[1]));
  g_assert_false (rd_log_read (log, sources, NULL, &error));
  g_assert_error (error, RD_LOG_ERROR, RD_LOG_ERROR_READ);
  g_assert_nonnull (strstr (error->message, name));
  g_assert_cmpuint (rd_log_get_n_deliveries (log), ==, 2);
  g_unlink (path);
}

/* "copytruncate": the file is shorter than what was read of it. */
static void
test_cut_under_our_hands (void)
{
  g_autofree char *path = write_file (older, -1);
  g_autoptr (GError) error = NULL;
  g_autoptr (RdLog) log = log_testing_load (path, &error);
  g_autoptr (GArray) found = NULL;
  g_autoptr (GPtrArray) life = NULL;
  g_autofree char *line = NULL;
  guint            message;

  g_assert_no_error (error);
  message = log_testing_find_message (log, "1xV2SS-00002Y-1N");
  g_assert_cmpint (truncate (path, 0), ==, 0);
  g_assert_null (rd_log_read_delivery (log, 0));
  line = rd_log_dup_line (log, 0);
  g_assert_cmpstr (line, ==, "");
  found = rd_log_search (log, "kim", NULL);
  g_assert_cmpuint (found->len, ==, 0);
  life = rd_log_read_message (log, message);
  g_assert_cmpuint (life->len, ==, 0);
  g_unlink (path);
}

/* Files that are not there, or cannot be read, say which one. */
static void
test_open_errors (void)
{
  g_autofree char *folder = g_dir_make_tmp ("log-files-XXXXXX", NULL);
  g_autofree char *missing = g_build_filename (folder, "mainlog.1", NULL);
  const char      *paths[] = { missing, folder };

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (RdLogSource) source = rd_log_source_open (paths[i], &error);

      g_assert_null (source);
      g_assert_error (error, RD_LOG_ERROR, RD_LOG_ERROR_OPEN);
      g_assert_nonnull (strstr (error->message, paths[i]));
      g_assert_false (rd_log_is_log_file (paths[i], NULL));
    }
  g_rmdir (folder);
}

static gboolean
take_all_cb (const char *data,
             gsize       length,
             gpointer    user_data)
{
  g_string_append_len (user_data, data, (gssize) length);
  return TRUE;
}

static gboolean
take_once_cb (const char *data,
              gsize       length,
              gpointer    user_data)
{
  take_all_cb (data, length, user_data);
  return FALSE;
}

/* Looking at the beginning leaves the file whole. */
static void
test_peek (void)
{
  g_autofree char *path = write_file (older, -1);
  g_autoptr (RdLogSource) source = rd_log_source_open (path, NULL);
  g_autoptr (GString) first = g_string_new (NULL);
  g_autoptr (GString) all = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (rd_log_source_get_size (source), ==, strlen (older));
  g_assert_true (rd_log_source_peek (source, take_once_cb, first));
  g_assert_cmpuint (first->len, >, 0);
  g_assert_true (g_str_has_prefix (older, first->str));
  g_assert_true (rd_log_source_read (source, take_all_cb, all, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (all->str, ==, older);
  g_unlink (path);
}

/* An empty file and one of blank lines are no logs and no errors. */
static void
test_empty (void)
{
  static const char *const texts[] = { "", "\n\n\r\n   \n" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *path = write_file (texts[i], -1);
      g_autoptr (GError) error = NULL;
      g_autoptr (RdLog) log = log_testing_load (path, &error);
      g_autoptr (GArray) found = NULL;
      g_autoptr (GPtrArray) findings = NULL;
      RdLogState state;

      g_assert_no_error (error);
      g_assert_cmpint (rd_log_get_format (log), ==, RD_LOG_AUTO);
      rd_log_get_state (log, &state);
      g_assert_cmpuint (state.counts.lines, ==, 0);
      g_assert_cmpint (rd_log_state_judge (&state), ==, RD_FINDING_UNKNOWN);
      found = rd_log_search (log, "a", NULL);
      g_assert_cmpuint (found->len, ==, 0);
      findings = rd_log_dup_findings (log);
      g_assert_cmpuint (findings->len, ==, 0);
      g_assert_false (rd_log_is_log_file (path, NULL));
      g_unlink (path);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/logs/files/in-order", test_in_order);
  g_test_add_func ("/logs/files/backwards", test_backwards);
  g_test_add_func ("/logs/files/no-newline-between", test_no_newline_between);
  g_test_add_func ("/logs/files/search-both", test_search_both);
  g_test_add_func ("/logs/files/no-times", test_no_times);
  g_test_add_func ("/logs/files/years", test_years);
  g_test_add_func ("/logs/files/year-of-each-file", test_year_of_each_file);
  g_test_add_func ("/logs/files/cancelled", test_cancelled);
  g_test_add_func ("/logs/files/damaged", test_damaged);
  g_test_add_func ("/logs/files/cut-under-our-hands", test_cut_under_our_hands);
  g_test_add_func ("/logs/files/open-errors", test_open_errors);
  g_test_add_func ("/logs/files/peek", test_peek);
  g_test_add_func ("/logs/files/empty", test_empty);
  return g_test_run ();
}
