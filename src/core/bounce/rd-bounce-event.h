/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-bounce-private.h"

G_BEGIN_DECLS

/* The details of one delivery are a screenful; more is something else. */
#define RD_LIMIT_EVENT_BYTES (16 * 1024)

gboolean _rd_event_read (const char *text,
                         RdBounce   *bounce);

G_END_DECLS
