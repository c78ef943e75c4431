/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-cli-log-cause.h"
#include "rd-log-event.h"

G_BEGIN_DECLS

/**
 * RdCliLogReport:
 *
 * Keeps what did not succeed while a log is read, for a report about it.
 */
typedef struct _RdCliLogReport RdCliLogReport;

RdCliLogReport *rd_cli_log_report_new (const char *path) G_GNUC_WARN_UNUSED_RESULT;
void            rd_cli_log_report_free (RdCliLogReport *self);
void            rd_cli_log_report_take (RdCliLogReport   *self,
                                        const RdLogEvent *event,
                                        guint64           number,
                                        RdCliCauses      *causes);
void            rd_cli_log_report_drop (RdCliLogReport *self,
                                        guint64         number);
gboolean        rd_cli_log_report_save (RdCliLogReport *self,
                                        GError        **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdCliLogReport, rd_cli_log_report_free)

G_END_DECLS
