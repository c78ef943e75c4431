/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-spf"

#include "config.h"

#include "rd-spf.h"

static const char *const outcome_words[] = {
  [RD_SPF_NO_MATCH] = "no-match",
  [RD_SPF_MATCH] = "match",
  [RD_SPF_TERM_TEMPERROR] = "temperror",
  [RD_SPF_TERM_PERMERROR] = "permerror",
  [RD_SPF_WAITING] = "waiting",
};

/**
 * rd_spf_outcome_to_string:
 * @outcome: what a term came to
 *
 * The stable word for @outcome in JSON.
 *
 * Returns: (transfer none): a static string
 */
const char *
rd_spf_outcome_to_string (RdSpfOutcome outcome)
{
  g_return_val_if_fail ((gsize) outcome < G_N_ELEMENTS (outcome_words), "no-match");

  return outcome_words[outcome];
}

static void
step_free (RdSpfStep *step)
{
  g_free (step->domain);
  g_free (step->term);
  g_free (step->note);
  g_free (step);
}

/**
 * rd_spf_evaluation_new:
 *
 * Makes an evaluation that says nothing yet.
 *
 * Returns: (transfer full): the evaluation
 */
RdSpfEvaluation *
rd_spf_evaluation_new (void)
{
  RdSpfEvaluation *self = g_new0 (RdSpfEvaluation, 1);

  self->trace = g_ptr_array_new_with_free_func ((GDestroyNotify) step_free);
  self->evidence = g_array_new (FALSE, FALSE, sizeof (guint));
  return self;
}

/**
 * rd_spf_evaluation_free:
 * @self: (nullable): an evaluation
 *
 * Frees @self.
 */
void
rd_spf_evaluation_free (RdSpfEvaluation *self)
{
  if (self == NULL)
    return;
  g_free (self->domain);
  g_free (self->explanation);
  g_free (self->reason);
  g_free (self->matched);
  g_ptr_array_unref (self->trace);
  g_array_unref (self->evidence);
  g_free (self);
}
