/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-finding.h"
#include "rd-log.h"

G_BEGIN_DECLS

/* What a log says, in words for people. */
const char    *rd_log_line_get_title (const RdLogLine *line);
RdFindingState rd_log_status_get_state (RdLogStatus status);
char          *rd_log_time_dup_short (const RdLogTime *time) G_GNUC_WARN_UNUSED_RESULT;
char          *rd_log_state_dup_title (const RdLogState *state) G_GNUC_WARN_UNUSED_RESULT;
RdFindingState rd_log_state_judge (const RdLogState *state);
void           rd_log_state_add_findings (const RdLogState *state,
                                          GPtrArray        *findings);

G_END_DECLS
