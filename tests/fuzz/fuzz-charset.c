/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fuzz.h"

#include "rd-charset.h"

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  static const char *const charsets[] = { NULL, "utf-8", "us-ascii", "windows-1252", "iso-2022-jp", "utf-7", "utf-16", "gb18030", "big5", "koi8-r", "no-such-charset", "" };
  g_autofree char         *text = NULL;
  g_autofree char         *exact = NULL;
  gboolean                 big_endian;

  if (size == 0)
    return 0;
  exact = g_memdup2 (data + 1, size - 1);
  text = rd_charset_to_utf8 (charsets[data[0] % G_N_ELEMENTS (charsets)], exact != NULL ? exact : "", size - 1);
  FUZZ_ASSERT_VALID (text);
  rd_charset_is_utf16 (exact != NULL ? exact : "", size - 1, &big_endian);
  if (exact != NULL)
    g_assert_cmpuint (rd_charset_unix_lines (exact, size - 1), <=, size - 1);
  return 0;
}
