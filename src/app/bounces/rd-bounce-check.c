/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bounce-check"

#include "config.h"

#include "rd-bounce-check.h"

#include "rd-consent.h"
#include "rd-proposals.h"
#include "rd-text.h"

/* Servers that have not answered by then will not; single questions give up
 * earlier. */
#define DEADLINE_MS 30000

struct _RdBounceCheck
{
  GObject parent_instance;

  GObject           *owner;     /* (unowned): keeps the diagnosis, and this */
  const RdDiagnosis *diagnosis; /* (unowned) */
  RdBounceSide       side;
  RdSurvey          *survey;      /* (nullable): the last one that was begun */
  RdSurvey          *wanted;      /* (nullable): waits for consent */
  GCancellable      *cancellable; /* (nullable): set while running */
  GDateTime         *time;        /* (nullable): when the last run ended */
  char              *problem;     /* (nullable): why it could not begin */
  gboolean           has_consent;
  gboolean           was_completed;
};

G_DEFINE_FINAL_TYPE (RdBounceCheck, rd_bounce_check, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
say_changed (RdBounceCheck *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
let_go_of_survey (RdBounceCheck *self)
{
  if (self->survey == NULL)
    return;
  g_signal_handlers_disconnect_by_data (rd_survey_get_findings (self->survey), self);
  g_signal_handlers_disconnect_by_data (self->survey, self);
  g_clear_object (&self->survey);
}

static void
rd_bounce_check_dispose (GObject *object)
{
  RdBounceCheck *self = RD_BOUNCE_CHECK (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  let_go_of_survey (self);
  g_clear_object (&self->wanted);
  G_OBJECT_CLASS (rd_bounce_check_parent_class)->dispose (object);
}

static void
rd_bounce_check_finalize (GObject *object)
{
  RdBounceCheck *self = RD_BOUNCE_CHECK (object);

  g_clear_pointer (&self->time, g_date_time_unref);
  g_free (self->problem);
  G_OBJECT_CLASS (rd_bounce_check_parent_class)->finalize (object);
}

static void
rd_bounce_check_class_init (RdBounceCheckClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = rd_bounce_check_dispose;
  object_class->finalize = rd_bounce_check_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
rd_bounce_check_init (RdBounceCheck *self)
{
}

/* --- Running -------------------------------------------------------------------- */

/* The owner is kept as long as anything is under way, so that the diagnosis is
 * there when the answers come. */
typedef struct
{
  RdBounceCheck *self;
  GObject       *owner;
  RdSurvey      *survey;
} Run;

static Run *
run_new (RdBounceCheck *self,
         RdSurvey      *survey)
{
  Run *run = g_new0 (Run, 1);

  run->self = g_object_ref (self);
  run->owner = g_object_ref (self->owner);
  run->survey = g_object_ref (survey);
  return run;
}

static void
run_free (Run *run)
{
  g_object_unref (run->survey);
  g_object_unref (run->self);
  g_object_unref (run->owner);
  g_free (run);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Run, run_free)

static void
run_cb (GObject      *object,
        GAsyncResult *result,
        gpointer      data)
{
  g_autoptr (Run) run = data;
  RdBounceCheck *self = run->self;
  gboolean       was_completed = rd_survey_run_finish (RD_SURVEY (object), result, NULL);

  if (self->survey != run->survey)
    return;
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->time, g_date_time_unref);
  self->time = g_date_time_new_now_local ();
  self->was_completed = was_completed;
  say_changed (self);
}

static void
begin (RdBounceCheck *self)
{
  let_go_of_survey (self);
  self->survey = g_steal_pointer (&self->wanted);
  self->has_consent = TRUE;
  self->cancellable = g_cancellable_new ();
  g_signal_connect_swapped (rd_survey_get_findings (self->survey), "items-changed", G_CALLBACK (say_changed), self);
  g_signal_connect_swapped (self->survey, "notify::n-answers", G_CALLBACK (say_changed), self);
  rd_survey_run_async (self->survey, self->cancellable, run_cb, run_new (self, self->survey));
  say_changed (self);
}

static void
consent_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (Run) run = data;
  RdBounceCheck *self = run->self;
  gboolean       is_given = rd_consent_ask_finish (GTK_WIDGET (object), result);

  if (self->wanted != run->survey)
    return;
  if (is_given)
    begin (self);
  else
    g_clear_object (&self->wanted);
}

static char *
dup_subject (RdBounceCheck *self)
{
  const RdVerdict *verdict = self->diagnosis->main;

  if (self->side == RD_BOUNCE_SIDE_SENDER)
    return rd_survey_dup_bounce_domain (&self->diagnosis->bounce->original, "dmarc.");
  if (verdict != NULL && verdict->failure != NULL && verdict->failure->recipient != NULL)
    return rd_address_dup_domain (verdict->failure->recipient);
  return NULL;
}

/* Sources are new each time: what they have kept in memory may be out of date,
 * and the computer may have moved to another network.  Whom one writes to is
 * asked about each time: “always” is for one’s own domains. */
static void
start (RdBounceCheck *self,
       GtkWidget     *parent,
       RdEvidence    *known,
       const RdAgain *again)
{
  g_autoptr (GSettings) settings = g_settings_new (APP_ID);
  g_autofree char *servers = g_settings_get_string (settings, "dns-servers");
  g_autofree char *subject = dup_subject (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (RdSources) sources = rd_sources_new (*servers != '\0' ? servers : NULL, &error);
  const char *always_key = self->side == RD_BOUNCE_SIDE_SENDER ? "always-check-domains" : NULL;

  g_clear_pointer (&self->problem, g_free);
  g_clear_object (&self->wanted);
  if (sources == NULL)
    {
      self->problem = g_strdup (error->message);
      say_changed (self);
      return;
    }
  self->wanted = rd_survey_new_bounce_side (known, sources, self->diagnosis, self->side);
  rd_survey_set_deadline (self->wanted, DEADLINE_MS);
  if (again != NULL)
    rd_survey_add_proposals (self->wanted, again->findings, again->before);
  if (self->has_consent)
    begin (self);
  else
    rd_consent_ask_async (parent, self->wanted, sources, subject != NULL ? subject : "", always_key, consent_cb, run_new (self, self->wanted));
}

/**
 * rd_bounce_check_new:
 * @owner: (not nullable): keeps @diagnosis alive, and this object
 * @diagnosis: what to look into
 *
 * Returns: (transfer full): a check that has not begun
 */
RdBounceCheck *
rd_bounce_check_new (GObject           *owner,
                     const RdDiagnosis *diagnosis)
{
  RdBounceCheck *self = g_object_new (RD_TYPE_BOUNCE_CHECK, NULL);

  self->owner = owner;
  self->diagnosis = diagnosis;
  self->side = rd_survey_get_bounce_side (diagnosis);
  return self;
}

/**
 * rd_bounce_check_start:
 * @self: a check that can ask something
 * @parent: the widget the wish came from
 *
 * Asks for consent if need be, and looks.  The second time, what was fine is
 * not asked again, and for records that were proposed the zone's own servers
 * are.
 */
void
rd_bounce_check_start (RdBounceCheck *self,
                       GtkWidget     *parent)
{
  g_autoptr (RdAgain) again = NULL;

  g_return_if_fail (RD_IS_BOUNCE_CHECK (self));
  g_return_if_fail (self->side != RD_BOUNCE_SIDE_NONE);

  if (self->cancellable != NULL)
    return;
  again = self->survey != NULL ? rd_again_new (self->survey) : NULL;
  start (self, parent, again != NULL ? again->known : NULL, again);
}

/**
 * rd_bounce_check_retry:
 * @self: a check that is not running
 * @parent: the widget the wish came from
 * @findings: (element-type RdFinding): what could not be found out
 *
 * Asks again what @findings rest on.
 */
void
rd_bounce_check_retry (RdBounceCheck   *self,
                       GtkWidget       *parent,
                       const GPtrArray *findings)
{
  g_autoptr (RdEvidence) known = NULL;

  g_return_if_fail (RD_IS_BOUNCE_CHECK (self));

  if (self->survey == NULL || self->cancellable != NULL)
    return;
  for (guint i = 0; i < findings->len; i++)
    {
      const RdFinding *finding = g_ptr_array_index (findings, i);

      if (finding->state <= RD_FINDING_UNKNOWN)
        rd_survey_forget_finding (self->survey, finding);
    }
  known = rd_evidence_copy (rd_survey_get_evidence (self->survey));
  start (self, parent, known, NULL);
}

/**
 * rd_bounce_check_cancel:
 * @self: a check
 *
 * Stops a run.  What was not asked could not be checked.
 *
 * Returns: whether there was anything to stop
 */
gboolean
rd_bounce_check_cancel (RdBounceCheck *self)
{
  g_return_val_if_fail (RD_IS_BOUNCE_CHECK (self), FALSE);

  if (self->cancellable == NULL)
    return FALSE;
  g_cancellable_cancel (self->cancellable);
  return TRUE;
}

/* --- What came of it --------------------------------------------------------------- */

RdBounceSide
rd_bounce_check_get_side (RdBounceCheck *self)
{
  g_return_val_if_fail (RD_IS_BOUNCE_CHECK (self), RD_BOUNCE_SIDE_NONE);

  return self->side;
}

gboolean
rd_bounce_check_has_begun (RdBounceCheck *self)
{
  g_return_val_if_fail (RD_IS_BOUNCE_CHECK (self), FALSE);

  return self->survey != NULL;
}

gboolean
rd_bounce_check_is_running (RdBounceCheck *self)
{
  g_return_val_if_fail (RD_IS_BOUNCE_CHECK (self), FALSE);

  return self->cancellable != NULL;
}

gboolean
rd_bounce_check_was_completed (RdBounceCheck *self)
{
  g_return_val_if_fail (RD_IS_BOUNCE_CHECK (self), FALSE);

  return self->was_completed;
}

/* Why it could not begin, translated, or NULL. */
const char *
rd_bounce_check_get_problem (RdBounceCheck *self)
{
  g_return_val_if_fail (RD_IS_BOUNCE_CHECK (self), NULL);

  return self->problem;
}

void
rd_bounce_check_get_progress (RdBounceCheck *self,
                              guint         *n_answers,
                              guint         *n_questions)
{
  g_return_if_fail (RD_IS_BOUNCE_CHECK (self));
  g_return_if_fail (n_answers != NULL && n_questions != NULL);

  *n_answers = self->survey != NULL ? rd_survey_get_n_answers (self->survey) : 0;
  *n_questions = self->survey != NULL ? rd_survey_get_n_questions (self->survey) : 0;
}

GDateTime *
rd_bounce_check_get_time (RdBounceCheck *self)
{
  g_return_val_if_fail (RD_IS_BOUNCE_CHECK (self), NULL);

  return self->time;
}

/**
 * rd_bounce_check_dup_findings:
 * @self: a check
 *
 * Returns: (transfer full) (nullable) (element-type RdFinding): what was found,
 *   worst first; %NULL if it has not begun
 */
GPtrArray *
rd_bounce_check_dup_findings (RdBounceCheck *self)
{
  g_return_val_if_fail (RD_IS_BOUNCE_CHECK (self), NULL);

  return self->survey != NULL ? rd_survey_dup_findings (self->survey) : NULL;
}

/**
 * rd_bounce_check_dup_outcome:
 * @self: a check
 *
 * Returns: (transfer full) (nullable): what to say so far; %NULL if it has not
 *   begun
 */
RdOutcome *
rd_bounce_check_dup_outcome (RdBounceCheck *self)
{
  g_autoptr (GPtrArray) findings = NULL;

  g_return_val_if_fail (RD_IS_BOUNCE_CHECK (self), NULL);

  findings = rd_bounce_check_dup_findings (self);
  return findings != NULL && self->diagnosis->main != NULL ? rd_outcome_new (self->diagnosis, findings) : NULL;
}

RdEvidence *
rd_bounce_check_get_evidence (RdBounceCheck *self)
{
  g_return_val_if_fail (RD_IS_BOUNCE_CHECK (self), NULL);

  return self->survey != NULL ? rd_survey_get_evidence (self->survey) : NULL;
}
