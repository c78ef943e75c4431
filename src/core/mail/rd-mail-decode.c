/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-mail-decode"

#include "config.h"

#include "rd-mail-decode.h"

#include "rd-charset.h"
#include "rd-html-text.h"
#include "rd-limits.h"
#include "rd-mail-kind.h"
#include "rd-text.h"

#include <string.h>

/* Encoded bytes that are enough for RD_LIMIT_PART_TEXT_BYTES of text, in
 * quoted-printable with every character encoded. */
#define MAX_ENCODED_TEXT (3u * RD_LIMIT_PART_TEXT_BYTES)

static gboolean
is_plain_ascii (const char *text,
                gsize       length)
{
  for (gsize i = 0; i < length; i++)
    {
      if ((guchar) text[i] >= 0x7f || text[i] == '\0' || text[i] == 0x1b || (text[i] == '?' && i > 0 && text[i - 1] == '='))
        return FALSE;
    }
  return TRUE;
}

/* RFC 5322 section 2.2.3; a fold and the blanks around it are one blank. */
static char *
dup_unfolded (const char *value,
              gsize       length)
{
  char *out = g_malloc (length + 1);
  gsize n = 0;

  for (gsize i = 0; i < length; i++)
    {
      if (value[i] != '\n' && value[i] != '\r')
        {
          out[n++] = value[i];
          continue;
        }
      while (n > 0 && (out[n - 1] == ' ' || out[n - 1] == '\t'))
        n--;
      while (i + 1 < length && g_ascii_isspace (value[i + 1]))
        i++;
      out[n++] = ' ';
    }
  out[n] = '\0';
  return g_strstrip (out);
}

/**
 * rd_mail_decode_field:
 * @value: value of a header field, as it stands in the message
 * @length: its length in bytes
 *
 * Unfolds and decodes a field (RFC 5322 section 2.2.3, RFC 2047).
 *
 * Returns: (transfer full): valid UTF-8 on one line
 */
char *
rd_mail_decode_field (const char *value,
                      gsize       length)
{
  g_autofree char *unfolded = dup_unfolded (value, length);
  g_autofree char *utf8 = NULL;
  g_autofree char *decoded = NULL;
  char            *valid;

  if (is_plain_ascii (value, length))
    return g_steal_pointer (&unfolded);
  /* dup_unfolded() ends at the first NUL a header has no business with. */
  utf8 = rd_charset_to_utf8 (NULL, unfolded, strlen (unfolded));
  decoded = g_mime_utils_header_decode_text (NULL, utf8);
  valid = rd_text_make_valid (decoded != NULL ? decoded : utf8, -1);
  for (char *p = valid; *p != '\0'; p++)
    {
      if (*p == '\n' || *p == '\r')
        *p = ' ';
    }
  return valid;
}

/**
 * rd_mail_entity_is_encoded:
 * @entity: a part
 *
 * Returns: whether its content stands there in a transfer encoding that changes
 *   it (RFC 2045 section 6)
 */
gboolean
rd_mail_entity_is_encoded (const RdMailEntity *entity)
{
  return entity->encoding == GMIME_CONTENT_ENCODING_BASE64 ||
         entity->encoding == GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE ||
         entity->encoding == GMIME_CONTENT_ENCODING_UUENCODE;
}

/**
 * rd_mail_decode_content:
 * @entity: a part that is encoded
 * @length: how many of the encoded bytes to decode
 * @decoded_length: (out): the number of bytes that makes
 *
 * Takes the transfer encoding off a part.
 *
 * Returns: (transfer full): the bytes
 */
char *
rd_mail_decode_content (const RdMailEntity *entity,
                        gsize               length,
                        gsize              *decoded_length)
{
  GMimeEncoding decoder;
  char         *decoded;

  g_mime_encoding_init_decode (&decoder, entity->encoding);
  decoded = g_malloc (g_mime_encoding_outlen (&decoder, length) + 1);
  *decoded_length = g_mime_encoding_flush (&decoder, entity->data, length, decoded);
  return decoded;
}

static gboolean
is_type (const RdMailEntity *entity,
         const char         *prefix)
{
  return g_str_has_prefix (entity->part.content_type, prefix);
}

/* Cuts valid UTF-8 to a limit, between two characters. */
static void
cut_utf8 (char *text,
          gsize limit)
{
  if (strlen (text) <= limit)
    return;
  while (limit > 0 && ((guchar) text[limit] & 0xc0) == 0x80)
    limit--;
  text[limit] = '\0';
}

/**
 * rd_mail_decode_text:
 * @entity: a part
 *
 * Decodes the text of a part, at most RD_LIMIT_PART_TEXT_BYTES of it.
 *
 * Returns: (transfer full) (nullable): valid UTF-8 with LF line ends, %NULL if
 *   the part is no text
 */
char *
rd_mail_decode_text (const RdMailEntity *entity)
{
  gsize length =
      MIN (entity->length,
           rd_mail_entity_is_encoded (entity) ? MAX_ENCODED_TEXT : RD_LIMIT_PART_TEXT_BYTES);
  g_autofree char *decoded = NULL;
  g_autofree char *declared = NULL;
  const char      *data = entity->data;
  char            *text;

  if (entity->part.is_container)
    return NULL;
  if (rd_mail_entity_is_encoded (entity))
    data = decoded = rd_mail_decode_content (entity, length, &length);
  if (!is_type (entity, "text/") && !is_type (entity, "message/") && length > 0 &&
      !rd_mail_kind_is_text (rd_mail_kind_of (data, length)))
    return NULL;
  if (entity->charset == NULL && strcmp (entity->part.content_type, "text/html") == 0)
    declared = rd_html_dup_charset (data, length);
  text = rd_charset_to_utf8 (entity->charset != NULL ? entity->charset : declared, data, length);
  if (strchr (text, '\r') != NULL)
    text[rd_charset_unix_lines (text, strlen (text))] = '\0';
  cut_utf8 (text, RD_LIMIT_PART_TEXT_BYTES);
  return text;
}
