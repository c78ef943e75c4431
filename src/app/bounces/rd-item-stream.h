/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-mail-reader.h"
#include "rd-source.h"

G_BEGIN_DECLS

/**
 * RdItemStream:
 *
 * The messages of one #RdSource, one after the other; blocks, so it is used
 * from worker threads only.
 */
typedef struct _RdItemStream RdItemStream;

RdItemStream *rd_item_stream_open (RdSource     *source,
                                   GCancellable *cancellable,
                                   GError      **error) G_GNUC_WARN_UNUSED_RESULT;
void          rd_item_stream_free (RdItemStream *self);
RdMailItem   *rd_item_stream_next (RdItemStream *self,
                                   GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;
gboolean      rd_item_stream_seek (RdItemStream *self,
                                   gint64        offset,
                                   guint         index);
double        rd_item_stream_get_progress (RdItemStream *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdItemStream, rd_item_stream_free)

G_END_DECLS
