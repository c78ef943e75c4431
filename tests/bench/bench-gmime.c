/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The floor for reading mail: GMime parses every file below a folder and decodes
 * its text parts, nothing else. */

#include <fcntl.h>
#include <gmime/gmime.h>
#include <string.h>

static void
decode (GMimeObject *parent,
        GMimeObject *part,
        gpointer     data)
{
  gsize *n_bytes = data;

  if (GMIME_IS_TEXT_PART (part))
    {
      g_autofree char *text = g_mime_text_part_get_text (GMIME_TEXT_PART (part));

      *n_bytes += text != NULL ? strlen (text) : 0;
    }
}

static void
parse (const char *path,
       guint      *n_messages,
       gsize      *n_bytes)
{
  GMimeStream  *stream = g_mime_stream_fs_open (path, O_RDONLY, 0, NULL);
  GMimeParser  *parser = stream != NULL ? g_mime_parser_new_with_stream (stream) : NULL;
  GMimeMessage *message = parser != NULL ? g_mime_parser_construct_message (parser, NULL) : NULL;

  if (message != NULL)
    {
      g_mime_message_foreach (message, decode, n_bytes);
      (*n_messages)++;
    }
  g_clear_object (&message);
  g_clear_object (&parser);
  g_clear_object (&stream);
}

static void
walk (const char *path,
      guint      *n_messages,
      gsize      *n_bytes)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  if (folder == NULL)
    {
      parse (path, n_messages, n_bytes);
      return;
    }
  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      walk (child, n_messages, n_bytes);
    }
}

int
main (int   argc,
      char *argv[])
{
  guint n_messages = 0;
  gsize n_bytes = 0;

  g_mime_init ();
  for (int i = 1; i < argc; i++)
    walk (argv[i], &n_messages, &n_bytes);
  g_print ("%u messages, %" G_GSIZE_FORMAT " bytes of text\n", n_messages, n_bytes);
  return 0;
}
