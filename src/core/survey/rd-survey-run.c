/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-survey"

#include "config.h"

#include "rd-source.h"
#include "rd-survey-private.h"

/* The loop that joins checks and sources, and the one gate through which
 * questions leave.
 *
 * Checks are run one after the other on the main loop, in slices that leave it
 * free for everything else.  What a check asks is noted, so that the arrival of
 * an answer runs again just those checks that wait for it; several answers that
 * arrive together run a check once.  A question that may not be sent is answered
 * at once with "not asked", which checks report as "could not check". */

/* A frame at 60 Hz lasts 16 ms; half of it is for others. */
#define SLICE_US (6 * G_TIME_SPAN_MILLISECOND)

/* After sockets, so that answers are collected, but before drawing. */
#define PRIORITY (G_PRIORITY_DEFAULT + 10)

/* A zone made to lead checks on and on ends here.  A survey of a large sender
 * with all lists asks some hundreds. */
#define MAX_QUESTIONS 4000

typedef struct
{
  RdSurvey   *survey;
  RdQuestion *question;
  gboolean    of_zone; /* the zone's own servers were asked in place of the resolver */
} Flight;

static void schedule (RdSurvey *self);

/* --- Answers come in ----------------------------------------------------- */

static void
enqueue (RdSurvey      *self,
         RdSurveyCheck *check)
{
  if (check->queued)
    return;
  check->queued = TRUE;
  check->done = FALSE;
  g_queue_push_tail (&self->queue, check);
}

static void
store (RdSurvey *self,
       RdAnswer *answer)
{
  g_autoptr (GPtrArray) checks = NULL;
  g_autofree char *text = NULL;

  g_hash_table_steal_extended (self->waiting, answer->question->text, (gpointer *) &text, (gpointer *) &checks);
  rd_evidence_put (self->evidence, answer);
  for (guint i = 0; checks != NULL && i < checks->len; i++)
    enqueue (self, g_ptr_array_index (checks, i));
}

static void
store_unasked (RdSurvey     *self,
               RdQuestion   *question,
               RdAnswerState state,
               const char   *detail)
{
  RdAnswer *answer = rd_answer_new (question, state);

  answer->detail = g_strdup (detail);
  answer->asked_at = g_get_real_time ();
  store (self, answer);
}

static void fly (RdSurvey   *self,
                 RdQuestion *question,
                 gboolean    of_zone);

/* A server that is in charge of the name alone knows nothing of where an alias
 * leads. */
static gboolean
settles (const RdAnswer *answer)
{
  return answer != NULL && rd_answer_is_known (answer) && rd_answer_count (answer, RD_RR_CNAME) == 0;
}

static RdAnswer *
relabel (RdAnswer   *answer,
         RdQuestion *question)
{
  RdAnswer *copy = rd_answer_copy (answer);

  rd_question_unref (copy->question);
  copy->question = rd_question_ref (question);
  rd_answer_unref (answer);
  return copy;
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  Flight *flight = data;
  g_autoptr (RdSurvey) self = flight->survey;
  g_autoptr (RdQuestion) question = flight->question;
  RdAnswer *answer = rd_sources_ask_finish (RD_SOURCES (source), result, NULL);
  gboolean  of_zone = flight->of_zone;

  g_free (flight);
  self->in_flight--;
  self->n_answers++;
  if (of_zone && !settles (answer) && !g_cancellable_is_cancelled (self->stop.cancellable))
    {
      g_clear_pointer (&answer, rd_answer_unref);
      fly (self, question, FALSE);
      return;
    }
  if (answer != NULL)
    store (self, of_zone ? relabel (answer, question) : answer);
  else if (self->stop.expired)
    store_unasked (self, question, RD_ANSWER_TIMEOUT, "deadline");
  else
    store_unasked (self, question, RD_ANSWER_NOT_ASKED, "cancelled");
  schedule (self);
}

/* --- Questions go out ---------------------------------------------------- */

static const char *
find_objection (RdSurvey         *self,
                const RdQuestion *question)
{
  if (self->recording != NULL)
    return "not in the recording";
  if (self->sources == NULL)
    return "offline";
  if ((self->consent & (1u << question->kind)) == 0)
    return "no consent";
  if (self->stats.questions >= MAX_QUESTIONS)
    return "too many questions";
  return g_cancellable_is_cancelled (self->stop.cancellable) ? "cancelled" : NULL;
}

static void
fly (RdSurvey   *self,
     RdQuestion *question,
     gboolean    of_zone)
{
  Flight *flight = g_new0 (Flight, 1);
  g_autoptr (RdQuestion) asked = of_zone ? rd_question_dns_full (question->name, question->rr_type, RD_QUESTION_AUTHORITATIVE)
                                         : rd_question_ref (question);

  flight->survey = g_object_ref (self);
  flight->question = rd_question_ref (question);
  flight->of_zone = of_zone;
  self->in_flight++;
  self->stats.questions++;
  rd_sources_ask_async (self->sources, asked, self->stop.cancellable, answered_cb, flight);
}

/* The gate: whatever leaves this program in a survey leaves it here. */
static void
send_question (RdSurvey   *self,
               RdQuestion *question)
{
  const RdAnswer *recorded = self->recording != NULL ? rd_evidence_peek (self->recording, question) : NULL;
  const char     *objection = find_objection (self, question);

  if (recorded != NULL)
    store (self, rd_answer_copy (recorded));
  else if (self->stop.expired)
    store_unasked (self, question, RD_ANSWER_TIMEOUT, "deadline");
  else if (objection != NULL)
    store_unasked (self, question, RD_ANSWER_NOT_ASKED, objection);
  else
    fly (self, question, g_hash_table_contains (self->zone_first, question->text));
}

/* --- Checks are run ------------------------------------------------------ */

static guint
find_depth (RdSurvey            *self,
            const RdSurveyCheck *check)
{
  guint depth = 0;

  for (guint i = 0; i < check->trace->len; i++)
    {
      const RdQuestion *question = g_ptr_array_index (check->trace, i);

      if (rd_evidence_peek (self->evidence, question) != NULL)
        depth = MAX (depth, GPOINTER_TO_UINT (g_hash_table_lookup (self->depths, question->text)));
    }
  return depth;
}

/* Returns whether the check has to wait for an answer. */
static gboolean
wait_for_answers (RdSurvey      *self,
                  RdSurveyCheck *check)
{
  gboolean waits = FALSE;

  for (guint i = 0; i < check->trace->len; i++)
    {
      const RdQuestion *question = g_ptr_array_index (check->trace, i);
      GPtrArray        *checks;

      if (rd_evidence_peek (self->evidence, question) != NULL)
        continue;
      waits = TRUE;
      checks = g_hash_table_lookup (self->waiting, question->text);
      if (checks == NULL)
        {
          checks = g_ptr_array_new ();
          g_hash_table_insert (self->waiting, g_strdup (question->text), checks);
        }
      if (!g_ptr_array_find (checks, check, NULL))
        g_ptr_array_add (checks, check);
    }
  return waits;
}

/* What is open and was not sent for another check before. */
static GPtrArray *
take_new_questions (RdSurvey *self)
{
  g_autoptr (GPtrArray) open = rd_evidence_steal_open (self->evidence);
  GPtrArray *questions = _rd_survey_new_trace ();

  for (guint i = 0; i < open->len; i++)
    {
      RdQuestion *question = g_ptr_array_index (open, i);

      if (!g_hash_table_contains (self->waiting, question->text))
        g_ptr_array_add (questions, rd_question_ref (question));
    }
  return questions;
}

static void
run_check (RdSurvey      *self,
           RdSurveyCheck *check)
{
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_finding_unref);
  g_autoptr (GPtrArray) questions = NULL;
  RdCheckStatus status;
  gboolean      waits;
  guint         depth;

  check->queued = FALSE;
  g_ptr_array_unref (check->trace);
  check->trace = _rd_survey_new_trace ();
  rd_evidence_set_trace (self->evidence, check->trace);
  status = check->func (self->evidence, check->subject, findings);
  rd_evidence_set_trace (self->evidence, NULL);

  questions = take_new_questions (self);
  waits = wait_for_answers (self, check);
  depth = questions->len > 0 ? find_depth (self, check) + 1 : 0;
  self->stats.rounds = MAX (self->stats.rounds, depth);
  for (guint i = 0; i < questions->len; i++)
    {
      RdQuestion *question = g_ptr_array_index (questions, i);

      /* Numbered as asked, not as answered: a report shall not depend on who
       * was quicker. */
      rd_evidence_reserve (self->evidence, question);
      g_hash_table_insert (self->depths, g_strdup (question->text), GUINT_TO_POINTER (depth));
      send_question (self, question);
    }
  if (waits)
    return;
  if (status == RD_CHECK_PENDING)
    g_debug ("a check waits for nothing");
  check->done = TRUE;
  rd_finding_list_replace (self->findings, check->number, findings);
}

/* Nothing to run and nothing under way: whatever still waits would wait for
 * ever, so this is the end. */
static void
finish_run (RdSurvey *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  rd_source_clear (&self->dispatch);
  rd_stop_clear (&self->stop);
  self->stats.wall_ms = (double) (g_get_monotonic_time () - self->started) / 1000;
  _rd_survey_notify_progress (self);
  _rd_survey_notify_running (self);
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_boolean (task, TRUE);
}

static gboolean
dispatch_cb (gpointer data)
{
  g_autoptr (RdSurvey) self = g_object_ref (RD_SURVEY (data));
  gint64 end = g_get_monotonic_time () + SLICE_US;

  while (!g_queue_is_empty (&self->queue))
    {
      run_check (self, g_queue_pop_head (&self->queue));
      if (g_get_monotonic_time () >= end)
        break;
    }
  if (!g_queue_is_empty (&self->queue))
    {
      _rd_survey_notify_progress (self);
      return G_SOURCE_CONTINUE;
    }
  rd_source_clear (&self->dispatch);
  if (self->in_flight == 0)
    finish_run (self);
  else
    _rd_survey_notify_progress (self);
  return G_SOURCE_REMOVE;
}

static void
schedule (RdSurvey *self)
{
  if (self->dispatch != NULL)
    return;
  self->dispatch = g_idle_source_new ();
  g_source_set_priority (self->dispatch, PRIORITY);
  g_source_set_static_name (self->dispatch, "redeliver survey");
  g_source_set_callback (self->dispatch, dispatch_cb, self, NULL);
  g_source_attach (self->dispatch, g_task_get_context (self->task));
}

/* --- Running ------------------------------------------------------------- */

/* A replay numbers its answers as the recording does, whatever the order was
 * in which they once arrived. */
static void
reserve_numbers (RdSurvey *self)
{
  for (guint id = 1; self->recording != NULL && id <= rd_evidence_get_n_answers (self->recording); id++)
    {
      const RdAnswer *answer = rd_evidence_get (self->recording, id);

      if (answer != NULL)
        rd_evidence_reserve (self->evidence, answer->question);
    }
}

/**
 * rd_survey_run_async:
 * @self: a survey that is not running
 * @cancellable: (nullable): ends it early
 * @callback: called when all checks are done
 * @data: data for @callback
 *
 * Makes the checks that are not done yet.  When it is cancelled, the checks end
 * with what is known, and what was not asked is %RD_ANSWER_NOT_ASKED.
 */
void
rd_survey_run_async (RdSurvey           *self,
                     GCancellable       *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer            data)
{
  g_return_if_fail (RD_IS_SURVEY (self));
  g_return_if_fail (self->task == NULL);

  self->task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (self->task, rd_survey_run_async);
  self->started = g_get_monotonic_time ();
  rd_stop_begin (&self->stop, self->deadline_ms, cancellable, g_task_get_context (self->task));
  /* What was asked outside of checks is not for a survey to send. */
  g_ptr_array_unref (rd_evidence_steal_open (self->evidence));
  reserve_numbers (self);
  for (guint i = 0; i < self->checks->len; i++)
    {
      RdSurveyCheck *check = g_ptr_array_index (self->checks, i);

      if (!check->done)
        enqueue (self, check);
    }
  schedule (self);
  _rd_survey_notify_running (self);
}

/**
 * rd_survey_run_finish:
 * @self: a survey
 * @result: what the callback got
 * @error: return location for a #GError; only being cancelled is one
 *
 * Finishes rd_survey_run_async().  Findings and evidence are good also after an
 * interruption.
 *
 * Returns: whether the survey came to its end
 */
gboolean
rd_survey_run_finish (RdSurvey     *self,
                      GAsyncResult *result,
                      GError      **error)
{
  g_return_val_if_fail (RD_IS_SURVEY (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
