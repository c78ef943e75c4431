/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-report-diagnosis.h"

G_BEGIN_DECLS

void _rd_report_learn_names (RdRedaction        *redaction,
                             const RdReportItem *item);

G_END_DECLS
