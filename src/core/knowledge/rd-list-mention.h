/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-blocklist.h"

G_BEGIN_DECLS

/**
 * RdListMention:
 *
 * What a rejection says about one list.
 */
typedef struct
{
  const RdBlocklist *list; /* (nullable): NULL for one that is not known */
  char              *name; /* of the list, or the zone the server wrote */
  RdListAbout        about;
  char              *meaning; /* for people, translated */
  char              *address; /* (nullable): the address the server spoke of */
} RdListMention;

RdListMention *rd_list_mention_find (const RdBlocklists *lists,
                                     const char         *text) G_GNUC_WARN_UNUSED_RESULT;
void           rd_list_mention_free (RdListMention *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdListMention, rd_list_mention_free)

G_END_DECLS
