/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-bounce-entry.h"
#include "rd-log.h"

G_BEGIN_DECLS

/**
 * RdLogStory:
 *
 * What the window shows of one delivery: the answer, and the life of its
 * message.
 */
typedef struct
{
  RdLog         *log;
  guint          number; /* of the delivery */
  RdDelivery    *delivery;
  RdBounceEntry *entry;    /* the same answer a bounce gets */
  GPtrArray     *lines;    /* (element-type RdLogLine): in order */
  guint          n_others; /* lines about other recipients of the message, left out */
} RdLogStory;

void        rd_log_story_free (RdLogStory *self);
void        rd_log_story_read_async (RdLog              *log,
                                     guint               number,
                                     const char         *name,
                                     const char *const  *own_domains,
                                     RdHosting           hosting,
                                     GCancellable       *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer            data);
RdLogStory *rd_log_story_read_finish (GAsyncResult *result,
                                      GError      **error) G_GNUC_WARN_UNUSED_RESULT;

RdBounceEntry *rd_log_story_explain (RdLogStory        *self,
                                     const RdDelivery  *delivery,
                                     const char *const *own_domains,
                                     RdHosting          hosting) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdLogStory, rd_log_story_free)

G_END_DECLS
