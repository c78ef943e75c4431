/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-bounce-entry.h"
#include "rd-log.h"
#include "rd-report-diagnosis.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define RD_TYPE_REPORT_SHEET (rd_report_sheet_get_type ())
G_DECLARE_FINAL_TYPE (RdReportSheet, rd_report_sheet, RD, REPORT_SHEET, AdwWindow)

RdReportSheet *rd_report_sheet_new (GtkWindow     *parent,
                                    RdBounceEntry *entry,
                                    GPtrArray     *all);
RdReportSheet *rd_report_sheet_new_for_survey (GtkWindow            *parent,
                                               const RdReportSurvey *survey);
RdReportSheet *rd_report_sheet_new_for_log (GtkWindow *parent,
                                            RdLog     *log);
gboolean       rd_report_sheet_is_ready (RdReportSheet *self);
void           rd_report_sheet_save_to (RdReportSheet *self,
                                        const char    *path);

G_END_DECLS
