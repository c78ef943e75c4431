/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-outcome.h"
#include "rd-survey-bounce.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * RdBounceCheck:
 *
 * The look from outside whether what one bounce says is still so.  It goes on
 * while another message is shown, and what it found stays with its bounce.
 * Emits “changed” whenever there is something new to show.
 */
#define RD_TYPE_BOUNCE_CHECK (rd_bounce_check_get_type ())
G_DECLARE_FINAL_TYPE (RdBounceCheck, rd_bounce_check, RD, BOUNCE_CHECK, GObject)

RdBounceCheck *rd_bounce_check_new (GObject           *owner,
                                    const RdDiagnosis *diagnosis) G_GNUC_WARN_UNUSED_RESULT;
void           rd_bounce_check_start (RdBounceCheck *self,
                                      GtkWidget     *parent);
void           rd_bounce_check_retry (RdBounceCheck   *self,
                                      GtkWidget       *parent,
                                      const GPtrArray *findings);
gboolean       rd_bounce_check_cancel (RdBounceCheck *self);

RdBounceSide rd_bounce_check_get_side (RdBounceCheck *self);
gboolean     rd_bounce_check_has_begun (RdBounceCheck *self);
gboolean     rd_bounce_check_is_running (RdBounceCheck *self);
gboolean     rd_bounce_check_was_completed (RdBounceCheck *self);
const char  *rd_bounce_check_get_problem (RdBounceCheck *self);
void         rd_bounce_check_get_progress (RdBounceCheck *self,
                                           guint         *n_answers,
                                           guint         *n_questions);
GDateTime   *rd_bounce_check_get_time (RdBounceCheck *self);
RdOutcome   *rd_bounce_check_dup_outcome (RdBounceCheck *self) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray   *rd_bounce_check_dup_findings (RdBounceCheck *self) G_GNUC_WARN_UNUSED_RESULT;
RdEvidence  *rd_bounce_check_get_evidence (RdBounceCheck *self);

G_END_DECLS
