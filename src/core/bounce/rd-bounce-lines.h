/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-bounce-private.h"

G_BEGIN_DECLS

char *_rd_lines_clean (const char *text) G_GNUC_WARN_UNUSED_RESULT;
gsize _rd_lines_find_original (const RdPhrases *phrases,
                               const char      *text,
                               gsize           *body);

G_END_DECLS
