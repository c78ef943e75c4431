/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RdQuery:
 *
 * What somebody typed or pasted, taken apart.
 */
typedef struct
{
  char      *text;          /* folded, single blanks, one at each end */
  GPtrArray *words;         /* (element-type utf8): folded, without addresses and numbers */
  GPtrArray *statuses;      /* (element-type utf8): "5.7.26" */
  char       reply_code[4]; /* "550", or empty */
  char       beginning[12]; /* of a status code that is being typed: "5.7", or empty */
} RdQuery;

void  _rd_query_init (RdQuery    *self,
                      const char *text);
void  _rd_query_clear (RdQuery *self);
char *_rd_query_fold (const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RdQuery, _rd_query_clear)

G_END_DECLS
