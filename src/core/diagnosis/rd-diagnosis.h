/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-bounce.h"
#include "rd-knowledge.h"

G_BEGIN_DECLS

/**
 * RdCertainty:
 * @RD_CERTAINTY_GUESS: from words that may mean something else
 * @RD_CERTAINTY_LIKELY: from words that usually mean this
 * @RD_CERTAINTY_CERTAIN: the server says so
 *
 * How sure a verdict is.
 */
typedef enum
{
  RD_CERTAINTY_GUESS,
  RD_CERTAINTY_LIKELY,
  RD_CERTAINTY_CERTAIN,
} RdCertainty;

const char *rd_certainty_to_string (RdCertainty certainty);
const char *rd_certainty_get_label (RdCertainty certainty);

/**
 * RdVerdict:
 *
 * Why the mail to one recipient failed and who must act.
 */
typedef struct
{
  const RdFailure  *failure; /* (unowned): belongs to the bounce */
  const RdCause    *cause;
  const RdRule     *rule;     /* (nullable) */
  const RdCode     *code;     /* (nullable) */
  const RdCause    *also;     /* (nullable): what it could be instead */
  const RdCause    *remedy;   /* (nullable): whose steps help, where those of the cause do not */
  const RdProvider *provider; /* (nullable): who refused */
  gboolean          provider_certain;
  RdOwner           owner;
  RdPermanence      permanence;
  RdCertainty       certainty;
  RdResend          resend;
  int               score;
  char             *matched;    /* (nullable): words that decided */
  char             *suggestion; /* (nullable): what the address was probably meant to be */
  RdSpelling        spelling;
  char             *new_address; /* (nullable): where the person is reached now, as the server says */
  gboolean          is_returned; /* given up or refused for good: nobody retries any more */
} RdVerdict;

/**
 * RdContext:
 *
 * What is known about the sender beside the bounce.  All fields may be %NULL.
 */
typedef struct
{
  const char *const *own_domains;   /* NULL-terminated: domains of the user */
  gboolean           may_have_more; /* the user may have more domains than these */
  const char        *sending_ip;    /* the user says mail left from here */
  RdHosting          hosting;       /* what the user's mail runs on */
} RdContext;

/**
 * RdDiagnosis:
 *
 * The whole answer for one message: verdict first.  Immutable after
 * rd_diagnosis_new(); safe to hand to another thread.
 */
typedef struct
{
  RdBounce        *bounce;
  GPtrArray       *verdicts; /* (element-type RdVerdict): one a failure, same order */
  const RdVerdict *main;     /* (nullable): the one the headline speaks of */
  RdFindingState   state;    /* of the headline */
  char            *title;    /* short: "That mailbox does not exist" */
  char            *sentence; /* what happened, one sentence */
  char            *action;   /* the next step, one sentence */
  char            *resend_text;
  RdOwner          owner;
  RdHosting        hosting; /* whose steps are shown */
  char           **steps;
  GPtrArray       *checklist;      /* (element-type RdFinding): the guide's points, ids "spelling", "code", … */
  char           **situations;     /* ids: "backscatter", "contact-form", … */
  char           **checks;         /* ids of checks that would confirm the verdict */
  const char      *yours;          /* "yes", "no", "unknown": did the user send the original */
  gboolean         borrows_bounce; /* it belongs to another diagnosis */
} RdDiagnosis;

RdDiagnosis   *rd_diagnosis_new (RdBounce        *bounce,
                                 const RdContext *context) G_GNUC_WARN_UNUSED_RESULT;
RdDiagnosis   *rd_diagnosis_new_for_mail (RdMail          *mail,
                                          const RdContext *context) G_GNUC_WARN_UNUSED_RESULT;
RdDiagnosis   *rd_diagnosis_new_again (const RdDiagnosis *other) G_GNUC_WARN_UNUSED_RESULT;
void           rd_diagnosis_free (RdDiagnosis *self);
char          *rd_diagnosis_dup_likely_domain (const RdDiagnosis *diagnosis) G_GNUC_WARN_UNUSED_RESULT;
void           rd_diagnosis_judge (const RdFailure *failure,
                                   const RdBounce  *bounce,
                                   RdVerdict       *verdict);
void           rd_verdict_clear (RdVerdict *self);
const char    *rd_verdict_get_resend_text (const RdVerdict *self);
const RdRule  *rd_verdict_get_telling_rule (const RdVerdict *self);
const RdCause *rd_verdict_get_asked_cause (const RdVerdict *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdDiagnosis, rd_diagnosis_free)

G_END_DECLS
