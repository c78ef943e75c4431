/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Asking again what could not be answered, and a recording asked in place of the
 * world. */

#include "survey-testing.h"

#include <string.h>

static void
test_retry_finding (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", NULL);
  g_autoptr (RdSources) sources = new_sources (peer);
  g_autoptr (RdEvidence) evidence = rd_evidence_new ();
  g_autoptr (RdSurvey) survey = NULL;
  g_autoptr (RdFindingItem) row = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  Probe           *first;
  Probe           *second;
  Probe           *third;

  rd_evidence_put_text (evidence, "plain.test", RD_RR_A, RD_ANSWER_TIMEOUT, NULL);
  survey = rd_survey_new (evidence, sources);
  rd_survey_set_consent (survey, SURVEY_ALL);
  first = add_probe (survey, "first", FALSE, "dns plain.test A;dns other.test A");
  second = add_probe (survey, "second", FALSE, "dns nx.test A");
  third = add_probe (survey, "third", FALSE, "dns plain.test A");
  run_survey (survey);
  before = describe_findings (survey);
  g_assert_cmpstr (before, ==, "second=broken,3 first=unknown,1,2 third=unknown,1 ");
  row = g_list_model_get_item (rd_survey_get_findings (survey), 1);
  first->runs = second->runs = third->runs = 0;

  rd_survey_forget_finding (survey, rd_finding_item_get_finding (row));
  run_survey (survey);
  after = describe_findings (survey);
  g_assert_cmpstr (after, ==, "second=broken,3 first=fine,1,2 third=fine,1 ");
  g_assert_cmpint (rd_finding_item_get_finding (row)->state, ==, RD_FINDING_FINE);
  g_assert_cmpuint (second->runs, ==, 0);
  g_assert_cmpuint (first->runs, >, 0);
  g_assert_cmpuint (third->runs, >, 0);
  g_assert_cmpuint (rd_survey_get_n_questions (survey), ==, 4);
}

static void
test_retry_question (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", NULL);
  g_autoptr (RdSources) sources = new_sources (peer);
  g_autoptr (RdSurvey) survey = new_survey (sources);
  g_autoptr (RdQuestion) question = rd_question_dns ("plain.test", RD_RR_A);
  g_autofree char *seen = NULL;
  Probe           *first = add_probe (survey, "first", FALSE, "dns plain.test A");
  Probe           *second = add_probe (survey, "second", FALSE, "dns other.test A");

  run_survey (survey);
  first->runs = second->runs = 0;
  rd_survey_forget_question (survey, question);
  run_survey (survey);
  seen = ask_server (peer, "seen.plain.test");
  g_assert_cmpstr (seen, ==, "\"2\"");
  g_assert_cmpuint (first->runs, ==, 2);
  g_assert_cmpuint (second->runs, ==, 0);
}

static void
add_all_probes (RdSurvey *survey)
{
  add_probe (survey, "chain", TRUE, "dns one.test TXT;dns alias.test TXT;dns servfail.test A");
  add_probe (survey, "wide", FALSE, "dns nx.test A;dns large.test TXT;dns bogus.test A;dns bogus.test A +cd");
  add_probe (survey, "list", FALSE, "dnsbl 2.list.test A;dnsbl nx.3.list.test A");
}

static void
test_replay (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", NULL);
  g_autoptr (RdSources) sources = new_sources (peer);
  g_autoptr (RdSurvey) live = new_survey (sources);
  g_autoptr (RdSurvey) replayed = new_survey (sources);
  g_autoptr (RdEvidence) recording = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *lines = NULL;
  g_autofree char *lines_again = NULL;
  g_autofree char *findings = NULL;
  g_autofree char *findings_again = NULL;

  add_all_probes (live);
  run_survey (live);
  lines = rd_evidence_to_lines (rd_survey_get_evidence (live));
  recording = rd_evidence_new_from_lines (lines, -1, &error);
  g_assert_no_error (error);

  add_all_probes (replayed);
  add_probe (replayed, "new", FALSE, "dns unrecorded.test A");
  rd_survey_set_replay (replayed, recording);
  run_survey (replayed);
  g_assert_cmpuint (rd_survey_get_n_questions (replayed), ==, 0);
  g_assert_cmpint (peek_answer (replayed, "dns unrecorded.test A")->state, ==, RD_ANSWER_NOT_ASKED);
  lines_again = rd_evidence_to_lines (rd_survey_get_evidence (replayed));
  g_assert_true (g_str_has_prefix (lines_again, lines));
  findings = describe_findings (live);
  findings_again = describe_findings (replayed);
  g_assert_nonnull (strstr (findings, "chain=unknown,"));
  g_assert_nonnull (strstr (findings_again, "new=unknown,"));
  for (gsize i = 0; findings[i] != '\0';)
    {
      g_autofree char *one = g_strndup (findings + i, strcspn (findings + i, " ") + 1);

      g_assert_nonnull (strstr (findings_again, one));
      i += strlen (one);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/survey/retry-finding", test_retry_finding);
  g_test_add_func ("/survey/retry-question", test_retry_question);
  g_test_add_func ("/survey/replay", test_replay);
  return g_test_run ();
}
