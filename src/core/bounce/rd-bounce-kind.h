/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-bounce-reading.h"

G_BEGIN_DECLS

/**
 * RdNoticeKind:
 *
 * What a message says about delivery, before it is known about whose.
 */
typedef enum
{
  RD_NOTICE_NONE,
  RD_NOTICE_FAILED,
  RD_NOTICE_DELAYED,
  RD_NOTICE_DELIVERED,
  RD_NOTICE_CHALLENGE,
  RD_NOTICE_AUTO_REPLY,
  RD_NOTICE_COMPLAINT,
} RdNoticeKind;

RdNoticeKind _rd_kind_decide (const RdReading *reading);
gboolean     _rd_other_is_own_mailbox (const char *words);
RdNoticeKind _rd_other_decide (const RdNotice *notice,
                               const char     *words);
gboolean     _rd_pasted_is_report (const RdDsn    *dsn,
                                   const RdNotice *notice,
                                   const char     *words);
gboolean     _rd_pasted_is_refusal (const RdNotice *notice,
                                    const char     *words);
void         _rd_prose_improve (RdFailure  *failure,
                                const char *words,
                                gboolean    is_pasted);
char        *_rd_kind_dup_bare_name (const char      *words,
                                     const RdPhrases *phrases,
                                     const char      *from) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
