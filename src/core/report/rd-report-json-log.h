/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-delivery.h"
#include "rd-finding.h"

G_BEGIN_DECLS

/**
 * RdReportCause:
 *
 * Why a delivery failed, as far as the JSON tells it.
 */
typedef struct
{
  const char *cause; /* (nullable): id */
  RdOwner     owner; /* only if there is a cause */
} RdReportCause;

void rd_report_json_append_delivery (GString             *json,
                                     const RdDelivery    *delivery,
                                     const char          *file,
                                     const RdReportCause *cause);

G_END_DECLS
