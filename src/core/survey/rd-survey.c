/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-survey"

#include "config.h"

#include "rd-survey-private.h"

enum
{
  PROP_0,
  PROP_N_QUESTIONS,
  PROP_N_ANSWERS,
  PROP_RUNNING,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (RdSurvey, rd_survey, G_TYPE_OBJECT)

static void
check_free (gpointer data)
{
  RdSurveyCheck *check = data;

  if (check->free_subject != NULL)
    check->free_subject (check->subject);
  g_ptr_array_unref (check->trace);
  g_free (check);
}

/* A list for the questions of a check. */
GPtrArray *
_rd_survey_new_trace (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) rd_question_unref);
}

/* Tells that there are more questions or answers. */
void
_rd_survey_notify_progress (RdSurvey *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_QUESTIONS]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ANSWERS]);
}

/* Tells that it began or ended. */
void
_rd_survey_notify_running (RdSurvey *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUNNING]);
}

static void
rd_survey_finalize (GObject *object)
{
  RdSurvey *self = RD_SURVEY (object);

  g_queue_clear (&self->queue);
  g_hash_table_unref (self->waiting);
  g_hash_table_unref (self->depths);
  g_hash_table_unref (self->zone_first);
  g_ptr_array_unref (self->checks);
  g_object_unref (self->findings);
  rd_evidence_unref (self->evidence);
  g_clear_pointer (&self->recording, rd_evidence_unref);
  g_clear_object (&self->sources);
  G_OBJECT_CLASS (rd_survey_parent_class)->finalize (object);
}

static void
rd_survey_get_property (GObject    *object,
                        guint       prop_id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  RdSurvey *self = RD_SURVEY (object);

  switch (prop_id)
    {
    case PROP_N_QUESTIONS:
      g_value_set_uint (value, self->stats.questions);
      break;
    case PROP_N_ANSWERS:
      g_value_set_uint (value, self->n_answers);
      break;
    case PROP_RUNNING:
      g_value_set_boolean (value, self->task != NULL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
rd_survey_class_init (RdSurveyClass *klass)
{
  GObjectClass     *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = rd_survey_finalize;
  object_class->get_property = rd_survey_get_property;
  properties[PROP_N_QUESTIONS] = g_param_spec_uint ("n-questions", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_N_ANSWERS] = g_param_spec_uint ("n-answers", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
rd_survey_init (RdSurvey *self)
{
  self->checks = g_ptr_array_new_with_free_func (check_free);
  self->waiting = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  self->depths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->zone_first = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->findings = rd_finding_list_new ();
  g_queue_init (&self->queue);
}

/**
 * rd_survey_new:
 * @evidence: (nullable): what is known already; %NULL for nothing
 * @sources: (nullable): who answers questions; %NULL to stay offline
 *
 * Makes a survey without checks, to which nothing has been consented yet.
 *
 * Returns: (transfer full): the survey
 */
RdSurvey *
rd_survey_new (RdEvidence *evidence,
               RdSources  *sources)
{
  RdSurvey *self = g_object_new (RD_TYPE_SURVEY, NULL);

  self->evidence = evidence != NULL ? rd_evidence_ref (evidence) : rd_evidence_new ();
  self->sources = sources != NULL ? g_object_ref (sources) : NULL;
  return self;
}

/**
 * rd_survey_add_check:
 * @self: a survey that is not running
 * @check: the check
 * @subject: (transfer full): what it checks; must not change any more
 * @free_subject: (nullable): frees @subject
 *
 * Adds a check.  The order of adding orders findings that are otherwise equal.
 */
void
rd_survey_add_check (RdSurvey      *self,
                     RdCheckFunc    check,
                     gpointer       subject,
                     GDestroyNotify free_subject)
{
  RdSurveyCheck *added;

  g_return_if_fail (RD_IS_SURVEY (self));
  g_return_if_fail (check != NULL);
  g_return_if_fail (self->task == NULL);

  added = g_new0 (RdSurveyCheck, 1);
  added->func = check;
  added->subject = subject;
  added->free_subject = free_subject;
  added->number = self->checks->len;
  added->trace = _rd_survey_new_trace ();
  g_ptr_array_add (self->checks, added);
}

/**
 * rd_survey_set_consent:
 * @self: a survey that is not running
 * @consent: classes of questions that may be sent
 *
 * Says what the user has agreed to.  Other questions are answered with
 * %RD_ANSWER_NOT_ASKED.
 */
void
rd_survey_set_consent (RdSurvey       *self,
                       RdSurveyConsent consent)
{
  g_return_if_fail (RD_IS_SURVEY (self));
  g_return_if_fail (self->task == NULL);

  self->consent = consent;
}

/**
 * rd_survey_set_deadline:
 * @self: a survey that is not running
 * @milliseconds: time for a whole run, 0 for no limit
 *
 * Sets when a run ends at the latest; what is not answered by then is
 * %RD_ANSWER_TIMEOUT.
 */
void
rd_survey_set_deadline (RdSurvey *self,
                        guint     milliseconds)
{
  g_return_if_fail (RD_IS_SURVEY (self));
  g_return_if_fail (self->task == NULL);

  self->deadline_ms = milliseconds;
}

/**
 * rd_survey_set_replay:
 * @self: a survey that is not running
 * @recording: (nullable): evidence of an earlier survey
 *
 * Takes all answers from @recording and sends nothing; what is not in it is
 * %RD_ANSWER_NOT_ASKED.
 */
void
rd_survey_set_replay (RdSurvey   *self,
                      RdEvidence *recording)
{
  g_return_if_fail (RD_IS_SURVEY (self));
  g_return_if_fail (self->task == NULL);

  if (recording != NULL)
    rd_evidence_ref (recording);
  g_clear_pointer (&self->recording, rd_evidence_unref);
  self->recording = recording;
}

/**
 * rd_survey_prefer_zone_servers:
 * @self: a survey that is not running
 * @question: a plain DNS question
 *
 * Lets the servers in charge of the name answer @question, past every cache.
 * If they do not, or lead on to another name, the resolver is asked after all.
 */
void
rd_survey_prefer_zone_servers (RdSurvey         *self,
                               const RdQuestion *question)
{
  g_return_if_fail (RD_IS_SURVEY (self));
  g_return_if_fail (question != NULL && question->kind == RD_QUESTION_DNS);
  g_return_if_fail (self->task == NULL);

  g_hash_table_add (self->zone_first, g_strdup (question->text));
}

/**
 * rd_survey_get_evidence:
 * @self: a survey
 *
 * All that was asked and answered so far.
 *
 * Returns: (transfer none): the evidence
 */
RdEvidence *
rd_survey_get_evidence (RdSurvey *self)
{
  g_return_val_if_fail (RD_IS_SURVEY (self), NULL);

  return self->evidence;
}

/**
 * rd_survey_get_findings:
 * @self: a survey
 *
 * What was found so far, worst first.  Grows while the survey runs.
 *
 * Returns: (transfer none): a list of #RdFindingItem
 */
GListModel *
rd_survey_get_findings (RdSurvey *self)
{
  g_return_val_if_fail (RD_IS_SURVEY (self), NULL);

  return G_LIST_MODEL (self->findings);
}

/**
 * rd_survey_dup_findings:
 * @self: a survey
 *
 * What was found so far, worst first.
 *
 * Returns: (transfer full) (element-type RdFinding): the findings
 */
GPtrArray *
rd_survey_dup_findings (RdSurvey *self)
{
  GPtrArray *findings;
  guint      count;

  g_return_val_if_fail (RD_IS_SURVEY (self), NULL);

  count = g_list_model_get_n_items (G_LIST_MODEL (self->findings));
  findings = g_ptr_array_new_full (count, (GDestroyNotify) rd_finding_unref);
  for (guint i = 0; i < count; i++)
    {
      g_autoptr (RdFindingItem) item = g_list_model_get_item (G_LIST_MODEL (self->findings), i);

      g_ptr_array_add (findings, rd_finding_ref (rd_finding_item_get_finding (item)));
    }
  return findings;
}

/**
 * rd_survey_get_state:
 * @self: a survey
 *
 * The worst state that was found so far.
 *
 * Returns: the state, %RD_FINDING_UNKNOWN if nothing was found
 */
RdFindingState
rd_survey_get_state (RdSurvey *self)
{
  g_autoptr (RdFindingItem) first = NULL;

  g_return_val_if_fail (RD_IS_SURVEY (self), RD_FINDING_UNKNOWN);

  first = g_list_model_get_item (G_LIST_MODEL (self->findings), 0);
  return first != NULL ? rd_finding_item_get_finding (first)->state : RD_FINDING_UNKNOWN;
}

/**
 * rd_survey_get_n_questions:
 * @self: a survey
 *
 * How many questions were sent so far.
 *
 * Returns: the number
 */
guint
rd_survey_get_n_questions (RdSurvey *self)
{
  g_return_val_if_fail (RD_IS_SURVEY (self), 0);

  return self->stats.questions;
}

/**
 * rd_survey_get_n_answers:
 * @self: a survey
 *
 * How many of the questions that were sent are answered.
 *
 * Returns: the number
 */
guint
rd_survey_get_n_answers (RdSurvey *self)
{
  g_return_val_if_fail (RD_IS_SURVEY (self), 0);

  return self->n_answers;
}

/**
 * rd_survey_get_stats:
 * @self: a survey
 * @stats: (out): what it has cost
 *
 * What the survey has cost so far.
 */
void
rd_survey_get_stats (RdSurvey      *self,
                     RdSurveyStats *stats)
{
  g_return_if_fail (RD_IS_SURVEY (self));
  g_return_if_fail (stats != NULL);

  *stats = self->stats;
}

/**
 * rd_survey_dup_plan:
 * @self: a survey that is not running
 *
 * The questions a run would begin with, beside what is known already: what to
 * show before asking for consent.  What comes after depends on the answers.
 *
 * Returns: (transfer full) (element-type RdQuestion): the questions, in the
 *   order they would be sent
 */
GPtrArray *
rd_survey_dup_plan (RdSurvey *self)
{
  g_autoptr (RdEvidence) known = NULL;

  g_return_val_if_fail (RD_IS_SURVEY (self), NULL);

  known = rd_evidence_copy (self->evidence);

  for (guint i = 0; i < self->checks->len; i++)
    {
      const RdSurveyCheck *check = g_ptr_array_index (self->checks, i);
      g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_finding_unref);

      check->func (known, check->subject, findings);
    }
  return rd_evidence_steal_open (known);
}
