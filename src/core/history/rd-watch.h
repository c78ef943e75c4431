/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-blocklist.h"
#include "rd-history.h"

G_BEGIN_DECLS

/**
 * RdWatchNews:
 *
 * What is worth interrupting somebody for.
 */
typedef struct
{
  RdFindingState state; /* BROKEN or WEAK: newly listed; FINE: no longer */
  char          *title;
  char          *body;
  char         **findings; /* ids of what it rests on, to see whether it stays so */
} RdWatchNews;

RdWatchNews *rd_watch_news_new (GPtrArray          *changes,
                                const RdBlocklists *lists,
                                const char         *subject) G_GNUC_WARN_UNUSED_RESULT;
gboolean     rd_watch_news_holds (const RdWatchNews *self,
                                  GPtrArray         *findings);
void         rd_watch_news_free (RdWatchNews *self);
gint64       rd_watch_find_next (gint64      last,
                                 guint       hours,
                                 gint64      end,
                                 const char *subject);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdWatchNews, rd_watch_news_free)

G_END_DECLS
