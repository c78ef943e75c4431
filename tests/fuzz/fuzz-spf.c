/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fuzz-zone.h"
#include "fuzz.h"

#include "rd-repair-spf.h"
#include "rd-spf.h"

static void
check_record (const guint8 *data,
              gsize         size)
{
  g_autofree char *text = g_memdup2 (data, size);
  g_autoptr (RdSpfRecord) record = rd_spf_record_parse (text != NULL ? text : "", size);

  FUZZ_ASSERT_VALID (record->text);
  for (guint i = 0; i < record->terms->len; i++)
    {
      const RdSpfTerm *term = g_ptr_array_index (record->terms, i);

      g_assert_cmpuint (term->offset + term->length, <=, size);
    }
  for (guint i = 0; i < record->problems->len; i++)
    {
      const RdSpfProblem *problem = g_ptr_array_index (record->problems, i);

      g_assert_cmpuint (problem->offset + problem->length, <=, size);
      FUZZ_ASSERT_VALID (problem->text);
    }
}

/* The whole input is a record, and each of its lines is what DNS answers. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr (FuzzZone) zone = fuzz_zone_new (data, size);
  g_autoptr (RdEvidence) evidence = rd_evidence_new ();
  g_autoptr (RdSpfEvaluation) evaluation = NULL;
  g_autoptr (RdSpfRepair) repair = NULL;
  RdSpfQuery  query = { .mail_from = "a+b@sub.a.test", .helo = "mx.a.test", .receiver = "r.test", .now = 1700000000 };
  RdSpfWishes wishes = { 0 };

  check_record (data, size);
  g_assert_true (rd_ip_parse (size % 2 == 0 ? "192.0.2.1" : "2001:db8::1", &query.ip));
  FUZZ_SETTLE (zone, evidence, rd_spf_check_host (evidence, &query, &evaluation));
  FUZZ_ASSERT_VALID (evaluation->explanation);
  g_assert_cmpuint (evaluation->lookups, <=, RD_SPF_MAX_LOOKUPS + 1);
  FUZZ_SETTLE (zone, evidence, rd_repair_spf (evidence, "a.test", &wishes, &repair));
  return 0;
}
