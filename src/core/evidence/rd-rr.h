/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The length field of rdata has 16 bits (RFC 1035 section 3.2.1). */
#define RD_RR_MAX_RDATA 65535

/**
 * RdRrLayout:
 *
 * How the rdata of a type is built, one letter a field:
 * a IPv4 address, q IPv6 address, n name, b, h, w number of 1, 2 or 4 bytes,
 * t character-string shown bare, T character-strings up to the end,
 * v the rest as one quoted text, x the rest in hex, e the rest in base64.
 */
const char *rd_rr_type_get_layout (guint16 rr_type);

G_END_DECLS
