/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-mail-source"

#include "config.h"

#include "rd-mail-source.h"

#include "rd-charset.h"
#include "rd-html-text.h"
#include "rd-limits.h"
#include "rd-mail-kind.h"
#include "rd-mail-unwrap.h"
#include "rd-outlook.h"

#include <string.h>

/* People hand over messages as their programs saved, copied or mangled them: in
 * UTF-16, with CR line ends or a byte-order mark, indented or quoted.  All of
 * that ends here. */

/* Puts back what the copying of a header lost: the blank in front of folded
 * lines and the empty line at its end. */
static GBytes *
repair_header (GBytes              *bytes,
               const RdHeaderBlock *header)
{
  gsize       size;
  const char *data = g_bytes_get_data (bytes, &size);
  GString    *out = g_string_sized_new (size + header->strays->len + 2);
  gsize       at = 0;

  for (guint i = 0; i < header->strays->len; i++)
    {
      gsize stray = g_array_index (header->strays, gsize, i);

      g_string_append_len (out, data + at, (gssize) (stray - at));
      g_string_append_c (out, ' ');
      at = stray;
    }
  g_string_append_len (out, data + at, (gssize) (header->end - at));
  g_string_append (out, header->end > 0 && data[header->end - 1] != '\n' ? "\n\n" : "\n");
  g_string_append_len (out, data + header->body, (gssize) (size - header->body));
  return g_string_free_to_bytes (out);
}

/* Somebody copied a message from its first boundary on. */
static GBytes *
add_lost_header (GBytes *bytes)
{
  RdSlice text;
  RdSlice line;
  RdSlice rest;
  g_autoptr (GString) out = NULL;

  text.data = g_bytes_get_data (bytes, &text.length);
  if (text.length == 0)
    return NULL;
  rest = text;
  line = rd_slice_take_line (&rest);
  while (line.length > 0 && g_ascii_isspace (line.data[line.length - 1]))
    line.length--;
  if (line.length < 4 || line.length > 200 || !rd_slice_starts_with (line, "--") ||
      rest.length < 8 || g_ascii_strncasecmp (rest.data, "Content-", 8) != 0 ||
      !rd_slice_is_field (rd_slice_take_line (&rest)) ||
      memchr (line.data, '"', line.length) != NULL || memchr (line.data, '\\', line.length) != NULL)
    return NULL;
  out = g_string_sized_new (text.length + line.length + 64);
  g_string_append (out, "Content-Type: multipart/mixed; boundary=\"");
  g_string_append_len (out, line.data + 2, (gssize) line.length - 2);
  g_string_append (out, "\"\n\n");
  g_string_append_len (out, text.data, (gssize) text.length);
  return g_string_free_to_bytes (g_steal_pointer (&out));
}

/* Text in the encoding and with the line ends everything else is. */
static GBytes *
to_unix_text (GBytes *bytes)
{
  gsize       size;
  const char *data = g_bytes_get_data (bytes, &size);
  char       *copy;

  if (size == 0 || memchr (data, '\r', size) == NULL)
    return g_bytes_ref (bytes);
  copy = g_memdup2 (data, size);
  size = rd_charset_unix_lines (copy, size);
  return g_bytes_new_take (copy, size);
}

static GBytes *
take_string (char *text)
{
  return g_bytes_new_take (text, strlen (text));
}

/* Reads UTF-16 and HTML; takes off a byte-order mark. */
static GBytes *
to_plain_text (GBytes    *bytes,
               RdMailKind kind)
{
  gsize            size;
  const char      *data = g_bytes_get_data (bytes, &size);
  gboolean         big_endian = FALSE;
  g_autofree char *charset = NULL;
  g_autofree char *html = NULL;
  g_autoptr (GBytes) plain = NULL;

  if (rd_charset_is_utf16 (data, size, &big_endian))
    {
      char *text = rd_charset_to_utf8 (big_endian ? "UTF-16BE" : "UTF-16LE", data, size);

      plain = take_string (text);
      data = g_bytes_get_data (plain, &size);
      if (rd_html_is_html (data, size))
        kind = RD_MAIL_KIND_HTML;
    }
  else
    plain = g_bytes_ref (bytes);
  if (size >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0)
    {
      g_autoptr (GBytes) whole = g_steal_pointer (&plain);

      plain = g_bytes_new_from_bytes (whole, 3, size - 3);
      data = g_bytes_get_data (plain, &size);
    }
  if (kind != RD_MAIL_KIND_HTML)
    return g_steal_pointer (&plain);
  charset = rd_html_dup_charset (data, size);
  html = rd_charset_to_utf8 (charset, data, size);
  return take_string (rd_html_to_text (html));
}

/* Finds the header and decides what the text is. */
static void
find_form (RdMailSource *self,
           RdMailOrigin  origin)
{
  gsize       size;
  const char *data = g_bytes_get_data (self->text, &size);
  g_autoptr (GBytes) old = NULL;

  self->header = rd_header_block_read (data, size);
  if (origin == RD_MAIL_ORIGIN_EMBEDDED ? self->header->fields->len > 0
                                        : rd_header_block_is_message (self->header, data))
    self->form = RD_MAIL_FORM_MESSAGE;
  else
    {
      GBytes *whole = add_lost_header (self->text);

      self->form = whole != NULL ? RD_MAIL_FORM_MESSAGE : RD_MAIL_FORM_TEXT;
      g_clear_pointer (&self->header, rd_header_block_free);
      if (whole != NULL)
        {
          g_bytes_unref (self->text);
          self->text = whole;
        }
      data = g_bytes_get_data (self->text, &size);
      self->header = rd_header_block_read (data, whole != NULL ? size : 0);
      return;
    }
  if (self->header->is_cut || (self->header->strays->len == 0 && self->header->has_end))
    return;
  old = g_steal_pointer (&self->text);
  self->text = repair_header (old, self->header);
  g_clear_pointer (&self->header, rd_header_block_free);
  data = g_bytes_get_data (self->text, &size);
  self->header = rd_header_block_read (data, size);
}

/**
 * rd_mail_source_new:
 * @bytes: a message, or any other text
 * @origin: what is known about it
 * @error: return location for an error
 *
 * Brings a message into shape.  Text in plain shape already is not copied.
 *
 * Returns: (transfer full): the message, %NULL with RD_MAIL_ERROR_EMPTY or
 *   RD_MAIL_ERROR_NOT_TEXT if there is none
 */
RdMailSource *
rd_mail_source_new (GBytes      *bytes,
                    RdMailOrigin origin,
                    GError     **error)
{
  g_autoptr (RdMailSource) self = NULL;
  g_autoptr (GBytes) plain = NULL;
  g_autoptr (GBytes) unix_text = NULL;
  g_autoptr (GBytes) outlook = NULL;
  gsize       size;
  const char *data;
  RdSlice     text;
  RdMailKind  kind;

  g_return_val_if_fail (bytes != NULL, NULL);

  data = g_bytes_get_data (bytes, &size);
  kind = rd_mail_kind_of (data, size);
  if (kind == RD_MAIL_KIND_OLE)
    {
      outlook = rd_outlook_to_mime (bytes, error);
      if (outlook == NULL)
        return NULL;
      bytes = outlook;
      kind = RD_MAIL_KIND_TEXT;
      origin = RD_MAIL_ORIGIN_EMBEDDED;
      size = g_bytes_get_size (bytes);
    }
  if (!rd_mail_kind_is_text (kind) &&
      (origin == RD_MAIL_ORIGIN_FOUND || kind == RD_MAIL_KIND_EMPTY))
    {
      g_propagate_error (error, rd_mail_kind_error (kind));
      return NULL;
    }
  self = g_new0 (RdMailSource, 1);
  self->is_truncated = size > RD_LIMIT_MESSAGE_BYTES;
  self->bytes = self->is_truncated ? g_bytes_new_from_bytes (bytes, 0, RD_LIMIT_MESSAGE_BYTES)
                                   : g_bytes_ref (bytes);

  plain = to_plain_text (self->bytes, kind);
  text.data = g_bytes_get_data (plain, &text.length);
  text = rd_mail_unwrap (text);
  if (text.length == 0)
    {
      g_propagate_error (error, rd_mail_kind_error (RD_MAIL_KIND_EMPTY));
      return NULL;
    }
  data = g_bytes_get_data (plain, NULL);
  g_bytes_unref (self->bytes);
  self->bytes = g_bytes_new_from_bytes (plain, (gsize) (text.data - data), text.length);

  unix_text = to_unix_text (self->bytes);
  self->text = rd_mail_remove_indent (unix_text);
  find_form (self, origin);
  if (self->header->is_cut)
    {
      g_autoptr (GBytes) whole = g_steal_pointer (&self->text);

      self->text = g_bytes_new_from_bytes (whole, 0, self->header->body);
      self->is_truncated = TRUE;
    }
  return g_steal_pointer (&self);
}

/**
 * rd_mail_source_free:
 * @self: (nullable): a message brought into shape
 *
 * Frees it.
 */
void
rd_mail_source_free (RdMailSource *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->text, g_bytes_unref);
  g_clear_pointer (&self->header, rd_header_block_free);
  g_free (self);
}
