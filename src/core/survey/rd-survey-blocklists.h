/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-blocklist.h"
#include "rd-listing.h"
#include "rd-survey.h"

G_BEGIN_DECLS

RdSurvey  *rd_survey_new_blocklists (RdEvidence   *evidence,
                                     RdSources    *sources,
                                     RdBlocklists *lists,
                                     const char   *subject,
                                     gboolean      all) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *rd_survey_dup_listings (RdEvidence   *evidence,
                                   RdBlocklists *lists,
                                   const char   *subject,
                                   gboolean      all) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
