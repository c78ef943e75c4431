/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-evidence.h"
#include "rd-finding.h"

G_BEGIN_DECLS

RdCheckStatus rd_repair_compare (RdEvidence     *evidence,
                                 const RdRecord *proposed,
                                 gint64          cached_until,
                                 GPtrArray      *findings);
void          rd_repair_compare_forget (RdEvidence     *evidence,
                                        const RdRecord *proposed);
gint64        rd_repair_get_cached_until (const RdAnswer *answer);

G_END_DECLS
