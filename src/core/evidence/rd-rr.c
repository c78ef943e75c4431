/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-rr"

#include "config.h"

#include "rd-dns-name.h"
#include "rd-evidence.h"
#include "rd-rr.h"

#include <string.h>

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
  /* Empty bytes have no address, and who reads a record counts on one. */
  rr->data = joined->len > 0 ? g_byte_array_free_to_bytes (g_steal_pointer (&joined)) : g_bytes_new_static ("", 0);
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

  if (length > RD_RR_MAX_RDATA)
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
