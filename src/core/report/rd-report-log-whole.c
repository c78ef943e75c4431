/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A report on all of a log: what did not arrive, and why. */

#define G_LOG_DOMAIN "rd-report-log"

#include "config.h"

#include "rd-report-log.h"

#include "rd-diagnosis.h"

/* Deliveries that are read; the rest is counted.  A host reads groups, not
 * thousands of lines. */
#define MAX_READ 5000u

static void
item_clear (gpointer data)
{
  rd_delivery_free ((gpointer) ((RdReportDelivery *) data)->delivery);
}

static void
add_delivery (RdLog  *log,
              guint   number,
              GArray *items)
{
  RdReportDelivery item = { .delivery = rd_log_read_delivery (log, number) };
  g_autoptr (RdFailure) failure = NULL;
  RdVerdict verdict = { 0 };

  if (item.delivery == NULL)
    return;
  if (item.delivery->status != RD_LOG_FROZEN)
    {
      failure = rd_delivery_to_failure (item.delivery);
      rd_diagnosis_judge (failure, NULL, &verdict);
      item.cause = verdict.cause;
      item.owner = verdict.owner;
      rd_verdict_clear (&verdict);
    }
  g_array_append_val (items, item);
}

/**
 * rd_report_new_for_log:
 * @log: a log
 * @options: whom it is for, what is hidden
 * @created: when the report is made
 *
 * Makes the report about all that failed, waits after a failure, or is frozen.
 * Reads the log again, so it belongs into a thread.
 *
 * Returns: (transfer full) (nullable): the report, %NULL if nothing failed
 */
RdReport *
rd_report_new_for_log (RdLog                 *log,
                       const RdReportOptions *options,
                       GDateTime             *created)
{
  static const RdLogGroup groups[] = { RD_LOG_GROUP_FAILED, RD_LOG_GROUP_WAITING, RD_LOG_GROUP_FROZEN };
  g_autoptr (GArray) items = g_array_new (FALSE, FALSE, sizeof (RdReportDelivery));
  guint64 n_left_out = 0;

  g_array_set_clear_func (items, item_clear);
  for (gsize i = 0; i < G_N_ELEMENTS (groups); i++)
    {
      guint counts[N_RD_LOG_GROUPS];
      g_autoptr (GArray) numbers = rd_log_select_group (log, groups[i], NULL, counts);

      for (guint j = 0; j < numbers->len; j++)
        {
          guint number = g_array_index (numbers, guint, j);

          if (rd_log_get_delivery_status (log, number) == RD_LOG_QUEUED)
            continue;
          if (items->len < MAX_READ)
            add_delivery (log, number, items);
          else
            n_left_out++;
        }
    }
  if (items->len == 0)
    return NULL;
  return rd_report_new_for_deliveries ((gconstpointer) items->data, items->len, n_left_out, options, created);
}

/**
 * rd_report_has_log_anything:
 * @log: a log
 *
 * Tells whether there is something for rd_report_new_for_log(), without reading
 * the log.
 *
 * Returns: whether there is
 */
gboolean
rd_report_has_log_anything (RdLog *log)
{
  guint counts[N_RD_LOG_GROUPS];
  g_autoptr (GArray) waiting = rd_log_select_group (log, RD_LOG_GROUP_WAITING, NULL, counts);

  if (counts[RD_LOG_GROUP_FAILED] > 0 || counts[RD_LOG_GROUP_FROZEN] > 0)
    return TRUE;
  for (guint i = 0; i < waiting->len; i++)
    {
      if (rd_log_get_delivery_status (log, g_array_index (waiting, guint, i)) != RD_LOG_QUEUED)
        return TRUE;
    }
  return FALSE;
}
