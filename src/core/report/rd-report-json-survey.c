/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-report-json"

#include "config.h"

#include "rd-report-json-survey.h"

#include "rd-bounce-lists.h"
#include "rd-listing.h"
#include "rd-report-json.h"

static void
add_answer (JsonBuilder    *builder,
            const RdAnswer *answer)
{
  rd_json_begin (builder, NULL);
  rd_json_add_int (builder, "id", answer->id);
  rd_json_add_string (builder, "question", answer->question->text);
  rd_json_add_string (builder, "state", rd_answer_state_to_string (answer->state));
  rd_json_begin_array (builder, "answers");
  for (guint i = 0; answer->records != NULL && i < answer->records->len; i++)
    {
      const RdRr *rr = g_ptr_array_index (answer->records, i);

      rd_json_add_string (builder, NULL, rr->text);
    }
  json_builder_end_array (builder);
  rd_json_add_int (builder, "ttl", answer->ttl);
  rd_json_add_string (builder, "server", answer->server);
  rd_json_add_string (builder, "detail", answer->detail);
  if (answer->asked_at > 0)
    {
      g_autoptr (GDateTime) asked = g_date_time_new_from_unix_utc (answer->asked_at / G_USEC_PER_SEC);
      g_autofree char *text = g_date_time_format (asked, "%Y-%m-%dT%H:%M:%S+00:00");

      rd_json_add_string (builder, "asked_at", text);
    }
  rd_json_add_double (builder, "took_ms", answer->took_ms);
  json_builder_end_object (builder);
}

/**
 * rd_report_json_begin_survey:
 * @builder: a builder where a value may stand
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
rd_report_json_begin_survey (JsonBuilder         *builder,
                             const char          *subject,
                             RdFindingState       state,
                             const char          *summary,
                             GPtrArray           *findings,
                             RdEvidence          *evidence,
                             const RdSurveyStats *stats)
{
  guint n_answers = rd_evidence_get_n_answers (evidence);

  rd_json_begin (builder, NULL);
  rd_json_add_string (builder, "schema", "redeliver.survey/1");
  rd_json_add_string (builder, "subject", subject);
  rd_json_add_string (builder, "state", rd_finding_state_to_string (state));
  rd_json_add_string (builder, "summary", summary);
  rd_report_json_add_findings (builder, "findings", findings);
  rd_json_begin_array (builder, "evidence");
  for (guint id = 1; id <= n_answers; id++)
    {
      const RdAnswer *answer = rd_evidence_get (evidence, id);

      if (answer != NULL)
        add_answer (builder, answer);
    }
  json_builder_end_array (builder);
  if (stats != NULL)
    {
      rd_json_begin (builder, "stats");
      rd_json_add_int (builder, "questions", stats->questions);
      rd_json_add_double (builder, "wall_ms", stats->wall_ms);
      rd_json_add_int (builder, "rounds", stats->rounds);
      json_builder_end_object (builder);
    }
}

static void
add_listing (JsonBuilder     *builder,
             const RdListing *listing)
{
  g_autofree char *removal = rd_listing_dup_url (listing, TRUE);
  gint64           end = rd_listing_get_end (listing);

  rd_json_begin (builder, NULL);
  rd_json_add_string (builder, "id", listing->list->id);
  rd_json_add_string (builder, "zone", listing->list->zone);
  rd_json_add_string (builder, "name", listing->list->name);
  rd_json_add_string (builder, "subject", listing->subject);
  rd_json_add_string (builder, "state", rd_listing_state_to_string (listing->state));
  rd_json_add_strings (builder, "codes", (const char *const *) listing->codes);
  rd_json_add_strings (builder, "labels", (const char *const *) listing->labels);
  rd_json_add_string (builder, "meaning", listing->meaning);
  rd_json_add_int (builder, "weight", listing->list->weight);
  rd_json_add_string (builder, "group", rd_listing_group_to_string (listing->group));
  if (listing->reason != NULL)
    {
      rd_json_add_string (builder, "reason", listing->reason);
      rd_json_add_string (builder, "why", rd_listing_reason_get_text (listing->reason));
    }
  rd_json_add_strings (builder, "texts", (const char *const *) listing->texts);
  rd_json_add_string (builder, "removal_url", removal);
  rd_json_add_string (builder, "who_may_ask", rd_blocklist_get_words (listing->list->who_may_ask));
  rd_json_add_bool (builder, "named_by_bounce", listing->is_named);
  if (end > 0)
    {
      g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (end);
      g_autofree char *text = g_date_time_format (time, "%Y-%m-%dT%H:%M:%S+00:00");

      rd_json_add_string (builder, "ends_by", text);
    }
  json_builder_end_object (builder);
}

/**
 * rd_report_json_add_listings:
 * @builder: a builder inside an object
 * @listings: (element-type RdListing): what each list says
 *
 * Adds the member "lists".
 */
void
rd_report_json_add_listings (JsonBuilder *builder,
                             GPtrArray   *listings)
{
  rd_json_begin_array (builder, "lists");
  for (guint i = 0; i < listings->len; i++)
    add_listing (builder, g_ptr_array_index (listings, i));
  json_builder_end_array (builder);
}

/**
 * rd_report_json_add_candidates:
 * @builder: a builder inside an object
 * @candidates: (element-type RdListSubject): what else could be asked about
 *
 * Adds the member "candidates".
 */
void
rd_report_json_add_candidates (JsonBuilder *builder,
                               GPtrArray   *candidates)
{
  rd_json_begin_array (builder, "candidates");
  for (guint i = 0; i < candidates->len; i++)
    {
      const RdListSubject *candidate = g_ptr_array_index (candidates, i);

      rd_json_begin (builder, NULL);
      rd_json_add_string (builder, "subject", candidate->subject);
      rd_json_add_string (builder, "source", rd_list_source_to_string (candidate->source));
      rd_json_add_string (builder, "why", rd_list_source_get_text (candidate->source));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}
