/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-report-log"

#include "config.h"

#include "rd-report-log-csv.h"

#include "rd-report-pdf.h"
#include "rd-report-private.h"

#include "rd-diagnosis.h"
#include "rd-log-clock.h"

/* Written at once. */
#define CHUNK_BYTES (64u * 1024)

static gboolean
has_cause (const RdDelivery *delivery)
{
  return !delivery->is_inbound && (delivery->status == RD_LOG_FAILED || delivery->status == RD_LOG_EXPIRED || delivery->status == RD_LOG_DEFERRED);
}

static void
append_delivery (GString           *csv,
                 const RdRedaction *redaction,
                 const RdDelivery  *delivery)
{
  g_autofree char *time = rd_log_time_to_string (&delivery->time);
  g_autoptr (RdFailure) failure = has_cause (delivery) ? rd_delivery_to_failure (delivery) : NULL;
  RdVerdict   verdict = { 0 };
  const char *cells[12];

  if (failure != NULL)
    rd_diagnosis_judge (failure, NULL, &verdict);
  cells[0] = time;
  cells[1] = rd_log_status_to_string (delivery->status);
  cells[2] = delivery->recipient;
  cells[3] = delivery->sender;
  cells[4] = verdict.cause != NULL ? verdict.cause->id : NULL;
  cells[5] = verdict.cause != NULL ? rd_owner_to_string (verdict.owner) : NULL;
  cells[6] = delivery->reply_code;
  cells[7] = delivery->enhanced != NULL ? delivery->enhanced : delivery->dsn;
  cells[8] = delivery->remote_host;
  cells[9] = delivery->remote_ip;
  cells[10] = delivery->queue_id;
  cells[11] = delivery->text;
  for (gsize i = 0; i < G_N_ELEMENTS (cells); i++)
    _rd_report_csv_append (csv, redaction, cells[i], i + 1 == G_N_ELEMENTS (cells));
  rd_verdict_clear (&verdict);
}

/**
 * rd_report_log_write_csv:
 * @log: a log
 * @numbers: (element-type guint): deliveries
 * @stream: where to
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Writes one line a delivery (RFC 4180), newest first, safe to open in a
 * spreadsheet.
 *
 * Returns: whether everything was written
 */
gboolean
rd_report_log_write_csv (RdLog         *log,
                         const GArray  *numbers,
                         GOutputStream *stream,
                         GCancellable  *cancellable,
                         GError       **error)
{
  g_autoptr (RdRedaction) redaction = rd_redaction_new (RD_REDACT_NOTHING);
  g_autoptr (GString) csv = g_string_new ("time,status,recipient,sender,cause,owner,reply_code,enhanced,remote_host,remote_ip,queue_id,text\r\n");

  for (guint i = numbers->len; i > 0; i--)
    {
      g_autoptr (RdDelivery) delivery = rd_log_read_delivery (log, g_array_index (numbers, guint, i - 1));

      if (delivery != NULL)
        append_delivery (csv, redaction, delivery);
      if (csv->len < CHUNK_BYTES && i > 1)
        continue;
      if (!g_output_stream_write_all (stream, csv->str, csv->len, NULL, cancellable, error))
        return FALSE;
      g_string_truncate (csv, 0);
    }
  return g_output_stream_write_all (stream, csv->str, csv->len, NULL, cancellable, error);
}

/* A file that is replaced takes the place of the older one when it is closed, even
 * if only half of it could be written; unless the closing is stopped. */
static void
give_up (GOutputStream *stream)
{
  g_autoptr (GCancellable) stopped = g_cancellable_new ();

  g_cancellable_cancel (stopped);
  g_output_stream_close (stream, stopped, NULL);
}

/**
 * rd_report_log_save_csv:
 * @log: a log
 * @numbers: (element-type guint): deliveries
 * @file: where to
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Saves what rd_report_log_write_csv() writes.  If that fails, an older file stays
 * as it is.
 *
 * Returns: whether it is there
 */
gboolean
rd_report_log_save_csv (RdLog        *log,
                        const GArray *numbers,
                        GFile        *file,
                        GCancellable *cancellable,
                        GError      **error)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (GFileOutputStream) stream = g_file_replace (file, NULL, FALSE, G_FILE_CREATE_PRIVATE, cancellable, &cause);
  g_autofree char *name = g_file_get_parse_name (file);
  GOutputStream   *output = G_OUTPUT_STREAM (stream);

  if (stream != NULL && rd_report_log_write_csv (log, numbers, output, cancellable, &cause) &&
      g_output_stream_close (output, cancellable, &cause))
    return TRUE;
  if (stream != NULL)
    give_up (output);
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&cause));
  else
    g_propagate_error (error, rd_report_save_error (cause, name));
  return FALSE;
}
