/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char    *rd_html_to_text (const char *html) G_GNUC_WARN_UNUSED_RESULT;
gboolean rd_html_is_html (const char *text,
                          gsize       length);
char    *rd_html_dup_charset (const char *html,
                              gsize       length) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
