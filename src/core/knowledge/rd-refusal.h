/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-knowledge.h"

G_BEGIN_DECLS

/**
 * RdRefusal:
 *
 * A stretch of a reply that is a refusal by itself.
 */
typedef struct
{
  gsize    start;
  gsize    length;
  gboolean is_quoted; /* the answer of another server, passed on */
} RdRefusal;

GArray *_rd_refusals_split (const char *text) G_GNUC_WARN_UNUSED_RESULT;

/**
 * RdRefusalCodes:
 *
 * The codes of a refusal: those it came with and those in its text.
 */
typedef struct
{
  char  reply_code[4]; /* empty if none */
  char  status[2][12];
  gsize n_status;
} RdRefusalCodes;

void _rd_refusal_codes_init (RdRefusalCodes *self,
                             const char     *normal,
                             const RdReply  *reply);

G_END_DECLS
