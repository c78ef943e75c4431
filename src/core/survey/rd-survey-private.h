/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-stop.h"
#include "rd-survey.h"

G_BEGIN_DECLS

/**
 * RdSurveyCheck:
 *
 * One check of a survey.
 */
typedef struct
{
  RdCheckFunc    func;
  gpointer       subject;
  GDestroyNotify free_subject; /* (nullable) */
  guint          number;
  GPtrArray     *trace; /* (element-type RdQuestion): asked in the last run */
  gboolean       done;
  gboolean       queued;
} RdSurveyCheck;

struct _RdSurvey
{
  GObject parent_instance;

  RdEvidence     *evidence;
  RdSources      *sources;   /* (nullable): offline */
  RdEvidence     *recording; /* (nullable): replayed */
  RdSurveyConsent consent;
  guint           deadline_ms;

  GPtrArray     *checks;     /* (element-type RdSurveyCheck) */
  GQueue         queue;      /* of RdSurveyCheck (unowned): to be run */
  GHashTable    *waiting;    /* text of a question -> GPtrArray of RdSurveyCheck (unowned) */
  GHashTable    *zone_first; /* set of texts of questions that the zone's own servers are asked first */
  GHashTable    *depths;     /* text of a question -> how many it stands on, itself included */
  RdFindingList *findings;

  GTask        *task;     /* (nullable): while running */
  RdStop        stop;     /* of what is in flight; nothing while not running */
  GSource      *dispatch; /* (nullable) */
  guint         in_flight;
  gint64        started;
  RdSurveyStats stats;
  guint         n_answers;
};

GPtrArray *_rd_survey_new_trace (void) G_GNUC_WARN_UNUSED_RESULT;
void       _rd_survey_notify_progress (RdSurvey *self);
void       _rd_survey_notify_running (RdSurvey *self);

G_END_DECLS
