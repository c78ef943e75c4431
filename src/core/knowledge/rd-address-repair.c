/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-knowledge"

#include "config.h"

#include "rd-address-repair.h"

#include <string.h>

#include "rd-knowledge-tables.h"

/* Cyrillic and Greek letters that look like Latin ones. */
static char
latin_look_alike (gunichar c)
{
  static const struct
  {
    gunichar foreign;
    char     latin;
  } pairs[] = {
    { 0x0430, 'a' },
    { 0x0432, 'b' },
    { 0x0435, 'e' },
    { 0x043a, 'k' },
    { 0x043c, 'm' },
    { 0x043d, 'h' },
    { 0x043e, 'o' },
    { 0x0440, 'p' },
    { 0x0441, 'c' },
    { 0x0442, 't' },
    { 0x0443, 'y' },
    { 0x0445, 'x' },
    { 0x0455, 's' },
    { 0x0456, 'i' },
    { 0x0458, 'j' },
    { 0x03b1, 'a' },
    { 0x03bf, 'o' },
    { 0x03bd, 'v' },
    { 0x03c1, 'p' },
    { 0x03b9, 'i' },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      if (pairs[i].foreign == c)
        return pairs[i].latin;
    }
  return '\0';
}

/* Replaces look-alikes in @domain, but only where they can be no choice of its
 * owner: among Latin letters, or if a popular domain comes out. */
static char *
repair_look_alikes (const char *domain)
{
  g_autoptr (GString) latin = g_string_new (NULL);
  gboolean is_mixed = FALSE;
  gsize    last_dot = 0;

  for (const char *p = domain; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      char     look_alike = latin_look_alike (g_unichar_tolower (c));

      if (c >= 0x80 && look_alike == '\0')
        return NULL;
      g_string_append_c (latin, look_alike != '\0' ? look_alike : (char) c);
    }
  if (latin->len == strlen (domain))
    return NULL;
  for (const char *p = domain; *p != '\0'; p++)
    {
      if (*p == '.')
        last_dot = (gsize) (p - domain);
    }
  for (gsize i = 0; i < last_dot; i++)
    is_mixed = is_mixed || g_ascii_isalpha (domain[i]);
  if (is_mixed || g_strv_contains (rd_table_popular, latin->str))
    return g_strdup (latin->str);
  return NULL;
}

/* Takes out of @domain what can be in no domain: doubled dots, commas for dots,
 * dots at its ends. */
static char *
repair_dots (const char *domain)
{
  GString *repaired = g_string_new (NULL);

  for (const char *p = domain; *p != '\0'; p++)
    {
      char c = *p == ',' || *p == ';' ? '.' : *p;

      if (c == '.' && (repaired->len == 0 || repaired->str[repaired->len - 1] == '.'))
        continue;
      g_string_append_c (repaired, c);
    }
  while (repaired->len > 0 && repaired->str[repaired->len - 1] == '.')
    g_string_truncate (repaired, repaired->len - 1);
  return g_string_free (repaired, FALSE);
}

/* Copies @text without white space, no-break and zero-width blanks included. */
static char *
dup_without_blanks (const char *text)
{
  GString *kept = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_isspace (c) && !(c >= 0x200b && c <= 0x200d) && c != 0xfeff && c != 0x2060)
        g_string_append_unichar (kept, c);
    }
  return g_string_free (kept, FALSE);
}

/* g_utf8_strdown() makes another letter of "I" where the language is Turkish. */
static char *
dup_lower (const char *text)
{
  GString *lower;

  if (g_str_is_ascii (text))
    return g_ascii_strdown (text, -1);
  lower = g_string_new (NULL);
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    g_string_append_unichar (lower, g_unichar_tolower (g_utf8_get_char (p)));
  return g_string_free (lower, FALSE);
}

static void
strip_wrapping (char *address)
{
  gsize length;

  if (g_ascii_strncasecmp (address, "mailto:", 7) == 0)
    memmove (address, address + 7, strlen (address + 7) + 1);
  length = strlen (address);
  if (length >= 2 && address[0] == '<' && address[length - 1] == '>')
    {
      address[length - 1] = '\0';
      memmove (address, address + 1, length - 1);
    }
}

/* Copies @address, or a bare domain, with a lower-case domain and without marks
 * that do not belong into an address.  @was_broken tells whether more than
 * blanks and brackets around it had to be taken away. */
char *
_rd_address_repair (const char *address,
                    gboolean   *was_broken)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (address));
  g_autofree char *tight = NULL;
  g_autofree char *lower = NULL;
  g_autofree char *dotted = NULL;
  g_autofree char *latin = NULL;
  char            *at;
  const char      *domain;

  if (trimmed[0] == '<')
    strip_wrapping (trimmed);
  tight = dup_without_blanks (trimmed);
  *was_broken = strcmp (tight, trimmed) != 0;
  if (g_ascii_strncasecmp (tight, "mailto:", 7) == 0)
    {
      strip_wrapping (tight);
      *was_broken = TRUE;
    }

  at = strrchr (tight, '@');
  lower = dup_lower (at != NULL ? at + 1 : tight);
  dotted = repair_dots (lower);
  *was_broken = *was_broken || strcmp (dotted, lower) != 0;
  latin = repair_look_alikes (dotted);
  *was_broken = *was_broken || latin != NULL;
  domain = latin != NULL ? latin : dotted;
  if (at == NULL)
    return g_strdup (domain);
  if (g_str_has_prefix (domain, "www."))
    {
      domain += strlen ("www.");
      *was_broken = TRUE;
    }
  return g_strdup_printf ("%.*s@%s", (int) (at - tight), tight, domain);
}
