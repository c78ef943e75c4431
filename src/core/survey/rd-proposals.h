/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-survey.h"

G_BEGIN_DECLS

/**
 * RdAgain:
 *
 * What a second look starts from.
 */
typedef struct
{
  GPtrArray  *findings; /* (element-type RdFinding): of the first look */
  RdEvidence *before;   /* all that was answered then */
  RdEvidence *known;    /* (nullable): what need not be asked again; %NULL if all is */
} RdAgain;

RdAgain *rd_again_new (RdSurvey *survey) G_GNUC_WARN_UNUSED_RESULT;
void     rd_again_free (RdAgain *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdAgain, rd_again_free)

guint rd_survey_add_proposals (RdSurvey        *survey,
                               const GPtrArray *findings,
                               RdEvidence      *before);

G_END_DECLS
