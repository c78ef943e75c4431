/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bounce"

#include "config.h"

#include "rd-bounce-private.h"

#include <string.h>

#include "rd-limits.h"
#include "rd-text.h"

/* A server repeats its codes on each line of a reply, and whoever quotes it may
 * have joined the lines already.  Here they become one line with the codes at its
 * beginning only. */

/* Length of the prefix a reply repeats on each of its lines ("550-5.7.26 "),
 * 0 if there is none at @text. */
static gsize
repeated_prefix (const char *text,
                 gsize       length,
                 const char *code,
                 const char *status,
                 gboolean    is_line)
{
  gsize p = 3;
  gsize size = strlen (status);

  is_line = is_line && length >= 3 && strncmp (text, code, 3) == 0 && (length == 3 || g_ascii_isspace (text[3]));
  if (length < 4 || strncmp (text, code, 3) != 0 || (text[3] != '-' && text[3] != ' '))
    return 0;
  p = 4;
  while (p < length && text[p] == ' ')
    p++;
  if (size > 0 && length - p >= size && strncmp (text + p, status, size) == 0)
    p += size;
  else if (!is_line && (text[3] != '-' || p != 4))
    return 0;
  while (p < length && text[p] == ' ')
    p++;
  return p;
}

/* OpenSMTPD joins the lines of a reply without a blank between them, and takes
 * off the code but not the enhanced one: "domain's5.7.26 DMARC policy". */
static gsize
glued_status (const char *text,
              gsize       length,
              gsize       at,
              const char *status)
{
  gsize size;

  if (text[at] != status[0])
    return 0;
  size = strlen (status);
  if (size < 5 || length - at <= size || strncmp (text + at, status, size) != 0 || text[at + size] != ' ')
    return 0;
  return g_ascii_isalpha (text[at - 1]) || strchr (".,;", text[at - 1]) != NULL ? size : 0;
}

/* Whether the answer of another server begins behind @words. */
static gboolean
wraps_answer (const GString *words)
{
  return words->len >= 2 && strcmp (words->str + words->len - 2, "->") == 0;
}

/**
 * _rd_reply_dup_joined:
 * @text: the words of a reply, in as many lines as it came
 * @length: their length
 * @code: its code
 * @status: its enhanced code or ""
 *
 * Joins the lines of a reply (RFC 5321 section 4.2.1) into one, keeping the
 * codes only at the beginning: "550-5.7.1 a" and "550 5.7.1 b" become
 * "550 5.7.1 a b".
 *
 * Returns: (transfer full): the reply in one line
 */
char *
_rd_reply_dup_joined (const char *text,
                      gsize       length,
                      const char *code,
                      const char *status)
{
  g_autoptr (GString) joined = NULL;
  gsize    size = MIN (length, RD_LIMIT_DIAGNOSTIC_BYTES);
  gboolean is_multi_line = size > 3 && text[3] == '-';
  gboolean at_line = FALSE;
  gboolean at_word = TRUE;

  joined = g_string_sized_new (size + 1);
  for (gsize i = 0; i < size && text[i] != '\0'; i++)
    {
      gsize skip = 0;

      if (g_ascii_isspace (text[i]))
        {
          at_word = TRUE;
          at_line |= text[i] == '\n';
          continue;
        }
      if (i > 0 && code[0] != '\0' && !wraps_answer (joined))
        skip = at_word ? repeated_prefix (text + i, size - i, code, status, is_multi_line && (at_line || status[0] == '\0')) : glued_status (text, size, i, status);
      if (skip > 0)
        {
          i += skip - 1;
          at_word = TRUE;
          continue;
        }
      if (at_word && joined->len > 0)
        g_string_append_c (joined, ' ');
      at_word = at_line = FALSE;
      g_string_append_c (joined, text[i]);
    }
  if (is_multi_line && code[0] != '\0' && joined->len > 3 && strncmp (joined->str, code, 3) == 0)
    joined->str[3] = ' ';
  if (!g_utf8_validate (joined->str, -1, NULL))
    return rd_text_make_valid (joined->str, -1);
  return g_string_free (g_steal_pointer (&joined), FALSE);
}
