/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-evidence.h"
#include "rd-finding.h"

G_BEGIN_DECLS

RdRecord     *rd_repair_dmarc_new_first (const char *domain,
                                         const char *report_address) G_GNUC_WARN_UNUSED_RESULT;
RdCheckStatus rd_repair_dmarc (RdEvidence *evidence,
                               const char *domain,
                               RdRecord  **record);

G_END_DECLS
