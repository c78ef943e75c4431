/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-spf-record.h"

G_BEGIN_DECLS

void _rd_spf_term_free (RdSpfTerm *term);
void _rd_spf_record_take_term (RdSpfRecord *record,
                               const char  *text,
                               gsize        length,
                               gsize        offset,
                               gboolean     is_last);

G_END_DECLS
