/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-check.h"

G_BEGIN_DECLS

/**
 * RdCheckGroup:
 *
 * The questions of a shop owner that the checks of a domain answer.
 */
typedef enum
{
  RD_CHECK_GROUP_RECEIVE,
  RD_CHECK_GROUP_TRUST,
  RD_CHECK_GROUP_SERVER,
  RD_CHECK_GROUP_OPTIONAL,
  N_RD_CHECK_GROUPS,
} RdCheckGroup;

/**
 * RdDomainCheck:
 *
 * One check of a domain and where its findings are shown.
 */
typedef struct
{
  const char  *id; /* stable: "mx" */
  RdCheckGroup group;
  RdCheckFunc  run;
} RdDomainCheck;

const RdDomainCheck *rd_domain_checks_get (guint *n);
RdCheckStatus        rd_domain_check_run (const RdDomainCheck   *self,
                                          RdEvidence            *evidence,
                                          const RdDomainSubject *subject,
                                          GPtrArray             *findings);

const char    *rd_check_group_to_string (RdCheckGroup group);
const char    *rd_check_group_get_title (RdCheckGroup group);
char          *rd_check_dup_area (const RdFinding *finding) G_GNUC_WARN_UNUSED_RESULT;
RdCheckGroup   rd_check_group_of (const RdFinding *finding);
RdFindingState rd_check_group_get_state (const GPtrArray *findings,
                                         RdCheckGroup     group);
RdFindingState rd_check_get_overall_state (const GPtrArray *findings);
char          *rd_check_dup_summary (const GPtrArray *findings) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
