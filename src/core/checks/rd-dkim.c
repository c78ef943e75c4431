/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-dkim"

#include "config.h"

#include "rd-dkim.h"

#include <string.h>

/* Key records of one selector that are tried.  There should be one. */
#define MAX_KEYS 3

static void
conclude (RdDkimSignature *signature,
          RdDkimResult     result,
          RdDkimCause      cause)
{
  signature->result = result;
  signature->cause = cause;
}

static RdDkimCause
judge_key (const RdDkimSignature *signature,
           const RdDkimKey       *key)
{
  if (key->defects & RD_DKIM_DEFECT_REVOKED)
    return RD_DKIM_CAUSE_KEY_REVOKED;
  if (key->defects & RD_DKIM_DEFECT_SERVICE)
    return RD_DKIM_CAUSE_KEY_SERVICE;
  if (key->defects & RD_DKIM_DEFECT_HASH)
    return RD_DKIM_CAUSE_KEY_MISMATCH;
  if (key->defects & RD_DKIM_DEFECT_SHORT)
    return RD_DKIM_CAUSE_KEY_SHORT;
  if (!rd_dkim_key_is_usable (key))
    return RD_DKIM_CAUSE_KEY_BAD;
  if (key->algorithm != signature->algorithm)
    return RD_DKIM_CAUSE_KEY_MISMATCH;
  if (key->is_strict && strcmp (signature->identity, signature->domain) != 0)
    return RD_DKIM_CAUSE_KEY_STRICT;
  return RD_DKIM_CAUSE_NONE;
}

/* SHA-256 over the fields of h= and the signature itself (RFC 6376 section
 * 3.7).  A name that stands in h= more often than in the message stands for
 * nothing there, so that adding such a field later breaks the signature. */
static void
hash_header (const RdDkimMessage   *message,
             const RdDkimSignature *signature,
             guint8                 digest[32])
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GHashTable) used = g_hash_table_new (g_str_hash, g_str_equal);
  gsize length = 32;

  for (guint i = 0; signature->headers[i] != NULL; i++)
    {
      const char   *name = signature->headers[i];
      const GArray *indexes = rd_dkim_message_find (message, name);
      guint         n_used = GPOINTER_TO_UINT (g_hash_table_lookup (used, name));

      if (indexes == NULL || n_used >= indexes->len)
        continue;
      g_hash_table_insert (used, (gpointer) name, GUINT_TO_POINTER (n_used + 1));
      rd_dkim_hash_field (checksum,
                          &g_array_index (message->fields, RdDkimField, g_array_index (indexes, guint, indexes->len - 1 - n_used)),
                          signature->header_canon, 0, 0, FALSE);
    }
  rd_dkim_hash_field (checksum, &signature->field, signature->header_canon, signature->b_start, signature->b_length, TRUE);
  g_checksum_get_digest (checksum, digest, &length);
}

static RdDkimCause
check_body (const RdDkimMessage *message,
            RdDkimSignature     *signature)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint64       limit = signature->has_length ? signature->length : G_MAXUINT64;
  guint64       total;
  guint8        digest[32];
  gsize         length = sizeof digest;
  gsize         hash_length;
  const guint8 *hash = g_bytes_get_data (signature->body_hash, &hash_length);

  if (!rd_dkim_hash_body (checksum, message, signature->body_canon, limit, &total))
    return RD_DKIM_CAUSE_BODY_SHORT;
  if (signature->has_length)
    signature->unsigned_bytes = total - signature->length;
  g_checksum_get_digest (checksum, digest, &length);
  return hash_length == length && memcmp (hash, digest, length) == 0 ? RD_DKIM_CAUSE_NONE : RD_DKIM_CAUSE_BODY_CHANGED;
}

/* The key and the signature proper. */
static void
check_signature (const RdDkimMessage *message,
                 RdDkimSignature     *signature,
                 const RdAnswer      *answer)
{
  guint8      digest[32];
  RdDkimCause cause = RD_DKIM_CAUSE_KEY_MISSING;
  guint       n_keys = 0;

  hash_header (message, signature, digest);
  for (guint i = 0; i < answer->records->len && n_keys < MAX_KEYS; i++)
    {
      const RdRr *rr = g_ptr_array_index (answer->records, i);
      g_autoptr (RdDkimKey) key = NULL;
      RdDkimCause key_cause;

      if (rr->type != RD_RR_TXT || rr->data == NULL)
        continue;
      n_keys++;
      key = rd_dkim_key_parse_rr (rr);
      key_cause = judge_key (signature, key);
      if (key_cause == RD_DKIM_CAUSE_NONE && !rd_dkim_key_verify (key, digest, signature->signature))
        key_cause = RD_DKIM_CAUSE_HEADER_CHANGED;
      /* Of several keys, the one that fits decides. */
      if (n_keys > 1 && key_cause != RD_DKIM_CAUSE_NONE && key_cause != RD_DKIM_CAUSE_HEADER_CHANGED)
        continue;
      rd_dkim_key_free (signature->key);
      signature->key = g_steal_pointer (&key);
      cause = key_cause;
      if (cause == RD_DKIM_CAUSE_NONE)
        break;
    }
  if (cause == RD_DKIM_CAUSE_NONE)
    conclude (signature, RD_DKIM_PASS, cause);
  else
    conclude (signature, cause == RD_DKIM_CAUSE_HEADER_CHANGED ? RD_DKIM_FAIL : RD_DKIM_PERMERROR, cause);
}

static void
verify_signature (const RdDkimMessage *message,
                  RdDkimSignature     *signature,
                  const RdAnswer      *answer,
                  RdDkimFlags          flags,
                  gint64               when)
{
  RdDkimCause body = RD_DKIM_CAUSE_BODY_MISSING;

  signature->answer_id = answer->id;
  if (signature->expires_at >= 0 && when > signature->expires_at)
    {
      conclude (signature, RD_DKIM_PERMERROR, RD_DKIM_CAUSE_EXPIRED);
      return;
    }
  if (!rd_answer_is_known (answer))
    {
      conclude (signature, RD_DKIM_TEMPERROR, RD_DKIM_CAUSE_KEY_UNKNOWN);
      return;
    }
  check_signature (message, signature, answer);
  if (signature->result == RD_DKIM_PERMERROR)
    return;
  if ((flags & RD_DKIM_HEADER_ONLY) == 0)
    body = check_body (message, signature);
  /* What changed in the body also explains a header that does not fit only if
   * the header itself is fine; so the body is named first. */
  if (body == RD_DKIM_CAUSE_BODY_SHORT)
    conclude (signature, RD_DKIM_PERMERROR, body);
  else if (body == RD_DKIM_CAUSE_BODY_CHANGED)
    conclude (signature, RD_DKIM_FAIL, body);
  else if (body == RD_DKIM_CAUSE_BODY_MISSING && signature->result == RD_DKIM_PASS)
    conclude (signature, RD_DKIM_NEUTRAL, body);
}

static void
collect_signatures (RdDkimVerification  *verification,
                    const RdDkimMessage *message)
{
  const GArray *indexes = rd_dkim_message_find (message, "dkim-signature");

  if (indexes == NULL)
    return;
  verification->n_signatures = indexes->len;
  for (guint i = 0; i < indexes->len && i < RD_DKIM_MAX_LISTED; i++)
    {
      const RdDkimField *field = &g_array_index (message->fields, RdDkimField, g_array_index (indexes, guint, i));
      RdDkimSignature   *signature = rd_dkim_signature_new (field);

      if (i >= RD_DKIM_MAX_SIGNATURES)
        conclude (signature, RD_DKIM_POLICY, RD_DKIM_CAUSE_TOO_MANY);
      g_ptr_array_add (verification->signatures, signature);
    }
}

/**
 * rd_dkim_verification_free:
 * @self: (nullable): a verification
 *
 * Frees @self.
 */
void
rd_dkim_verification_free (RdDkimVerification *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->signatures);
  g_free (self->from_domain);
  g_free (self);
}

/**
 * rd_dkim_verify:
 * @evidence: what is known
 * @message: the bytes of a message, as sent or as a file with LF line ends
 * @flags: what is there of it
 * @now: seconds since the epoch, for a message without a date
 * @verification: (out) (transfer full): the signatures, set when done; its
 *   fields do not point into @message
 *
 * Verifies the signatures of a message (RFC 6376 section 6).  The keys of all
 * are asked for at once.  Whether one has expired is judged by when the
 * message was on its way.
 *
 * Returns: whether it is done, or waits for answers
 */
RdCheckStatus
rd_dkim_verify (RdEvidence          *evidence,
                GBytes              *message,
                RdDkimFlags          flags,
                gint64               now,
                RdDkimVerification **verification)
{
  g_autoptr (RdDkimVerification) result = g_new0 (RdDkimVerification, 1);
  g_autoptr (RdDkimMessage) parsed = NULL;
  gboolean is_pending = FALSE;
  gint64   when;

  g_return_val_if_fail (evidence != NULL && message != NULL && verification != NULL, RD_CHECK_DONE);

  result->signatures = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_dkim_signature_free);
  parsed = rd_dkim_message_new (message);
  result->from_domain = rd_dkim_message_dup_from_domain (parsed);
  collect_signatures (result, parsed);
  for (guint i = 0; i < result->signatures->len; i++)
    {
      const RdDkimSignature *signature = g_ptr_array_index (result->signatures, i);
      g_autofree char       *name = rd_dkim_signature_dup_key_name (signature);

      if (signature->result == RD_DKIM_NEUTRAL && rd_evidence_ask_dns (evidence, name, RD_RR_TXT) == NULL)
        is_pending = TRUE;
    }
  if (is_pending)
    return RD_CHECK_PENDING;

  when = rd_dkim_message_get_date (parsed);
  for (guint i = 0; i < result->signatures->len; i++)
    {
      RdDkimSignature *signature = g_ptr_array_index (result->signatures, i);
      g_autofree char *name = rd_dkim_signature_dup_key_name (signature);

      if (signature->result == RD_DKIM_NEUTRAL)
        verify_signature (parsed, signature, rd_evidence_ask_dns (evidence, name, RD_RR_TXT), flags, when >= 0 ? when : now);
      signature->field = (RdDkimField){ 0 };
    }
  *verification = g_steal_pointer (&result);
  return RD_CHECK_DONE;
}
