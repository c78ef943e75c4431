/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-knowledge.h"
#include "rd-service.h"

G_BEGIN_DECLS

/* The tables that build-aux/compile-knowledge.py writes from data/knowledge. */

/* No index: all tables but the states of the automaton are numbered with 16 bits. */
#define RD_TABLE_NONE 0xffff

/**
 * RdRuleRow:
 *
 * A rule with what the matcher needs of it.
 */
typedef struct
{
  RdRule             rule;
  const char *const *enhanced;   /* status codes it comes with; may be ranges */
  const char        *reply_code; /* (nullable) */
  guint16            provider;   /* index or RD_TABLE_NONE */
  guint16            cause;      /* index */
  guint16            n_phrases;
  gboolean           match_all; /* every phrase must occur, not just one */
  gboolean           require_provider;
  gboolean           require_enhanced;
} RdRuleRow;

/**
 * RdPhraseRow:
 *
 * A phrase or pattern of a rule, or a phrase that vetoes the rule.  A phrase with
 * gaps has several pieces and a slot for each, a pattern likewise.
 */
typedef struct
{
  guint16  rule;
  guint16  slot;   /* first of @n_pieces, or RD_TABLE_NONE */
  guint16  length; /* in bytes, gaps counted as one */
  guint8   n_pieces;
  guint8   number; /* within the rule, phrases before patterns */
  gboolean is_veto;
} RdPhraseRow;

/**
 * RdUseKind:
 * @RD_USE_PHRASE: a piece of a phrase of a rule
 * @RD_USE_SIGNATURE: a phrase by which a provider is known
 * @RD_USE_WORD: a word of a list
 *
 * What a piece of text that was found belongs to.
 */
typedef enum
{
  RD_USE_PHRASE,
  RD_USE_SIGNATURE,
  RD_USE_WORD,
} RdUseKind;

/* The ends of a word at which no longer one may go on. */
#define RD_WORD_LEFT_EDGE 1
#define RD_WORD_RIGHT_EDGE 2

/**
 * RdPieceUse:
 *
 * What it means that a literal piece of text occurs.
 */
typedef struct
{
  guint16 target; /* phrase, provider or list of words */
  guint8  kind;   /* RdUseKind */
  guint8  step;   /* place of the piece in the phrase; edges of a word */
} RdPieceUse;

/**
 * RdWordUse:
 *
 * A step of a pattern at which any word of a list will do.
 */
typedef struct
{
  guint16 phrase;
  guint8  step;
  guint8  gap; /* words that may stand before it */
} RdWordUse;

/**
 * RdStateRow:
 *
 * A state of the automaton over all pieces.  Its children are the states from
 * its first child to that of the next state, sorted by label.  What a step of
 * the automaton looks at stands side by side: there is far more of it than a
 * processor keeps at hand.
 */
typedef struct
{
  guint32 first_child;
  guint32 fail;
  guint32 output; /* next state on the way of fail that ends a piece */
  guint16 piece;  /* that ends here, or RD_TABLE_NONE */
  guint8  label;
} RdStateRow;

/**
 * RdSpellingRow:
 *
 * A misspelt domain or ending, and what was probably meant.
 */
typedef struct
{
  const char *wrong;
  const char *right;
} RdSpellingRow;

/**
 * RdStatusRow:
 *
 * A status code of the table of codes, such as “X.7.26” or “5.7.606-649”.
 */
typedef struct
{
  guint16 code;   /* index */
  char class;     /* “X” stands for any */
  guint16 lowest; /* last numbers it stands for */
  guint16 highest;
} RdStatusRow;

extern const RdCause     rd_table_causes[];
extern const guint       rd_table_causes_n;
extern const RdCode      rd_table_codes[];
extern const guint       rd_table_codes_n;
extern const RdStatusRow rd_table_statuses[];     /* by subject, then in the order of the codes */
extern const guint16     rd_table_first_status[]; /* by subject: ten and the end */
extern const RdProvider  rd_table_providers[];
extern const guint       rd_table_providers_n;
extern const RdRuleRow   rd_table_rules[];
extern const guint       rd_table_rules_n;
extern const guint16     rd_table_wordless_rules[]; /* those without phrases, in their order; ended by RD_TABLE_NONE */
extern const RdPhraseRow rd_table_phrases[];
extern const guint       rd_table_phrases_n;
extern const guint       rd_table_slots_n;
extern const RdService   rd_table_services[];
extern const guint       rd_table_services_n;

/* Sorted by what is wrong. */
extern const RdSpellingRow rd_table_typos[];
extern const guint         rd_table_typos_n;
extern const RdSpellingRow rd_table_confusions[];
extern const guint         rd_table_confusions_n;
extern const RdSpellingRow rd_table_endings[];
extern const guint         rd_table_endings_n;

extern const char *const *const rd_table_popular; /* the most popular first */
extern const char *const *const rd_table_never;
extern const char *const *const rd_table_selectors;

extern const RdStateRow rd_table_states[];   /* state 0 is the root */
extern const guint32    rd_table_start[256]; /* child of the root for each byte, 0 for none */
extern const RdPieceUse rd_table_uses[];
extern const guint16    rd_table_first_use[];
extern const guint16    rd_table_piece_length[];
extern const RdWordUse  rd_table_word_uses[];
extern const guint16    rd_table_first_word_use[]; /* by list of words */
extern const guint16    rd_table_ip_words[];       /* one: the list that stands for IP addresses, or RD_TABLE_NONE */

G_END_DECLS
