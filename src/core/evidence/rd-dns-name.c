/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-dns-name"

#include "config.h"

#include "rd-dns-name.h"

#include <string.h>

/**
 * rd_dns_read_escape:
 * @position: (inout): at a character of a presentation form, moved behind it
 * @end: where the text ends
 * @byte: (out): the byte it stands for
 *
 * Reads one character, "\DDD" or "\X" of a presentation form (RFC 1035 section
 * 5.1).
 *
 * Returns: whether there was one
 */
gboolean
rd_dns_read_escape (const char **position,
                    const char  *end,
                    guint8      *byte)
{
  const char *p = *position;
  guint       value;

  if (p >= end)
    return FALSE;
  if (*p != '\\')
    {
      *byte = (guint8) *p;
      *position = p + 1;
      return TRUE;
    }
  p++;
  if (p >= end)
    return FALSE;
  if (!g_ascii_isdigit (*p))
    {
      *byte = (guint8) *p;
      *position = p + 1;
      return TRUE;
    }
  if (end - p < 3 || !g_ascii_isdigit (p[1]) || !g_ascii_isdigit (p[2]))
    return FALSE;
  value = (guint) g_ascii_digit_value (p[0]) * 100 + (guint) g_ascii_digit_value (p[1]) * 10 +
          (guint) g_ascii_digit_value (p[2]);
  if (value > 255)
    return FALSE;
  *byte = (guint8) value;
  *position = p + 3;
  return TRUE;
}

static gboolean
append_ascii_name (GByteArray *wire,
                   const char *name)
{
  const char *p = name;
  const char *end = name + strlen (name);
  guint       start = wire->len;
  guint       label = wire->len;
  guint8      byte = 0;

  g_byte_array_append (wire, &byte, 1);
  while (p < end)
    {
      gboolean dot = *p == '.';

      if (!rd_dns_read_escape (&p, end, &byte))
        return FALSE;
      if (!dot)
        {
          byte = (guint8) g_ascii_tolower ((char) byte);
          g_byte_array_append (wire, &byte, 1);
          if (wire->len - label - 1 > RD_DNS_LABEL_MAX || wire->len - start >= RD_DNS_NAME_MAX_WIRE)
            return FALSE;
          wire->data[label]++;
          continue;
        }
      if (wire->data[label] == 0)
        return FALSE;
      label = wire->len;
      byte = 0;
      g_byte_array_append (wire, &byte, 1);
    }
  /* Without a final dot the last label still has to be closed. */
  if (wire->data[label] != 0)
    {
      byte = 0;
      g_byte_array_append (wire, &byte, 1);
    }
  return wire->len - start <= RD_DNS_NAME_MAX_WIRE;
}

/**
 * rd_dns_name_append_wire:
 * @wire: where the name is put
 * @name: a name in presentation form; "" and "." are the root
 *
 * Writes @name as labels, in lower case and not compressed (RFC 1035 section
 * 3.1).  Names that are not ASCII are converted (RFC 5890).
 *
 * Returns: whether DNS can carry the name; if not, @wire is as it was
 */
gboolean
rd_dns_name_append_wire (GByteArray *wire,
                         const char *name)
{
  g_autofree char *ascii = NULL;
  guint            start = wire->len;

  g_return_val_if_fail (name != NULL, FALSE);

  if (strcmp (name, ".") == 0)
    name = "";
  if (g_utf8_validate (name, -1, NULL) && g_hostname_is_non_ascii (name) &&
      strlen (name) <= 4 * RD_DNS_NAME_MAX_WIRE)
    {
      ascii = g_hostname_to_ascii (name);
      if (ascii == NULL)
        return FALSE;
      name = ascii;
    }
  if (append_ascii_name (wire, name))
    return TRUE;
  g_byte_array_set_size (wire, start);
  return FALSE;
}

static void
append_label (GString      *text,
              const guint8 *label,
              gsize         length)
{
  for (gsize i = 0; i < length; i++)
    {
      char c = g_ascii_tolower ((char) label[i]);

      if (c == '.' || c == '\\')
        g_string_append_printf (text, "\\%c", c);
      else if (!g_ascii_isgraph (c))
        g_string_append_printf (text, "\\%03u", (guint) label[i]);
      else
        g_string_append_c (text, c);
    }
}

/**
 * rd_dns_name_from_wire:
 * @wire: labels that are not compressed
 * @length: bytes there are
 * @used: (out) (optional): bytes the name takes
 *
 * The presentation form of a name: lower case, no trailing dot, "" for the
 * root, odd bytes as "\DDD".
 *
 * Returns: (transfer full) (nullable): the name, %NULL if it is malformed
 */
char *
rd_dns_name_from_wire (const guint8 *wire,
                       gsize         length,
                       gsize        *used)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gsize position = 0;

  g_return_val_if_fail (wire != NULL || length == 0, NULL);

  while (position < length && wire[position] != 0)
    {
      gsize label = wire[position];

      if (label > RD_DNS_LABEL_MAX || label >= length - position ||
          position + label + 2 > RD_DNS_NAME_MAX_WIRE)
        return NULL;
      if (text->len > 0)
        g_string_append_c (text, '.');
      append_label (text, wire + position + 1, label);
      position += label + 1;
    }
  if (position >= length)
    return NULL;
  if (used != NULL)
    *used = position + 1;
  return g_string_free (g_steal_pointer (&text), FALSE);
}
