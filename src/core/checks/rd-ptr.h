/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-check.h"

G_BEGIN_DECLS

RdCheckStatus rd_ptr_check (RdEvidence   *evidence,
                            gconstpointer subject,
                            GPtrArray    *findings);

G_END_DECLS
