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

/**
 * RdJsonMemberFunc:
 * @self: a place in front of the value of a member
 * @key: (transfer none): the name of the member
 * @data: what was given along
 *
 * Reads or skips the value.
 *
 * Returns: whether it could
 */
typedef gboolean (*RdJsonMemberFunc) (RdJson     *self,
                                      const char *key,
                                      gpointer    data);

/**
 * RdJsonElementFunc:
 * @self: a place in front of an element
 * @data: what was given along
 *
 * Reads or skips the element.
 *
 * Returns: whether it could
 */
typedef gboolean (*RdJsonElementFunc) (RdJson  *self,
                                       gpointer data);

void rd_json_append_string (GString    *out,
                            const char *text);

gboolean rd_json_read_object (RdJson          *self,
                              RdJsonMemberFunc read_member,
                              gpointer         data);
gboolean rd_json_read_array (RdJson           *self,
                             RdJsonElementFunc read_element,
                             gpointer          data);
gboolean rd_json_read_string (RdJson *self,
                              char  **text);
gboolean rd_json_read_number (RdJson *self,
                              double *number);
gboolean rd_json_read_boolean (RdJson   *self,
                               gboolean *value);
gboolean rd_json_skip (RdJson *self);
gboolean rd_json_at_end (RdJson *self);

G_END_DECLS
