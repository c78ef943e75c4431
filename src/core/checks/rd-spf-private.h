/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-spf-check.h"

G_BEGIN_DECLS

RdFinding *_rd_spf_report (GPtrArray       *findings,
                           const RdSpfNode *node,
                           const char      *id,
                           RdFindingState   state,
                           const char      *title);
char      *_rd_spf_dup_list (const GPtrArray *words) G_GNUC_WARN_UNUSED_RESULT;

void _rd_spf_report_terms (const RdSpfNode *tree,
                           GPtrArray       *findings);
void _rd_spf_report_tree (const RdSpfNode *tree,
                          GPtrArray       *findings);
void _rd_spf_report_syntax (const RdSpfNode *node,
                            GPtrArray       *findings);

G_END_DECLS
