/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rd-html-text.h"

#include <string.h>

typedef struct
{
  const char *name;
  const char *html;
  const char *text;
} HtmlRow;

static const HtmlRow html_rows[] = {
  { "empty", "", "" },
  { "plain", "just words", "just words\n" },
  { "paragraphs", "<p>one</p>\n<p>two</p>", "one\n\ntwo\n" },
  { "break", "one<br>two<br/>three<BR />four", "one\ntwo\nthree\nfour\n" },
  { "two-breaks", "one<br><br>two", "one\n\ntwo\n" },
  { "blocks", "<div>a</div><div>b<div>c</div></div>d", "a\nb\nc\nd\n" },
  { "table", "<table><tr><td>Host</td><td>mx.example</td></tr><tr><th>Code</th><td>550</td></tr></table>", "Host mx.example\nCode 550\n" },
  { "list", "<ul><li>a</li><li>b</li></ul>c", "a\nb\n\nc\n" },
  { "white-space", "  a \n\t b  <b> c</b>d ", "a b cd\n" },
  { "pre", "<pre>550 5.1.1\n  unknown</pre>after", "550 5.1.1\n  unknown\n\nafter\n" },
  { "entities", "&lt;a&amp;b&gt; &quot;&#39;&#x27;&euro;&nbsp;&uuml;&#8217;", "<a&b> \"''€ ü’\n" },
  { "entities-broken", "a & b &; &# &#x; &nosuch; &#0; &#1114112; AT&T", "a & b &; &# &#x; &nosuch; \357\277\275 \357\277\275 AT&T\n" },
  { "link-parameter", "x?a=1&section=2&copy=3", "x?a=1&section=2&copy=3\n" },
  { "script-style", "<style>p{}</style>a<script>if (a<b) x('</p>')</script>b", "ab\n" },
  { "comment", "a<!-- <p>hidden -->b<!--[if mso]>x<![endif]-->c", "abc\n" },
  { "comment-open", "a<!-- never closed <p>b</p>", "a never closed\n\nb\n" },
  { "doctype", "<!DOCTYPE html><html><head><title>T</title></head><body>B</body></html>", "T\nB\n" },
  { "attributes", "<a href=\"x>y\" title='>'>link</a>", "link\n" },
  { "quote-open", "<a href=\"x>link</a> b <i>c</i>", "link b c\n" },
  { "tag-open", "text <b", "text <b\n" },
  { "address", "<joe@example.com>: 550 <b>unknown</b>", "<joe@example.com>: 550 unknown\n" },
  { "less-than", "1 < 2 and 3 <4", "1 < 2 and 3 <4\n" },
  { "zero-width", "a\342\200\213b&shy;c", "abc\n" },
  { "crlf", "a\r\nb<pre>c\r\nd</pre>", "a b\n\nc\nd\n" },
};

static void
test_html (gconstpointer data)
{
  const HtmlRow   *row = data;
  g_autofree char *text = rd_html_to_text (row->html);

  g_assert_cmpstr (text, ==, row->text);
}

static void
test_is_html (void)
{
  static const struct
  {
    const char *text;
    gboolean    is_html;
  } rows[] = {
    { "<!DOCTYPE html><html>", TRUE },
    { "\n  <HTML lang=en>", TRUE },
    { "<div class=x>", TRUE },
    { "<?xml version=\"1.0\"?><html xmlns=\"\">", TRUE },
    { "<?xml version=\"1.0\"?><feedback>", FALSE },
    { "<joe@example.com>: unknown", FALSE },
    { "<bob>", FALSE },
    { "plain <html>", FALSE },
    { "<", FALSE },
    { "", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (rd_html_is_html (rows[i].text, strlen (rows[i].text)), ==, rows[i].is_html);
}

static void
test_charset (void)
{
  static const char *const rows[][2] = {
    { "<meta charset=\"UTF-8\">", "utf-8" },
    { "<META http-equiv=Content-Type content='text/html; charset=windows-1251'>", "windows-1251" },
    { "<p>charset=x</p>", NULL },
    { "<meta name=x>", NULL },
    { "<meta charset=", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *charset = rd_html_dup_charset (rows[i][0], strlen (rows[i][0]));

      g_assert_cmpstr (charset, ==, rows[i][1]);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (html_rows); i++)
    {
      g_autofree char *path = g_strconcat ("/mail/html/", html_rows[i].name, NULL);

      g_test_add_data_func (path, &html_rows[i], test_html);
    }
  g_test_add_func ("/mail/html/is-html", test_is_html);
  g_test_add_func ("/mail/html/charset", test_charset);
  return g_test_run ();
}
