/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-dkim.h"
#include "rd-json-writer.h"
#include "rd-spf.h"

G_BEGIN_DECLS

void rd_report_json_add_spf (RdJsonWriter          *writer,
                             const RdSpfQuery      *query,
                             const RdSpfEvaluation *evaluation);
void rd_report_json_add_dkim (RdJsonWriter             *writer,
                              const char               *file,
                              const RdDkimVerification *verification,
                              GPtrArray                *findings);

G_END_DECLS
