/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fake-peers.h"

#include <stdarg.h>

FakePeer *
fake_peer_new (const char *script,
               ...)
{
  g_autoptr (GPtrArray) command = g_ptr_array_new ();
  g_autofree char *path = g_build_filename (FAKE_PEERS_DIR, script, NULL);
  g_autofree char *line = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDataInputStream) output = NULL;
  FakePeer *peer = g_new0 (FakePeer, 1);
  guint64   port = 0;
  va_list   arguments;

  g_ptr_array_add (command, (gpointer) PYTHON);
  g_ptr_array_add (command, path);
  va_start (arguments, script);
  for (const char *word = va_arg (arguments, const char *); word != NULL; word = va_arg (arguments, const char *))
    g_ptr_array_add (command, (gpointer) word);
  va_end (arguments);
  g_ptr_array_add (command, NULL);

  peer->process = g_subprocess_newv ((const char *const *) command->pdata,
                                     G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                                     &error);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (peer->process));
  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (output), FALSE);
  line = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);
  g_assert_true (g_ascii_string_to_unsigned (line, 10, 1, G_MAXUINT16, &port, NULL));
  peer->port = (guint16) port;
  return peer;
}

void
fake_peer_free (FakePeer *peer)
{
  g_output_stream_close (g_subprocess_get_stdin_pipe (peer->process), NULL, NULL);
  g_subprocess_wait (peer->process, NULL, NULL);
  g_object_unref (peer->process);
  g_free (peer);
}

char *
fake_peer_dup_address (const FakePeer *peer)
{
  return g_strdup_printf ("127.0.0.1:%u", (guint) peer->port);
}

void
store_result_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      data)
{
  GAsyncResult **place = data;

  g_assert_null (*place);
  *place = g_object_ref (result);
}

void
wait_for_result (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}
