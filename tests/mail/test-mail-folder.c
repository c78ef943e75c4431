/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Folders of messages, with all that lies about in them. */

#include "reader-testing.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

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

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mail/reader/folder", test_folder);
  g_test_add_func ("/mail/reader/named-messages", test_named_messages);
  g_test_add_func ("/mail/reader/deep-folders", test_deep_folders);
  g_test_add_func ("/mail/reader/maildir", test_maildir);
  g_test_add_func ("/mail/reader/unreadable", test_unreadable);
  g_test_add_func ("/mail/reader/vanished", test_vanished);
  return g_test_run ();
}
