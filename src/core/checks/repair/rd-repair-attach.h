/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-check.h"

G_BEGIN_DECLS

RdCheckStatus rd_repair_check_spf (RdEvidence   *evidence,
                                   gconstpointer subject,
                                   GPtrArray    *findings);
RdCheckStatus rd_repair_check_dkim (RdEvidence   *evidence,
                                    gconstpointer subject,
                                    GPtrArray    *findings);
RdCheckStatus rd_repair_check_dmarc (RdEvidence   *evidence,
                                     gconstpointer subject,
                                     GPtrArray    *findings);

G_END_DECLS
