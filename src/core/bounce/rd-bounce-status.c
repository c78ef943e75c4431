/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bounce"

#include "config.h"

#include "rd-bounce-private.h"

#include <string.h>

/* RFC 3463 section 2: class, subject and detail; subjects go up to 7.  Returns
 * the length of the code at @text, 0 if there is none. */
gsize
_rd_status_length (const char *text,
                   gsize       length)
{
  gsize p = 2;

  if (length < 5 || strchr ("245", text[0]) == NULL || text[1] != '.')
    return 0;
  if (text[p] < '0' || text[p] > '9')
    return 0;
  p++;
  while (p < length && p < 5 && g_ascii_isdigit (text[p]))
    p++;
  if (p > 3 || text[2] > '7' || p >= length || text[p] != '.')
    return 0;
  p++;
  if (p >= length || !g_ascii_isdigit (text[p]))
    return 0;
  for (int digits = 0; p < length && digits < 3 && g_ascii_isdigit (text[p]); digits++)
    p++;
  if (p < length && (g_ascii_isdigit (text[p]) || (text[p] == '.' && p + 1 < length && g_ascii_isdigit (text[p + 1]))))
    return 0;
  return p;
}

/**
 * _rd_status_parse:
 * @text: a text
 * @status: (out): the code, written on success
 *
 * Reads the enhanced status code (RFC 3463) at the beginning of @text.
 *
 * Returns: whether there is one
 */
gboolean
_rd_status_parse (const char *text,
                  char        status[RD_STATUS_SIZE])
{
  gsize length = _rd_status_length (text, strlen (text));

  if (length == 0 || length >= RD_STATUS_SIZE)
    return FALSE;
  memcpy (status, text, length);
  status[length] = '\0';
  return TRUE;
}

/**
 * _rd_status_find:
 * @text: a text
 * @length: its length
 * @reply_class: '4' or '5' to take only codes of that class, 0 for any failure
 * @status: (out): the code, written on success
 *
 * Finds the first enhanced status code of a failure in @text, such as qmail's
 * "(#5.1.1)".
 *
 * Returns: whether there is one
 */
gboolean
_rd_status_find (const char *text,
                 gsize       length,
                 char        reply_class,
                 char        status[RD_STATUS_SIZE])
{
  for (gsize i = 0; i + 5 <= length; i++)
    {
      gsize size;

      if (text[i] != '4' && text[i] != '5')
        continue;
      if (reply_class != '\0' && text[i] != reply_class)
        continue;
      if (i > 0 && (g_ascii_isalnum (text[i - 1]) || strchr (".-_/@", text[i - 1]) != NULL) &&
          !(text[i - 1] == '-' && i >= 4 && g_ascii_isdigit (text[i - 2])))
        continue;
      size = _rd_status_length (text + i, length - i);
      if (size == 0 || size >= RD_STATUS_SIZE)
        continue;
      if (i + size < length && (g_ascii_isalnum (text[i + size]) || strchr ("-_@", text[i + size]) != NULL))
        continue;
      memcpy (status, text + i, size);
      status[size] = '\0';
      return TRUE;
    }
  return FALSE;
}

/**
 * _rd_status_is_vague:
 * @status: an enhanced status code, or ""
 *
 * Tells whether @status says no more than its class: X.0.0, and nothing at all.
 *
 * Returns: whether it is vague
 */
gboolean
_rd_status_is_vague (const char *status)
{
  return status[0] == '\0' || strcmp (status + 1, ".0.0") == 0;
}
