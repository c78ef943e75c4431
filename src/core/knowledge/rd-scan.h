/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-knowledge-private.h"
#include "rd-refusal.h"

G_BEGIN_DECLS

/**
 * RdRuleHit:
 * @phrase: the longest phrase or pattern that occurs, plus one; 0 for none
 * @is_vetoed: whether a phrase occurs that forbids the rule
 * @seen: bits of the phrases that occur, for rules that want all
 * @start: where the longest one begins in the normal text
 * @end: where it ends
 *
 * What of one rule occurs in a text.
 */
typedef struct
{
  guint16 phrase;
  guint8  is_vetoed;
  guint32 seen;
  guint32 start;
  guint32 end;
} RdRuleHit;

/**
 * RdScan:
 *
 * Everything one pass over a text finds out.
 */
typedef struct
{
  const RdReply *reply;
  RdNormalText   text;
  RdRefusalCodes codes;
  RdRuleHit     *hits;       /* by rule */
  GArray        *hit_rules;  /* (element-type guint16): those of which a phrase occurs, in no order */
  guint32       *ends;       /* by slot: where the piece last ended, 0 for nowhere */
  guint32       *starts;     /* by slot: where the phrase up to that piece began */
  gboolean      *signatures; /* by provider */
  gsize          read;       /* where the search for IP addresses goes on */
  gboolean       ip_quoted;
} RdScan;

void _rd_scan_init (RdScan        *self,
                    const RdReply *reply,
                    const char    *text,
                    gsize          length);
void _rd_scan_clear (RdScan *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RdScan, _rd_scan_clear)

G_END_DECLS
