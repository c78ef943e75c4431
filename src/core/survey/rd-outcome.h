/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-confirmation.h"

G_BEGIN_DECLS

/**
 * RdStatement:
 *
 * One thing a bounce says, and whether it is so now.
 */
typedef struct
{
  char          *text;         /* what the bounce says, translated */
  RdConfirmation confirmation; /* whether it is so now */
  GPtrArray     *findings;     /* (element-type RdFinding): what that rests on, worst first */
} RdStatement;

/**
 * RdOutcome:
 *
 * What the look from outside makes of a diagnosis: the answer to give now, in
 * place of what was said before anything was asked.
 */
typedef struct
{
  RdConfirmation confirmation; /* of the verdict of the headline */
  RdCertainty    certainty;    /* of that verdict, now */
  RdFindingState state;        /* of the headline, now */
  char          *title;        /* the headline, now */
  char          *explanation;  /* the sentence below it, now */
  char          *sentence;     /* what came of the look, translated */
  RdOwner        owner;
  char          *action;      /* the next step, translated */
  char          *resend_text; /* translated */
  char         **steps;       /* what to do, in order, translated */
  RdFinding     *remedy;      /* (nullable): what must be fixed first */
  GPtrArray     *statements;  /* (element-type RdStatement): in the order of the bounce */
  GPtrArray     *others;      /* (element-type RdFinding): what no statement is about */
} RdOutcome;

RdOutcome *rd_outcome_new (const RdDiagnosis *diagnosis,
                           const GPtrArray   *findings) G_GNUC_WARN_UNUSED_RESULT;
void       rd_outcome_free (RdOutcome *self);

RdFindingState rd_confirmation_get_state (RdConfirmation confirmation);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdOutcome, rd_outcome_free)

G_END_DECLS
