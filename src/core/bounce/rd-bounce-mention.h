/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-bounce-private.h"

G_BEGIN_DECLS

gboolean _rd_mention_announces_sender (const char *line, gsize length);
gboolean _rd_mention_is_contact (const char *line, gsize start);
gboolean _rd_mention_is_greeted (const char *line, gsize start);
gboolean _rd_mention_is_of_system (const char *address);
gboolean _rd_mention_is_program (const char *line, gsize length);
gsize    _rd_mention_list_length (const char *address);

G_END_DECLS
