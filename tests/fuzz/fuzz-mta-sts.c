/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fuzz.h"

#include "rd-mta-sts-policy.h"

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char *text = g_memdup2 (data, size);
  g_autoptr (RdMtaStsPolicy) policy = rd_mta_sts_policy_parse (text != NULL ? text : "", size);

  g_assert_true (!policy->is_valid || policy->max_age <= RD_MTA_STS_MAX_AGE);
  for (guint i = 0; i < policy->mx->len; i++)
    FUZZ_ASSERT_VALID ((const char *) g_ptr_array_index (policy->mx, i));
  rd_mta_sts_policy_matches (policy, "mx1.a.test");
  return 0;
}
