/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-rr"

#include "config.h"

#include "rd-dns-name.h"
#include "rd-evidence.h"
#include "rd-rr.h"

#include <string.h>

/* Records from their presentation form: it becomes rdata, which is then read
 * like that of an answer, so that there is one idea of what is well formed. */

typedef struct
{
  const char *position;
  const char *end;
} Scanner;

static void
skip_blanks (Scanner *scanner)
{
  while (scanner->position < scanner->end && g_ascii_isspace (*scanner->position))
    scanner->position++;
}

static char *
next_word (Scanner *scanner)
{
  const char *start;

  skip_blanks (scanner);
  start = scanner->position;
  while (scanner->position < scanner->end && !g_ascii_isspace (*scanner->position))
    scanner->position++;
  return scanner->position > start ? g_strndup (start, (gsize) (scanner->position - start)) : NULL;
}

static void
put_number (GByteArray *rdata,
            guint       width,
            guint64     number)
{
  while (width-- > 0)
    {
      guint8 byte = (guint8) (number >> (8 * width));

      g_byte_array_append (rdata, &byte, 1);
    }
}

/* Reads "…" or a bare word, with escapes. */
static GByteArray *
next_string (Scanner *scanner)
{
  g_autoptr (GByteArray) string = g_byte_array_new ();
  gboolean quoted;

  skip_blanks (scanner);
  if (scanner->position >= scanner->end)
    return NULL;
  quoted = *scanner->position == '"';
  if (quoted)
    scanner->position++;
  while (scanner->position < scanner->end)
    {
      char   c = *scanner->position;
      guint8 byte = 0;

      if (quoted ? c == '"' : g_ascii_isspace (c))
        break;
      if (!rd_dns_read_escape (&scanner->position, scanner->end, &byte))
        return NULL;
      g_byte_array_append (string, &byte, 1);
    }
  if (quoted)
    {
      if (scanner->position >= scanner->end)
        return NULL;
      scanner->position++;
    }
  return g_steal_pointer (&string);
}

/* A string longer than a character-string can hold is cut into several. */
static void
put_strings (GByteArray   *rdata,
             const guint8 *bytes,
             gsize         length)
{
  gsize done = 0;

  do
    {
      gsize  piece = MIN (length - done, 255);
      guint8 head = (guint8) piece;

      g_byte_array_append (rdata, &head, 1);
      if (piece > 0)
        g_byte_array_append (rdata, bytes + done, (guint) piece);
      done += piece;
    }
  while (done < length);
}

static gboolean
parse_strings (Scanner    *scanner,
               GByteArray *rdata)
{
  skip_blanks (scanner);
  if (scanner->position < scanner->end && *scanner->position != '"')
    {
      put_strings (rdata, (const guint8 *) scanner->position, (gsize) (scanner->end - scanner->position));
      scanner->position = scanner->end;
      return TRUE;
    }
  do
    {
      g_autoptr (GByteArray) string = next_string (scanner);

      if (string == NULL || rdata->len > RD_RR_MAX_RDATA)
        return FALSE;
      put_strings (rdata, string->data, string->len);
      skip_blanks (scanner);
    }
  while (scanner->position < scanner->end);
  return TRUE;
}

static gboolean
parse_hex (Scanner    *scanner,
           GByteArray *rdata)
{
  for (skip_blanks (scanner); scanner->position < scanner->end; skip_blanks (scanner))
    {
      int high = g_ascii_xdigit_value (scanner->position[0]);
      int low = scanner->end - scanner->position > 1 ? g_ascii_xdigit_value (scanner->position[1]) : -1;

      if (high < 0 || low < 0)
        return FALSE;
      put_number (rdata, 1, (guint64) (high << 4 | low));
      scanner->position += 2;
    }
  return TRUE;
}

static gboolean
parse_address (const char *word,
               RdIpFamily  family,
               GByteArray *rdata)
{
  static const guint8 mapped[12] = { [10] = 0xff, [11] = 0xff };
  RdIp                ip = { 0 };

  if (!rd_ip_parse (word, &ip))
    return FALSE;
  /* rd_ip_parse() has turned an IPv4-mapped address into the IPv4 one. */
  if (family == RD_IP_V6 && ip.family == RD_IP_V4 && strchr (word, ':') != NULL)
    {
      g_byte_array_append (rdata, mapped, sizeof mapped);
      g_byte_array_append (rdata, ip.bytes, 4);
      return TRUE;
    }
  if (ip.family != family || (family == RD_IP_V4 && strchr (word, ':') != NULL))
    return FALSE;
  g_byte_array_append (rdata, ip.bytes, family == RD_IP_V4 ? 4 : 16);
  return TRUE;
}

/* g_base64_decode() skips over anything else. */
static gboolean
is_base64 (const Scanner *scanner)
{
  for (const char *p = scanner->position; p < scanner->end; p++)
    {
      if (!g_ascii_isalnum (*p) && !g_ascii_isspace (*p) && strchr ("+/=", *p) == NULL)
        return FALSE;
    }
  return TRUE;
}

static gboolean
parse_rest (Scanner    *scanner,
            char        field,
            GByteArray *rdata)
{
  g_autoptr (GByteArray) string = NULL;
  g_autofree char   *packed = NULL;
  g_autofree guint8 *decoded = NULL;
  gsize              length = 0;

  if (field == 'x')
    return parse_hex (scanner, rdata);
  if (field == 'v')
    {
      string = next_string (scanner);
      if (string == NULL)
        return FALSE;
      g_byte_array_append (rdata, string->data, string->len);
      return TRUE;
    }
  if (!is_base64 (scanner))
    return FALSE;
  packed = g_strndup (scanner->position, (gsize) (scanner->end - scanner->position));
  scanner->position = scanner->end;
  decoded = g_base64_decode (packed, &length);
  if (length > 0)
    g_byte_array_append (rdata, decoded, (guint) length);
  return TRUE;
}

static gboolean
parse_field (Scanner    *scanner,
             char        field,
             GByteArray *rdata)
{
  g_autofree char *word = NULL;
  guint            width = field == 'b' ? 1 : field == 'h' ? 2
                                                           : 4;
  guint64          number = 0;

  if (field == 'T')
    return parse_strings (scanner, rdata);
  if (field == 'v' || field == 'x' || field == 'e')
    return parse_rest (scanner, field, rdata);
  word = next_word (scanner);
  if (word == NULL)
    return FALSE;
  switch (field)
    {
    case 'a':
    case 'q':
      return parse_address (word, field == 'a' ? RD_IP_V4 : RD_IP_V6, rdata);
    case 'n':
      if (strlen (word) > 1 && g_str_has_suffix (word, ".") && !g_str_has_suffix (word, "\\."))
        word[strlen (word) - 1] = '\0';
      return rd_dns_name_append_wire (rdata, word);
    case 't':
      if (strlen (word) > 255)
        return FALSE;
      put_number (rdata, 1, strlen (word));
      g_byte_array_append (rdata, (const guint8 *) word, (guint) strlen (word));
      return TRUE;
    default:
      if (!g_ascii_string_to_unsigned (word, 10, 0, (G_GUINT64_CONSTANT (1) << (8 * width)) - 1, &number, NULL))
        return FALSE;
      put_number (rdata, width, number);
      return TRUE;
    }
}

/* "\# LENGTH HEX" stands for any rdata (RFC 3597 section 5). */
static gboolean
parse_generic (Scanner    *scanner,
               GByteArray *rdata)
{
  g_autofree char *mark = next_word (scanner);
  g_autofree char *word = next_word (scanner);
  guint64          length = 0;

  return mark != NULL && strcmp (mark, "\\#") == 0 && word != NULL &&
         g_ascii_string_to_unsigned (word, 10, 0, RD_RR_MAX_RDATA, &length, NULL) &&
         parse_hex (scanner, rdata) && rdata->len == length;
}

/**
 * rd_rr_new_from_text:
 * @owner: normalized name of the owner
 * @type: record type
 * @ttl: seconds
 * @text: the rdata in presentation form (RFC 1035 section 5.1)
 *
 * Makes a record from its text.  A TXT that does not start with a quote is one
 * string, taken as it is and cut as needed; otherwise strings are quoted and
 * have escapes.  Types without a known form, and any other if need be, are
 * written as RFC 3597 section 5 has it.
 *
 * Returns: (transfer full) (nullable): the record, %NULL if @text is malformed
 */
RdRr *
rd_rr_new_from_text (const char *owner,
                     guint16     type,
                     guint32     ttl,
                     const char *text)
{
  g_autoptr (GByteArray) rdata = NULL;
  const char *layout = rd_rr_type_get_layout (type);
  Scanner     scanner;

  g_return_val_if_fail (owner != NULL, NULL);
  g_return_val_if_fail (text != NULL, NULL);

  rdata = g_byte_array_new ();
  scanner.position = text;
  scanner.end = text + strlen (text);
  if (layout == NULL || g_str_has_prefix (text, "\\# "))
    {
      if (!parse_generic (&scanner, rdata))
        return NULL;
    }
  else
    {
      for (const char *field = layout; *field != '\0'; field++)
        {
          if (!parse_field (&scanner, *field, rdata) || rdata->len > RD_RR_MAX_RDATA)
            return NULL;
        }
      skip_blanks (&scanner);
      if (scanner.position < scanner.end)
        return NULL;
    }
  return rd_rr_new_from_rdata (owner, type, ttl, rdata->data, rdata->len);
}
