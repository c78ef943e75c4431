/* SPDX-License-Identifier: GPL-3.0-or-later */

/* redeliver-cli log: what servers' logs and queues say about each delivery. */

#define G_LOG_DOMAIN "rd-cli"

#include "config.h"

#include "rd-cli-log.h"

#include "rd-cli-log-cause.h"
#include "rd-cli-log-report.h"
#include "rd-cli-log-text.h"
#include "rd-cli-log-tries.h"
#include "rd-cli-output.h"
#include "rd-cli-report-file.h"
#include "rd-cli.h"
#include "rd-log-insight.h"
#include "rd-log-scanner.h"
#include "rd-log-source.h"
#include "rd-report-json-log.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Output is handed on in pieces of this size, or when the input pauses. */
#define OUTPUT_BYTES (64u * 1024)

/* A progress line comes after a second, then so often. */
#define PROGRESS_FIRST (G_USEC_PER_SEC)
#define PROGRESS_STEP (G_USEC_PER_SEC / 5)

typedef struct
{
  RdCliFormat format;
  const char *address;  /* (nullable): only mail from or to it */
  gint64      since;    /* seconds since the epoch */
  guint       statuses; /* bits of those wanted, 0 for all */

  RdLogScanner   *scanner;
  RdLogInsight   *insight;
  RdCliCauses    *causes;
  RdCliLogTable  *table;
  RdCliLogReport *report; /* (nullable) */
  RdCliLogTries  *tries;
  GArray         *past;   /* (element-type guint64): scratch space */
  guint64         number; /* of the last outcome that was wanted */
  GString        *output;
  const char     *file; /* valid UTF-8, the one that is read */
  gint64          file_size;
  guint64         file_read;
  gint64          next_progress;
  gboolean        shows_progress;
  guint           n_printed;
  gboolean        has_failures;
  gboolean        has_errors;
} Run;

static void
flush_output (Run *run)
{
  if (run->output->len == 0)
    return;
  fwrite (run->output->str, 1, run->output->len, stdout);
  fflush (stdout);
  g_string_truncate (run->output, 0);
}

/* "@own.example" and "own.example" stand for all addresses there. */
static gboolean
matches_address (RdSlice     address,
                 const char *wanted)
{
  gsize length = strlen (wanted);

  if (address.data == NULL || address.length < length || g_ascii_strncasecmp (rd_slice_end (address) - length, wanted, length) != 0)
    return FALSE;
  if (strchr (wanted, '@') != NULL && wanted[0] != '@')
    return address.length == length;
  return wanted[0] == '@' || (address.length > length && rd_slice_end (address)[-(gssize) length - 1] == '@');
}

static gboolean
is_wanted (const Run        *run,
           const RdLogEvent *event)
{
  if (run->statuses != 0 && (run->statuses & (1u << event->status)) == 0)
    return FALSE;
  if (run->since > 0 && event->time.zone != RD_LOG_ZONE_NONE && event->time.seconds < run->since)
    return FALSE;
  return run->address == NULL || matches_address (event->recipient, run->address) ||
         matches_address (event->original, run->address) || matches_address (event->sender, run->address);
}

/* Takes back the tries that @event shows to be past, as far as they are counted:
 * JSON tells of each line.  Returns whether @event is news. */
static gboolean
follow (Run              *run,
        const RdLogEvent *event,
        gboolean          wanted)
{
  gboolean is_news;

  if (run->format != RD_CLI_FORMAT_TEXT && run->report == NULL)
    return TRUE;
  if (wanted)
    run->number++;
  g_array_set_size (run->past, 0);
  is_news = rd_cli_log_tries_follow (run->tries, event, wanted ? run->number : 0, run->past);
  for (guint i = 0; i < run->past->len; i++)
    {
      rd_cli_log_table_drop (run->table, g_array_index (run->past, guint64, i));
      rd_cli_log_report_drop (run->report, g_array_index (run->past, guint64, i));
    }
  return is_news;
}

static void
event_cb (const RdLogEvent *event,
          gpointer          user_data)
{
  Run              *run = user_data;
  gboolean          wanted = event->kind == RD_LOG_OUTCOME && is_wanted (run, event);
  gboolean          is_news = follow (run, event, wanted);
  RdDelivery       *delivery;
  const RdCliCause *cause;
  RdReportCause     told = { 0 };

  if (!wanted)
    return;
  rd_log_insight_add (run->insight, event);
  if (is_news)
    rd_cli_log_report_take (run->report, event, run->number, run->causes);
  if (event->status == RD_LOG_FAILED || event->status == RD_LOG_EXPIRED)
    run->has_failures = TRUE;
  if (run->format == RD_CLI_FORMAT_TEXT)
    {
      if (is_news && !rd_cli_log_table_count (run->table, event, run->number))
        rd_cli_log_table_take (run->table, event, run->number, rd_cli_causes_judge (run->causes, event));
      return;
    }
  cause = rd_cli_causes_judge (run->causes, event);
  delivery = rd_delivery_new_from_event (event);
  if (cause != NULL)
    told = (RdReportCause){ cause->cause->id, cause->owner };
  if (run->format == RD_CLI_FORMAT_JSON)
    g_string_append (run->output, run->n_printed == 0 ? "[" : ",\n");
  rd_report_json_append_delivery (run->output, delivery, run->file, &told);
  if (run->format == RD_CLI_FORMAT_NDJSON)
    g_string_append_c (run->output, '\n');
  run->n_printed++;
  rd_delivery_free (delivery);
  if (run->output->len >= OUTPUT_BYTES)
    flush_output (run);
}

static void
show_progress (Run *run)
{
  gint64 now = g_get_monotonic_time ();

  if (!run->shows_progress || now < run->next_progress)
    return;
  run->next_progress = now + PROGRESS_STEP;
  if (run->file_size > 0)
    g_printerr ("\r%s: %d %%", run->file, (int) MIN (run->file_read * 100 / (guint64) run->file_size, 100));
}

static gboolean
bytes_cb (const char *data,
          gsize       length,
          gpointer    user_data)
{
  Run *run = user_data;

  rd_log_scanner_feed (run->scanner, data, length);
  run->file_read += length;
  flush_output (run);
  show_progress (run);
  return TRUE;
}

static void
read_file (Run        *run,
           const char *argument)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RdLogSource) source = NULL;

  source = strcmp (argument, "-") == 0 ? rd_log_source_new_for_stdin () : rd_log_source_open (argument, &error);
  if (source != NULL)
    {
      run->file = rd_log_source_get_name (source);
      run->file_size = rd_log_source_is_plain (source) ? rd_log_source_get_size (source) : -1;
      run->file_read = 0;
      rd_log_scanner_begin (run->scanner, run->file, rd_log_source_get_written_at (source));
      rd_log_source_read (source, bytes_cb, run, NULL, &error);
      rd_log_scanner_end (run->scanner);
      flush_output (run);
    }
  if (run->shows_progress && g_get_monotonic_time () >= run->next_progress - PROGRESS_STEP)
    g_printerr ("\r%*s\r", 60, "");
  if (error != NULL)
    {
      g_printerr ("redeliver-cli log: %s\n", error->message);
      run->has_errors = TRUE;
    }
  run->file = NULL;
}

/* "2026-11-23", "2026-11-23 17:00", "2026-11-23T17:00:00Z", or how long ago:
 * "90m", "24h", "7d" */
static gboolean
parse_since (const char *text,
             gint64     *since)
{
  g_autoptr (GTimeZone) local = g_time_zone_new_local ();
  g_autoptr (GDateTime) time = NULL;
  g_autofree char *midnight = g_strdup_printf ("%sT00:00:00", text);
  g_autofree char *full_minute = g_strdup_printf ("%s:00", text);
  char            *end;
  guint64          number = g_ascii_strtoull (text, &end, 10);
  static const struct
  {
    char   unit;
    gint64 seconds;
  } units[] = { { 'm', 60 }, { 'h', 3600 }, { 'd', 86400 }, { 'w', 7 * 86400 } };

  for (gsize i = 0; i < G_N_ELEMENTS (units) && end != text && number < 100000; i++)
    {
      if (end[0] == units[i].unit && end[1] == '\0')
        {
          *since = g_get_real_time () / G_USEC_PER_SEC - (gint64) number * units[i].seconds;
          return TRUE;
        }
    }
  time = g_date_time_new_from_iso8601 (text, local);
  if (time == NULL)
    time = g_date_time_new_from_iso8601 (midnight, local);
  if (time == NULL)
    time = g_date_time_new_from_iso8601 (full_minute, local);
  if (time == NULL)
    return FALSE;
  *since = g_date_time_to_unix (time);
  return TRUE;
}

static int
finish (Run *run)
{
  g_autoptr (GPtrArray) findings = rd_log_insight_get_findings (run->insight);
  g_autoptr (GError) error = NULL;
  RdLogFormat format = rd_log_scanner_get_format (run->scanner);

  if (run->format == RD_CLI_FORMAT_JSON)
    rd_cli_output_json ("%s]\n", run->n_printed == 0 ? "[" : "");
  else if (run->format == RD_CLI_FORMAT_TEXT && (format != RD_LOG_AUTO || !run->has_errors))
    rd_cli_log_table_print (run->table, format, rd_log_scanner_get_counts (run->scanner), findings);
  for (guint i = 0; i < findings->len; i++)
    {
      const RdFinding *finding = g_ptr_array_index (findings, i);

      if (finding->state == RD_FINDING_BROKEN)
        run->has_failures = TRUE;
    }
  if (!rd_cli_log_report_save (run->report, &error))
    {
      g_printerr ("redeliver-cli log: %s\n", error->message);
      run->has_errors = TRUE;
    }
  if (run->has_failures)
    return RD_EXIT_FINDINGS;
  return run->has_errors || format == RD_LOG_AUTO ? RD_EXIT_UNDETERMINED : RD_EXIT_FINE;
}

static int
run_files (Run        *run,
           RdLogFormat type,
           char      **files)
{
  g_autoptr (RdLogScanner) scanner = rd_log_scanner_new (type, event_cb, run);
  g_autoptr (RdLogInsight) insight = rd_log_insight_new ();
  g_autoptr (RdCliCauses) causes = rd_cli_causes_new ();
  g_autoptr (RdCliLogTable) table = rd_cli_log_table_new ();
  g_autoptr (RdCliLogTries) tries = rd_cli_log_tries_new ();
  g_autoptr (GArray) past = g_array_new (FALSE, FALSE, sizeof (guint64));
  int code;

  run->scanner = scanner;
  run->insight = insight;
  run->causes = causes;
  run->table = table;
  run->tries = tries;
  run->past = past;
  run->output = g_string_sized_new (OUTPUT_BYTES * 2);
  run->shows_progress = isatty (STDERR_FILENO);
  run->next_progress = g_get_monotonic_time () + PROGRESS_FIRST;
  for (guint i = 0; files[i] != NULL; i++)
    read_file (run, files[i]);
  code = finish (run);
  g_string_free (run->output, TRUE);
  return code;
}

/**
 * rd_cli_log:
 * @argc: number of arguments
 * @argv: arguments, the first is the name of the command
 *
 * Runs the command.
 *
 * Returns: the exit code
 */
int
rd_cli_log (int    argc,
            char **argv)
{
  g_autofree char   *format = NULL;
  g_autofree char   *type = NULL;
  g_autofree char   *address = NULL;
  g_autofree char   *since = NULL;
  g_autofree char   *report = NULL;
  gboolean           failed = FALSE;
  gboolean           deferred = FALSE;
  gboolean           frozen = FALSE;
  const GOptionEntry entries[] = {
    { "format", 'f', 0, G_OPTION_ARG_STRING, &format, N_ ("Form of the output: text, json or ndjson"), N_ ("FORM") },
    { "type", 't', 0, G_OPTION_ARG_STRING, &type, N_ ("Who wrote the log: auto, exim, exim-queue, postfix, postfix-queue, opensmtpd, …"), N_ ("TYPE") },
    { "address", 'a', 0, G_OPTION_ARG_STRING, &address, N_ ("Only mail from or to this address or domain"), N_ ("ADDRESS") },
    { "since", 's', 0, G_OPTION_ARG_STRING, &since, N_ ("Only from this time on: a date, a date with time, or 90m, 24h, 7d ago"), N_ ("TIME") },
    { "failed", 0, 0, G_OPTION_ARG_NONE, &failed, N_ ("Only what came back"), NULL },
    { "deferred", 0, 0, G_OPTION_ARG_NONE, &deferred, N_ ("Only what is still being tried"), NULL },
    { "frozen", 0, 0, G_OPTION_ARG_NONE, &frozen, N_ ("Only what is frozen in the queue"), NULL },
    { "report", 0, 0, G_OPTION_ARG_FILENAME, &report, N_ ("Save a report for the host as well: a .pdf or .txt file"), N_ ("FILE") },
    { NULL },
  };
  Run         run = { .format = RD_CLI_FORMAT_TEXT };
  RdLogFormat wanted = RD_LOG_AUTO;
  int         code = RD_EXIT_FINE;

  if (!rd_cli_parse ("log", _ ("FILE|-…"), _ ("Reads logs and queues of Exim, Postfix, OpenSMTPD and Sendmail, packed ones too, and tells what became of each mail and why."), entries, &argc, &argv, &code))
    return code;
  if (format != NULL && !rd_cli_format_parse (format, &run.format))
    return rd_cli_usage_error ("log", _ ("“%s” is not a form of output."), format);
  if (type != NULL && !rd_log_format_from_string (type, &wanted))
    return rd_cli_usage_error ("log", _ ("“%s” is not a type of log."), type);
  if (since != NULL && !parse_since (since, &run.since))
    return rd_cli_usage_error ("log", _ ("“%s” is not a time."), since);
  if (!rd_cli_report_file_check ("log", report, &code))
    return code;
  if (argc < 2)
    return rd_cli_usage_error ("log", "%s", _ ("Which file?"));

  run.address = address;
  if (failed)
    run.statuses |= 1u << RD_LOG_FAILED | 1u << RD_LOG_EXPIRED | 1u << RD_LOG_UNDELIVERABLE;
  if (deferred)
    run.statuses |= 1u << RD_LOG_DEFERRED;
  if (frozen)
    run.statuses |= 1u << RD_LOG_FROZEN;
  run.report = report != NULL ? rd_cli_log_report_new (report) : NULL;
  code = run_files (&run, wanted, argv + 1);
  rd_cli_log_report_free (run.report);
  return code;
}
