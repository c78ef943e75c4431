/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-check.h"

G_BEGIN_DECLS

/**
 * RdRequirementScope:
 *
 * Whom a requirement is for.
 */
typedef enum
{
  RD_REQUIREMENT_ALL,  /* everybody who sends to that provider */
  RD_REQUIREMENT_BULK, /* those who send much: thousands a day */
} RdRequirementScope;

/**
 * RdRequirement:
 *
 * One line of the list a large receiver publishes, and how the domain does.
 */
typedef struct
{
  const char        *provider; /* stable: "gmail", "yahoo", "outlook", "icloud" */
  const char        *line;     /* stable: "spf-or-dkim", "spf", "dkim", "dmarc", … */
  RdRequirementScope scope;
  RdFindingState     state; /* FINE, BROKEN or UNKNOWN */
  const char        *text;  /* translated */
  const char        *codes; /* (nullable): what refusals for it say */
} RdRequirement;

GPtrArray    *rd_requirements_evaluate (const GPtrArray *findings,
                                        const RdMail    *mail) G_GNUC_WARN_UNUSED_RESULT;
RdCheckStatus rd_requirements_check (RdEvidence   *evidence,
                                     gconstpointer subject,
                                     GPtrArray    *findings);

G_END_DECLS
