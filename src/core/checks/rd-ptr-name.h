/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-ip.h"

G_BEGIN_DECLS

gboolean rd_ptr_name_is_generic (const char *name,
                                 const RdIp *ip);
gboolean rd_helo_name_is_unusable (const char *helo);

G_END_DECLS
