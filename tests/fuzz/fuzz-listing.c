/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fuzz-zone.h"
#include "fuzz.h"

#include "rd-listing.h"

static RdCheckStatus
look_up (RdEvidence        *evidence,
         const RdBlocklist *list,
         const char        *subject)
{
  g_autoptr (RdListing) listing = rd_listing_check (evidence, list, subject, RD_LISTING_PLAIN);
  g_autoptr (RdFinding) finding = NULL;

  if (listing->state == RD_LISTING_PENDING)
    return RD_CHECK_PENDING;
  finding = rd_listing_to_finding (listing);
  if (finding != NULL)
    FUZZ_ASSERT_VALID (finding->explanation);
  for (guint i = 0; listing->texts != NULL && listing->texts[i] != NULL; i++)
    FUZZ_ASSERT_VALID (listing->texts[i]);
  return RD_CHECK_DONE;
}

/* What the shipped lists may answer, whatever that is. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  static const char *const subjects[] = { "192.0.2.1", "2001:db8::1", "a.test" };
  g_autoptr (FuzzZone) zone = fuzz_zone_new (data, size);
  RdBlocklists *lists = rd_blocklists_get_default ();

  for (guint i = 0; i < 8; i++)
    {
      guint              number = size > 0 ? data[(i * 7) % size] * 8u + i : i;
      const RdBlocklist *list = rd_blocklists_nth (lists, number % rd_blocklists_get_n (lists));
      const char        *subject = subjects[i % G_N_ELEMENTS (subjects)];
      g_autoptr (RdEvidence) evidence = rd_evidence_new ();

      if (rd_blocklist_can_answer (list, subject))
        FUZZ_SETTLE (zone, evidence, look_up (evidence, list, subject));
    }
  return 0;
}
