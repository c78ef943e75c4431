/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading to the end, stopping early, and the same message in every wrapping. */

#include "mail-testing.h"
#include "reader-testing.h"

#include <string.h>

static void
test_cancel (void)
{
  static const char mbox[] = FROM_LINE MESSAGE ("1") "\n" FROM_LINE MESSAGE ("2");
  g_autoptr (GBytes) bytes = g_bytes_new_static (mbox, sizeof mbox - 1);
  g_autoptr (RdMailReader) reader = rd_mail_reader_new_for_bytes (bytes, NULL, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (RdMailItem) item = rd_mail_reader_next (reader, cancellable);

  g_assert_nonnull (item->mail);
  g_cancellable_cancel (cancellable);
  g_assert_null (rd_mail_reader_next (reader, cancellable));
}

static void
test_stream (void)
{
  static const char text[] = MESSAGE ("1");
  g_autoptr (GInputStream) memory =
                 g_memory_input_stream_new_from_data (text, sizeof text - 1, NULL);
  g_autoptr (GConverter) converter = G_CONVERTER (g_charset_converter_new ("UTF-8", "UTF-8", NULL));
  g_autoptr (GInputStream) stream = g_converter_input_stream_new (memory, converter);
  g_autoptr (GError) error = NULL;
  g_autoptr (RdMailReader) reader = rd_mail_reader_new_for_stream (stream, "stan\377dard", &error);
  g_autoptr (RdMailItem) item = NULL;

  g_assert_no_error (error);
  item = rd_mail_reader_next (reader, NULL);
  g_assert_true (g_utf8_validate (item->name, -1, NULL));
  g_assert_cmpstr (rd_mail_get_header (item->mail, "Subject"), ==, "1");
}

/* Every file of the containers, against what is known about it. */
static void
test_containers (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "data", "containers", NULL);
  g_autofree char *table = g_build_filename (folder, "structure.tsv", NULL);
  g_autofree char *content = NULL;
  g_auto (GStrv) lines = NULL;
  char         *open = NULL;
  RdMailReader *reader = NULL;

  g_assert_true (g_file_get_contents (table, &content, NULL, NULL));
  lines = g_strsplit (content, "\n", -1);
  for (guint i = 1; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_auto (GStrv) row = g_strsplit (lines[i], "\t", 5);
      g_autofree char *path = g_build_filename (folder, row[0], NULL);
      g_autoptr (RdMailItem) item = NULL;
      g_autofree char *outline = NULL;
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", lines[i]);
      if (g_strcmp0 (open, row[0]) != 0)
        {
          if (reader != NULL)
            g_assert_null (rd_mail_reader_next (reader, NULL));
          g_clear_pointer (&reader, rd_mail_reader_free);
          g_free (open);
          open = g_strdup (row[0]);
          reader = rd_mail_reader_new_for_path (path, &error);
          g_assert_no_error (error);
        }
      item = rd_mail_reader_next (reader, NULL);
      g_assert_nonnull (item);
      g_assert_no_error (item->error);
      outline = mail_testing_dup_outline (item->mail);
      g_assert_cmpstr (rd_mail_get_form (item->mail) == RD_MAIL_FORM_TEXT ? "text" : "message", ==,
                       row[2]);
      if (strcmp (row[3], "-") != 0)
        g_assert_cmpstr (rd_mail_get_header (item->mail, "Subject"), ==, row[3]);
      g_assert_cmpstr (outline, ==, row[4]);
    }
  g_assert_null (rd_mail_reader_next (reader, NULL));
  rd_mail_reader_free (reader);
  g_free (open);
}

static RdMail *
read_first (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "containers", name, NULL);
  g_autoptr (RdMailReader) reader = rd_mail_reader_new_for_path (path, NULL);
  g_autoptr (RdMailItem) item = rd_mail_reader_next (reader, NULL);

  return rd_mail_ref (item->mail);
}

/* The same message in different wrappings. */
static void
test_twins (void)
{
  static const char *const groups[][6] = {
    { "crlf.eml", "bom.eml", "utf16.txt", "apple-0.emlx", "apple-wrong-count.emlx", "mboxrd.mbox" },
    { "from-line.eml", "blank-first-line.eml", "apple-1.emlx" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (groups); i++)
    {
      g_autoptr (RdMail) first = read_first (groups[i][0]);

      for (gsize k = 1; k < G_N_ELEMENTS (groups[i]) && groups[i][k] != NULL; k++)
        {
          g_autoptr (RdMail) twin = read_first (groups[i][k]);

          g_test_message ("%s", groups[i][k]);
          mail_testing_assert_equal (first, twin);
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mail/reader/cancel", test_cancel);
  g_test_add_func ("/mail/reader/stream", test_stream);
  g_test_add_func ("/mail/reader/containers", test_containers);
  g_test_add_func ("/mail/reader/twins", test_twins);
  return g_test_run ();
}
