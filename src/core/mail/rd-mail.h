/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define RD_MAIL_ERROR (rd_mail_error_quark ())
GQuark rd_mail_error_quark (void);

/**
 * RdMailError:
 * @RD_MAIL_ERROR_EMPTY: there is nothing in it
 * @RD_MAIL_ERROR_NOT_TEXT: a picture, a program, … but no message
 * @RD_MAIL_ERROR_TOO_BIG: over a limit of rd-limits.h, and not readable in part
 * @RD_MAIL_ERROR_BROKEN: a container (.msg, .zip, …) that cannot be read
 * @RD_MAIL_ERROR_UNREADABLE: the file cannot be opened or read
 *
 * Messages are whole sentences for the person who dropped the file.
 */
typedef enum
{
  RD_MAIL_ERROR_EMPTY,
  RD_MAIL_ERROR_NOT_TEXT,
  RD_MAIL_ERROR_TOO_BIG,
  RD_MAIL_ERROR_BROKEN,
  RD_MAIL_ERROR_UNREADABLE,
} RdMailError;

/**
 * RdMail:
 *
 * One message as it was found: header fields, the tree of its parts with their
 * decoded text, and the bytes it was read from.  Also stands for pasted text
 * that has no header at all.  Immutable and reference counted, safe to read
 * from any thread.
 */
typedef struct _RdMail RdMail;

/**
 * RdMailForm:
 * @RD_MAIL_FORM_MESSAGE: a message with a header (RFC 5322)
 * @RD_MAIL_FORM_TEXT: bare text without a header: what somebody pasted
 *
 * What the bytes looked like.
 */
typedef enum
{
  RD_MAIL_FORM_MESSAGE,
  RD_MAIL_FORM_TEXT,
} RdMailForm;

/**
 * RdMailPart:
 *
 * One entity (RFC 2045) of a message, leaves and containers, in the order they
 * stand in the message.  All strings are valid UTF-8 and owned by the message.
 */
typedef struct
{
  guint       depth;        /* 0 for the message's own body */
  guint       parent;       /* index of the enclosing part; its own index for the first */
  const char *content_type; /* lower case "text/plain", parameters left out */
  const char *filename;     /* (nullable) */
  const char *description;  /* (nullable): Content-Description */
  gboolean    is_container; /* multipart/…: has no text */
} RdMailPart;

RdMail *rd_mail_new_from_bytes (GBytes  *bytes,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
RdMail *rd_mail_new_from_text (const char *pasted,
                               GError    **error) G_GNUC_WARN_UNUSED_RESULT;
RdMail *rd_mail_ref (RdMail *self);
void    rd_mail_unref (RdMail *self);

RdMailForm rd_mail_get_form (const RdMail *self);
GBytes    *rd_mail_get_source (const RdMail *self);
gboolean   rd_mail_is_truncated (const RdMail *self);

/* Header fields: decoded (RFC 2047), unfolded, valid UTF-8. */
const char *rd_mail_get_header (const RdMail *self,
                                const char   *name);
const char *rd_mail_get_header_nth (const RdMail *self,
                                    const char   *name,
                                    guint         index);
guint       rd_mail_get_n_headers (const RdMail *self);
const char *rd_mail_get_header_at (const RdMail *self,
                                   guint         index,
                                   const char  **name);

/* Parameters of the message's own Content-Type, such as "report-type". */
const char *rd_mail_get_type_parameter (const RdMail *self,
                                        const char   *name);

guint             rd_mail_get_n_parts (const RdMail *self);
const RdMailPart *rd_mail_get_part (const RdMail *self,
                                    guint         index);
const char       *rd_mail_get_part_text (const RdMail *self,
                                         guint         index);
const char       *rd_mail_get_part_plain (const RdMail *self,
                                          guint         index);
GBytes           *rd_mail_get_part_bytes (const RdMail *self,
                                          guint         index);
RdMail           *rd_mail_get_part_message (const RdMail *self,
                                            guint         index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdMail, rd_mail_unref)

G_END_DECLS
