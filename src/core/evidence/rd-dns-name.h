/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* RFC 1035 section 2.3.4, counted on the wire. */
#define RD_DNS_NAME_MAX_WIRE 255
#define RD_DNS_LABEL_MAX 63

gboolean rd_dns_name_append_wire (GByteArray *wire,
                                  const char *name);
char    *rd_dns_name_from_wire (const guint8 *wire,
                                gsize         length,
                                gsize        *used) G_GNUC_WARN_UNUSED_RESULT;
gboolean rd_dns_read_escape (const char **position,
                             const char  *end,
                             guint8      *byte);

G_END_DECLS
