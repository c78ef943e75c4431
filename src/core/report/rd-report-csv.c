/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-report-csv"

#include "config.h"

#include "rd-report-diagnosis.h"
#include "rd-report-private.h"

#include "rd-text.h"

/* A cell that begins with one of these is a formula to spreadsheets, to some
 * also in its wide form; RFC 4180 quoting does not help against that. */
static gboolean
is_formula (const char *text)
{
  static const gunichar signs[] = { '=', '+', '-', '@', 0xff1d, 0xff0b, 0xff0d, 0xff20 };
  gunichar              first = g_utf8_get_char (text);

  for (gsize i = 0; i < G_N_ELEMENTS (signs); i++)
    {
      if (first == signs[i])
        return TRUE;
    }
  return FALSE;
}

static void
append_cell (GString           *out,
             const RdRedaction *redaction,
             const char        *text,
             gboolean           last)
{
  g_autofree char *told = rd_redaction_apply (redaction, text != NULL ? text : "");
  g_autofree char *collapsed = rd_text_collapse (told);
  g_autofree char *line = rd_text_dup_visible (collapsed);

  g_string_append_c (out, '"');
  if (is_formula (line))
    g_string_append_c (out, '\'');
  for (const char *p = line; *p != '\0'; p++)
    {
      if (*p == '"')
        g_string_append_c (out, '"');
      g_string_append_c (out, *p);
    }
  g_string_append (out, last ? "\"\r\n" : "\",");
}

/* Appends a cell, and the end of the line behind the last one. */
void
_rd_report_csv_append (GString           *out,
                       const RdRedaction *redaction,
                       const char        *text,
                       gboolean           last)
{
  append_cell (out, redaction, text, last);
}

/**
 * rd_report_to_csv:
 * @items: (array length=n_items): diagnoses
 * @n_items: their number
 * @redact: what to hide
 *
 * Writes one line a recipient (RFC 4180), safe to open in a spreadsheet.
 *
 * Returns: (transfer full): the text
 */
char *
rd_report_to_csv (const RdReportItem *items,
                  guint               n_items,
                  RdRedactFlags       redact)
{
  g_autoptr (RdRedaction) redaction = rd_redaction_new (redact);
  g_autoptr (GString) out = g_string_new ("file,recipient,cause,owner,permanence,status,reply_code,remote_host,message_id,diagnostic\r\n");

  for (guint i = 0; i < n_items; i++)
    _rd_report_learn_names (redaction, &items[i]);
  for (guint i = 0; i < n_items; i++)
    {
      const RdDiagnosis *diagnosis = items[i].diagnosis;
      g_autofree char   *file = _rd_report_dup_file (&items[i], i, redact);

      for (guint j = 0; j < diagnosis->verdicts->len; j++)
        {
          const RdVerdict *verdict = g_ptr_array_index (diagnosis->verdicts, j);
          const RdFailure *failure = verdict->failure;

          append_cell (out, redaction, file, FALSE);
          append_cell (out, redaction, failure->recipient, FALSE);
          append_cell (out, redaction, verdict->cause->id, FALSE);
          append_cell (out, redaction, rd_owner_to_string (verdict->owner), FALSE);
          append_cell (out, redaction, rd_permanence_to_string (verdict->permanence), FALSE);
          append_cell (out, redaction, failure->status, FALSE);
          append_cell (out, redaction, failure->reply_code, FALSE);
          append_cell (out, redaction, failure->remote_host, FALSE);
          append_cell (out, redaction, diagnosis->bounce->original.message_id, FALSE);
          append_cell (out, redaction, failure->diagnostic, TRUE);
        }
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static char *
dup_day (gint64 time)
{
  g_autoptr (GDateTime) date = time > 0 ? g_date_time_new_from_unix_local (time) : NULL;

  return date != NULL ? g_date_time_format (date, "%Y-%m-%d") : NULL;
}

/**
 * rd_report_dead_addresses_to_csv:
 * @insight: fed with all messages
 *
 * Writes one line for each address that failed for good (RFC 4180), safe to
 * open in a spreadsheet: what to take off a mailing list.
 *
 * Returns: (transfer full): the text
 */
char *
rd_report_dead_addresses_to_csv (const RdInsight *insight)
{
  g_autoptr (RdRedaction) nothing = rd_redaction_new (RD_REDACT_NOTHING);
  g_autoptr (GArray) dead = rd_insight_dup_dead_addresses (insight);
  g_autoptr (GString) out = g_string_new ("address,cause,reason,times,first,last,suggestion\r\n");

  for (guint i = 0; i < dead->len; i++)
    {
      const RdDeadAddress *address = &g_array_index (dead, RdDeadAddress, i);
      g_autofree char     *times = g_strdup_printf ("%u", address->n_times);
      g_autofree char     *first = dup_day (address->first);
      g_autofree char     *last = dup_day (address->last);

      append_cell (out, nothing, address->address, FALSE);
      append_cell (out, nothing, address->cause->id, FALSE);
      append_cell (out, nothing, rd_cause_get_title (address->cause), FALSE);
      append_cell (out, nothing, times, FALSE);
      append_cell (out, nothing, first, FALSE);
      append_cell (out, nothing, last, FALSE);
      append_cell (out, nothing, address->suggestion, TRUE);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}
