/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char       *rd_text_make_valid (const char *text,
                                gssize      length) G_GNUC_WARN_UNUSED_RESULT;
char       *rd_text_dup_visible (const char *text) G_GNUC_WARN_UNUSED_RESULT;
char       *rd_text_collapse (const char *text) G_GNUC_WARN_UNUSED_RESULT;
gboolean    rd_text_has_suffix_nocase (const char *text,
                                       const char *suffix);
const char *rd_text_find_nocase (const char *haystack,
                                 const char *needle);

/* Host and domain names. */
char    *rd_domain_normalize (const char *name) G_GNUC_WARN_UNUSED_RESULT;
gboolean rd_domain_is_within (const char *name,
                              const char *domain);
char    *rd_address_dup_domain (const char *address) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
