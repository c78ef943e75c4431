/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fuzz.h"

#include "rd-knowledge.h"
#include "rd-redaction.h"
#include "rd-subject.h"
#include "rd-text.h"

/* What people type and what servers say, as one text. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char *text = g_strndup (data != NULL ? (const char *) data : "", size);
  g_autofree char *valid = rd_text_make_valid (text, -1);
  g_autofree char *visible = rd_text_dup_visible (valid);
  g_autofree char *collapsed = rd_text_collapse (valid);
  g_autofree char *normal = rd_knowledge_normalize (valid);
  g_autofree char *subject = NULL;
  g_autofree char *suggestion = NULL;
  g_autofree char *domain = rd_address_dup_domain (valid);
  g_autofree char *redacted = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (RdRedaction) redaction = rd_redaction_new (RD_REDACT_RECIPIENTS | RD_REDACT_SUBJECT);
  g_auto (RdMatch) match = { 0 };
  RdReply reply = { .text = valid };

  FUZZ_ASSERT_VALID (valid);
  FUZZ_ASSERT_VALID (visible);
  FUZZ_ASSERT_VALID (collapsed);
  FUZZ_ASSERT_VALID (normal);
  subject = rd_subject_parse (valid, &error);
  g_assert_true ((subject == NULL) == (error != NULL));
  rd_spelling_check (valid, &suggestion);
  FUZZ_ASSERT_VALID (suggestion);
  rd_knowledge_match (&reply, &match);
  g_assert_nonnull (match.cause);
  FUZZ_ASSERT_VALID (match.matched);
  rd_redaction_add_address (redaction, "anna@example.com");
  redacted = rd_redaction_apply (redaction, valid);
  FUZZ_ASSERT_VALID (redacted);
  return 0;
}
