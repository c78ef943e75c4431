/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RdRedaction:
 *
 * What a report must not tell.  Names of people (the part before the @) and
 * subjects are replaced before anything is laid out; domains, addresses of
 * servers and message ids stay, since a host cannot work without them.
 */
typedef struct _RdRedaction RdRedaction;

/**
 * RdRedactVoice:
 * @RD_REDACT_QUOTED: words from outside, a name may stand anywhere in them
 * @RD_REDACT_OWN: a sentence of ours, which names people by their address alone
 *
 * Who speaks.  A local part may be a word of any language (“will”, “mark”), and
 * must not make holes into our own sentences.
 */
typedef enum
{
  RD_REDACT_QUOTED,
  RD_REDACT_OWN,
} RdRedactVoice;

/**
 * RdRedactFlags:
 *
 * What is left out of a report.
 */
typedef enum
{
  RD_REDACT_NOTHING = 0,
  RD_REDACT_RECIPIENTS = 1 << 0,
  RD_REDACT_SUBJECT = 1 << 1,
} RdRedactFlags;

RdRedaction  *rd_redaction_new (RdRedactFlags flags) G_GNUC_WARN_UNUSED_RESULT;
void          rd_redaction_free (RdRedaction *self);
RdRedactFlags rd_redaction_get_flags (const RdRedaction *self);
void          rd_redaction_add_address (RdRedaction *self,
                                        const char  *address);
void          rd_redaction_add_names (RdRedaction *self,
                                      const char  *addresses);
void          rd_redaction_add_subject (RdRedaction *self,
                                        const char  *subject);
char         *rd_redaction_apply (const RdRedaction *self,
                                  const char        *text) G_GNUC_WARN_UNUSED_RESULT;
char         *rd_redaction_apply_voice (const RdRedaction *self,
                                        RdRedactVoice      voice,
                                        const char        *text) G_GNUC_WARN_UNUSED_RESULT;
gboolean      rd_redact_flags_parse (const char    *words,
                                     RdRedactFlags *flags);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdRedaction, rd_redaction_free)

G_END_DECLS
