/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Loaded logs: numbers, lives of messages, searches, packed files, findings. */

#include "log-testing.h"

#include <archive.h>
#include <archive_entry.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

static char *
fixture (const char *folder,
         const char *name)
{
  return g_test_build_filename (G_TEST_DIST, "data", "logs", folder, name, NULL);
}

static void
test_numbers (void)
{
  g_autofree char *path = fixture ("exim-two-way", "exim.mainlog");
  g_autoptr (GError) error = NULL;
  g_autoptr (RdLog) log = log_testing_load (path, &error);
  RdLogState state;
  guint      n_rejected = 0;

  g_assert_no_error (error);
  g_assert_cmpint (rd_log_get_format (log), ==, RD_LOG_EXIM);
  for (guint i = 0; i < rd_log_get_n_deliveries (log); i++)
    {
      g_autoptr (RdDelivery) delivery = rd_log_read_delivery (log, i);

      g_assert_nonnull (delivery);
      g_assert_cmpint (delivery->status, ==, rd_log_get_delivery_status (log, i));
      if (delivery->status == RD_LOG_REJECTED)
        n_rejected++;
      else
        {
          g_assert_nonnull (delivery->sender);
          g_assert_cmpuint (log_testing_find_message (log, delivery->queue_id), ==, rd_log_get_delivery_message (log, i));
        }
    }
  g_assert_cmpuint (n_rejected, ==, 43);
  rd_log_get_state (log, &state);
  g_assert_cmpuint (state.counts.outcomes[RD_LOG_REJECTED], ==, 43);
}

static void
test_reject_log (void)
{
  g_autofree char *path = fixture ("exim-two-way", "exim.rejectlog");
  g_autoptr (GError) error = NULL;
  g_autoptr (RdLog) log = log_testing_load (path, &error);
  RdLogState state;

  g_assert_no_error (error);
  rd_log_get_state (log, &state);
  g_assert_cmpint (state.format, ==, RD_LOG_EXIM_REJECT);
  g_assert_cmpuint (state.counts.unknown, ==, 0);
  g_assert_cmpuint (state.counts.outcomes[RD_LOG_REJECTED], ==, 43);
}

static void
test_message (void)
{
  g_autofree char *path = fixture ("exim-two-way", "exim.mainlog");
  g_autoptr (RdLog) log = log_testing_load (path, NULL);
  guint message = log_testing_find_message (log, "1xVXR0-0000At-0s");
  g_autoptr (GPtrArray) lines = NULL;
  static const RdLogEventKind kinds[] = { RD_LOG_ARRIVAL, RD_LOG_OUTCOME, RD_LOG_COMPLETED };

  g_assert_cmpuint (message, !=, RD_LOG_NO_MESSAGE);
  lines = rd_log_read_message (log, message);
  g_assert_cmpuint (lines->len, ==, G_N_ELEMENTS (kinds));
  for (guint i = 0; i < lines->len; i++)
    {
      const RdLogLine *line = lines->pdata[i];

      g_assert_cmpint (line->kind, ==, kinds[i]);
      g_assert_true (g_str_has_prefix (line->text, "2026-11-23 17:02:30 1xVXR0-0000At-0s "));
      g_assert_cmpint (line->time.zone, ==, RD_LOG_ZONE_DERIVED);
      g_assert_true ((line->delivery != NULL) == (i == 1));
    }
  g_assert_cmpstr (((RdLogLine *) lines->pdata[1])->delivery->sender, ==, "info@brightleaf.example");
}

typedef struct
{
  const char *name;
  const char *text;
  guint       expected;
} SearchRow;

static const SearchRow searches[] = {
  { "recipient", "nobody.here@kestrelworks.example", 1 },
  { "case", "NoBody.Here@KestrelWorks.Example", 1 },
  { "nothing", "nobody.there@kestrelworks.example", 0 },
  { "empty", "", 0 },
  { "queue-id", "1xVXR0-0000At-0s", 2 },
};

static void
test_search (gconstpointer data)
{
  const SearchRow *row = data;
  g_autofree char *path = fixture ("exim-two-way", "exim.mainlog");
  g_autoptr (RdLog) log = log_testing_load (path, NULL);
  g_autoptr (GArray) found = rd_log_search (log, row->text, NULL);

  g_assert_cmpuint (found->len, ==, row->expected);
}

/* A sender is named where a message comes in; its deliveries are meant. */
static void
test_search_sender (void)
{
  static const char text[] =
      "2026-11-23 17:19:25 1xVXhO-00002Y-1N <= s@own.example U=own P=local S=700\n"
      "2026-11-23 17:19:26 1xVXhO-00002Y-1N => a@b.example R=r T=t H=mx.b.example [203.0.113.10]\n"
      "2026-11-23 17:19:26 1xVXhO-00002Y-1M => c@d.example R=r T=t H=mx.d.example [203.0.113.11]\n"
      "2026-11-23 17:19:27 1xVXhO-00002Y-1N ** e@f.example: Unrouteable address\n";
  g_autofree char *path = NULL;
  g_autoptr (RdLog) log = NULL;
  g_autoptr (GArray) found = NULL;

  g_assert_cmpint (close (g_file_open_tmp ("log-XXXXXX", &path, NULL)), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  log = log_testing_load (path, NULL);
  found = rd_log_search (log, "s@own.example", NULL);
  g_assert_cmpuint (found->len, ==, 2);
  g_assert_cmpuint (g_array_index (found, guint, 0), ==, 0);
  g_assert_cmpuint (g_array_index (found, guint, 1), ==, 2);

  /* the file is cut under our hands, as log rotation may do */
  g_assert_cmpint (truncate (path, 30), ==, 0);
  for (guint i = 0; i < rd_log_get_n_deliveries (log); i++)
    g_assert_null (rd_log_read_delivery (log, i));
  g_unlink (path);
}

static void
test_queues (void)
{
  static const struct
  {
    const char *name;
    RdLogFormat format;
    guint       deliveries;
  } rows[] = {
    { "exim-bp.txt", RD_LOG_EXIM_QUEUE, 25 },
    { "postqueue-p.txt", RD_LOG_POSTFIX_QUEUE, 23 },
    { "postqueue-j.jsonl", RD_LOG_POSTFIX_QUEUE_JSON, 23 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = fixture ("queues", rows[i].name);
      g_autoptr (RdLog) log = log_testing_load (path, NULL);
      g_autoptr (GArray) found = rd_log_search (log, "kim@sunnyvale.example.net", NULL);
      g_autoptr (RdDelivery) delivery = NULL;
      RdLogState state;

      rd_log_get_state (log, &state);
      g_assert_cmpint (state.format, ==, rows[i].format);
      g_assert_cmpuint (state.n_deliveries, ==, rows[i].deliveries);
      g_assert_cmpuint (state.counts.unknown, ==, 0);
      g_assert_cmpuint (found->len, ==, 1);
      delivery = rd_log_read_delivery (log, g_array_index (found, guint, 0));
      g_assert_cmpstr (delivery->recipient, ==, "kim@sunnyvale.example.net");
      if (i > 0)
        {
          g_assert_cmpstr (delivery->sender, ==, "info@kestrelworks.example");
          g_assert_cmpstr (delivery->reply_code, ==, "421");
          g_assert_cmpint (delivery->phase, ==, RD_PHASE_CONNECT);
        }
    }
}

static char *
pack (const char *text,
      int         filter)
{
  char                 *path = NULL;
  struct archive       *archive = archive_write_new ();
  struct archive_entry *entry = archive_entry_new ();
  int                   fd = g_file_open_tmp ("log-XXXXXX", &path, NULL);

  g_assert_cmpint (archive_write_add_filter (archive, filter), >=, ARCHIVE_WARN);
  archive_write_set_format_raw (archive);
  g_assert_cmpint (archive_write_open_fd (archive, fd), ==, ARCHIVE_OK);
  archive_entry_set_filetype (entry, AE_IFREG);
  g_assert_cmpint (archive_write_header (archive, entry), ==, ARCHIVE_OK);
  g_assert_cmpint (archive_write_data (archive, text, strlen (text)), ==, (la_ssize_t) strlen (text));
  archive_entry_free (entry);
  archive_write_close (archive);
  archive_write_free (archive);
  close (fd);
  return path;
}

static void
test_packed (void)
{
  static const int filters[] = { ARCHIVE_FILTER_NONE, ARCHIVE_FILTER_GZIP, ARCHIVE_FILTER_BZIP2, ARCHIVE_FILTER_XZ };
  g_autofree char *plain = fixture ("exim-4.98", "exim.mainlog");
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (plain, &text, NULL, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (filters); i++)
    {
      g_autofree char *path = pack (text, filters[i]);
      g_autofree char *packed = NULL;
      gsize            length;
      g_autoptr (GError) error = NULL;
      g_autoptr (RdLog) log = log_testing_load (path, &error);
      g_autoptr (RdLog) cut = NULL;
      g_autoptr (RdDelivery) last = NULL;
      RdLogState state;

      g_assert_no_error (error);
      rd_log_get_state (log, &state);
      g_assert_cmpuint (state.bytes, ==, strlen (text));
      g_assert_cmpuint (state.total_bytes, ==, filters[i] == ARCHIVE_FILTER_NONE ? state.bytes : 0);
      g_assert_cmpuint (rd_log_get_n_deliveries (log), ==, 31);
      last = rd_log_read_delivery (log, 0);
      g_assert_cmpstr (last->recipient, ==, "jonas.berg@lindqvist.example");

      /* a download that broke off */
      g_assert_true (g_file_get_contents (path, &packed, &length, NULL));
      g_assert_true (g_file_set_contents (path, packed, (gssize) length / 2, NULL));
      cut = log_testing_load (path, &error);
      if (filters[i] == ARCHIVE_FILTER_NONE)
        g_assert_no_error (error);
      else
        g_assert_error (error, RD_LOG_ERROR, RD_LOG_ERROR_READ);
      g_unlink (path);
    }
}

/* What comes from another computer lies where nobody else can open it, and where
 * nothing stays of it if the program is killed. */
static void
test_stream (void)
{
  g_autofree char *path = fixture ("exim-two-way", "exim.rejectlog");
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, &error);
  g_autoptr (RdLogSource) source = rd_log_source_new_for_stream (G_INPUT_STREAM (stream), "rejectlog", NULL, &error);
  g_autoptr (GPtrArray) sources = g_ptr_array_new ();
  g_autoptr (RdLog) log = rd_log_new (RD_LOG_AUTO);
  struct stat spooled;
  struct stat original;
  RdLogState  state;
  int         fd;

  g_assert_no_error (error);
  g_assert_cmpstr (rd_log_source_get_name (source), ==, "rejectlog");
  g_assert_cmpint (g_stat (path, &original), ==, 0);
  g_assert_cmpint (rd_log_source_get_size (source), ==, original.st_size);
  fd = rd_log_source_dup_fd (source);
  g_assert_cmpint (fstat (fd, &spooled), ==, 0);
  close (fd);
  g_assert_cmpuint (spooled.st_nlink, ==, 0);
  g_assert_cmpuint (spooled.st_mode & 077, ==, 0);
  g_ptr_array_add (sources, source);
  g_assert_true (rd_log_read (log, sources, NULL, &error));
  g_assert_no_error (error);
  rd_log_get_state (log, &state);
  g_assert_cmpuint (state.counts.outcomes[RD_LOG_REJECTED], ==, 43);
}

static void
test_stream_fails (void)
{
  g_autofree char *path = fixture ("exim-two-way", "exim.rejectlog");
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, &error);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_assert_no_error (error);
  g_cancellable_cancel (cancellable);
  g_assert_null (rd_log_source_new_for_stream (G_INPUT_STREAM (stream), "mainlog", cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_true (g_input_stream_close (G_INPUT_STREAM (stream), NULL, NULL));
  g_assert_null (rd_log_source_new_for_stream (G_INPUT_STREAM (stream), "mainlog", NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
}

typedef struct
{
  const char *name;
  const char *text;
  const char *id;    /* (nullable): of the first finding */
  const char *words; /* (nullable): in its explanation */
} InsightRow;

#define TIMEOUT(id, domain) "2026-11-23 17:19:26 " id " == a@" domain " R=r T=t defer (110): Connection timed out\n"

static const InsightRow insights[] = {
  { "port-25", TIMEOUT ("1xVXhO-00002Y-1N", "b.example") TIMEOUT ("1xVXhO-00002Y-1M", "c.example") TIMEOUT ("1xVXhO-00002Y-1L", "d.example"), "log.port-25-blocked", "3 attempts" },
  { "one-dead-server", TIMEOUT ("1xVXhO-00002Y-1N", "b.example") TIMEOUT ("1xVXhO-00002Y-1M", "b.example") TIMEOUT ("1xVXhO-00002Y-1L", "b.example"), NULL, NULL },
  { "others-answer", TIMEOUT ("1xVXhO-00002Y-1N", "b.example") TIMEOUT ("1xVXhO-00002Y-1M", "c.example") TIMEOUT ("1xVXhO-00002Y-1L", "d.example") "2026-11-23 17:19:27 1xVXhO-00002Y-1K => a@e.example R=r T=t H=mx.e.example [203.0.113.10]\n", NULL, NULL },
  { "local-mail-is-no-answer", TIMEOUT ("1xVXhO-00002Y-1N", "b.example") TIMEOUT ("1xVXhO-00002Y-1M", "c.example") "2026-11-23 17:19:27 1xVXhO-00002Y-1K => a <a@own.example> R=r T=lmtp H=localhost [127.0.0.1]\n" TIMEOUT ("1xVXhO-00002Y-1L", "d.example"), "log.port-25-blocked", NULL },
  { "limit-discarded", "2026-11-23 17:19:26 1xVXhO-00002Y-1N ** a@b.example R=enforce_mail_permissions: Domain own.example has exceeded the max emails per hour (151/150 (100%)) allowed.  Message discarded.\n", "log.hourly-limit", "151/150. 1 message was thrown away" },
  { "limit-queued", "2026-11-23 17:19:26 1xVXhO-00002Y-1N == a@b.example R=enforce_mail_permissions defer (-1): Domain own.example has exceeded the max emails per hour (151/150 (100%)) allowed.  Message will be reattempted later\n", "log.hourly-limit", "1 message waits" },
  { "failure-limit", "2026-11-23 17:19:26 1xVXhO-00002Y-1N ** a@b.example R=enforce_mail_permissions: Domain own.example has exceeded the max defers and failures per hour (15/15 (100%)) allowed. Message discarded.\n", "log.failure-limit", "15/15" },
  { "hold", "2026-11-23 17:19:26 1xVXhO-00002Y-1N == a@b.example R=enforce_mail_permissions defer (-1): \"Domain own.example has an outgoing mail hold\"\n", "log.outgoing-hold", NULL },
  { "said-by-others", "2026-11-23 17:19:26 1xVXhO-00002Y-1N ** a@b.example R=r T=t H=mx.b.example [203.0.113.10]: SMTP error from remote mail server after end of data: 550 Domain x has exceeded the max emails per hour (151/150)\n", NULL, NULL },
  { "frozen", "26h  1.8K 1xVXhf-0000En-1J <> *** frozen ***\n          a@b.example\n", "log.frozen-bounces", "1 frozen message has no sender" },
  { "frozen-mail", "26h  1.8K 1xVXhf-0000En-1J <s@own.example> *** frozen ***\n          a@b.example\n", "log.frozen-mail", NULL },
  { "tainted", "2026-11-23 17:19:26 1xVXhO-00002Y-1N == a@own.example R=r T=t defer (-1): Tainted '/home/a' (file or directory name for t transport) not permitted\n", "log.tainted-config", NULL },
};

static void
insight_cb (const RdLogEvent *event,
            gpointer          user_data)
{
  rd_log_insight_add (user_data, event);
}

static void
test_insight (gconstpointer data)
{
  const InsightRow *row = data;
  g_autoptr (RdLogInsight) insight = rd_log_insight_new ();
  g_autoptr (RdLogScanner) scanner = rd_log_scanner_new (RD_LOG_AUTO, insight_cb, insight);
  g_autoptr (GPtrArray) findings = NULL;
  const RdFinding *finding;

  rd_log_scanner_begin (scanner, NULL, 1796000000);
  rd_log_scanner_feed (scanner, row->text, strlen (row->text));
  rd_log_scanner_end (scanner);
  findings = rd_log_insight_get_findings (insight);
  g_assert_cmpuint (findings->len, ==, row->id != NULL ? 1 : 0);
  if (row->id == NULL)
    return;
  finding = findings->pdata[0];
  g_assert_cmpstr (finding->id, ==, row->id);
  g_assert_nonnull (finding->fix);
  g_assert_nonnull (finding->explanation);
  if (row->words != NULL)
    g_assert_nonnull (strstr (finding->explanation, row->words));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/logs/log/numbers", test_numbers);
  g_test_add_func ("/logs/log/reject-log", test_reject_log);
  g_test_add_func ("/logs/log/message", test_message);
  for (gsize i = 0; i < G_N_ELEMENTS (searches); i++)
    {
      g_autofree char *path = g_strdup_printf ("/logs/log/search/%s", searches[i].name);

      g_test_add_data_func (path, &searches[i], test_search);
    }
  g_test_add_func ("/logs/log/search-sender", test_search_sender);
  g_test_add_func ("/logs/log/queues", test_queues);
  g_test_add_func ("/logs/log/packed", test_packed);
  g_test_add_func ("/logs/log/stream", test_stream);
  g_test_add_func ("/logs/log/stream-fails", test_stream_fails);
  for (gsize i = 0; i < G_N_ELEMENTS (insights); i++)
    {
      g_autofree char *path = g_strdup_printf ("/logs/insight/%s", insights[i].name);

      g_test_add_data_func (path, &insights[i], test_insight);
    }
  return g_test_run ();
}
