/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Many bounces: grouped by what they have in common, the largest group first. */

#define G_LOG_DOMAIN "rd-report-batch"

#include "config.h"

#include "rd-report-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Failures that are listed, one a line; who has more sends the log. */
#define MAX_LISTED 1000

static int
compare_groups (gconstpointer a,
                gconstpointer b)
{
  const GPtrArray *first = *(GPtrArray *const *) a;
  const GPtrArray *second = *(GPtrArray *const *) b;

  return first->len != second->len ? (first->len > second->len ? -1 : 1) : 0;
}

/* One request a group, with the values of its first message. */
static void
add_requests (RdReport      *report,
              GPtrArray     *groups,
              RdReportReader reader)
{
  gboolean any = FALSE;

  rd_report_add (report, RD_BLOCK_HEADING, _ ("Requested actions"));
  rd_report_restart_steps (report);
  for (guint i = 0; i < groups->len; i++)
    {
      const RdDiagnosis *first = g_ptr_array_index ((GPtrArray *) g_ptr_array_index (groups, i), 0);

      if (!_rd_report_add_question (report, first, reader))
        continue;
      rd_report_add_told (report, RD_BLOCK_VALUE, _ ("Because of"), first->title);
      any = TRUE;
      if (reader == RD_REPORT_FOR_RECIPIENT_ADMIN)
        break;
    }
  if (!any)
    rd_report_add (report, RD_BLOCK_PARAGRAPH, _ ("Nothing is asked of you now. This report is for your information and for searching your logs."));
}

/* Patterns that no single message shows: one provider alone refuses, it began on
 * one day. */
static void
add_common (RdReport           *report,
            const RdReportItem *items,
            guint               n_items)
{
  g_autoptr (RdInsight) insight = rd_insight_new ();
  g_autoptr (GPtrArray) findings = NULL;

  for (guint i = 0; i < n_items; i++)
    rd_insight_add (insight, items[i].diagnosis);
  findings = rd_insight_dup_findings (insight);
  if (findings->len == 0)
    return;
  rd_report_add (report, RD_BLOCK_HEADING, _ ("What the messages have in common"));
  _rd_report_add_findings (report, findings);
}

static GPtrArray *
dup_groups (const RdReportItem *items,
            guint               n_items)
{
  g_autoptr (GHashTable) by_title = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *groups = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);

  for (guint i = 0; i < n_items; i++)
    {
      GPtrArray *group = g_hash_table_lookup (by_title, items[i].diagnosis->title);

      if (group == NULL)
        {
          group = g_ptr_array_new ();
          g_hash_table_insert (by_title, items[i].diagnosis->title, group);
          g_ptr_array_add (groups, group);
        }
      g_ptr_array_add (group, (gpointer) items[i].diagnosis);
    }
  g_ptr_array_sort (groups, compare_groups);
  return groups;
}

static void
add_summary (RdReport  *report,
             GPtrArray *groups,
             guint      n_items)
{
  const RdDiagnosis *first = g_ptr_array_index ((GPtrArray *) g_ptr_array_index (groups, 0), 0);
  g_autofree char   *lead = g_strdup_printf (dngettext (GETTEXT_PACKAGE, "%u notice of undelivered mail", "%u notices of undelivered mail", n_items), n_items);
  /* Translators: the title of a reason. */
  g_autofree char *most = g_strdup_printf (_ ("The most frequent reason: %s"), first->title);

  rd_report_add (report, RD_BLOCK_HEADING, _ ("Summary"));
  rd_report_add (report, RD_BLOCK_LEAD, lead);
  rd_report_add (report, RD_BLOCK_CALLOUT, most);
}

static void
add_causes (RdReport  *report,
            GPtrArray *groups)
{
  rd_report_add (report, RD_BLOCK_HEADING, _ ("All reasons"));
  for (guint i = 0; i < groups->len; i++)
    {
      GPtrArray         *group = g_ptr_array_index (groups, i);
      const RdDiagnosis *first = g_ptr_array_index (group, 0);
      g_autofree char   *count = g_strdup_printf (dngettext (GETTEXT_PACKAGE, "%u message", "%u messages", group->len), group->len);

      rd_report_add_labelled (report, RD_BLOCK_FINDING, count, first->title);
      rd_report_add (report, RD_BLOCK_PARAGRAPH, first->sentence);
      rd_report_add_told (report, RD_BLOCK_VALUE, _ ("Who must act"), _rd_report_get_owner_label (first->owner));
      /* Of a host the sender asks for this report, which the reader holds. */
      if (first->owner != RD_OWNER_HOST)
        rd_report_add_told (report, RD_BLOCK_VALUE, _ ("What the sender does"), first->action);
    }
}

/**
 * _rd_report_add_groups:
 * @report: a report
 * @items: (array length=n_items): diagnoses
 * @n_items: their number
 * @reader: who is asked
 *
 * Adds what is asked because of each verdict, the verdicts, and what all
 * messages have in common.
 */
void
_rd_report_add_groups (RdReport           *report,
                       const RdReportItem *items,
                       guint               n_items,
                       RdReportReader      reader)
{
  g_autoptr (GPtrArray) groups = dup_groups (items, n_items);

  add_summary (report, groups, n_items);
  add_requests (report, groups, reader);
  add_common (report, items, n_items);
  add_causes (report, groups);
}

/* What one looks for in a log: when, under which id, to whom, with what code. */
static void
append_failure (GString         *lines,
                const RdBounce  *bounce,
                const RdVerdict *verdict)
{
  const RdFailure *failure = verdict->failure;
  g_autofree char *time = _rd_report_dup_utc (bounce->arrival_date != NULL ? bounce->arrival_date : bounce->original.date);
  const char      *id = bounce->queue_ids != NULL && bounce->queue_ids->len > 0 ? g_ptr_array_index (bounce->queue_ids, 0) : bounce->original.message_id;
  const char      *parts[] = { time, id, failure->recipient, failure->reply_code, failure->status, verdict->cause->id };

  /* Said once, above. */
  if (time != NULL && g_str_has_suffix (time, " UTC"))
    time[strlen (time) - strlen (" UTC")] = '\0';
  if (lines->len > 0)
    g_string_append_c (lines, '\n');
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    g_string_append_printf (lines, "%s%s", i > 0 ? "  " : "", parts[i] != NULL ? parts[i] : "-");
}

/**
 * _rd_report_add_all_messages:
 * @report: a report
 * @items: (array length=n_items): diagnoses
 * @n_items: their number
 *
 * Adds a line for each failure, by which it is found in a log.
 */
void
_rd_report_add_all_messages (RdReport           *report,
                             const RdReportItem *items,
                             guint               n_items)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  guint n_listed = 0;
  guint n_more = 0;

  for (guint i = 0; i < n_items; i++)
    {
      const RdDiagnosis *diagnosis = items[i].diagnosis;

      for (guint j = 0; diagnosis->verdicts != NULL && j < diagnosis->verdicts->len; j++)
        {
          if (n_listed < MAX_LISTED)
            append_failure (lines, diagnosis->bounce, g_ptr_array_index (diagnosis->verdicts, j));
          n_more += n_listed++ < MAX_LISTED ? 0 : 1;
        }
    }
  if (lines->len == 0)
    return;
  rd_report_begin_annex (report, _ ("Annex: all messages"));
  rd_report_add (report, RD_BLOCK_PARAGRAPH, _ ("Each line: arrival in UTC, id in the log, recipient, reply code, enhanced status code, reason."));
  rd_report_add (report, RD_BLOCK_VERBATIM, lines->str);
  if (n_more > 0)
    {
      g_autofree char *more = g_strdup_printf (dngettext (GETTEXT_PACKAGE, "and %u more", "and %u more", n_more), n_more);

      rd_report_add (report, RD_BLOCK_PARAGRAPH, more);
    }
}
