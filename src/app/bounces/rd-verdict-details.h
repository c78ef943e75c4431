/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-bounce-entry.h"
#include "rd-fold.h"

G_BEGIN_DECLS

/* The folds below a verdict: their subtitles, known at once, and their rows,
 * made when a fold is opened. */
void  rd_evidence_fill (RdFold            *fold,
                        const RdDiagnosis *diagnosis);
char *rd_checklist_dup_subtitle (const RdDiagnosis *diagnosis) G_GNUC_WARN_UNUSED_RESULT;
void  rd_checklist_fill (RdFold            *fold,
                         const RdDiagnosis *diagnosis);
char *rd_recipients_dup_subtitle (const RdDiagnosis *diagnosis) G_GNUC_WARN_UNUSED_RESULT;
void  rd_recipients_fill (RdFold            *fold,
                          const RdDiagnosis *diagnosis);
char *rd_facts_dup_subtitle (const RdDiagnosis *diagnosis) G_GNUC_WARN_UNUSED_RESULT;
void  rd_facts_fill (RdFold            *fold,
                     const RdDiagnosis *diagnosis);

G_END_DECLS
