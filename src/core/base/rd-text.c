/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-text"

#include "config.h"

#include "rd-text.h"

#include <gio/gio.h>
#include <string.h>

/* RFC 1035 section 2.3.4: limits of a name and of one label, in octets. */
#define MAX_NAME_LENGTH 253
#define MAX_LABEL_LENGTH 63

/**
 * rd_text_make_valid:
 * @text: (nullable): bytes that should be UTF-8; %NULL only if there are none,
 *   as an empty #GBytes has it
 * @length: their number, or -1 if @text ends with a NUL
 *
 * Copies @text as valid UTF-8 without embedded NULs.  Bytes that are no UTF-8
 * are read as Windows-1252, which is what old mail programs send undeclared.
 *
 * Returns: (transfer full): valid UTF-8
 */
char *
rd_text_make_valid (const char *text,
                    gssize      length)
{
  g_autofree char *copy = NULL;
  g_autofree char *converted = NULL;
  gsize            size;

  g_return_val_if_fail (text != NULL || length == 0, NULL);

  if (length == 0)
    return g_strdup ("");
  size = length < 0 ? strlen (text) : (gsize) length;
  if (g_utf8_validate (text, (gssize) size, NULL))
    return g_strndup (text, size);

  copy = g_malloc (size + 1);
  for (gsize i = 0; i < size; i++)
    copy[i] = text[i] != '\0' ? text[i] : ' ';
  copy[size] = '\0';
  if (g_utf8_validate (copy, (gssize) size, NULL))
    return g_steal_pointer (&copy);

  converted = g_convert_with_fallback (copy, (gssize) size, "UTF-8", "WINDOWS-1252", "\357\277\275", NULL, NULL, NULL);
  if (converted != NULL && g_utf8_validate (converted, -1, NULL))
    return g_steal_pointer (&converted);
  return g_utf8_make_valid (copy, (gssize) size);
}

/* Characters that change how the text around them is drawn without being seen:
 * bidirectional controls, zero-width characters, line separators. */
static gboolean
is_invisible (gunichar c)
{
  return (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
         (c >= 0x2060 && c <= 0x206f) || c == 0xfeff || c == 0x061c || c == 0x180e;
}

/**
 * rd_text_dup_visible:
 * @text: valid UTF-8 from outside
 *
 * Copies @text for showing it: control characters other than tab and line feed,
 * and the characters that turn or hide the text around them, are replaced by
 * U+FFFD, so that a hostile message can neither drive a terminal nor fake what
 * a line says.
 *
 * Returns: (transfer full): text that is safe to show
 */
char *
rd_text_dup_visible (const char *text)
{
  g_autoptr (GString) visible = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  visible = g_string_sized_new (strlen (text));
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\t' || c == '\n')
        g_string_append_c (visible, (char) c);
      else if (c < 0x20 || (c >= 0x7f && c < 0xa0) || is_invisible (c))
        g_string_append (visible, "\357\277\275");
      else
        g_string_append_unichar (visible, c);
    }
  return g_string_free (g_steal_pointer (&visible), FALSE);
}

/**
 * rd_text_collapse:
 * @text: any text
 *
 * Copies @text with every run of white space turned into one blank and none at
 * its ends.
 *
 * Returns: (transfer full): the collapsed text
 */
char *
rd_text_collapse (const char *text)
{
  char    *collapsed;
  gsize    length = 0;
  gboolean pending = FALSE;

  g_return_val_if_fail (text != NULL, NULL);

  collapsed = g_malloc (strlen (text) + 1);
  for (const char *p = text; *p != '\0'; p++)
    {
      if (g_ascii_isspace (*p))
        {
          pending = length > 0;
          continue;
        }
      if (pending)
        collapsed[length++] = ' ';
      pending = FALSE;
      collapsed[length++] = *p;
    }
  collapsed[length] = '\0';
  return collapsed;
}

/**
 * rd_text_has_suffix_nocase:
 * @text: a text
 * @suffix: its supposed end
 *
 * g_str_has_suffix() without regard to the case of ASCII letters.
 *
 * Returns: whether @text ends with @suffix
 */
gboolean
rd_text_has_suffix_nocase (const char *text,
                           const char *suffix)
{
  gsize text_length;
  gsize suffix_length;

  g_return_val_if_fail (text != NULL && suffix != NULL, FALSE);

  text_length = strlen (text);
  suffix_length = strlen (suffix);
  return text_length >= suffix_length &&
         g_ascii_strcasecmp (text + text_length - suffix_length, suffix) == 0;
}

/**
 * rd_text_find_nocase:
 * @haystack: where to look
 * @needle: ASCII text to look for
 *
 * strstr() without regard to the case of ASCII letters, in any locale.
 *
 * Returns: (nullable): the first occurrence in @haystack
 */
const char *
rd_text_find_nocase (const char *haystack,
                     const char *needle)
{
  char  firsts[3] = { '\0' };
  gsize length;

  g_return_val_if_fail (haystack != NULL && needle != NULL, NULL);

  length = strlen (needle);
  if (length == 0)
    return haystack;
  firsts[0] = g_ascii_tolower (*needle);
  firsts[1] = g_ascii_toupper (*needle);
  for (const char *p = strpbrk (haystack, firsts); p != NULL; p = strpbrk (p + 1, firsts))
    {
      /* The second letter tells most places apart; 0x20 is what the cases differ in. */
      if (length == 1 || (((p[1] ^ needle[1]) & ~0x20) == 0 && g_ascii_strncasecmp (p + 1, needle + 1, length - 1) == 0))
        return p;
    }
  return NULL;
}

/**
 * rd_domain_normalize:
 * @name: a host or domain name as people or servers write it
 *
 * Brings @name into the one form used everywhere: ASCII (RFC 5890), lower
 * case, no trailing dot.  Underscores are kept, they are part of many names in
 * mail DNS.
 *
 * Returns: (transfer full) (nullable): the name, %NULL if it is none
 */
char *
rd_domain_normalize (const char *name)
{
  g_autofree char *ascii = NULL;
  g_autofree char *trimmed = NULL;
  gsize            length;
  gsize            label = 0;

  g_return_val_if_fail (name != NULL, NULL);

  trimmed = g_strstrip (g_strdup (name));
  if (!g_utf8_validate (trimmed, -1, NULL))
    return NULL;
  length = strlen (trimmed);
  if (length > 0 && trimmed[length - 1] == '.')
    trimmed[--length] = '\0';
  if (length == 0 || length > 4 * MAX_NAME_LENGTH)
    return NULL;

  ascii = g_hostname_is_non_ascii (trimmed) ? g_hostname_to_ascii (trimmed) : g_steal_pointer (&trimmed);
  if (ascii == NULL || strlen (ascii) > MAX_NAME_LENGTH)
    return NULL;
  for (char *p = ascii; *p != '\0'; p++)
    {
      if (*p == '.')
        {
          if (label == 0)
            return NULL;
          label = 0;
          continue;
        }
      if (!g_ascii_isalnum (*p) && strchr ("-_", *p) == NULL)
        return NULL;
      *p = g_ascii_tolower (*p);
      if (++label > MAX_LABEL_LENGTH)
        return NULL;
    }
  return label > 0 ? g_steal_pointer (&ascii) : NULL;
}

/**
 * rd_domain_is_within:
 * @name: a normalized name
 * @domain: a normalized domain
 *
 * Tells whether @name is @domain or a name below it.
 *
 * Returns: whether it is
 */
gboolean
rd_domain_is_within (const char *name,
                     const char *domain)
{
  gsize above;

  g_return_val_if_fail (name != NULL && domain != NULL, FALSE);

  if (*domain == '\0' || !rd_text_has_suffix_nocase (name, domain))
    return FALSE;
  above = strlen (name) - strlen (domain);
  return above == 0 || name[above - 1] == '.';
}

/**
 * rd_address_dup_domain:
 * @address: an e-mail address without display name
 *
 * The normalized domain of @address.
 *
 * Returns: (transfer full) (nullable): the domain, %NULL if there is none
 */
char *
rd_address_dup_domain (const char *address)
{
  const char *at;

  g_return_val_if_fail (address != NULL, NULL);

  at = strrchr (address, '@');
  return at != NULL ? rd_domain_normalize (at + 1) : NULL;
}
