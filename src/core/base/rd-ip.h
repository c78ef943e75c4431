/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RdIpFamily:
 *
 * The two kinds of address, and none at all.
 */
typedef enum
{
  RD_IP_NONE,
  RD_IP_V4,
  RD_IP_V6,
} RdIpFamily;

/**
 * RdIp:
 *
 * An IP address by value.  IPv4 uses the first four bytes, in network order.
 */
typedef struct
{
  RdIpFamily family;
  guint8     bytes[16];
} RdIp;

/* Longest text form, "[" "IPv6:" and zone excluded, with the final NUL. */
#define RD_IP_TEXT_SIZE 46

gboolean rd_ip_parse (const char *text,
                      RdIp       *ip);
gboolean rd_ip_parse_len (const char *text,
                          gsize       length,
                          RdIp       *ip);
char    *rd_ip_to_string (const RdIp *ip) G_GNUC_WARN_UNUSED_RESULT;
char    *rd_ip_dup_reverse (const RdIp *ip,
                            const char *suffix) G_GNUC_WARN_UNUSED_RESULT;
gboolean rd_ip_equal (const RdIp *a,
                      const RdIp *b);
gboolean rd_ip_in_network (const RdIp *ip,
                           const RdIp *network,
                           guint       prefix_length);
gboolean rd_ip_is_public (const RdIp *ip);

G_END_DECLS
