/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-check.h"

G_BEGIN_DECLS

char         *rd_resolver_dup_random_name (const char *domain) G_GNUC_WARN_UNUSED_RESULT;
RdCheckStatus rd_resolver_honesty_check (RdEvidence   *evidence,
                                         gconstpointer subject,
                                         GPtrArray    *findings);
RdCheckStatus rd_resolver_doubt (RdEvidence *evidence,
                                 const char *domain,
                                 GPtrArray  *findings);

G_END_DECLS
