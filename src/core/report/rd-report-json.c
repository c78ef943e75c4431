/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-report-json"

#include "config.h"

#include "rd-report-json.h"

#include "rd-outcome.h"

static void
add_record (JsonBuilder    *builder,
            const RdRecord *record)
{
  rd_json_begin (builder, "record");
  rd_json_add_string (builder, "action", rd_record_action_to_string (record->action));
  rd_json_add_string (builder, "type", record->type);
  rd_json_add_string (builder, "name", record->name);
  rd_json_add_string (builder, "fqdn", record->fqdn);
  rd_json_add_string (builder, "value", record->value);
  rd_json_add_string (builder, "changes", record->changes);
  rd_json_add_bool (builder, "proven", record->proven);
  json_builder_end_object (builder);
}

/* Adds one finding. */
static void
add_finding (JsonBuilder     *builder,
             const RdFinding *finding)
{
  rd_json_begin (builder, NULL);
  rd_json_add_string (builder, "id", finding->id);
  rd_json_add_string (builder, "state", rd_finding_state_to_string (finding->state));
  rd_json_add_string (builder, "subject", finding->subject);
  rd_json_add_string (builder, "owner", rd_owner_to_string (finding->owner));
  rd_json_add_string (builder, "title", finding->title);
  rd_json_add_string (builder, "explanation", finding->explanation);
  rd_json_add_string (builder, "fix", finding->fix);
  if (finding->record != NULL)
    add_record (builder, finding->record);
  rd_json_begin_array (builder, "evidence");
  for (guint i = 0; i < finding->evidence->len; i++)
    rd_json_add_int (builder, NULL, g_array_index (finding->evidence, guint, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

/**
 * rd_report_json_add_findings:
 * @builder: a builder inside an object
 * @name: name of the member
 * @findings: (nullable) (element-type RdFinding): findings
 *
 * Adds an array of findings in the order given.
 */
void
rd_report_json_add_findings (JsonBuilder *builder,
                             const char  *name,
                             GPtrArray   *findings)
{
  rd_json_begin_array (builder, name);
  for (guint i = 0; findings != NULL && i < findings->len; i++)
    add_finding (builder, g_ptr_array_index (findings, i));
  json_builder_end_array (builder);
}

static void
add_original (JsonBuilder      *builder,
              const RdOriginal *original,
              const char       *yours)
{
  rd_json_begin (builder, "original");
  rd_json_add_string (builder, "from", original->from);
  rd_json_add_strings (builder, "to", (const char *const *) original->to);
  rd_json_add_string (builder, "subject", original->subject);
  rd_json_add_string (builder, "message_id", original->message_id);
  rd_json_add_string (builder, "date", original->date);
  rd_json_add_string (builder, "return_path", original->return_path);
  if (original->size > 0)
    rd_json_add_int (builder, "size", (gint64) original->size);
  rd_json_add_string (builder, "sending_ip", original->sending_ip);
  rd_json_add_string (builder, "sending_ip_source", original->sending_ip_source);
  rd_json_add_string (builder, "helo", original->helo);
  rd_json_begin_array (builder, "dkim");
  for (guint i = 0; original->dkim != NULL && i < original->dkim->len; i++)
    {
      const RdDkimName *name = g_ptr_array_index (original->dkim, i);

      rd_json_begin (builder, NULL);
      rd_json_add_string (builder, "domain", name->domain);
      rd_json_add_string (builder, "selector", name->selector);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  rd_json_add_string (builder, "yours", yours);
  json_builder_end_object (builder);
}

static void
add_resend (JsonBuilder     *builder,
            const RdVerdict *verdict)
{
  rd_json_begin (builder, "resend");
  rd_json_add_string (builder, "advice", rd_resend_to_string (verdict->resend));
  rd_json_add_string (builder, "text", rd_verdict_get_resend_text (verdict));
  json_builder_end_object (builder);
}

static void
add_recipient (JsonBuilder     *builder,
               const RdVerdict *verdict,
               GPtrArray       *findings)
{
  const RdFailure *failure = verdict->failure;
  const char      *also[] = { verdict->also != NULL ? verdict->also->id : NULL, NULL };

  rd_json_begin (builder, NULL);
  rd_json_add_string (builder, "address", failure->recipient);
  rd_json_add_string (builder, "original_address", failure->original_recipient);
  rd_json_add_string (builder, "forwarded_to", failure->forwarded_to);
  rd_json_add_string (builder, "action", rd_action_to_string (failure->action));
  rd_json_add_string (builder, "status", failure->status);
  rd_json_add_string (builder, "reply_code", failure->reply_code);
  rd_json_add_string (builder, "diagnostic", failure->diagnostic);
  rd_json_add_string (builder, "remote_host", failure->remote_host);
  rd_json_add_string (builder, "remote_ip", failure->remote_ip);
  rd_json_add_string (builder, "phase", rd_phase_to_string (failure->phase));
  rd_json_add_string (builder, "last_attempt", failure->last_attempt);
  rd_json_add_string (builder, "will_retry_until", failure->will_retry_until);
  rd_json_add_string (builder, "provider", verdict->provider != NULL ? verdict->provider->id : NULL);
  rd_json_add_string (builder, "cause", verdict->cause->id);
  rd_json_add_string (builder, "owner", rd_owner_to_string (verdict->owner));
  rd_json_add_string (builder, "permanence", rd_permanence_to_string (verdict->permanence));
  rd_json_add_string (builder, "certainty", rd_certainty_to_string (verdict->certainty));
  rd_json_add_strings (builder, "also", also);
  rd_json_add_string (builder, "rule", verdict->rule != NULL ? verdict->rule->id : NULL);
  rd_json_add_string (builder, "matched", verdict->matched);
  rd_json_add_string (builder, "suggestion", verdict->suggestion);
  rd_json_add_string (builder, "new_address", verdict->new_address);
  add_resend (builder, verdict);
  if (findings != NULL)
    rd_json_add_string (builder, "confirmation", rd_confirmation_to_string (rd_survey_confirm (verdict, findings)));
  json_builder_end_object (builder);
}

static void
add_checklist (JsonBuilder *builder,
               GPtrArray   *checklist)
{
  rd_json_begin_array (builder, "checklist");
  for (guint i = 0; i < checklist->len; i++)
    {
      const RdFinding *point = g_ptr_array_index (checklist, i);

      rd_json_begin (builder, NULL);
      rd_json_add_string (builder, "id", point->id);
      rd_json_add_string (builder, "state", rd_finding_state_to_string (point->state));
      rd_json_add_string (builder, "text", point->title);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_statement (JsonBuilder       *builder,
               const RdStatement *statement)
{
  rd_json_begin (builder, NULL);
  rd_json_add_string (builder, "text", statement->text);
  rd_json_add_string (builder, "confirmation", rd_confirmation_to_string (statement->confirmation));
  rd_json_begin_array (builder, "findings");
  for (guint i = 0; i < statement->findings->len; i++)
    rd_json_add_string (builder, NULL, ((const RdFinding *) g_ptr_array_index (statement->findings, i))->id);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

/* What the look from outside makes of the verdict; nothing where it could not
 * ask anything. */
static void
add_outcome (JsonBuilder       *builder,
             const RdDiagnosis *diagnosis,
             GPtrArray         *findings)
{
  g_autoptr (RdOutcome) outcome = NULL;

  if (findings == NULL || findings->len == 0 || diagnosis->main == NULL)
    return;
  outcome = rd_outcome_new (diagnosis, findings);
  rd_json_begin (builder, "outcome");
  rd_json_add_string (builder, "confirmation", rd_confirmation_to_string (outcome->confirmation));
  rd_json_add_string (builder, "state", rd_finding_state_to_string (outcome->state));
  rd_json_add_string (builder, "certainty", rd_certainty_to_string (outcome->certainty));
  rd_json_add_string (builder, "title", outcome->title);
  rd_json_add_string (builder, "sentence", outcome->sentence);
  rd_json_add_string (builder, "owner", rd_owner_to_string (outcome->owner));
  rd_json_add_string (builder, "action", outcome->action);
  rd_json_add_string (builder, "resend_text", outcome->resend_text);
  rd_json_begin_array (builder, "statements");
  for (guint i = 0; i < outcome->statements->len; i++)
    add_statement (builder, g_ptr_array_index (outcome->statements, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

/**
 * rd_report_json_add_diagnosis:
 * @builder: a builder where a value may stand
 * @diagnosis: a diagnosis
 * @file: name of the file it came from
 * @index: number of the message in that file, from 0
 * @findings: (nullable) (element-type RdFinding): what online checks found
 *
 * Adds one object in the form "redeliver.diagnosis/1".
 */
void
rd_report_json_add_diagnosis (JsonBuilder       *builder,
                              const RdDiagnosis *diagnosis,
                              const char        *file,
                              guint              index,
                              GPtrArray         *findings)
{
  const RdBounce *bounce = diagnosis->bounce;

  rd_json_begin (builder, NULL);
  rd_json_add_string (builder, "schema", "redeliver.diagnosis/1");
  rd_json_add_string (builder, "file", file);
  rd_json_add_int (builder, "index", index);
  rd_json_add_string (builder, "kind", rd_bounce_kind_to_string (bounce->kind));
  rd_json_add_string (builder, "dialect", bounce->dialect);
  rd_json_add_string (builder, "reporting_mta", bounce->reporting_mta);
  rd_json_add_string (builder, "arrival_date", bounce->arrival_date);
  add_original (builder, &bounce->original, diagnosis->yours);

  rd_json_begin_array (builder, "recipients");
  for (guint i = 0; i < diagnosis->verdicts->len; i++)
    add_recipient (builder, g_ptr_array_index (diagnosis->verdicts, i), findings);
  json_builder_end_array (builder);

  rd_json_begin_array (builder, "queue_ids");
  for (guint i = 0; bounce->queue_ids != NULL && i < bounce->queue_ids->len; i++)
    rd_json_add_string (builder, NULL, g_ptr_array_index (bounce->queue_ids, i));
  json_builder_end_array (builder);

  rd_json_begin (builder, "verdict");
  rd_json_add_string (builder, "state", rd_finding_state_to_string (diagnosis->state));
  rd_json_add_string (builder, "title", diagnosis->title);
  rd_json_add_string (builder, "sentence", diagnosis->sentence);
  rd_json_add_string (builder, "owner", rd_owner_to_string (diagnosis->owner));
  rd_json_add_string (builder, "action", diagnosis->action);
  json_builder_end_object (builder);

  rd_json_add_strings (builder, "steps", (const char *const *) diagnosis->steps);
  add_checklist (builder, diagnosis->checklist);
  rd_json_add_strings (builder, "situations", (const char *const *) diagnosis->situations);
  rd_report_json_add_findings (builder, "findings", findings);
  add_outcome (builder, diagnosis, findings);
  json_builder_end_object (builder);
}

/**
 * rd_report_json_add_unreadable:
 * @builder: a builder where a value may stand
 * @file: name of the file
 * @index: number of the message in that file, from 0
 * @error: why it could not be read
 *
 * Adds one object in the form "redeliver.diagnosis/1" for what could not be
 * read.
 */
void
rd_report_json_add_unreadable (JsonBuilder  *builder,
                               const char   *file,
                               guint         index,
                               const GError *error)
{
  rd_json_begin (builder, NULL);
  rd_json_add_string (builder, "schema", "redeliver.diagnosis/1");
  rd_json_add_string (builder, "file", file);
  rd_json_add_int (builder, "index", index);
  rd_json_add_string (builder, "kind", "unreadable");
  rd_json_begin_array (builder, "recipients");
  json_builder_end_array (builder);
  rd_json_add_string (builder, "error", error->message);
  json_builder_end_object (builder);
}
