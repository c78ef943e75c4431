/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-blocklist.h"
#include "rd-listing.h"
#include "rd-survey.h"

G_BEGIN_DECLS

/**
 * RdBlocklistsFlags:
 * @RD_BLOCKLISTS_ALL: ask minor and doubtful lists, too
 * @RD_BLOCKLISTS_DIRECT: ask the lists' own servers, past every resolver
 *
 * Which lists to ask, and how.
 */
typedef enum
{
  RD_BLOCKLISTS_DEFAULT = 0,
  RD_BLOCKLISTS_ALL = 1 << 0,
  RD_BLOCKLISTS_DIRECT = 1 << 1,
} RdBlocklistsFlags;

RdSurvey  *rd_survey_new_blocklists (RdEvidence       *evidence,
                                     RdSources        *sources,
                                     RdBlocklists     *lists,
                                     const char       *subject,
                                     RdBlocklistsFlags flags) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *rd_survey_dup_listings (RdEvidence       *evidence,
                                   RdBlocklists     *lists,
                                   const char       *subject,
                                   RdBlocklistsFlags flags) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
