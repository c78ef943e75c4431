/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-confirmation.h"
#include "rd-survey.h"

G_BEGIN_DECLS

/**
 * RdBounceSide:
 * @RD_BOUNCE_SIDE_NONE: there is nothing to ask
 * @RD_BOUNCE_SIDE_SENDER: the sender's domain and server
 * @RD_BOUNCE_SIDE_RECIPIENT: the recipients' domains, which tells whom one writes to
 * @RD_BOUNCE_SIDE_BOTH: whatever there is
 *
 * Whom a survey of a bounce asks about.
 */
typedef enum
{
  RD_BOUNCE_SIDE_NONE,
  RD_BOUNCE_SIDE_SENDER,
  RD_BOUNCE_SIDE_RECIPIENT,
  RD_BOUNCE_SIDE_BOTH,
} RdBounceSide;

RdBounceSide rd_survey_get_bounce_side (const RdDiagnosis *diagnosis);
RdSurvey    *rd_survey_new_bounce_side (RdEvidence        *evidence,
                                        RdSources         *sources,
                                        const RdDiagnosis *diagnosis,
                                        RdBounceSide       side) G_GNUC_WARN_UNUSED_RESULT;
RdSurvey    *rd_survey_new_bounce (RdEvidence        *evidence,
                                   RdSources         *sources,
                                   const RdDiagnosis *diagnosis) G_GNUC_WARN_UNUSED_RESULT;
char        *rd_survey_dup_bounce_domain (const RdOriginal *original,
                                          const char       *area) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
