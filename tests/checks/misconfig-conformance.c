/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Runs all checks of a domain over a file of planted faults: each must be named
 * by its id, and the domain without a fault must be left in peace. */

#include "rd-test-check.h"
#include "rd-test-runner.h"
#include "rd-test-zone.h"

#include <string.h>

#define MAX_ROUNDS 30

static GPtrArray *
survey (RdTestZone *zone,
        const char *domain)
{
  g_autoptr (RdEvidence) evidence = rd_evidence_new ();
  g_autoptr (RdDomainSubject) subject = rd_domain_subject_new (domain);
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_finding_unref);
  guint n_rounds = 0;

  while (rd_test_check_domain (evidence, subject, findings) == RD_CHECK_PENDING)
    {
      g_ptr_array_set_size (findings, 0);
      g_assert_cmpuint (rd_test_zone_answer (zone, evidence), >, 0);
      g_assert_cmpuint (n_rounds++, <, MAX_ROUNDS);
    }
  return g_steal_pointer (&findings);
}

/* What was found at all, for the line of a miss. */
static char *
dup_ids (const GPtrArray *findings)
{
  g_autoptr (GString) ids = g_string_new (NULL);

  for (guint i = 0; i < findings->len; i++)
    {
      const RdFinding *finding = g_ptr_array_index (findings, i);

      if (finding->state < RD_FINDING_INFO)
        g_string_append_printf (ids, " %s(%s)", finding->id, rd_finding_state_to_string (finding->state));
    }
  return g_string_free (g_steal_pointer (&ids), FALSE);
}

static gboolean
is_named (const GPtrArray *findings,
          const char      *id)
{
  for (guint i = 0; i < findings->len; i++)
    {
      const RdFinding *finding = g_ptr_array_index (findings, i);

      if (strcmp (finding->id, id) == 0 && finding->state != RD_FINDING_FINE)
        return TRUE;
    }
  return FALSE;
}

static gboolean
run_case (RdTestZone *zone,
          JsonObject *test_case)
{
  const char *domain = json_object_get_string_member (test_case, "domain");
  JsonArray  *expected = json_object_get_array_member (test_case, "expect");
  guint       n_expected = json_array_get_length (expected);
  g_autoptr (GPtrArray) findings = survey (zone, domain);
  g_autofree char *ids = dup_ids (findings);
  gboolean         passed = TRUE;

  if (n_expected == 0 && *ids != '\0')
    {
      g_print ("%s: nothing is wrong, but found:%s\n", domain, ids);
      return FALSE;
    }
  for (guint i = 0; i < n_expected; i++)
    {
      const char *id = json_array_get_string_element (expected, i);

      if (is_named (findings, id))
        continue;
      g_print ("%s: %s not named (%s); found:%s\n", domain, id,
               json_object_get_string_member_with_default (test_case, "note", ""), ids);
      passed = FALSE;
    }
  return passed;
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (JsonNode) root = rd_test_runner_load (argc, argv, "misconfig-zones.json");
  g_autoptr (RdTestZone) zone = NULL;
  JsonObject *object;
  JsonArray  *cases;
  guint       n_passed = 0;
  guint       n_failed = 0;

  if (root == NULL)
    return RD_TEST_RUNNER_SKIP;
  object = json_node_get_object (root);
  zone = rd_test_zone_new_json (json_object_get_object_member (object, "zonedata"));
  cases = json_object_get_array_member (object, "cases");
  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      if (run_case (zone, json_array_get_object_element (cases, i)))
        n_passed++;
      else
        n_failed++;
    }
  return rd_test_runner_finish (n_passed, n_failed);
}
