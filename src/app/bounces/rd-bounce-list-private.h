/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-bounce-group.h"
#include "rd-bounce-list.h"

G_BEGIN_DECLS

struct _RdBounceList
{
  GObject parent_instance;

  RdInsight  *insight;
  guint       n_kept;      /* entries that have kept their diagnosis */
  GPtrArray  *entries;     /* (element-type RdBounceEntry): in the order of reading */
  GPtrArray  *causes;      /* (element-type RdBounceGroup): worst first */
  GHashTable *cause_by_id; /* (element-type utf8 RdBounceGroup): (unowned) values */
  GPtrArray  *everything;  /* (element-type RdBounceGroup): one, without a heading */

  RdListOrder order;   /* what is shown */
  char       *search;  /* (nullable): case-folded */
  guint       n_lines; /* of what is shown */

  RdListOrder   wanted_order; /* what will be shown next */
  char         *wanted_search;
  GCancellable *arranging; /* (nullable): while a thread works on it */
};

/* What the files of the list do for each other. */
GPtrArray     *_rd_bounce_list_get_groups (RdBounceList *self);
RdBounceGroup *_rd_bounce_list_find_group (RdBounceList *self, RdBounceEntry *entry);
gboolean       _rd_bounce_list_shows (RdBounceList *self, RdBounceEntry *entry);
void           _rd_bounce_list_show_wanted (RdBounceList *self, GHashTable *arranged, guint n_arranged);
void           _rd_bounce_list_stop_arranging (RdBounceList *self);

G_END_DECLS
