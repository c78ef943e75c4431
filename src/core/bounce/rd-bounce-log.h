/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-bounce-private.h"

G_BEGIN_DECLS

/**
 * RdLogLine:
 *
 * A delivery in a line of a mail server's log.  The offsets are into the line.
 */
typedef struct
{
  char       *address;
  char       *original; /* (nullable) */
  char       *relay;    /* (nullable): "mx.example.com[192.0.2.1]:25" */
  gsize       words;    /* where the reason begins */
  char        status[RD_STATUS_SIZE];
  gboolean    is_delayed;
  gboolean    is_delivered;
  const char *dialect;
} RdLogLine;

gboolean _rd_log_line_is (const char *line, gsize length);
gboolean _rd_log_line_parse (const char *line,
                             gsize       length,
                             RdLogLine  *found);
char    *_rd_log_line_dup_joined (const char  *line,
                                  gsize        length,
                                  const char  *end,
                                  const char **read_until) G_GNUC_WARN_UNUSED_RESULT;
void     _rd_log_line_clear (RdLogLine *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RdLogLine, _rd_log_line_clear)

G_END_DECLS
