/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-dmarc-record.h"

G_BEGIN_DECLS

/* RFC 9989 section 4.10: a walk asks at most for this many names. */
#define RD_DMARC_MAX_WALK 8

/**
 * RdDmarcStop:
 *
 * One name a tree walk looked at.
 */
typedef struct
{
  char          *domain; /* without "_dmarc." */
  RdDmarcLookup  lookup;
  RdDmarcRecord *record; /* (nullable) */
  guint          answer_id;
} RdDmarcStop;

/**
 * RdDmarcWalk:
 *
 * The tree walk from one name up to the top-level domain (RFC 9989 section
 * 4.10).  Only names the walk really visits are in it.
 */
typedef struct
{
  GPtrArray *stops;       /* (element-type RdDmarcStop), from the name upward */
  char      *org_domain;  /* organizational domain; the name itself without any record */
  gboolean   has_records; /* any record at all */
  gboolean   failed;      /* a name on the way could not be looked up */
} RdDmarcWalk;

RdCheckStatus      rd_dmarc_walk (RdEvidence   *evidence,
                                  const char   *domain,
                                  RdDmarcWalk **walk);
void               rd_dmarc_walk_free (RdDmarcWalk *self);
const RdDmarcStop *rd_dmarc_walk_find (const RdDmarcWalk *self,
                                       const char        *domain);

/**
 * RdDmarcDiscovery:
 *
 * Which policy applies to mail from a domain.
 */
typedef struct
{
  RdDmarcWalk         *walk;
  const RdDmarcRecord *record;    /* (nullable) (unowned): the one that applies */
  const char          *record_at; /* (nullable) (unowned): domain it stands at */
  gboolean             is_own;    /* it stands at the domain itself */
  gboolean             exists;    /* the domain exists in DNS */
  RdDmarcPolicy        policy;    /* in force, after sp, np and t; UNSET without DMARC */
  gboolean             failed;    /* could not be found out */
} RdDmarcDiscovery;

RdCheckStatus rd_dmarc_discover (RdEvidence        *evidence,
                                 const char        *domain,
                                 RdDmarcDiscovery **discovery);
void          rd_dmarc_discovery_free (RdDmarcDiscovery *self);

/**
 * RdDmarcClassic:
 *
 * The same question as receivers answer it that still follow RFC 7489: with
 * the public suffix list in place of the walk.
 */
typedef struct
{
  char         *org_domain; /* (nullable): %NULL for a public suffix */
  char         *record_at;  /* (nullable) */
  RdDmarcPolicy policy;
  int           pct; /* per cent of the mail it applies to */
  gboolean      failed;
} RdDmarcClassic;

RdCheckStatus rd_dmarc_discover_classic (RdEvidence      *evidence,
                                         const char      *domain,
                                         RdDmarcClassic **classic);
void          rd_dmarc_classic_free (RdDmarcClassic *self);

/* One organizational domain for two names: relaxed alignment. */
RdCheckStatus rd_dmarc_same_organization (RdEvidence *evidence,
                                          const char *a,
                                          const char *b,
                                          gboolean   *same,
                                          gboolean   *failed);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdDmarcWalk, rd_dmarc_walk_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdDmarcDiscovery, rd_dmarc_discovery_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdDmarcClassic, rd_dmarc_classic_free)

G_END_DECLS
