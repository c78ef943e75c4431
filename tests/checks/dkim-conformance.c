/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Verifies the signatures of a file of messages and prints every miss. */

#include <string.h>

#include "rd-dkim.h"
#include "rd-test-runner.h"
#include "rd-test-zone.h"

static RdTestZone *
read_zone (JsonObject *dns)
{
  RdTestZone    *zone = rd_test_zone_new ();
  JsonObjectIter iter;
  const char    *name;
  JsonNode      *value;

  json_object_iter_init (&iter, dns);
  while (json_object_iter_next (&iter, &name, &value))
    {
      g_autofree char *bytes = NULL;
      gsize            length;

      if (JSON_NODE_HOLDS_ARRAY (value))
        {
          JsonArray *records = json_node_get_array (value);

          for (guint i = 0; i < json_array_get_length (records); i++)
            {
              const char *record = json_array_get_string_element (records, i);

              rd_test_zone_add_txt (zone, name, record, strlen (record));
            }
          continue;
        }
      length = rd_test_get_bytes (json_node_get_string (value), &bytes);
      rd_test_zone_add_txt (zone, name, bytes, length);
    }
  return zone;
}

static gboolean
run_vector (JsonObject *vector)
{
  g_autoptr (RdTestZone) zone = read_zone (json_object_get_object_member (vector, "dns"));
  g_autoptr (RdEvidence) evidence = rd_evidence_new ();
  g_autoptr (RdDkimVerification) verification = NULL;
  g_autoptr (GBytes) message = NULL;
  JsonArray  *expected = json_object_get_array_member (vector, "expect");
  const char *name = json_object_get_string_member (vector, "name");
  gboolean    fine = TRUE;
  gsize       length;
  guchar     *bytes;
  guint       rounds;

  bytes = g_base64_decode (json_object_get_string_member (vector, "message_base64"), &length);
  message = g_bytes_new_take (bytes, length);
  RD_TEST_SETTLE (zone, evidence, rounds, rd_dkim_verify (evidence, message, RD_DKIM_COMPLETE, g_get_real_time () / G_USEC_PER_SEC, &verification));
  if (verification->signatures->len != json_array_get_length (expected))
    {
      g_print ("%s: %u signatures instead of %u\n", name, verification->signatures->len, json_array_get_length (expected));
      return FALSE;
    }
  for (guint i = 0; i < verification->signatures->len; i++)
    {
      const RdDkimSignature *signature = g_ptr_array_index (verification->signatures, i);
      const char            *wanted = json_array_get_string_element (expected, i);
      g_autofree char       *why = rd_dkim_cause_dup_text (signature->cause);

      if (g_strcmp0 (wanted, rd_dkim_result_to_string (signature->result)) == 0)
        continue;
      g_print ("%s: signature %u is %s (%s), not %s\n", name, i, rd_dkim_result_to_string (signature->result), why, wanted);
      fine = FALSE;
    }
  return fine;
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (JsonNode) root = rd_test_runner_load (argc, argv, "dkim-vectors.json");
  JsonArray *vectors;
  guint      n_passed = 0;

  if (root == NULL)
    return RD_TEST_RUNNER_SKIP;
  vectors = json_object_get_array_member (json_node_get_object (root), "vectors");
  for (guint i = 0; i < json_array_get_length (vectors); i++)
    n_passed += run_vector (json_array_get_object_element (vectors, i));
  return rd_test_runner_finish (n_passed, json_array_get_length (vectors) - n_passed);
}
