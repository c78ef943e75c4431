/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-history.h"
#include "rd-log.h"
#include "rd-pages.h"
#include "rd-report-diagnosis.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * RdBuiltReport:
 *
 * A report in every form the sheet needs: to show, to print, to save, to copy.
 */
typedef struct
{
  RdReport *report;
  RdPages  *pages;
  GBytes   *pdf;
} RdBuiltReport;

void           rd_built_report_free (RdBuiltReport *self);
void           rd_report_build_async (GPtrArray             *entries,
                                      GBytes                *source,
                                      const RdReportOptions *options,
                                      const char            *language,
                                      GCancellable          *cancellable,
                                      GAsyncReadyCallback    callback,
                                      gpointer               data);
void           rd_report_build_for_survey_async (const RdReportSurvey  *survey,
                                                 const RdReportOptions *options,
                                                 GCancellable          *cancellable,
                                                 GAsyncReadyCallback    callback,
                                                 gpointer               data);
void           rd_report_build_for_log_async (RdLog                 *log,
                                              const RdReportOptions *options,
                                              GCancellable          *cancellable,
                                              GAsyncReadyCallback    callback,
                                              gpointer               data);
RdBuiltReport *rd_report_build_finish (GAsyncResult *result,
                                       GError      **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray     *rd_report_build_dup_changes (GPtrArray *known) G_GNUC_WARN_UNUSED_RESULT;
char          *rd_report_build_dup_subject (GPtrArray *entries) G_GNUC_WARN_UNUSED_RESULT;
char          *rd_report_build_dup_name (const char *subject,
                                         const char *ending) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdBuiltReport, rd_built_report_free)

G_END_DECLS
