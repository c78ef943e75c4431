/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-bounce-private.h"

G_BEGIN_DECLS

/**
 * RdTranscript:
 *
 * The SMTP dialogue that Sendmail, Courier and others copy into a notice.
 */
typedef struct _RdTranscript RdTranscript;

RdTranscript *_rd_transcript_new (void) G_GNUC_WARN_UNUSED_RESULT;
void          _rd_transcript_free (RdTranscript *self);
gboolean      _rd_transcript_read_line (RdTranscript *self,
                                        const char   *line,
                                        gsize         length,
                                        const char   *current,
                                        gboolean      is_transcript);
void          _rd_transcript_apply (RdTranscript *self,
                                    GPtrArray    *recipients);

void _rd_transcript_apply_common (RdTranscript *self, RdTextRecipient *common);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdTranscript, _rd_transcript_free)

G_END_DECLS
