/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-rr"

#include "config.h"

#include "rd-dns-name.h"
#include "rd-evidence.h"
#include "rd-rr.h"

#include <string.h>

/* The length field of rdata has 16 bits (RFC 1035 section 3.2.1). */
#define MAX_RDATA 65535

typedef struct
{
  guint16     type;
  const char *name;
  const char *layout; /* (nullable): shown as RFC 3597 section 5 has it */
} TypeInfo;

static const TypeInfo types[] = {
  { RD_RR_A, "A", "a" },
  { RD_RR_NS, "NS", "n" },
  { RD_RR_CNAME, "CNAME", "n" },
  { RD_RR_SOA, "SOA", "nnwwwww" },
  { RD_RR_PTR, "PTR", "n" },
  { 13, "HINFO", NULL },
  { RD_RR_MX, "MX", "hn" },
  { RD_RR_TXT, "TXT", "T" },
  { 17, "RP", "nn" },
  { RD_RR_AAAA, "AAAA", "q" },
  { RD_RR_SRV, "SRV", "hhhn" },
  { 35, "NAPTR", NULL },
  { 39, "DNAME", "n" },
  { RD_RR_DS, "DS", "hbbx" },
  { RD_RR_RRSIG, "RRSIG", NULL },
  { 47, "NSEC", NULL },
  { RD_RR_DNSKEY, "DNSKEY", "hbbe" },
  { 50, "NSEC3", NULL },
  { RD_RR_TLSA, "TLSA", "bbbx" },
  { 53, "SMIMEA", "bbbx" },
  { 64, "SVCB", NULL },
  { 65, "HTTPS", NULL },
  { RD_RR_SPF, "SPF", "T" },
  { 255, "ANY", NULL },
  { 256, "URI", NULL },
  { RD_RR_CAA, "CAA", "btv" },
};

static const TypeInfo *
find_type (guint16 rr_type)
{
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      if (types[i].type == rr_type)
        return &types[i];
    }
  return NULL;
}

/**
 * rd_rr_type_get_layout:
 * @rr_type: a record type
 *
 * How the rdata of a type is built.
 *
 * Returns: (transfer none) (nullable): its fields, %NULL if they are not known
 */
const char *
rd_rr_type_get_layout (guint16 rr_type)
{
  const TypeInfo *info = find_type (rr_type);

  return info != NULL ? info->layout : NULL;
}

/**
 * rd_rr_type_dup_name:
 * @rr_type: a record type
 *
 * The mnemonic of a type, "TYPE" and its number for others (RFC 3597 section
 * 5).
 *
 * Returns: (transfer full): the name
 */
char *
rd_rr_type_dup_name (guint16 rr_type)
{
  const TypeInfo *info = find_type (rr_type);

  return info != NULL ? g_strdup (info->name) : g_strdup_printf ("TYPE%u", (guint) rr_type);
}

/**
 * rd_rr_type_parse:
 * @text: the mnemonic of a type, or "TYPE" and its number
 * @rr_type: (out): the type, written on success
 *
 * The inverse of rd_rr_type_dup_name(), in any case of letters.
 *
 * Returns: whether @text names a type
 */
gboolean
rd_rr_type_parse (const char *text,
                  guint16    *rr_type)
{
  guint64 number = 0;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (rr_type != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      if (g_ascii_strcasecmp (types[i].name, text) == 0)
        {
          *rr_type = types[i].type;
          return TRUE;
        }
    }
  if (g_ascii_strncasecmp (text, "TYPE", 4) != 0 ||
      !g_ascii_string_to_unsigned (text + 4, 10, 0, G_MAXUINT16, &number, NULL))
    return FALSE;
  *rr_type = (guint16) number;
  return TRUE;
}

/* --- From rdata ---------------------------------------------------------- */

typedef struct
{
  const guint8 *bytes;
  gsize         length;
  gsize         position;
} Reader;

static gboolean
read_number (Reader  *reader,
             guint    width,
             guint32 *number)
{
  if (reader->length - reader->position < width)
    return FALSE;
  *number = 0;
  for (guint i = 0; i < width; i++)
    *number = *number << 8 | reader->bytes[reader->position++];
  return TRUE;
}

static gboolean
read_string (Reader        *reader,
             const guint8 **string,
             gsize         *length)
{
  if (reader->position >= reader->length ||
      reader->bytes[reader->position] > reader->length - reader->position - 1)
    return FALSE;
  *length = reader->bytes[reader->position];
  *string = reader->bytes + reader->position + 1;
  reader->position += *length + 1;
  return TRUE;
}

static void
append_quoted (GString      *text,
               const guint8 *bytes,
               gsize         length)
{
  g_string_append_c (text, '"');
  for (gsize i = 0; i < length; i++)
    {
      if (bytes[i] == '"' || bytes[i] == '\\')
        g_string_append_printf (text, "\\%c", (char) bytes[i]);
      else if (bytes[i] < 0x20 || bytes[i] > 0x7e)
        g_string_append_printf (text, "\\%03u", (guint) bytes[i]);
      else
        g_string_append_c (text, (char) bytes[i]);
    }
  g_string_append_c (text, '"');
}

static void
append_hex (GString      *text,
            const guint8 *bytes,
            gsize         length)
{
  for (gsize i = 0; i < length; i++)
    g_string_append_printf (text, "%02x", (guint) bytes[i]);
}

static gboolean
read_address (Reader  *reader,
              RdRr    *rr,
              gboolean v6,
              GString *text)
{
  gsize            width = v6 ? 16 : 4;
  g_autofree char *address = NULL;

  if (reader->length - reader->position < width)
    return FALSE;
  rr->address.family = v6 ? RD_IP_V6 : RD_IP_V4;
  memcpy (rr->address.bytes, reader->bytes + reader->position, width);
  reader->position += width;
  address = rd_ip_to_string (&rr->address);
  g_string_append (text, address);
  return TRUE;
}

static gboolean
read_name (Reader  *reader,
           RdRr    *rr,
           GString *text)
{
  gsize            used = 0;
  g_autofree char *name = rd_dns_name_from_wire (reader->bytes + reader->position,
                                                 reader->length - reader->position,
                                                 &used);

  if (name == NULL)
    return FALSE;
  reader->position += used;
  g_string_append_printf (text, "%s.", name);
  if (rr->target == NULL && (rr->type == RD_RR_NS || rr->type == RD_RR_CNAME || rr->type == RD_RR_PTR ||
                             rr->type == RD_RR_MX || rr->type == RD_RR_SRV))
    rr->target = g_steal_pointer (&name);
  return TRUE;
}

static gboolean
read_strings (Reader  *reader,
              RdRr    *rr,
              GString *text)
{
  g_autoptr (GByteArray) joined = g_byte_array_new ();

  while (reader->position < reader->length)
    {
      const guint8 *string;
      gsize         length;

      if (!read_string (reader, &string, &length))
        return FALSE;
      if (text->len > 0)
        g_string_append_c (text, ' ');
      append_quoted (text, string, length);
      g_byte_array_append (joined, string, (guint) length);
    }
  rr->data = g_byte_array_free_to_bytes (g_steal_pointer (&joined));
  /* No string at all is against RFC 1035, but it says nothing about the other
   * records of the answer. */
  if (text->len == 0)
    g_string_append (text, "\"\"");
  return TRUE;
}

static void
read_rest (Reader  *reader,
           char     field,
           GString *text)
{
  const guint8    *rest = reader->bytes + reader->position;
  gsize            length = reader->length - reader->position;
  g_autofree char *base64 = NULL;

  reader->position = reader->length;
  if (field == 'v')
    {
      append_quoted (text, rest, length);
      return;
    }
  if (field == 'x')
    {
      append_hex (text, rest, length);
      return;
    }
  base64 = g_base64_encode (rest, length);
  g_string_append (text, base64);
}

static gboolean
read_field (Reader  *reader,
            RdRr    *rr,
            char     field,
            GString *text)
{
  const guint8 *string = NULL;
  gsize         length = 0;
  guint32       number = 0;

  switch (field)
    {
    case 'a':
    case 'q':
      return read_address (reader, rr, field == 'q', text);
    case 'n':
      return read_name (reader, rr, text);
    case 'T':
      return read_strings (reader, rr, text);
    case 't':
      if (!read_string (reader, &string, &length))
        return FALSE;
      for (gsize i = 0; i < length; i++)
        {
          if (!g_ascii_isalnum (string[i]))
            return FALSE;
        }
      g_string_append_len (text, (const char *) string, (gssize) length);
      return length > 0;
    case 'b':
    case 'h':
    case 'w':
      if (!read_number (reader, field == 'b' ? 1 : field == 'h' ? 2
                                                                : 4,
                        &number))
        return FALSE;
      if (reader->position == 2 && (rr->type == RD_RR_MX || rr->type == RD_RR_SRV))
        rr->preference = number;
      g_string_append_printf (text, "%u", number);
      return TRUE;
    default:
      read_rest (reader, field, text);
      return TRUE;
    }
}

/**
 * rd_rr_new_from_rdata:
 * @owner: normalized name of the owner
 * @type: record type
 * @ttl: seconds
 * @rdata: rdata with no compressed names in it
 * @length: its length in bytes
 *
 * Makes a record from what travels on the wire.
 *
 * Returns: (transfer full) (nullable): the record, %NULL if @rdata is malformed
 */
RdRr *
rd_rr_new_from_rdata (const char   *owner,
                      guint16       type,
                      guint32       ttl,
                      const guint8 *rdata,
                      gsize         length)
{
  g_autoptr (RdRr) rr = NULL;
  g_autoptr (GString) text = NULL;
  const char *layout = rd_rr_type_get_layout (type);
  Reader      reader = { rdata != NULL ? rdata : (const guint8 *) "", length, 0 };

  g_return_val_if_fail (owner != NULL, NULL);
  g_return_val_if_fail (rdata != NULL || length == 0, NULL);

  if (length > MAX_RDATA)
    return NULL;
  rr = g_new0 (RdRr, 1);
  rr->owner = g_strdup (owner);
  rr->type = type;
  rr->ttl = ttl;
  text = g_string_new (NULL);
  for (const char *field = layout; field != NULL && *field != '\0'; field++)
    {
      if (field != layout)
        g_string_append_c (text, ' ');
      if (!read_field (&reader, rr, *field, text))
        return NULL;
    }
  if (layout == NULL)
    {
      g_string_append_printf (text, "\\# %" G_GSIZE_FORMAT, length);
      if (length > 0)
        g_string_append_c (text, ' ');
      append_hex (text, rdata, length);
    }
  else if (reader.position != length)
    return NULL;
  if (rr->data == NULL)
    rr->data = g_bytes_new (rdata, length);
  rr->text = g_string_free (g_steal_pointer (&text), FALSE);
  return g_steal_pointer (&rr);
}

/* --- From text ----------------------------------------------------------- */

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

      if (string == NULL || rdata->len > MAX_RDATA)
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
         g_ascii_string_to_unsigned (word, 10, 0, MAX_RDATA, &length, NULL) &&
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
          if (!parse_field (&scanner, *field, rdata) || rdata->len > MAX_RDATA)
            return NULL;
        }
      skip_blanks (&scanner);
      if (scanner.position < scanner.end)
        return NULL;
    }
  return rd_rr_new_from_rdata (owner, type, ttl, rdata->data, rdata->len);
}

/**
 * rd_rr_copy:
 * @self: a record
 *
 * Copies @self.
 *
 * Returns: (transfer full): the copy
 */
RdRr *
rd_rr_copy (const RdRr *self)
{
  RdRr *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_new (RdRr, 1);
  *copy = *self;
  copy->owner = g_strdup (self->owner);
  copy->target = g_strdup (self->target);
  copy->data = self->data != NULL ? g_bytes_ref (self->data) : NULL;
  copy->text = g_strdup (self->text);
  return copy;
}

/**
 * rd_rr_free:
 * @self: (nullable): a record
 *
 * Frees @self.
 */
void
rd_rr_free (RdRr *self)
{
  if (self == NULL)
    return;
  g_free (self->owner);
  g_free (self->target);
  g_clear_pointer (&self->data, g_bytes_unref);
  g_free (self->text);
  g_free (self);
}
