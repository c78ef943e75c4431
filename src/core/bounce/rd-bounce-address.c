/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bounce"

#include "config.h"

#include "rd-bounce-private.h"
#include "rd-text.h"

#include <string.h>

/* RFC 5321 section 4.5.3.1: 64 octets of local part and 255 of domain; real
 * systems stretch the first, VERP and X.400 gateways most of all. */
#define MAX_LOCAL_PART 320
#define MAX_DOMAIN 255

/* RFC 5322 atext, and the dot. */
static gboolean
is_local_char (char c)
{
  return g_ascii_isalnum (c) || (c != '\0' && strchr ("!#$%&'*+-/=?^_`{|}~.", c) != NULL);
}

static gboolean
is_domain_char (char c)
{
  return g_ascii_isalnum (c) || c == '-' || c == '.' || c == '_';
}

/* Letters outside ASCII stand in addresses (RFC 6531) and also touch them in
 * scripts that put no blanks between words: only alphabetic scripts count. */
static gboolean
is_letter_before (const char *text,
                  gsize       position,
                  gsize      *start)
{
  const char *p = g_utf8_find_prev_char (text, text + position);
  gunichar    c;

  if (p == NULL)
    return FALSE;
  c = g_utf8_get_char_validated (p, (gssize) (text + position - p));
  if (c == (gunichar) -1 || c == (gunichar) -2)
    return FALSE;
  *start = (gsize) (p - text);
  return g_unichar_isalpha (c) && c < 0x0590;
}

static gsize
letter_length (const char *text,
               gsize       length,
               gsize       position)
{
  gunichar c = g_utf8_get_char_validated (text + position, (gssize) (length - position));

  if (c == (gunichar) -1 || c == (gunichar) -2 || !g_unichar_isalpha (c) || c >= 0x0590)
    return 0;
  return (gsize) g_unichar_to_utf8 (c, NULL);
}

/* Where the local part that ends at @at begins. */
static gsize
local_start (const char *text,
             gsize       lowest,
             gsize       at)
{
  gsize start = at;

  if (at > lowest && text[at - 1] == '"')
    {
      for (gsize i = at - 1; i > lowest && at - i < MAX_LOCAL_PART; i--)
        {
          if (text[i - 1] == '\n')
            break;
          if (text[i - 1] == '"')
            return i - 1;
        }
      return at;
    }
  while (start > lowest && at - start < MAX_LOCAL_PART)
    {
      gsize previous;

      if (is_local_char (text[start - 1]))
        start--;
      else if ((guchar) text[start - 1] >= 0x80 && is_letter_before (text, start, &previous) && previous >= lowest)
        start = previous;
      else
        break;
    }
  return start;
}

/* "to=<a@b>" loses its bracket when it is pasted: the key is not part of the
 * address, while "prvs=1234=a@b" and other VERP forms are. */
static gsize
skip_key (const char *text,
          gsize       start,
          gsize       at)
{
  static const char *keys[] = { "to=", "from=", "orig_to=", "rcpt=", "recipient=", "t=", "f=", "for=" };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      gsize length = strlen (keys[i]);

      if (at - start > length && g_ascii_strncasecmp (text + start, keys[i], length) == 0)
        return start + length;
    }
  while (start < at && strchr ("'./*-|=`", text[start]) != NULL)
    start++;
  return start;
}

static gsize
domain_end (const char *text,
            gsize       length,
            gsize       at)
{
  gsize end = at + 1;

  if (end < length && text[end] == '[')
    {
      while (end < length && end - at < 64 && text[end] != ']' && text[end] != '\n')
        end++;
      return end < length && text[end] == ']' ? end + 1 : at + 1;
    }
  while (end < length && end - at <= MAX_DOMAIN)
    {
      gsize step = 1;

      if (!is_domain_char (text[end]))
        {
          step = (guchar) text[end] >= 0x80 ? letter_length (text, length, end) : 0;
          if (step == 0)
            break;
        }
      end += step;
    }
  while (end > at + 1 && strchr (".-_", text[end - 1]) != NULL)
    end--;
  return end;
}

/**
 * _rd_address_next:
 * @text: running text, UTF-8
 * @length: its length in bytes
 * @from: where to start looking
 * @start: (out): offset of the address
 * @end: (out): first offset behind it
 *
 * Finds the next e-mail address in a text.
 *
 * Returns: whether there is one
 */
gboolean
_rd_address_next (const char *text,
                  gsize       length,
                  gsize       from,
                  gsize      *start,
                  gsize      *end)
{
  gsize lowest = from;

  while (from < length)
    {
      const char *found = memchr (text + from, '@', length - from);
      gsize       at;

      if (found == NULL)
        return FALSE;
      at = (gsize) (found - text);
      from = at + 1;
      *start = skip_key (text, local_start (text, lowest, at), at);
      *end = domain_end (text, length, at);
      lowest = *end;
      if (*start<at && * end> at + 1)
        return TRUE;
    }
  return FALSE;
}

/* A hexadecimal escape of two digits. */
static int
hex_value (const char *p)
{
  int high = g_ascii_xdigit_value (p[0]);
  int low = high < 0 ? -1 : g_ascii_xdigit_value (p[1]);

  return low < 0 ? -1 : high * 16 + low;
}

/* What Exchange packs into a local part: "_" for "/", "+2E" for ".". */
static char *
decode_imcea (const char *packed,
              gsize       length)
{
  GString *plain = g_string_sized_new (length);

  for (gsize i = 0; i < length; i++)
    {
      int value = packed[i] == '+' && i + 2 < length ? hex_value (packed + i + 1) : -1;

      if (value >= 0x20 && value < 0x7f)
        {
          g_string_append_c (plain, (char) value);
          i += 2;
        }
      else
        g_string_append_c (plain, packed[i] == '_' ? '/' : packed[i]);
    }
  return g_string_free (plain, FALSE);
}

/**
 * _rd_address_decode:
 * @address: an address as a server writes it
 *
 * Undoes the packing of foreign addresses: Exchange's IMCEAEX (an X.500 name)
 * and IMCEASMTP, xtext (RFC 3461 section 4) and utf-8-addr-xtext (RFC 6533
 * section 3).
 *
 * Returns: (transfer full): the address it stands for
 */
char *
_rd_address_decode (const char *address)
{
  g_autoptr (GString) plain = NULL;

  if (g_ascii_strncasecmp (address, "IMCEA", 5) == 0)
    {
      const char *dash = strchr (address, '-');
      const char *at = strrchr (address, '@');

      if (dash != NULL && at != NULL && dash < at)
        return decode_imcea (dash + 1, (gsize) (at - dash - 1));
    }
  plain = g_string_sized_new (strlen (address));
  for (const char *p = address; *p != '\0'; p++)
    {
      char *end = NULL;

      if (*p == '\\' && g_str_has_prefix (p, "\\x{"))
        {
          guint64 code = g_ascii_strtoull (p + 3, &end, 16);

          if (end != NULL && *end == '}' && g_unichar_validate ((gunichar) code) && code >= 0x20 && code <= 0x10ffff)
            {
              g_string_append_unichar (plain, (gunichar) code);
              p = end;
              continue;
            }
        }
      else if (*p == '+' && (g_str_has_prefix (p, "+2B") || g_str_has_prefix (p, "+3D")))
        {
          g_string_append_c (plain, (char) hex_value (p + 1));
          p += 2;
          continue;
        }
      g_string_append_c (plain, *p);
    }
  return g_string_free (g_steal_pointer (&plain), FALSE);
}

/**
 * _rd_address_dup_clean:
 * @text: an address with whatever stands around it
 * @length: its length, or -1 if it ends with a NUL
 *
 * Copies an address without brackets, quotes, "mailto:" and the like.
 *
 * Returns: (transfer full): the bare address, or what there is if it is none
 */
char *
_rd_address_dup_clean (const char *text,
                       gssize      length)
{
  gsize size = length < 0 ? strlen (text) : (gsize) length;
  gsize start, end;

  if (_rd_address_next (text, size, 0, &start, &end))
    return g_strndup (text + start, end - start);
  while (size > 0 && strchr (" \t\r\n<\"'", *text) != NULL)
    {
      text++;
      size--;
    }
  while (size > 0 && strchr (" \t\r\n>\"'", text[size - 1]) != NULL)
    size--;
  return g_strndup (text, size);
}

/**
 * _rd_address_dup_first:
 * @text: (nullable): a header field or any text
 *
 * Returns: (transfer full) (nullable): the first address in @text
 */
char *
_rd_address_dup_first (const char *text)
{
  const char *bracket;
  gsize       start, end;

  if (text == NULL)
    return NULL;
  bracket = strchr (text, '<');
  if (bracket != NULL && _rd_address_next (bracket, strlen (bracket), 0, &start, &end))
    return g_strndup (bracket + start, end - start);
  if (_rd_address_next (text, strlen (text), 0, &start, &end))
    return g_strndup (text + start, end - start);
  return NULL;
}

/* Whether the address that ends at @end was a display name such as
 * "a@b.c" <d@e.f>. */
static gboolean
is_display_name (const char *header,
                 gsize       length,
                 gsize       end)
{
  while (end < length && strchr ("\"' \t\r\n", header[end]) != NULL)
    end++;
  return end < length && header[end] == '<';
}

/**
 * _rd_address_dup_all:
 * @header: (nullable): an address list (RFC 5322 section 3.4)
 *
 * Returns: (transfer full) (nullable): the addresses in it, display names left
 *   out
 */
char **
_rd_address_dup_all (const char *header)
{
  g_autoptr (GPtrArray) addresses = g_ptr_array_new_with_free_func (g_free);
  gsize length = header != NULL ? strlen (header) : 0;
  gsize start = 0;
  gsize end = 0;

  while (addresses->len < RD_LIMIT_RECIPIENTS_IN_HEADER &&
         _rd_address_next (header, length, end, &start, &end))
    {
      if (!is_display_name (header, length, end))
        g_ptr_array_add (addresses, g_strndup (header + start, end - start));
    }
  if (addresses->len == 0)
    return NULL;
  g_ptr_array_add (addresses, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&addresses), FALSE);
}

/**
 * _rd_address_equal:
 * @a: (nullable): an address
 * @b: (nullable): another
 *
 * Compares addresses as people do: RFC 5321 lets a local part depend on case,
 * but no server bounces mail for that.
 *
 * Returns: whether both are there and the same
 */
gboolean
_rd_address_equal (const char *a,
                   const char *b)
{
  return a != NULL && b != NULL && g_ascii_strcasecmp (a, b) == 0;
}

/**
 * _rd_address_is_daemon:
 * @from: (nullable): a From field
 *
 * Tells whether a mail system, not a person, wrote the message.
 *
 * Returns: whether it did
 */
gboolean
_rd_address_is_daemon (const char *from)
{
  static const char *names[] = {
    "mailer-daemon", "mailerdaemon", "mailer_daemon", "mail-daemon", "mail daemon", "mailer daemon",
    "mail.delivery.system", "mail delivery system", "mail delivery subsystem", "delivery subsystem", "mail deliver system",
    "message delivery subsystem", "mail delivery service", "microsoftexchange329e71ec88ae4615bbc36ab6ce41109e",
    "interscan notification", "mdaemon@", "pmdf e-mail", "mmsc ndr", "jetmail system", "mailsystem", "mail system"
  };

  if (from == NULL)
    return FALSE;
  if (strstr (from, "<>") != NULL)
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (rd_text_find_nocase (from, names[i]) != NULL)
        return TRUE;
    }
  for (const char *p = from; (p = rd_text_find_nocase (p, "postmaster")) != NULL; p += strlen ("postmaster"))
    {
      if ((p == from || !g_ascii_isalnum (p[-1])) && !g_ascii_isalnum (p[strlen ("postmaster")]))
        return TRUE;
    }
  return FALSE;
}
