/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rd-charset.h"

#include <string.h>

typedef struct
{
  const char *name;
  const char *charset;
  const char *bytes;
  const char *utf8;
} CharsetRow;

static const CharsetRow charset_rows[] = {
  { "ascii", "us-ascii", "plain", "plain" },
  { "empty", "utf-8", "", "" },
  { "utf-8", "utf-8", "Z\303\274rich", "Zürich" },
  { "latin1", "iso-8859-1", "Z\374rich", "Zürich" },
  { "latin1-is-1252", "ISO-8859-1", "\223so\224", "“so”" },
  { "windows-1252", "windows-1252", "10 \200", "10 €" },
  { "windows-1251", "windows-1251", "\317\360\350\342\345\362", "Привет" },
  { "koi8-r", "koi8-r", "\360\322\311\327\305\324", "Привет" },
  { "windows-1254", "iso-8859-9", "\335stanbul", "İstanbul" },
  { "iso-2022-jp", "iso-2022-jp", "\033$B4A;z\033(B!", "漢字!" },
  { "iso-2022-jp-undeclared", NULL, "\033$B4A;z\033(B", "漢字" },
  { "shift_jis", "Shift_JIS", "\212\277\216\232", "漢字" },
  { "euc-jp", "x-euc-jp", "\264\301\273\372", "漢字" },
  { "gb2312", "gb2312", "\272\272\327\326", "汉字" },
  { "big5", "big5", "\272\176\246\162", "漢字" },
  { "euc-kr", "ks_c_5601-1987", "\307\321\261\333", "한글" },
  { "utf-7", "unicode-1-1-utf-7", "Z+APw-rich", "Zürich" },
  { "declared-latin1-is-utf-8", "iso-8859-1", "Z\303\274rich", "Zürich" },
  { "declared-utf-8-is-latin1", "utf-8", "Z\374rich", "Zürich" },
  { "declared-ascii-has-8bit", "us-ascii", "Z\374rich", "Zürich" },
  { "one-spoilt-byte", "utf-8", "\303\274\303\266\303\244\303\237\303\274\303\266 \377", "üöäßüö \357\277\275" },
  { "unknown", "x-nobody-knows", "Z\374rich", "Zürich" },
  { "unknown-8bit", "unknown-8bit", "Z\303\274rich", "Zürich" },
  { "bad-sequence", "utf-7", "a\377b", "a\357\277\275b" },
  { "cut-character", "shift_jis", "\212\277\216", "漢\357\277\275" },
};

static void
test_charset (gconstpointer data)
{
  const CharsetRow *row = data;
  g_autofree char  *utf8 = rd_charset_to_utf8 (row->charset, row->bytes, strlen (row->bytes));

  g_assert_cmpstr (utf8, ==, row->utf8);
}

static void
test_nul (void)
{
  g_autofree char *utf8 = rd_charset_to_utf8 ("utf-8", "a\0b", 3);

  g_assert_cmpstr (utf8, ==, "a b");
}

static void
test_utf16 (void)
{
  static const struct
  {
    const char *bytes;
    gsize       length;
    gboolean    is_utf16;
    gboolean    big_endian;
  } rows[] = {
    { "\377\376a\0", 4, TRUE, FALSE },
    { "\376\377\0a", 4, TRUE, TRUE },
    { "F\0r\0o\0m\0:\0", 10, TRUE, FALSE },
    { "\0F\0r\0o\0m\0:", 10, TRUE, TRUE },
    { "From: a", 7, FALSE, FALSE },
    { "\0\0\0\0\0\0\0\0\0\0", 10, FALSE, FALSE },
    { "\3\0\2\0\0\0\1\0\0\0\0\0\0\0\0\0", 16, FALSE, FALSE },
    { "", 0, FALSE, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gboolean big_endian = FALSE;

      g_assert_cmpint (rd_charset_is_utf16 (rows[i].bytes, rows[i].length, &big_endian), ==,
                       rows[i].is_utf16);
      if (rows[i].is_utf16)
        g_assert_cmpint (big_endian, ==, rows[i].big_endian);
    }
}

static void
test_unix_lines (void)
{
  static const char *const rows[][2] = {
    { "", "" },
    { "a\nb", "a\nb" },
    { "a\r\nb\r\n", "a\nb\n" },
    { "a\rb\r", "a\nb\n" },
    { "a\r\r\nb", "a\nb" },
    { "a\r\r\rb", "a\n\n\nb" },
    { "\r\n\r\n", "\n\n" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = g_strdup (rows[i][0]);

      text[rd_charset_unix_lines (text, strlen (text))] = '\0';
      g_assert_cmpstr (text, ==, rows[i][1]);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (charset_rows); i++)
    {
      g_autofree char *path = g_strconcat ("/mail/charset/", charset_rows[i].name, NULL);

      g_test_add_data_func (path, &charset_rows[i], test_charset);
    }
  g_test_add_func ("/mail/charset/nul", test_nul);
  g_test_add_func ("/mail/charset/is-utf16", test_utf16);
  g_test_add_func ("/mail/charset/unix-lines", test_unix_lines);
  return g_test_run ();
}
