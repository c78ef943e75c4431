/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Runs check_host() over a file of cases in the form of the RFC 7208 test
 * suite and prints every miss. */

#include "rd-spf.h"
#include "rd-test-runner.h"
#include "rd-test-zone.h"

typedef struct
{
  const char *default_explanation;
  guint       n_passed;
  guint       n_failed;
} Score;

static gboolean
is_accepted (JsonObject *test,
             const char *result)
{
  JsonNode  *expected = json_object_get_member (test, "result");
  JsonArray *list;

  if (!JSON_NODE_HOLDS_ARRAY (expected))
    return g_strcmp0 (json_node_get_string (expected), result) == 0;
  list = json_node_get_array (expected);
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      if (g_strcmp0 (json_array_get_string_element (list, i), result) == 0)
        return TRUE;
    }
  return FALSE;
}

static const char *
get_string (JsonObject *object,
            const char *member)
{
  return json_object_has_member (object, member) && !json_object_get_null_member (object, member)
             ? json_object_get_string_member (object, member)
             : NULL;
}

static void
run_test (RdTestZone *zone,
          const char *scenario,
          const char *name,
          JsonObject *test,
          Score      *score)
{
  g_autoptr (RdEvidence) evidence = rd_evidence_new ();
  g_autoptr (RdSpfEvaluation) evaluation = NULL;
  const char *wanted = get_string (test, "explanation");
  const char *explanation;
  RdSpfQuery  query = { .helo = get_string (test, "helo"), .mail_from = get_string (test, "mailfrom") };
  guint       rounds;

  if (!rd_ip_parse (get_string (test, "host"), &query.ip))
    g_error ("%s: no address", name);
  RD_TEST_SETTLE (zone, evidence, rounds, rd_spf_check_host (evidence, &query, &evaluation));
  explanation = evaluation->explanation != NULL ? evaluation->explanation : score->default_explanation;
  if (!is_accepted (test, rd_spf_result_to_string (evaluation->result)))
    g_print ("%s/%s: result is %s (%s)\n", scenario, name, rd_spf_result_to_string (evaluation->result), evaluation->reason != NULL ? evaluation->reason : "no reason");
  else if (wanted != NULL && evaluation->result == RD_SPF_FAIL && g_ascii_strcasecmp (wanted, explanation) != 0)
    g_print ("%s/%s: explanation is “%s”, not “%s”\n", scenario, name, explanation, wanted);
  else
    {
      score->n_passed++;
      return;
    }
  score->n_failed++;
}

static void
run_scenario (JsonObject *scenario,
              Score      *score)
{
  g_autoptr (RdTestZone) zone = rd_test_zone_new_json (json_object_get_object_member (scenario, "zonedata"));
  JsonObjectIter iter;
  const char    *name;
  JsonNode      *test;

  json_object_iter_init (&iter, json_object_get_object_member (scenario, "tests"));
  while (json_object_iter_next (&iter, &name, &test))
    run_test (zone, get_string (scenario, "description"), name, json_node_get_object (test), score);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (JsonNode) root = NULL;
  JsonObject *suite;
  JsonArray  *scenarios;
  Score       score = { 0 };

  root = rd_test_runner_load (argc, argv, "spf-conformance.json");
  if (root == NULL)
    return RD_TEST_RUNNER_SKIP;
  suite = json_node_get_object (root);
  score.default_explanation = get_string (suite, "default_explanation");
  if (score.default_explanation == NULL)
    score.default_explanation = "DEFAULT";
  scenarios = json_object_get_array_member (suite, "scenarios");
  for (guint i = 0; i < json_array_get_length (scenarios); i++)
    run_scenario (json_array_get_object_element (scenarios, i), &score);
  return rd_test_runner_finish (score.n_passed, score.n_failed);
}
