/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-bounce-lists.h"
#include "rd-check.h"
#include "rd-survey.h"

G_BEGIN_DECLS

RdCheckStatus rd_list_candidates_check (RdEvidence   *evidence,
                                        gconstpointer subject,
                                        GPtrArray    *findings);
GPtrArray    *rd_list_candidates_dup (RdEvidence *evidence,
                                      const char *subject) G_GNUC_WARN_UNUSED_RESULT;
void          rd_survey_add_list_candidates (RdSurvey   *survey,
                                             const char *subject);

G_END_DECLS
