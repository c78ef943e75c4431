/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "mail-testing.h"
#include "rd-compound.h"

#include <gsf/gsf-outfile-msole.h>
#include <gsf/gsf-output-memory.h>
#include <gsf/gsf-utils.h>
#include <string.h>

/* The files are written by libgsf, so that the reader is not measured by its
 * own ideas of the format. */

typedef struct
{
  guint32 id;
  guint32 type;
  guint64 value;
} Fixed;

static void
add_stream (GsfOutfile   *parent,
            const char   *name,
            gconstpointer data,
            gsize         length)
{
  GsfOutput *stream = gsf_outfile_new_child (parent, name, FALSE);

  gsf_output_write (stream, length, data);
  gsf_output_close (stream);
  g_object_unref (stream);
}

static void
add_string (GsfOutfile *parent,
            guint       id,
            const char *text)
{
  gsize            length;
  g_autofree char *name = g_strdup_printf ("__substg1.0_%04X001F", id);
  g_autofree char *wide = g_convert (text, -1, "UTF-16LE", "UTF-8", NULL, &length, NULL);

  add_stream (parent, name, wide, length);
}

static void
add_properties (GsfOutfile  *parent,
                gsize        head,
                const Fixed *fixed,
                gsize        n_fixed)
{
  g_autoptr (GByteArray) list = g_byte_array_new ();

  g_byte_array_set_size (list, (guint) head);
  memset (list->data, 0, head);
  for (gsize i = 0; i < n_fixed; i++)
    {
      guint32 tag = GUINT32_TO_LE (fixed[i].id << 16 | fixed[i].type);
      guint32 flags = GUINT32_TO_LE (6);
      guint64 value = GUINT64_TO_LE (fixed[i].value);

      g_byte_array_append (list, (const guint8 *) &tag, sizeof tag);
      g_byte_array_append (list, (const guint8 *) &flags, sizeof flags);
      g_byte_array_append (list, (const guint8 *) &value, sizeof value);
    }
  add_stream (parent, "__properties_version1.0", list->data, list->len);
}

static GsfOutfile *
add_storage (GsfOutfile *parent,
             const char *name)
{
  return GSF_OUTFILE (gsf_outfile_new_child (parent, name, TRUE));
}

static void
close_storage (GsfOutfile *storage)
{
  gsf_output_close (GSF_OUTPUT (storage));
  g_object_unref (storage);
}

typedef void (*FillFunc) (GsfOutfile *root);

static GBytes *
write_msg (FillFunc fill)
{
  GsfOutput  *memory = gsf_output_memory_new ();
  GsfOutfile *root = gsf_outfile_msole_new (memory);
  GBytes     *bytes;

  fill (root);
  close_storage (root);
  bytes = g_bytes_new (gsf_output_memory_get_bytes (GSF_OUTPUT_MEMORY (memory)),
                       (gsize) gsf_output_size (memory));
  g_object_unref (memory);
  return bytes;
}

static RdMail *
read_msg (FillFunc fill)
{
  g_autoptr (GBytes) bytes = write_msg (fill);
  g_autoptr (GError) error = NULL;
  RdMail *mail = rd_mail_new_from_bytes (bytes, &error);

  g_assert_no_error (error);
  return mail;
}

static void
fill_report (GsfOutfile *root)
{
  static const Fixed status = { 0x0c20, 0x0003, 5110 };
  static const Fixed submitted = { 0x0039, 0x0040, G_GUINT64_CONSTANT (134396892000000000) };
  GsfOutfile        *storage;
  GsfOutfile        *inner;

  add_properties (root, 32, &submitted, 1);
  add_string (root, 0x001a, "REPORT.IPM.Note.NDR");
  add_string (root, 0x0037, "Unzustellbar: Rechnung für März");
  add_string (root, 0x0c1a, "Microsoft Outlook");
  add_string (root, 0x0e04, "joe@example.net");
  add_string (root, 0x1001, "Your message could not be delivered.\r\nSee below.");
  add_string (root, 0x6820, "mail.example.net");

  storage = add_storage (root, "__recip_version1.0_#00000000");
  add_properties (storage, 8, NULL, 0);
  add_string (storage, 0x39fe, "jane@example.com");
  add_string (storage, 0x0c1b, "<mx.example.com #5.1.1 smtp;550 5.1.1 User unknown>");
  close_storage (storage);

  storage = add_storage (root, "__recip_version1.0_#00000001");
  add_properties (storage, 8, &status, 1);
  add_string (storage, 0x3001, "'bob@example.com'");
  add_string (storage, 0x3003, "/o=Example/cn=Recipients/cn=bob");
  close_storage (storage);

  storage = add_storage (root, "__attach_version1.0_#00000000");
  add_properties (storage, 8, NULL, 0);
  inner = add_storage (storage, "__substg1.0_3701000D");
  add_properties (inner, 24, NULL, 0);
  add_string (inner, 0x001a, "IPM.Note");
  add_string (inner, 0x0037, "Rechnung für März");
  add_string (inner, 0x1000, "Dear Jane");
  add_string (inner, 0x1035, "<1@example.net>");
  close_storage (inner);
  close_storage (storage);
}

static void
test_report (void)
{
  g_autoptr (RdMail) mail = read_msg (fill_report);
  g_autofree char *outline = mail_testing_dup_outline (mail);
  RdMail          *original;

  g_assert_cmpstr (
      outline, ==,
      "multipart/report(text/plain,message/delivery-status,message/rfc822[multipart/mixed(text/plain)])");
  g_assert_cmpstr (rd_mail_get_header (mail, "Subject"), ==, "Unzustellbar: Rechnung für März");
  g_assert_cmpstr (rd_mail_get_header (mail, "From"), ==, "Microsoft Outlook");
  g_assert_cmpstr (rd_mail_get_header (mail, "Date"), ==, "Fri, 20 Nov 2026 23:00:00 +0000");
  g_assert_cmpstr (rd_mail_get_type_parameter (mail, "report-type"), ==, "delivery-status");
  g_assert_cmpstr (rd_mail_get_part_text (mail, 1), ==,
                   "Your message could not be delivered.\nSee below.");
  g_assert_cmpstr (rd_mail_get_part_text (mail, 2), ==,
                   "Reporting-MTA: dns; mail.example.net\n"
                   "\n"
                   "Final-Recipient: rfc822; jane@example.com\n"
                   "Action: failed\n"
                   "Status: 5.1.1\n"
                   "Remote-MTA: dns; mx.example.com\n"
                   "Diagnostic-Code: smtp;550 5.1.1 User unknown\n"
                   "\n"
                   "Final-Recipient: rfc822; bob@example.com\n"
                   "Action: failed\n"
                   "Status: 5.1.10");
  original = rd_mail_get_part_message (mail, 3);
  g_assert_cmpstr (rd_mail_get_header (original, "Subject"), ==, "Rechnung für März");
  g_assert_cmpstr (rd_mail_get_header (original, "Message-ID"), ==, "<1@example.net>");
  g_assert_cmpstr (rd_mail_get_part_text (original, 1), ==, "Dear Jane");
}

static void
fill_note (GsfOutfile *root)
{
  static const char  html[] = "<html><meta charset=windows-1252><p>Zur\374ck</p></html>";
  static const char  status[] = "Reporting-MTA: dns; mx.example.com\n";
  static const Fixed codepage = { 0x3ffd, 0x0003, 1251 };
  GsfOutfile        *storage;

  add_properties (root, 32, &codepage, 1);
  add_string (root, 0x001a, "IPM.Note");
  add_stream (root, "__substg1.0_0037001E", "\317\360\350", 3);
  add_string (
      root, 0x007d,
      "Microsoft Mail Internet Headers Version 2.0\r\nReceived: from a\r\n\tby b\r\nContent-Type: multipart/report;\r\n\tboundary=x\r\nFrom: MAILER-DAEMON@example.com\r\nReply-To: z@example.com\r\nMIME-Version: 1.0\r\n");
  add_stream (root, "__substg1.0_10130102", html, sizeof html - 1);
  storage = add_storage (root, "__attach_version1.0_#00000000");
  add_properties (storage, 8, NULL, 0);
  add_string (storage, 0x370e, "message/delivery-status");
  add_string (storage, 0x3707, "details\".txt");
  add_stream (storage, "__substg1.0_37010102", status, sizeof status - 1);
  close_storage (storage);
}

static void
test_note (void)
{
  g_autoptr (RdMail) mail = read_msg (fill_note);
  g_autofree char *outline = mail_testing_dup_outline (mail);

  g_assert_cmpstr (outline, ==, "multipart/mixed(text/html,message/delivery-status)");
  g_assert_cmpstr (rd_mail_get_header (mail, "Received"), ==, "from a by b");
  g_assert_cmpstr (rd_mail_get_header (mail, "From"), ==, "MAILER-DAEMON@example.com");
  g_assert_cmpstr (rd_mail_get_header (mail, "Subject"), ==, "При");
  g_assert_null (rd_mail_get_header_nth (mail, "Content-Type", 1));
  g_assert_null (rd_mail_get_header_nth (mail, "MIME-Version", 1));
  g_assert_cmpstr (rd_mail_get_part_plain (mail, 1), ==, "Zurück\n");
  g_assert_cmpstr (rd_mail_get_part_text (mail, 2), ==, "Reporting-MTA: dns; mx.example.com\n");
  g_assert_cmpstr (rd_mail_get_part (mail, 2)->filename, ==, "details_.txt");
}

/* Large streams stand in sectors of their own, small ones in pieces. */
static void
fill_sizes (GsfOutfile *root)
{
  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *name = g_strdup_printf ("s%u", i);
      g_autofree char *content = g_strnfill (i * 211, (char) ('a' + i % 26));

      add_stream (root, name, content, i * 211);
    }
}

static void
test_sizes (void)
{
  g_autoptr (GBytes) bytes = write_msg (fill_sizes);
  g_autoptr (RdCompound) file = rd_compound_new (bytes);
  g_autoptr (GArray) entries = rd_compound_list (file, RD_COMPOUND_ROOT);

  g_assert_cmpuint (entries->len, ==, 40);
  for (guint i = 0; i < entries->len; i++)
    {
      guint entry = g_array_index (entries, guint, i);
      guint n = (guint) g_ascii_strtoull (rd_compound_get_name (file, entry) + 1, NULL, 10);
      g_autoptr (GBytes) content = rd_compound_read (file, entry);
      g_autofree char *expected = g_strnfill (n * 211, (char) ('a' + n % 26));

      g_assert_false (rd_compound_is_storage (file, entry));
      g_assert_cmpmem (g_bytes_get_data (content, NULL), g_bytes_get_size (content), expected,
                       n * 211);
    }
  g_assert_null (rd_compound_get_name (file, 1000));
}

static void
test_document (void)
{
  g_autoptr (GBytes) bytes = write_msg (fill_sizes);
  g_autoptr (GError) error = NULL;

  g_assert_null (rd_mail_new_from_bytes (bytes, &error));
  g_assert_error (error, RD_MAIL_ERROR, RD_MAIL_ERROR_NOT_TEXT);
}

/* An attached .msg is opened like an attached .eml. */
static void
test_attached (void)
{
  g_autoptr (GBytes) bytes = write_msg (fill_report);
  gsize            size;
  const guchar    *data = g_bytes_get_data (bytes, &size);
  g_autofree char *encoded = g_base64_encode (data, size);
  g_autofree char *text = g_strdup_printf (
      "From: a\nSubject: Fwd\nContent-Type: application/vnd.ms-outlook; name=b.msg\nContent-Transfer-Encoding: base64\n\n%s\n",
      encoded);
  g_autoptr (RdMail) mail = rd_mail_new_from_text (text, NULL);
  RdMail *inner = rd_mail_get_part_message (mail, 0);

  g_assert_nonnull (inner);
  g_assert_cmpstr (rd_mail_get_header (inner, "Subject"), ==, "Unzustellbar: Rechnung für März");
}

/* Cut anywhere or with a byte changed, a file is read or refused. */
static void
test_damaged (void)
{
  g_autoptr (GBytes) bytes = write_msg (fill_report);
  gsize         size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  guint         readable = 0;

  for (gsize i = 0; i < size; i += 5)
    {
      g_autofree guint8 *copy = g_memdup2 (data, size);
      g_autoptr (GBytes) cut = g_bytes_new_from_bytes (bytes, 0, i);
      g_autoptr (GBytes) changed = NULL;
      g_autoptr (RdMail) from_cut = rd_mail_new_from_bytes (cut, NULL);
      g_autoptr (RdMail) from_changed = NULL;

      copy[i] ^= (guint8) (i % 10 == 0 ? 0xff : 0x01);
      changed = g_bytes_new_static (copy, size);
      from_changed = rd_mail_new_from_bytes (changed, NULL);
      if (from_cut != NULL)
        mail_testing_read_all (from_cut);
      if (from_changed != NULL)
        {
          mail_testing_read_all (from_changed);
          readable++;
        }
    }
  g_assert_cmpuint (readable, >, size / 10);
}

int
main (int   argc,
      char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  gsf_init ();
  g_test_add_func ("/mail/outlook/report", test_report);
  g_test_add_func ("/mail/outlook/note", test_note);
  g_test_add_func ("/mail/outlook/sizes", test_sizes);
  g_test_add_func ("/mail/outlook/document", test_document);
  g_test_add_func ("/mail/outlook/attached", test_attached);
  g_test_add_func ("/mail/outlook/damaged", test_damaged);
  result = g_test_run ();
  gsf_shutdown ();
  return result;
}
