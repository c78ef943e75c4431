/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Short forms for writing JSON: every member in one line, text made valid. */

void  rd_json_add_string (JsonBuilder *builder,
                          const char  *name,
                          const char  *value);
void  rd_json_add_int (JsonBuilder *builder,
                       const char  *name,
                       gint64       value);
void  rd_json_add_double (JsonBuilder *builder,
                          const char  *name,
                          double       value);
void  rd_json_add_bool (JsonBuilder *builder,
                        const char  *name,
                        gboolean     value);
void  rd_json_add_strings (JsonBuilder       *builder,
                           const char        *name,
                           const char *const *values);
void  rd_json_begin (JsonBuilder *builder,
                     const char  *name);
void  rd_json_begin_array (JsonBuilder *builder,
                           const char  *name);
char *rd_json_to_text (JsonNode *root,
                       gboolean  pretty) G_GNUC_WARN_UNUSED_RESULT;
char *rd_json_end (JsonBuilder *builder,
                   gboolean     pretty) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
