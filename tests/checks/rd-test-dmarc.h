/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-alignment.h"
#include "rd-dmarc.h"

G_BEGIN_DECLS

/**
 * RdTestDmarc:
 *
 * DMARC of one message, decided from the parts that the checks decide with.
 */
typedef struct
{
  const char       *result; /* "pass", "fail", "none", "temperror", as public cases have it */
  RdDmarcDiscovery *discovery;
  RdAlignment      *alignment;
} RdTestDmarc;

RdCheckStatus rd_test_dmarc_evaluate (RdEvidence        *evidence,
                                      const char        *from_domain,
                                      const char        *spf_domain,
                                      const char *const *dkim_domains,
                                      RdTestDmarc       *dmarc);
void          rd_test_dmarc_clear (RdTestDmarc *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RdTestDmarc, rd_test_dmarc_clear)

G_END_DECLS
