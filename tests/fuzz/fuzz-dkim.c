/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fuzz-zone.h"
#include "fuzz.h"

#include "rd-dkim.h"

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr (FuzzZone) zone = fuzz_zone_new (data, size);
  g_autoptr (RdEvidence) evidence = rd_evidence_new ();
  g_autoptr (GBytes) message = g_bytes_new (data, size);
  RdDkimVerification *verification = NULL;

  FUZZ_SETTLE (zone, evidence, rd_dkim_verify (evidence, message, RD_DKIM_COMPLETE, 1700000000, &verification));
  g_assert_cmpuint (verification->signatures->len, <=, RD_DKIM_MAX_LISTED);
  for (guint i = 0; i < verification->signatures->len; i++)
    {
      const RdDkimSignature *signature = g_ptr_array_index (verification->signatures, i);

      FUZZ_ASSERT_VALID (signature->domain);
      FUZZ_ASSERT_VALID (signature->selector);
      FUZZ_ASSERT_VALID (signature->algorithm_name);
    }
  rd_dkim_verification_free (verification);
  return 0;
}
