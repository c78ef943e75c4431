/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-mx-set.h"

G_BEGIN_DECLS

void _rd_mx_report_host (const RdMxHost *host,
                         gboolean        others_work,
                         const char     *domain,
                         GPtrArray      *findings);
void _rd_mx_report_services (const RdMxSet  *set,
                             const RdAnswer *web,
                             const RdAnswer *txt,
                             const char     *domain,
                             GPtrArray      *findings);

G_END_DECLS
