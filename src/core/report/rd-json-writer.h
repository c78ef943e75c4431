/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RdJsonWriter:
 *
 * JSON (RFC 8259) that is written while it is told, without a tree: every
 * member in one line, text made valid.
 */
typedef struct _RdJsonWriter RdJsonWriter;

/**
 * RdJsonFilter:
 * @text: valid UTF-8
 * @data: what was given along
 *
 * Returns: (transfer full): what is written in place of @text
 */
typedef char *(*RdJsonFilter) (const char   *text,
                               gconstpointer data);

RdJsonWriter *rd_json_writer_new (gboolean is_pretty) G_GNUC_WARN_UNUSED_RESULT;
void          rd_json_writer_free (RdJsonWriter *self);
void          rd_json_writer_set_filter (RdJsonWriter *self,
                                         RdJsonFilter  filter,
                                         gconstpointer data);
char         *rd_json_writer_take (RdJsonWriter *self) G_GNUC_WARN_UNUSED_RESULT;

void rd_json_add_string (RdJsonWriter *self,
                         const char   *name,
                         const char   *value);
void rd_json_add_int (RdJsonWriter *self,
                      const char   *name,
                      gint64        value);
void rd_json_add_double (RdJsonWriter *self,
                         const char   *name,
                         double        value);
void rd_json_add_bool (RdJsonWriter *self,
                       const char   *name,
                       gboolean      value);
void rd_json_add_strings (RdJsonWriter      *self,
                          const char        *name,
                          const char *const *values);
void rd_json_begin (RdJsonWriter *self,
                    const char   *name);
void rd_json_end (RdJsonWriter *self);
void rd_json_begin_array (RdJsonWriter *self,
                          const char   *name);
void rd_json_end_array (RdJsonWriter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdJsonWriter, rd_json_writer_free)

G_END_DECLS
