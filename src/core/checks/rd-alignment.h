/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-check.h"
#include "rd-dmarc-record.h"

G_BEGIN_DECLS

/**
 * RdAlignmentMatch:
 *
 * How a name fits the author's domain.
 */
typedef enum
{
  RD_ALIGNMENT_ABSENT,       /* there is no such name */
  RD_ALIGNMENT_NONE,         /* another organization */
  RD_ALIGNMENT_ORGANIZATION, /* the same organization: relaxed alignment */
  RD_ALIGNMENT_EXACT,        /* the same name: strict alignment */
  RD_ALIGNMENT_UNKNOWN,      /* could not be found out */
} RdAlignmentMatch;

/**
 * RdAlignment:
 *
 * The three names of a message side by side: the author people see, the
 * sender SPF looks at, and the signer DKIM looks at.
 */
typedef struct
{
  char            *from_domain;
  char            *spf_domain; /* (nullable): of the reverse-path */
  RdAlignmentMatch spf;
  char            *dkim_domain; /* (nullable): of the signature that fits best */
  RdAlignmentMatch dkim;
} RdAlignment;

/**
 * RdAlignmentVerdict:
 *
 * Whether one of the names is enough for the author's domain (RFC 9989 section
 * 4.4).
 */
typedef enum
{
  RD_ALIGNMENT_ALIGNED,
  RD_ALIGNMENT_TOO_STRICT, /* of the same organization, and the record asks for the same name */
  RD_ALIGNMENT_UNALIGNED,
  RD_ALIGNMENT_UNDECIDED, /* a name that could not be looked up may be the one */
} RdAlignmentVerdict;

RdCheckStatus      rd_alignment_compare (RdEvidence        *evidence,
                                         const char        *from_domain,
                                         const char        *spf_domain,
                                         const char *const *dkim_domains,
                                         RdAlignment      **alignment);
RdAlignmentVerdict rd_alignment_judge (const RdAlignment   *self,
                                       const RdDmarcRecord *record);
void               rd_alignment_free (RdAlignment *self);
char              *rd_alignment_dup_line (const RdAlignment *self) G_GNUC_WARN_UNUSED_RESULT;

RdCheckStatus rd_alignment_check (RdEvidence   *evidence,
                                  gconstpointer subject,
                                  GPtrArray    *findings);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdAlignment, rd_alignment_free)

G_END_DECLS
