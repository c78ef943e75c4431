/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "mail-testing.h"
#include "rd-limits.h"
#include "rd-mail-reader.h"

#include <archive.h>
#include <archive_entry.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define FROM_LINE "From a@b.example Mon Nov 23 10:00:00 2026\n"
#define MESSAGE(subject) "From: a@b.example\nSubject: " subject "\n\nbody of " subject "\n"

/* What a reader gives, one line an item: name, number, subject or code. */
static char *
list_items (RdMailReader *reader,
            const char   *base)
{
  GString    *out = g_string_new (NULL);
  RdMailItem *next;
  double      progress = 0.0;

  while ((next = rd_mail_reader_next (reader, NULL)) != NULL)
    {
      g_autoptr (RdMailItem) item = next;
      const char *name = item->name;

      g_assert_true ((item->mail == NULL) != (item->error == NULL));
      g_assert_cmpfloat (rd_mail_reader_get_progress (reader), >=, progress);
      progress = rd_mail_reader_get_progress (reader);
      if (base != NULL && g_str_has_prefix (name, base))
        name += strlen (base) + (name[strlen (base)] == '/' ? 1 : 0);
      g_string_append_printf (out, "%s#%u ", name, item->index);
      if (item->error != NULL)
        g_string_append_printf (out, "!%d\n", item->error->code);
      else if (rd_mail_get_form (item->mail) == RD_MAIL_FORM_TEXT)
        g_string_append (out, "text\n");
      else
        g_string_append_printf (out, "%s\n", rd_mail_get_header (item->mail, "Subject"));
    }
  g_assert_cmpfloat (rd_mail_reader_get_progress (reader), ==, 1.0);
  return g_string_free (out, FALSE);
}

static char *
list_bytes (const char *bytes,
            gsize       length)
{
  g_autoptr (GBytes) data = g_bytes_new (bytes, length);
  g_autoptr (GError) error = NULL;
  g_autoptr (RdMailReader) reader = rd_mail_reader_new_for_bytes (data, "x", &error);

  if (reader == NULL)
    return g_strdup_printf ("!%d\n", error->code);
  return list_items (reader, NULL);
}

static char *
list_path (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RdMailReader) reader = rd_mail_reader_new_for_path (path, &error);

  if (reader == NULL)
    return g_strdup_printf ("!%d\n", error->code);
  return list_items (reader, path);
}

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

static void
write_file (const char *folder,
            const char *name,
            const char *content,
            gsize       length)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_file_set_contents (path, content, (gssize) length, &error);
  g_assert_no_error (error);
}

static void
write_text (const char *folder,
            const char *name,
            const char *text)
{
  write_file (folder, name, text, strlen (text));
}

static char *
make_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("redeliver-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        remove_folder (child);
      else
        g_assert_cmpint (g_unlink (child), ==, 0);
    }
  g_assert_cmpint (g_rmdir (path), ==, 0);
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

static void
test_folder (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *link = g_build_filename (folder, "sub", "back", NULL);
  g_autofree char *dangling = g_build_filename (folder, "dangling.eml", NULL);
  g_autofree char *items = NULL;

  write_text (folder, "b.eml", MESSAGE ("b"));
  write_text (folder, "a.eml", MESSAGE ("a"));
  write_text (folder, "folder", FROM_LINE MESSAGE ("1") "\n" FROM_LINE MESSAGE ("2"));
  write_text (folder, "folder.msf", MESSAGE ("index"));
  write_text (folder, "sub/c.eml", MESSAGE ("c"));
  write_text (folder, ".hidden.eml", MESSAGE ("hidden"));
  write_text (folder, ".trash/x.eml", MESSAGE ("trash"));
  write_text (folder, "empty.eml", "");
  write_text (folder, "notes.txt", "Remember the milk.\n");
  write_text (folder, "data.json", "{\"address\": \"a@b.example\"}\n");
  write_text (folder, "pasted.txt", "Host said: 550 5.1.1 unknown (in reply to RCPT)\n");
  write_file (folder, "logo.png", "\x89PNG\r\n\x1a\n\0\0", 10);
  g_assert_cmpint (symlink ("..", link), ==, 0);
  g_assert_cmpint (symlink ("nowhere", dangling), ==, 0);

  items = list_path (folder);
  g_assert_cmpstr (
      items, ==,
      "a.eml#0 a\nb.eml#0 b\ndangling.eml#0 !4\nempty.eml#0 !0\nfolder#0 1\nfolder#1 2\npasted.txt#0 text\nsub/c.eml#0 c\n");
  remove_folder (folder);
}

/* Nothing is passed over that was saved as a message. */
static void
test_named_messages (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *items = NULL;

  write_text (folder, "cut.eml", "From: MAILER-DAEMON\n");
  write_text (folder, "cut.txt", "From: MAILER-DAEMON\n");
  write_text (folder, "words.EML", "It did not arrive.\n");
  write_text (folder, "words.txt", "It did not arrive.\n");
  write_file (folder, "picture.msg", "\x89PNG\r\n\x1a\n\0\0", 10);
  write_text (folder, "nothing.mbox", "");
  write_text (folder, "nothing.emlx", "\n");
  write_text (folder, "nothing", "");
  write_file (folder, "empty-zip.eml", "PK\5\6\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 22);
  write_file (folder, "empty-zip.zip", "PK\5\6\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 22);
  write_text (folder, "expunged.mbox", "From - Mon Nov 23 10:00:00 2026\nX-Mozilla-Status: 0009\n" MESSAGE ("1"));
  items = list_path (folder);
  g_assert_cmpstr (
      items, ==,
      "cut.eml#0 text\nempty-zip.eml#0 !0\nexpunged.mbox#0 !0\nnothing.emlx#0 !0\nnothing.mbox#0 !0\npicture.msg#0 !1\nwords.EML#0 text\n");
  remove_folder (folder);
}

/* Folders that are too deep are not opened, but told. */
static void
test_deep_folders (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr (GString) path = g_string_new (NULL);
  g_autofree char *items = NULL;
  guint            n_items = 0;

  for (guint depth = 0; depth < 20; depth++)
    {
      g_autofree char *file = g_strconcat (path->str, "a.eml", NULL);

      write_text (folder, file, MESSAGE ("a"));
      g_string_append (path, "x/");
    }
  items = list_path (folder);
  for (const char *p = strstr (items, "a.eml#0 a\n"); p != NULL; p = strstr (p + 1, "a.eml#0 a\n"))
    n_items++;
  g_assert_cmpuint (n_items, ==, 17);
  g_assert_true (g_str_has_suffix (items, "/x#0 !2\n"));
  remove_folder (folder);
}

static void
test_maildir (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *items = NULL;

  write_text (folder, "cur/1700000000.M1P1.host:2,S", MESSAGE ("1"));
  write_text (folder, "new/1700000001.M2P1.host", MESSAGE ("2"));
  write_text (folder, "tmp/1700000002.M3P1.host", MESSAGE ("half"));
  write_text (folder, ".Bounces/cur/1700000003.M4P1.host:2,", MESSAGE ("3"));
  write_text (folder, ".Bounces/maildirfolder", "");
  write_text (folder, "dovecot-uidlist", "3 V1 N4 a@b.example\n");
  items = list_path (folder);
  g_assert_cmpstr (
      items, ==,
      ".Bounces/cur/1700000003.M4P1.host:2,#0 3\ncur/1700000000.M1P1.host:2,S#0 1\nnew/1700000001.M2P1.host#0 2\n");
  remove_folder (folder);
}

static void
test_unreadable (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *file = g_build_filename (folder, "a.eml", NULL);
  g_autofree char *none = g_build_filename (folder, "none.eml", NULL);
  g_autofree char *missing = list_path (none);
  g_autofree char *nothing = list_path (folder);

  g_assert_cmpstr (missing, ==, "!4\n");
  g_assert_cmpstr (nothing, ==, "#0 !0\n");
  write_text (folder, "a.eml", MESSAGE ("a"));
  g_assert_cmpint (g_chmod (file, 0), ==, 0);
  /* The superuser may read everything. */
  if (g_access (file, R_OK) != 0)
    {
      g_autofree char *forbidden = list_path (file);
      g_autofree char *inside = list_path (folder);

      g_assert_cmpstr (forbidden, ==, "!4\n");
      g_assert_cmpstr (inside, ==, "a.eml#0 !4\n");
    }
  remove_folder (folder);
}

/* A file may go while its folder is read. */
static void
test_vanished (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *second = g_build_filename (folder, "b.eml", NULL);
  g_autoptr (RdMailReader) reader = NULL;
  g_autoptr (RdMailItem) a = NULL;
  g_autoptr (RdMailItem) b = NULL;
  g_autoptr (RdMailItem) c = NULL;

  write_text (folder, "a.eml", MESSAGE ("a"));
  write_text (folder, "b.eml", MESSAGE ("b"));
  write_text (folder, "c.eml", MESSAGE ("c"));
  reader = rd_mail_reader_new_for_path (folder, NULL);
  a = rd_mail_reader_next (reader, NULL);
  g_assert_nonnull (a->mail);
  g_assert_cmpint (g_unlink (second), ==, 0);
  b = rd_mail_reader_next (reader, NULL);
  g_assert_error (b->error, RD_MAIL_ERROR, RD_MAIL_ERROR_UNREADABLE);
  c = rd_mail_reader_next (reader, NULL);
  g_assert_nonnull (c->mail);
  g_assert_null (rd_mail_reader_next (reader, NULL));
  remove_folder (folder);
}

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

typedef struct
{
  const char *name;
  const char *content;
  gsize       length;
} Entry;

static la_ssize_t
append_archive (struct archive *archive,
                void           *data,
                const void     *buffer,
                size_t          length)
{
  g_byte_array_append (data, buffer, (guint) length);
  return (la_ssize_t) length;
}

static GByteArray *
pack (const Entry *entries,
      gsize        n_entries,
      gboolean     is_zip,
      gboolean     is_gzip)
{
  GByteArray     *out = g_byte_array_new ();
  struct archive *archive = archive_write_new ();

  if (is_zip)
    archive_write_set_format_zip (archive);
  else if (n_entries > 1)
    archive_write_set_format_ustar (archive);
  else
    archive_write_set_format_raw (archive);
  if (is_gzip)
    archive_write_add_filter_gzip (archive);
  archive_write_set_bytes_in_last_block (archive, 1);
  archive_write_open (archive, out, NULL, append_archive, NULL);
  for (gsize i = 0; i < n_entries; i++)
    {
      struct archive_entry *entry = archive_entry_new ();

      archive_entry_set_pathname (entry, entries[i].name);
      archive_entry_set_size (entry, (la_int64_t) entries[i].length);
      archive_entry_set_filetype (entry, AE_IFREG);
      archive_entry_set_perm (entry, 0600);
      g_assert_cmpint (archive_write_header (archive, entry), ==, ARCHIVE_OK);
      archive_write_data (archive, entries[i].content, entries[i].length);
      archive_entry_free (entry);
    }
  g_assert_cmpint (archive_write_close (archive), ==, ARCHIVE_OK);
  archive_write_free (archive);
  return out;
}

#define ENTRY(name, text)       \
  {                             \
    name, text, sizeof text - 1 \
  }

static const Entry usual_entries[] = {
  ENTRY ("mail/a.eml", MESSAGE ("a")),
  ENTRY ("../../etc/b.eml", MESSAGE ("b")),
  ENTRY ("/abs/c.eml", MESSAGE ("c")),
  ENTRY ("__MACOSX/mail/._a.eml", MESSAGE ("junk")),
  ENTRY ("mail/.DS_Store", MESSAGE ("junk")),
  ENTRY ("logo.png", "\x89PNG\r\n\x1a\n\0\0"),
  ENTRY ("readme.txt", "Seven messages\n"),
  ENTRY ("empty.eml", ""),
  ENTRY ("box", FROM_LINE MESSAGE ("1") "\n" FROM_LINE MESSAGE ("2")),
};

static void
test_archive (void)
{
  g_autoptr (GByteArray) zip = pack (usual_entries, G_N_ELEMENTS (usual_entries), TRUE, FALSE);
  g_autoptr (GByteArray) tar = pack (usual_entries, G_N_ELEMENTS (usual_entries), FALSE, FALSE);
  g_autoptr (GByteArray) tar_gz = pack (usual_entries, G_N_ELEMENTS (usual_entries), FALSE, TRUE);
  g_autoptr (GByteArray) gz = pack (&usual_entries[8], 1, FALSE, TRUE);
  Entry nested_entries[] = { { "inner.zip", (const char *) zip->data, zip->len },
                             ENTRY ("z.eml", MESSAGE ("z")) };
  g_autoptr (GByteArray) nested = pack (nested_entries, 2, TRUE, FALSE);
  g_autofree char *zip_items = list_bytes ((const char *) zip->data, zip->len);
  g_autofree char *tar_items = list_bytes ((const char *) tar->data, tar->len);
  g_autofree char *tar_gz_items = list_bytes ((const char *) tar_gz->data, tar_gz->len);
  g_autofree char *gz_items = list_bytes ((const char *) gz->data, gz->len);
  g_autofree char *nested_items = list_bytes ((const char *) nested->data, nested->len);

  g_assert_true (g_str_has_prefix (zip_items, "x/mail/a.eml#0 a\n"));
  g_assert_true (g_str_has_suffix (zip_items, "x/box#0 1\nx/box#1 2\n"));
  g_assert_null (strstr (zip_items, "junk"));
  g_assert_nonnull (strstr (zip_items, "x/empty.eml#0 !0\n"));
  g_assert_null (strstr (zip_items, "logo"));
  g_assert_null (strstr (zip_items, "readme"));
  g_assert_nonnull (strstr (zip_items, "b.eml#0 b\n"));
  g_assert_cmpstr (tar_items, ==, zip_items);
  g_assert_cmpstr (tar_gz_items, ==, zip_items);
  g_assert_cmpstr (gz_items, ==, "x#0 1\nx#1 2\n");
  g_assert_true (g_str_has_prefix (nested_items, "x/inner.zip/mail/a.eml#0 a\n"));
  g_assert_true (g_str_has_suffix (nested_items, "x/z.eml#0 z\n"));
  g_assert_false (g_file_test ("../../etc/b.eml", G_FILE_TEST_EXISTS));
}

/* Several gzip members in a row are one file (RFC 1952 section 2.2). */
static void
test_gzip_members (void)
{
  static const Entry first = ENTRY ("a", FROM_LINE MESSAGE ("1") "\n");
  static const Entry second = ENTRY ("b", FROM_LINE MESSAGE ("2"));
  g_autoptr (GByteArray) whole = pack (&first, 1, FALSE, TRUE);
  g_autoptr (GByteArray) rest = pack (&second, 1, FALSE, TRUE);
  g_autofree char *items = NULL;

  g_byte_array_append (whole, rest->data, rest->len);
  items = list_bytes ((const char *) whole->data, whole->len);
  g_assert_cmpstr (items, ==, "x#0 1\nx#1 2\n");
}

static void
test_broken_archive (void)
{
  static const char  empty_zip[22] = "PK\5\6";
  static const Entry picture = ENTRY ("x", "\x89PNG\r\n\x1a\n\0\0");
  g_autoptr (GByteArray) zip = pack (usual_entries, G_N_ELEMENTS (usual_entries), TRUE, FALSE);
  g_autoptr (GByteArray) gz = pack (&usual_entries[8], 1, FALSE, TRUE);
  g_autoptr (GByteArray) gz_picture = pack (&picture, 1, FALSE, TRUE);
  g_autofree char *nothing = list_bytes (empty_zip, sizeof empty_zip);
  g_autofree char *half = list_bytes ((const char *) zip->data, 150);
  g_autofree char *half_gz = list_bytes ((const char *) gz->data, gz->len - 12);
  g_autofree char *wrapped = list_bytes ((const char *) gz_picture->data, gz_picture->len);

  g_assert_cmpstr (nothing, ==, "x#0 !0\n");
  g_assert_nonnull (strstr (half, "!3\n"));
  g_assert_true (g_str_has_prefix (half_gz, "x#0 "));
  g_assert_nonnull (strstr (half_gz, "!3\n"));
  g_assert_cmpstr (wrapped, ==, "x#0 !1\n");
}

static void
append_tar_entry (GByteArray *tar,
                  const char *name,
                  gsize       size)
{
  char  header[512] = "";
  guint sum = 0;

  g_strlcpy (header, name, 100);
  g_snprintf (header + 100, 25, "0000600%c0000000%c0000000", 0, 0);
  g_snprintf (header + 124, 13, "%011" G_GSIZE_MODIFIER "o", size);
  memset (header + 148, ' ', 8);
  header[156] = '0';
  memcpy (header + 257, "ustar\00000", 8);
  for (gsize i = 0; i < sizeof header; i++)
    sum += (guchar) header[i];
  g_snprintf (header + 148, 7, "%06o", sum);
  g_byte_array_append (tar, (const guint8 *) header, sizeof header);
}

/* What is not read of an archive is said. */
static void
test_endless_archives (void)
{
  static const Entry message = ENTRY ("z.eml", MESSAGE ("z"));
  gsize              size = 64 * 1024 * 1024;
  g_autofree char   *zeros = g_malloc0 (size);
  const Entry        bomb_entries[] = { { "big.iso", zeros, size }, message };
  g_autoptr (GByteArray) bomb = pack (bomb_entries, G_N_ELEMENTS (bomb_entries), FALSE, TRUE);
  g_autofree char *bomb_items = list_bytes ((const char *) bomb->data, bomb->len);
  g_autoptr (GByteArray) many = g_byte_array_new ();
  g_autofree char *many_items = NULL;

  g_assert_cmpstr (bomb_items, ==, "x#0 !2\n");
  for (guint i = 0; i <= 200000; i++)
    append_tar_entry (many, i == 5 ? "empty.eml" : "x", 0);
  many_items = list_bytes ((const char *) many->data, many->len);
  g_assert_cmpstr (many_items, ==, "x/empty.eml#0 !0\nx#0 !2\n");
}

/* Whatever is cut off or changed, there is an end and no more than an error. */
static void
test_damaged (void)
{
  g_autoptr (GByteArray) zip = pack (usual_entries, G_N_ELEMENTS (usual_entries), TRUE, FALSE);
  g_autoptr (GByteArray) gz = pack (&usual_entries[8], 1, FALSE, TRUE);
  GByteArray *files[] = { zip, gz };

  for (gsize f = 0; f < G_N_ELEMENTS (files); f++)
    {
      for (guint i = 0; i < files[f]->len; i++)
        {
          g_autofree guint8 *copy = g_memdup2 (files[f]->data, files[f]->len);
          g_autofree char   *cut = list_bytes ((const char *) copy, i);
          g_autofree char   *changed = NULL;

          copy[i] ^= 0x55;
          changed = list_bytes ((const char *) copy, files[f]->len);
          g_assert_cmpstr (cut, !=, "");
          g_assert_cmpstr (changed, !=, "");
        }
    }
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
  for (gsize i = 0; i < G_N_ELEMENTS (mbox_rows); i++)
    {
      g_autofree char *path = g_strconcat ("/mail/reader/mbox/", mbox_rows[i].name, NULL);

      g_test_add_data_func (path, &mbox_rows[i], test_mbox);
    }
  g_test_add_func ("/mail/reader/mbox-quoting", test_mbox_quoting);
  g_test_add_func ("/mail/reader/seek", test_seek);
  g_test_add_func ("/mail/reader/no-seek", test_no_seek);
  g_test_add_func ("/mail/reader/folder", test_folder);
  g_test_add_func ("/mail/reader/named-messages", test_named_messages);
  g_test_add_func ("/mail/reader/deep-folders", test_deep_folders);
  g_test_add_func ("/mail/reader/maildir", test_maildir);
  g_test_add_func ("/mail/reader/unreadable", test_unreadable);
  g_test_add_func ("/mail/reader/vanished", test_vanished);
  g_test_add_func ("/mail/reader/cancel", test_cancel);
  g_test_add_func ("/mail/reader/archive", test_archive);
  g_test_add_func ("/mail/reader/gzip-members", test_gzip_members);
  g_test_add_func ("/mail/reader/broken-archive", test_broken_archive);
  g_test_add_func ("/mail/reader/damaged", test_damaged);
  g_test_add_func ("/mail/reader/endless-archives", test_endless_archives);
  g_test_add_func ("/mail/reader/stream", test_stream);
  g_test_add_func ("/mail/reader/containers", test_containers);
  g_test_add_func ("/mail/reader/twins", test_twins);
  return g_test_run ();
}
