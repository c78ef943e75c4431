/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-domain-record"

#include "config.h"

#include "rd-domain-record.h"

#include "rd-domain-checks.h"
#include "rd-recorder.h"
#include "rd-report-sheet.h"

/* What a survey of a domain leaves: an entry in the history, a text to copy, a
 * report to send. */

/**
 * rd_domain_record_note:
 * @survey: a survey that was not stopped
 * @domain: what it was about
 *
 * Keeps what was found for later.
 */
void
rd_domain_record_note (RdSurvey   *survey,
                       const char *domain)
{
  RdRecorder *recorder = rd_recorder_find ();
  g_autoptr (GPtrArray) findings = rd_survey_dup_findings (survey);
  g_autoptr (RdFinding) summary = NULL;

  if (recorder == NULL || findings->len == 0)
    return;
  summary = rd_finding_new ("domain", rd_survey_get_state (survey), domain, RD_OWNER_WAIT,
                            rd_finding_state_get_label (rd_survey_get_state (survey)));
  rd_recorder_note_survey (recorder, RD_HISTORY_DOMAIN, summary, findings);
}

/**
 * rd_domain_record_dup_text:
 * @survey: a survey
 * @domain: what it is about
 *
 * Returns: (transfer full): what was found, a line each
 */
char *
rd_domain_record_dup_text (RdSurvey   *survey,
                           const char *domain)
{
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (GString) text = NULL;
  g_autofree char *summary = NULL;

  findings = rd_survey_dup_findings (survey);
  summary = rd_check_dup_summary (findings);
  text = g_string_new (NULL);
  g_string_append_printf (text, "%s\n%s\n", domain, summary);
  for (guint i = 0; i < findings->len; i++)
    {
      const RdFinding *finding = g_ptr_array_index (findings, i);

      g_string_append_printf (text, "\n%s: %s", rd_finding_state_get_label (finding->state), finding->title);
    }
  g_string_append_c (text, '\n');
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * rd_domain_record_report:
 * @survey: a survey that has come to its end
 * @domain: what it was about
 * @parent: the window that asks
 *
 * Opens the report on it.
 */
void
rd_domain_record_report (RdSurvey   *survey,
                         const char *domain,
                         GtkWindow  *parent)
{
  g_autofree char *summary = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  RdReportSurvey told = { 0 };

  findings = rd_survey_dup_findings (survey);
  summary = rd_check_dup_summary (findings);
  told.subject = (char *) domain;
  told.state = rd_check_get_overall_state (findings);
  told.summary = summary;
  told.findings = findings;
  told.evidence = rd_survey_get_evidence (survey);
  gtk_window_present (GTK_WINDOW (rd_report_sheet_new_for_survey (parent, &told)));
}
