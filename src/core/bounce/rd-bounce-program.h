/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-bounce-private.h"

G_BEGIN_DECLS

char *_rd_program_dup_notice (const char *words) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
