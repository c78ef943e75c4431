/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *_rd_address_repair (const char *address,
                          gboolean   *was_broken) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
