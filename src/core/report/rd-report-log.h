/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-delivery.h"
#include "rd-knowledge.h"
#include "rd-log.h"
#include "rd-report-diagnosis.h"

G_BEGIN_DECLS

/**
 * RdReportDelivery:
 *
 * One delivery that did not succeed, for a report.
 */
typedef struct
{
  const RdDelivery *delivery;
  const RdCause    *cause; /* (nullable) */
  RdOwner           owner; /* only if there is a cause */
} RdReportDelivery;

RdReport *rd_report_new_for_deliveries (const RdReportDelivery *deliveries,
                                        guint                   n_deliveries,
                                        guint64                 n_left_out,
                                        const RdReportOptions  *options,
                                        GDateTime              *created) G_GNUC_WARN_UNUSED_RESULT;
RdReport *rd_report_new_for_log (RdLog                 *log,
                                 const RdReportOptions *options,
                                 GDateTime             *created) G_GNUC_WARN_UNUSED_RESULT;
gboolean  rd_report_has_log_anything (RdLog *log);

G_END_DECLS
