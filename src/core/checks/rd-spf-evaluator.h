/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-spf.h"

G_BEGIN_DECLS

/* One run of check_host(), shared by what decides records and what decides
 * single terms. */

typedef struct
{
  RdEvidence       *evidence;
  const RdSpfQuery *query;
  RdSpfEvaluation  *out;
  char             *local_part;
  char             *sender_domain;
  char             *helo;
  gboolean          is_pending;
} RdSpfEvaluator;

/* The record that is being evaluated. */
typedef struct
{
  const char        *domain;
  const RdSpfRecord *record;
  guint              depth;
} RdSpfFrame;

const RdAnswer *_rd_spf_ask (RdSpfEvaluator *evaluator,
                             const char     *name,
                             guint16         rr_type);
void            _rd_spf_set_reason (RdSpfEvaluator *evaluator,
                                    const char     *format,
                                    ...) G_GNUC_PRINTF (2, 3);
void            _rd_spf_set_dns_reason (RdSpfEvaluator *evaluator,
                                        const RdAnswer *answer);
gboolean        _rd_spf_count_lookup (RdSpfEvaluator *evaluator);
gboolean        _rd_spf_count_void (RdSpfEvaluator *evaluator,
                                    const RdAnswer *answer,
                                    guint16         rr_type);
RdSpfStep      *_rd_spf_add_step (RdSpfEvaluator   *evaluator,
                                  const RdSpfFrame *frame,
                                  const RdSpfTerm  *term);
gboolean        _rd_spf_expand_domain (RdSpfEvaluator *evaluator,
                                       const char     *spec,
                                       const char     *domain,
                                       char          **name);
char           *_rd_spf_expand_text (RdSpfEvaluator *evaluator,
                                     const char     *text,
                                     const char     *domain,
                                     gsize           limit) G_GNUC_WARN_UNUSED_RESULT;
RdSpfOutcome    _rd_spf_match_term (RdSpfEvaluator   *evaluator,
                                    const RdSpfFrame *frame,
                                    const RdSpfTerm  *term);
RdSpfResult     _rd_spf_check_domain (RdSpfEvaluator *evaluator,
                                      const char     *domain,
                                      guint           depth,
                                      gboolean        wants_explanation);

G_END_DECLS
