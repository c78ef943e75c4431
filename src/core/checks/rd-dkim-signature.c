/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-dkim"

#include "config.h"

#include "rd-dkim.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rd-tag-list.h"
#include "rd-text.h"

/* A DKIM-Signature field taken apart (RFC 6376 section 3.5), and the words for what
 * came of verifying it. */

/**
 * rd_dkim_result_to_string:
 * @result: a result
 *
 * The word of RFC 8601 for @result.
 *
 * Returns: (transfer none): a static string
 */
const char *
rd_dkim_result_to_string (RdDkimResult result)
{
  static const char *words[] = {
    [RD_DKIM_NEUTRAL] = "neutral",
    [RD_DKIM_PASS] = "pass",
    [RD_DKIM_FAIL] = "fail",
    [RD_DKIM_POLICY] = "policy",
    [RD_DKIM_TEMPERROR] = "temperror",
    [RD_DKIM_PERMERROR] = "permerror",
  };

  g_return_val_if_fail ((gsize) result < G_N_ELEMENTS (words), "neutral");

  return words[result];
}

/**
 * rd_dkim_cause_dup_text:
 * @cause: a cause
 *
 * One sentence for people about @cause, translated.
 *
 * Returns: (transfer full): the sentence
 */
char *
rd_dkim_cause_dup_text (RdDkimCause cause)
{
  static const char *const texts[] = {
    [RD_DKIM_CAUSE_NONE] = N_ ("The signature is good."),
    [RD_DKIM_CAUSE_GRAMMAR] = N_ ("The signature is written in a way nobody can read."),
    [RD_DKIM_CAUSE_VERSION] = N_ ("The signature is of a version that does not exist."),
    [RD_DKIM_CAUSE_ALGORITHM] = N_ ("The signature uses a method that does not exist."),
    [RD_DKIM_CAUSE_SHA1] = N_ ("The signature uses the outdated method rsa-sha1, which receivers must not accept."),
    [RD_DKIM_CAUSE_IDENTITY] = N_ ("The signature speaks for a domain that is not its own."),
    [RD_DKIM_CAUSE_FROM_UNSIGNED] = N_ ("The signature does not cover the From line, so it counts for nothing."),
    [RD_DKIM_CAUSE_EXPIRED] = N_ ("The signature had expired when the message was on its way."),
    [RD_DKIM_CAUSE_KEY_MISSING] = N_ ("The key of the signature is not in DNS."),
    [RD_DKIM_CAUSE_KEY_UNKNOWN] = N_ ("The key of the signature could not be looked up."),
    [RD_DKIM_CAUSE_KEY_REVOKED] = N_ ("The key of the signature has been withdrawn."),
    [RD_DKIM_CAUSE_KEY_BAD] = N_ ("The key of the signature is damaged."),
    [RD_DKIM_CAUSE_KEY_SHORT] = N_ ("The key of the signature is too short, receivers must not accept it."),
    [RD_DKIM_CAUSE_KEY_MISMATCH] = N_ ("The key in DNS is for another kind of signature."),
    [RD_DKIM_CAUSE_KEY_SERVICE] = N_ ("The key in DNS is not meant for e-mail."),
    [RD_DKIM_CAUSE_KEY_STRICT] = N_ ("The key does not allow signatures for subdomains."),
    [RD_DKIM_CAUSE_BODY_CHANGED] = N_ ("The text of the message was changed after it was signed."),
    [RD_DKIM_CAUSE_BODY_SHORT] = N_ ("The text of the message is shorter than the signature says."),
    [RD_DKIM_CAUSE_BODY_MISSING] = N_ ("The text of the message was not returned, so the signature itself cannot be checked again."),
    [RD_DKIM_CAUSE_HEADER_CHANGED] = N_ ("The header of the message was changed after it was signed, or it was signed with another key."),
    [RD_DKIM_CAUSE_TOO_MANY] = N_ ("The message has more signatures than are looked at."),
  };

  g_return_val_if_fail ((gsize) cause < G_N_ELEMENTS (texts), g_strdup (""));

  return g_strdup (_ (texts[cause]));
}

static gboolean
parse_number (const char *text,
              gint64     *number)
{
  guint64 value;

  if (text == NULL)
    return TRUE;
  if (!g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, &value, NULL))
    return FALSE;
  *number = (gint64) value;
  return TRUE;
}

static gboolean
parse_canon_word (const char  *word,
                  RdDkimCanon *canon)
{
  if (g_ascii_strcasecmp (word, "simple") == 0)
    *canon = RD_DKIM_SIMPLE;
  else if (g_ascii_strcasecmp (word, "relaxed") == 0)
    *canon = RD_DKIM_RELAXED;
  else
    return FALSE;
  return TRUE;
}

static gboolean
parse_canon (RdDkimSignature *signature,
             const char      *value)
{
  g_auto (GStrv) words = NULL;

  if (value == NULL)
    return TRUE;
  words = g_strsplit (value, "/", 2);
  return words[0] != NULL && parse_canon_word (words[0], &signature->header_canon) &&
         (words[1] == NULL || parse_canon_word (words[1], &signature->body_canon));
}

static void
parse_algorithm (RdDkimSignature *signature,
                 const char      *value)
{
  signature->algorithm_name = g_strdup (value);
  if (g_ascii_strcasecmp (value, "rsa-sha256") == 0)
    signature->algorithm = RD_DKIM_RSA;
  else if (g_ascii_strcasecmp (value, "ed25519-sha256") == 0)
    signature->algorithm = RD_DKIM_ED25519;
  signature->is_sha1 = g_ascii_strcasecmp (value, "rsa-sha1") == 0;
}

/* A selector is a piece of a name: labels with dots between them. */
static gboolean
parse_selector (RdDkimSignature *signature,
                const char      *value)
{
  signature->selector = rd_domain_normalize (value);
  return signature->selector != NULL;
}

static gboolean
parse_identity (RdDkimSignature *signature,
                const char      *value)
{
  if (value == NULL)
    signature->identity = g_strdup (signature->domain);
  else
    signature->identity = rd_address_dup_domain (value);
  return signature->identity != NULL;
}

static char **
split_headers (const char *value)
{
  g_autofree char *squeezed = rd_tag_value_squeeze (value);
  g_autofree char *lower = g_ascii_strdown (squeezed, -1);

  return g_strsplit (lower, ":", -1);
}

/* Everything that makes the field readable at all. */
static gboolean
parse_tags (RdDkimSignature *signature,
            const RdTagList *list,
            gsize            value_start)
{
  const RdTag *b = rd_tag_list_find (list, "b");
  const char  *body_hash = rd_tag_list_get_value (list, "bh");
  const char  *headers = rd_tag_list_get_value (list, "h");
  const char  *domain = rd_tag_list_get_value (list, "d");
  const char  *selector = rd_tag_list_get_value (list, "s");
  const char  *length = rd_tag_list_get_value (list, "l");
  const char  *query = rd_tag_list_get_value (list, "q");
  const char  *algorithm = rd_tag_list_get_value (list, "a");
  gint64       limit = 0;

  if (algorithm != NULL)
    parse_algorithm (signature, algorithm);
  if (domain != NULL)
    signature->domain = rd_domain_normalize (domain);
  if (signature->domain == NULL || selector == NULL || !parse_selector (signature, selector) ||
      !list->is_valid || b == NULL || body_hash == NULL || headers == NULL || algorithm == NULL)
    return FALSE;
  signature->b_start = value_start + b->value_offset;
  signature->b_length = b->value_length;
  signature->signature = rd_dkim_decode_base64 (b->value);
  signature->body_hash = rd_dkim_decode_base64 (body_hash);
  signature->headers = split_headers (headers);
  signature->has_length = length != NULL;
  if (signature->signature == NULL || signature->body_hash == NULL || !parse_number (length, &limit) ||
      !parse_number (rd_tag_list_get_value (list, "t"), &signature->signed_at) ||
      !parse_number (rd_tag_list_get_value (list, "x"), &signature->expires_at) ||
      !parse_canon (signature, rd_tag_list_get_value (list, "c")) ||
      !parse_identity (signature, rd_tag_list_get_value (list, "i")))
    return FALSE;
  signature->length = (guint64) limit;
  if (signature->expires_at >= 0 && signature->signed_at > signature->expires_at)
    return FALSE;
  return query == NULL || rd_tag_value_has_word (query, "dns/txt");
}

static void
refuse (RdDkimSignature *signature,
        RdDkimCause      cause)
{
  signature->result = RD_DKIM_PERMERROR;
  signature->cause = cause;
}

/**
 * rd_dkim_signature_new:
 * @field: a DKIM-Signature field
 *
 * Reads a signature and checks all that needs neither key nor message (RFC
 * 6376 section 6.1.1): one that fails gets its result here.
 *
 * Returns: (transfer full): the signature
 */
RdDkimSignature *
rd_dkim_signature_new (const RdDkimField *field)
{
  RdDkimSignature *signature = g_new0 (RdDkimSignature, 1);
  g_autoptr (RdTagList) list = NULL;
  const char *version;

  g_return_val_if_fail (field != NULL, NULL);

  signature->field = *field;
  signature->signed_at = -1;
  signature->expires_at = -1;
  list = rd_tag_list_parse (field->text + field->value_start, field->length - field->value_start, RD_TAG_NAMES_EXACT);
  version = rd_tag_list_get_value (list, "v");
  if (!parse_tags (signature, list, field->value_start))
    refuse (signature, RD_DKIM_CAUSE_GRAMMAR);
  else if (version == NULL || strcmp (version, "1") != 0)
    refuse (signature, RD_DKIM_CAUSE_VERSION);
  else if (signature->is_sha1)
    refuse (signature, RD_DKIM_CAUSE_SHA1);
  else if (signature->algorithm == RD_DKIM_UNKNOWN_ALGORITHM)
    refuse (signature, RD_DKIM_CAUSE_ALGORITHM);
  else if (!rd_domain_is_within (signature->identity, signature->domain))
    refuse (signature, RD_DKIM_CAUSE_IDENTITY);
  else if (signature->headers == NULL || !g_strv_contains ((const char *const *) signature->headers, "from"))
    refuse (signature, RD_DKIM_CAUSE_FROM_UNSIGNED);
  return signature;
}

/**
 * rd_dkim_signature_free:
 * @self: (nullable): a signature
 *
 * Frees @self.
 */
void
rd_dkim_signature_free (RdDkimSignature *self)
{
  if (self == NULL)
    return;
  g_free (self->domain);
  g_free (self->selector);
  g_free (self->algorithm_name);
  g_free (self->identity);
  g_strfreev (self->headers);
  g_clear_pointer (&self->body_hash, g_bytes_unref);
  g_clear_pointer (&self->signature, g_bytes_unref);
  rd_dkim_key_free (self->key);
  g_free (self);
}

/**
 * rd_dkim_signature_dup_key_name:
 * @self: a signature
 *
 * The name its key stands at.
 *
 * Returns: (transfer full) (nullable): the name, %NULL if it names no key
 */
char *
rd_dkim_signature_dup_key_name (const RdDkimSignature *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->selector == NULL || self->domain == NULL)
    return NULL;
  return g_strdup_printf ("%s._domainkey.%s", self->selector, self->domain);
}
