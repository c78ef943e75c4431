/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <ares.h>
#include <glib.h>

G_BEGIN_DECLS

void rd_dns_socket_use (ares_channel channel,
                        GHashTable  *refused);

G_END_DECLS
