/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-spf-check.h"

G_BEGIN_DECLS

void _rd_spf_report_terms (const RdSpfNode *tree,
                           GPtrArray       *findings);
void _rd_spf_report_tree (const RdSpfNode *tree,
                          GPtrArray       *findings);
void _rd_spf_report_syntax (const RdSpfNode *node,
                            GPtrArray       *findings);

G_END_DECLS
