/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-redaction"

#include "config.h"

#include "rd-redaction-phrase.h"

#include <string.h>

/* Where a quoted string or a comment that begins at @text ends. */
static const char *
find_end (const char *text,
          char        close)
{
  const char *end = text + 1;

  while (*end != '\0' && *end != close)
    end += end[0] == '\\' && end[1] != '\0' ? 2 : 1;
  return end;
}

static void
take_name (GPtrArray *names,
           GString   *word)
{
  g_autofree char *name = g_strstrip (g_strdup (word->str));

  if (*name != '\0')
    g_ptr_array_add (names, g_steal_pointer (&name));
  g_string_truncate (word, 0);
}

/**
 * _rd_redaction_split_names:
 * @addresses: the value of an address field (RFC 5322 section 3.4)
 *
 * Finds the names people are called by: what stands before an address in angle
 * brackets, and in a comment behind one.
 *
 * Returns: (transfer full) (element-type utf8): the names
 */
GPtrArray *
_rd_redaction_split_names (const char *addresses)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) word = g_string_new (NULL);
  g_autoptr (GString) comment = g_string_new (NULL);

  for (const char *p = addresses; *p != '\0'; p++)
    {
      const char *end = *p == '"' ? find_end (p, '"') : *p == '(' ? find_end (p, ')')
                                                    : *p == '<'   ? find_end (p, '>')
                                                                  : p;

      if (*p == '<')
        take_name (names, word);
      else if (*p == '"')
        g_string_append_len (word, p + 1, end - p - 1);
      else if (*p == '(')
        {
          g_string_append_len (comment, p + 1, end - p - 1);
          take_name (names, comment);
        }
      else if (*p == ',' || *p == ';' || *p == ':')
        g_string_truncate (word, 0);
      else
        g_string_append_c (word, *p);
      p = *end != '\0' ? end : end - 1;
    }
  return names;
}

/* Length of the encoded word (RFC 2047 section 2) at @text, or 0. */
static gsize
encoded_length (const char *text)
{
  const char *charset_end;
  const char *end;

  if (text[0] != '=' || text[1] != '?')
    return 0;
  charset_end = strchr (text + 2, '?');
  if (charset_end == NULL || charset_end[1] == '\0' || strchr ("BbQq", charset_end[1]) == NULL || charset_end[2] != '?')
    return 0;
  end = strstr (charset_end + 3, "?=");
  if (end == NULL || strcspn (text, " \t\r\n") < (gsize) (end - text))
    return 0;
  return (gsize) (end + 2 - text);
}

/**
 * _rd_redaction_hide_encoded:
 * @text: (transfer full): a text
 * @instead: what is told
 *
 * Hides encoded words: whoever decodes them reads what is hidden elsewhere.
 *
 * Returns: (transfer full): the text that may be told
 */
char *
_rd_redaction_hide_encoded (char       *text,
                            const char *instead)
{
  GString *out;

  if (strstr (text, "=?") == NULL)
    return text;
  out = g_string_sized_new (strlen (text));
  for (const char *p = text; *p != '\0';)
    {
      gsize length = encoded_length (p);

      if (length > 0)
        g_string_append (out, instead);
      else
        g_string_append_c (out, *p);
      p += MAX (length, 1);
    }
  g_free (text);
  return g_string_free (out, FALSE);
}
