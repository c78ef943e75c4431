/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Messages in one file, one after the other: where each begins, what is quoted in it,
 * and how to come back to one. */

#include "mail-testing.h"
#include "reader-testing.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

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
  g_autoptr (GString) mbox = g_string_new ("\n");
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  int              file = g_file_open_tmp ("redeliver-XXXXXX.mbox", &path, &error);
  g_autoptr (RdMailReader) first = NULL;
  RdMailItem *next;

  g_assert_no_error (error);
  close (file);
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

/* A disk that cannot be read on after some bytes. */
#define TYPE_BROKEN_STREAM (broken_stream_get_type ())
G_DECLARE_FINAL_TYPE (BrokenStream, broken_stream, , BROKEN_STREAM, GInputStream)

struct _BrokenStream
{
  GInputStream parent_instance;

  GString *text;
  gsize    at;
};

G_DEFINE_FINAL_TYPE (BrokenStream, broken_stream, G_TYPE_INPUT_STREAM)

static gssize
broken_stream_read (GInputStream *stream,
                    void         *buffer,
                    gsize         count,
                    GCancellable *cancellable,
                    GError      **error)
{
  BrokenStream *self = (BrokenStream *) stream;
  gsize         n = MIN (count, self->text->len - self->at);

  if (n == 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "Input/output error");
      return -1;
    }
  memcpy (buffer, self->text->str + self->at, n);
  self->at += n;
  return (gssize) n;
}

static void
broken_stream_finalize (GObject *object)
{
  g_string_free (((BrokenStream *) object)->text, TRUE);
  G_OBJECT_CLASS (broken_stream_parent_class)->finalize (object);
}

static void
broken_stream_class_init (BrokenStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = broken_stream_finalize;
  G_INPUT_STREAM_CLASS (klass)->read_fn = broken_stream_read;
}

static void
broken_stream_init (BrokenStream *self)
{
  self->text = g_string_new (NULL);
}

typedef struct
{
  const char *name;
  const char *text; /* what can be read behind the first message */
  const char *items;
} BrokenRow;

static const BrokenRow broken_rows[] = {
  { "in-the-first", "", "x#0 !4\n" },
  { "in-a-line", "\n" FROM_LINE MESSAGE ("2") "\nFrom a@", "x#0 1\nx#1 !4\n" },
  { "in-the-third", "\n" FROM_LINE MESSAGE ("2") "\n" FROM_LINE MESSAGE ("3"), "x#0 1\nx#1 2\nx#2 !4\n" },
  { "behind-a-counted-one", "\n" FROM_LINE "Content-Length: 10\n" MESSAGE ("2") "\n" FROM_LINE "From: a@b.example\n", "x#0 1\nx#1 2\nx#2 !4\n" },
};

/* More than is looked at to tell what kind of file it is. */
#define N_LINES 20000

/* Messages that could be read as a whole are told, then why there are no more. */
static void
test_broken (gconstpointer data)
{
  const BrokenRow *row = data;
  g_autoptr (BrokenStream) stream = g_object_new (TYPE_BROKEN_STREAM, NULL);
  g_autoptr (RdMailReader) reader = NULL;
  g_autofree char *items = NULL;

  g_string_append (stream->text, FROM_LINE MESSAGE ("1"));
  for (guint i = 0; i < N_LINES; i++)
    g_string_append (stream->text, "text\n");
  g_string_append (stream->text, row->text);
  reader = rd_mail_reader_new_for_stream (G_INPUT_STREAM (stream), "x", NULL);
  items = list_items (reader, NULL);
  g_assert_cmpstr (items, ==, row->items);
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
  for (gsize i = 0; i < G_N_ELEMENTS (broken_rows); i++)
    {
      g_autofree char *path = g_strconcat ("/mail/reader/mbox-broken/", broken_rows[i].name, NULL);

      g_test_add_data_func (path, &broken_rows[i], test_broken);
    }
  g_test_add_func ("/mail/reader/mbox-quoting", test_mbox_quoting);
  g_test_add_func ("/mail/reader/seek", test_seek);
  g_test_add_func ("/mail/reader/no-seek", test_no_seek);
  return g_test_run ();
}
