/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RdJson:
 *
 * A place in a JSON text.  The reader goes forward value by value and builds
 * nothing, so that no input costs more than its own length.
 */
typedef struct
{
  const char *position;
  const char *end;
} RdJson;

void rd_json_append_string (GString    *out,
                            const char *text);

gboolean rd_json_enter (RdJson *self,
                        char    bracket);
gboolean rd_json_next (RdJson   *self,
                       char      bracket,
                       gboolean  first,
                       gboolean *more);
gboolean rd_json_read_key (RdJson *self,
                           char  **key);
gboolean rd_json_read_string (RdJson *self,
                              char  **text);
gboolean rd_json_read_number (RdJson *self,
                              double *number);
gboolean rd_json_read_boolean (RdJson   *self,
                               gboolean *value);
gboolean rd_json_skip (RdJson *self);
gboolean rd_json_at_end (RdJson *self);

G_END_DECLS
