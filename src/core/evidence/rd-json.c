/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-json"

#include "config.h"

#include "rd-json.h"

#include <math.h>
#include <string.h>

/* Recordings are three levels deep; what is deeper is not ours. */
#define MAX_DEPTH 16

static void
append_escape (GString *out,
               guchar   c)
{
  /* Those that have a letter of their own, and the letter. */
  static const char short_forms[] = "\"\"\\\\\bb\ff\nn\rr\tt";

  for (const char *p = short_forms; *p != '\0'; p += 2)
    {
      if (*p == (char) c)
        {
          g_string_append_c (out, '\\');
          g_string_append_c (out, p[1]);
          return;
        }
    }
  g_string_append_printf (out, "\\u%04x", c);
}

/**
 * rd_json_append_string:
 * @out: where it goes
 * @text: valid UTF-8
 *
 * Writes a JSON string (RFC 8259 section 7).
 */
void
rd_json_append_string (GString    *out,
                       const char *text)
{
  static const gboolean is_special[256] = { [0 ... 0x1f] = TRUE, ['"'] = TRUE, ['\\'] = TRUE, [0x7f] = TRUE };
  const char           *start = text;

  g_string_append_c (out, '"');
  for (const char *p = text;; p++)
    {
      guchar c = (guchar) *p;

      if (!is_special[c])
        continue;
      g_string_append_len (out, start, p - start);
      if (c == '\0')
        break;
      append_escape (out, c);
      start = p + 1;
    }
  g_string_append_c (out, '"');
}

static void
skip_blanks (RdJson *self)
{
  while (self->position < self->end && strchr (" \t\r\n", *self->position) != NULL && *self->position != '\0')
    self->position++;
}

static gboolean
accept (RdJson *self,
        char    c)
{
  skip_blanks (self);
  if (self->position >= self->end || *self->position != c)
    return FALSE;
  self->position++;
  return TRUE;
}

/* Goes to the next element; @more is FALSE if the bracket was closed instead. */
static gboolean
next (RdJson   *self,
      char      bracket,
      gboolean  first,
      gboolean *more)
{
  *more = !accept (self, bracket == '{' ? '}' : ']');
  return !*more || first || accept (self, ',');
}

static gboolean
read_key (RdJson *self,
          char  **key)
{
  return rd_json_read_string (self, key) && accept (self, ':');
}

/**
 * rd_json_read_object:
 * @self: a place in front of a value
 * @read_member: (scope call): reads the value of each member
 * @data: for @read_member
 *
 * Reads an object and goes behind it.
 *
 * Returns: whether there was one, well formed, and all its members were read
 */
gboolean
rd_json_read_object (RdJson          *self,
                     RdJsonMemberFunc read_member,
                     gpointer         data)
{
  gboolean more = TRUE;

  if (!accept (self, '{'))
    return FALSE;
  for (gboolean first = TRUE; TRUE; first = FALSE)
    {
      g_autofree char *key = NULL;

      if (!next (self, '{', first, &more))
        return FALSE;
      if (!more)
        return TRUE;
      if (!read_key (self, &key) || !read_member (self, key, data))
        return FALSE;
    }
}

/**
 * rd_json_read_array:
 * @self: a place in front of a value
 * @read_element: (scope call): reads each element
 * @data: for @read_element
 *
 * Reads an array and goes behind it.
 *
 * Returns: whether there was one, well formed, and all its elements were read
 */
gboolean
rd_json_read_array (RdJson           *self,
                    RdJsonElementFunc read_element,
                    gpointer          data)
{
  gboolean more = TRUE;

  if (!accept (self, '['))
    return FALSE;
  for (gboolean first = TRUE; TRUE; first = FALSE)
    {
      if (!next (self, '[', first, &more))
        return FALSE;
      if (!more)
        return TRUE;
      if (!read_element (self, data))
        return FALSE;
    }
}

static gboolean
read_hex (RdJson   *self,
          gunichar *unit)
{
  if (self->end - self->position < 4)
    return FALSE;
  *unit = 0;
  for (int i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value (*self->position++);

      if (digit < 0)
        return FALSE;
      *unit = *unit << 4 | (gunichar) digit;
    }
  return TRUE;
}

static gboolean
read_unicode_escape (RdJson  *self,
                     GString *out)
{
  gunichar c = 0;
  gunichar low = 0;

  if (!read_hex (self, &c))
    return FALSE;
  if (c >= 0xd800 && c < 0xdc00 && self->end - self->position >= 6 &&
      self->position[0] == '\\' && self->position[1] == 'u')
    {
      self->position += 2;
      if (!read_hex (self, &low))
        return FALSE;
      if (low >= 0xdc00 && low < 0xe000)
        c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
    }
  /* A NUL or half a character has no place in a C string. */
  if (c == 0 || (c >= 0xd800 && c < 0xe000))
    c = 0xfffd;
  g_string_append_unichar (out, c);
  return TRUE;
}

static gboolean
read_escape (RdJson  *self,
             GString *out)
{
  static const char letters[] = "\"\\/bfnrt";
  static const char meanings[] = "\"\\/\b\f\n\r\t";
  const char       *letter;
  char              c;

  if (self->position >= self->end)
    return FALSE;
  c = *self->position++;
  if (c == 'u')
    return read_unicode_escape (self, out);
  letter = c != '\0' ? strchr (letters, c) : NULL;
  if (letter == NULL)
    return FALSE;
  g_string_append_c (out, meanings[letter - letters]);
  return TRUE;
}

/**
 * rd_json_read_string:
 * @self: a place in front of a value
 * @text: (out) (transfer full): the text, valid UTF-8
 *
 * Reads a string.
 *
 * Returns: whether there was one; if not, @text is untouched
 */
gboolean
rd_json_read_string (RdJson *self,
                     char  **text)
{
  g_autoptr (GString) out = NULL;

  if (!accept (self, '"'))
    return FALSE;
  out = g_string_new (NULL);
  while (self->position < self->end && *self->position != '"')
    {
      char c = *self->position++;

      if ((guint8) c < 0x20)
        return FALSE;
      if (c != '\\')
        g_string_append_c (out, c);
      else if (!read_escape (self, out))
        return FALSE;
    }
  if (!accept (self, '"') || !g_utf8_validate (out->str, (gssize) out->len, NULL))
    return FALSE;
  *text = g_string_free (g_steal_pointer (&out), FALSE);
  return TRUE;
}

/**
 * rd_json_read_number:
 * @self: a place in front of a value
 * @number: (out): the number
 *
 * Reads a number.
 *
 * Returns: whether there was one; if not, @number is untouched
 */
gboolean
rd_json_read_number (RdJson *self,
                     double *number)
{
  char   buffer[40];
  gsize  length = 0;
  char  *end = NULL;
  double value;

  skip_blanks (self);
  while (self->position + length < self->end && length < sizeof buffer - 1 &&
         (g_ascii_isdigit (self->position[length]) || strchr ("+-.eE", self->position[length]) != NULL) &&
         self->position[length] != '\0')
    {
      buffer[length] = self->position[length];
      length++;
    }
  buffer[length] = '\0';
  if (length == 0)
    return FALSE;
  value = g_ascii_strtod (buffer, &end);
  if (*end != '\0' || !isfinite (value))
    return FALSE;
  self->position += length;
  *number = value;
  return TRUE;
}

static gboolean
accept_word (RdJson     *self,
             const char *word)
{
  gsize length = strlen (word);

  skip_blanks (self);
  if ((gsize) (self->end - self->position) < length || memcmp (self->position, word, length) != 0)
    return FALSE;
  self->position += length;
  return TRUE;
}

/**
 * rd_json_read_boolean:
 * @self: a place in front of a value
 * @value: (out): the value
 *
 * Reads "true" or "false".
 *
 * Returns: whether there was one; if not, @value is untouched
 */
gboolean
rd_json_read_boolean (RdJson   *self,
                      gboolean *value)
{
  gboolean yes = accept_word (self, "true");

  if (!yes && !accept_word (self, "false"))
    return FALSE;
  *value = yes;
  return TRUE;
}

static gboolean
skip_value (RdJson *self,
            guint   depth)
{
  g_autofree char *text = NULL;
  double           number;
  char             bracket;
  gboolean         first = TRUE;
  gboolean         more = TRUE;

  skip_blanks (self);
  if (self->position >= self->end || depth > MAX_DEPTH)
    return FALSE;
  bracket = *self->position;
  if (bracket == '"')
    return rd_json_read_string (self, &text);
  if (bracket != '{' && bracket != '[')
    return accept_word (self, "true") || accept_word (self, "false") || accept_word (self, "null") ||
           rd_json_read_number (self, &number);
  self->position++;
  while (TRUE)
    {
      g_autofree char *key = NULL;

      if (!next (self, bracket, first, &more))
        return FALSE;
      if (!more)
        return TRUE;
      first = FALSE;
      if ((bracket == '{' && !read_key (self, &key)) || !skip_value (self, depth + 1))
        return FALSE;
    }
}

/**
 * rd_json_skip:
 * @self: a place in front of a value
 *
 * Goes behind a value of any kind.
 *
 * Returns: whether there was one, not nested too deeply
 */
gboolean
rd_json_skip (RdJson *self)
{
  return skip_value (self, 0);
}

/**
 * rd_json_at_end:
 * @self: a place
 *
 * Tells whether nothing but blanks follows.
 *
 * Returns: whether it is the end
 */
gboolean
rd_json_at_end (RdJson *self)
{
  skip_blanks (self);
  return self->position == self->end;
}
