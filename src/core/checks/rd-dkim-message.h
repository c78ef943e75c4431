/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RdDkimCanon:
 *
 * The two ways to bring a text into one form (RFC 6376 section 3.4).
 */
typedef enum
{
  RD_DKIM_SIMPLE,
  RD_DKIM_RELAXED,
} RdDkimCanon;

/**
 * RdDkimField:
 *
 * One header field as it stands in the message.
 */
typedef struct
{
  const char *text;        /* (unowned): from the first letter of the name */
  gsize       length;      /* to the end of the last line, line end included */
  gsize       name_length; /* without blanks before the colon */
  gsize       value_start; /* after the colon */
} RdDkimField;

/**
 * RdDkimMessage:
 *
 * The bytes of a message cut into header fields and body, without changing
 * any.  Lines may end in CRLF or in LF alone, as files have them; both are
 * taken for the CRLF of the wire.
 */
typedef struct
{
  GBytes     *bytes;
  GArray     *fields;  /* (element-type RdDkimField) */
  GHashTable *by_name; /* lower case name → GArray of guint, top to bottom */
  const char *body;    /* (unowned) */
  gsize       body_length;
} RdDkimMessage;

RdDkimMessage *rd_dkim_message_new (GBytes *bytes) G_GNUC_WARN_UNUSED_RESULT;
void           rd_dkim_message_free (RdDkimMessage *self);
const GArray  *rd_dkim_message_find (const RdDkimMessage *self,
                                     const char          *name);
char          *rd_dkim_message_dup_from_domain (const RdDkimMessage *self) G_GNUC_WARN_UNUSED_RESULT;
gint64         rd_dkim_message_get_date (const RdDkimMessage *self);

void     rd_dkim_hash_field (GChecksum         *checksum,
                             const RdDkimField *field,
                             RdDkimCanon        canon,
                             gsize              skip_start,
                             gsize              skip_length,
                             gboolean           is_last);
gboolean rd_dkim_hash_body (GChecksum           *checksum,
                            const RdDkimMessage *message,
                            RdDkimCanon          canon,
                            guint64              limit,
                            guint64             *total);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdDkimMessage, rd_dkim_message_free)

G_END_DECLS
