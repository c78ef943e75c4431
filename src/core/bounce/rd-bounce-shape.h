/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-bounce-private.h"

G_BEGIN_DECLS

/**
 * RdShape:
 *
 * Which part of a message is which.
 */
typedef struct
{
  int      words;       /* index of the human part, -1 if there is none */
  int      original;    /* index of the returned message or its header, or -1 */
  gboolean has_report;  /* it has a delivery report, or says so */
  gboolean has_message; /* a message is attached */
} RdShape;

void        _rd_shape_read (RdShape *self,
                            RdMail  *mail);
const char *_rd_shape_get_words (const RdShape *self,
                                 RdMail        *mail);
gboolean    _rd_shape_is_report (const RdShape *self,
                                 RdMail        *mail,
                                 guint          index);
gboolean    _rd_shape_is_message (const RdMailPart *part);

G_END_DECLS
