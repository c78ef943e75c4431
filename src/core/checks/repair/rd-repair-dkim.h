/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-evidence.h"
#include "rd-finding.h"

G_BEGIN_DECLS

RdRecord *rd_repair_dkim (const RdAnswer *answer,
                          const char     *domain) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
