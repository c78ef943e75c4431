/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-bounce-check.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define RD_TYPE_VERDICT_NOW (rd_verdict_now_get_type ())
G_DECLARE_FINAL_TYPE (RdVerdictNow, rd_verdict_now, RD, VERDICT_NOW, AdwBin)

void       rd_verdict_now_set_check (RdVerdictNow  *self,
                                     RdBounceCheck *check);
GPtrArray *rd_verdict_now_get_findings (RdVerdictNow *self,
                                        const char   *row_id);

G_END_DECLS
