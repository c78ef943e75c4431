/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RdReportLanguage:
 *
 * Another language for as long as a report is written.  The language belongs to
 * the whole process: whoever translates at the same time gets it too.
 */
typedef struct _RdReportLanguage RdReportLanguage;

RdReportLanguage *rd_report_language_enter (const char *code) G_GNUC_WARN_UNUSED_RESULT;
void              rd_report_language_leave (RdReportLanguage *self);
gboolean          rd_report_language_is_known (const char *code);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdReportLanguage, rd_report_language_leave)

G_END_DECLS
