/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-spf"

#include "config.h"

#include "rd-spf-macro.h"

#include <string.h>

/* RFC 7208 section 7.3: longer results lose labels on the left. */
#define MAX_NAME_LENGTH 253
#define MAX_LABEL_LENGTH 63

/* No name a macro string stands for is longer than this before it is cut:
 * a record of 64 kB full of macros must not grow without end. */
#define MAX_DOMAIN_EXPANSION (16 * 1024)

typedef struct
{
  char        letter; /* lower case; '%', '_' or '-' for the escapes */
  gboolean    url_escape;
  guint       keep; /* right-hand parts to keep, 0 for all */
  gboolean    reverse;
  const char *delimiters;
  gsize       n_delimiters;
  gsize       length; /* of the whole expression in the text */
} Macro;

/* Reads one macro expression at @text, which starts with '%'. */
static gboolean
parse_macro (const char   *text,
             gsize         length,
             RdSpfMacroUse use,
             Macro        *macro)
{
  gsize    i = 2;
  gboolean has_digits = FALSE;

  memset (macro, 0, sizeof *macro);
  if (length < 2)
    return FALSE;
  if (strchr ("%_-", text[1]) != NULL && text[1] != '\0')
    {
      macro->letter = text[1];
      macro->length = 2;
      return TRUE;
    }
  if (text[1] != '{' || length < 4)
    return FALSE;
  macro->letter = g_ascii_tolower (text[i]);
  macro->url_escape = g_ascii_isupper (text[i]);
  if (macro->letter == '\0' || strchr ("slodiphvcrt", macro->letter) == NULL)
    return FALSE;
  if (use == RD_SPF_MACRO_DOMAIN && strchr ("crt", macro->letter) != NULL)
    return FALSE;
  for (i++; i < length && g_ascii_isdigit (text[i]); i++)
    {
      has_digits = TRUE;
      macro->keep = MIN (macro->keep * 10 + (guint) (text[i] - '0'), 1000);
    }
  if (has_digits && macro->keep == 0)
    return FALSE;
  if (i < length && g_ascii_tolower (text[i]) == 'r')
    {
      macro->reverse = TRUE;
      i++;
    }
  macro->delimiters = text + i;
  while (i < length && text[i] != '\0' && strchr (".-+,/_=", text[i]) != NULL)
    i++;
  macro->n_delimiters = (gsize) (text + i - macro->delimiters);
  if (i >= length || text[i] != '}')
    return FALSE;
  macro->length = i + 1;
  return TRUE;
}

/**
 * rd_spf_macro_is_valid:
 * @text: a macro string
 * @length: its length in bytes
 * @use: where it stands
 *
 * Checks @text against the grammar of RFC 7208 section 7.1.
 *
 * Returns: whether it is a macro string
 */
gboolean
rd_spf_macro_is_valid (const char   *text,
                       gsize         length,
                       RdSpfMacroUse use)
{
  g_return_val_if_fail (text != NULL || length == 0, FALSE);

  for (gsize i = 0; i < length;)
    {
      guchar c = (guchar) text[i];
      Macro  macro;

      if (c == '%')
        {
          if (!parse_macro (text + i, length - i, use, &macro))
            return FALSE;
          i += macro.length;
          continue;
        }
      if (c < 0x20 || c > 0x7e || (c == ' ' && use != RD_SPF_MACRO_EXPLANATION))
        return FALSE;
      i++;
    }
  return TRUE;
}

/* toplabel: letters, digits and inner hyphens, not digits alone. */
static gboolean
is_toplabel (const char *text,
             gsize       length)
{
  gboolean all_digits = TRUE;

  if (length == 0 || !g_ascii_isalnum (text[0]) || !g_ascii_isalnum (text[length - 1]))
    return FALSE;
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isalnum (text[i]) && text[i] != '-')
        return FALSE;
      all_digits = all_digits && g_ascii_isdigit (text[i]);
    }
  return !all_digits;
}

/**
 * rd_spf_domain_spec_is_valid:
 * @text: what follows the colon of a mechanism, or the equals sign of a modifier
 * @length: its length in bytes
 *
 * Checks @text against domain-spec (RFC 7208 section 7.1): a macro string that
 * ends with a dot and a top label, or with a macro.
 *
 * Returns: whether it is one
 */
gboolean
rd_spf_domain_spec_is_valid (const char *text,
                             gsize       length)
{
  gsize last_macro_end = 0;
  gsize dot;

  g_return_val_if_fail (text != NULL || length == 0, FALSE);

  if (length == 0 || !rd_spf_macro_is_valid (text, length, RD_SPF_MACRO_DOMAIN))
    return FALSE;
  for (gsize i = 0; i < length; i++)
    {
      Macro macro;

      if (text[i] == '%' && parse_macro (text + i, length - i, RD_SPF_MACRO_DOMAIN, &macro))
        {
          last_macro_end = i + macro.length;
          i = last_macro_end - 1;
        }
    }
  if (last_macro_end == length)
    return TRUE;
  if (text[length - 1] == '.')
    length--;
  for (dot = length; dot > last_macro_end && text[dot - 1] != '.'; dot--)
    ;
  return dot > last_macro_end && is_toplabel (text + dot, length - dot);
}

/**
 * rd_spf_macro_uses_letter:
 * @text: a valid macro string
 * @letter: a macro letter in lower case
 *
 * Tells whether @text holds a macro of that letter.
 *
 * Returns: whether it does
 */
gboolean
rd_spf_macro_uses_letter (const char *text,
                          char        letter)
{
  gsize length;

  g_return_val_if_fail (text != NULL, FALSE);

  length = strlen (text);
  for (gsize i = 0; i < length; i++)
    {
      Macro macro;

      if (text[i] != '%' || !parse_macro (text + i, length - i, RD_SPF_MACRO_EXPLANATION, &macro))
        continue;
      if (macro.letter == letter)
        return TRUE;
      i += macro.length - 1;
    }
  return FALSE;
}

/**
 * rd_spf_macro_is_constant:
 * @text: a domain-spec
 *
 * Tells whether @text means the same for every message: what can be looked up
 * without a message at hand.
 *
 * Returns: whether it holds no macro at all
 */
gboolean
rd_spf_macro_is_constant (const char *text)
{
  g_return_val_if_fail (text != NULL, FALSE);

  return strchr (text, '%') == NULL;
}

static char *
dup_dotted_ip (const RdIp *ip)
{
  g_autoptr (GString) dotted = NULL;

  if (ip->family != RD_IP_V6)
    return rd_ip_to_string (ip);
  dotted = g_string_sized_new (64);
  for (guint i = 0; i < 16; i++)
    g_string_append_printf (dotted, "%s%x.%x", i > 0 ? "." : "", (guint) ip->bytes[i] >> 4, ip->bytes[i] & 0xfu);
  return g_string_free (g_steal_pointer (&dotted), FALSE);
}

static char *
dup_macro_value (char                    letter,
                 const RdSpfMacroValues *values)
{
  switch (letter)
    {
    case 's':
      return g_strdup_printf ("%s@%s", values->local_part, values->sender_domain);
    case 'l':
      return g_strdup (values->local_part);
    case 'o':
      return g_strdup (values->sender_domain);
    case 'd':
      return g_strdup (values->domain);
    case 'i':
      return dup_dotted_ip (&values->ip);
    case 'p':
      return g_strdup (values->validated != NULL ? values->validated : "unknown");
    case 'h':
      return g_strdup (values->helo);
    case 'v':
      return g_strdup (values->ip.family == RD_IP_V6 ? "ip6" : "in-addr");
    case 'c':
      return rd_ip_to_string (&values->ip);
    case 'r':
      return g_strdup (values->receiver != NULL ? values->receiver : "unknown");
    case 't':
      return g_strdup_printf ("%" G_GINT64_FORMAT, values->now);
    case '_':
      return g_strdup (" ");
    case '-':
      return g_strdup ("%20");
    default:
      return g_strdup ("%");
    }
}

static void
append_escaped (GString    *output,
                const char *text,
                gboolean    url_escape)
{
  if (url_escape)
    g_string_append_uri_escaped (output, text, NULL, FALSE);
  else
    g_string_append (output, text);
}

/* Splits, reverses and shortens a value as the macro says; parts are joined
 * with dots whatever they were split at. */
static void
append_macro (GString                *output,
              const Macro            *macro,
              const RdSpfMacroValues *values)
{
  g_autofree char *value = dup_macro_value (macro->letter, values);
  g_autofree char *delimiters = g_strndup (macro->delimiters != NULL ? macro->delimiters : "", macro->n_delimiters);
  g_auto (GStrv) parts = NULL;
  guint n_parts;
  guint first = 0;

  if (value == NULL)
    return;
  if (macro->keep == 0 && !macro->reverse && macro->n_delimiters == 0)
    {
      append_escaped (output, value, macro->url_escape);
      return;
    }
  parts = g_strsplit_set (value, *delimiters != '\0' ? delimiters : ".", -1);
  n_parts = g_strv_length (parts);
  if (macro->keep > 0 && macro->keep < n_parts)
    first = n_parts - macro->keep;
  for (guint i = first; i < n_parts; i++)
    {
      if (i > first)
        g_string_append_c (output, '.');
      append_escaped (output, parts[macro->reverse ? n_parts - 1 - i : i], macro->url_escape);
    }
}

/**
 * rd_spf_macro_expand:
 * @text: a valid macro string
 * @values: what the macros stand for
 * @limit: most bytes wanted
 *
 * Expands @text (RFC 7208 section 7.3).  Letters that are not valid where the
 * text stands must have been refused before.
 *
 * Returns: (transfer full) (nullable): the text, %NULL if it is over @limit
 */
char *
rd_spf_macro_expand (const char             *text,
                     const RdSpfMacroValues *values,
                     gsize                   limit)
{
  g_autoptr (GString) output = NULL;
  gsize length;

  g_return_val_if_fail (text != NULL && values != NULL, NULL);

  length = strlen (text);
  output = g_string_sized_new (length);
  for (gsize i = 0; i < length;)
    {
      Macro macro;

      if (text[i] == '%' && parse_macro (text + i, length - i, RD_SPF_MACRO_EXPLANATION, &macro))
        {
          append_macro (output, &macro, values);
          i += macro.length;
        }
      else
        {
          g_string_append_c (output, text[i++]);
        }
      if (output->len > limit)
        return NULL;
    }
  return g_string_free (g_steal_pointer (&output), FALSE);
}

static gboolean
has_valid_labels (const char *name)
{
  gsize label = 0;

  for (const char *p = name; *p != '\0'; p++)
    {
      if (*p == '.' && label == 0)
        return FALSE;
      label = *p == '.' ? 0 : label + 1;
      if (label > MAX_LABEL_LENGTH)
        return FALSE;
    }
  return label > 0;
}

/**
 * rd_spf_macro_expand_domain:
 * @text: a valid domain-spec
 * @values: what the macros stand for
 *
 * Expands @text into the name to ask for: without a final dot, and without its
 * leftmost labels if it is longer than a name may be (RFC 7208 section 7.3).
 *
 * Returns: (transfer full) (nullable): the name, %NULL if the result is none
 */
char *
rd_spf_macro_expand_domain (const char             *text,
                            const RdSpfMacroValues *values)
{
  g_autofree char *name = rd_spf_macro_expand (text, values, MAX_DOMAIN_EXPANSION);
  const char      *start = name;
  gsize            length;

  if (name == NULL)
    return NULL;
  length = strlen (name);
  if (length > 0 && name[length - 1] == '.')
    name[--length] = '\0';
  if (length > MAX_NAME_LENGTH)
    {
      start = strchr (name + length - MAX_NAME_LENGTH - 1, '.');
      if (start++ == NULL)
        return NULL;
    }
  return has_valid_labels (start) ? g_ascii_strdown (start, -1) : NULL;
}
