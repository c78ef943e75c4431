/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-bounce-private.h"

G_BEGIN_DECLS

void _rd_labels_read (RdBounce   *bounce,
                      const char *words);

G_END_DECLS
