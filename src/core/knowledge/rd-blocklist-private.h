/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-blocklist.h"

G_BEGIN_DECLS

struct _RdBlocklists
{
  gatomicrefcount ref_count;
  GPtrArray      *lists; /* (element-type RdBlocklist) */
  GHashTable     *by_id; /* (element-type utf8 RdBlocklist) */
};

RdBlocklists *_rd_blocklists_new (void) G_GNUC_WARN_UNUSED_RESULT;
RdBlocklist  *_rd_blocklists_add (RdBlocklists *self,
                                  const char   *id);
gboolean      _rd_blocklist_parse_number (const char *text,
                                          guint       most,
                                          guint      *number);

G_END_DECLS
