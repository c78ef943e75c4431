/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char      *_rd_redaction_hide_phrase (char       *text,
                                      const char *phrase,
                                      const char *instead) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *_rd_redaction_split_names (const char *addresses) G_GNUC_WARN_UNUSED_RESULT;
char      *_rd_redaction_hide_encoded (char       *text,
                                       const char *instead) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
