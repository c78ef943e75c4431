/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-repair-spf.h"
#include "rd-spf-draft.h"

G_BEGIN_DECLS

/* A correction under way: what was read, what is being put together. */
typedef struct
{
  RdEvidence        *evidence;  /* (unowned) */
  const char        *domain;    /* (unowned) */
  const RdSpfWishes *wishes;    /* (unowned) */
  const RdAnswer    *answer;    /* (unowned): TXT of the domain */
  GPtrArray         *texts;     /* (element-type utf8): records as published */
  GPtrArray         *records;   /* (element-type RdSpfRecord): corrected */
  GHashTable        *old_terms; /* canonical texts of what is published and valid */
  RdSpfDraft        *draft;
  RdSpfRepair       *repair;
  gboolean           pending;
} RdSpfWork;

void _rd_repair_spf_note (RdSpfWork *work,
                          char      *text);
void _rd_repair_spf_drop_terms (RdSpfWork *work);

void  _rd_repair_spf_compare (RdSpfWork *work);
char *_rd_repair_spf_dup_joined (const GPtrArray *texts,
                                 const char      *separator) G_GNUC_WARN_UNUSED_RESULT;
char *_rd_repair_spf_dup_changes (const RdSpfWork *work) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
