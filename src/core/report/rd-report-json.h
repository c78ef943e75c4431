/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-diagnosis.h"
#include "rd-finding.h"
#include "rd-json-writer.h"

G_BEGIN_DECLS

/* The JSON contract of the command line; see the manual page. */

void rd_report_json_add_findings (RdJsonWriter *writer,
                                  const char   *name,
                                  GPtrArray    *findings);
void rd_report_json_add_diagnosis (RdJsonWriter      *writer,
                                   const RdDiagnosis *diagnosis,
                                   const char        *file,
                                   guint              index,
                                   GPtrArray         *findings);
void rd_report_json_add_unreadable (RdJsonWriter *writer,
                                    const char   *file,
                                    guint         index,
                                    const GError *error);

G_END_DECLS
