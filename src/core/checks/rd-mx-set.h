/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-evidence.h"

G_BEGIN_DECLS

/* Hosts of one domain that are looked at.  The largest honest sets have about
 * a dozen; each host costs a few questions. */
#define RD_MX_MAX_HOSTS 15

/**
 * RdMxHost:
 *
 * One mail server a domain names.
 */
typedef struct
{
  char           *name;       /* normalized, "" for a null MX */
  guint           preference; /* lower is asked first */
  gboolean        is_address; /* an IP address stands where a name must */
  gboolean        is_alias;   /* the name is a CNAME */
  gboolean        failed;     /* its addresses could not be looked up */
  GArray         *addresses;  /* (element-type RdIp) */
  const RdAnswer *a;          /* (nullable) (unowned) */
  const RdAnswer *aaaa;       /* (nullable) (unowned) */
} RdMxHost;

/**
 * RdMxSet:
 *
 * Where mail for a domain goes (RFC 5321 section 5.1).  Holds pointers into the
 * evidence it was read from: use it before that changes.
 */
typedef struct
{
  const RdAnswer *answer;      /* (unowned): to the question for MX */
  GPtrArray      *hosts;       /* (element-type RdMxHost): by preference, then name */
  guint           n_published; /* records there are, also those beyond the limit */
  gboolean        has_null;    /* "0 ." is among them (RFC 7505) */
  gboolean        is_implicit; /* no MX: the domain's own address stands in */
} RdMxSet;

RdCheckStatus rd_mx_set_read (RdEvidence *evidence,
                              const char *domain,
                              RdMxSet   **set);
void          rd_mx_set_free (RdMxSet *self);
gboolean      rd_mx_set_has_failed (const RdMxSet *self);
guint         rd_mx_set_count_addresses (const RdMxSet *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdMxSet, rd_mx_set_free)

G_END_DECLS
