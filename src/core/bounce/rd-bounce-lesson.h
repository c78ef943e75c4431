/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-bounce-private.h"

G_BEGIN_DECLS

gboolean _rd_lesson_cites (const char *words);
gboolean _rd_lesson_teaches (const char *words);

G_END_DECLS
