/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "fuzz-diagnosis.h"

#include "fuzz.h"

#include "rd-limits.h"
#include "rd-report-diagnosis.h"

static void
check_failure (const RdFailure *failure)
{
  FUZZ_ASSERT_VALID (failure->recipient);
  FUZZ_ASSERT_VALID (failure->original_recipient);
  FUZZ_ASSERT_VALID (failure->diagnostic);
  FUZZ_ASSERT_VALID (failure->remote_host);
  FUZZ_ASSERT_VALID (failure->status);
  FUZZ_ASSERT_VALID (failure->reply_code);
}

void
fuzz_diagnose (RdMail *mail)
{
  g_autoptr (RdDiagnosis) diagnosis = rd_diagnosis_new_for_mail (mail, NULL);
  g_autoptr (GDateTime) created = g_date_time_new_from_unix_utc (0);
  const RdReportOptions options = { .reader = RD_REPORT_FOR_HOST, .redact = RD_REDACT_RECIPIENTS | RD_REDACT_SUBJECT };
  RdReportItem          item = { .diagnosis = diagnosis, .file = "input" };
  g_autoptr (RdReport) report = NULL;
  g_autofree char *text = NULL;
  g_autofree char *csv = NULL;
  g_autofree char *json = NULL;

  g_assert_nonnull (diagnosis);
  g_assert_cmpuint (diagnosis->bounce->failures->len, <=, RD_LIMIT_RECIPIENTS);
  g_assert_cmpuint (diagnosis->bounce->failures->len, ==, diagnosis->verdicts->len);
  for (guint i = 0; i < diagnosis->bounce->failures->len; i++)
    check_failure (g_ptr_array_index (diagnosis->bounce->failures, i));
  g_assert_nonnull (diagnosis->title);
  FUZZ_ASSERT_VALID (diagnosis->title);
  FUZZ_ASSERT_VALID (diagnosis->sentence);
  FUZZ_ASSERT_VALID (diagnosis->action);

  item.source = rd_mail_get_source (mail);
  report = rd_report_new_for_items (&item, 1, &options, created);
  text = rd_report_to_text (report);
  FUZZ_ASSERT_VALID (text);
  csv = rd_report_to_csv (&item, 1, RD_REDACT_NOTHING);
  FUZZ_ASSERT_VALID (csv);
  json = rd_report_to_json (&item, 1, RD_REDACT_NOTHING);
  FUZZ_ASSERT_VALID (json);
}
