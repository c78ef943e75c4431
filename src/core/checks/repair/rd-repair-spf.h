/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-evidence.h"
#include "rd-finding.h"

G_BEGIN_DECLS

/**
 * RdSpfWishes:
 *
 * What a corrected SPF record should hold beside what is published.  All
 * fields may be %NULL.
 */
typedef struct
{
  const GArray      *ips;      /* (element-type RdIp): addresses that send */
  const char *const *includes; /* names of services to add, if they publish SPF */
  const char *const *drop;     /* terms the user does not want any more */
} RdSpfWishes;

/**
 * RdSpfRepair:
 *
 * A corrected SPF record and what is to be said about it.
 */
typedef struct
{
  RdRecord  *record;  /* (nullable): what to publish; %NULL if nothing is to be changed */
  GPtrArray *kept;    /* (element-type utf8): terms */
  GPtrArray *added;   /* (element-type utf8): terms */
  GPtrArray *removed; /* (element-type utf8): terms */
  GPtrArray *notes;   /* (element-type utf8): whole sentences, translated */
  GPtrArray *advice;  /* (element-type utf8): ways to get under the limit, best first */
  guint      lookups; /* of the corrected record, for a server it does not list */
} RdSpfRepair;

RdCheckStatus rd_repair_spf (RdEvidence        *evidence,
                             const char        *domain,
                             const RdSpfWishes *wishes,
                             RdSpfRepair      **repair);
void          rd_spf_repair_free (RdSpfRepair *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdSpfRepair, rd_spf_repair_free)

G_END_DECLS
