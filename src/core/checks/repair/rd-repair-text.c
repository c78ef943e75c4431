/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-repair-text"

#include "config.h"

#include "rd-repair-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Lifetime of a proposed record in a zone file, in seconds. */
#define PROPOSED_TTL 3600

/* The plain character for one that only looks like it: 0 for a character that
 * is to go, the character itself for one that may stay. */
static gunichar
plain_character (gunichar c,
                 guint   *marks)
{
  switch (c)
    {
    case '"':
      *marks |= RD_PASTE_QUOTES;
      return 0;
    case '\\':
      *marks |= RD_PASTE_BACKSLASHES;
      return 0;
    case 0x2018:
    case 0x2019:
    case 0x201a:
    case 0x201c:
    case 0x201d:
    case 0x201e:
    case 0x00ab:
    case 0x00bb:
      *marks |= RD_PASTE_SMART_QUOTES;
      return 0;
    case 0x00a0:
    case 0x2007:
    case 0x2009:
    case 0x202f:
    case 0x3000:
      *marks |= RD_PASTE_BLANKS;
      return ' ';
    case 0x00ad:
    case 0x200b:
    case 0x200c:
    case 0x200d:
    case 0x200e:
    case 0x200f:
    case 0x2060:
    case 0xfeff:
      *marks |= RD_PASTE_INVISIBLE;
      return 0;
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2212:
      *marks |= RD_PASTE_DASHES;
      return '-';
    default:
      return c;
    }
}

/**
 * rd_repair_clean_text:
 * @text: a value as it was pasted, valid UTF-8
 * @marks: (out): #RdPasteMarks of what was cleaned away
 *
 * Takes out what does not belong into the value of a record: quotation marks,
 * backslashes, characters nobody sees, and puts plain blanks and minus signs in
 * the place of typographic ones.
 *
 * Returns: (transfer full): the clean value
 */
char *
rd_repair_clean_text (const char *text,
                      guint      *marks)
{
  g_autoptr (GString) clean = NULL;
  gsize length;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (marks != NULL, NULL);

  *marks = RD_PASTE_NONE;
  clean = g_string_sized_new (strlen (text));
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = plain_character (g_utf8_get_char (p), marks);

      if (c != 0)
        g_string_append_unichar (clean, c);
    }
  length = clean->len;
  g_strstrip (clean->str);
  if (strlen (clean->str) != length)
    *marks |= RD_PASTE_OUTER_BLANKS;
  return g_strdup (clean->str);
}

static void
append_escaped (GString    *out,
                const char *text,
                gsize       length)
{
  g_string_append_c (out, '"');
  for (gsize i = 0; i < length; i++)
    {
      if (text[i] == '"' || text[i] == '\\')
        g_string_append_c (out, '\\');
      g_string_append_c (out, text[i]);
    }
  g_string_append_c (out, '"');
}

/* Cuts behind a blank if there is one in the last third: pieces are joined
 * without one, so it must stay at the end of its piece. */
static gsize
piece_length (const char *text,
              gsize       length)
{
  if (length <= RD_REPAIR_STRING_BYTES)
    return length;
  for (gsize i = RD_REPAIR_STRING_BYTES; i > RD_REPAIR_STRING_BYTES * 2 / 3; i--)
    {
      if (text[i - 1] == ' ')
        return i;
    }
  return RD_REPAIR_STRING_BYTES;
}

/**
 * rd_repair_dup_form:
 * @value: value of a TXT record
 * @form: how the DNS panel wants it
 *
 * Writes @value for a DNS panel.
 *
 * Returns: (transfer full): the value in that form
 */
char *
rd_repair_dup_form (const char *value,
                    RdTxtForm   form)
{
  g_autoptr (GString) out = NULL;
  gsize length;

  g_return_val_if_fail (value != NULL, NULL);

  if (form == RD_TXT_PLAIN)
    return g_strdup (value);
  out = g_string_new (NULL);
  length = strlen (value);
  if (form == RD_TXT_QUOTED || length == 0)
    {
      append_escaped (out, value, length);
      return g_string_free (g_steal_pointer (&out), FALSE);
    }
  for (gsize start = 0; start < length;)
    {
      gsize piece = piece_length (value + start, length - start);

      if (out->len > 0)
        g_string_append_c (out, ' ');
      append_escaped (out, value + start, piece);
      start += piece;
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/**
 * rd_repair_dup_zone_line:
 * @fqdn: complete name
 * @type: record type
 * @value: value without quotes
 *
 * The record as a line of a zone file (RFC 1035 section 5.1).
 *
 * Returns: (transfer full): the line, without its end
 */
char *
rd_repair_dup_zone_line (const char *fqdn,
                         const char *type,
                         const char *value)
{
  g_autofree char *data = NULL;

  g_return_val_if_fail (fqdn != NULL && type != NULL && value != NULL, NULL);

  data = rd_repair_dup_form (value, strcmp (type, "TXT") == 0 ? RD_TXT_PIECES : RD_TXT_PLAIN);
  return g_strdup_printf ("%s. %d IN %s %s", fqdn, PROPOSED_TTL, type, data);
}

/**
 * rd_repair_dup_instruction:
 * @record: a record to publish or to remove
 *
 * Says what is to be done with @record.
 *
 * Returns: (transfer full): a translated sentence without a full stop
 */
char *
rd_repair_dup_instruction (const RdRecord *record)
{
  g_autofree char *beginning = NULL;

  g_return_val_if_fail (record != NULL, NULL);

  beginning = rd_record_dup_beginning (record);
  switch (record->action)
    {
    case RD_RECORD_REPLACE:
      if (beginning == NULL)
        return g_strdup (_ ("Replace the record that is there by this one"));
      /* Translators: such as “v=spf1” */
      return g_strdup_printf (_ ("Replace the record that begins with “%s” by this one"), beginning);
    case RD_RECORD_REMOVE:
      return g_strdup (_ ("Remove this record"));
    case RD_RECORD_ADD:
    default:
      return g_strdup (_ ("Add this record"));
    }
}
