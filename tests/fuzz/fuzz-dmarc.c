/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fuzz-zone.h"
#include "fuzz.h"

#include "rd-alignment.h"
#include "rd-dmarc.h"

#include <string.h>

static void
check_record (const guint8 *data,
              gsize         size)
{
  g_autofree char *text = g_memdup2 (data, size);
  g_autoptr (RdDmarcRecord) record = rd_dmarc_record_parse (text != NULL ? text : "", size);

  FUZZ_ASSERT_VALID (record->text);
  for (guint i = 0; i < record->problems->len; i++)
    {
      const RdDmarcProblem *problem = g_ptr_array_index (record->problems, i);

      g_assert_cmpuint (problem->offset + problem->length, <=, strlen (record->text));
      FUZZ_ASSERT_VALID (problem->text);
    }
  for (guint i = 0; i < record->rua->len; i++)
    FUZZ_ASSERT_VALID (((const RdDmarcUri *) g_ptr_array_index (record->rua, i))->text);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  static const char *const signers[] = { "news.a.test", "b.test", NULL };
  g_autoptr (FuzzZone) zone = fuzz_zone_new (data, size);
  g_autoptr (RdEvidence) evidence = rd_evidence_new ();
  g_autoptr (RdDmarcDiscovery) discovery = NULL;
  g_autoptr (RdAlignment) alignment = NULL;

  check_record (data, size);
  FUZZ_SETTLE (zone, evidence, rd_dmarc_discover (evidence, "a.b.c.a.test", &discovery));
  FUZZ_SETTLE (zone, evidence, rd_alignment_compare (evidence, "a.b.c.a.test", "bounce.a.test", signers, &alignment));
  (void) rd_alignment_judge (alignment, discovery->record);
  return 0;
}
