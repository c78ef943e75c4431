/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-json-writer.h"
#include "rd-survey.h"

G_BEGIN_DECLS

void rd_report_json_begin_survey (RdJsonWriter        *writer,
                                  const char          *subject,
                                  RdFindingState       state,
                                  const char          *summary,
                                  GPtrArray           *findings,
                                  RdEvidence          *evidence,
                                  const RdSurveyStats *stats);
void rd_report_json_add_listings (RdJsonWriter *writer,
                                  GPtrArray    *listings);
void rd_report_json_add_candidates (RdJsonWriter *writer,
                                    GPtrArray    *candidates);

G_END_DECLS
