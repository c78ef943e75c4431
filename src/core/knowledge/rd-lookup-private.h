/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-knowledge-tables.h"
#include "rd-lookup.h"
#include "rd-query.h"

G_BEGIN_DECLS

/**
 * RdLookupField:
 *
 * Where a word of a topic stands; the first says most.
 */
typedef enum
{
  RD_LOOKUP_TITLE,
  RD_LOOKUP_MEANING,
  RD_LOOKUP_PHRASES,
  RD_LOOKUP_REST,
  N_RD_LOOKUP_FIELDS,
} RdLookupField;

/**
 * RdLookupEntry:
 *
 * A topic, and the words it can be found by.
 */
typedef struct
{
  RdTopic          topic;
  const RdRuleRow *row;                        /* (nullable): of a rule */
  char            *fields[N_RD_LOOKUP_FIELDS]; /* folded */
} RdLookupEntry;

struct _RdLookup
{
  GArray *entries; /* (element-type RdLookupEntry): causes, codes, rules */
};

int     *_rd_lookup_score (const RdLookup *self,
                           const RdQuery  *query,
                           const char     *text) G_GNUC_WARN_UNUSED_RESULT;
gboolean _rd_lookup_begins_like (const char *code, const char *beginning);

G_END_DECLS
