/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-mail-unwrap"

#include "config.h"

#include "rd-mail-unwrap.h"

#include "rd-header-block.h"

#include <string.h>

/* Lines above the header of a copied page that are looked at. */
#define MAX_PREFACE_LINES 60

/* Lines that decide whether the whole text is indented or quoted. */
#define INDENT_SAMPLE 20
#define MAX_INDENT 64

/* A little more than most lines have. */
#define LINE_PIECE 128u

/* Looks a piece at a time, so that a text without the one or the other is not
 * searched to its end for every line. */
static const char *
find_line_end (const char *p,
               const char *end)
{
  while (p < end)
    {
      gsize       piece = MIN ((gsize) (end - p), LINE_PIECE);
      const char *feed = memchr (p, '\n', piece);
      const char *carriage_return = memchr (p, '\r', feed != NULL ? (gsize) (feed - p) : piece);

      if (carriage_return != NULL)
        return carriage_return;
      if (feed != NULL)
        return feed;
      p += piece;
    }
  return end;
}

/**
 * rd_slice_take_line:
 * @rest: (inout): text; the line is taken off its beginning
 *
 * Takes one line; it ends in LF, CR, CRLF or the CR CR LF of a file converted
 * twice.
 *
 * Returns: the line without its end
 */
RdSlice
rd_slice_take_line (RdSlice *rest)
{
  const char *p = rest->data;
  const char *end = p + rest->length;
  RdSlice     line = { p, 0 };

  p = find_line_end (p, end);
  line.length = (gsize) (p - rest->data);
  if (end - p >= 3 && p[0] == '\r' && p[1] == '\r' && p[2] == '\n')
    p += 3;
  else if (end - p >= 2 && p[0] == '\r' && p[1] == '\n')
    p += 2;
  else if (p < end)
    p++;
  *rest = (RdSlice){ p, (gsize) (end - p) };
  return line;
}

static gboolean
is_blank (RdSlice line)
{
  for (gsize i = 0; i < line.length; i++)
    {
      if (!g_ascii_isspace (line.data[i]))
        return FALSE;
    }
  return TRUE;
}

/**
 * rd_slice_starts_with:
 * @line: some text
 * @prefix: its supposed beginning
 *
 * Returns: whether it begins so
 */
gboolean
rd_slice_starts_with (RdSlice     line,
                      const char *prefix)
{
  gsize n;

  if (line.length == 0 || *line.data != *prefix)
    return *prefix == '\0';
  n = strlen (prefix);
  return line.length >= n && memcmp (line.data, prefix, n) == 0;
}

/**
 * rd_slice_is_field:
 * @line: a line
 *
 * Returns: whether it is a well-known field of a mail header
 */
gboolean
rd_slice_is_field (RdSlice line)
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
      if (i + 5 <= length && g_ascii_isdigit (line[i + 1]) && line[i + 2] == ':' &&
          g_ascii_isdigit (line[i + 3]))
        has_time = TRUE;
      if ((line[i] == '1' || line[i] == '2') && g_ascii_isdigit (line[i + 1]) &&
          g_ascii_isdigit (line[i + 2]) && g_ascii_isdigit (line[i + 3]) &&
          (i + 4 == length || !g_ascii_isalnum (line[i + 4])))
        has_year = TRUE;
    }
  return has_time && has_year;
}

/* Empty lines, the From line of an mbox and the ">From" a relay made of it. */
static RdSlice
skip_preamble (RdSlice text)
{
  while (text.length > 0)
    {
      RdSlice rest = text;
      RdSlice line = rd_slice_take_line (&rest);
      RdSlice next = rest;
      RdSlice unquoted = line;

      if (!is_blank (line))
        {
          if (rd_slice_starts_with (line, ">From "))
            unquoted = (RdSlice){ line.data + 1, line.length - 1 };
          if (!rd_slice_starts_with (unquoted, "From "))
            break;
          if (!rd_mbox_is_from_line (unquoted.data, unquoted.length) &&
              !rd_slice_is_field (rd_slice_take_line (&next)))
            break;
        }
      text = rest;
    }
  return text;
}

/* Apple Mail's .emlx: the number of bytes on a line, the message, and a
 * property list behind it. */
static RdSlice
unwrap_emlx (RdSlice text)
{
  RdSlice     rest = text;
  RdSlice     line = rd_slice_take_line (&rest);
  RdSlice     after = rest;
  guint64     count = 0;
  gsize       digits = 0;
  const char *plist;

  while (digits < line.length && digits < 12 && g_ascii_isdigit (line.data[digits]))
    count = count * 10 + (guint64) (line.data[digits++] - '0');
  if (digits == 0 || !is_blank ((RdSlice){ line.data + digits, line.length - digits }) ||
      !rd_slice_is_field (rd_slice_take_line (&after)))
    return text;
  if (count < rest.length)
    {
      after = (RdSlice){ rest.data + count, rest.length - (gsize) count };
      if (rd_slice_starts_with (after, "<?xml") || rd_slice_starts_with (after, "bplist") ||
          is_blank (after))
        return (RdSlice){ rest.data, (gsize) count };
    }
  plist = g_strrstr_len (rest.data, (gssize) rest.length, "<!DOCTYPE plist");
  if (plist == NULL)
    return rest;
  for (const char *p = plist; p > rest.data && plist - p < 256; p--)
    {
      if (rd_slice_starts_with ((RdSlice){ p, (gsize) (plist - p) }, "<?xml"))
        return (RdSlice){ rest.data, (gsize) (p - rest.data) };
    }
  return (RdSlice){ rest.data, (gsize) (plist - rest.data) };
}

/* A browser's copy of a webmail "show original" page: the page's own table
 * stands above the message.  Its check results tell it from a bounce that
 * quotes the original's header somewhere below. */
static RdSlice
skip_page_table (RdSlice text)
{
  RdSlice  rest = text;
  gboolean has_results = FALSE;
  guint    cells = 0;

  for (guint i = 0; i < MAX_PREFACE_LINES && rest.length > 0; i++)
    {
      RdSlice here = rest;
      RdSlice line = rd_slice_take_line (&rest);

      cells += memchr (line.data, '\t', line.length) != NULL ? 1 : 0;
      has_results = has_results || rd_slice_starts_with (line, "SPF:") ||
                    rd_slice_starts_with (line, "DKIM:");
      if (has_results && cells >= 3 &&
          (rd_slice_starts_with (line, "Delivered-To: ") ||
           rd_slice_starts_with (line, "Received: ") ||
           rd_slice_starts_with (line, "Return-Path: ")))
        return here;
    }
  return text;
}

/* The blanks or quote marks in front of a first line that is a field. */
static gsize
get_indent (RdSlice text)
{
  RdSlice rest = text;
  RdSlice line = rd_slice_take_line (&rest);
  gsize   n = 0;

  while (n < line.length && n < MAX_INDENT && strchr (" \t>", line.data[n]) != NULL &&
         line.data[n] != '\0')
    n++;
  line.data += n;
  line.length -= n;
  return rd_slice_is_field (line) ? n : 0;
}

static gboolean
has_indent (RdSlice     line,
            const char *indent,
            gsize       length)
{
  /* Trailing blanks go first when text is copied. */
  return line.length > 0 && memcmp (line.data, indent, MIN (line.length, length)) == 0;
}

/**
 * rd_mail_remove_indent:
 * @bytes: text with LF line ends
 *
 * Takes off the indentation or the quote marks of a copied message: off every
 * line that has them or, if that is not the whole text, off the first line only.
 *
 * Returns: (transfer full): the text
 */
GBytes *
rd_mail_remove_indent (GBytes *bytes)
{
  RdSlice     text;
  RdSlice     rest;
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
      RdSlice line = rd_slice_take_line (&rest);

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
      RdSlice line = rd_slice_take_line (&rest);
      gsize   skipped = has_indent (line, indent, length) ? MIN (line.length, length) : 0;

      g_string_append_len (out, line.data + skipped, (gssize) (line.length - skipped));
      g_string_append_c (out, '\n');
    }
  return g_string_free_to_bytes (g_steal_pointer (&out));
}

/**
 * rd_mail_unwrap:
 * @text: what was found
 *
 * Takes off what stands around a message: empty lines, the From line of an
 * mbox, Apple's .emlx, the table of a webmail page.
 *
 * Returns: the message in it
 */
RdSlice
rd_mail_unwrap (RdSlice text)
{
  text = unwrap_emlx (skip_preamble (text));
  return skip_page_table (skip_preamble (text));
}
