/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-report-json"

#include "config.h"

#include "rd-report-json-survey.h"

#include "rd-bounce-lists.h"
#include "rd-listing.h"
#include "rd-report-json.h"

static void
add_answer (RdJsonWriter   *writer,
            const RdAnswer *answer)
{
  rd_json_begin (writer, NULL);
  rd_json_add_int (writer, "id", answer->id);
  rd_json_add_string (writer, "question", answer->question->text);
  rd_json_add_string (writer, "state", rd_answer_state_to_string (answer->state));
  rd_json_begin_array (writer, "answers");
  for (guint i = 0; answer->records != NULL && i < answer->records->len; i++)
    {
      const RdRr *rr = g_ptr_array_index (answer->records, i);

      rd_json_add_string (writer, NULL, rr->text);
    }
  rd_json_end_array (writer);
  rd_json_add_int (writer, "ttl", answer->ttl);
  rd_json_add_string (writer, "server", answer->server);
  rd_json_add_string (writer, "detail", answer->detail);
  if (answer->asked_at > 0)
    {
      g_autoptr (GDateTime) asked = g_date_time_new_from_unix_utc (answer->asked_at / G_USEC_PER_SEC);
      g_autofree char *text = g_date_time_format (asked, "%Y-%m-%dT%H:%M:%S+00:00");

      rd_json_add_string (writer, "asked_at", text);
    }
  rd_json_add_double (writer, "took_ms", answer->took_ms);
  rd_json_end (writer);
}

/**
 * rd_report_json_begin_survey:
 * @writer: a writer where a value may stand
 * @subject: what was looked at
 * @state: the whole in one word
 * @summary: the whole in one sentence
 * @findings: (element-type RdFinding): what was found
 * @evidence: what it rests on
 * @stats: (nullable): what it cost
 *
 * Begins one object in the form "redeliver.survey/1".  The caller may add more
 * and ends it.
 */
void
rd_report_json_begin_survey (RdJsonWriter        *writer,
                             const char          *subject,
                             RdFindingState       state,
                             const char          *summary,
                             GPtrArray           *findings,
                             RdEvidence          *evidence,
                             const RdSurveyStats *stats)
{
  guint n_answers = rd_evidence_get_n_answers (evidence);

  rd_json_begin (writer, NULL);
  rd_json_add_string (writer, "schema", "redeliver.survey/1");
  rd_json_add_string (writer, "subject", subject);
  rd_json_add_string (writer, "state", rd_finding_state_to_string (state));
  rd_json_add_string (writer, "summary", summary);
  rd_report_json_add_findings (writer, "findings", findings);
  rd_json_begin_array (writer, "evidence");
  for (guint id = 1; id <= n_answers; id++)
    {
      const RdAnswer *answer = rd_evidence_get (evidence, id);

      if (answer != NULL)
        add_answer (writer, answer);
    }
  rd_json_end_array (writer);
  if (stats != NULL)
    {
      rd_json_begin (writer, "stats");
      rd_json_add_int (writer, "questions", stats->questions);
      rd_json_add_double (writer, "wall_ms", stats->wall_ms);
      rd_json_add_int (writer, "rounds", stats->rounds);
      rd_json_end (writer);
    }
}

static void
add_listing (RdJsonWriter    *writer,
             const RdListing *listing)
{
  g_autofree char *removal = rd_listing_dup_url (listing, TRUE);
  gint64           end = rd_listing_get_end (listing);

  rd_json_begin (writer, NULL);
  rd_json_add_string (writer, "id", listing->list->id);
  rd_json_add_string (writer, "zone", listing->list->zone);
  rd_json_add_string (writer, "name", listing->list->name);
  rd_json_add_string (writer, "subject", listing->subject);
  rd_json_add_string (writer, "state", rd_listing_state_to_string (listing->state));
  rd_json_add_strings (writer, "codes", (const char *const *) listing->codes);
  rd_json_add_strings (writer, "labels", (const char *const *) listing->labels);
  rd_json_add_string (writer, "meaning", listing->meaning);
  rd_json_add_int (writer, "weight", listing->list->weight);
  rd_json_add_string (writer, "group", rd_listing_group_to_string (listing->group));
  if (listing->reason != NULL)
    {
      rd_json_add_string (writer, "reason", listing->reason);
      rd_json_add_string (writer, "why", rd_listing_reason_get_text (listing->reason));
    }
  rd_json_add_strings (writer, "texts", (const char *const *) listing->texts);
  rd_json_add_string (writer, "removal_url", removal);
  rd_json_add_string (writer, "who_may_ask", rd_blocklist_get_words (listing->list->who_may_ask));
  rd_json_add_bool (writer, "named_by_bounce", listing->is_named);
  if (end > 0)
    {
      g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (end);
      g_autofree char *text = g_date_time_format (time, "%Y-%m-%dT%H:%M:%S+00:00");

      rd_json_add_string (writer, "ends_by", text);
    }
  rd_json_end (writer);
}

/**
 * rd_report_json_add_listings:
 * @writer: a writer inside an object
 * @listings: (element-type RdListing): what each list says
 *
 * Adds the member "lists".
 */
void
rd_report_json_add_listings (RdJsonWriter *writer,
                             GPtrArray    *listings)
{
  rd_json_begin_array (writer, "lists");
  for (guint i = 0; i < listings->len; i++)
    add_listing (writer, g_ptr_array_index (listings, i));
  rd_json_end_array (writer);
}

/**
 * rd_report_json_add_candidates:
 * @writer: a writer inside an object
 * @candidates: (element-type RdListSubject): what else could be asked about
 *
 * Adds the member "candidates".
 */
void
rd_report_json_add_candidates (RdJsonWriter *writer,
                               GPtrArray    *candidates)
{
  rd_json_begin_array (writer, "candidates");
  for (guint i = 0; i < candidates->len; i++)
    {
      const RdListSubject *candidate = g_ptr_array_index (candidates, i);

      rd_json_begin (writer, NULL);
      rd_json_add_string (writer, "subject", candidate->subject);
      rd_json_add_string (writer, "source", rd_list_source_to_string (candidate->source));
      rd_json_add_string (writer, "why", rd_list_source_get_text (candidate->source));
      rd_json_end (writer);
    }
  rd_json_end_array (writer);
}
