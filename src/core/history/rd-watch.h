/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-blocklist.h"
#include "rd-history.h"

G_BEGIN_DECLS

/**
 * RdWatchTimes:
 *
 * What decides when one subject is looked at again; seconds since the epoch.
 */
typedef struct
{
  gint64 last;      /* when it was looked at, 0: never */
  gint64 end;       /* when a listing ends by itself, 0: none does */
  gint64 requested; /* when removal was asked for, 0: it was not */
} RdWatchTimes;

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
gint64       rd_watch_find_next (const RdWatchTimes *watch,
                                 guint               hours,
                                 const char         *subject);
gboolean     rd_watch_is_requested (const RdWatchTimes *watch,
                                    gint64              now);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdWatchNews, rd_watch_news_free)

G_END_DECLS
