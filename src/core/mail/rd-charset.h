/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char    *rd_charset_to_utf8 (const char *charset,
                             const char *text,
                             gsize       length) G_GNUC_WARN_UNUSED_RESULT;
gboolean rd_charset_is_utf16 (const char *text,
                              gsize       length,
                              gboolean   *big_endian);
gsize    rd_charset_unix_lines (char *text,
                                gsize length);

G_END_DECLS
