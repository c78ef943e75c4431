/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-report-diagnosis.h"

/* A notice of Postfix with %s for status and reply. */
extern const char bounce_form[];

#define NO_PTR "5.7.25", "550 5.7.25 Client host 203.0.113.9 rejected: cannot find your reverse hostname"
#define NO_MAILBOX "5.1.1", "550 5.1.1 <mark.will@shop.example>: User unknown"

typedef struct
{
  RdDiagnosis *diagnosis;
  GBytes      *source;
} Bounce;

void bounce_clear (Bounce *self);

Bounce read_text (char *text);

Bounce read_bounce (const char *status, const char *reply);

/* The bounce with @new where @old stands. */
Bounce read_changed (const char *old, const char *new);

RdReport *report_on (const RdReportItem *item, const RdReportOptions *options);

char *dup_report (const Bounce *bounce, RdReportReader reader, RdRedactFlags redact);

void assert_has (const char *text, const char *const *wanted);

void assert_has_not (const char *text, const char *const *unwanted);

GPtrArray *make_findings (void);

RdEvidence *make_evidence (void);

guint count (const char *text, const char *needle);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Bounce, bounce_clear)
