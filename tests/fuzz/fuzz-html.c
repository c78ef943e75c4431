/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fuzz.h"

#include "rd-html-text.h"

#include <string.h>

/* A line of text may be wrapped and indented, but not blown up. */
#define MAX_GROWTH 64

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char *html = g_strndup (data != NULL ? (const char *) data : "", size);
  g_autofree char *valid = g_utf8_make_valid (html, -1);
  g_autofree char *text = NULL;
  g_autofree char *charset = NULL;

  /* Asked before anything is known about the bytes. */
  rd_html_is_html (html, strlen (html));
  charset = rd_html_dup_charset (html, strlen (html));
  text = rd_html_to_text (valid);
  FUZZ_ASSERT_VALID (text);
  g_assert_cmpuint (strlen (text), <=, MAX_GROWTH * (strlen (valid) + 1));
  return 0;
}
