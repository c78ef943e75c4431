/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-bounce-private.h"

G_BEGIN_DECLS

void _rd_merge (RdBounce       *bounce,
                const RdDsn    *dsn,
                const RdNotice *notice,
                gboolean        is_delayed);

G_END_DECLS
