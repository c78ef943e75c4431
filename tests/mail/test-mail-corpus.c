/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "mail-testing.h"

#include <gio/gio.h>
#include <string.h>

/* Real messages, each read as it is and with the line ends of three systems. */

typedef void (*VisitFunc) (const char *path,
                           const char *text,
                           gsize       length);

static guint
visit_folder (const char *path,
              VisitFunc   visit)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;
  guint       n = 0;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      g_autofree char *text = NULL;
      gsize            length;

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        n += visit_folder (child, visit);
      else if (g_file_get_contents (child, &text, &length, NULL) && length > 0)
        {
          visit (child, text, length);
          n++;
        }
    }
  return n;
}

static RdMail *
read_with_ends (const char *text,
                gsize       length,
                const char *ending)
{
  g_autoptr (GBytes) bytes = mail_testing_new_with_ends (text, length, ending);
  g_autoptr (GError) error = NULL;
  RdMail *mail = rd_mail_new_from_bytes (bytes, &error);

  g_assert_no_error (error);
  return mail;
}

/* A copy cannot be turned back if the file has lone CRs already. */
static void
check_line_ends (const char *path,
                 const char *text,
                 gsize       length)
{
  g_autoptr (GString) plain = g_string_new_len (text, (gssize) length);
  g_autoptr (RdMail) lf = NULL;
  g_autoptr (RdMail) crlf = NULL;
  g_autoptr (RdMail) cr = NULL;

  g_string_replace (plain, "\r\n", "\n", 0);
  if (memchr (plain->str, '\r', plain->len) != NULL)
    return;
  g_test_message ("%s", path);
  lf = read_with_ends (plain->str, plain->len, "\n");
  crlf = read_with_ends (plain->str, plain->len, "\r\n");
  cr = read_with_ends (plain->str, plain->len, "\r");
  mail_testing_read_all (lf);
  mail_testing_assert_equal (lf, crlf);
  mail_testing_assert_equal (lf, cr);
}

static void
check_messages (const char *path,
                const char *text,
                gsize       length)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, length);
  g_autoptr (GError) error = NULL;
  g_autoptr (RdMail) mail = rd_mail_new_from_bytes (bytes, &error);

  g_assert_no_error (error);
  mail_testing_read_all (mail);
  g_assert_false (rd_mail_is_truncated (mail));
  if (strstr (path, "/crisp/") == NULL)
    g_assert_cmpint (rd_mail_get_form (mail), ==, RD_MAIL_FORM_MESSAGE);
  else
    g_assert_cmpint (rd_mail_get_form (mail), ==, RD_MAIL_FORM_TEXT);
}

static void
test_line_ends (void)
{
  g_autofree char *path = mail_testing_dup_data_path ("corpus/messages");

  if (path != NULL)
    g_assert_cmpuint (visit_folder (path, check_line_ends), >, 600);
}

static void
test_forms (void)
{
  g_autofree char *path = mail_testing_dup_data_path ("corpus/messages");

  if (path != NULL)
    g_assert_cmpuint (visit_folder (path, check_messages), >, 600);
}

static RdMail *
read_file (const char *path)
{
  g_autofree char *text = NULL;
  gsize            length;
  g_autoptr (GBytes) bytes = NULL;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  bytes = g_bytes_new (text, length);
  return rd_mail_new_from_bytes (bytes, NULL);
}

/* Where CRLF stood between LF, a copy with CR has empty lines nobody can tell
 * from real ones. */
static gboolean
has_carriage_returns (const RdMail *mail)
{
  gsize       size;
  const char *source = g_bytes_get_data (rd_mail_get_source (mail), &size);

  return memchr (source, '\r', size) != NULL;
}

/* The copies with the line ends of other systems that the corpus brings. */
static void
test_twins (void)
{
  static const char *const copies[] = { "sisimai-dos", "sisimai-mac" };
  g_autofree char         *path = mail_testing_dup_data_path ("corpus/messages");
  guint                    n = 0;

  for (gsize i = 0; path != NULL && i < G_N_ELEMENTS (copies); i++)
    {
      g_autofree char *folder_path = g_build_filename (path, copies[i], NULL);
      g_autoptr (GDir) folder = g_dir_open (folder_path, 0, NULL);
      const char *name;

      while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
        {
          g_autofree char *copy_path = g_build_filename (folder_path, name, NULL);
          g_autofree char *twin_path = g_build_filename (path, "sisimai", name, NULL);
          g_autoptr (RdMail) copy = read_file (copy_path);
          g_autoptr (RdMail) twin = NULL;

          if (!g_file_test (twin_path, G_FILE_TEST_EXISTS))
            continue;
          g_test_message ("%s", copy_path);
          twin = read_file (twin_path);
          if (has_carriage_returns (twin))
            continue;
          mail_testing_assert_equal (twin, copy);
          n++;
        }
    }
  if (path != NULL)
    g_assert_cmpuint (n, >, 20);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mail/corpus/line-ends", test_line_ends);
  g_test_add_func ("/mail/corpus/forms", test_forms);
  g_test_add_func ("/mail/corpus/twins", test_twins);
  return g_test_run ();
}
