/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-diagnosis.h"

G_BEGIN_DECLS

RdHosting      _rd_hosting_guess (const RdBounce *bounce);
const char    *_rd_judge_yours (const RdBounce  *bounce,
                                const RdContext *context);
GPtrArray     *_rd_checklist_new (const RdBounce  *bounce,
                                  const RdVerdict *verdict);
char         **_rd_situations_find (const RdBounce *bounce,
                                    GPtrArray      *verdicts,
                                    const char     *yours);
const char    *_rd_feedback_get_cause (const RdFailure *failure);
gboolean       _rd_verdict_blames_filter (const RdVerdict *verdict);
gboolean       _rd_forwarding_is_known (const RdFailure *failure);
const RdCause *_rd_forwarding_find_remedy (const RdBounce  *bounce,
                                           const RdVerdict *verdict);
gboolean       _rd_diagnosis_describe_log (RdDiagnosis *self);

G_END_DECLS
