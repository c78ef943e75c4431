/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <gmime/gmime.h>
#include <string.h>

#include "rd-mail.h"

/* The parts of a message are found by our own reader, since GMime's spends time
 * and, on hostile mail, memory without limit.  In all the mail there is to test
 * with, both must find the same, but for what GMime does not read: a multipart
 * without a boundary is text here, and so is a type without a slash (RFC 2045
 * section 5.2). */

typedef struct
{
  GPtrArray *types;    /* (element-type utf8): "2 text/plain", the depth in front */
  GPtrArray *contents; /* (element-type GBytes): of leaves; empty ones of containers, %NULL if not known */
} Parts;

static void
parts_clear (Parts *self)
{
  g_ptr_array_unref (self->types);
  g_ptr_array_unref (self->contents);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Parts, parts_clear)

static void
content_free (gpointer data)
{
  g_clear_pointer ((GBytes **) &data, g_bytes_unref);
}

static void
parts_init (Parts *self)
{
  self->types = g_ptr_array_new_with_free_func (g_free);
  self->contents = g_ptr_array_new_with_free_func (content_free);
}

/* Line ends are one line feed here, and the last one may be the boundary's. */
static GBytes *
plain_bytes (const char *data,
             gsize       length)
{
  GString *plain = g_string_sized_new (length);

  for (gsize i = 0; i < length; i++)
    {
      if (data[i] != '\r')
        g_string_append_c (plain, data[i]);
    }
  while (plain->len > 0 && plain->str[plain->len - 1] == '\n')
    g_string_truncate (plain, plain->len - 1);
  return g_string_free_to_bytes (plain);
}

static void
add (Parts      *self,
     guint       depth,
     const char *type,
     const char *data,
     gsize       length)
{
  g_autofree char *lower = g_ascii_strdown (type, -1);

  g_ptr_array_add (self->types, g_strdup_printf ("%u %s", depth, lower));
  g_ptr_array_add (self->contents, plain_bytes (data, length));
}

static gboolean
has_parts (GMimeObject *object)
{
  return GMIME_IS_MULTIPART (object) && g_mime_multipart_get_count (GMIME_MULTIPART (object)) > 0;
}

static char *
dup_type (GMimeObject *object)
{
  const char *field = g_mime_object_get_header (object, "Content-Type");

  if (field != NULL && strchr (field, '/') == NULL)
    return g_strdup ("text/plain");
  return g_mime_content_type_get_mime_type (g_mime_object_get_content_type (object));
}

static void
add_from_gmime (Parts       *self,
                GMimeObject *object,
                guint        depth)
{
  g_autofree char *type = dup_type (object);

  if (has_parts (object))
    {
      add (self, depth, type, "", 0);
      for (int i = 0; i < g_mime_multipart_get_count (GMIME_MULTIPART (object)); i++)
        add_from_gmime (self, g_mime_multipart_get_part (GMIME_MULTIPART (object), i), depth + 1);
    }
  else if (GMIME_IS_PART (object) && g_mime_part_get_content (GMIME_PART (object)) != NULL)
    {
      GMimeStream *stream = g_mime_stream_mem_new ();
      GByteArray  *bytes;

      g_mime_data_wrapper_write_to_stream (g_mime_part_get_content (GMIME_PART (object)), stream);
      bytes = g_mime_stream_mem_get_byte_array (GMIME_STREAM_MEM (stream));
      add (self, depth, type, (const char *) bytes->data, bytes->len);
      g_object_unref (stream);
    }
  else
    {
      g_ptr_array_add (self->types, g_strdup_printf ("%u text/plain", depth));
      g_ptr_array_add (self->contents, NULL);
    }
}

static gboolean
read_with_gmime (Parts  *self,
                 GBytes *source)
{
  gsize       size;
  const char *data = g_bytes_get_data (source, &size);
  g_autoptr (GString) unix_text = g_string_new_len (data, (gssize) size);
  GMimeStream  *stream;
  GMimeParser  *parser;
  GMimeMessage *message;
  GMimeObject  *top;

  /* GMime takes a lone CR for a letter. */
  g_string_replace (unix_text, "\r\n", "\n", 0);
  for (gsize i = 0; i < unix_text->len; i++)
    {
      if (unix_text->str[i] == '\r')
        unix_text->str[i] = '\n';
    }
  stream = g_mime_stream_mem_new_with_buffer (unix_text->str, unix_text->len);
  parser = g_mime_parser_new_with_stream (stream);
  message = g_mime_parser_construct_message (parser, NULL);
  top = message != NULL ? g_mime_message_get_mime_part (message) : NULL;
  if (top != NULL && has_parts (top))
    add_from_gmime (self, top, 0);
  g_clear_object (&message);
  g_object_unref (parser);
  g_object_unref (stream);
  return self->types->len > 0;
}

static void
read_with_ours (Parts  *self,
                RdMail *mail)
{
  for (guint i = 0; i < rd_mail_get_n_parts (mail); i++)
    {
      const RdMailPart *part = rd_mail_get_part (mail, i);
      GBytes           *bytes = part->is_container ? NULL : rd_mail_get_part_bytes (mail, i);
      gsize             size = 0;
      const char       *data = bytes != NULL ? g_bytes_get_data (bytes, &size) : "";

      add (self, part->depth, part->content_type, data, size);
    }
}

static gboolean
is_same (const char  *name,
         const Parts *ours,
         const Parts *theirs)
{
  if (ours->types->len != theirs->types->len)
    {
      g_test_message ("%s: %u parts, GMime finds %u", name, ours->types->len, theirs->types->len);
      return FALSE;
    }
  for (guint i = 0; i < ours->types->len; i++)
    {
      const char *type = g_ptr_array_index (ours->types, i);
      const char *their_type = g_ptr_array_index (theirs->types, i);
      GBytes     *content = g_ptr_array_index (ours->contents, i);
      GBytes     *their_content = g_ptr_array_index (theirs->contents, i);

      if (strcmp (type, their_type) != 0 || (their_content != NULL && !g_bytes_equal (content, their_content)))
        {
          g_test_message ("%s: part %u is “%s”, for GMime “%s”", name, i, type, their_type);
          return FALSE;
        }
    }
  return TRUE;
}

/* Adds to the counts of messages that were compared, and that differ. */
static void
compare_file (const char *path,
              guint      *n_files,
              guint      *n_other)
{
  g_autofree char *contents = NULL;
  gsize            length;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (RdMail) mail = NULL;
  g_auto (Parts) ours = { 0 };
  g_auto (Parts) theirs = { 0 };

  parts_init (&ours);
  parts_init (&theirs);
  if (!g_file_get_contents (path, &contents, &length, NULL))
    return;
  bytes = g_bytes_new (contents, length);
  mail = rd_mail_new_from_bytes (bytes, NULL);
  if (mail == NULL || rd_mail_get_form (mail) != RD_MAIL_FORM_MESSAGE || !read_with_gmime (&theirs, rd_mail_get_source (mail)))
    return;
  read_with_ours (&ours, mail);
  (*n_files)++;
  *n_other += is_same (path, &ours, &theirs) ? 0 : 1;
}

static void
compare_folder (const char *path,
                guint      *n_files,
                guint      *n_other)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *inner = g_build_filename (path, name, NULL);

      if (g_file_test (inner, G_FILE_TEST_IS_DIR))
        compare_folder (inner, n_files, n_other);
      else if (g_str_has_suffix (name, ".eml"))
        compare_file (inner, n_files, n_other);
    }
}

static void
test_own (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "data", NULL);
  guint            n_files = 0;
  guint            n_other = 0;

  compare_folder (folder, &n_files, &n_other);
  g_assert_cmpuint (n_files, >, 50);
  g_test_message ("%u messages, %u read otherwise", n_files, n_other);
  g_assert_cmpuint (n_other, ==, 0);
}

static void
test_corpus (void)
{
  const char      *testdata = g_getenv ("REDELIVER_TESTDATA");
  g_autofree char *folder = NULL;
  guint            n_files = 0;
  guint            n_other = 0;

  if (testdata == NULL)
    {
      g_test_skip ("REDELIVER_TESTDATA is not set");
      return;
    }
  folder = g_build_filename (testdata, "corpus", "messages", NULL);
  compare_folder (folder, &n_files, &n_other);
  g_test_message ("%u messages, %u read otherwise", n_files, n_other);
  g_assert_cmpuint (n_files, >, 200);
  g_assert_cmpuint (n_other, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  static const char *const messages[] = { "rfc822", "rfc2822", "global", "global-headers", "news", "partial", "external-body" };

  g_test_init (&argc, &argv, NULL);
  g_mime_init ();
  /* Messages in messages are parts here, read when somebody asks. */
  for (gsize i = 0; i < G_N_ELEMENTS (messages); i++)
    g_mime_object_register_type ("message", messages[i], GMIME_TYPE_PART);
  g_test_add_func ("/mail/oracle/own", test_own);
  g_test_add_func ("/mail/oracle/corpus", test_corpus);
  return g_test_run ();
}
