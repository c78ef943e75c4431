/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Checks made for tests, and surveys that run_survey them against a server made for tests. */

#include "survey-testing.h"

static Probe *
probe_new (const char *id,
           gboolean    chained,
           const char *texts)
{
  Probe *probe = g_new0 (Probe, 1);

  probe->id = id;
  probe->chained = chained;
  probe->texts = g_strsplit (texts, ";", -1);
  return probe;
}

static void
probe_free (gpointer data)
{
  Probe *probe = data;

  g_strfreev (probe->texts);
  g_free (probe);
}

static RdCheckStatus
check_probe (RdEvidence   *evidence,
             gconstpointer subject,
             GPtrArray    *findings)
{
  Probe         *probe = (Probe *) subject;
  RdFindingState state = RD_FINDING_FINE;
  gboolean       pending = FALSE;
  g_autoptr (RdFinding) finding = rd_finding_new (probe->id, state, probe->texts[0], RD_OWNER_WAIT, "A probe");

  probe->runs++;
  for (gsize i = 0; probe->texts[i] != NULL; i++)
    {
      const RdAnswer *answer = rd_evidence_ask (evidence, rd_question_parse (probe->texts[i]));

      if (answer == NULL && probe->chained)
        return RD_CHECK_PENDING;
      if (answer == NULL)
        pending = TRUE;
      else
        {
          rd_finding_add_evidence (finding, answer->id);
          if (!rd_answer_is_known (answer))
            state = RD_FINDING_UNKNOWN;
          else if (answer->state != RD_ANSWER_FOUND && state == RD_FINDING_FINE)
            state = RD_FINDING_BROKEN;
        }
    }
  finding->state = state;
  g_ptr_array_add (findings, g_steal_pointer (&finding));
  return pending ? RD_CHECK_PENDING : RD_CHECK_DONE;
}

Probe *
add_probe (RdSurvey   *survey,
           const char *id,
           gboolean    chained,
           const char *texts)
{
  Probe *probe = probe_new (id, chained, texts);

  rd_survey_add_check (survey, check_probe, probe, probe_free);
  return probe;
}

RdSources *
new_sources (const FakePeer *peer)
{
  g_autofree char *address = fake_peer_dup_address (peer);
  g_autoptr (GError) error = NULL;
  RdSources *sources = rd_sources_new (address, &error);

  g_assert_no_error (error);
  return sources;
}

RdSurvey *
new_survey (RdSources *sources)
{
  RdSurvey *survey = rd_survey_new (NULL, sources);

  rd_survey_set_consent (survey, SURVEY_ALL);
  return survey;
}

void
run_survey (RdSurvey *survey)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  rd_survey_run_async (survey, NULL, store_result_cb, &result);
  wait_for_result (&result);
  g_assert_true (rd_survey_run_finish (survey, result, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (rd_survey_get_n_answers (survey), ==, rd_survey_get_n_questions (survey));
}

char *
describe_findings (RdSurvey *survey)
{
  g_autoptr (GPtrArray) findings = rd_survey_dup_findings (survey);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < findings->len; i++)
    {
      const RdFinding *finding = g_ptr_array_index (findings, i);

      g_string_append_printf (text, "%s=%s", finding->id, rd_finding_state_to_string (finding->state));
      for (guint j = 0; j < finding->evidence->len; j++)
        g_string_append_printf (text, ",%u", g_array_index (finding->evidence, guint, j));
      g_string_append_c (text, ' ');
    }
  return g_string_free (text, FALSE);
}

char *
ask_server (const FakePeer *peer,
            const char     *name)
{
  g_autoptr (RdSources) sources = new_sources (peer);
  g_autoptr (RdQuestion) question = rd_question_dns (name, RD_RR_TXT);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (RdAnswer) answer = NULL;

  rd_sources_ask_async (sources, question, NULL, store_result_cb, &result);
  wait_for_result (&result);
  answer = rd_sources_ask_finish (sources, result, &error);
  g_assert_no_error (error);
  return g_strdup (rd_answer_nth (answer, RD_RR_TXT, 0)->text);
}

const RdAnswer *
peek_answer (RdSurvey   *survey,
             const char *text)
{
  g_autoptr (RdQuestion) question = rd_question_parse (text);

  return rd_evidence_peek (rd_survey_get_evidence (survey), question);
}
