/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-report-export"

#include "config.h"

#include "rd-report-private.h"

#include "rd-report-json.h"

static char *
redact_cb (const char   *text,
           gconstpointer data)
{
  return rd_redaction_apply (data, text);
}

/**
 * rd_report_to_json:
 * @items: (array length=n_items): diagnoses
 * @n_items: their number
 * @redact: what to hide
 *
 * Writes an array of objects in the form "redeliver.diagnosis/1".
 *
 * Returns: (transfer full): JSON
 */
char *
rd_report_to_json (const RdReportItem *items,
                   guint               n_items,
                   RdRedactFlags       redact)
{
  g_autoptr (RdRedaction) redaction = rd_redaction_new (redact);
  g_autoptr (RdJsonWriter) writer = rd_json_writer_new (TRUE);

  /* What one item tells of a name hides it in all of them. */
  for (guint i = 0; i < n_items; i++)
    _rd_report_learn_names (redaction, &items[i]);
  if (redact != RD_REDACT_NOTHING)
    rd_json_writer_set_filter (writer, redact_cb, redaction);
  rd_json_begin_array (writer, NULL);
  for (guint i = 0; i < n_items; i++)
    {
      g_autofree char *file = _rd_report_dup_file (&items[i], i, redact);

      rd_report_json_add_diagnosis (writer, items[i].diagnosis, file, 0, items[i].findings);
    }
  rd_json_end_array (writer);
  return rd_json_writer_take (writer);
}
