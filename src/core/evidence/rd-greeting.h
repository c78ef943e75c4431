/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-evidence.h"

G_BEGIN_DECLS

/**
 * RdGreeting:
 *
 * What a mail server says before any mail (RFC 5321 section 4.1.1.1), read from
 * the dialogue that the answer to a question of kind %RD_QUESTION_SMTP has as
 * its body: lines of the server start with "S: ", ours with "C: ", and what came
 * of a TLS handshake with "T: ": a certificate in base64, or "failed".
 */
typedef struct
{
  guint      code;      /* of the greeting: 220, 554, …; 0 if there was none */
  char      *banner;    /* (nullable): its text, valid UTF-8 */
  char      *host;      /* (nullable): the name the server gives itself */
  guint      ehlo_code; /* 0 if there was no reply */
  gboolean   starttls;
  gboolean   tls_failed;   /* STARTTLS was tried, and no encryption came about */
  GPtrArray *certificates; /* (element-type GBytes): DER, the server's own first; empty without TLS */
} RdGreeting;

RdGreeting *rd_greeting_new_from_answer (const RdAnswer *answer) G_GNUC_WARN_UNUSED_RESULT;
void        rd_greeting_free (RdGreeting *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdGreeting, rd_greeting_free)

G_END_DECLS
