/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-spf-record.h"

G_BEGIN_DECLS

gboolean     rd_repair_spf_looks_like_record (const char *text);
RdSpfRecord *rd_repair_spf_correct (const char *text,
                                    GPtrArray  *notes) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
