/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-check.h"

G_BEGIN_DECLS

RdCheckStatus _rd_ptr_check_helo (RdEvidence *evidence,
                                  const char *helo,
                                  const RdIp *ip,
                                  const char *recipient_domain,
                                  GPtrArray  *findings);

G_END_DECLS
