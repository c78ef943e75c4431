/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-dkim"

#include "config.h"

#include "rd-dkim-key.h"

#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <string.h>

#include "rd-tag-list.h"
#include "rd-text.h"

#define ED25519_KEY_LENGTH 32

/* ASN.1 tags (X.690). */
#define DER_INTEGER 0x02
#define DER_SEQUENCE 0x30

G_DEFINE_AUTO_CLEANUP_FREE_FUNC (gnutls_pubkey_t, gnutls_pubkey_deinit, NULL)

/* One DER element: its contents, and whether the data end before it does. */
typedef struct
{
  guint8        tag;
  const guint8 *data;
  gsize         length;       /* present */
  gsize         whole_length; /* header and contents as announced */
  gboolean      is_cut;
} DerElement;

static gboolean
read_der (const guint8 *data,
          gsize         length,
          DerElement   *element)
{
  gsize header = 2;
  gsize announced;

  if (length < 2)
    return FALSE;
  announced = data[1];
  if (announced & 0x80)
    {
      gsize n_bytes = announced & 0x7f;

      if (n_bytes == 0 || n_bytes > 3 || length < 2 + n_bytes)
        return FALSE;
      announced = 0;
      for (gsize i = 0; i < n_bytes; i++)
        announced = announced << 8 | data[2 + i];
      header += n_bytes;
    }
  element->tag = data[0];
  element->data = data + header;
  element->length = MIN (announced, length - header);
  element->whole_length = header + announced;
  element->is_cut = announced > length - header;
  return TRUE;
}

/**
 * rd_dkim_decode_base64:
 * @text: base64 text, white space allowed
 *
 * Decodes @text strictly: characters that are not base64 and impossible
 * lengths are refused.  Missing padding is tolerated, as verifiers do.
 *
 * Returns: (transfer full) (nullable): the bytes
 */
GBytes *
rd_dkim_decode_base64 (const char *text)
{
  g_autofree char   *squeezed = NULL;
  g_autofree guchar *data = NULL;
  gsize              length;
  gsize              n_padding = 0;
  gsize              n_decoded;

  g_return_val_if_fail (text != NULL, NULL);

  squeezed = rd_tag_value_squeeze (text);
  length = strlen (squeezed);
  while (n_padding < 2 && length > n_padding && squeezed[length - 1 - n_padding] == '=')
    n_padding++;
  for (gsize i = 0; i < length - n_padding; i++)
    {
      if (!g_ascii_isalnum (squeezed[i]) && squeezed[i] != '+' && squeezed[i] != '/')
        return NULL;
    }
  if (length == 0 || (length - n_padding) % 4 == 1 || (n_padding > 0 && length % 4 != 0))
    return NULL;
  squeezed[length - n_padding] = '\0';
  squeezed = g_realloc (squeezed, length + 4);
  for (length -= n_padding; length % 4 != 0; length++)
    squeezed[length] = '=';
  squeezed[length] = '\0';
  data = g_base64_decode (squeezed, &n_decoded);
  return g_bytes_new_take (g_steal_pointer (&data), n_decoded);
}

/* Imports an RSA key in either of the two forms found in DNS. */
static gboolean
import_rsa (gnutls_pubkey_t pubkey,
            const guint8   *data,
            gsize           length)
{
  gnutls_datum_t der = { (unsigned char *) data, (unsigned int) length };
  DerElement     outer;
  DerElement     modulus;
  DerElement     exponent;
  gnutls_datum_t m;
  gnutls_datum_t e;
  gsize          rest;

  if (gnutls_pubkey_import (pubkey, &der, GNUTLS_X509_FMT_DER) >= 0)
    return gnutls_pubkey_get_pk_algorithm (pubkey, NULL) == GNUTLS_PK_RSA;
  /* RFC 6376 section 3.6.1 says RSAPublicKey (RFC 8017 A.1.1); nearly everybody
   * publishes SubjectPublicKeyInfo. */
  if (!read_der (data, length, &outer) || outer.tag != DER_SEQUENCE || outer.is_cut ||
      !read_der (outer.data, outer.length, &modulus) || modulus.tag != DER_INTEGER || modulus.is_cut)
    return FALSE;
  rest = (gsize) (outer.data + outer.length - (modulus.data + modulus.length));
  if (!read_der (modulus.data + modulus.length, rest, &exponent) || exponent.tag != DER_INTEGER || exponent.is_cut)
    return FALSE;
  m = (gnutls_datum_t){ (unsigned char *) modulus.data, (unsigned int) modulus.length };
  e = (gnutls_datum_t){ (unsigned char *) exponent.data, (unsigned int) exponent.length };
  return m.size > 0 && e.size > 0 && gnutls_pubkey_import_rsa_raw (pubkey, &m, &e) >= 0;
}

/* A private key starts with a version number where a public one has the
 * algorithm or the modulus (RFC 8017 A.1.2, RFC 5958). */
static gboolean
is_private_key (const guint8 *data,
                gsize         length)
{
  DerElement outer;
  DerElement version;

  return read_der (data, length, &outer) && outer.tag == DER_SEQUENCE &&
         read_der (outer.data, outer.length, &version) && version.tag == DER_INTEGER &&
         version.length == 1 && version.data[0] <= 1;
}

static void
judge_rsa (RdDkimKey    *key,
           const guint8 *data,
           gsize         length)
{
  g_auto (gnutls_pubkey_t) pubkey = NULL;
  DerElement   outer;
  unsigned int bits = 0;

  if (is_private_key (data, length))
    {
      key->defects |= RD_DKIM_DEFECT_PRIVATE;
      return;
    }
  if (read_der (data, length, &outer) && outer.tag == DER_SEQUENCE)
    key->expected_length = outer.whole_length;
  if (key->expected_length > length)
    {
      key->defects |= RD_DKIM_DEFECT_TRUNCATED;
      return;
    }
  if (gnutls_pubkey_init (&pubkey) < 0 || !import_rsa (pubkey, data, length))
    {
      key->defects |= RD_DKIM_DEFECT_DAMAGED;
      return;
    }
  gnutls_pubkey_get_pk_algorithm (pubkey, &bits);
  key->bits = bits;
  if (bits < RD_DKIM_MIN_RSA_BITS)
    key->defects |= RD_DKIM_DEFECT_SHORT;
  else if (bits < RD_DKIM_GOOD_RSA_BITS)
    key->defects |= RD_DKIM_DEFECT_WEAK;
  else if (bits > RD_DKIM_MAX_RSA_BITS)
    key->defects |= RD_DKIM_DEFECT_LONG;
}

static void
judge_key_data (RdDkimKey  *key,
                const char *value)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *squeezed = rd_tag_value_squeeze (value);
  const guint8    *data;

  if (*squeezed == '\0')
    {
      key->defects |= RD_DKIM_DEFECT_REVOKED;
      return;
    }
  if (strstr (squeezed, "PRIVATEKEY") != NULL)
    key->defects |= RD_DKIM_DEFECT_PRIVATE;
  if (strstr (squeezed, "-----") != NULL)
    key->defects |= RD_DKIM_DEFECT_PEM;
  if (strpbrk (squeezed, "\"\\'") != NULL)
    key->defects |= RD_DKIM_DEFECT_QUOTES;
  bytes = rd_dkim_decode_base64 (value);
  if (bytes == NULL)
    {
      key->defects |= RD_DKIM_DEFECT_BASE64;
      /* A key cut off in the middle leaves an impossible length behind. */
      if (strspn (squeezed, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/") == strlen (squeezed))
        key->defects |= RD_DKIM_DEFECT_TRUNCATED;
      return;
    }
  data = g_bytes_get_data (bytes, &key->key_length);
  if (key->algorithm == RD_DKIM_RSA)
    judge_rsa (key, data, key->key_length);
  else if (key->algorithm == RD_DKIM_ED25519 && key->key_length != ED25519_KEY_LENGTH)
    key->defects |= key->key_length < ED25519_KEY_LENGTH ? RD_DKIM_DEFECT_TRUNCATED : RD_DKIM_DEFECT_DAMAGED;
  if (key->algorithm == RD_DKIM_ED25519)
    key->expected_length = ED25519_KEY_LENGTH;
  key->key = g_steal_pointer (&bytes);
}

static void
judge_tags (RdDkimKey       *key,
            const RdTagList *list)
{
  const RdTag *version = rd_tag_list_find (list, "v");
  const char  *type = rd_tag_list_get_value (list, "k");
  const char  *hashes = rd_tag_list_get_value (list, "h");
  const char  *services = rd_tag_list_get_value (list, "s");
  const char  *flags = rd_tag_list_get_value (list, "t");

  if (version != NULL && (g_ptr_array_index (list->tags, 0) != version || strcmp (version->value, "DKIM1") != 0))
    key->defects |= RD_DKIM_DEFECT_VERSION;
  if (type == NULL || g_ascii_strcasecmp (type, "rsa") == 0)
    key->algorithm = RD_DKIM_RSA;
  else if (g_ascii_strcasecmp (type, "ed25519") == 0)
    key->algorithm = RD_DKIM_ED25519;
  else
    key->defects |= RD_DKIM_DEFECT_ALGORITHM;
  if (hashes != NULL && !rd_tag_value_has_word (hashes, "sha256"))
    key->defects |= RD_DKIM_DEFECT_HASH;
  if (services != NULL && !rd_tag_value_has_word (services, "*") && !rd_tag_value_has_word (services, "email"))
    key->defects |= RD_DKIM_DEFECT_SERVICE;
  if (flags != NULL && rd_tag_value_has_word (flags, "y"))
    key->defects |= RD_DKIM_DEFECT_TESTING;
  key->is_strict = flags != NULL && rd_tag_value_has_word (flags, "s");
}

/**
 * rd_dkim_looks_like_key:
 * @text: the joined strings of a TXT record
 * @length: their length in bytes
 *
 * Tells whether somebody meant to publish a DKIM key, damaged or not.
 *
 * Returns: whether it looks like it
 */
gboolean
rd_dkim_looks_like_key (const char *text,
                        gsize       length)
{
  g_autofree char *valid = rd_text_make_valid (text, (gssize) MIN (length, 512));

  return rd_text_find_nocase (valid, "v=DKIM") != NULL ||
         (rd_text_find_nocase (valid, "p=") != NULL && rd_text_find_nocase (valid, "k=") != NULL) ||
         g_str_has_prefix (valid, "p=MI");
}

/**
 * rd_dkim_key_parse:
 * @text: a key record
 * @length: its length in bytes
 *
 * Takes a key record apart and judges it.
 *
 * Returns: (transfer full): the key
 */
RdDkimKey *
rd_dkim_key_parse (const char *text,
                   gsize       length)
{
  RdDkimKey *key = g_new0 (RdDkimKey, 1);
  g_autoptr (RdTagList) list = rd_tag_list_parse (text, length, RD_TAG_NAMES_EXACT);
  const char *value = rd_tag_list_get_value (list, "p");

  key->text = rd_text_make_valid (text, (gssize) length);
  if (!list->is_valid)
    key->defects |= RD_DKIM_DEFECT_GRAMMAR;
  judge_tags (key, list);
  if (value == NULL)
    key->defects |= RD_DKIM_DEFECT_NO_KEY;
  else
    judge_key_data (key, value);
  return key;
}

/**
 * rd_dkim_key_parse_rr:
 * @rr: a TXT record
 *
 * rd_dkim_key_parse() for a resource record.
 *
 * Returns: (transfer full): the key
 */
RdDkimKey *
rd_dkim_key_parse_rr (const RdRr *rr)
{
  const char *text;
  gsize       length;

  g_return_val_if_fail (rr != NULL && rr->data != NULL, NULL);

  text = g_bytes_get_data (rr->data, &length);
  return rd_dkim_key_parse (text, length);
}

/**
 * rd_dkim_key_free:
 * @self: (nullable): a key
 *
 * Frees @self.
 */
void
rd_dkim_key_free (RdDkimKey *self)
{
  if (self == NULL)
    return;
  g_free (self->text);
  g_clear_pointer (&self->key, g_bytes_unref);
  g_free (self);
}

/**
 * rd_dkim_key_is_usable:
 * @self: a key
 *
 * Tells whether receivers can verify with @self.
 *
 * Returns: whether they can
 */
gboolean
rd_dkim_key_is_usable (const RdDkimKey *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return (self->defects & RD_DKIM_FATAL_DEFECTS) == 0 && self->key != NULL;
}

/**
 * rd_dkim_key_verify:
 * @self: a usable key
 * @digest: SHA-256 over the signed header fields
 * @signature: the signature
 *
 * Verifies a signature.  RSA signs the digest with PKCS#1 v1.5, Ed25519 signs
 * it as its message (RFC 8463 section 3).
 *
 * Returns: whether @signature is good
 */
gboolean
rd_dkim_key_verify (const RdDkimKey *self,
                    const guint8     digest[32],
                    GBytes          *signature)
{
  g_auto (gnutls_pubkey_t) pubkey = NULL;
  gnutls_datum_t hash = { (unsigned char *) digest, 32 };
  gnutls_datum_t sig;
  gnutls_datum_t raw;
  const guint8  *data;
  gsize          length;

  g_return_val_if_fail (self != NULL && self->key != NULL && signature != NULL, FALSE);

  sig.data = (unsigned char *) g_bytes_get_data (signature, &length);
  sig.size = (unsigned int) length;
  data = g_bytes_get_data (self->key, &length);
  if (gnutls_pubkey_init (&pubkey) < 0)
    return FALSE;
  if (self->algorithm == RD_DKIM_RSA)
    return import_rsa (pubkey, data, length) &&
           gnutls_pubkey_verify_hash2 (pubkey, GNUTLS_SIGN_RSA_SHA256, 0, &hash, &sig) >= 0;
  raw = (gnutls_datum_t){ (unsigned char *) data, (unsigned int) length };
  return gnutls_pubkey_import_ecc_raw (pubkey, GNUTLS_ECC_CURVE_ED25519, &raw, NULL) >= 0 &&
         gnutls_pubkey_verify_data2 (pubkey, GNUTLS_SIGN_EDDSA_ED25519, 0, &hash, &sig) >= 0;
}
