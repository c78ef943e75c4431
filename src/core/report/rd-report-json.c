/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-report-json"

#include "config.h"

#include "rd-report-json.h"

#include "rd-outcome.h"

static void
add_record (RdJsonWriter   *writer,
            const RdRecord *record)
{
  rd_json_begin (writer, "record");
  rd_json_add_string (writer, "action", rd_record_action_to_string (record->action));
  rd_json_add_string (writer, "type", record->type);
  rd_json_add_string (writer, "name", record->name);
  rd_json_add_string (writer, "fqdn", record->fqdn);
  rd_json_add_string (writer, "value", record->value);
  rd_json_add_string (writer, "changes", record->changes);
  rd_json_add_bool (writer, "proven", record->proven);
  rd_json_end (writer);
}

/* Adds one finding. */
static void
add_finding (RdJsonWriter    *writer,
             const RdFinding *finding)
{
  rd_json_begin (writer, NULL);
  rd_json_add_string (writer, "id", finding->id);
  rd_json_add_string (writer, "state", rd_finding_state_to_string (finding->state));
  rd_json_add_string (writer, "subject", finding->subject);
  rd_json_add_string (writer, "owner", rd_owner_to_string (finding->owner));
  rd_json_add_string (writer, "title", finding->title);
  rd_json_add_string (writer, "explanation", finding->explanation);
  rd_json_add_string (writer, "fix", finding->fix);
  if (finding->record != NULL)
    add_record (writer, finding->record);
  rd_json_begin_array (writer, "evidence");
  for (guint i = 0; i < finding->evidence->len; i++)
    rd_json_add_int (writer, NULL, g_array_index (finding->evidence, guint, i));
  rd_json_end_array (writer);
  rd_json_end (writer);
}

/**
 * rd_report_json_add_findings:
 * @writer: a writer inside an object
 * @name: name of the member
 * @findings: (nullable) (element-type RdFinding): findings
 *
 * Adds an array of findings in the order given.
 */
void
rd_report_json_add_findings (RdJsonWriter *writer,
                             const char   *name,
                             GPtrArray    *findings)
{
  rd_json_begin_array (writer, name);
  for (guint i = 0; findings != NULL && i < findings->len; i++)
    add_finding (writer, g_ptr_array_index (findings, i));
  rd_json_end_array (writer);
}

static void
add_original (RdJsonWriter     *writer,
              const RdOriginal *original,
              const char       *yours)
{
  rd_json_begin (writer, "original");
  rd_json_add_string (writer, "from", original->from);
  rd_json_add_strings (writer, "to", (const char *const *) original->to);
  rd_json_add_string (writer, "subject", original->subject);
  rd_json_add_string (writer, "message_id", original->message_id);
  rd_json_add_string (writer, "date", original->date);
  rd_json_add_string (writer, "return_path", original->return_path);
  if (original->size > 0)
    rd_json_add_int (writer, "size", (gint64) original->size);
  rd_json_add_string (writer, "sending_ip", original->sending_ip);
  rd_json_add_string (writer, "sending_ip_source", original->sending_ip_source);
  rd_json_add_string (writer, "helo", original->helo);
  rd_json_begin_array (writer, "dkim");
  for (guint i = 0; original->dkim != NULL && i < original->dkim->len; i++)
    {
      const RdDkimName *name = g_ptr_array_index (original->dkim, i);

      rd_json_begin (writer, NULL);
      rd_json_add_string (writer, "domain", name->domain);
      rd_json_add_string (writer, "selector", name->selector);
      rd_json_end (writer);
    }
  rd_json_end_array (writer);
  rd_json_add_string (writer, "yours", yours);
  rd_json_end (writer);
}

static void
add_resend (RdJsonWriter    *writer,
            const RdVerdict *verdict)
{
  rd_json_begin (writer, "resend");
  rd_json_add_string (writer, "advice", rd_resend_to_string (verdict->resend));
  rd_json_add_string (writer, "text", rd_verdict_get_resend_text (verdict));
  rd_json_end (writer);
}

static void
add_recipient (RdJsonWriter    *writer,
               const RdVerdict *verdict,
               GPtrArray       *findings)
{
  const RdFailure *failure = verdict->failure;
  const char      *also[] = { verdict->also != NULL ? verdict->also->id : NULL, NULL };

  rd_json_begin (writer, NULL);
  rd_json_add_string (writer, "address", failure->recipient);
  rd_json_add_string (writer, "original_address", failure->original_recipient);
  rd_json_add_string (writer, "forwarded_to", failure->forwarded_to);
  rd_json_add_string (writer, "action", rd_action_to_string (failure->action));
  rd_json_add_string (writer, "status", failure->status);
  rd_json_add_string (writer, "reply_code", failure->reply_code);
  rd_json_add_string (writer, "diagnostic", failure->diagnostic);
  rd_json_add_string (writer, "remote_host", failure->remote_host);
  rd_json_add_string (writer, "remote_ip", failure->remote_ip);
  rd_json_add_string (writer, "phase", rd_phase_to_string (failure->phase));
  rd_json_add_string (writer, "last_attempt", failure->last_attempt);
  rd_json_add_string (writer, "will_retry_until", failure->will_retry_until);
  rd_json_add_string (writer, "provider", verdict->provider != NULL ? verdict->provider->id : NULL);
  rd_json_add_string (writer, "cause", verdict->cause->id);
  rd_json_add_string (writer, "owner", rd_owner_to_string (verdict->owner));
  rd_json_add_string (writer, "permanence", rd_permanence_to_string (verdict->permanence));
  rd_json_add_string (writer, "certainty", rd_certainty_to_string (verdict->certainty));
  rd_json_add_strings (writer, "also", also);
  rd_json_add_string (writer, "rule", verdict->rule != NULL ? verdict->rule->id : NULL);
  rd_json_add_string (writer, "matched", verdict->matched);
  rd_json_add_string (writer, "suggestion", verdict->suggestion);
  rd_json_add_string (writer, "new_address", verdict->new_address);
  add_resend (writer, verdict);
  if (findings != NULL)
    rd_json_add_string (writer, "confirmation", rd_confirmation_to_string (rd_survey_confirm (verdict, findings)));
  rd_json_end (writer);
}

static void
add_checklist (RdJsonWriter *writer,
               GPtrArray    *checklist)
{
  rd_json_begin_array (writer, "checklist");
  for (guint i = 0; i < checklist->len; i++)
    {
      const RdFinding *point = g_ptr_array_index (checklist, i);

      rd_json_begin (writer, NULL);
      rd_json_add_string (writer, "id", point->id);
      rd_json_add_string (writer, "state", rd_finding_state_to_string (point->state));
      rd_json_add_string (writer, "text", point->title);
      rd_json_end (writer);
    }
  rd_json_end_array (writer);
}

static void
add_statement (RdJsonWriter      *writer,
               const RdStatement *statement)
{
  rd_json_begin (writer, NULL);
  rd_json_add_string (writer, "text", statement->text);
  rd_json_add_string (writer, "confirmation", rd_confirmation_to_string (statement->confirmation));
  rd_json_begin_array (writer, "findings");
  for (guint i = 0; i < statement->findings->len; i++)
    rd_json_add_string (writer, NULL, ((const RdFinding *) g_ptr_array_index (statement->findings, i))->id);
  rd_json_end_array (writer);
  rd_json_end (writer);
}

/* What the look from outside makes of the verdict; nothing where it could not
 * ask anything. */
static void
add_outcome (RdJsonWriter      *writer,
             const RdDiagnosis *diagnosis,
             GPtrArray         *findings)
{
  g_autoptr (RdOutcome) outcome = NULL;

  if (findings == NULL || findings->len == 0 || diagnosis->main == NULL)
    return;
  outcome = rd_outcome_new (diagnosis, findings);
  rd_json_begin (writer, "outcome");
  rd_json_add_string (writer, "confirmation", rd_confirmation_to_string (outcome->confirmation));
  rd_json_add_string (writer, "state", rd_finding_state_to_string (outcome->state));
  rd_json_add_string (writer, "certainty", rd_certainty_to_string (outcome->certainty));
  rd_json_add_string (writer, "title", outcome->title);
  rd_json_add_string (writer, "sentence", outcome->sentence);
  rd_json_add_string (writer, "owner", rd_owner_to_string (outcome->owner));
  rd_json_add_string (writer, "action", outcome->action);
  rd_json_add_string (writer, "resend_text", outcome->resend_text);
  rd_json_begin_array (writer, "statements");
  for (guint i = 0; i < outcome->statements->len; i++)
    add_statement (writer, g_ptr_array_index (outcome->statements, i));
  rd_json_end_array (writer);
  rd_json_end (writer);
}

/**
 * rd_report_json_add_diagnosis:
 * @writer: a writer where a value may stand
 * @diagnosis: a diagnosis
 * @file: name of the file it came from
 * @index: number of the message in that file, from 0
 * @findings: (nullable) (element-type RdFinding): what online checks found
 *
 * Adds one object in the form "redeliver.diagnosis/1".
 */
void
rd_report_json_add_diagnosis (RdJsonWriter      *writer,
                              const RdDiagnosis *diagnosis,
                              const char        *file,
                              guint              index,
                              GPtrArray         *findings)
{
  const RdBounce *bounce = diagnosis->bounce;

  rd_json_begin (writer, NULL);
  rd_json_add_string (writer, "schema", "redeliver.diagnosis/1");
  rd_json_add_string (writer, "file", file);
  rd_json_add_int (writer, "index", index);
  rd_json_add_string (writer, "kind", rd_bounce_kind_to_string (bounce->kind));
  rd_json_add_string (writer, "dialect", bounce->dialect);
  rd_json_add_string (writer, "reporting_mta", bounce->reporting_mta);
  rd_json_add_string (writer, "arrival_date", bounce->arrival_date);
  add_original (writer, &bounce->original, diagnosis->yours);

  rd_json_begin_array (writer, "recipients");
  for (guint i = 0; i < diagnosis->verdicts->len; i++)
    add_recipient (writer, g_ptr_array_index (diagnosis->verdicts, i), findings);
  rd_json_end_array (writer);

  rd_json_begin_array (writer, "queue_ids");
  for (guint i = 0; bounce->queue_ids != NULL && i < bounce->queue_ids->len; i++)
    rd_json_add_string (writer, NULL, g_ptr_array_index (bounce->queue_ids, i));
  rd_json_end_array (writer);

  rd_json_begin (writer, "verdict");
  rd_json_add_string (writer, "state", rd_finding_state_to_string (diagnosis->state));
  rd_json_add_string (writer, "title", diagnosis->title);
  rd_json_add_string (writer, "sentence", diagnosis->sentence);
  rd_json_add_string (writer, "owner", rd_owner_to_string (diagnosis->owner));
  rd_json_add_string (writer, "action", diagnosis->action);
  rd_json_end (writer);

  rd_json_add_strings (writer, "steps", (const char *const *) diagnosis->steps);
  add_checklist (writer, diagnosis->checklist);
  rd_json_add_strings (writer, "situations", (const char *const *) diagnosis->situations);
  rd_report_json_add_findings (writer, "findings", findings);
  add_outcome (writer, diagnosis, findings);
  rd_json_end (writer);
}

/**
 * rd_report_json_add_unreadable:
 * @writer: a writer where a value may stand
 * @file: name of the file
 * @index: number of the message in that file, from 0
 * @error: why it could not be read
 *
 * Adds one object in the form "redeliver.diagnosis/1" for what could not be
 * read.
 */
void
rd_report_json_add_unreadable (RdJsonWriter *writer,
                               const char   *file,
                               guint         index,
                               const GError *error)
{
  rd_json_begin (writer, NULL);
  rd_json_add_string (writer, "schema", "redeliver.diagnosis/1");
  rd_json_add_string (writer, "file", file);
  rd_json_add_int (writer, "index", index);
  rd_json_add_string (writer, "kind", "unreadable");
  rd_json_begin_array (writer, "recipients");
  rd_json_end_array (writer);
  rd_json_add_string (writer, "error", error->message);
  rd_json_end (writer);
}
