/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The report about a whole log, and its table: what a host must find in it, what
 * nobody must, and what a spreadsheet may make of words from outside. */

#include "rd-report-log-csv.h"
#include "rd-report-log.h"
#include "rd-report-pdf.h"
#include "report-testing.h"

#include <string.h>

#define STAMP "2026-11-23 17:19:26 +0000 "
#define REPLY(id, recipient, words) STAMP id " ** " recipient " R=dnslookup T=remote_smtp H=mx.partner.example [203.0.113.31]: SMTP error from remote mail server after RCPT TO:<" recipient ">: " words "\n"
#define ARRIVAL(id, subject) STAMP id " <= anna@bakery.example U=anna P=local S=700 T=\"" subject "\"\n"

static RdLog *
read_log (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GPtrArray) sources = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_log_source_free);
  g_autoptr (GError) error = NULL;
  RdLog *log = rd_log_new (RD_LOG_AUTO);

  g_ptr_array_add (sources, rd_log_source_new_for_bytes (bytes, "mainlog", &error));
  g_assert_no_error (error);
  rd_log_read (log, sources, NULL, &error);
  g_assert_no_error (error);
  return log;
}

static char *
dup_log_report (const char   *text,
                RdRedactFlags redact)
{
  const RdReportOptions options = { .redact = redact };
  g_autoptr (RdLog) log = read_log (text);
  g_autoptr (GDateTime) created = g_date_time_new_utc (2026, 11, 24, 8, 0, 0);
  g_autoptr (RdReport) report = rd_report_new_for_log (log, &options, created);

  g_assert_true (rd_report_has_log_anything (log) == (report != NULL));
  return report != NULL ? rd_report_to_text (report) : NULL;
}

static char *
dup_table (const char *text)
{
  g_autoptr (RdLog) log = read_log (text);
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;

  for (guint i = 0; i < rd_log_get_n_deliveries (log); i++)
    g_array_append_val (numbers, i);
  g_assert_true (rd_report_log_write_csv (log, numbers, stream, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_output_stream_close (stream, NULL, &error));
  bytes = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (stream));
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
assert_order (const char        *text,
              const char *const *words)
{
  const char *from = text;

  for (gsize i = 0; words[i] != NULL; i++)
    {
      const char *found = strstr (from, words[i]);

      if (found == NULL)
        g_error ("in:\n%s\n“%s” is missing, or stands too early", text, words[i]);
      from = found + 1;
    }
}

/* Identifiers that a host can search its log for, and the whole reply. */
static void
test_items (void)
{
  static const char *const words[] = {
    "1 delivery did not succeed", "2026-11-23T17:19:26+00:00 1xVXhO-00002Y-1N failed",
    "<anna@bakery.example> -> <kim@partner.example>", "mx.partner.example [203.0.113.31]", "550-5.1.1 no", "550 5.1.1 such user", NULL
  };
  g_autofree char *text = dup_log_report (ARRIVAL ("1xVXhO-00002Y-1N", "Hi") REPLY ("1xVXhO-00002Y-1N", "kim@partner.example", "550-5.1.1 no\\n550 5.1.1 such user"), RD_REDACT_NOTHING);

  assert_order (text, words);
}

/* The most frequent reason comes first, whatever stands first in the log. */
static void
test_groups (void)
{
  static const char *const words[] = { "3 deliveries did not succeed", "2 deliveries", "1 delivery", NULL };
  g_autofree char         *text = dup_log_report (
              REPLY ("1xVXhO-00002Y-1A", "a@partner.example", "552 5.2.2 mailbox full")
                  REPLY ("1xVXhO-00002Y-1B", "b@partner.example", "550 5.1.1 user unknown")
                      REPLY ("1xVXhO-00002Y-1C", "c@partner.example", "550 5.1.1 user unknown"),
              RD_REDACT_NOTHING);

  assert_order (text, words);
}

/* A mailing to hundreds does not fill hundreds of pages. */
static void
test_many (void)
{
  g_autoptr (GString) log = g_string_new (NULL);
  g_autofree char *text = NULL;
  guint            n = 0;

  for (guint i = 0; i < 50; i++)
    g_string_append_printf (log, STAMP "1xVXhO-00002Y-%02u ** user%u@partner.example R=r T=t H=mx.partner.example [203.0.113.31]: SMTP error from remote mail server after RCPT TO:<user%u@partner.example>: 550 5.1.1 user unknown\n", i, i, i);
  text = dup_log_report (log->str, RD_REDACT_NOTHING);
  g_assert_nonnull (strstr (text, "50 deliveries did not succeed"));
  g_assert_nonnull (strstr (text, "30 more deliveries like these are in the log."));
  for (const char *p = text; (p = strstr (p, "-> <user")) != NULL; p++)
    n++;
  g_assert_cmpuint (n, ==, 20);
}

/* Nothing to report: no report, rather than an empty one. */
static void
test_nothing (void)
{
  static const char *const logs[] = {
    STAMP "1xVXhO-00002Y-1N => kim@partner.example R=r T=t H=mx.partner.example [203.0.113.31]\n",
    STAMP "H=(x) [198.51.100.66] F=<win@casino.example> rejected RCPT <info@bakery.example>: listed\n",
    "26h   681 1xVXhP-00003A-0b <anna@bakery.example>\n          kim@partner.example\n",
    "nothing of a log\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (logs); i++)
    {
      g_autofree char *text = dup_log_report (logs[i], RD_REDACT_NOTHING);

      g_assert_null (text);
    }
}

/* What was tried and went through in the end did not fail. */
static void
test_went_through (void)
{
  g_autofree char *text = dup_log_report (
      STAMP "1xVXhO-00002Y-1N == kim@partner.example R=r T=t defer (111): Connection refused\n" STAMP "1xVXhO-00002Y-1N => kim@partner.example R=r T=t H=mx.partner.example [203.0.113.31]\n" REPLY ("1xVXhO-00002Y-1O", "lee@partner.example", "550 5.1.1 user unknown"),
      RD_REDACT_NOTHING);

  g_assert_nonnull (strstr (text, "1 delivery did not succeed"));
  g_assert_null (strstr (text, "kim@"));
}

/* Who got the mail, and what it was about, in every place a log has for it. */
static void
test_hidden (void)
{
  static const char log[] =
      ARRIVAL ("1xVXhO-00002Y-1A", "About the divorce")
          REPLY ("1xVXhO-00002Y-1A", "petra.quendel@partner.example", "550 5.7.1 PETRA.QUENDEL: \\\"About the divorce\\\" is spam")
              ARRIVAL ("1xVXhO-00002Y-1B", "Re: About the divorce")
                  STAMP "1xVXhO-00002Y-1B == p.quendel@mailhouse.example <petra.quendel+a@bakery.example> R=r T=t defer (-44) H=mx.mailhouse.example [203.0.113.21]: SMTP error from remote mail server after RCPT TO:<p.quendel@mailhouse.example>: 452 4.2.2 petra.quendel is full\n" STAMP "1xVXhO-00002Y-1B ** p.quendel@mailhouse.example <petra.quendel+a@bakery.example>: retry timeout exceeded\n" STAMP "1xVXhO-00002Y-1C ** \"petra quendel\"@partner.example R=r: Unrouteable address\n";
  g_autofree char *open = dup_log_report (log, RD_REDACT_NOTHING);
  g_autofree char *text = dup_log_report (log, RD_REDACT_RECIPIENTS | RD_REDACT_SUBJECT);
  g_autofree char *lower = g_utf8_strdown (text, -1);

  g_assert_nonnull (strstr (open, "petra.quendel"));
  g_assert_nonnull (strstr (text, "3 deliveries did not succeed"));
  g_assert_nonnull (strstr (text, "@partner.example"));
  g_assert_nonnull (strstr (text, "1xVXhO-00002Y-1C"));
  if (strstr (lower, "quendel") != NULL || strstr (lower, "divorce") != NULL)
    g_error ("told:\n%s", text);
}

typedef struct
{
  const char *name;
  const char *reply; /* as the log has it */
  const char *cell;  /* at the end of the line */
} CellRow;

static const CellRow cells[] = {
  { "comma", "550 no, never", "\"SMTP error from remote mail server after RCPT TO:<kim@partner.example>: 550 no, never\"" },
  { "quotes", "550 \\\"no\\\"", "\"SMTP error from remote mail server after RCPT TO:<kim@partner.example>: 550 \"\"no\"\"\"" },
  { "one-line-each", "550-a\\n550 b", "\"SMTP error from remote mail server after RCPT TO:<kim@partner.example>: 550-a 550 b\"" },
};

static void
test_cell (gconstpointer data)
{
  const CellRow   *row = data;
  g_autofree char *log = g_strdup_printf (STAMP "1xVXhO-00002Y-1N ** kim@partner.example R=r T=t H=mx.partner.example [203.0.113.31]: SMTP error from remote mail server after RCPT TO:<kim@partner.example>: %s\n", row->reply);
  g_autofree char *table = dup_table (log);
  g_autofree char *end = g_strdup_printf ("%s\r\n", row->cell);

  if (!g_str_has_suffix (table, end))
    g_assert_cmpstr (table, ==, end);
}

/* Words that a spreadsheet would take for a formula stay words. */
static void
test_formulas (void)
{
  static const char *const evil[] = { "=HYPERLINK(\\\"http://x.example\\\")", "+1+1", "-2+3", "@SUM(1)" };

  for (gsize i = 0; i < G_N_ELEMENTS (evil); i++)
    {
      g_autofree char *log = g_strdup_printf (STAMP "1xVXhO-00002Y-1N ** kim@partner.example R=r: %s\n", evil[i]);
      g_autofree char *table = dup_table (log);
      const char      *line = strstr (table, "\r\n") + 2;
      char             bare[] = { ',', evil[i][0], '\0' };
      char             quoted[] = { ',', '"', evil[i][0], '\0' };

      g_assert_nonnull (strstr (line, "kim@partner.example"));
      g_assert_null (strstr (line, bare));
      g_assert_null (strstr (line, quoted));
    }
}

/* Newest first, one line each, the same number of cells in all. */
static void
test_table (void)
{
  static const char *const order[] = { "time,status,recipient,", "c@partner.example", "b@partner.example", "a@partner.example", NULL };
  g_autofree char         *table = dup_table (
              REPLY ("1xVXhO-00002Y-1A", "a@partner.example", "550 5.1.1 user unknown")
                  STAMP "1xVXhO-00002Y-1B => b@partner.example R=r T=t H=mx.partner.example [203.0.113.31]\n"
                                "2026-11-23 17:19:27 +0000 H=(x) [198.51.100.66] F=<win@casino.example> rejected RCPT <c@partner.example>: listed\n");
  g_auto (GStrv) lines = g_strsplit (table, "\r\n", -1);

  assert_order (table, order);
  g_assert_cmpuint (g_strv_length (lines), ==, 5);
  for (guint i = 0; i < 4; i++)
    {
      g_auto (GStrv) columns = g_strsplit (lines[i], i == 0 ? "," : "\",\"", -1);

      g_assert_cmpuint (g_strv_length (columns), ==, 12);
    }
  g_assert_nonnull (strstr (lines[3], "\"address-not-found\",\"you\",\"550\",\"5.1.1\""));
  /* nobody is to blame for what was delivered, or refused at the door */
  g_assert_null (strstr (lines[2], "address-not-found"));
  g_assert_null (strstr (lines[1], "\"you\""));
}

static void
test_cancelled (void)
{
  g_autoptr (RdLog) log = read_log (REPLY ("1xVXhO-00002Y-1A", "a@partner.example", "550 5.1.1 user unknown"));
  g_autoptr (GArray) numbers = g_array_new (FALSE, TRUE, sizeof (guint));
  g_autoptr (GFileIOStream) stream = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_array_set_size (numbers, 1);
  file = g_file_new_tmp ("table-XXXXXX.csv", &stream, &error);
  g_assert_no_error (error);
  g_cancellable_cancel (cancellable);
  g_assert_false (rd_report_log_write_csv (log, numbers, g_io_stream_get_output_stream (G_IO_STREAM (stream)), cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_file_delete (file, NULL, NULL);
}

/* A list that is not saved, for whatever reason, leaves the older one. */
static void
test_saved (void)
{
  g_autoptr (RdLog) log = read_log (REPLY ("1xVXhO-00002Y-1A", "a@partner.example", "550 5.1.1 user unknown"));
  g_autoptr (GArray) numbers = g_array_new (FALSE, TRUE, sizeof (guint));
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) folder = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GFile) nowhere = NULL;
  g_autofree char *path = g_dir_make_tmp ("redeliver-XXXXXX", &error);
  g_autofree char *contents = NULL;
  g_autofree char *after = NULL;

  g_assert_no_error (error);
  folder = g_file_new_for_path (path);
  file = g_file_get_child (folder, "list.csv");
  nowhere = g_file_resolve_relative_path (folder, "gone/list.csv");
  g_array_set_size (numbers, 1);

  g_assert_true (rd_report_log_save_csv (log, numbers, file, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_load_contents (file, NULL, &contents, NULL, NULL, NULL));
  g_assert_nonnull (strstr (contents, "a@partner.example"));

  g_assert_false (rd_report_log_save_csv (log, numbers, nowhere, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "gone/list.csv” was not saved: "));
  g_clear_error (&error);

  g_cancellable_cancel (cancellable);
  g_assert_false (rd_report_log_save_csv (log, numbers, file, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (g_file_load_contents (file, NULL, &after, NULL, NULL, NULL));
  g_assert_cmpstr (after, ==, contents);

  g_assert_true (g_file_delete (file, NULL, NULL));
  g_assert_true (g_file_delete (folder, NULL, NULL));
}

/* Why a file could not be written, in the words of people. */
static void
test_save_errors (void)
{
  static const struct
  {
    GIOErrorEnum cause;
    const char  *words;
  } rows[] = {
    { G_IO_ERROR_NO_SPACE, "“list.csv” was not saved: the disk is full." },
    { G_IO_ERROR_READ_ONLY, "“list.csv” was not saved: writing to this folder is not allowed." },
    { G_IO_ERROR_PERMISSION_DENIED, "“list.csv” was not saved: writing to this folder is not allowed." },
    { G_IO_ERROR_TIMED_OUT, "“list.csv” was not saved: something else" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) cause = g_error_new_literal (G_IO_ERROR, (int) rows[i].cause, "something else");
      g_autoptr (GError) error = rd_report_save_error (cause, "list.csv");

      g_assert_cmpstr (error->message, ==, rows[i].words);
    }
}

static void
test_deliveries (void)
{
  static const char *const wanted[] = {
    "Report on a mail server’s log", "27 deliveries did not succeed", "[25 deliveries] That mailbox does not exist", "[1 delivery] No known reason",
    "1vKQpV-00000007AbA-1aBc", "<owner@sender.example> -> <m***@shop.example>", "mx.shop.example [192.0.2.25]",
    "5 more deliveries like these are in the log.", NULL
  };
  const RdDelivery delivery = {
    .status = RD_LOG_FAILED, .queue_id = (char *) "1vKQpV-00000007AbA-1aBc", .sender = (char *) "owner@sender.example", .recipient = (char *) "mark.will@shop.example", .remote_host = (char *) "mx.shop.example", .remote_ip = (char *) "192.0.2.25", .text = (char *) "550 5.1.1 no such user mark.will"
  };
  RdReportDelivery deliveries[26];
  g_autoptr (GDateTime) created = g_date_time_new_utc (2026, 11, 21, 8, 0, 0);
  const RdReportOptions options = { .reader = RD_REPORT_FOR_HOST, .redact = RD_REDACT_RECIPIENTS };
  g_autoptr (RdReport) report = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (deliveries); i++)
    deliveries[i] = (RdReportDelivery){ &delivery, i == 3 ? NULL : rd_cause_find ("address-not-found"), RD_OWNER_YOU };
  report = rd_report_new_for_deliveries (deliveries, G_N_ELEMENTS (deliveries), 1, &options, created);
  text = rd_report_to_text (report);
  assert_has (text, wanted);
  g_assert_null (strstr (text, "mark.will"));
}

/* Of a whole log: what failed, what waits after a failure, what is frozen; not
 * what arrived in the end, nor other people's mail refused at the door. */
static void
test_whole_log (void)
{
  static const char text[] =
      "2026-11-23 17:10:26 1xVXhO-00002Y-1N <= s@own.example U=s P=local S=700\n"
      "2026-11-23 17:11:26 1xVXhO-00002Y-1N == late@b.example R=r T=t defer (111): Connection refused\n"
      "2026-11-23 17:12:26 1xVXhO-00002Y-1N == waits@c.example R=r T=t H=mx.c.example [203.0.113.9] defer (-44): SMTP error from remote mail server after RCPT TO:<waits@c.example>: 452 4.2.2 Mailbox full\n"
      "2026-11-23 17:13:26 1xVXhO-00002Y-1N ** wrong@d.example R=r T=t H=mx.d.example [203.0.113.10]: SMTP error from remote mail server after RCPT TO:<wrong@d.example>: 550 5.1.1 No such user\n"
      "2026-11-23 17:14:26 H=x.example [203.0.113.99] F=<x@spam.example> rejected RCPT <a@own.example>: no\n"
      "2026-11-23 17:20:26 1xVXhO-00002Y-1N => late@b.example R=r T=t H=mx.b.example [203.0.113.9]\n";
  static const char *const wanted[] = { "2 deliveries did not succeed", "That mailbox does not exist", "wrong@d.example", "mx.d.example [203.0.113.10]", "waits@c.example", NULL };
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, sizeof text - 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (RdLogSource) source = rd_log_source_new_for_bytes (bytes, "mainlog", &error);
  g_autoptr (GPtrArray) sources = g_ptr_array_new ();
  g_autoptr (RdLog) log = rd_log_new (RD_LOG_AUTO);
  g_autoptr (RdLog) empty = rd_log_new (RD_LOG_AUTO);
  g_autoptr (GDateTime) created = g_date_time_new_utc (2026, 11, 24, 8, 0, 0);
  const RdReportOptions options = { .reader = RD_REPORT_FOR_HOST };
  g_autoptr (RdReport) report = NULL;
  g_autofree char *told = NULL;

  g_assert_no_error (error);
  g_ptr_array_add (sources, source);
  g_assert_true (rd_log_read (log, sources, NULL, &error));
  g_assert_true (rd_report_has_log_anything (log));
  report = rd_report_new_for_log (log, &options, created);
  told = rd_report_to_text (report);
  assert_has (told, wanted);
  g_assert_null (strstr (told, "late@b.example"));
  g_assert_null (strstr (told, "x@spam.example"));

  g_assert_false (rd_report_has_log_anything (empty));
  g_assert_null (rd_report_new_for_log (empty, &options, created));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/log/items", test_items);
  g_test_add_func ("/report/log/groups", test_groups);
  g_test_add_func ("/report/log/many", test_many);
  g_test_add_func ("/report/log/nothing", test_nothing);
  g_test_add_func ("/report/log/went-through", test_went_through);
  g_test_add_func ("/report/log/hidden", test_hidden);
  for (gsize i = 0; i < G_N_ELEMENTS (cells); i++)
    {
      g_autofree char *path = g_strdup_printf ("/report/log/cell/%s", cells[i].name);

      g_test_add_data_func (path, &cells[i], test_cell);
    }
  g_test_add_func ("/report/log/formulas", test_formulas);
  g_test_add_func ("/report/log/table", test_table);
  g_test_add_func ("/report/log/cancelled", test_cancelled);
  g_test_add_func ("/report/log/saved", test_saved);
  g_test_add_func ("/report/log/save-errors", test_save_errors);
  g_test_add_func ("/report/log/deliveries", test_deliveries);
  g_test_add_func ("/report/log/whole", test_whole_log);
  return g_test_run ();
}
