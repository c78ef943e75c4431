/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-report-evidence"

#include "config.h"

#include "rd-report-diagnosis.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/**
 * rd_report_add_findings:
 * @report: a report
 * @findings: (element-type RdFinding): what checks found
 *
 * Adds findings with their states as words, and what they mean.
 */
void
rd_report_add_findings (RdReport  *report,
                        GPtrArray *findings)
{
  for (guint i = 0; i < findings->len; i++)
    {
      const RdFinding *finding = g_ptr_array_index (findings, i);
      g_autofree char *text = NULL;

      if (finding->subject != NULL && finding->subject[0] != '\0' && strstr (finding->title, finding->subject) == NULL)
        /* Translators: what was checked, what was found. */
        text = g_strdup_printf (C_ ("subject and finding", "%s: %s"), finding->subject, finding->title);
      rd_report_add_labelled (report, RD_BLOCK_FINDING, rd_finding_state_get_label (finding->state),
                              text != NULL ? text : finding->title);
      if (finding->state != RD_FINDING_FINE && g_strcmp0 (finding->explanation, finding->title) != 0)
        rd_report_add (report, RD_BLOCK_PARAGRAPH, finding->explanation);
    }
}

/**
 * rd_report_add_evidence:
 * @report: a report
 * @evidence: questions and answers
 *
 * Adds every raw question and answer: who gave it, when, its TTL.
 */
void
rd_report_add_evidence (RdReport   *report,
                        RdEvidence *evidence)
{
  guint n = rd_evidence_get_n_answers (evidence);

  for (guint id = 1; id <= n; id++)
    {
      const RdAnswer *answer = rd_evidence_get (evidence, id);
      g_autoptr (GString) text = NULL;

      if (answer == NULL || answer->state == RD_ANSWER_NOT_ASKED)
        continue;
      text = g_string_new (answer->question->text);
      g_string_append_printf (text, "\n  %s", rd_answer_state_to_string (answer->state));
      if (answer->server != NULL)
        g_string_append_printf (text, ", %s", answer->server);
      if (answer->ttl > 0)
        g_string_append_printf (text, ", TTL %u", answer->ttl);
      if (answer->asked_at > 0)
        {
          g_autoptr (GDateTime) asked = g_date_time_new_from_unix_utc (answer->asked_at / G_USEC_PER_SEC);
          g_autofree char *time = g_date_time_format (asked, "%Y-%m-%d %H:%M:%S UTC");

          g_string_append_printf (text, ", %s", time);
        }
      for (guint i = 0; answer->records != NULL && i < answer->records->len; i++)
        {
          const RdRr *rr = g_ptr_array_index (answer->records, i);

          g_string_append_printf (text, "\n  %s", rr->text);
        }
      rd_report_add (report, RD_BLOCK_VERBATIM, text->str);
    }
}
