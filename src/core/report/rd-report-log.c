/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A report about what a server's log says: causes, the most frequent first, and
 * below each the lines a host finds again in that log. */

#define G_LOG_DOMAIN "rd-report-log"

#include "config.h"

#include "rd-report-log.h"
#include "rd-report-private.h"

#include "rd-log-clock.h"

#include <glib/gi18n-lib.h>

/* Deliveries shown for each cause: enough to find the pattern in the log. */
#define MAX_EXAMPLES 20

/* Causes with a section of their own. */
#define MAX_GROUPS 40

static const char *
get_title (const RdReportDelivery *first)
{
  return first->cause != NULL ? rd_cause_get_title (first->cause) : _ ("No known reason");
}

static int
compare_groups (gconstpointer a,
                gconstpointer b)
{
  const GPtrArray *first = *(GPtrArray *const *) a;
  const GPtrArray *second = *(GPtrArray *const *) b;
  gboolean         is_known = ((const RdReportDelivery *) g_ptr_array_index (first, 0))->cause != NULL;
  gboolean         other_is_known = ((const RdReportDelivery *) g_ptr_array_index (second, 0))->cause != NULL;

  if (is_known != other_is_known)
    return is_known ? -1 : 1;
  return first->len != second->len ? (first->len > second->len ? -1 : 1) : 0;
}

static GPtrArray *
dup_groups (const RdReportDelivery *deliveries,
            guint                   n)
{
  g_autoptr (GHashTable) by_cause = g_hash_table_new (NULL, NULL);
  GPtrArray *groups = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);

  for (guint i = 0; i < n; i++)
    {
      GPtrArray *group = g_hash_table_lookup (by_cause, deliveries[i].cause);

      if (group == NULL)
        {
          group = g_ptr_array_new ();
          g_hash_table_insert (by_cause, (gpointer) deliveries[i].cause, group);
          g_ptr_array_add (groups, group);
        }
      g_ptr_array_add (group, (gpointer) &deliveries[i]);
    }
  g_ptr_array_sort (groups, compare_groups);
  return groups;
}

static void
add_summary (RdReport  *report,
             GPtrArray *groups,
             guint64    n_all)
{
  guint            shown = (guint) MIN (n_all, G_MAXUINT);
  g_autofree char *count = g_strdup_printf (dngettext (GETTEXT_PACKAGE, "%u delivery did not succeed",
                                                       "%u deliveries did not succeed", shown),
                                            shown);

  rd_report_add (report, RD_BLOCK_HEADING, _ ("Summary"));
  rd_report_add (report, RD_BLOCK_LEAD, count);
  for (guint i = 0; i < groups->len && i < MAX_GROUPS; i++)
    {
      GPtrArray              *group = g_ptr_array_index (groups, i);
      const RdReportDelivery *first = g_ptr_array_index (group, 0);
      g_autofree char        *number = g_strdup_printf (dngettext (GETTEXT_PACKAGE, "%u delivery", "%u deliveries", group->len), group->len);

      rd_report_add_labelled (report, RD_BLOCK_FINDING, number, get_title (first));
      if (first->cause != NULL)
        {
          rd_report_add (report, RD_BLOCK_PARAGRAPH, rd_cause_get_sentence (first->cause));
          rd_report_add_told (report, RD_BLOCK_VALUE, _ ("Who must act"), _rd_report_get_owner_label (first->owner));
        }
    }
}

static void
add_requests (RdReport  *report,
              GPtrArray *groups)
{
  gboolean any = FALSE;

  rd_report_add (report, RD_BLOCK_HEADING, _ ("Requested actions"));
  rd_report_restart_steps (report);
  for (guint i = 0; i < groups->len; i++)
    {
      const RdReportDelivery *first = g_ptr_array_index ((GPtrArray *) g_ptr_array_index (groups, i), 0);
      const char             *request = first->cause != NULL ? rd_cause_get_ask_host (first->cause) : NULL;

      if (request == NULL || *request == '\0')
        continue;
      rd_report_add (report, RD_BLOCK_STEP, request);
      rd_report_add_told (report, RD_BLOCK_VALUE, _ ("Because of"), get_title (first));
      any = TRUE;
    }
  if (!any)
    rd_report_add (report, RD_BLOCK_PARAGRAPH, _ ("Nothing is asked of you now. This report is for your information and for searching your logs."));
}

static void
append_delivery (GString          *out,
                 const RdDelivery *delivery)
{
  g_autofree char *time = rd_log_time_to_string (&delivery->time);
  const char      *host = delivery->remote_host != NULL ? delivery->remote_host : delivery->last_host;
  const char      *ip = delivery->remote_ip != NULL ? delivery->remote_ip : delivery->last_ip;

  g_string_append_printf (out, "%s%s", out->len > 0 ? "\n\n" : "", time != NULL ? time : "-");
  if (delivery->queue_id != NULL)
    g_string_append_printf (out, " %s", delivery->queue_id);
  g_string_append_printf (out, " %s", rd_log_status_to_string (delivery->status));
  g_string_append_printf (out, "\n  <%s> -> <%s>", delivery->sender != NULL ? delivery->sender : "",
                          delivery->recipient != NULL ? delivery->recipient : "");
  if (host != NULL || ip != NULL)
    g_string_append_printf (out, "\n  %s%s%s%s", host != NULL ? host : "", ip != NULL ? " [" : "", ip != NULL ? ip : "", ip != NULL ? "]" : "");
  if (delivery->text != NULL)
    g_string_append_printf (out, "\n  %s", delivery->text);
  if (delivery->last_text != NULL)
    g_string_append_printf (out, "\n  %s", delivery->last_text);
}

static void
add_group (RdReport  *report,
           GPtrArray *group)
{
  g_autoptr (GString) lines = g_string_new (NULL);

  rd_report_add (report, RD_BLOCK_HEADING, get_title (g_ptr_array_index (group, 0)));
  for (guint i = 0; i < group->len && i < MAX_EXAMPLES; i++)
    append_delivery (lines, ((const RdReportDelivery *) g_ptr_array_index (group, i))->delivery);
  rd_report_add (report, RD_BLOCK_VERBATIM, lines->str);
  if (group->len > MAX_EXAMPLES)
    {
      guint            rest = group->len - MAX_EXAMPLES;
      g_autofree char *more = g_strdup_printf (dngettext (GETTEXT_PACKAGE, "%u more delivery like these is in the log.",
                                                          "%u more deliveries like these are in the log.", rest),
                                               rest);

      rd_report_add (report, RD_BLOCK_PARAGRAPH, more);
    }
}

static char *
dup_log_id (const RdReportDelivery *deliveries,
            guint                   n,
            GDateTime              *created)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *day = g_date_time_format (created, "%Y%m%d");

  for (guint i = 0; i < n; i++)
    {
      const RdDelivery *delivery = deliveries[i].delivery;

      if (delivery->queue_id != NULL)
        g_checksum_update (checksum, (const guchar *) delivery->queue_id, -1);
      g_checksum_update (checksum, (const guchar *) &delivery->time.seconds, sizeof delivery->time.seconds);
    }
  return g_strdup_printf ("RD-%s-%.8s", day, g_checksum_get_string (checksum));
}

/**
 * rd_report_new_for_deliveries:
 * @deliveries: (array length=n_deliveries): what did not succeed, at least one
 * @n_deliveries: their number
 * @n_left_out: how many more there were
 * @options: whom it is for, what is hidden
 * @created: when the report is made
 *
 * Makes the report about a log.
 *
 * Returns: (transfer full): the report
 */
RdReport *
rd_report_new_for_deliveries (const RdReportDelivery *deliveries,
                              guint                   n_deliveries,
                              guint64                 n_left_out,
                              const RdReportOptions  *options,
                              GDateTime              *created)
{
  RdRedaction     *redaction;
  g_autofree char *id = NULL;
  g_autoptr (GPtrArray) groups = NULL;
  RdReport *report;

  g_return_val_if_fail (deliveries != NULL && n_deliveries > 0, NULL);

  redaction = rd_redaction_new (options->redact);
  for (guint i = 0; i < n_deliveries; i++)
    {
      rd_redaction_add_address (redaction, deliveries[i].delivery->recipient);
      rd_redaction_add_address (redaction, deliveries[i].delivery->original_recipient);
      rd_redaction_add_subject (redaction, deliveries[i].delivery->subject);
    }
  id = dup_log_id (deliveries, n_deliveries, created);
  report = rd_report_new (id, created, redaction);
  groups = dup_groups (deliveries, n_deliveries);
  _rd_report_add_head (report, _ ("Report on a mail server’s log"), NULL, options);
  add_summary (report, groups, n_deliveries + n_left_out);
  add_requests (report, groups);
  for (guint i = 0; i < groups->len && i < MAX_GROUPS; i++)
    add_group (report, g_ptr_array_index (groups, i));
  _rd_report_add_redaction_notice (report);
  return report;
}
