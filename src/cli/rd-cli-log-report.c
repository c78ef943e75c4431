/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-cli"

#include "config.h"

#include "rd-cli-log-report.h"

#include "rd-cli-report-file.h"
#include "rd-report-log.h"

#include <glib/gi18n.h>

/* Deliveries kept; the rest is counted.  A host reads groups, not thousands of
 * lines. */
#define MAX_KEPT 5000

/* So many that were taken back are removed at a time. */
#define MAX_DROPPED 1000

struct _RdCliLogReport
{
  char   *path;
  GArray *kept;      /* (element-type RdReportDelivery): with deliveries of their own */
  GArray *numbers;   /* (element-type guint64): what they are called, rising */
  guint   n_dropped; /* of those kept, whose delivery is gone */
  guint64 n_left_out;
};

static void
kept_clear (gpointer data)
{
  rd_delivery_free ((gpointer) ((RdReportDelivery *) data)->delivery);
}

/**
 * rd_cli_log_report_new:
 * @path: where the report goes
 *
 * Makes a report that knows nothing yet.
 *
 * Returns: (transfer full): the report
 */
RdCliLogReport *
rd_cli_log_report_new (const char *path)
{
  RdCliLogReport *self = g_new0 (RdCliLogReport, 1);

  self->path = g_strdup (path);
  self->kept = g_array_new (FALSE, FALSE, sizeof (RdReportDelivery));
  g_array_set_clear_func (self->kept, kept_clear);
  self->numbers = g_array_new (FALSE, FALSE, sizeof (guint64));
  return self;
}

/**
 * rd_cli_log_report_free:
 * @self: (nullable): a report
 *
 * Frees @self.
 */
void
rd_cli_log_report_free (RdCliLogReport *self)
{
  if (self == NULL)
    return;
  g_free (self->path);
  g_array_unref (self->kept);
  g_array_unref (self->numbers);
  g_free (self);
}

static gboolean
has_succeeded (RdLogStatus status)
{
  switch (status)
    {
    case RD_LOG_FAILED:
    case RD_LOG_EXPIRED:
    case RD_LOG_DEFERRED:
    case RD_LOG_REJECTED:
    case RD_LOG_FROZEN:
    case RD_LOG_UNDELIVERABLE:
      return FALSE;
    case RD_LOG_DELIVERED:
    case RD_LOG_PASSED_ON:
    case RD_LOG_QUEUED:
    case RD_LOG_DISCARDED:
    case RD_LOG_REMOVED:
    case RD_LOG_DELIVERABLE:
    case N_RD_LOG_STATUSES:
    default:
      return TRUE;
    }
}

static void
remove_dropped (RdCliLogReport *self)
{
  RdReportDelivery *kept = (RdReportDelivery *) (gpointer) self->kept->data;
  guint64          *numbers = (guint64 *) (gpointer) self->numbers->data;
  guint             n = 0;

  for (guint i = 0; i < self->kept->len; i++)
    {
      RdReportDelivery each = kept[i];

      kept[i].delivery = NULL;
      if (each.delivery == NULL)
        continue;
      kept[n] = each;
      numbers[n++] = numbers[i];
    }
  g_array_set_size (self->kept, n);
  g_array_set_size (self->numbers, n);
  self->n_dropped = 0;
}

/**
 * rd_cli_log_report_take:
 * @self: (nullable): a report
 * @event: what became of a mail
 * @number: what this outcome is called, higher than all before
 * @causes: finds out why
 *
 * Keeps @event if it did not succeed.
 */
void
rd_cli_log_report_take (RdCliLogReport   *self,
                        const RdLogEvent *event,
                        guint64           number,
                        RdCliCauses      *causes)
{
  const RdCliCause *cause;
  RdReportDelivery  kept = { 0 };

  /* What this server refused at its own door is somebody else’s mail. */
  if (self == NULL || event->is_inbound || has_succeeded (event->status))
    return;
  if (self->kept->len >= MAX_KEPT && self->n_dropped > 0)
    remove_dropped (self);
  if (self->kept->len >= MAX_KEPT)
    {
      self->n_left_out++;
      return;
    }
  cause = rd_cli_causes_judge (causes, event);
  kept.delivery = rd_delivery_new_from_event (event);
  if (cause != NULL)
    {
      kept.cause = cause->cause;
      kept.owner = cause->owner;
    }
  g_array_append_val (self->kept, kept);
  g_array_append_val (self->numbers, number);
}

static int
compare_numbers (gconstpointer a,
                 gconstpointer b)
{
  guint64 left = *(const guint64 *) a;
  guint64 right = *(const guint64 *) b;

  return left < right ? -1 : left > right;
}

/**
 * rd_cli_log_report_drop:
 * @self: (nullable): a report
 * @number: a try that was taken
 *
 * Takes a try back: a later line tells how the delivery really ended.
 */
void
rd_cli_log_report_drop (RdCliLogReport *self,
                        guint64         number)
{
  guint at;

  if (self == NULL)
    return;
  if (g_array_binary_search (self->numbers, &number, compare_numbers, &at))
    {
      RdReportDelivery *kept = &g_array_index (self->kept, RdReportDelivery, at);

      kept_clear (kept);
      kept->delivery = NULL;
      if (++self->n_dropped >= MAX_DROPPED)
        remove_dropped (self);
    }
  else if (self->n_left_out > 0)
    {
      self->n_left_out--;
    }
}

/**
 * rd_cli_log_report_save:
 * @self: (nullable): a report
 * @error: return location
 *
 * Saves the report.
 *
 * Returns: whether it is there, or none was wanted
 */
gboolean
rd_cli_log_report_save (RdCliLogReport *self,
                        GError        **error)
{
  const RdReportOptions options = { .reader = RD_REPORT_FOR_HOST };
  g_autoptr (GDateTime) created = NULL;
  g_autoptr (RdReport) report = NULL;

  if (self == NULL)
    return TRUE;
  remove_dropped (self);
  if (self->kept->len == 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "%s", _ ("Everything succeeded; no report was written."));
      return FALSE;
    }
  created = rd_cli_report_file_new_time ();
  report = rd_report_new_for_deliveries ((const RdReportDelivery *) (gconstpointer) self->kept->data, self->kept->len,
                                         self->n_left_out, &options, created);
  return rd_cli_report_file_save (report, self->path, error);
}
