/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-bounce-private.h"

G_BEGIN_DECLS

void _rd_original_read (RdBounce *bounce,
                        RdMail   *mail,
                        gboolean  is_whole);
void _rd_original_read_text (RdBounce   *bounce,
                             const char *text);
void _rd_original_find_ip (RdBounce *bounce,
                           RdMail   *notice);

G_END_DECLS
