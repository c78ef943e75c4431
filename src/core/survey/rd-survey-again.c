/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A survey that has run: what it forgets, so that the next run asks it again. */

#define G_LOG_DOMAIN "rd-survey"

#include "config.h"

#include "rd-survey-private.h"

static gboolean
rests_on (const RdSurveyCheck *check,
          const RdQuestion    *question)
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
      RdSurveyCheck *check = g_ptr_array_index (self->checks, i);

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
 * Lets the next run ask again what @finding rests on, and what else its check
 * could not find out.
 */
void
rd_survey_forget_finding (RdSurvey        *self,
                          const RdFinding *finding)
{
  g_autoptr (RdFinding) kept = NULL;
  guint          number = 0;
  RdSurveyCheck *check;

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
  for (guint i = 0; i < check->trace->len; i++)
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
