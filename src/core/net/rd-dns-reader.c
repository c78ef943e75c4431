/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads a DNS message field by field.  It comes from anybody, so no length in it is
 * believed: every step asks first whether the bytes are there, and a name may only
 * point backwards.  What the fields mean is none of its business. */

#define G_LOG_DOMAIN "rd-dns-wire"

#include "config.h"

#include "rd-dns-reader.h"

#include "rd-dns-name.h"
#include "rd-rr.h"

#include <string.h>

/**
 * rd_dns_reader_read16:
 * @reader: a message
 * @number: (out): the number
 *
 * Reads a number of 16 bits.
 *
 * Returns: whether the message goes that far
 */
gboolean
rd_dns_reader_read16 (RdDnsReader *reader,
                      guint16     *number)
{
  if (reader->length - reader->position < 2)
    return FALSE;
  *number = (guint16) (reader->bytes[reader->position] << 8 | reader->bytes[reader->position + 1]);
  reader->position += 2;
  return TRUE;
}

/**
 * rd_dns_reader_read32:
 * @reader: a message
 * @number: (out): the number
 *
 * Reads a number of 32 bits.
 *
 * Returns: whether the message goes that far
 */
gboolean
rd_dns_reader_read32 (RdDnsReader *reader,
                      guint32     *number)
{
  guint16 high = 0;
  guint16 low = 0;

  if (!rd_dns_reader_read16 (reader, &high) || !rd_dns_reader_read16 (reader, &low))
    return FALSE;
  *number = (guint32) high << 16 | low;
  return TRUE;
}

/* Appends a name to @wire without compression.  A pointer must lead to before
 * the labels it was found among, so that no chain of pointers is endless. */
static gboolean
read_name (RdDnsReader *reader,
           GByteArray  *wire)
{
  gsize    position = reader->position;
  gsize    limit = reader->position;
  gsize    behind = 0;
  guint    start = wire->len;
  gboolean jumped = FALSE;

  while (position < reader->length)
    {
      guint8 head = reader->bytes[position];

      if (head >= 0xc0)
        {
          gsize target;

          if (reader->length - position < 2)
            return FALSE;
          target = (gsize) (head & 0x3f) << 8 | reader->bytes[position + 1];
          if (!jumped)
            behind = position + 2;
          if (target >= limit)
            return FALSE;
          jumped = TRUE;
          limit = target;
          position = target;
          continue;
        }
      if (head > RD_DNS_LABEL_MAX || head >= reader->length - position ||
          wire->len - start + head + 1 > RD_DNS_NAME_MAX_WIRE)
        return FALSE;
      g_byte_array_append (wire, reader->bytes + position, head + 1u);
      position += head + 1u;
      if (head == 0)
        {
          reader->position = jumped ? behind : position;
          return TRUE;
        }
    }
  return FALSE;
}

/**
 * rd_dns_reader_read_name:
 * @reader: a message
 *
 * Reads a name, compressed or not (RFC 1035 section 4.1.4).
 *
 * Returns: (transfer full) (nullable): the name, %NULL if there is none
 */
char *
rd_dns_reader_read_name (RdDnsReader *reader)
{
  g_autoptr (GByteArray) wire = g_byte_array_new ();

  return read_name (reader, wire) ? rd_dns_name_from_wire (wire->data, wire->len, NULL) : NULL;
}

/**
 * rd_dns_reader_read_entry:
 * @reader: a message
 * @owner: (out) (transfer full): whose record it is
 * @entry: (out): the record
 *
 * Reads a record up to and over its rdata.
 *
 * Returns: whether there is one
 */
gboolean
rd_dns_reader_read_entry (RdDnsReader *reader,
                          char       **owner,
                          RdDnsEntry  *entry)
{
  guint16          length = 0;
  g_autofree char *name = rd_dns_reader_read_name (reader);

  if (name == NULL || !rd_dns_reader_read16 (reader, &entry->type) || !rd_dns_reader_read16 (reader, &entry->class) ||
      !rd_dns_reader_read32 (reader, &entry->ttl) || !rd_dns_reader_read16 (reader, &length) ||
      length > reader->length - reader->position)
    return FALSE;
  /* A TTL with its highest bit set counts as zero (RFC 2181 section 8). */
  if (entry->ttl > G_MAXINT32 && entry->type != RD_DNS_TYPE_OPT)
    entry->ttl = 0;
  entry->rdata = reader->position;
  entry->length = length;
  reader->position += length;
  *owner = g_steal_pointer (&name);
  return TRUE;
}

/* Copies rdata, with the names in it written out.  Only the types of RFC 1035
 * may be compressed (RFC 3597 section 4), but SRV is seen so too. */
static GByteArray *
expand_rdata (const RdDnsReader *message,
              const RdDnsEntry  *entry)
{
  g_autoptr (GByteArray) rdata = g_byte_array_new ();
  const char *layout = rd_rr_type_get_layout (entry->type);
  RdDnsReader reader = { message->bytes, entry->rdata + entry->length, entry->rdata };

  if (layout != NULL && strchr (layout, 'n') != NULL)
    {
      for (const char *field = layout; *field != '\0'; field++)
        {
          gsize width = *field == 'h' ? 2 : *field == 'w' ? 4
                                                          : 1;

          if (*field == 'n')
            {
              if (!read_name (&reader, rdata))
                return NULL;
              continue;
            }
          if (reader.length - reader.position < width)
            return NULL;
          g_byte_array_append (rdata, reader.bytes + reader.position, (guint) width);
          reader.position += width;
        }
    }
  g_byte_array_append (rdata, reader.bytes + reader.position, (guint) (reader.length - reader.position));
  return g_steal_pointer (&rdata);
}

/**
 * rd_dns_reader_make_record:
 * @message: a message
 * @owner: whose record it is
 * @entry: a record in @message
 *
 * Reads the rdata of @entry.
 *
 * Returns: (transfer full) (nullable): the record, %NULL if it is damaged
 */
RdRr *
rd_dns_reader_make_record (const RdDnsReader *message,
                           const char        *owner,
                           const RdDnsEntry  *entry)
{
  g_autoptr (GByteArray) rdata = expand_rdata (message, entry);

  return rdata != NULL ? rd_rr_new_from_rdata (owner, entry->type, entry->ttl, rdata->data, rdata->len) : NULL;
}
