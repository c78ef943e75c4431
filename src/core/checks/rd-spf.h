/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-spf-record.h"

G_BEGIN_DECLS

/* RFC 7208 section 4.6.4. */
#define RD_SPF_MAX_LOOKUPS 10
#define RD_SPF_MAX_VOID_LOOKUPS 2
#define RD_SPF_MAX_NAMES 10

/**
 * RdSpfQuery:
 *
 * One question to check_host().
 */
typedef struct
{
  RdIp        ip;        /* of the server that sent the mail */
  const char *helo;      /* (nullable) */
  const char *mail_from; /* (nullable): reverse-path, "" or %NULL for the null one */
  const char *receiver;  /* (nullable): for %{r} */
  gint64      now;       /* for %{t}, seconds since the epoch */
} RdSpfQuery;

/**
 * RdSpfOutcome:
 *
 * What one term came to.
 */
typedef enum
{
  RD_SPF_NO_MATCH,
  RD_SPF_MATCH,
  RD_SPF_TERM_TEMPERROR,
  RD_SPF_TERM_PERMERROR,
  RD_SPF_WAITING,
} RdSpfOutcome;

const char *rd_spf_outcome_to_string (RdSpfOutcome outcome);

/**
 * RdSpfStep:
 *
 * One term that was evaluated, for showing how a result came about.
 */
typedef struct
{
  guint        depth;  /* 0 for the record of the domain itself */
  char        *domain; /* whose record the term stands in */
  char        *term;   /* as published */
  RdSpfOutcome outcome;
  guint        lookups;      /* used so far, this term included */
  guint        void_lookups; /* so far */
  char        *note;         /* (nullable): translated */
} RdSpfStep;

/**
 * RdSpfEvaluation:
 *
 * The result of check_host() and how it came about.
 */
typedef struct
{
  RdSpfResult result;
  char       *domain;      /* (nullable): domain that was checked */
  char       *explanation; /* (nullable): the domain's own words on a fail, valid UTF-8 */
  char       *reason;      /* (nullable): why it is an error or none, translated */
  char       *matched;     /* (nullable): the term that decided */
  guint       lookups;
  guint       void_lookups;
  GPtrArray  *trace;    /* (element-type RdSpfStep) */
  GArray     *evidence; /* (element-type guint): ids of the answers used */
} RdSpfEvaluation;

RdSpfEvaluation *rd_spf_evaluation_new (void) G_GNUC_WARN_UNUSED_RESULT;
void             rd_spf_evaluation_free (RdSpfEvaluation *self);

RdCheckStatus rd_spf_check_host (RdEvidence       *evidence,
                                 const RdSpfQuery *query,
                                 RdSpfEvaluation **evaluation);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdSpfEvaluation, rd_spf_evaluation_free)

G_END_DECLS
