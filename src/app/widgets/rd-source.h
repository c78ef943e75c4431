/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * RdSource:
 *
 * One thing that was handed to the window: a file or folder, the bytes of a
 * dropped message, or pasted text.  Immutable and reference counted, safe to
 * use from any thread.
 */
typedef struct
{
  GFile  *file;  /* (nullable) */
  GBytes *bytes; /* (nullable): set if @file and @text are not */
  char   *text;  /* (nullable): valid UTF-8 */
  char   *name;  /* what people know it by, valid UTF-8 */
} RdSource;

RdSource *rd_source_new_for_file (GFile *file) G_GNUC_WARN_UNUSED_RESULT;
void      rd_source_add_file (GPtrArray *sources, GFile *file);
RdSource *rd_source_new_for_bytes (GBytes     *bytes,
                                   const char *name) G_GNUC_WARN_UNUSED_RESULT;
RdSource *rd_source_new_for_text (const char *text,
                                  const char *name) G_GNUC_WARN_UNUSED_RESULT;
RdSource *rd_source_ref (RdSource *self);
void      rd_source_unref (RdSource *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdSource, rd_source_unref)

G_END_DECLS
