/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RdHeaderField:
 *
 * Where one field of a header stands, as offsets into the text it was read
 * from.  The value begins behind the colon and ends before the line end.
 */
typedef struct
{
  gsize name;
  gsize name_length;
  gsize value;
  gsize value_length;
} RdHeaderField;

/**
 * RdHeaderBlock:
 *
 * The header of a message, found in a text that may be one.
 */
typedef struct
{
  GArray  *fields;    /* (element-type RdHeaderField) */
  GArray  *strays;    /* (element-type gsize): lines that lost their folding */
  gsize    end;       /* where the last field ends, with its line end */
  gsize    body;      /* where the body begins */
  gboolean has_end;   /* an empty line ends it */
  gboolean is_cut;    /* longer than what is read of a header */
  guint    n_known;   /* fields every mail program knows */
  gboolean is_report; /* begins with a field of a delivery report (RFC 3464) */
} RdHeaderBlock;

RdHeaderBlock *rd_header_block_read (const char *text,
                                     gsize       length) G_GNUC_WARN_UNUSED_RESULT;
void           rd_header_block_free (RdHeaderBlock *self);
gboolean       rd_header_block_is_message (const RdHeaderBlock *self,
                                           const char          *text);
gsize          rd_header_field_name_length (const char *line,
                                            gsize       length);
gboolean       rd_header_is_known (const char *name,
                                   gsize       length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdHeaderBlock, rd_header_block_free)

G_END_DECLS
