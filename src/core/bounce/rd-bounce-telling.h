/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-bounce-private.h"

G_BEGIN_DECLS

gboolean _rd_telling_is_link (const char *words);
gboolean _rd_telling_is_supposed (const char *words,
                                  const char *matched);
gboolean _rd_telling_explains (const char *words);
gboolean _rd_telling_foresees (const char *words);

G_END_DECLS
