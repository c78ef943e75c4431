/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-topic.h"

G_BEGIN_DECLS

/* From here on a hit answers what was asked; below it only touches it. */
#define RD_LOOKUP_GOOD 380

/**
 * RdHit:
 *
 * A topic that was found, and how well it fits: higher is better.
 */
typedef struct
{
  RdTopic topic;
  int     score;
} RdHit;

/**
 * RdLookup:
 *
 * An index of everything that is known, to be searched with each key that is
 * pressed: numbers, names, meanings, words of servers.  It is made for one
 * language, that of the moment.
 */
typedef struct _RdLookup RdLookup;

RdLookup *rd_lookup_new (void) G_GNUC_WARN_UNUSED_RESULT;
void      rd_lookup_free (RdLookup *self);
GArray   *rd_lookup_search (RdLookup   *self,
                            const char *query,
                            guint       max) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdLookup, rd_lookup_free)

G_END_DECLS
