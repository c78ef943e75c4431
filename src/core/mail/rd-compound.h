/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RdCompound:
 *
 * A compound file ([MS-CFB], "OLE2"): a small file system in a file, with
 * storages for folders and streams for files.
 */
typedef struct _RdCompound RdCompound;

/* The storage everything stands in. */
#define RD_COMPOUND_ROOT 0

RdCompound *rd_compound_new (GBytes *bytes) G_GNUC_WARN_UNUSED_RESULT;
void        rd_compound_free (RdCompound *self);
GArray     *rd_compound_list (const RdCompound *self,
                              guint             storage) G_GNUC_WARN_UNUSED_RESULT;
const char *rd_compound_get_name (const RdCompound *self,
                                  guint             entry);
gboolean    rd_compound_is_storage (const RdCompound *self,
                                    guint             entry);
GBytes     *rd_compound_read (RdCompound *self,
                              guint       entry) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdCompound, rd_compound_free)

G_END_DECLS
