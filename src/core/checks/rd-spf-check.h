/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-check.h"
#include "rd-spf-tree.h"
#include "rd-spf.h"

G_BEGIN_DECLS

RdCheckStatus rd_spf_check (RdEvidence   *evidence,
                            gconstpointer subject,
                            GPtrArray    *findings);
RdCheckStatus rd_spf_check_sender (RdEvidence   *evidence,
                                   gconstpointer subject,
                                   GPtrArray    *findings);
char         *rd_spf_mistake_dup_text (const RdSpfProblem *problem) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
