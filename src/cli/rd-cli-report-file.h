/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-report-pdf.h"

G_BEGIN_DECLS

/* A report as a file: its ending decides whether it is PDF or text. */

gboolean   rd_cli_report_file_check (const char *command,
                                     const char *path,
                                     int        *exit_code);
GDateTime *rd_cli_report_file_new_time (void) G_GNUC_WARN_UNUSED_RESULT;
gboolean   rd_cli_report_file_save (RdReport   *report,
                                    const char *path,
                                    GError    **error);

G_END_DECLS
