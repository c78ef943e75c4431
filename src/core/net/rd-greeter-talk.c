/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The conversation with a mail server, step by step, in a task that never waits for
 * it: greeting, EHLO, STARTTLS where it is offered, to see the certificate, QUIT.  What
 * was said on both sides is written down as it goes; judging it is for others. */

#define G_LOG_DOMAIN "rd-greeter"

#include "config.h"

#include "rd-greeter-talk.h"

#include <string.h>

/* RFC 5321 section 4.5.3.1.5 has 512 bytes for a reply line. */
#define MAX_LINE 2048
#define MAX_LINES 100

/* Chains have two to four certificates; the largest keys make one of some
 * kilobytes. */
#define MAX_CERTIFICATES 6
#define MAX_CERTIFICATE (32u * 1024)

/**
 * rd_greeter_talk_free:
 * @data: (transfer full): a talk
 *
 * Frees it; closes what is still open.
 */
void
rd_greeter_talk_free (gpointer data)
{
  RdGreeterTalk *talk = data;

  rd_stop_clear (&talk->stop);
  g_clear_object (&talk->input);
  g_clear_object (&talk->tls);
  g_clear_object (&talk->connection);
  g_clear_object (&talk->client);
  g_clear_object (&talk->peer);
  g_string_free (talk->dialogue, TRUE);
  g_free (talk->command);
  rd_answer_unref (talk->answer);
  g_free (talk);
}

/* Takes over the reference that the talk has on its task. */
static void
finish (GTask        *taken,
        RdAnswerState state,
        const char   *detail)
{
  g_autoptr (GTask) task = taken;
  RdGreeterTalk *talk = g_task_get_task_data (task);
  RdAnswer      *answer = talk->answer;

  rd_stop_disarm (&talk->stop);
  if (talk->connection != NULL)
    g_socket_close (g_socket_connection_get_socket (talk->connection), NULL);
  if (!talk->stop.expired && g_task_return_error_if_cancelled (task))
    return;
  answer->state = state;
  answer->detail = g_strdup (detail);
  if (talk->dialogue->len > 0)
    answer->body = g_bytes_new (talk->dialogue->str, talk->dialogue->len);
  answer->took_ms = (double) (g_get_monotonic_time () - talk->started) / 1000;
  g_task_return_pointer (task, rd_answer_ref (answer), (GDestroyNotify) rd_answer_unref);
}

static void
finish_with_error (GTask        *task,
                   const GError *error)
{
  RdGreeterTalk *talk = g_task_get_task_data (task);
  RdAnswerState  state = RD_ANSWER_SERVER_FAILURE;
  const char    *detail = NULL;

  if (talk->stop.expired)
    finish (task, RD_ANSWER_TIMEOUT, "deadline");
  else if (rd_peer_address_get_problem (talk->peer, &state, &detail))
    finish (task, state, detail);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    finish (task, RD_ANSWER_SERVER_FAILURE, "connection-refused");
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE) ||
           g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE) ||
           g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    finish (task, RD_ANSWER_TIMEOUT, "unreachable");
  else
    finish (task, RD_ANSWER_MALFORMED, "connection-lost");
}

static void read_more (GTask *task);

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  GTask         *task = data;
  RdGreeterTalk *talk = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (!g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &error))
    finish_with_error (task, error);
  else if (talk->step == STEP_QUIT)
    finish (task, RD_ANSWER_FOUND, NULL);
  else
    read_more (task);
}

static void
send_command (GTask        *task,
              const char   *command,
              RdGreeterStep step)
{
  RdGreeterTalk *talk = g_task_get_task_data (task);

  talk->step = step;
  g_string_append_printf (talk->dialogue, "C: %s\n", command);
  g_free (talk->command);
  talk->command = g_strconcat (command, "\r\n", NULL);
  g_output_stream_write_all_async (g_io_stream_get_output_stream (G_IO_STREAM (talk->connection)),
                                   talk->command, strlen (talk->command), G_PRIORITY_DEFAULT, talk->stop.cancellable,
                                   written_cb, task);
}

/* Who has no name says its address (RFC 5321 section 4.1.4). */
static char *
make_ehlo (GSocketConnection *connection)
{
  g_autoptr (GSocketAddress) local = g_socket_connection_get_local_address (connection, NULL);
  GInetAddress    *address;
  g_autofree char *text = NULL;

  if (!G_IS_INET_SOCKET_ADDRESS (local))
    return g_strdup ("EHLO [127.0.0.1]");
  address = g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (local));
  text = g_inet_address_to_string (address);
  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6)
    return g_strdup_printf ("EHLO [IPv6:%s]", text);
  return g_strdup_printf ("EHLO [%s]", text);
}

/* What certificate there is, is what is to be found out: none is refused. */
static gboolean
accept_cb (GTlsConnection      *connection,
           GTlsCertificate     *certificate,
           GTlsCertificateFlags errors)
{
  return TRUE;
}

static void
note_certificates (RdGreeterTalk *talk)
{
  GTlsCertificate *certificate = g_tls_connection_get_peer_certificate (G_TLS_CONNECTION (talk->tls));

  for (guint i = 0; certificate != NULL && i < MAX_CERTIFICATES; i++)
    {
      g_autoptr (GByteArray) der = NULL;
      g_autofree char *text = NULL;

      g_object_get (certificate, "certificate", &der, NULL);
      if (der == NULL || der->len > MAX_CERTIFICATE)
        return;
      text = g_base64_encode (der->data, der->len);
      g_string_append_printf (talk->dialogue, "T: %s\n", text);
      certificate = g_tls_certificate_get_issuer (certificate);
    }
}

static void
handshake_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  GTask         *task = data;
  RdGreeterTalk *talk = g_task_get_task_data (task);

  if (g_tls_connection_handshake_finish (G_TLS_CONNECTION (source), result, NULL))
    note_certificates (talk);
  else if (talk->stop.expired)
    {
      finish (task, RD_ANSWER_TIMEOUT, "deadline");
      return;
    }
  else
    g_string_append (talk->dialogue, "T: failed\n");
  finish (task, RD_ANSWER_FOUND, NULL);
}

/* A computer without a TLS library has learnt all it can. */
static void
start_tls (GTask *task)
{
  RdGreeterTalk *talk = g_task_get_task_data (task);

  talk->tls = g_tls_client_connection_new (G_IO_STREAM (talk->connection), NULL, NULL);
  if (talk->tls == NULL)
    {
      finish (task, RD_ANSWER_FOUND, NULL);
      return;
    }
  /* Reading the authorities of the system takes longer than all the rest. */
  g_tls_connection_set_database (G_TLS_CONNECTION (talk->tls), NULL);
  g_signal_connect (talk->tls, "accept-certificate", G_CALLBACK (accept_cb), NULL);
  g_tls_connection_handshake_async (G_TLS_CONNECTION (talk->tls), G_PRIORITY_DEFAULT, talk->stop.cancellable, handshake_cb, task);
}

static void
reply_complete (GTask      *task,
                const char *last)
{
  RdGreeterTalk   *talk = g_task_get_task_data (task);
  g_autofree char *ehlo = NULL;

  if (talk->step == STEP_STARTTLS && g_str_has_prefix (last, "220"))
    {
      start_tls (task);
      return;
    }
  if (talk->step == STEP_EHLO && talk->offers_tls && g_str_has_prefix (last, "250"))
    {
      send_command (task, "STARTTLS", STEP_STARTTLS);
      return;
    }
  if (talk->step != STEP_GREETING || !g_str_has_prefix (last, "220"))
    {
      send_command (task, "QUIT", STEP_QUIT);
      return;
    }
  ehlo = make_ehlo (talk->connection);
  send_command (task, ehlo, STEP_EHLO);
}

/* Returns whether the talk goes on. */
static gboolean
take_line (GTask      *task,
           const char *bytes,
           gsize       length)
{
  RdGreeterTalk   *talk = g_task_get_task_data (task);
  g_autofree char *line = NULL;

  while (length > 0 && strchr ("\r\n", bytes[length - 1]) != NULL)
    length--;
  line = g_strndup (bytes, length);
  g_strdelimit (line, "\r\n", ' ');
  g_string_append_printf (talk->dialogue, "S: %s\n", line);
  if (++talk->lines > MAX_LINES || strlen (line) < 3 || !g_ascii_isdigit (line[0]) ||
      !g_ascii_isdigit (line[1]) || !g_ascii_isdigit (line[2]) || (line[3] != '\0' && strchr (" -", line[3]) == NULL))
    {
      finish (task, RD_ANSWER_MALFORMED, talk->lines > MAX_LINES ? "too-large" : "not-smtp");
      return FALSE;
    }
  if (talk->step == STEP_EHLO && g_ascii_strcasecmp (line + MIN (strlen (line), 4), "STARTTLS") == 0)
    talk->offers_tls = TRUE;
  if (line[3] == '-')
    return TRUE;
  reply_complete (task, line);
  return FALSE;
}

/* Takes the complete lines there are; returns whether more must be read. */
static gboolean
take_lines (GTask *task)
{
  RdGreeterTalk *talk = g_task_get_task_data (task);

  while (TRUE)
    {
      gsize            available = 0;
      const char      *buffer = g_buffered_input_stream_peek_buffer (talk->input, &available);
      const char      *end = available > 0 ? memchr (buffer, '\n', available) : NULL;
      g_autofree char *line = NULL;
      gsize            length;

      if (end == NULL)
        {
          if (available < MAX_LINE)
            return TRUE;
          finish (task, RD_ANSWER_MALFORMED, "too-large");
          return FALSE;
        }
      length = (gsize) (end - buffer) + 1;
      line = g_memdup2 (buffer, length);
      g_input_stream_skip (G_INPUT_STREAM (talk->input), length, NULL, NULL);
      if (!take_line (task, line, length))
        return FALSE;
    }
}

static void
filled_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  GTask         *task = data;
  RdGreeterTalk *talk = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  gssize count = g_buffered_input_stream_fill_finish (G_BUFFERED_INPUT_STREAM (source), result, &error);

  if (count < 0)
    finish_with_error (task, error);
  else if (count == 0)
    finish (task, talk->lines > 0 ? RD_ANSWER_MALFORMED : RD_ANSWER_SERVER_FAILURE, "connection-lost");
  else
    read_more (task);
}

static void
read_more (GTask *task)
{
  RdGreeterTalk *talk = g_task_get_task_data (task);

  if (take_lines (task))
    g_buffered_input_stream_fill_async (talk->input, -1, G_PRIORITY_DEFAULT, talk->stop.cancellable, filled_cb, task);
}

static void
connected_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  GTask         *task = data;
  RdGreeterTalk *talk = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketAddress) remote = NULL;

  talk->connection = g_socket_client_connect_finish (G_SOCKET_CLIENT (source), result, &error);
  if (talk->connection == NULL)
    {
      finish_with_error (task, error);
      return;
    }
  remote = g_socket_connection_get_remote_address (talk->connection, NULL);
  if (remote != NULL)
    talk->answer->server = g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (remote));
  talk->input = G_BUFFERED_INPUT_STREAM (
      g_buffered_input_stream_new_sized (g_io_stream_get_input_stream (G_IO_STREAM (talk->connection)), MAX_LINE));
  read_more (task);
}

/**
 * rd_greeter_talk_start:
 * @task: (transfer full): a task whose data is an #RdGreeterTalk
 *
 * Connects and talks.  The task returns the answer, with the dialogue as its body.
 */
void
rd_greeter_talk_start (GTask *task)
{
  RdGreeterTalk *talk = g_task_get_task_data (task);

  g_socket_client_connect_async (talk->client, G_SOCKET_CONNECTABLE (talk->peer), talk->stop.cancellable, connected_cb, task);
}
