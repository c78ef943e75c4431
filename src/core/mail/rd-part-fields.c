/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-part-fields"

#include "config.h"

#include "rd-part-fields.h"

#include "rd-header-block.h"
#include "rd-mail-decode.h"

#include <string.h>

/* Longest value that is read: GMime makes several objects of every odd parameter,
 * and honest fields have a dozen short ones. */
#define MAX_VALUE (64u * 1024)

static gboolean
is_named (const char *name,
          gsize       length,
          const char *wanted)
{
  return strlen (wanted) == length && g_ascii_strncasecmp (name, wanted, length) == 0;
}

/**
 * rd_part_fields_add:
 * @self: what was read so far
 * @name: name of a field
 * @name_length: its length in bytes
 * @value: its value, as it stands in the message
 * @value_length: its length in bytes
 *
 * Reads one field.  Of several of the same name the last one is believed.
 */
void
rd_part_fields_add (RdPartFields *self,
                    const char   *name,
                    gsize         name_length,
                    const char   *value,
                    gsize         value_length)
{
  g_autofree char *text = NULL;

  g_return_if_fail (self != NULL && name != NULL && value != NULL);

  if (name_length <= 8 || g_ascii_strncasecmp (name, "Content-", 8) != 0)
    return;
  text = rd_mail_decode_field (value, MIN (value_length, MAX_VALUE));
  if (is_named (name, name_length, "Content-Type"))
    rd_content_field_read_type (&self->type, text);
  else if (is_named (name, name_length, "Content-Disposition"))
    rd_content_field_read_disposition (&self->disposition, text);
  else if (is_named (name, name_length, "Content-Description"))
    {
      g_free (self->description);
      self->description = g_steal_pointer (&text);
    }
  else if (is_named (name, name_length, "Content-Transfer-Encoding"))
    self->encoding = g_mime_content_encoding_from_string (text);
}

/* Length of the field at @text with its folded lines, without its end. */
static gsize
field_length (const char *text,
              gsize       length)
{
  gsize at = 0;

  while (TRUE)
    {
      const char *newline = memchr (text + at, '\n', length - at);

      if (newline == NULL || newline + 1 == text + length || (newline[1] != ' ' && newline[1] != '\t'))
        return newline != NULL ? (gsize) (newline - text) : length;
      at = (gsize) (newline - text) + 1;
    }
}

/**
 * rd_part_fields_read:
 * @self: an empty RdPartFields
 * @text: the header of a part, with LF line ends
 * @length: its length in bytes
 *
 * Reads the header of a part.  Lines that are no fields are passed over.
 *
 * Returns: the number of fields, of any name
 */
guint
rd_part_fields_read (RdPartFields *self,
                     const char   *text,
                     gsize         length)
{
  guint n_fields = 0;

  g_return_val_if_fail (self != NULL && text != NULL, 0);

  for (gsize at = 0; at < length;)
    {
      gsize       size = field_length (text + at, length - at);
      gsize       name = rd_header_field_name_length (text + at, size);
      const char *colon = name > 0 ? memchr (text + at + name, ':', size - name) : NULL;

      if (colon != NULL)
        {
          rd_part_fields_add (self, text + at, name, colon + 1, (gsize) (text + at + size - colon - 1));
          n_fields++;
        }
      at += size + 1;
    }
  return n_fields;
}

/**
 * rd_part_fields_is_multipart:
 * @self: what a header says
 *
 * Returns: whether the content is made up of parts
 */
gboolean
rd_part_fields_is_multipart (const RdPartFields *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->type.value != NULL && g_str_has_prefix (self->type.value, "multipart/");
}

/**
 * rd_part_fields_get_filename:
 * @self: what a header says
 *
 * Returns: (nullable): the name under which the content may be saved
 */
const char *
rd_part_fields_get_filename (const RdPartFields *self)
{
  const char *name;

  g_return_val_if_fail (self != NULL, NULL);

  name = rd_content_field_get (&self->disposition, "filename");
  return name != NULL ? name : rd_content_field_get (&self->type, "name");
}

/**
 * rd_part_fields_clear:
 * @self: what a header says
 *
 * Frees what @self holds, not @self.
 */
void
rd_part_fields_clear (RdPartFields *self)
{
  g_return_if_fail (self != NULL);

  rd_content_field_clear (&self->type);
  rd_content_field_clear (&self->disposition);
  g_clear_pointer (&self->description, g_free);
}
