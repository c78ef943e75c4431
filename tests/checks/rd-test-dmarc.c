/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-test"

#include "rd-test-dmarc.h"

#include "rd-text.h"

void
rd_test_dmarc_clear (RdTestDmarc *self)
{
  g_clear_pointer (&self->discovery, rd_dmarc_discovery_free);
  g_clear_pointer (&self->alignment, rd_alignment_free);
}

static const char *
get_result (const RdTestDmarc *dmarc)
{
  if (dmarc->discovery->failed)
    return "temperror";
  if (dmarc->discovery->record == NULL)
    return "none";
  switch (rd_alignment_judge (dmarc->alignment, dmarc->discovery->record))
    {
    case RD_ALIGNMENT_ALIGNED:
      return "pass";
    case RD_ALIGNMENT_TOO_STRICT:
    case RD_ALIGNMENT_UNALIGNED:
      return "fail";
    case RD_ALIGNMENT_UNDECIDED:
    default:
      return "temperror";
    }
}

/* RFC 9989 section 4.11.  All names are asked about at once; @from_domain that is no
 * domain name leaves @dmarc without a discovery. */
RdCheckStatus
rd_test_dmarc_evaluate (RdEvidence        *evidence,
                        const char        *from_domain,
                        const char        *spf_domain,
                        const char *const *dkim_domains,
                        RdTestDmarc       *dmarc)
{
  g_autofree char *from = rd_domain_normalize (from_domain);
  RdCheckStatus    discovered;
  RdCheckStatus    compared;

  rd_test_dmarc_clear (dmarc);
  dmarc->result = "none";
  if (from == NULL)
    return RD_CHECK_DONE;
  discovered = rd_dmarc_discover (evidence, from, &dmarc->discovery);
  compared = rd_alignment_compare (evidence, from, spf_domain, dkim_domains, &dmarc->alignment);
  if (discovered == RD_CHECK_PENDING || compared == RD_CHECK_PENDING)
    return RD_CHECK_PENDING;
  dmarc->result = get_result (dmarc);
  return RD_CHECK_DONE;
}
