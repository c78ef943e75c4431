/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fuzz-zone.h"
#include "fuzz.h"

#include "rd-domain-checks.h"

/* Every check of a domain, in a DNS that answers with anything. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr (FuzzZone) zone = fuzz_zone_new (data, size);
  g_autoptr (RdEvidence) evidence = rd_evidence_new ();
  g_autoptr (RdDomainSubject) subject = rd_domain_subject_new ("a.test");
  guint                n;
  const RdDomainCheck *checks = rd_domain_checks_get (&n);
  RdIp                 ip;

  g_assert_true (rd_ip_parse ("192.0.2.1", &ip));
  g_array_append_val (subject->ips, ip);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_finding_unref);

      FUZZ_SETTLE (zone, evidence, (g_ptr_array_set_size (findings, 0), checks[i].run (evidence, subject, findings)));
      for (guint j = 0; j < findings->len; j++)
        {
          const RdFinding *finding = g_ptr_array_index (findings, j);

          g_assert_nonnull (finding->title);
          FUZZ_ASSERT_VALID (finding->title);
          FUZZ_ASSERT_VALID (finding->explanation);
          FUZZ_ASSERT_VALID (finding->fix);
        }
    }
  return 0;
}
