/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Packed messages, whole, nested and damaged. */

#include "reader-testing.h"

#include <archive.h>
#include <archive_entry.h>
#include <string.h>

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

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mail/reader/archive", test_archive);
  g_test_add_func ("/mail/reader/endless-archives", test_endless_archives);
  g_test_add_func ("/mail/reader/gzip-members", test_gzip_members);
  g_test_add_func ("/mail/reader/broken-archive", test_broken_archive);
  g_test_add_func ("/mail/reader/damaged", test_damaged);
  return g_test_run ();
}
