/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Signs messages for tests.  Canonicalization is written here a second time,
 * as plainly as possible, so that the verifier is not measured by itself. */

#include "rd-test-signer.h"

#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <string.h>

struct _RdTestKey
{
  gnutls_privkey_t private_key;
  gnutls_pubkey_t  public_key;
  gboolean         is_ed25519;
};

static RdTestKey *
key_new (gnutls_pk_algorithm_t algorithm,
         guint                 bits)
{
  RdTestKey *key = g_new0 (RdTestKey, 1);

  key->is_ed25519 = algorithm == GNUTLS_PK_EDDSA_ED25519;
  g_assert_cmpint (gnutls_privkey_init (&key->private_key), >=, 0);
  g_assert_cmpint (gnutls_pubkey_init (&key->public_key), >=, 0);
  g_assert_cmpint (gnutls_privkey_generate (key->private_key, algorithm, bits, 0), >=, 0);
  g_assert_cmpint (gnutls_pubkey_import_privkey (key->public_key, key->private_key, 0, 0), >=, 0);
  return key;
}

RdTestKey *
rd_test_key_new_rsa (guint bits)
{
  return key_new (GNUTLS_PK_RSA, bits);
}

RdTestKey *
rd_test_key_new_ed25519 (void)
{
  return key_new (GNUTLS_PK_EDDSA_ED25519, GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_ED25519));
}

void
rd_test_key_free (RdTestKey *key)
{
  gnutls_pubkey_deinit (key->public_key);
  gnutls_privkey_deinit (key->private_key);
  g_free (key);
}

static char *
encode (gnutls_datum_t *data)
{
  char *text = g_base64_encode (data->data, data->size);

  gnutls_free (data->data);
  return text;
}

/* What goes behind "p=". */
char *
rd_test_key_dup_public (const RdTestKey *key)
{
  gnutls_datum_t data = { NULL, 0 };

  if (key->is_ed25519)
    g_assert_cmpint (gnutls_pubkey_export_ecc_raw (key->public_key, NULL, &data, NULL), >=, 0);
  else
    g_assert_cmpint (gnutls_pubkey_export2 (key->public_key, GNUTLS_X509_FMT_DER, &data), >=, 0);
  return encode (&data);
}

static void
append_integer (GByteArray           *array,
                const gnutls_datum_t *number)
{
  const guint8 header[4] = { 0x02, 0x82, (guint8) (number->size >> 8), (guint8) number->size };

  g_byte_array_append (array, header, sizeof header);
  g_byte_array_append (array, number->data, number->size);
}

/* The bare RSAPublicKey of RFC 8017, as the letter of RFC 6376 has it. */
char *
rd_test_key_dup_pkcs1 (const RdTestKey *key)
{
  g_autoptr (GByteArray) inner = g_byte_array_new ();
  g_autoptr (GByteArray) outer = g_byte_array_new ();
  gnutls_datum_t modulus;
  gnutls_datum_t exponent;
  guint8         header[4] = { 0x30, 0x82 };

  g_assert_cmpint (gnutls_pubkey_export_rsa_raw (key->public_key, &modulus, &exponent), >=, 0);
  append_integer (inner, &modulus);
  append_integer (inner, &exponent);
  header[2] = (guint8) (inner->len >> 8);
  header[3] = (guint8) inner->len;
  g_byte_array_append (outer, header, sizeof header);
  g_byte_array_append (outer, inner->data, inner->len);
  gnutls_free (modulus.data);
  gnutls_free (exponent.data);
  return g_base64_encode (outer->data, outer->len);
}

/* The half that must never be published. */
char *
rd_test_key_dup_private (const RdTestKey *key)
{
  gnutls_x509_privkey_t x509;
  gnutls_datum_t        data;

  g_assert_cmpint (gnutls_privkey_export_x509 (key->private_key, &x509), >=, 0);
  g_assert_cmpint (gnutls_x509_privkey_export2 (x509, GNUTLS_X509_FMT_DER, &data), >=, 0);
  gnutls_x509_privkey_deinit (x509);
  return encode (&data);
}

static char *
replace_all (const char *pattern,
             const char *replacement,
             const char *text)
{
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_RAW, 0, NULL);

  return g_regex_replace_literal (regex, text, -1, 0, replacement, 0, NULL);
}

/* One field "Name: value", folded or not, without its last line end. */
static char *
canonicalize_field (const char *field,
                    gboolean    relaxed)
{
  const char      *colon = strchr (field, ':');
  g_autofree char *name = NULL;
  g_autofree char *unfolded = NULL;
  g_autofree char *collapsed = NULL;

  if (!relaxed)
    return g_strdup (field);
  name = g_ascii_strdown (field, colon - field);
  unfolded = replace_all ("\r\n", "", colon + 1);
  collapsed = replace_all ("[ \t]+", " ", unfolded);
  return g_strconcat (g_strchomp (name), ":", g_strstrip (collapsed), NULL);
}

static char *
canonicalize_body (const char *body,
                   gboolean    relaxed)
{
  g_autofree char *collapsed = relaxed ? replace_all ("[ \t]+", " ", body) : g_strdup (body);
  g_autofree char *stripped = relaxed ? replace_all (" (?=\r\n)", "", collapsed) : g_strdup (collapsed);
  g_autofree char *trimmed = replace_all ("(\r\n)*$", "", stripped);

  if (*trimmed == '\0')
    return g_strdup (relaxed ? "" : "\r\n");
  return g_strconcat (trimmed, "\r\n", NULL);
}

static char *
dup_hash (const char *text,
          gsize       length)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize  size = sizeof digest;

  g_checksum_update (checksum, (const guchar *) text, (gssize) length);
  g_checksum_get_digest (checksum, digest, &size);
  return g_base64_encode (digest, size);
}

static char *
make_signature (const RdTestKey *key,
                const char      *text)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8         digest[32];
  gsize          size = sizeof digest;
  gnutls_datum_t hash = { digest, sizeof digest };
  gnutls_datum_t signature;

  g_checksum_update (checksum, (const guchar *) text, -1);
  g_checksum_get_digest (checksum, digest, &size);
  if (key->is_ed25519)
    g_assert_cmpint (gnutls_privkey_sign_data2 (key->private_key, GNUTLS_SIGN_EDDSA_ED25519, 0, &hash, &signature), >=, 0);
  else
    g_assert_cmpint (gnutls_privkey_sign_hash2 (key->private_key, GNUTLS_SIGN_RSA_SHA256, 0, &hash, &signature), >=, 0);
  return encode (&signature);
}

/* Fields of one name from the bottom up, each given out once. */
static void
append_signed_fields (GString    *text,
                      const char *header,
                      const char *names,
                      gboolean    relaxed)
{
  g_auto (GStrv) wanted = g_strsplit (names, ":", -1);
  g_autofree char *marked = replace_all ("\r\n(?![ \t])", "\001", header);
  g_auto (GStrv) fields = g_strsplit (marked, "\001", -1);

  for (guint i = 0; wanted[i] != NULL; i++)
    {
      for (guint k = g_strv_length (fields); k-- > 0;)
        {
          g_autofree char *canonical = NULL;
          gsize            length = strlen (g_strstrip (wanted[i]));

          if (g_ascii_strncasecmp (fields[k], wanted[i], length) != 0 || fields[k][length] != ':')
            continue;
          canonical = canonicalize_field (fields[k], relaxed);
          g_string_append_printf (text, "%s\r\n", canonical);
          fields[k][0] = '\0';
          break;
        }
    }
}

/* Gives the message with a signature on top.  @tags is everything but bh and b;
 * its h= says what is signed. */
char *
rd_test_sign (const RdTestKey *key,
              const char      *header,
              const char      *body,
              const char      *tags,
              gboolean         relaxed_header,
              gboolean         relaxed_body,
              gssize           length)
{
  g_autofree char *canonical = canonicalize_body (body, relaxed_body);
  g_autofree char *body_hash = dup_hash (canonical, length >= 0 ? (gsize) length : strlen (canonical));
  g_autofree char *field = g_strdup_printf ("DKIM-Signature: %s;\r\n\tbh=%s;\r\n b=", tags, body_hash);
  g_autofree char *canonical_field = canonicalize_field (field, relaxed_header);
  g_autofree char *signature = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  const char *names = strstr (tags, "h=");

  if (names != NULL)
    {
      g_autofree char *list = g_strndup (names + 2, strcspn (names + 2, ";"));

      append_signed_fields (text, header, list, relaxed_header);
    }
  g_string_append (text, canonical_field);
  signature = make_signature (key, text->str);
  return g_strconcat (field, signature, "\r\n", header, "\r\n", body, NULL);
}
