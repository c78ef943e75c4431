/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-outcome"

#include "config.h"

#include "rd-outcome.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rd-survey-bounce.h"
#include "rd-text.h"

/* More statements than these are the same one about many recipients. */
#define MAX_STATEMENTS 12

static void
statement_free (gpointer data)
{
  RdStatement *statement = data;

  g_free (statement->text);
  g_ptr_array_unref (statement->findings);
  g_free (statement);
}

/**
 * rd_outcome_free:
 * @self: (nullable): an outcome
 *
 * Frees @self.
 */
void
rd_outcome_free (RdOutcome *self)
{
  if (self == NULL)
    return;
  g_free (self->title);
  g_free (self->explanation);
  g_free (self->sentence);
  g_free (self->action);
  g_free (self->resend_text);
  g_strfreev (self->steps);
  g_clear_pointer (&self->remedy, rd_finding_unref);
  g_ptr_array_unref (self->statements);
  g_ptr_array_unref (self->others);
  g_free (self);
}

/**
 * rd_confirmation_get_state:
 * @confirmation: a confirmation
 *
 * The state whose icon and colour go with @confirmation.
 *
 * Returns: the state
 */
RdFindingState
rd_confirmation_get_state (RdConfirmation confirmation)
{
  switch (confirmation)
    {
    case RD_CONFIRMATION_STILL_TRUE:
      return RD_FINDING_BROKEN;
    case RD_CONFIRMATION_FIXED:
      return RD_FINDING_FINE;
    case RD_CONFIRMATION_UNKNOWN:
      return RD_FINDING_UNKNOWN;
    case RD_CONFIRMATION_NONE:
    default:
      return RD_FINDING_INFO;
    }
}

/* --- What the bounce says ----------------------------------------------------- */

static char *
dup_server_claim (const RdOriginal *original,
                  const char       *domain)
{
  if (original->sending_ip != NULL)
    /* Translators: the address of a server, a domain */
    return g_strdup_printf (_ ("The server %s is not allowed to send mail for %s (SPF)"), original->sending_ip, domain);
  return g_strdup_printf (_ ("The server it left from is not allowed to send mail for %s (SPF)"), domain);
}

static char *
dup_name_claim (const RdOriginal *original)
{
  if (original->sending_ip != NULL)
    /* Translators: the address of a server */
    return g_strdup_printf (_ ("The server %s has no name that fits its address"), original->sending_ip);
  return g_strdup (_ ("The server it left from has no name that fits its address"));
}

/* Worded so that “still true now” and “fixed since” both make sense of it. */
static char *
dup_claim (const RdBounce *bounce,
           const char     *area,
           const char     *domain)
{
  if (domain == NULL)
    return NULL;
  if (strcmp (area, "spf.") == 0)
    return dup_server_claim (&bounce->original, domain);
  if (strcmp (area, "dkim.") == 0)
    return g_strdup_printf (_ ("The mail carries no valid signature of %s (DKIM)"), domain);
  if (strcmp (area, "dmarc.") == 0)
    return g_strdup_printf (_ ("%s does not say what to do with forged mail (DMARC)"), domain);
  if (strcmp (area, "ptr.") == 0)
    return dup_name_claim (&bounce->original);
  if (strcmp (area, "ptr.helo") == 0)
    return g_strdup (_ ("The server it left from introduces itself with a wrong name"));
  if (strcmp (area, "domain.") == 0)
    return g_strdup_printf (_ ("The domain %s does not exist or is out of service"), domain);
  if (strcmp (area, "mx.") == 0)
    return g_strdup_printf (_ ("Nobody can reply to addresses at %s"), domain);
  return g_strdup_printf (_ ("Mail to %s cannot be delivered"), domain);
}

static gboolean
has_statement (const RdOutcome *self,
               const char      *text)
{
  for (guint i = 0; i < self->statements->len; i++)
    {
      const RdStatement *statement = g_ptr_array_index (self->statements, i);

      if (strcmp (statement->text, text) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_about (const RdFinding *finding,
          const char      *area,
          const char      *recipient_domain)
{
  if (!g_str_has_prefix (finding->id, area))
    return FALSE;
  return recipient_domain == NULL || strcmp (area, "recipient.") != 0 || g_strcmp0 (finding->subject, recipient_domain) == 0;
}

static void
add_statement (RdOutcome       *self,
               const RdBounce  *bounce,
               const char      *area,
               const char      *recipient_domain,
               const GPtrArray *findings)
{
  g_autofree char *domain = strcmp (area, "recipient.") == 0 ? g_strdup (recipient_domain) : rd_survey_dup_bounce_domain (&bounce->original, area);
  g_autofree char *text = dup_claim (bounce, area, domain);
  RdStatement     *statement;

  if (text == NULL || self->statements->len >= MAX_STATEMENTS || has_statement (self, text))
    return;
  statement = g_new0 (RdStatement, 1);
  statement->text = g_steal_pointer (&text);
  statement->confirmation = rd_confirmation_of_area (findings, area, recipient_domain);
  statement->findings = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_finding_unref);
  for (guint i = 0; i < findings->len; i++)
    {
      RdFinding *finding = g_ptr_array_index (findings, i);

      if (is_about (finding, area, recipient_domain))
        g_ptr_array_add (statement->findings, rd_finding_ref (finding));
    }
  g_ptr_array_add (self->statements, statement);
}

static void
add_statements (RdOutcome       *self,
                const RdBounce  *bounce,
                const RdVerdict *verdict,
                const GPtrArray *findings)
{
  const char *const *areas = verdict->cause != NULL ? rd_confirmation_get_areas (verdict->cause->id) : NULL;
  g_autofree char   *recipient_domain = NULL;

  if (verdict->failure != NULL && verdict->failure->recipient != NULL)
    recipient_domain = rd_address_dup_domain (verdict->failure->recipient);
  for (guint i = 0; areas != NULL && areas[i] != NULL; i++)
    add_statement (self, bounce, areas[i], recipient_domain, findings);
}

static gboolean
is_stated (const RdOutcome *self,
           const RdFinding *finding)
{
  for (guint i = 0; i < self->statements->len; i++)
    {
      const RdStatement *statement = g_ptr_array_index (self->statements, i);

      if (g_ptr_array_find (statement->findings, finding, NULL))
        return TRUE;
    }
  return FALSE;
}

/* --- What to do now ---------------------------------------------------------------- */

/* How much it helps to begin with a finding: best with one whose remedy is a
 * record that was tried out, and with a mistake in a record before the server
 * that does not pass because of it. */
static int
rate_remedy (const RdFinding *finding)
{
  int is_root = finding->state == RD_FINDING_BROKEN && strcmp (finding->id, "spf.ip-fail") != 0 ? 1 : 0;

  if (finding->state != RD_FINDING_BROKEN && finding->state != RD_FINDING_WEAK)
    return 0;
  if (finding->record != NULL)
    return (finding->record->proven ? 8 : 6) + is_root;
  if (finding->fix == NULL)
    return 0;
  return (finding->state == RD_FINDING_BROKEN ? 4 : 2) + is_root;
}

static void
choose_remedy (RdOutcome *self)
{
  int best = 0;

  for (guint i = 0; i < self->statements->len; i++)
    {
      const RdStatement *statement = g_ptr_array_index (self->statements, i);

      for (guint j = 0; statement->confirmation == RD_CONFIRMATION_STILL_TRUE && j < statement->findings->len; j++)
        {
          RdFinding *finding = g_ptr_array_index (statement->findings, j);

          if (rate_remedy (finding) <= best)
            continue;
          best = rate_remedy (finding);
          g_clear_pointer (&self->remedy, rd_finding_unref);
          self->remedy = rd_finding_ref (finding);
        }
    }
}

static void
say_still_true (RdOutcome *self)
{
  choose_remedy (self);
  g_free (self->resend_text);
  self->resend_text = g_strdup (_ ("Not yet: it would be refused again. Send it when the check says that it is fixed."));
  if (self->remedy == NULL)
    return;
  self->owner = self->remedy->owner;
  if (self->remedy->fix == NULL)
    return;
  g_free (self->action);
  if (self->remedy->record != NULL && self->remedy->record->proven)
    /* Translators: the advice that goes with a finding, one or more sentences */
    self->action = g_strdup_printf (_ ("%s The record to publish stands below; it was tried out."), self->remedy->fix);
  else
    self->action = g_strdup (self->remedy->fix);
}

/* That it is fixed comes first: who reads the old reason as the headline sets
 * out to mend what is in order. */
static void
say_fixed (RdOutcome *self)
{
  const char *const steps[] = { _ ("Send the mail again."), NULL };
  g_autofree char  *before = g_steal_pointer (&self->title);

  self->title = g_strdup (_ ("Fixed since: you can send this mail again"));
  g_free (self->explanation);
  /* Translators: %s is the headline of before, such as “That mailbox does not exist” */
  self->explanation = g_strdup_printf (_ ("What the refusal was about is in order now. It was: “%s”."), before);
  self->state = RD_FINDING_FINE;
  self->owner = RD_OWNER_YOU;
  g_free (self->action);
  g_free (self->resend_text);
  g_strfreev (self->steps);
  self->steps = g_strdupv ((char **) steps);
  self->action = g_strdup (steps[0]);
  self->resend_text = g_strdup (_ ("Yes. What the refusal was about is in order now."));
}

/**
 * rd_outcome_new:
 * @diagnosis: what a message was found to be about
 * @findings: (element-type RdFinding): what a survey of that bounce found,
 *   worst first; may be empty while it runs
 *
 * Puts what was found together with what the bounce says.
 *
 * Returns: (transfer full): the answer to give now
 */
RdOutcome *
rd_outcome_new (const RdDiagnosis *diagnosis,
                const GPtrArray   *findings)
{
  RdOutcome *self;

  g_return_val_if_fail (diagnosis != NULL && diagnosis->main != NULL, NULL);
  g_return_val_if_fail (findings != NULL, NULL);

  self = g_new0 (RdOutcome, 1);
  self->statements = g_ptr_array_new_with_free_func (statement_free);
  self->others = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_finding_unref);
  self->confirmation = rd_survey_confirm (diagnosis->main, findings);
  self->certainty = rd_confirmation_apply (self->confirmation, diagnosis->main->certainty);
  self->state = diagnosis->state;
  self->owner = diagnosis->owner;
  self->title = g_strdup (diagnosis->title);
  self->explanation = g_strdup (diagnosis->sentence);
  self->sentence = g_strdup (rd_confirmation_get_sentence (self->confirmation));
  self->action = g_strdup (diagnosis->action);
  self->resend_text = g_strdup (diagnosis->resend_text);
  self->steps = g_strdupv (diagnosis->steps);

  /* What the headline speaks of comes first. */
  add_statements (self, diagnosis->bounce, diagnosis->main, findings);
  for (guint i = 0; diagnosis->verdicts != NULL && i < diagnosis->verdicts->len; i++)
    add_statements (self, diagnosis->bounce, g_ptr_array_index (diagnosis->verdicts, i), findings);
  for (guint i = 0; i < findings->len; i++)
    {
      RdFinding *finding = g_ptr_array_index (findings, i);

      if (!is_stated (self, finding))
        g_ptr_array_add (self->others, rd_finding_ref (finding));
    }
  if (self->confirmation == RD_CONFIRMATION_STILL_TRUE)
    say_still_true (self);
  else if (self->confirmation == RD_CONFIRMATION_FIXED)
    say_fixed (self);
  return self;
}
