/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-bounce-private.h"

G_BEGIN_DECLS

char    *_rd_named_dup_recipient (const char       *words,
                                  const RdReplyHit *hit) G_GNUC_WARN_UNUSED_RESULT;
gboolean _rd_named_is_sender (const char *words,
                              const char *address);
char    *_rd_named_dup_list (RdMail *mail) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
