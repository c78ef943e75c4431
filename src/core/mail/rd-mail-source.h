/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-header-block.h"
#include "rd-mail.h"

G_BEGIN_DECLS

/**
 * RdMailSource:
 *
 * A message brought into the one shape everything behind it reads: LF line
 * ends, no byte-order mark, nothing around it, the header ended by an empty
 * line, and within the limits.
 */
typedef struct
{
  GBytes        *bytes; /* the message as found, without what was around it */
  GBytes        *text;  /* the same, brought into shape */
  RdMailForm     form;
  RdHeaderBlock *header;       /* of @text; no fields if @form is TEXT */
  gboolean       is_truncated; /* @text ends before the message does */
} RdMailSource;

/**
 * RdMailOrigin:
 * @RD_MAIL_ORIGIN_FOUND: of unknown form
 * @RD_MAIL_ORIGIN_EMBEDDED: said to be a message by the one around it
 *
 * How sure it is that bytes are a message.
 */
typedef enum
{
  RD_MAIL_ORIGIN_FOUND,
  RD_MAIL_ORIGIN_EMBEDDED,
} RdMailOrigin;

RdMailSource *rd_mail_source_new (GBytes      *bytes,
                                  RdMailOrigin origin,
                                  GError     **error) G_GNUC_WARN_UNUSED_RESULT;
void          rd_mail_source_free (RdMailSource *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdMailSource, rd_mail_source_free)

G_END_DECLS
