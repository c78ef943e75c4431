/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where the program writes to: text for people in the characters of their
 * terminal, JSON in UTF-8 whatever the terminal knows (RFC 8259 section 8.1). */

void rd_cli_output_init (void);
void rd_cli_output_json (const char *format,
                         ...) G_GNUC_PRINTF (1, 2);

G_END_DECLS
