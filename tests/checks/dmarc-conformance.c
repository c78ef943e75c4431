/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Decides DMARC for a file of cases and prints every miss. */

#include "rd-test-dmarc.h"
#include "rd-test-runner.h"
#include "rd-test-zone.h"

static const char *
get_string (JsonObject *object,
            const char *member)
{
  return json_object_has_member (object, member) && !json_object_get_null_member (object, member)
             ? json_object_get_string_member (object, member)
             : NULL;
}

static gboolean
expect (const char *name,
        const char *what,
        const char *wanted,
        const char *got)
{
  if (g_strcmp0 (wanted, got) == 0)
    return TRUE;
  g_print ("%s: %s is %s, not %s\n", name, what, got != NULL ? got : "null", wanted != NULL ? wanted : "null");
  return FALSE;
}

/* The names a walk asks, where the case lists them. */
static gboolean
expect_queries (const char        *name,
                JsonObject        *scenario,
                const RdDmarcWalk *walk)
{
  g_autoptr (GString) got = g_string_new (NULL);
  g_autoptr (GString) wanted = g_string_new (NULL);
  JsonArray *queries;

  if (!json_object_has_member (scenario, "queries"))
    return TRUE;
  queries = json_object_get_array_member (scenario, "queries");
  for (guint i = 0; i < json_array_get_length (queries); i++)
    g_string_append_printf (wanted, "%s ", json_array_get_string_element (queries, i));
  for (guint i = 0; i < walk->stops->len; i++)
    g_string_append_printf (got, "_dmarc.%s ", ((RdDmarcStop *) g_ptr_array_index (walk->stops, i))->domain);
  return expect (name, "walk", wanted->str, got->str);
}

static gboolean
run_scenario (JsonObject *scenario)
{
  g_autoptr (RdTestZone) zone = rd_test_zone_new_json (json_object_get_object_member (scenario, "zonedata"));
  g_autoptr (RdEvidence) evidence = rd_evidence_new ();
  g_auto (RdTestDmarc) dmarc = { 0 };
  g_autoptr (GPtrArray) dkim = g_ptr_array_new ();
  JsonObject *test = json_object_get_object_member (scenario, "test");
  JsonObject *wanted = json_object_get_object_member (test, "expect");
  JsonArray  *domains = json_object_get_array_member (test, "dkim_pass_domains");
  const char *name = get_string (test, "name");
  gboolean    decided;
  gboolean    fine;
  guint       rounds;

  for (guint i = 0; i < json_array_get_length (domains); i++)
    g_ptr_array_add (dkim, (gpointer) json_array_get_string_element (domains, i));
  g_ptr_array_add (dkim, NULL);
  RD_TEST_SETTLE (zone, evidence, rounds, rd_test_dmarc_evaluate (evidence, get_string (test, "header_from"), get_string (test, "spf_pass_domain"), (const char *const *) dkim->pdata, &dmarc));
  if (dmarc.discovery == NULL)
    return expect (name, "result", get_string (wanted, "result"), "none");
  decided = g_str_equal (dmarc.result, "pass") || g_str_equal (dmarc.result, "fail");
  fine = expect (name, "result", get_string (wanted, "result"), dmarc.result);
  fine &= expect (name, "policy", get_string (wanted, "policy"), decided ? rd_dmarc_policy_to_string (dmarc.discovery->policy) : NULL);
  fine &= expect (name, "organizational domain", get_string (wanted, "org_domain"), decided ? dmarc.discovery->walk->org_domain : NULL);
  fine &= expect (name, "place of the record", get_string (wanted, "record_at"), decided ? dmarc.discovery->record_at : NULL);
  fine &= expect_queries (name, scenario, dmarc.discovery->walk);
  return fine;
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (JsonNode) root = rd_test_runner_load (argc, argv, "dmarc-conformance.json");
  JsonArray *scenarios;
  guint      n_passed = 0;

  if (root == NULL)
    return RD_TEST_RUNNER_SKIP;
  scenarios = json_object_get_array_member (json_node_get_object (root), "scenarios");
  for (guint i = 0; i < json_array_get_length (scenarios); i++)
    n_passed += run_scenario (json_array_get_object_element (scenarios, i));
  return rd_test_runner_finish (n_passed, json_array_get_length (scenarios) - n_passed);
}
