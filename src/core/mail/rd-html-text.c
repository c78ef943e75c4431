/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-html-text"

#include "config.h"

#include "rd-html-text.h"

#include <string.h>

/* Mail programs and browsers write bounces as HTML.  What is wanted of it is
 * the words in their lines, so this reads tags only as far as they make lines:
 * one pass, no tree, and whatever is broken is taken as it stands. */

/* Longest name of an entity (HTML names are shorter) and of a tag looked at. */
#define MAX_ENTITY 12
#define MAX_TAG 16

/* How far from the start a <meta charset> may stand (HTML, 13.2.3.2). */
#define CHARSET_SAMPLE 4096

typedef struct
{
  GString    *out;
  guint       preformatted; /* open <pre> */
  guint       newlines;     /* at the end of @out */
  gboolean    blank;        /* a blank is due before the next word */
  const char *skip_until;   /* (nullable): element whose content is dropped */
  const char *last_end;     /* (nullable): the last ">" of the page */
  gboolean    no_quotes;    /* a quote was never closed: they mean nothing here */
  gboolean    no_comments;  /* a comment was never closed */
} Writer;

typedef struct
{
  const char *name;
  gunichar    character;
} Entity;

static const Entity entities[] = {
  { "amp", '&' },
  { "lt", '<' },
  { "gt", '>' },
  { "quot", '"' },
  { "apos", '\'' },
  { "nbsp", ' ' },
  { "shy", 0x00ad },
  { "copy", 0x00a9 },
  { "reg", 0x00ae },
  { "trade", 0x2122 },
  { "laquo", 0x00ab },
  { "raquo", 0x00bb },
  { "lsquo", 0x2018 },
  { "rsquo", 0x2019 },
  { "sbquo", 0x201a },
  { "ldquo", 0x201c },
  { "rdquo", 0x201d },
  { "bdquo", 0x201e },
  { "ndash", 0x2013 },
  { "mdash", 0x2014 },
  { "hellip", 0x2026 },
  { "bull", 0x2022 },
  { "middot", 0x00b7 },
  { "sect", 0x00a7 },
  { "deg", 0x00b0 },
  { "euro", 0x20ac },
  { "pound", 0x00a3 },
  { "auml", 0x00e4 },
  { "ouml", 0x00f6 },
  { "uuml", 0x00fc },
  { "Auml", 0x00c4 },
  { "Ouml", 0x00d6 },
  { "Uuml", 0x00dc },
  { "szlig", 0x00df },
  { "aacute", 0x00e1 },
  { "agrave", 0x00e0 },
  { "acirc", 0x00e2 },
  { "atilde", 0x00e3 },
  { "aring", 0x00e5 },
  { "aelig", 0x00e6 },
  { "ccedil", 0x00e7 },
  { "eacute", 0x00e9 },
  { "egrave", 0x00e8 },
  { "ecirc", 0x00ea },
  { "euml", 0x00eb },
  { "iacute", 0x00ed },
  { "igrave", 0x00ec },
  { "icirc", 0x00ee },
  { "iuml", 0x00ef },
  { "ntilde", 0x00f1 },
  { "oacute", 0x00f3 },
  { "ograve", 0x00f2 },
  { "ocirc", 0x00f4 },
  { "otilde", 0x00f5 },
  { "oslash", 0x00f8 },
  { "uacute", 0x00fa },
  { "ugrave", 0x00f9 },
  { "ucirc", 0x00fb },
  { "yacute", 0x00fd },
  { "Eacute", 0x00c9 },
  { "Agrave", 0x00c0 },
  { "Ccedil", 0x00c7 },
  { "iexcl", 0x00a1 },
  { "iquest", 0x00bf },
};

/* Elements that stand on lines of their own. */
static const char *const blocks[] = {
  "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
  "div", "dl", "dt", "fieldset", "figure", "footer", "form", "h1", "h2",
  "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main",
  "nav", "ol", "option", "p", "pre", "section", "table", "tbody", "tfoot",
  "thead", "title", "tr", "ul", "listing", "xmp"
};

/* Elements set apart from their neighbours by an empty line. */
static const char *const paragraphs[] = {
  "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "p", "pre", "table", "ul", "ol"
};

/* Elements whose content nobody reads. */
static const char *const hidden[] = { "script", "style", "noscript", "template", "svg" };

static const char *
find_name (const char *const *names,
           gsize              n_names,
           const char        *name)
{
  for (gsize i = 0; i < n_names; i++)
    {
      if (strcmp (names[i], name) == 0)
        return names[i];
    }
  return NULL;
}

static void
write_newlines (Writer *self,
                guint   wanted)
{
  self->blank = FALSE;
  if (self->out->len == 0)
    return;
  for (; self->newlines < wanted; self->newlines++)
    g_string_append_c (self->out, '\n');
}

static void
write_character (Writer  *self,
                 gunichar c)
{
  if (self->skip_until != NULL || c == 0x00ad || c == 0x200b || c == 0xfeff)
    return;
  if (c == 0x00a0)
    c = ' ';
  if (self->preformatted > 0 && c == '\n')
    {
      if (self->out->len > 0)
        g_string_append_c (self->out, '\n');
      self->newlines = MIN (self->newlines + 1, 2);
      return;
    }
  if (self->preformatted == 0 && (c == ' ' || c == '\t' || c == '\n' || c == '\f'))
    {
      self->blank = TRUE;
      return;
    }
  if (self->blank && self->newlines == 0 && self->out->len > 0)
    g_string_append_c (self->out, ' ');
  self->blank = FALSE;
  self->newlines = 0;
  g_string_append_unichar (self->out, c);
}

static gboolean
is_character (guint64 code)
{
  return code > 0 && code <= 0x10ffff && g_unichar_validate ((gunichar) code) &&
         (code >= ' ' || code == '\n' || code == '\t');
}

/* Reads the entity at @p, which stands on the ampersand. */
static const char *
read_entity (const char *p,
             gunichar   *character)
{
  char  name[MAX_ENTITY + 1];
  gsize length = 0;

  *character = '&';
  if (p[1] == '#')
    {
      gboolean is_hex = p[2] == 'x' || p[2] == 'X';
      char    *end = NULL;
      guint64  code;

      p += is_hex ? 3 : 2;
      if (is_hex ? !g_ascii_isxdigit (*p) : !g_ascii_isdigit (*p))
        return p - (is_hex ? 2 : 1);
      code = g_ascii_strtoull (p, &end, is_hex ? 16 : 10);
      *character = is_character (code) ? (gunichar) code : 0xfffd;
      return *end == ';' ? end + 1 : end;
    }
  while (length < MAX_ENTITY && g_ascii_isalnum (p[1 + length]))
    {
      name[length] = p[1 + length];
      length++;
    }
  name[length] = '\0';
  for (gsize i = 0; i < G_N_ELEMENTS (entities); i++)
    {
      /* Without its semicolon only the short old ones are entities: in a link
       * "&section=2" is a parameter. */
      if (strcmp (name, entities[i].name) == 0 && (p[1 + length] == ';' || i < 5))
        {
          *character = entities[i].character;
          return p + 1 + length + (p[1 + length] == ';' ? 1 : 0);
        }
    }
  return p + 1;
}

static void
handle_tag (Writer     *self,
            const char *name,
            gboolean    is_end)
{
  if (self->skip_until != NULL)
    {
      if (is_end && strcmp (name, self->skip_until) == 0)
        self->skip_until = NULL;
      return;
    }
  if (!is_end)
    self->skip_until = find_name (hidden, G_N_ELEMENTS (hidden), name);
  if (self->skip_until != NULL)
    return;
  if (strcmp (name, "br") == 0)
    {
      self->newlines = MIN (self->newlines, 1);
      write_newlines (self, self->newlines + 1);
      return;
    }
  if (strcmp (name, "td") == 0 || strcmp (name, "th") == 0)
    {
      self->blank = TRUE;
      return;
    }
  if (find_name (paragraphs, G_N_ELEMENTS (paragraphs), name) != NULL)
    write_newlines (self, 2);
  else if (find_name (blocks, G_N_ELEMENTS (blocks), name) != NULL)
    write_newlines (self, 1);
  if (strcmp (name, "pre") == 0 || strcmp (name, "listing") == 0 || strcmp (name, "xmp") == 0)
    self->preformatted =
        is_end ? self->preformatted - MIN (self->preformatted, 1) : self->preformatted + 1;
}

/* The end of a tag: quoted values of attributes may hold ">", but a quote that
 * is never closed must not swallow the rest. */
static const char *
find_tag_end (Writer     *self,
              const char *start)
{
  char quote = '\0';

  if (!self->no_quotes)
    {
      for (const char *p = start; *p != '\0'; p++)
        {
          if (quote == '\0' && *p == '>')
            return p;
          if (quote == '\0' && (*p == '"' || *p == '\'') && p[-1] == '=')
            quote = *p;
          else if (*p == quote)
            quote = '\0';
        }
      self->no_quotes = TRUE;
    }
  return strchr (start, '>');
}

/* Reads the markup at @p, which stands on "<", and returns what is behind it;
 * @p itself if it is only a character. */
static const char *
read_markup (Writer     *self,
             const char *p)
{
  char        name[MAX_TAG + 1];
  gsize       length = 0;
  gboolean    is_end = p[1] == '/';
  const char *start = p + (is_end ? 2 : 1);
  const char *end;

  if (self->last_end == NULL || p > self->last_end)
    return p;
  if (g_str_has_prefix (p, "<!--"))
    {
      end = self->no_comments ? NULL : strstr (p + 4, "-->");
      self->no_comments = end == NULL;
      return end != NULL ? end + 3 : p + 4;
    }
  if (*start == '!' || *start == '?')
    {
      end = strchr (start, '>');
      return end != NULL ? end + 1 : p;
    }
  /* "<joe@example.com>" unescaped is a common fault of bounce writers: a name
   * that goes on with anything but a blank, a slash or the end is no tag. */
  while (length < MAX_TAG &&
         (g_ascii_isalnum (start[length]) || start[length] == ':' || start[length] == '-'))
    {
      name[length] = g_ascii_tolower (start[length]);
      length++;
    }
  name[length] = '\0';
  if (length == 0 || !g_ascii_isalpha (name[0]) || strchr (" \t\r\n\f/>", start[length]) == NULL ||
      start[length] == '\0')
    return p;
  end = find_tag_end (self, start + length);
  if (end == NULL)
    return p;
  handle_tag (self, name, is_end);
  return end + 1;
}

/**
 * rd_html_to_text:
 * @html: valid UTF-8
 *
 * Reads the words of an HTML page in the lines a browser would show them in.
 * Never fails: what is no proper markup is text.  Takes time in proportion to
 * the length of @html.
 *
 * Returns: (transfer full): plain text with LF line ends
 */
char *
rd_html_to_text (const char *html)
{
  Writer      writer = { 0 };
  const char *p = html;

  g_return_val_if_fail (html != NULL, NULL);

  writer.last_end = strrchr (html, '>');
  writer.out = g_string_sized_new (strlen (html) / 2 + 1);
  while (*p != '\0')
    {
      gunichar    c;
      const char *next;

      if (*p == '<')
        {
          next = read_markup (&writer, p);
          if (next != p)
            {
              p = next;
              continue;
            }
        }
      if (*p == '&')
        {
          p = read_entity (p, &c);
          write_character (&writer, c);
          continue;
        }
      c = g_utf8_get_char (p);
      if (c == '\r')
        c = p[1] == '\n' ? 0xfeff : '\n';
      write_character (&writer, c);
      p = g_utf8_next_char (p);
    }
  while (writer.out->len > 0 && writer.out->str[writer.out->len - 1] == '\n')
    g_string_truncate (writer.out, writer.out->len - 1);
  if (writer.out->len > 0)
    g_string_append_c (writer.out, '\n');
  return g_string_free (writer.out, FALSE);
}

/**
 * rd_html_is_html:
 * @text: the beginning of a text
 * @length: its length in bytes
 *
 * Tells whether a text is a page or a piece of HTML rather than a message.
 *
 * Returns: whether it is
 */
gboolean
rd_html_is_html (const char *text,
                 gsize       length)
{
  static const char *const starts[] = {
    "!doctype html", "html", "head", "body", "meta", "title", "div", "p", "table", "span", "style",
    "!--", "br", "pre", "font", "center", "h1", "h2", "h3", "ul", "b"
  };
  const char *end = text + length;

  g_return_val_if_fail (text != NULL || length == 0, FALSE);

  while (text < end && g_ascii_isspace (*text))
    text++;
  if (text == end || *text != '<')
    return FALSE;
  text++;
  for (gsize i = 0; i < G_N_ELEMENTS (starts); i++)
    {
      gsize n = strlen (starts[i]);

      if ((gsize) (end - text) > n && g_ascii_strncasecmp (text, starts[i], n) == 0 &&
          (starts[i][0] == '!' || strchr (" \t\r\n>/", text[n]) != NULL))
        return TRUE;
    }
  return (gsize) (end - text) > 5 && g_ascii_strncasecmp (text, "?xml ", 5) == 0 &&
         g_strstr_len (text, MIN (end - text, CHARSET_SAMPLE), "<html") != NULL;
}

/**
 * rd_html_dup_charset:
 * @html: bytes of a page
 * @length: their number
 *
 * The charset a page declares for itself in a `<meta>` element.
 *
 * Returns: (transfer full) (nullable): its name
 */
char *
rd_html_dup_charset (const char *html,
                     gsize       length)
{
  g_autofree char *head = NULL;
  const char      *p;
  gsize            n = 0;

  g_return_val_if_fail (html != NULL || length == 0, NULL);

  head = g_ascii_strdown (html, (gssize) MIN (length, CHARSET_SAMPLE));
  p = strstr (head, "<meta");
  p = p != NULL ? strstr (p, "charset") : NULL;
  if (p == NULL)
    return NULL;
  p += strlen ("charset");
  p += strspn (p, " \t=\"'");
  while (g_ascii_isalnum (p[n]) || (p[n] != '\0' && strchr ("-_.:", p[n]) != NULL))
    n++;
  return n > 0 ? g_strndup (p, n) : NULL;
}
