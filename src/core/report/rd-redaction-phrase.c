/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-redaction"

#include "config.h"

#include "rd-redaction-phrase.h"

#include <string.h>

/* How much of @text reads like @phrase, whatever its blanks, line ends and
 * capital letters; 0 if it does not. */
static gsize
match_phrase (const char *text,
              const char *phrase)
{
  const char *p = text;

  while (*phrase != '\0')
    {
      if (g_ascii_isspace (*phrase))
        {
          gsize blanks = strspn (p, " \t\r\n");

          if (blanks == 0)
            return 0;
          p += blanks;
          phrase += strspn (phrase, " \t\r\n");
        }
      else if (g_ascii_tolower (*p++) != g_ascii_tolower (*phrase++))
        {
          return 0;
        }
    }
  return (gsize) (p - text);
}

static gboolean
is_word_byte (char c)
{
  return g_ascii_isalnum (c) || (guchar) c >= 0x80 || c == '@' || c == '_';
}

/* A subject of one word may be a part of names: "mail" in "mail.example.com". */
static gboolean
stands_alone (const char *text,
              const char *begin,
              const char *end)
{
  if (begin > text && (is_word_byte (begin[-1]) || (strchr (".-", begin[-1]) != NULL && begin > text + 1 && is_word_byte (begin[-2]))))
    return FALSE;
  return !is_word_byte (*end) && !(*end != '\0' && strchr (".-", *end) != NULL && is_word_byte (end[1]));
}

/**
 * _rd_redaction_hide_phrase:
 * @text: (transfer full): a text
 * @phrase: what must not be told
 * @instead: what is told
 *
 * Hides @phrase wherever it stands in @text.
 *
 * Returns: (transfer full): the text that may be told
 */
char *
_rd_redaction_hide_phrase (char       *text,
                           const char *phrase,
                           const char *instead)
{
  /* quotes are borders enough */
  gboolean is_one_word = *phrase != '"' && strpbrk (phrase, " \t\r\n") == NULL;
  GString *out = g_string_sized_new (strlen (text));

  for (const char *p = text; *p != '\0';)
    {
      gsize length = match_phrase (p, phrase);

      if (length > 0 && (!is_one_word || stands_alone (text, p, p + length)))
        {
          g_string_append (out, instead);
          p += length;
        }
      else
        {
          g_string_append_c (out, *p++);
        }
    }
  g_free (text);
  return g_string_free (out, FALSE);
}
