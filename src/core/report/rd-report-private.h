/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-report-diagnosis.h"

G_BEGIN_DECLS

/* The sections of a report; what is not known is left out of each. */

char    *_rd_report_dup_utc (const char *time) G_GNUC_WARN_UNUSED_RESULT;
void     _rd_report_learn_names (RdRedaction        *redaction,
                                 const RdReportItem *item);
char    *_rd_report_dup_file (const RdReportItem *item,
                              guint               index,
                              RdRedactFlags       redact) G_GNUC_WARN_UNUSED_RESULT;
void     _rd_report_add_head (RdReport              *report,
                              const char            *title,
                              const char            *domain,
                              const RdReportOptions *options);
void     _rd_report_add_redaction_notice (RdReport *report);
void     _rd_report_add_time (RdReport   *report,
                              RdBlockKind kind,
                              const char *label,
                              const char *time);
void     _rd_report_add_summary (RdReport           *report,
                                 const RdReportItem *item);
gboolean _rd_report_add_actions (RdReport           *report,
                                 const RdReportItem *item,
                                 RdReportReader      reader);
gboolean _rd_report_add_question (RdReport          *report,
                                  const RdDiagnosis *diagnosis,
                                  RdReportReader     reader);
void     _rd_report_add_finding_actions (RdReport  *report,
                                         GPtrArray *findings);
void     _rd_report_add_improvements (RdReport  *report,
                                      GPtrArray *findings);
void     _rd_report_add_verification (RdReport           *report,
                                      const RdReportItem *item);
void     _rd_report_add_record_checks (RdReport  *report,
                                       GPtrArray *findings);
void     _rd_report_add_sender_steps (RdReport          *report,
                                      const RdDiagnosis *diagnosis);
void     _rd_report_add_facts (RdReport          *report,
                               const RdDiagnosis *diagnosis);
void     _rd_report_add_all_recipients (RdReport          *report,
                                        const RdDiagnosis *diagnosis);
void     _rd_report_add_long_words (RdReport          *report,
                                    const RdDiagnosis *diagnosis);
void     _rd_report_add_identifiers (RdReport       *report,
                                     const RdBounce *bounce);
void     _rd_report_add_findings (RdReport  *report,
                                  GPtrArray *findings);
void     _rd_report_add_evidence (RdReport   *report,
                                  RdEvidence *evidence);
void     _rd_report_add_commands (RdReport       *report,
                                  const RdBounce *bounce);
void     _rd_report_add_command (RdReport   *report,
                                 const char *format,
                                 const char *argument);
void     _rd_report_add_changes (RdReport  *report,
                                 GPtrArray *changes);
void     _rd_report_add_groups (RdReport           *report,
                                const RdReportItem *items,
                                guint               n_items,
                                RdReportReader      reader);
void     _rd_report_add_all_messages (RdReport           *report,
                                      const RdReportItem *items,
                                      guint               n_items);
void     _rd_report_add_annex (RdReport           *report,
                               const RdReportItem *item);

char       *_rd_report_dup_server (const char *name,
                                   const char *address) G_GNUC_WARN_UNUSED_RESULT;
const char *_rd_report_get_owner_label (RdOwner owner);

void _rd_report_csv_append (GString           *out,
                            const RdRedaction *redaction,
                            const char        *text,
                            gboolean           last);

G_END_DECLS
