/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-check.h"

G_BEGIN_DECLS

/* What a zone's lines may hold beside records: what a web server says, as
 * "https URL STATUS body" with "|" for the ends of lines. */

/* One zone, one check, one id that must be there in one state, or must not. */
typedef struct
{
  const char       *name;
  RdCheckFunc       check;
  const char       *domain;
  const char       *id;
  int               state; /* RdFindingState, or RD_TEST_ABSENT */
  const char *const lines[16];
} RdTestCheck;

#define RD_TEST_ABSENT (-1)

void       rd_test_check_add (const char        *prefix,
                              const RdTestCheck *cases,
                              gsize              n);
GPtrArray *rd_test_check_run (const char *const *lines,
                              RdCheckFunc        check,
                              gconstpointer      subject,
                              guint             *n_rounds,
                              RdEvidence       **evidence) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *rd_test_check_run_without (const char *const *lines,
                                      RdCheckFunc        check,
                                      gconstpointer      subject,
                                      RdAnswer          *lost,
                                      guint             *n_rounds,
                                      RdEvidence       **evidence) G_GNUC_WARN_UNUSED_RESULT;

RdCheckStatus rd_test_check_domain (RdEvidence   *evidence,
                                    gconstpointer subject,
                                    GPtrArray    *findings);

G_END_DECLS
