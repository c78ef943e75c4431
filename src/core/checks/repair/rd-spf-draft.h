/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-spf-record.h"

G_BEGIN_DECLS

/**
 * RdSpfDraftTerm:
 *
 * One term of a record that is being put together.
 */
typedef struct
{
  RdSpfTermKind kind;
  RdSpfResult   qualifier;
  char         *text;   /* canonical: no "+", name in lower case */
  char         *domain; /* (nullable): as written */
  RdIp          ip;
  guint         prefix; /* bits, of an address */
} RdSpfDraftTerm;

/**
 * RdSpfDraft:
 *
 * A record that is being put together.  "all" is kept apart, since it stands at
 * the end.
 */
typedef struct
{
  GPtrArray  *terms;     /* (element-type RdSpfDraftTerm): mechanisms but "all" */
  GPtrArray  *modifiers; /* (element-type utf8) */
  char       *redirect;  /* (nullable): its target */
  RdSpfResult all;       /* FAIL or SOFTFAIL; NONE if there is to be no "all" */
} RdSpfDraft;

RdSpfDraft *rd_spf_draft_new (void) G_GNUC_WARN_UNUSED_RESULT;
void        rd_spf_draft_free (RdSpfDraft *self);
void        rd_spf_draft_add_record (RdSpfDraft        *self,
                                     const RdSpfRecord *record);
void        rd_spf_draft_add_text (RdSpfDraft *self,
                                   const char *term);
gboolean    rd_spf_draft_is_ordered (const RdSpfDraft *self);
void        rd_spf_draft_sort (RdSpfDraft *self);
void        rd_spf_draft_deduplicate (RdSpfDraft *self);
void        rd_spf_draft_remove (RdSpfDraft *self,
                                 guint       index);
gboolean    rd_spf_draft_covers (const RdSpfDraft *self,
                                 const RdIp       *ip);
char       *rd_spf_draft_to_string (const RdSpfDraft *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdSpfDraft, rd_spf_draft_free)

G_END_DECLS
