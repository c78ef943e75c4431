/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-evidence.h"

G_BEGIN_DECLS

const char *rd_dns_host_find_name (const RdAnswer *ns);
gboolean    rd_dns_host_is_parking (const char *name_server);

G_END_DECLS
