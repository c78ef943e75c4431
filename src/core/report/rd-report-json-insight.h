/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-insight.h"
#include "rd-json-writer.h"

G_BEGIN_DECLS

void rd_report_json_add_insight (RdJsonWriter    *writer,
                                 const RdInsight *insight);

G_END_DECLS
