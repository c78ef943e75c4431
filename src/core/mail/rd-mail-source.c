/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-mail-source"

#include "config.h"

#include "rd-mail-source.h"

#include "rd-charset.h"
#include "rd-html-text.h"
#include "rd-limits.h"
#include "rd-mail-kind.h"
#include "rd-outlook.h"

#include <string.h>

/* What stands in front of GMime.  People hand over messages as their programs
 * saved, copied or mangled them; GMime reads none of UTF-16, CR line ends,
 * byte-order marks, indented or quoted copies, and needs hundreds of megabytes
 * for messages made of nothing but boundaries.  All of that ends here. */

/* Lines that look like a boundary, and lines of header below them, in one
 * message: GMime spends a kilobyte on each.  Far above RD_LIMIT_PARTS because
 * dashes begin many a line that is no boundary. */
#define MAX_BOUNDARY_LINES 10000
#define MAX_PART_HEADER_LINES 20000

/* Lines above the header of a copied page that are looked at. */
#define MAX_PREFACE_LINES 60

/* Lines that decide whether the whole text is indented or quoted. */
#define INDENT_SAMPLE 20
#define MAX_INDENT 64

typedef struct
{
  const char *data;
  gsize       length;
} Slice;

/* The line at the beginning of @rest, taken off it; ends in LF, CR, CRLF or the
 * CR CR LF of a file converted twice. */
static Slice
take_line (Slice *rest)
{
  const char *p = rest->data;
  const char *end = p + rest->length;
  Slice       line = { p, 0 };

  while (p < end && *p != '\n' && *p != '\r')
    p++;
  line.length = (gsize) (p - rest->data);
  if (end - p >= 3 && p[0] == '\r' && p[1] == '\r' && p[2] == '\n')
    p += 3;
  else if (end - p >= 2 && p[0] == '\r' && p[1] == '\n')
    p += 2;
  else if (p < end)
    p++;
  *rest = (Slice){ p, (gsize) (end - p) };
  return line;
}

static gboolean
is_blank (Slice line)
{
  for (gsize i = 0; i < line.length; i++)
    {
      if (!g_ascii_isspace (line.data[i]))
        return FALSE;
    }
  return TRUE;
}

static gboolean
starts_with (Slice       line,
             const char *prefix)
{
  gsize n = strlen (prefix);

  return line.length >= n && memcmp (line.data, prefix, n) == 0;
}

static gboolean
is_known_field (Slice line)
{
  gsize name = rd_header_field_name_length (line.data, line.length);

  return name > 0 && rd_header_is_known (line.data, name);
}

/**
 * rd_mbox_is_from_line:
 * @line: a line
 * @length: its length in bytes, without its end
 *
 * Tells whether a line begins a message in an mbox (RFC 4155): "From ",
 * somebody, and a date, which has a time of day and a year whatever else
 * programs make of it.
 *
 * Returns: whether it does
 */
gboolean
rd_mbox_is_from_line (const char *line,
                      gsize       length)
{
  gboolean has_time = FALSE;
  gboolean has_year = FALSE;

  if (length < 10 || length > 512 || memcmp (line, "From ", 5) != 0)
    return FALSE;
  for (gsize i = 5; i + 4 < length + 1; i++)
    {
      if (line[i - 1] != ' ' && line[i - 1] != '\t')
        continue;
      if (i + 5 <= length && g_ascii_isdigit (line[i + 1]) && line[i + 2] == ':' && g_ascii_isdigit (line[i + 3]))
        has_time = TRUE;
      if ((line[i] == '1' || line[i] == '2') && g_ascii_isdigit (line[i + 1]) && g_ascii_isdigit (line[i + 2]) &&
          g_ascii_isdigit (line[i + 3]) && (i + 4 == length || !g_ascii_isalnum (line[i + 4])))
        has_year = TRUE;
    }
  return has_time && has_year;
}

/* Empty lines, the From line of an mbox and the ">From" a relay made of it. */
static Slice
skip_preamble (Slice text)
{
  while (text.length > 0)
    {
      Slice rest = text;
      Slice line = take_line (&rest);
      Slice next = rest;
      Slice unquoted = line;

      if (!is_blank (line))
        {
          if (starts_with (line, ">From "))
            unquoted = (Slice){ line.data + 1, line.length - 1 };
          if (!starts_with (unquoted, "From "))
            break;
          if (!rd_mbox_is_from_line (unquoted.data, unquoted.length) && !is_known_field (take_line (&next)))
            break;
        }
      text = rest;
    }
  return text;
}

/* Apple Mail's .emlx: the number of bytes on a line, the message, and a
 * property list behind it. */
static Slice
unwrap_emlx (Slice text)
{
  Slice       rest = text;
  Slice       line = take_line (&rest);
  Slice       after = rest;
  guint64     count = 0;
  gsize       digits = 0;
  const char *plist;

  while (digits < line.length && digits < 12 && g_ascii_isdigit (line.data[digits]))
    count = count * 10 + (guint64) (line.data[digits++] - '0');
  if (digits == 0 || !is_blank ((Slice){ line.data + digits, line.length - digits }) || !is_known_field (take_line (&after)))
    return text;
  if (count < rest.length)
    {
      after = (Slice){ rest.data + count, rest.length - (gsize) count };
      if (starts_with (after, "<?xml") || starts_with (after, "bplist") || is_blank (after))
        return (Slice){ rest.data, (gsize) count };
    }
  plist = g_strrstr_len (rest.data, (gssize) rest.length, "<!DOCTYPE plist");
  if (plist == NULL)
    return rest;
  for (const char *p = plist; p > rest.data && plist - p < 256; p--)
    {
      if (starts_with ((Slice){ p, (gsize) (plist - p) }, "<?xml"))
        return (Slice){ rest.data, (gsize) (p - rest.data) };
    }
  return (Slice){ rest.data, (gsize) (plist - rest.data) };
}

/* A browser's copy of a webmail "show original" page: the page's own table
 * stands above the message.  Its check results tell it from a bounce that
 * quotes the original's header somewhere below. */
static Slice
skip_page_table (Slice text)
{
  Slice    rest = text;
  gboolean has_results = FALSE;
  guint    cells = 0;

  for (guint i = 0; i < MAX_PREFACE_LINES && rest.length > 0; i++)
    {
      Slice here = rest;
      Slice line = take_line (&rest);

      cells += memchr (line.data, '\t', line.length) != NULL ? 1 : 0;
      has_results = has_results || starts_with (line, "SPF:") || starts_with (line, "DKIM:");
      if (has_results && cells >= 3 && (starts_with (line, "Delivered-To: ") || starts_with (line, "Received: ") || starts_with (line, "Return-Path: ")))
        return here;
    }
  return text;
}

/* The blanks or quote marks in front of a first line that is a field. */
static gsize
get_indent (Slice text)
{
  Slice rest = text;
  Slice line = take_line (&rest);
  gsize n = 0;

  while (n < line.length && n < MAX_INDENT && strchr (" \t>", line.data[n]) != NULL && line.data[n] != '\0')
    n++;
  line.data += n;
  line.length -= n;
  return is_known_field (line) ? n : 0;
}

static gboolean
has_indent (Slice       line,
            const char *indent,
            gsize       length)
{
  /* Trailing blanks go first when text is copied. */
  return line.length > 0 && memcmp (line.data, indent, MIN (line.length, length)) == 0;
}

/* Takes the indentation off every line that has it; if it is not that of the
 * whole text, off the first line only. */
static GBytes *
remove_indent (GBytes *bytes)
{
  Slice       text;
  Slice       rest;
  const char *indent;
  gsize       length;
  guint       with = 0;
  guint       lines = 0;
  g_autoptr (GString) out = NULL;

  text.data = g_bytes_get_data (bytes, &text.length);
  length = text.length > 0 ? get_indent (text) : 0;
  if (length == 0)
    return g_bytes_ref (bytes);
  indent = text.data;
  for (rest = text; rest.length > 0 && lines < INDENT_SAMPLE;)
    {
      Slice line = take_line (&rest);

      if (is_blank (line))
        continue;
      lines++;
      with += has_indent (line, indent, length) ? 1 : 0;
    }
  if (with * 10 < lines * 9)
    return g_bytes_new_from_bytes (bytes, length, text.length - length);

  out = g_string_sized_new (text.length);
  for (rest = text; rest.length > 0;)
    {
      Slice line = take_line (&rest);
      gsize skipped = has_indent (line, indent, length) ? MIN (line.length, length) : 0;

      g_string_append_len (out, line.data + skipped, (gssize) (line.length - skipped));
      g_string_append_c (out, '\n');
    }
  return g_string_free_to_bytes (g_steal_pointer (&out));
}

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
  Slice text;
  Slice line;
  Slice rest;
  g_autoptr (GString) out = NULL;

  text.data = g_bytes_get_data (bytes, &text.length);
  if (text.length == 0)
    return NULL;
  rest = text;
  line = take_line (&rest);
  while (line.length > 0 && g_ascii_isspace (line.data[line.length - 1]))
    line.length--;
  if (line.length < 4 || line.length > 200 || !starts_with (line, "--") || rest.length < 8 ||
      g_ascii_strncasecmp (rest.data, "Content-", 8) != 0 || !is_known_field (take_line (&rest)) ||
      memchr (line.data, '"', line.length) != NULL || memchr (line.data, '\\', line.length) != NULL)
    return NULL;
  out = g_string_sized_new (text.length + line.length + 64);
  g_string_append (out, "Content-Type: multipart/mixed; boundary=\"");
  g_string_append_len (out, line.data + 2, (gssize) line.length - 2);
  g_string_append (out, "\"\n\n");
  g_string_append_len (out, text.data, (gssize) text.length);
  return g_string_free_to_bytes (g_steal_pointer (&out));
}

/* Where a text must end for what it costs to read it to stay within bounds. */
static gsize
find_affordable_end (const char *text,
                     gsize       length,
                     gsize       body)
{
  const char *end = text + length;
  guint       boundaries = 0;
  guint       header_lines = 0;
  gsize       header_bytes = 0;
  gboolean    in_header = FALSE;

  for (const char *line = text + body; line < end;)
    {
      const char *next = memchr (line, '\n', (gsize) (end - line));
      gsize       n = (gsize) ((next != NULL ? next : end) - line);

      if (n > 2 && line[0] == '-' && line[1] == '-' && line[2] != ' ')
        {
          boundaries++;
          in_header = TRUE;
        }
      else if (in_header)
        {
          in_header = n > 0 && (line[0] == ' ' || line[0] == '\t' || rd_header_field_name_length (line, n) > 0);
          header_lines += in_header ? 1 : 0;
          header_bytes += n;
        }
      if (boundaries > MAX_BOUNDARY_LINES || header_lines > MAX_PART_HEADER_LINES || header_bytes > 4 * RD_LIMIT_HEADER_BYTES)
        return (gsize) (line - text);
      line = next != NULL ? next + 1 : end;
    }
  return length;
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
  if (origin == RD_MAIL_ORIGIN_EMBEDDED ? self->header->fields->len > 0 : rd_header_block_is_message (self->header, data))
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

static void
cut_text (RdMailSource *self,
          gsize         end)
{
  g_autoptr (GBytes) old = g_steal_pointer (&self->text);

  self->text = g_bytes_new_from_bytes (old, 0, end);
  self->is_truncated = TRUE;
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
  Slice       text;
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
  if (!rd_mail_kind_is_text (kind) && (origin == RD_MAIL_ORIGIN_FOUND || kind == RD_MAIL_KIND_EMPTY))
    {
      g_propagate_error (error, rd_mail_kind_error (kind));
      return NULL;
    }
  self = g_new0 (RdMailSource, 1);
  self->is_truncated = size > RD_LIMIT_MESSAGE_BYTES;
  self->bytes = self->is_truncated ? g_bytes_new_from_bytes (bytes, 0, RD_LIMIT_MESSAGE_BYTES) : g_bytes_ref (bytes);

  plain = to_plain_text (self->bytes, kind);
  text.data = g_bytes_get_data (plain, &text.length);
  text = unwrap_emlx (skip_preamble (text));
  text = skip_page_table (skip_preamble (text));
  if (text.length == 0)
    {
      g_propagate_error (error, rd_mail_kind_error (RD_MAIL_KIND_EMPTY));
      return NULL;
    }
  data = g_bytes_get_data (plain, NULL);
  g_bytes_unref (self->bytes);
  self->bytes = g_bytes_new_from_bytes (plain, (gsize) (text.data - data), text.length);

  unix_text = to_unix_text (self->bytes);
  self->text = remove_indent (unix_text);
  find_form (self, origin);
  data = g_bytes_get_data (self->text, &size);
  if (self->header->is_cut)
    cut_text (self, self->header->body);
  else
    {
      gsize end = find_affordable_end (data, size, self->header->body);

      if (end < size)
        cut_text (self, end);
    }
  return g_steal_pointer (&self);
}

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
