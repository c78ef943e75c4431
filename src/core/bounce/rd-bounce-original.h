/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-bounce-private.h"

G_BEGIN_DECLS

/* Received fields kept; a message that needs more is in a loop, and RFC 5321
 * section 6.3 lets servers refuse at 100. */
#define RD_LIMIT_RECEIVED_FIELDS 100

void _rd_original_read (RdBounce *bounce,
                        RdMail   *mail,
                        gboolean  is_whole);
void _rd_original_read_text (RdBounce   *bounce,
                             const char *text);
void _rd_original_find_ip (RdBounce *bounce,
                           RdMail   *notice);

G_END_DECLS
