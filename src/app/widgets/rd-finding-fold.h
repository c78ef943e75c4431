/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-evidence.h"
#include "rd-finding.h"
#include "rd-fold.h"

G_BEGIN_DECLS

#define RD_TYPE_FINDING_FOLD (rd_finding_fold_get_type ())
G_DECLARE_FINAL_TYPE (RdFindingFold, rd_finding_fold, RD, FINDING_FOLD, RdFold)

GtkWidget *rd_finding_fold_new (RdFinding  *finding,
                                RdEvidence *evidence);
void       rd_finding_rows_add_advice (RdFold          *fold,
                                       const RdFinding *finding,
                                       const RdRecord  *record);

G_END_DECLS
