/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Messages in one file, one after the other: where each begins, what is quoted in it,
 * and how to come back to one. */

#include "mail-testing.h"
#include "reader-testing.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  const char *name;
  const char *text;
  const char *items;
} MboxRow;

static const MboxRow mbox_rows[] = {
  { "one", MESSAGE ("1"), "x#0 1\n" },
  { "two", FROM_LINE MESSAGE ("1") "\n" FROM_LINE MESSAGE ("2"), "x#0 1\nx#1 2\n" },
  { "blank-lines-between", FROM_LINE MESSAGE ("1") "\n\n\n" FROM_LINE MESSAGE ("2") "\n\n", "x#0 1\nx#1 2\n" },
  { "no-blank-line-between", FROM_LINE MESSAGE ("1") FROM_LINE MESSAGE ("2"), "x#0 1\nx#1 2\n" },
  { "leading-blank-lines", "\n\n" FROM_LINE MESSAGE ("1") "\n" FROM_LINE MESSAGE ("2"), "x#0 1\nx#1 2\n" },
  { "byte-order-mark", "\357\273\277" FROM_LINE MESSAGE ("1") "\n" FROM_LINE MESSAGE ("2"), "x#0 1\nx#1 2\n" },
  { "from-in-text", FROM_LINE MESSAGE ("1") "\nFrom now on, 10:00 in 2026\n\nFrom here: x\n" FROM_LINE MESSAGE ("2"), "x#0 1\nx#1 2\n" },
  { "from-line-without-field", FROM_LINE MESSAGE ("1") "\n" FROM_LINE "just words\n", "x#0 1\n" },
  { "zone", "From 123@xxx Mon Nov 23 16:40:32 +0000 2026\n" MESSAGE ("1") "\nFrom - Mon Nov 23 16:40:32 2026\n" MESSAGE ("2"), "x#0 1\nx#1 2\n" },
  { "expunged", "From - Mon Nov 23 10:00:00 2026\nX-Mozilla-Status: 0009\n" MESSAGE ("1") "\nFrom - Mon Nov 23 10:00:00 2026\nX-Mozilla-Status: 0001\n" MESSAGE ("2"), "x#0 2\n" },
  { "wrong-length", FROM_LINE "Content-Length: 3\n" MESSAGE ("1") "\n" FROM_LINE "Content-Length: 99999\n" MESSAGE ("2"), "x#0 1\nx#1 2\n" },
  { "huge-length", FROM_LINE "Content-Length: 18446744073709551615\n" MESSAGE ("1") "\n" FROM_LINE MESSAGE ("2"), "x#0 1\nx#1 2\n" },
  { "broken-item", FROM_LINE MESSAGE ("1") "\n" FROM_LINE "\n\n\n" FROM_LINE MESSAGE ("2"), "x#0 1\nx#1 2\n" },
  { "empty", "", "!0\n" },
};

static void
test_mbox (gconstpointer data)
{
  static const char *const endings[] = { "\n", "\r\n", "\r" };
  const MboxRow           *row = data;

  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autoptr (GBytes) bytes =
                     mail_testing_new_with_ends (row->text, strlen (row->text), endings[i]);
      gsize            size;
      const char      *text = g_bytes_get_data (bytes, &size);
      g_autofree char *items = list_bytes (text, size);

      g_assert_cmpstr (items, ==, row->items);
    }
}

static char *
read_body (const char *mbox)
{
  g_autoptr (GBytes) bytes = g_bytes_new (mbox, strlen (mbox));
  g_autoptr (RdMailReader) reader = rd_mail_reader_new_for_bytes (bytes, NULL, NULL);
  g_autoptr (RdMailItem) item = rd_mail_reader_next (reader, NULL);

  return g_strdup (rd_mail_get_part_text (item->mail, 0));
}

static void
test_mbox_quoting (void)
{
  static const char next[] = "\n" FROM_LINE MESSAGE ("2");
  static const char                         inner[] = "a\n\n" FROM_LINE "X: y\n";
  g_autofree char                          *quoted =
      g_strconcat (FROM_LINE "Subject: x\n\n>From here\n>>From there\n> From\n", next, NULL);
  g_autofree char *counted = g_strdup_printf (FROM_LINE "Subject: x\nContent-Length: %zu\n\n%s%s",
                                              strlen (inner), inner, next);
  g_autofree char *unquoted = read_body (quoted);
  g_autofree char *whole = read_body (counted);

  g_assert_cmpstr (unquoted, ==, "From here\n>From there\n> From\n");
  g_assert_cmpstr (whole, ==, inner);
}

/* A message of an mbox is found again without reading those before it. */
static void
test_seek (void)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "redeliver-seek.mbox", NULL);
  g_autoptr (GString) mbox = g_string_new ("\n");
  g_autoptr (GError) error = NULL;
  g_autoptr (RdMailReader) first = NULL;
  RdMailItem *next;

  for (guint i = 0; i < 300; i++)
    g_string_append_printf (mbox, FROM_LINE "From: a@b.example\nSubject: %u\n\n%s\n\n", i, i % 7 == 0 ? ">From here\n\nFrom nowhere" : "text");
  g_assert_true (g_file_set_contents (path, mbox->str, (gssize) mbox->len, NULL));
  first = rd_mail_reader_new_for_path (path, &error);
  g_assert_no_error (error);
  while ((next = rd_mail_reader_next (first, NULL)) != NULL)
    {
      g_autoptr (RdMailItem) item = next;
      g_autoptr (RdMailReader) second = rd_mail_reader_new_for_path (path, NULL);
      g_autoptr (RdMailItem) again = NULL;

      g_assert_true (rd_mail_reader_seek (second, item->offset, item->index));
      again = rd_mail_reader_next (second, NULL);
      g_assert_cmpuint (again->index, ==, item->index);
      g_assert_cmpint (again->offset, ==, item->offset);
      g_assert_cmpstr (again->name, ==, item->name);
      g_assert_true (g_bytes_equal (rd_mail_get_source (again->mail), rd_mail_get_source (item->mail)));
    }
  g_unlink (path);
}

/* Where it cannot be done, or the file is another one by now, reading begins at
 * the beginning. */
static void
test_no_seek (void)
{
  static const char mbox[] = FROM_LINE MESSAGE ("1") "\n" FROM_LINE MESSAGE ("2");
  static const char                                                 single[] = MESSAGE ("1");
  g_autoptr (GBytes) many = g_bytes_new_static (mbox, sizeof mbox - 1);
  g_autoptr (GBytes) one = g_bytes_new_static (single, sizeof single - 1);
  g_autoptr (RdMailReader) reader = rd_mail_reader_new_for_bytes (many, "x", NULL);
  g_autoptr (RdMailReader) other = rd_mail_reader_new_for_bytes (one, "x", NULL);
  g_autofree char *items = NULL;
  g_autofree char *others = NULL;

  g_assert_false (rd_mail_reader_seek (reader, 7, 1));
  g_assert_false (rd_mail_reader_seek (reader, 1 << 20, 1));
  g_assert_false (rd_mail_reader_seek (reader, -1, 1));
  items = list_items (reader, NULL);
  g_assert_cmpstr (items, ==, "x#0 1\nx#1 2\n");
  g_assert_false (rd_mail_reader_seek (other, 0, 0));
  others = list_items (other, NULL);
  g_assert_cmpstr (others, ==, "x#0 1\n");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (mbox_rows); i++)
    {
      g_autofree char *path = g_strconcat ("/mail/reader/mbox/", mbox_rows[i].name, NULL);

      g_test_add_data_func (path, &mbox_rows[i], test_mbox);
    }
  g_test_add_func ("/mail/reader/mbox-quoting", test_mbox_quoting);
  g_test_add_func ("/mail/reader/seek", test_seek);
  g_test_add_func ("/mail/reader/no-seek", test_no_seek);
  return g_test_run ();
}
