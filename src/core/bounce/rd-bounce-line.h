/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-bounce-private.h"

G_BEGIN_DECLS

/* An address at the beginning of what is said about it. */
typedef struct
{
  gsize      start;
  gsize      end;
  gsize      rest; /* offset of what stands behind it */
  RdStrength strength;
} RdLineRecipient;

gboolean _rd_line_find_recipient (const RdPhrases *phrases,
                                  const char      *line,
                                  gsize            length,
                                  RdLineRecipient *found);
char    *_rd_line_dup_original (const char *line,
                                gsize       length) G_GNUC_WARN_UNUSED_RESULT;
gboolean _rd_line_parse_client (const char *line,
                                gsize       length,
                                RdPhase    *phase,
                                char      **recipient);
gsize    _rd_line_parse_server (const char *line,
                                gsize       length);

G_END_DECLS
