/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-knowledge"

#include "config.h"

#include "rd-knowledge.h"

#include <string.h>

#include "rd-knowledge-private.h"
#include "rd-limits.h"

/* What is written by one character of the input, at most: "..." for U+2026. */
#define MAX_FOLDED 6

typedef struct
{
  const char   *text;
  gsize         length;
  RdNormalText *out;

  /* The code that the lines of a multi-line reply repeat: "550-5.7.26 ". */
  char     code[4];
  char     status[12];
  gboolean is_continued;
} Normalizer;

static void
append (Normalizer *self,
        char        c,
        gsize       offset)
{
  RdNormalText *out = self->out;

  if (c == ' ' && out->length > 0 && out->text[out->length - 1] == ' ')
    return;
  out->offsets[out->length] = (guint32) offset;
  out->text[out->length++] = c;
}

/* The ASCII form of quotes, dashes, blanks and of Latin letters that do not
 * decompose; build-aux/knowledge/normal.py has the same list for phrases. */
static const char *
fold_special (gunichar c)
{
  switch (c)
    {
    case '`':
    case 0x00b4:
    case 0x02bc:
    case 0x2018:
    case 0x2019:
    case 0x201a:
    case 0x201b:
    case 0x2032:
      return "'";
    case 0x00ab:
    case 0x00bb:
    case 0x201c:
    case 0x201d:
    case 0x201e:
    case 0x201f:
    case 0x2033:
      return "\"";
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212:
      return "-";
    case 0x2026:
      return "...";
    case 0x00df:
    case 0x1e9e:
      return "ss";
    case 0x0142:
      return "l";
    case 0x00f8:
      return "o";
    case 0x0111:
      return "d";
    case 0x0131:
      return "i";
    case 0x00e6:
      return "ae";
    case 0x0153:
      return "oe";
    default:
      return NULL;
    }
}

static gboolean
is_ignorable (gunichar c)
{
  return c == 0x00ad || c == 0xfeff || (c >= 0x200b && c <= 0x200f) ||
         (c >= 0x2060 && c <= 0x2064) || (c >= 0x0300 && c < 0x0370);
}

static void
append_char (Normalizer *self,
             gunichar    c,
             gsize       offset)
{
  const char *special;
  gunichar    base = 0;
  char        utf8[MAX_FOLDED];
  int         size;

  if (is_ignorable (c))
    return;
  if (g_unichar_isspace (c) || g_unichar_iscntrl (c))
    {
      append (self, ' ', offset);
      return;
    }
  c = g_unichar_tolower (c);
  special = fold_special (c);
  if (special != NULL)
    {
      for (; *special != '\0'; special++)
        append (self, *special, offset);
      return;
    }
  g_unichar_fully_decompose (c, FALSE, &base, 1);
  if (base > 0 && base < 0x80)
    c = base;
  size = g_unichar_to_utf8 (c, utf8);
  for (int i = 0; i < size; i++)
    append (self, utf8[i], offset);
}

/* Length of an enhanced status code at @p, 0 if there is none. */
static gsize
status_length (const char *p,
               const char *end)
{
  const char *q = p;

  if (end - p < 5 || *p < '2' || *p > '5')
    return 0;
  q++;
  for (guint part = 0; part < 2; part++)
    {
      gsize digits = 0;

      if (q == end || *q++ != '.')
        return 0;
      for (; q < end && g_ascii_isdigit (*q) && digits < 3; digits++)
        q++;
      if (digits == 0)
        return 0;
    }
  return (gsize) (q - p);
}

/* Handles what may be a reply code at the beginning of a word.  Returns how
 * many bytes to leave out because they only repeat the code of the line before:
 * "550-5.7.26 " or, after a line that was continued, "550 " and "550-". */
static gsize
repeated_prefix (Normalizer *self,
                 gsize       at,
                 gboolean    at_line_start)
{
  const char *p = self->text + at;
  const char *end = self->text + self->length;
  gboolean    is_continued;
  gboolean    is_same;
  gsize       size;

  if (end - p < 5 || *p < '2' || *p > '5' || !g_ascii_isdigit (p[1]) || !g_ascii_isdigit (p[2]) ||
      (p[3] != ' ' && p[3] != '-'))
    return 0;
  is_continued = p[3] == '-';
  size = status_length (p + 4, end);
  if (size > 0 && (p + 4 + size == end || !(g_ascii_isspace (p[4 + size]) || p[4 + size] == '-')))
    size = 0;
  is_same = strncmp (self->code, p, 3) == 0;

  if (is_same && size > 0 && strlen (self->status) == size && strncmp (self->status, p + 4, size) == 0)
    return 4 + size;
  if (is_same && size == 0 && (at_line_start || self->is_continued))
    return 4;
  if (!is_same || self->status[0] == '\0')
    {
      memcpy (self->code, p, 3);
      memset (self->status, 0, sizeof self->status);
      memcpy (self->status, p + 4, MIN (size, sizeof self->status - 1));
      self->is_continued = is_continued;
    }
  return 0;
}

static void
normalize (Normalizer *self)
{
  gboolean at_word_start = TRUE;
  gboolean at_line_start = TRUE;
  gsize    i = 0;

  append (self, ' ', 0);
  while (i < self->length)
    {
      gunichar c = (guchar) self->text[i];
      gsize    skip = at_word_start && c >= '2' && c <= '5' ? repeated_prefix (self, i, at_line_start) : 0;

      if (skip > 0)
        {
          i += skip;
          at_word_start = FALSE;
          continue;
        }
      if (c == '\n' || c == '\r')
        at_line_start = TRUE;
      else if (!g_ascii_isspace ((char) c))
        at_line_start = FALSE;
      at_word_start = c < 0x80 && !g_ascii_isalnum ((char) c) && strchr (".-_@+/", (int) c) == NULL;
      if (c < 0x80 && c != '`')
        {
          append (self, c <= 0x20 || c == 0x7f ? ' ' : g_ascii_tolower ((char) c), i);
          i++;
          continue;
        }
      c = g_utf8_get_char_validated (self->text + i, (gssize) (self->length - i));
      if (c == (gunichar) -1 || c == (gunichar) -2)
        {
          append (self, ' ', i);
          i++;
          continue;
        }
      append_char (self, c, i);
      i += (gsize) g_unichar_to_utf8 (c, NULL);
    }
  append (self, ' ', self->length);
}

/* Brings @length bytes of @text into the form in which phrases are compared.
 * More than %RD_LIMIT_DIAGNOSTIC_BYTES are not read. */
void
_rd_normal_text_init (RdNormalText *self,
                      const char   *text,
                      gsize         length)
{
  Normalizer normalizer = { .text = text, .out = self };
  gsize      size;

  normalizer.length = MIN (length, RD_LIMIT_DIAGNOSTIC_BYTES);
  /* Folding never makes a character longer than it was, but for the ASCII dots
   * of U+2026, which take the same three bytes; the padding takes two more. */
  size = normalizer.length * 2 + 3;
  self->text = g_malloc (size);
  self->offsets = g_new (guint32, size);
  self->length = 0;
  normalize (&normalizer);
  self->text[self->length] = '\0';
}

void
_rd_normal_text_clear (RdNormalText *self)
{
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->offsets, g_free);
  self->length = 0;
}

/**
 * rd_knowledge_normalize:
 * @text: a server's reply
 *
 * Brings a reply into the form in which phrases are compared with it: lower
 * case, ASCII quotes and dashes, Latin letters without accents, single blanks,
 * and without the code that every line of a multi-line reply repeats
 * (RFC 5321 section 4.2.1), also where somebody joined the lines.
 *
 * Returns: (transfer full): the reply without outer blanks
 */
char *
rd_knowledge_normalize (const char *text)
{
  g_auto (RdNormalText) normal = { 0 };

  g_return_val_if_fail (text != NULL, NULL);

  _rd_normal_text_init (&normal, text, strlen (text));
  return g_strstrip (g_steal_pointer (&normal.text));
}
