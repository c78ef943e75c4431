/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-bounce-shape.h"

G_BEGIN_DECLS

typedef enum
{
  RD_VERDICT_NONE,
  RD_VERDICT_FAILED,
  RD_VERDICT_DELAYED,
  RD_VERDICT_DELIVERED,
  RD_VERDICT_CHALLENGE,
  RD_VERDICT_AUTO_REPLY,
  RD_VERDICT_COMPLAINT,
} RdVerdict;

RdVerdict _rd_kind_decide (RdMail          *mail,
                           const RdShape   *shape,
                           const RdPhrases *phrases,
                           const RdDsn     *dsn,
                           const RdNotice  *notice,
                           const char      *words,
                           const char      *returned);
RdVerdict _rd_other_decide (const RdNotice *notice,
                            const char     *words);
gboolean  _rd_pasted_is_report (const RdDsn    *dsn,
                                const RdNotice *notice,
                                const char     *words);
gboolean  _rd_pasted_is_refusal (const RdNotice *notice,
                                 const char     *words);
void      _rd_prose_improve (RdFailure  *failure,
                             const char *words,
                             gboolean    is_pasted);
char     *_rd_kind_dup_bare_name (const char      *words,
                                  const RdPhrases *phrases,
                                  const char      *from) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
