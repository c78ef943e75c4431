/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rd-evidence.h"

G_BEGIN_DECLS

/* A DNS made of anything: whatever is asked, one line of the input answers. */

typedef struct _FuzzZone FuzzZone;

FuzzZone *fuzz_zone_new (const guint8 *data,
                         gsize         size);
void      fuzz_zone_free (FuzzZone *self);
void      fuzz_zone_answer (FuzzZone   *self,
                            RdEvidence *evidence);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FuzzZone, fuzz_zone_free)

/* Rounds of questions after which a check is not thorough but endless. */
#define FUZZ_MAX_ROUNDS 200

/* Questions all rounds of one check may ask: no input may make it ask more. */
#define FUZZ_MAX_QUESTIONS 5000

/* Runs @call, which gives an RdCheckStatus, until nothing is open. */
#define FUZZ_SETTLE(zone, evidence, call)                                               \
  G_STMT_START                                                                          \
  {                                                                                     \
    guint rounds_ = 0;                                                                  \
                                                                                        \
    while ((call) == RD_CHECK_PENDING)                                                  \
      {                                                                                 \
        g_assert_cmpuint (rd_evidence_get_n_open (evidence), >, 0);                     \
        fuzz_zone_answer ((zone), (evidence));                                          \
        g_assert_cmpuint (rd_evidence_get_n_answers (evidence), <, FUZZ_MAX_QUESTIONS); \
        g_assert_cmpuint (rounds_++, <, FUZZ_MAX_ROUNDS);                               \
      }                                                                                 \
  }                                                                                     \
  G_STMT_END

G_END_DECLS
