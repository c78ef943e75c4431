/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A diagnosis as text for people: the verdict first, then what to do, then why. */

#define G_LOG_DOMAIN "rd-cli"

#include "config.h"

#include "rd-cli-verdict.h"

#include "rd-cli-record.h"
#include "rd-cli-text.h"
#include "rd-situation.h"

#include <glib/gi18n.h>

/* Recipients listed in full; the rest is counted. */
#define MAX_RECIPIENTS 20

static void
print_steps (char **steps)
{
  if (steps[0] == NULL)
    return;
  g_print ("\n");
  rd_cli_print (RD_STYLE_BOLD, 2, _ ("What to do"));
  for (guint i = 0; steps[i] != NULL; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u.", i + 1);

      rd_cli_print_item (4, number, 3, steps[i]);
    }
}

static void
print_reason (const RdVerdict *verdict,
              RdCertainty      certainty)
{
  const RdRule *rule = rd_verdict_get_telling_rule (verdict);

  g_print ("\n");
  rd_cli_print (RD_STYLE_BOLD, 2, _ ("Why we think so"));
  rd_cli_print_item (4, _ ("How sure"), rd_cli_label_columns (), rd_certainty_get_label (certainty));
  if (verdict->failure->remote_host != NULL)
    rd_cli_print_item (4, _ ("Who said so"), rd_cli_label_columns (), verdict->failure->remote_host);
  if (verdict->failure->diagnostic != NULL)
    rd_cli_print_item (4, _ ("Its words"), rd_cli_label_columns (), verdict->failure->diagnostic);
  if (rule != NULL && rd_rule_get_note (rule) != NULL)
    rd_cli_print_item (4, _ ("That means"), rd_cli_label_columns (), rd_rule_get_note (rule));
  if (verdict->rule != NULL && verdict->matched != NULL)
    {
      /* Translators: the words that decided, then the id of a rule. */
      g_autofree char *decided = g_strdup_printf (_ ("“%s” (rule %s)"), verdict->matched, verdict->rule->id);

      rd_cli_print_item (4, _ ("Decided by"), rd_cli_label_columns (), decided);
    }
  if (verdict->also != NULL)
    rd_cli_print_item (4, _ ("Could also be"), rd_cli_label_columns (), rd_cause_get_title (verdict->also));
}

static void
print_findings (const char *title,
                GPtrArray  *findings)
{
  if (findings == NULL || findings->len == 0)
    return;
  g_print ("\n");
  rd_cli_print (RD_STYLE_BOLD, 2, title);
  for (guint i = 0; i < findings->len; i++)
    {
      const RdFinding *finding = g_ptr_array_index (findings, i);

      rd_cli_print_state (finding->state, 4, finding->title);
    }
}

static guint
max_label_columns (const GPtrArray *statements)
{
  guint columns = 0;

  for (guint i = 0; i < statements->len; i++)
    {
      const RdStatement *statement = g_ptr_array_index (statements, i);

      columns = MAX (columns, rd_cli_text_columns (rd_confirmation_get_label (statement->confirmation)));
    }
  return columns + 2;
}

/* What the bounce says, line by line, and whether each is so now; then what
 * that rests on. */
static void
print_checked_now (const RdOutcome *outcome,
                   GPtrArray       *findings)
{
  guint columns;

  if (outcome == NULL)
    return;
  if (outcome->statements->len > 0)
    {
      g_print ("\n");
      rd_cli_print (RD_STYLE_BOLD, 2, _ ("Is it still so?"));
    }
  columns = max_label_columns (outcome->statements);
  for (guint i = 0; i < outcome->statements->len; i++)
    {
      const RdStatement *statement = g_ptr_array_index (outcome->statements, i);

      rd_cli_print_item (4, rd_confirmation_get_label (statement->confirmation), columns, statement->text);
    }
  print_findings (_ ("Checked now"), findings);
  rd_cli_print (RD_STYLE_PLAIN, 4, outcome->sentence);
  if (outcome->remedy != NULL && outcome->remedy->record != NULL)
    {
      g_print ("\n");
      rd_cli_print_record (4, outcome->remedy->record);
    }
}

static void
print_recipients (GPtrArray *verdicts)
{
  if (verdicts->len < 2)
    return;
  g_print ("\n");
  rd_cli_print (RD_STYLE_BOLD, 2, _ ("Recipients"));
  for (guint i = 0; i < verdicts->len && i < MAX_RECIPIENTS; i++)
    {
      const RdVerdict *verdict = g_ptr_array_index (verdicts, i);
      g_autofree char *line = NULL;

      /* Translators: an e-mail address and why it failed. */
      line = g_strdup_printf (C_ ("recipient and cause", "%s: %s"),
                              verdict->failure->recipient != NULL ? verdict->failure->recipient : _ ("unnamed address"), rd_cause_get_title (verdict->cause));
      rd_cli_print_item (4, "–", 2, line);
    }
  if (verdicts->len > MAX_RECIPIENTS)
    {
      guint            rest = verdicts->len - MAX_RECIPIENTS;
      g_autofree char *more = g_strdup_printf (ngettext ("and %u more", "and %u more", rest), rest);

      rd_cli_print (RD_STYLE_DIM, 6, more);
    }
}

static void
print_identifiers (const RdBounce *bounce)
{
  const RdOriginal *original = &bounce->original;

  if (original->message_id == NULL && original->sending_ip == NULL && bounce->reporting_mta == NULL)
    return;
  g_print ("\n");
  rd_cli_print (RD_STYLE_BOLD, 2, _ ("For your host"));
  if (original->from != NULL)
    rd_cli_print_item (4, _ ("From"), rd_cli_label_columns (), original->from);
  if (original->sending_ip != NULL)
    rd_cli_print_item (4, _ ("Sent from"), rd_cli_label_columns (), original->sending_ip);
  if (bounce->reporting_mta != NULL)
    rd_cli_print_item (4, _ ("Reported by"), rd_cli_label_columns (), bounce->reporting_mta);
  if (original->message_id != NULL)
    rd_cli_print_item (4, _ ("Message ID"), rd_cli_label_columns (), original->message_id);
  for (guint i = 0; bounce->queue_ids != NULL && i < bounce->queue_ids->len && i < 3; i++)
    rd_cli_print_item (4, _ ("Queue ID"), rd_cli_label_columns (), g_ptr_array_index (bounce->queue_ids, i));
}

/* The answer of now, or the one of before anything was asked. */
static void
print_answers (const RdDiagnosis *diagnosis,
               const RdOutcome   *outcome,
               gboolean           about_failure)
{
  if (outcome != NULL && rd_confirmation_get_label (outcome->confirmation) != NULL)
    rd_cli_print_item (4, _ ("Checked now"), rd_cli_label_columns (), rd_confirmation_get_label (outcome->confirmation));
  if (about_failure)
    rd_cli_print_item (4, _ ("Who must act"), rd_cli_label_columns (), rd_owner_get_label (outcome != NULL ? outcome->owner : diagnosis->owner));
  rd_cli_print_item (4, _ ("Do this"), rd_cli_label_columns (), outcome != NULL ? outcome->action : diagnosis->action);
  if (about_failure)
    rd_cli_print_item (4, _ ("Send again?"), rd_cli_label_columns (), outcome != NULL ? outcome->resend_text : diagnosis->resend_text);
}

static void
print_end_of_tries (const RdFailure *failure)
{
  g_autoptr (GDateTime) end = failure->will_retry_until != NULL ? g_date_time_new_from_iso8601 (failure->will_retry_until, NULL) : NULL;
  g_autoptr (GDateTime) local = end != NULL ? g_date_time_to_local (end) : NULL;
  g_autofree char *text = local != NULL ? g_date_time_format (local, "%c") : NULL;

  if (text != NULL)
    rd_cli_print_item (4, _ ("Tries end"), rd_cli_label_columns (), text);
}

/**
 * rd_cli_print_diagnosis:
 * @diagnosis: a diagnosis
 * @outcome: (nullable): what online checks make of it
 * @findings: (nullable) (element-type RdFinding): what they found
 *
 * Prints @diagnosis on stdout.
 */
void
rd_cli_print_diagnosis (const RdDiagnosis *diagnosis,
                        const RdOutcome   *outcome,
                        GPtrArray         *findings)
{
  const RdVerdict *verdict = diagnosis->main;
  gboolean         about_failure = diagnosis->bounce->kind == RD_BOUNCE_FAILED ||
                           diagnosis->bounce->kind == RD_BOUNCE_DELAYED;

  rd_cli_print_state (outcome != NULL ? outcome->state : diagnosis->state, 2, outcome != NULL ? outcome->title : diagnosis->title);
  rd_cli_print (RD_STYLE_PLAIN, 4, outcome != NULL ? outcome->explanation : diagnosis->sentence);
  g_print ("\n");
  if (verdict != NULL && verdict->failure->recipient != NULL)
    rd_cli_print_item (4, _ ("Mail to"), rd_cli_label_columns (), verdict->failure->recipient);
  print_answers (diagnosis, outcome, about_failure);
  if (verdict != NULL)
    print_end_of_tries (verdict->failure);

  for (guint i = 0; diagnosis->situations[i] != NULL; i++)
    {
      g_print ("\n");
      rd_cli_print_state (RD_FINDING_INFO, 2, rd_situation_get_text (diagnosis->situations[i]));
    }
  if (!about_failure)
    return;
  print_steps (outcome != NULL ? outcome->steps : diagnosis->steps);
  if (verdict != NULL)
    print_reason (verdict, outcome != NULL ? outcome->certainty : verdict->certainty);
  print_recipients (diagnosis->verdicts);
  print_findings (_ ("Checklist"), diagnosis->checklist);
  print_checked_now (outcome, findings);
  print_identifiers (diagnosis->bounce);
}
