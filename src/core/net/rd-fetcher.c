/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-fetcher"

#include "config.h"

#include "rd-fetcher.h"
#include "rd-fetcher-private.h"

/* Fetches small documents over HTTPS: policies, logos, the certificates that vouch
 * for them.  A document from anybody may be endless, slow or somewhere inside this
 * network, so size, time and place are bounded before the first byte is asked for. */

/* RFC 8461 section 3.3 suggests 64 kB for a policy. */
#define MAX_BODY (64u * 1024)

/* Logos and the certificates that vouch for them (BIMI). */
#define MAX_LOGO (512u * 1024)

/* For all of name, connection, TLS and body; RFC 8461 section 3.3 suggests a
 * minute, which nobody waits for in front of a window. */
#define DEADLINE_MS 8000

#define CHUNK 8192

struct _RdFetcher
{
  GObject parent_instance;

  RdResolver   *resolver;
  GTlsDatabase *database; /* (nullable): the system's */
  guint         deadline_ms;
  guint16       local_port; /* 0: peers must be public */
};

G_DEFINE_FINAL_TYPE (RdFetcher, rd_fetcher, G_TYPE_OBJECT)

static void
rd_fetcher_finalize (GObject *object)
{
  RdFetcher *self = RD_FETCHER (object);

  g_clear_object (&self->resolver);
  g_clear_object (&self->database);
  G_OBJECT_CLASS (rd_fetcher_parent_class)->finalize (object);
}

static void
rd_fetcher_class_init (RdFetcherClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rd_fetcher_finalize;
}

static void
rd_fetcher_init (RdFetcher *self)
{
  self->deadline_ms = DEADLINE_MS;
}

/**
 * rd_fetcher_new:
 * @resolver: who finds the addresses of web servers
 *
 * Makes a source for questions to web servers.
 *
 * Returns: (transfer full): the fetcher
 */
RdFetcher *
rd_fetcher_new (RdResolver *resolver)
{
  RdFetcher *self;

  g_return_val_if_fail (RD_IS_RESOLVER (resolver), NULL);

  self = g_object_new (RD_TYPE_FETCHER, NULL);
  self->resolver = g_object_ref (resolver);
  return self;
}

/**
 * rd_fetcher_allow_local:
 * @self: a fetcher
 * @port: port to connect to in place of that of the URL
 *
 * Lets web servers be on this machine or in this network: for laboratories.
 */
void
rd_fetcher_allow_local (RdFetcher *self,
                        guint16    port)
{
  g_return_if_fail (RD_IS_FETCHER (self));

  self->local_port = port;
}

/**
 * rd_fetcher_set_tls_database:
 * @self: a fetcher
 * @database: whom to trust instead of those the system trusts
 *
 * Sets the certificate authorities that may vouch for web servers.
 */
void
rd_fetcher_set_tls_database (RdFetcher    *self,
                             GTlsDatabase *database)
{
  g_return_if_fail (RD_IS_FETCHER (self));

  g_set_object (&self->database, database);
}

/**
 * rd_fetcher_set_deadline:
 * @self: a fetcher
 * @milliseconds: time for one fetch, everything included
 *
 * Sets how long a fetch may take.
 */
void
rd_fetcher_set_deadline (RdFetcher *self,
                         guint      milliseconds)
{
  g_return_if_fail (RD_IS_FETCHER (self));

  self->deadline_ms = milliseconds;
}

static void
fetch_free (gpointer data)
{
  RdFetch *fetch = data;

  rd_stop_clear (&fetch->stop);
  g_clear_object (&fetch->message);
  g_clear_object (&fetch->session);
  g_clear_object (&fetch->peer);
  g_clear_object (&fetch->connection);
  g_byte_array_unref (fetch->body);
  rd_answer_unref (fetch->answer);
  g_free (fetch);
}

static char *
dup_peer (GIOStream *connection)
{
  g_autoptr (GSocketAddress) address = NULL;

  if (!G_IS_SOCKET_CONNECTION (connection))
    return NULL;
  address = g_socket_connection_get_remote_address (G_SOCKET_CONNECTION (connection), NULL);
  return address != NULL ? g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (address)) : NULL;
}

static void
network_event_cb (SoupMessage       *message,
                  GSocketClientEvent event,
                  GIOStream         *connection,
                  gpointer           data)
{
  RdFetch *fetch = data;

  if (event == G_SOCKET_CLIENT_CONNECTED)
    {
      g_free (fetch->answer->server);
      fetch->answer->server = dup_peer (connection);
    }
  /* A body that ends with the connection is whole only if the server says goodbye
   * (RFC 9112 section 9.8), which libsoup does not ask for. */
  else if (event == G_SOCKET_CLIENT_TLS_HANDSHAKING)
    {
      g_set_object (&fetch->connection, connection);
      g_tls_connection_set_require_close_notify (G_TLS_CONNECTION (connection), TRUE);
    }
}

/* Takes over the reference that the fetch has on its task. */
static void
finish (GTask        *taken,
        const GError *error)
{
  g_autoptr (GTask) task = taken;
  RdFetch  *fetch = g_task_get_task_data (task);
  RdAnswer *answer = fetch->answer;

  rd_stop_disarm (&fetch->stop);
  g_signal_handlers_disconnect_by_data (fetch->message, fetch);
  soup_session_abort (fetch->session);
  if (!fetch->stop.expired && !fetch->is_too_large && g_task_return_error_if_cancelled (task))
    return;
  if (error != NULL)
    _rd_fetch_judge_error (fetch, answer, error);
  else
    {
      answer->body = g_byte_array_free_to_bytes (g_steal_pointer (&fetch->body));
      fetch->body = g_byte_array_new ();
      _rd_fetch_judge_response (fetch, answer);
    }
  answer->asked_at = fetch->asked_at;
  answer->took_ms = (double) (g_get_monotonic_time () - fetch->started) / 1000;
  g_task_return_pointer (task, rd_answer_ref (answer), (GDestroyNotify) rd_answer_unref);
}

/* What libsoup lets pass: less than the length that was said, if the connection is
 * not to be kept; and, before 3.6, chunks without the last one.  Once there is no
 * connection, a whole body goes on saying that it is at its end; one that was cut off
 * asks the connection again, which fails. */
static gboolean
is_whole (RdFetch      *fetch,
          GInputStream *stream)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (fetch->message);
  char                trailer[128];

  if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH)
    return fetch->body->len >= (guint64) soup_message_headers_get_content_length (headers);
  if (fetch->connection != NULL)
    g_io_stream_close (fetch->connection, NULL, NULL);
  return g_input_stream_read (stream, trailer, sizeof trailer, NULL, NULL) == 0;
}

static void
chunk_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  GTask   *task = data;
  RdFetch *fetch = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) chunk = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  gsize size = chunk != NULL ? g_bytes_get_size (chunk) : 0;

  if (size == 0)
    {
      if (error == NULL && !is_whole (fetch, G_INPUT_STREAM (source)))
        g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT, "cut off");
      finish (task, error);
      return;
    }
  if (fetch->body->len + size > fetch->limit)
    {
      fetch->is_too_large = TRUE;
      g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE, "too large");
      finish (task, error);
      return;
    }
  g_byte_array_append (fetch->body, g_bytes_get_data (chunk, NULL), (guint) size);
  g_input_stream_read_bytes_async (G_INPUT_STREAM (source), CHUNK, G_PRIORITY_DEFAULT, fetch->stop.cancellable, chunk_cb, task);
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  GTask   *task = data;
  RdFetch *fetch = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);

  fetch->has_begun = stream != NULL;
  if (stream == NULL)
    finish (task, error);
  else
    g_input_stream_read_bytes_async (stream, CHUNK, G_PRIORITY_DEFAULT, fetch->stop.cancellable, chunk_cb, task);
}

static SoupSession *
make_session (RdFetcher     *self,
              RdPeerAddress *peer)
{
  SoupSession *session = soup_session_new_with_options ("remote-connectable", peer,
                                                        "user-agent", "Redeliver/" PACKAGE_VERSION,
                                                        NULL);

  soup_session_set_proxy_resolver (session, NULL);
  if (self->database != NULL)
    soup_session_set_tls_database (session, self->database);
  /* A body of a few bytes must not unfold into gigabytes. */
  soup_session_remove_feature_by_type (session, SOUP_TYPE_CONTENT_DECODER);
  return session;
}

static gboolean
is_logo (const char *path)
{
  return g_str_has_suffix (path, ".svg") || g_str_has_suffix (path, ".pem");
}

/**
 * rd_fetcher_fetch_async:
 * @self: a fetcher
 * @question: (transfer none): a question of kind %RD_QUESTION_HTTPS
 * @cancellable: (nullable): ends it early
 * @callback: called when there is an answer
 * @data: data for @callback
 *
 * Fetches a document over HTTPS: certificate checked, redirects not followed,
 * 64 kB at most, never from the local network.
 *
 * The answer is found (with the status of HTTP, which may be one of a
 * redirect), %RD_ANSWER_NO_DATA for 404 and 410, %RD_ANSWER_REFUSED for 401,
 * 403 and 429, %RD_ANSWER_SERVER_FAILURE for 5xx.  Otherwise its detail is one
 * of "dns", "private-address", "connection-refused", "unreachable", "deadline",
 * "too-large", "cut-off", "protocol", "bad-url", "tls-handshake", "tls-unavailable",
 * "tls-bad-identity", "tls-expired", "tls-not-yet-valid", "tls-revoked",
 * "tls-insecure", "tls-unknown-ca" and "tls-certificate".
 */
void
rd_fetcher_fetch_async (RdFetcher          *self,
                        RdQuestion         *question,
                        GCancellable       *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer            data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GUri) uri = NULL;
  g_autoptr (RdAnswer) answer = NULL;
  RdFetch *fetch;
  int      port;

  g_return_if_fail (RD_IS_FETCHER (self));
  g_return_if_fail (question != NULL && question->kind == RD_QUESTION_HTTPS);

  task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, rd_fetcher_fetch_async);
  answer = rd_answer_new (question, RD_ANSWER_MALFORMED);
  uri = g_uri_parse (question->name, SOUP_HTTP_URI_FLAGS, NULL);
  if (uri == NULL || g_strcmp0 (g_uri_get_scheme (uri), "https") != 0 || g_uri_get_user (uri) != NULL ||
      g_uri_get_host (uri) == NULL || g_uri_get_host (uri)[0] == '\0')
    {
      answer->detail = g_strdup ("bad-url");
      answer->asked_at = g_get_real_time ();
      g_task_return_pointer (task, g_steal_pointer (&answer), (GDestroyNotify) rd_answer_unref);
      return;
    }
  port = g_uri_get_port (uri) > 0 ? g_uri_get_port (uri) : 443;
  fetch = g_new0 (RdFetch, 1);
  fetch->body = g_byte_array_new ();
  fetch->limit = is_logo (g_uri_get_path (uri)) ? MAX_LOGO : MAX_BODY;
  fetch->asked_at = g_get_real_time ();
  fetch->started = g_get_monotonic_time ();
  fetch->peer = rd_peer_address_new (self->resolver, g_uri_get_host (uri),
                                     self->local_port != 0 ? self->local_port : (guint16) port,
                                     self->local_port != 0);
  fetch->session = make_session (self, fetch->peer);
  fetch->message = soup_message_new_from_uri (SOUP_METHOD_GET, uri);
  soup_message_add_flags (fetch->message, SOUP_MESSAGE_NO_REDIRECT);
  g_task_set_task_data (task, fetch, fetch_free);
  g_signal_connect (fetch->message, "network-event", G_CALLBACK (network_event_cb), fetch);
  fetch->answer = g_steal_pointer (&answer);
  rd_stop_begin (&fetch->stop, self->deadline_ms, cancellable, g_task_get_context (task));
  soup_session_send_async (fetch->session, fetch->message, G_PRIORITY_DEFAULT, fetch->stop.cancellable, sent_cb,
                           g_object_ref (task));
}

/**
 * rd_fetcher_fetch_finish:
 * @self: a fetcher
 * @result: what the callback got
 * @error: return location for a #GError; only being cancelled is one
 *
 * Finishes rd_fetcher_fetch_async().
 *
 * Returns: (transfer full) (nullable): the answer
 */
RdAnswer *
rd_fetcher_fetch_finish (RdFetcher    *self,
                         GAsyncResult *result,
                         GError      **error)
{
  g_return_val_if_fail (RD_IS_FETCHER (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
