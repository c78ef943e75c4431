/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-diagnosis.h"
#include "rd-evidence.h"
#include "rd-insight.h"
#include "rd-listing.h"
#include "rd-report.h"

G_BEGIN_DECLS

/**
 * RdReportItem:
 *
 * One diagnosis that goes into a report, and what is known beside it.
 */
typedef struct
{
  const RdDiagnosis *diagnosis;
  const char        *file;     /* name the user knows it by */
  GBytes            *source;   /* (nullable): the bounce as it came, for the annex */
  GPtrArray         *findings; /* (nullable) (element-type RdFinding): of online checks */
  RdEvidence        *evidence; /* (nullable): what they rest on */
  GPtrArray         *changes;  /* (nullable) (element-type RdReportChange): since an earlier check */
} RdReportItem;

/**
 * RdReportChange:
 *
 * What is found differently than before.
 */
typedef struct
{
  char          *title;     /* what is found now, or was found if it is gone */
  char          *subject;   /* domain, address or list */
  gboolean       was_known; /* FALSE: it is new */
  gboolean       is_gone;   /* TRUE: it is not found any more */
  RdFindingState before;
  RdFindingState after;
} RdReportChange;

void rd_report_change_free (RdReportChange *self);

/**
 * RdReportReader:
 * @RD_REPORT_FOR_HOST: who runs the sender's web space and server
 * @RD_REPORT_FOR_MAIL_PROVIDER: who runs the sender's mailboxes
 * @RD_REPORT_FOR_DNS: who runs the sender's DNS
 * @RD_REPORT_FOR_RECIPIENT_ADMIN: who runs the recipient's mail
 *
 * Who a report is for.
 */
typedef enum
{
  RD_REPORT_FOR_HOST,
  RD_REPORT_FOR_MAIL_PROVIDER,
  RD_REPORT_FOR_DNS,
  RD_REPORT_FOR_RECIPIENT_ADMIN,
} RdReportReader;

/**
 * RdReportOptions:
 *
 * How a report is written.
 */
typedef struct
{
  RdReportReader reader;
  RdRedactFlags  redact;
  gboolean       leave_source_out; /* no annex */
} RdReportOptions;

RdReport *rd_report_new_for_items (const RdReportItem    *items,
                                   guint                  n_items,
                                   const RdReportOptions *options,
                                   GDateTime             *created) G_GNUC_WARN_UNUSED_RESULT;
/**
 * RdReportSurvey:
 *
 * What was found out about a domain, or about an address on blocklists.
 */
typedef struct
{
  char          *subject;  /* domain or address */
  RdFindingState state;    /* over all */
  char          *summary;  /* the same in one sentence */
  GPtrArray     *findings; /* (element-type RdFinding) */
  RdEvidence    *evidence; /* (nullable): what they rest on */
  GPtrArray     *listings; /* (nullable) (element-type RdListing): of blocklists, instead of @findings */
  GPtrArray     *changes;  /* (nullable) (element-type RdReportChange) */
} RdReportSurvey;

RdReportSurvey *rd_report_survey_copy (const RdReportSurvey *self) G_GNUC_WARN_UNUSED_RESULT;
void            rd_report_survey_free (RdReportSurvey *self);

RdReport *rd_report_new_for_survey (const RdReportSurvey  *survey,
                                    const RdReportOptions *options,
                                    GDateTime             *created) G_GNUC_WARN_UNUSED_RESULT;
char     *rd_report_to_csv (const RdReportItem *items,
                            guint               n_items,
                            RdRedactFlags       redact) G_GNUC_WARN_UNUSED_RESULT;

char *rd_report_dead_addresses_to_csv (const RdInsight *insight) G_GNUC_WARN_UNUSED_RESULT;

char *rd_report_to_json (const RdReportItem *items,
                         guint               n_items,
                         RdRedactFlags       redact) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdReportSurvey, rd_report_survey_free)

char *rd_report_dup_source (GBytes            *source,
                            const RdRedaction *redaction) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
