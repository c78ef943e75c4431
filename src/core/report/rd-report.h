/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-redaction.h"

G_BEGIN_DECLS

/**
 * RdBlockKind:
 * @RD_BLOCK_TITLE: name of the whole report
 * @RD_BLOCK_REFERENCE: a label and its value at the head of the report
 * @RD_BLOCK_HEADING: begins a section, stands in the outline
 * @RD_BLOCK_LEAD: the one thing to be read first
 * @RD_BLOCK_CALLOUT: what belongs to it
 * @RD_BLOCK_PARAGRAPH: a sentence or more
 * @RD_BLOCK_STEP: a numbered thing to do
 * @RD_BLOCK_VALUE: a label and its value that a step needs
 * @RD_BLOCK_FACT: a label and its value
 * @RD_BLOCK_VERBATIM: words that must not be changed, monospace
 * @RD_BLOCK_FINDING: a state word and what was found
 * @RD_BLOCK_PAGE_BREAK: what follows begins on a new page
 *
 * What a piece of a report is; how it looks is decided by its writer.
 */
typedef enum
{
  RD_BLOCK_TITLE,
  RD_BLOCK_REFERENCE,
  RD_BLOCK_HEADING,
  RD_BLOCK_LEAD,
  RD_BLOCK_CALLOUT,
  RD_BLOCK_PARAGRAPH,
  RD_BLOCK_STEP,
  RD_BLOCK_VALUE,
  RD_BLOCK_FACT,
  RD_BLOCK_VERBATIM,
  RD_BLOCK_FINDING,
  RD_BLOCK_PAGE_BREAK,
} RdBlockKind;

/**
 * RdBlock:
 *
 * A piece of a report, in the order of reading.
 */
typedef struct
{
  RdBlockKind kind;
  guint       number; /* of a step, from 1 */
  char       *label;  /* (nullable): of a fact or a finding */
  char       *text;   /* valid UTF-8, redacted */
  char       *uri;    /* (nullable): where the text leads to */
} RdBlock;

/**
 * RdReport:
 *
 * What is told to a host, as a sequence of blocks: one model for every writer.
 * Everything that is to be hidden is replaced when a block is added, so that no
 * writer ever holds it.
 */
typedef struct _RdReport RdReport;

RdReport          *rd_report_new (const char  *id,
                                  GDateTime   *created,
                                  RdRedaction *redaction) G_GNUC_WARN_UNUSED_RESULT;
void               rd_report_free (RdReport *self);
void               rd_report_add (RdReport   *self,
                                  RdBlockKind kind,
                                  const char *text);
void               rd_report_add_labelled (RdReport   *self,
                                           RdBlockKind kind,
                                           const char *label,
                                           const char *text);
void               rd_report_add_told (RdReport   *self,
                                       RdBlockKind kind,
                                       const char *label,
                                       const char *text);
void               rd_report_add_link (RdReport   *self,
                                       RdBlockKind kind,
                                       const char *label,
                                       const char *uri);
void               rd_report_restart_steps (RdReport *self);
void               rd_report_begin_annex (RdReport   *self,
                                          const char *heading);
const char        *rd_report_get_id (RdReport *self);
const char        *rd_report_get_title (RdReport *self);
const char        *rd_report_get_footer (RdReport *self,
                                         gboolean  is_cut);
GDateTime         *rd_report_get_created (RdReport *self);
const RdRedaction *rd_report_get_redaction (RdReport *self);
guint              rd_report_get_n_blocks (RdReport *self);
const RdBlock     *rd_report_get_block (RdReport *self,
                                        guint     index);

char *rd_report_to_text (RdReport *self) G_GNUC_WARN_UNUSED_RESULT;
char *rd_report_to_letter (RdReport *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdReport, rd_report_free)

G_END_DECLS
