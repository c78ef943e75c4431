/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-dmarc.h"

G_BEGIN_DECLS

void          _rd_dmarc_report_tags (const RdDmarcRecord *record,
                                     const char          *domain,
                                     const RdAnswer      *answer,
                                     GPtrArray           *findings);
RdCheckStatus _rd_dmarc_report_addresses (RdEvidence          *evidence,
                                          const RdDmarcRecord *record,
                                          const char          *domain,
                                          const RdAnswer      *answer,
                                          GPtrArray           *findings);

G_END_DECLS
