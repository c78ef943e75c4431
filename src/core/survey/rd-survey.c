/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-survey"

#include "config.h"

#include "rd-survey.h"

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
  RdCheckFunc    func;
  gpointer       subject;
  GDestroyNotify free_subject; /* (nullable) */
  guint          number;
  GPtrArray     *trace; /* (element-type RdQuestion): asked in the last run */
  gboolean       done;
  gboolean       queued;
} Check;

struct _RdSurvey
{
  GObject parent_instance;

  RdEvidence     *evidence;
  RdSources      *sources;   /* (nullable): offline */
  RdEvidence     *recording; /* (nullable): replayed */
  RdSurveyConsent consent;
  guint           deadline_ms;

  GPtrArray     *checks;  /* (element-type Check) */
  GQueue         queue;   /* of Check (unowned): to be run */
  GHashTable    *waiting; /* text of a question -> GPtrArray of Check (unowned) */
  GHashTable    *depths;  /* text of a question -> how many it stands on, itself included */
  RdFindingList *findings;

  GTask        *task;      /* (nullable): while running */
  GCancellable *stop;      /* of what is in flight; NULL while not running */
  GSource      *dispatch;  /* (nullable) */
  GSource      *deadline;  /* (nullable) */
  GSource      *cancelled; /* (nullable) */
  guint         in_flight;
  gboolean      expired;
  gint64        started;
  RdSurveyStats stats;
  guint         n_answers;
};

typedef struct
{
  RdSurvey   *survey;
  RdQuestion *question;
} Flight;

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

static void schedule (RdSurvey *self);

static void
clear_source (GSource **source)
{
  if (*source == NULL)
    return;
  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
check_free (gpointer data)
{
  Check *check = data;

  if (check->free_subject != NULL)
    check->free_subject (check->subject);
  g_ptr_array_unref (check->trace);
  g_free (check);
}

static GPtrArray *
new_trace (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) rd_question_unref);
}

/* --- Answers come in ----------------------------------------------------- */

static void
enqueue (RdSurvey *self,
         Check    *check)
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

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  Flight *flight = data;
  g_autoptr (RdSurvey) self = flight->survey;
  g_autoptr (RdQuestion) question = flight->question;
  RdAnswer *answer = rd_sources_ask_finish (RD_SOURCES (source), result, NULL);

  g_free (flight);
  self->in_flight--;
  self->n_answers++;
  if (answer != NULL)
    store (self, answer);
  else if (self->expired)
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
  return g_cancellable_is_cancelled (self->stop) ? "cancelled" : NULL;
}

/* The gate: whatever leaves this program in a survey leaves it here. */
static void
send_question (RdSurvey   *self,
               RdQuestion *question)
{
  const RdAnswer *recorded = self->recording != NULL ? rd_evidence_peek (self->recording, question) : NULL;
  const char     *objection = find_objection (self, question);
  Flight         *flight;

  if (recorded != NULL)
    store (self, rd_answer_copy (recorded));
  else if (self->expired)
    store_unasked (self, question, RD_ANSWER_TIMEOUT, "deadline");
  else if (objection != NULL)
    store_unasked (self, question, RD_ANSWER_NOT_ASKED, objection);
  else
    {
      flight = g_new0 (Flight, 1);
      flight->survey = g_object_ref (self);
      flight->question = rd_question_ref (question);
      self->in_flight++;
      self->stats.questions++;
      rd_sources_ask_async (self->sources, question, self->stop, answered_cb, flight);
    }
}

/* --- Checks are run ------------------------------------------------------ */

static guint
find_depth (RdSurvey    *self,
            const Check *check)
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
wait_for_answers (RdSurvey *self,
                  Check    *check)
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
  GPtrArray *questions = new_trace ();

  for (guint i = 0; i < open->len; i++)
    {
      RdQuestion *question = g_ptr_array_index (open, i);

      if (!g_hash_table_contains (self->waiting, question->text))
        g_ptr_array_add (questions, rd_question_ref (question));
    }
  return questions;
}

static void
run_check (RdSurvey *self,
           Check    *check)
{
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_finding_unref);
  g_autoptr (GPtrArray) questions = NULL;
  RdCheckStatus status;
  gboolean      waits;
  guint         depth;

  check->queued = FALSE;
  g_ptr_array_unref (check->trace);
  check->trace = new_trace ();
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

static void
notify_progress (RdSurvey *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_QUESTIONS]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ANSWERS]);
}

/* Nothing to run and nothing under way: whatever still waits would wait for
 * ever, so this is the end. */
static void
finish_run (RdSurvey *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  clear_source (&self->dispatch);
  clear_source (&self->deadline);
  clear_source (&self->cancelled);
  g_clear_object (&self->stop);
  self->stats.wall_ms = (double) (g_get_monotonic_time () - self->started) / 1000;
  notify_progress (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUNNING]);
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
      notify_progress (self);
      return G_SOURCE_CONTINUE;
    }
  clear_source (&self->dispatch);
  if (self->in_flight == 0)
    finish_run (self);
  else
    notify_progress (self);
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

static gboolean
deadline_cb (gpointer data)
{
  RdSurvey *self = data;

  self->expired = TRUE;
  g_cancellable_cancel (self->stop);
  return G_SOURCE_REMOVE;
}

static gboolean
cancelled_cb (GCancellable *cancellable,
              gpointer      data)
{
  RdSurvey *self = data;

  g_cancellable_cancel (self->stop);
  return G_SOURCE_REMOVE;
}

/* --- Object -------------------------------------------------------------- */

static void
rd_survey_finalize (GObject *object)
{
  RdSurvey *self = RD_SURVEY (object);

  g_queue_clear (&self->queue);
  g_hash_table_unref (self->waiting);
  g_hash_table_unref (self->depths);
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
  Check *added;

  g_return_if_fail (RD_IS_SURVEY (self));
  g_return_if_fail (check != NULL);
  g_return_if_fail (self->task == NULL);

  added = g_new0 (Check, 1);
  added->func = check;
  added->subject = subject;
  added->free_subject = free_subject;
  added->number = self->checks->len;
  added->trace = new_trace ();
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
 * rd_survey_get_running:
 * @self: a survey
 *
 * Whether it runs now.
 *
 * Returns: whether it does
 */
gboolean
rd_survey_get_running (RdSurvey *self)
{
  g_return_val_if_fail (RD_IS_SURVEY (self), FALSE);

  return self->task != NULL;
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
 * The questions a run would begin with, if nothing were known: what to show
 * before asking for consent.  What comes after depends on the answers.
 *
 * Returns: (transfer full) (element-type RdQuestion): the questions, in the
 *   order they would be sent
 */
GPtrArray *
rd_survey_dup_plan (RdSurvey *self)
{
  g_autoptr (RdEvidence) nothing = rd_evidence_new ();

  g_return_val_if_fail (RD_IS_SURVEY (self), NULL);

  for (guint i = 0; i < self->checks->len; i++)
    {
      const Check *check = g_ptr_array_index (self->checks, i);
      g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_finding_unref);

      check->func (nothing, check->subject, findings);
    }
  return rd_evidence_steal_open (nothing);
}

/* --- Asking again -------------------------------------------------------- */

static gboolean
rests_on (const Check      *check,
          const RdQuestion *question)
{
  for (guint i = 0; i < check->trace->len; i++)
    {
      const RdQuestion *asked = g_ptr_array_index (check->trace, i);

      if (g_str_equal (asked->text, question->text))
        return TRUE;
    }
  return FALSE;
}

/**
 * rd_survey_forget_question:
 * @self: a survey that is not running
 * @question: a question it has asked
 *
 * Lets the next run ask @question again, and make those checks again that rest
 * on it.
 */
void
rd_survey_forget_question (RdSurvey         *self,
                           const RdQuestion *question)
{
  g_return_if_fail (RD_IS_SURVEY (self));
  g_return_if_fail (question != NULL);
  g_return_if_fail (self->task == NULL);

  rd_evidence_forget (self->evidence, question);
  for (guint i = 0; i < self->checks->len; i++)
    {
      Check *check = g_ptr_array_index (self->checks, i);

      if (check->done && rests_on (check, question))
        check->done = FALSE;
    }
}

static void
forget_answer (RdSurvey       *self,
               const RdAnswer *answer)
{
  g_autoptr (RdQuestion) question = rd_question_ref (answer->question);

  rd_survey_forget_question (self, question);
}

/**
 * rd_survey_forget_finding:
 * @self: a survey that is not running
 * @finding: one of its findings
 *
 * Lets the next run ask again what @finding rests on; if it rests on nothing in
 * particular, what its check could not find out.
 */
void
rd_survey_forget_finding (RdSurvey        *self,
                          const RdFinding *finding)
{
  g_autoptr (RdFinding) kept = NULL;
  guint  number = 0;
  Check *check;

  g_return_if_fail (RD_IS_SURVEY (self));
  g_return_if_fail (finding != NULL);
  g_return_if_fail (self->task == NULL);

  if (!rd_finding_list_find (self->findings, finding, &number))
    return;
  kept = rd_finding_ref ((RdFinding *) finding);
  for (guint i = 0; i < kept->evidence->len; i++)
    {
      const RdAnswer *answer = rd_evidence_get (self->evidence, g_array_index (kept->evidence, guint, i));

      if (answer != NULL)
        forget_answer (self, answer);
    }
  check = g_ptr_array_index (self->checks, number);
  for (guint i = 0; kept->evidence->len == 0 && i < check->trace->len; i++)
    {
      const RdAnswer *answer = rd_evidence_peek (self->evidence, g_ptr_array_index (check->trace, i));

      if (answer != NULL && !rd_answer_is_known (answer))
        forget_answer (self, answer);
    }
  check->done = FALSE;
}

/**
 * rd_survey_forget_unknown:
 * @self: a survey that is not running
 *
 * Lets the next run ask again all that could not be found out: after an
 * interruption, when the network is back, or with more consent.
 */
void
rd_survey_forget_unknown (RdSurvey *self)
{
  g_return_if_fail (RD_IS_SURVEY (self));
  g_return_if_fail (self->task == NULL);

  for (guint id = 1; id <= rd_evidence_get_n_answers (self->evidence); id++)
    {
      const RdAnswer *answer = rd_evidence_get (self->evidence, id);

      if (answer != NULL && !rd_answer_is_known (answer))
        forget_answer (self, answer);
    }
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
  self->stop = g_cancellable_new ();
  self->started = g_get_monotonic_time ();
  self->expired = FALSE;
  if (self->deadline_ms > 0)
    {
      self->deadline = g_timeout_source_new (self->deadline_ms);
      g_source_set_callback (self->deadline, deadline_cb, self, NULL);
      g_source_attach (self->deadline, g_task_get_context (self->task));
    }
  if (cancellable != NULL)
    {
      self->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (self->cancelled, G_SOURCE_FUNC (cancelled_cb), self, NULL);
      g_source_attach (self->cancelled, g_task_get_context (self->task));
    }
  /* What was asked outside of checks is not for a survey to send. */
  g_ptr_array_unref (rd_evidence_steal_open (self->evidence));
  reserve_numbers (self);
  for (guint i = 0; i < self->checks->len; i++)
    {
      Check *check = g_ptr_array_index (self->checks, i);

      if (!check->done)
        enqueue (self, check);
    }
  schedule (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUNNING]);
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
