/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-charset"

#include "config.h"

#include "rd-charset.h"

#include "rd-text.h"

#include <errno.h>
#include <string.h>

/* U+FFFD, for what cannot be read. */
#define REPLACEMENT "\357\277\275"

/* How much of a text is looked at to tell whether it is UTF-16. */
#define UTF16_SAMPLE 2048

typedef struct
{
  const char *name;
  const char *iconv;
} Alias;

/* Names seen in mail that iconv() does not know, or knows as the small brother
 * of what was really written: programs say "gb2312" and send GB 18030, say
 * "shift_jis" and send the Windows variant. */
static const Alias aliases[] = {
  { "unicode-1-1-utf-7", "UTF-7" },
  { "x-unicode-2-0-utf-7", "UTF-7" },
  { "unicode-1-1-utf-8", "UTF-8" },
  { "utf8", "UTF-8" },
  { "iso-8859-1", "WINDOWS-1252" },
  { "iso8859-1", "WINDOWS-1252" },
  { "iso_8859-1", "WINDOWS-1252" },
  { "latin1", "WINDOWS-1252" },
  { "iso-8859-8-i", "ISO-8859-8" },
  { "iso-8859-8-e", "ISO-8859-8" },
  { "iso-8859-6-i", "ISO-8859-6" },
  { "iso-8859-9", "WINDOWS-1254" },
  { "gb2312", "GB18030" },
  { "gbk", "GB18030" },
  { "x-gbk", "GB18030" },
  { "big5", "BIG5-HKSCS" },
  { "shift_jis", "CP932" },
  { "shift-jis", "CP932" },
  { "x-sjis", "CP932" },
  { "sjis", "CP932" },
  { "windows-31j", "CP932" },
  { "cp932", "CP932" },
  { "x-euc-jp", "EUC-JP" },
  { "iso-2022-jp", "ISO-2022-JP-3" },
  { "ks_c_5601-1987", "UHC" },
  { "ks_c_5601", "UHC" },
  { "euc-kr", "UHC" },
  { "windows-949", "UHC" },
  { "tis-620", "CP874" },
  { "windows-874", "CP874" },
  { "x-mac-roman", "MACINTOSH" },
  { "macroman", "MACINTOSH" },
  { "cp-850", "CP850" },
  { "visual", "ISO-8859-8" },
};

/* Names that say nothing at all. */
static const char *const meaningless[] = {
  "",
  "us-ascii",
  "ascii",
  "ansi_x3.4-1968",
  "utf-8",
  "utf8",
  "unicode-1-1-utf-8",
  "unknown",
  "unknown-8bit",
  "x-unknown",
  "8bit",
  "binary",
  "default",
  "default_charset",
  "none",
};

static gboolean
is_meaningless (const char *charset)
{
  for (gsize i = 0; i < G_N_ELEMENTS (meaningless); i++)
    {
      if (g_ascii_strcasecmp (charset, meaningless[i]) == 0)
        return TRUE;
    }
  return FALSE;
}

static const char *
canonical_name (const char *charset)
{
  for (gsize i = 0; i < G_N_ELEMENTS (aliases); i++)
    {
      if (g_ascii_strcasecmp (charset, aliases[i].name) == 0)
        return aliases[i].iconv;
    }
  return charset;
}

/* One byte a character: the sets in which a text that is valid UTF-8 is so
 * unlikely that the declaration must be wrong. */
static gboolean
is_single_byte (const char *name)
{
  static const char *const prefixes[] = { "WINDOWS-125", "ISO-8859-", "KOI8-", "CP125",
                                          "CP874", "CP850", "MACINTOSH" };

  for (gsize i = 0; i < G_N_ELEMENTS (prefixes); i++)
    {
      if (g_ascii_strncasecmp (name, prefixes[i], strlen (prefixes[i])) == 0)
        return TRUE;
    }
  return FALSE;
}

/* RFC 1468: the escape sequences that switch ISO-2022-JP to Japanese. */
static gboolean
has_japanese_escape (const char *text,
                     gsize       length)
{
  const char *end = text + length;

  for (const char *p = text; (p = memchr (p, 0x1b, (gsize) (end - p))) != NULL; p++)
    {
      if (end - p >= 3 && ((p[1] == '$' && (p[2] == 'B' || p[2] == '@' || p[2] == '(')) ||
                           (p[1] == '(' && p[2] == 'J')))
        return TRUE;
    }
  return FALSE;
}

/* iconv() that never gives up: what cannot be read becomes U+FFFD and the
 * reading goes on behind it. */
static char *
convert_lenient (const char *charset,
                 const char *text,
                 gsize       length)
{
  GIConv converter = g_iconv_open ("UTF-8", charset);
  g_autoptr (GString) out = NULL;
  char *in = (char *) text;
  gsize left = length;
  char  chunk[4096];

  if (converter == (GIConv) -1)
    return NULL;
  out = g_string_sized_new (length + length / 2);
  while (left > 0)
    {
      char *to = chunk;
      gsize room = sizeof chunk;
      gsize result = g_iconv (converter, &in, &left, &to, &room);
      int   error = errno;

      g_string_append_len (out, chunk, to - chunk);
      if (result != (gsize) -1 || error == E2BIG)
        continue;
      g_string_append (out, REPLACEMENT);
      if (error != EILSEQ)
        break;
      in++;
      left--;
    }
  if (left == 0)
    {
      char *to = chunk;
      gsize room = sizeof chunk;

      g_iconv (converter, NULL, NULL, &to, &room);
      g_string_append_len (out, chunk, to - chunk);
    }
  g_iconv_close (converter);
  return rd_text_make_valid (out->str, (gssize) out->len);
}

/* A few spoilt bytes do not turn a UTF-8 text into Windows-1252. */
static gboolean
is_mostly_utf8 (const char *text,
                gsize       length)
{
  gsize       good = 0;
  gsize       bad = 0;
  const char *end = text + length;

  for (const char *p = text; p < end;)
    {
      gunichar c;

      if ((guchar) *p < 0x80)
        {
          p++;
          continue;
        }
      c = g_utf8_get_char_validated (p, end - p);
      if (c == (gunichar) -1 || c == (gunichar) -2)
        {
          bad++;
          p++;
          continue;
        }
      good++;
      p = g_utf8_next_char (p);
    }
  return good > 4 * bad;
}

static char *
guess_to_utf8 (const char *text,
               gsize       length)
{
  if (has_japanese_escape (text, length))
    {
      char *japanese = convert_lenient ("ISO-2022-JP-3", text, length);

      if (japanese != NULL)
        return japanese;
    }
  if (g_utf8_validate (text, (gssize) length, NULL))
    return g_strndup (text, length);
  if (is_mostly_utf8 (text, length) && memchr (text, '\0', length) == NULL)
    return g_utf8_make_valid (text, (gssize) length);
  return rd_text_make_valid (text, (gssize) length);
}

/**
 * rd_charset_to_utf8:
 * @charset: (nullable): the name a message gives to the charset
 * @text: bytes
 * @length: their number
 *
 * Reads @text as UTF-8.  A declaration that is missing, unknown or clearly
 * wrong is replaced by a guess; single characters that cannot be read become
 * U+FFFD.  NULs become blanks.
 *
 * Returns: (transfer full): valid UTF-8
 */
char *
rd_charset_to_utf8 (const char *charset,
                    const char *text,
                    gsize       length)
{
  const char *name;
  char       *converted;

  g_return_val_if_fail (text != NULL || length == 0, NULL);

  if (length == 0)
    return g_strdup ("");
  if (charset == NULL || is_meaningless (charset))
    return guess_to_utf8 (text, length);
  name = canonical_name (charset);
  if (is_single_byte (name) && g_utf8_validate (text, (gssize) length, NULL))
    return g_strndup (text, length);
  converted = convert_lenient (name, text, length);
  return converted != NULL ? converted : guess_to_utf8 (text, length);
}

/**
 * rd_charset_is_utf16:
 * @text: bytes of unknown kind
 * @length: their number
 * @big_endian: (out): the order of the bytes
 *
 * Recognises UTF-16 by its byte-order mark or, since Windows programs leave it
 * out at times, by every other byte of plain western text being zero.
 *
 * Returns: whether it is UTF-16
 */
gboolean
rd_charset_is_utf16 (const char *text,
                     gsize       length,
                     gboolean   *big_endian)
{
  gsize pairs = MIN (length, UTF16_SAMPLE) / 2;
  gsize zero[2] = { 0, 0 };

  g_return_val_if_fail (text != NULL || length == 0, FALSE);

  if (pairs < 1)
    return FALSE;
  if (memcmp (text, "\xff\xfe", 2) == 0 || memcmp (text, "\xfe\xff", 2) == 0)
    {
      *big_endian = (guchar) text[0] == 0xfe;
      return TRUE;
    }
  if (memchr (text, '\0', 2 * pairs) == NULL)
    return FALSE;
  for (gsize i = 0; i < 2 * pairs; i++)
    zero[i & 1] += text[i] == '\0';
  if (pairs < 4 || (zero[0] + zero[1]) * 10 < pairs * 7)
    return FALSE;
  *big_endian = zero[0] > zero[1];
  return MIN (zero[0], zero[1]) * 20 <= MAX (zero[0], zero[1]);
}

/**
 * rd_charset_unix_lines:
 * @text: text to change in place
 * @length: its length in bytes
 *
 * Turns every line end (CRLF, CR alone, and the CR CR LF that a file gets by
 * being converted twice) into LF.
 *
 * Returns: the new length; the text is not ended with a NUL
 */
gsize
rd_charset_unix_lines (char *text,
                       gsize length)
{
  char       *cr = length > 0 ? memchr (text, '\r', length) : NULL;
  const char *end = text + length;
  const char *in = cr;
  char       *out = cr;

  if (cr == NULL)
    return length;
  while (in < end)
    {
      const char *next = memchr (in, '\r', (gsize) (end - in));
      gsize       plain = (gsize) ((next != NULL ? next : end) - in);

      memmove (out, in, plain);
      out += plain;
      in += plain;
      if (next == NULL)
        break;
      if (end - in >= 3 && in[1] == '\r' && in[2] == '\n')
        in += 2;
      else if (end - in >= 2 && in[1] == '\n')
        in++;
      *out++ = '\n';
      in++;
    }
  return (gsize) (out - text);
}
