/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-evidence.h"
#include "rd-finding-list.h"
#include "rd-sources.h"

G_BEGIN_DECLS

/**
 * RdSurveyConsent:
 *
 * Classes of questions that may be sent, see #RdQuestionKind.
 */
typedef enum
{
  RD_SURVEY_NOTHING = 0,
  RD_SURVEY_DNS = 1 << RD_QUESTION_DNS,
  RD_SURVEY_DNSBL = 1 << RD_QUESTION_DNSBL,
  RD_SURVEY_HTTPS = 1 << RD_QUESTION_HTTPS,
  RD_SURVEY_SMTP = 1 << RD_QUESTION_SMTP,
} RdSurveyConsent;

/**
 * RdSurveyStats:
 *
 * What a run cost.
 */
typedef struct
{
  guint  questions; /* sent out, over all runs */
  guint  rounds;    /* longest chain of questions that had to wait for another */
  double wall_ms;   /* of the last run */
} RdSurveyStats;

#define RD_TYPE_SURVEY (rd_survey_get_type ())
G_DECLARE_FINAL_TYPE (RdSurvey, rd_survey, RD, SURVEY, GObject)

RdSurvey      *rd_survey_new (RdEvidence *evidence,
                              RdSources  *sources) G_GNUC_WARN_UNUSED_RESULT;
void           rd_survey_add_check (RdSurvey      *self,
                                    RdCheckFunc    check,
                                    gpointer       subject,
                                    GDestroyNotify free_subject);
void           rd_survey_set_consent (RdSurvey       *self,
                                      RdSurveyConsent consent);
void           rd_survey_set_deadline (RdSurvey *self,
                                       guint     milliseconds);
void           rd_survey_set_replay (RdSurvey   *self,
                                     RdEvidence *recording);
void           rd_survey_prefer_zone_servers (RdSurvey         *self,
                                              const RdQuestion *question);
RdEvidence    *rd_survey_get_evidence (RdSurvey *self);
GListModel    *rd_survey_get_findings (RdSurvey *self);
GPtrArray     *rd_survey_dup_findings (RdSurvey *self) G_GNUC_WARN_UNUSED_RESULT;
RdFindingState rd_survey_get_state (RdSurvey *self);
guint          rd_survey_get_n_questions (RdSurvey *self);
guint          rd_survey_get_n_answers (RdSurvey *self);
void           rd_survey_get_stats (RdSurvey      *self,
                                    RdSurveyStats *stats);
GPtrArray     *rd_survey_dup_plan (RdSurvey *self) G_GNUC_WARN_UNUSED_RESULT;

/* What the next run asks and checks again. */
void rd_survey_forget_question (RdSurvey         *self,
                                const RdQuestion *question);
void rd_survey_forget_finding (RdSurvey        *self,
                               const RdFinding *finding);
void rd_survey_forget_unknown (RdSurvey *self);

void     rd_survey_run_async (RdSurvey           *self,
                              GCancellable       *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer            data);
gboolean rd_survey_run_finish (RdSurvey     *self,
                               GAsyncResult *result,
                               GError      **error);

G_END_DECLS
