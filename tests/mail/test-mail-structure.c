/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The parts of a message, however its boundaries are written, nested, forgotten or
 * multiplied. */

#include "mail-testing.h"
#include "rd-limits.h"

#include <string.h>

typedef struct
{
  const char *name;
  const char *text;
  const char *outline;
} OutlineRow;

#define HEADER "From: a\nMIME-Version: 1.0\n"

static const OutlineRow outline_rows[] = {
  { "no-type", HEADER "\nx", "text/plain" },
  { "broken-type", HEADER "Content-Type: text\n\nx", "text/plain" },
  { "no-end-boundary", HEADER "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b\nContent-Type: text/html\n\ny", "multipart/mixed(text/plain,text/html)" },
  { "cut-in-header", HEADER "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b\nContent-Ty", "multipart/mixed(text/plain)" },
  { "cut-at-boundary", HEADER "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b\n", "multipart/mixed(text/plain)" },
  { "cut-in-field", HEADER "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\nContent-", "multipart/mixed(text/html)" },
  { "boundaries-in-a-row", HEADER "Content-Type: multipart/mixed; boundary=b\n\n--b\n--b\n\nx\n--b--\n", "multipart/mixed(text/plain)" },
  { "boundary-in-header", HEADER "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n--b\n\ny\n--b--\n", "multipart/mixed(text/html,text/plain)" },
  { "boundary-in-fold", HEADER "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html;\n --b\n\ny\n--b--\n", "multipart/mixed(text/html)" },
  { "blanks-behind-boundary", HEADER "Content-Type: multipart/mixed; boundary=b\n\n--b \t\n\nx\n--b-- \n\ny\n", "multipart/mixed(text/plain)" },
  { "longer-than-boundary", HEADER "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--bc\n\ny\n--b--c\n\nz\n--b--\n", "multipart/mixed(text/plain)" },
  { "boundary-in-epilogue", HEADER "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b--\n--b\n\ny\n", "multipart/mixed(text/plain)" },
  { "outer-ends-inner", HEADER "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/alternative; boundary=c\n\n--c\n\nx\n--b\n\nz\n--b--\n", "multipart/mixed(multipart/alternative(text/plain),text/plain)" },
  { "outer-ends-inner-at-once", HEADER "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/alternative; boundary=c\n\nx\n--b\nContent-Type: text/html\n\nz\n--b--\n", "multipart/mixed(text/plain,text/html)" },
  { "type-twice", HEADER "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type:\nContent-Type: text/html\n\nx\n--b--\n", "multipart/mixed(text/html)" },
  { "junk-in-part-header", HEADER "Content-Type: multipart/mixed; boundary=b\n\n--b\njunk\nContent-Type: text/html\nmore junk\n\nx\n--b--\n", "multipart/mixed(text/html)" },
  { "closing-boundary-only", HEADER "Content-Type: multipart/mixed; boundary=b\n\nx\n--\001b\nContent-Type: text/html\n\ny\n--b--\n", "text/plain" },
  { "no-boundary-parameter", HEADER "Content-Type: multipart/report\n\n--q\nContent-Type: text/html\n\nx\n--q\nContent-Type: message/delivery-status\n\ny\n--q--\n", "multipart/mixed(text/html,message/delivery-status)" },
  { "wrong-boundary", HEADER "Content-Type: multipart/mixed; boundary=b\n\nintro\n--q\nContent-Type: text/html\n\nx\n--q--\n", "multipart/mixed(text/html)" },
  { "no-boundary-at-all", HEADER "Content-Type: multipart/mixed; boundary=b\n\njust text\n", "text/plain" },
  { "nested-without-boundary", HEADER "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/alternative\n\ntext\n--b\n\ny\n--b--\n", "multipart/mixed(text/plain,text/plain)" },
  { "nested", HEADER "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/alternative; boundary=c\n\n--c\n\nx\n--c\nContent-Type: text/html\n\ny\n--c--\n--b\n\nz\n--b--\n", "multipart/mixed(multipart/alternative(text/plain,text/html),text/plain)" },
  { "digest", HEADER "Content-Type: multipart/digest; boundary=b\n\n--b\n\nFrom: x\nSubject: y\n\nz\n--b--\n", "multipart/digest(message/rfc822[text/plain])" },
  { "message-as-root", HEADER "Content-Type: message/rfc822\n\nFrom: x\nContent-Type: text/html\n\nz\n", "message/rfc822[text/html]" },
  { "message-in-base64", HEADER "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nRnJvbTogeApTdWJqZWN0OiB5Cgp6Cg==\n", "message/rfc822[text/plain]" },
  { "message-one-field", HEADER "Content-Type: message/rfc822\n\nX: y\n\nz\n", "message/rfc822[text/plain]" },
  { "message-without-header", HEADER "Content-Type: message/rfc822\n\nhello there\n", "message/rfc822[text/plain]" },
  { "message-with-from-line", HEADER "Content-Type: message/rfc822\n\n>From x@y Mon Nov 23 10:00:00 2026\nFrom: x\nContent-Type: text/html\n\nz\n", "message/rfc822[text/html]" },
  { "message-empty", HEADER "Content-Type: message/rfc822\n\n", "message/rfc822" },
  { "message-global", HEADER "Content-Type: message/global\n\nFrom: j\303\266rg@example.com\nSubject: y\n\nz\n", "message/global[text/plain]" },
  { "header-only", HEADER "Content-Type: text/rfc822-headers\n\nFrom: x\nSubject: y\n", "text/rfc822-headers[text/plain]" },
  { "octet-stream", HEADER "Content-Type: application/octet-stream\n\nFrom: x\nSubject: y\n\nz\n", "application/octet-stream[text/plain]" },
  { "octet-stream-text", HEADER "Content-Type: application/octet-stream\n\nno message\n", "application/octet-stream" },
  { "text-named-eml", HEADER "Content-Type: text/plain; name=a.eml\n\nFrom: x\nSubject: y\n\nz\n", "text/plain[text/plain]" },
  { "text-like-message", HEADER "Content-Type: text/plain\n\nFrom: x\nSubject: y\n\nz\n", "text/plain" },
  { "partial", HEADER "Content-Type: message/partial; id=x; number=1\n\nFrom: x\n\nz\n", "message/partial" },
};

static void
test_outline (gconstpointer data)
{
  const OutlineRow *row = data;
  g_autoptr (RdMail) mail = mail_testing_read_text (row->text);
  g_autofree char *outline = mail_testing_dup_outline (mail);

  g_assert_cmpstr (outline, ==, row->outline);
}

static void
test_unparted_text (void)
{
  g_autoptr (RdMail) flat =
                 mail_testing_read_text (HEADER "Content-Type: multipart/mixed; boundary=b\n\njust text\n");
  g_autoptr (RdMail) nested = mail_testing_read_text (
      HEADER
      "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/alternative\n\ninner\n--b--\n");

  g_assert_cmpstr (rd_mail_get_part_text (flat, 0), ==, "just text\n");
  g_assert_nonnull (strstr (rd_mail_get_part_text (nested, 1), "inner"));
}

static void
test_strict_nesting (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (RdMail) mail = NULL;
  const RdMail *inner;
  guint         level = 1;

  for (guint i = 0; i < 2 * RD_LIMIT_DEPTH; i++)
    g_string_append_printf (text, "From: a\nSubject: %u\nContent-Type: message/rfc822\n\n", i);
  g_string_append (text, "From: a\n\nend\n");
  mail = mail_testing_read_text (text->str);
  for (inner = mail; (inner = rd_mail_get_part_message (inner, 0)) != NULL; level++)
    {
      g_autofree char *subject = g_strdup_printf ("%u", level);

      g_assert_cmpstr (rd_mail_get_header (inner, "Subject"), ==, subject);
    }
  g_assert_cmpuint (level, ==, RD_LIMIT_DEPTH);
}

static void
test_limits (void)
{
  g_autoptr (GString) text = g_string_new (HEADER "Content-Type: multipart/mixed; boundary=b\n\n");
  g_autoptr (RdMail) parts = NULL;
  g_autoptr (RdMail) large = NULL;
  g_autoptr (RdMail) deep = NULL;

  for (guint i = 0; i < 2 * RD_LIMIT_PARTS; i++)
    g_string_append_printf (text, "--b\n\n%u\n", i);
  parts = mail_testing_read_text (text->str);
  g_assert_true (rd_mail_is_truncated (parts));
  g_assert_cmpuint (rd_mail_get_n_parts (parts), ==, RD_LIMIT_PARTS);
  g_assert_cmpstr (rd_mail_get_part_text (parts, 10), ==, "9");

  g_string_assign (text, HEADER "\n");
  g_string_append_printf (text, "%0*d", (int) RD_LIMIT_MESSAGE_BYTES, 7);
  large = mail_testing_read_text (text->str);
  g_assert_true (rd_mail_is_truncated (large));
  g_assert_cmpuint (g_bytes_get_size (rd_mail_get_source (large)), ==, RD_LIMIT_MESSAGE_BYTES);
  g_assert_cmpuint (strlen (rd_mail_get_part_text (large, 0)), ==, RD_LIMIT_PART_TEXT_BYTES);

  g_string_assign (text, HEADER "Content-Type: multipart/mixed; boundary=b0\n\n");
  for (guint i = 0; i < 2 * RD_LIMIT_DEPTH; i++)
    g_string_append_printf (text, "--b%u\nContent-Type: multipart/mixed; boundary=b%u\n\n", i,
                            i + 1);
  deep = mail_testing_read_text (text->str);
  g_assert_true (rd_mail_is_truncated (deep));
  for (guint i = 0; i < rd_mail_get_n_parts (deep); i++)
    g_assert_cmpuint (rd_mail_get_part (deep, i)->depth, <=, RD_LIMIT_DEPTH);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  MAIL_TEST_ADD_ROWS (outline_rows, "/mail/mail/outline", test_outline);
  g_test_add_func ("/mail/mail/unparted-text", test_unparted_text);
  g_test_add_func ("/mail/mail/strict-nesting", test_strict_nesting);
  g_test_add_func ("/mail/mail/limits", test_limits);
  return g_test_run ();
}
