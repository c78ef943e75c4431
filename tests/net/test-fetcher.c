/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fake-peers.h"
#include "rd-sources.h"

#include <glib/gstdio.h>
#include <string.h>

/* For what is not to meet its deadline, on the busiest machine. */
#define UNHURRIED_MS 60000

typedef struct
{
  FakePeer  *dns;
  FakePeer  *web;
  char      *folder;
  RdSources *sources;
} Fixture;

static void
trust_own_authority (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->folder, "ca.pem", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsDatabase) database = g_tls_file_database_new (path, &error);

  g_assert_no_error (error);
  rd_fetcher_set_tls_database (rd_sources_get_fetcher (fixture->sources), database);
}

static void
set_up (Fixture      *fixture,
        gconstpointer certificate)
{
  g_autofree char *address = NULL;
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("redeliver-fetcher-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->dns = fake_peer_new ("fake-dns.py", NULL);
  fixture->web = fake_peer_new ("fake-web.py", "--certificate", certificate, fixture->folder, NULL);
  address = fake_peer_dup_address (fixture->dns);
  fixture->sources = rd_sources_new (address, &error);
  g_assert_no_error (error);
  rd_fetcher_allow_local (rd_sources_get_fetcher (fixture->sources), fixture->web->port);
  /* The first session reads the authorities of the system, which alone takes valgrind
   * longer than the usual deadline. */
  rd_fetcher_set_deadline (rd_sources_get_fetcher (fixture->sources), UNHURRIED_MS);
  if (strcmp (certificate, "none") != 0)
    trust_own_authority (fixture);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer certificate)
{
  static const char *const files[] = { "ca.key", "ca.pem", "ca.srl", "server.csr", "server.ext", "server.key", "server.pem" };

  g_clear_object (&fixture->sources);
  fake_peer_free (fixture->web);
  fake_peer_free (fixture->dns);
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, files[i], NULL);

      g_unlink (path);
    }
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
}

static RdAnswer *
fetch (RdSources  *sources,
       const char *url)
{
  g_autoptr (RdQuestion) question = rd_question_https (url);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  RdAnswer *answer;

  rd_sources_ask_async (sources, question, NULL, store_result_cb, &result);
  wait_for_result (&result);
  answer = rd_sources_ask_finish (sources, result, &error);
  g_assert_no_error (error);
  return answer;
}

typedef struct
{
  const char   *url;
  RdAnswerState state;
  guint         status;
  gsize         length;
  const char   *detail;
} Case;

static const Case cases[] = {
  { "https://mta-sts.test/policy", RD_ANSWER_FOUND, 200, 67, NULL },
  { "https://mta-sts.test/empty", RD_ANSWER_FOUND, 200, 0, NULL },
  { "https://mta-sts.test/redirect", RD_ANSWER_FOUND, 302, 0, NULL },
  { "https://mta-sts.test/404", RD_ANSWER_NO_DATA, 404, 0, NULL },
  { "https://mta-sts.test/410", RD_ANSWER_NO_DATA, 410, 0, NULL },
  { "https://mta-sts.test/403", RD_ANSWER_REFUSED, 403, 0, NULL },
  { "https://mta-sts.test/429", RD_ANSWER_REFUSED, 429, 0, NULL },
  { "https://mta-sts.test/500", RD_ANSWER_SERVER_FAILURE, 500, 0, NULL },
  { "https://mta-sts.test/logo.svg", RD_ANSWER_FOUND, 200, 100000, NULL },
  { "https://mta-sts.test/large", RD_ANSWER_MALFORMED, 0, 0, "too-large" },
  { "https://mta-sts.test/endless", RD_ANSWER_MALFORMED, 0, 0, "too-large" },
  { "https://mta-sts.test/bytes-65536", RD_ANSWER_FOUND, 200, 65536, NULL },
  { "https://mta-sts.test/bytes-65537", RD_ANSWER_MALFORMED, 0, 0, "too-large" },
  { "https://mta-sts.test/bytes-524288.svg", RD_ANSWER_FOUND, 200, 524288, NULL },
  { "https://mta-sts.test/bytes-524289.svg", RD_ANSWER_MALFORMED, 0, 0, "too-large" },
  { "https://mta-sts.test/unsized", RD_ANSWER_MALFORMED, 0, 0, "too-large" },
  { "https://mta-sts.test/chunks", RD_ANSWER_MALFORMED, 0, 0, "too-large" },
  { "https://mta-sts.test/chunked", RD_ANSWER_FOUND, 200, 67, NULL },
  { "https://mta-sts.test/chunked-trailer", RD_ANSWER_FOUND, 200, 67, NULL },
  { "https://mta-sts.test/keep/chunked", RD_ANSWER_FOUND, 200, 67, NULL },
  { "https://mta-sts.test/until-closed", RD_ANSWER_FOUND, 200, 67, NULL },
  { "https://mta-sts.test/cut-before-chunks", RD_ANSWER_MALFORMED, 0, 0, "cut-off" },
  { "https://mta-sts.test/cut-in-chunk", RD_ANSWER_MALFORMED, 0, 0, "cut-off" },
  { "https://mta-sts.test/cut-after-bytes", RD_ANSWER_MALFORMED, 0, 0, "cut-off" },
  { "https://mta-sts.test/cut-between-chunks", RD_ANSWER_MALFORMED, 0, 0, "cut-off" },
  { "https://mta-sts.test/cut-in-size", RD_ANSWER_MALFORMED, 0, 0, "cut-off" },
  { "https://mta-sts.test/cut-before-last", RD_ANSWER_MALFORMED, 0, 0, "cut-off" },
  { "https://mta-sts.test/cut-after-last", RD_ANSWER_MALFORMED, 0, 0, "cut-off" },
  /* No size of a chunk, so libsoup takes it for the last one, which is empty. */
  { "https://mta-sts.test/giant-chunk", RD_ANSWER_FOUND, 200, 0, NULL },
  { "https://mta-sts.test/keep/cut-between-chunks", RD_ANSWER_MALFORMED, 0, 0, "cut-off" },
  { "https://mta-sts.test/cut-length", RD_ANSWER_MALFORMED, 0, 0, "cut-off" },
  { "https://mta-sts.test/cut-until-closed", RD_ANSWER_MALFORMED, 0, 0, "cut-off" },
  { "https://mta-sts.test/slow", RD_ANSWER_TIMEOUT, 0, 0, "deadline" },
  { "https://mta-sts.test/never", RD_ANSWER_TIMEOUT, 0, 0, "deadline" },
  { "https://mta-sts.test/headers", RD_ANSWER_TIMEOUT, 0, 0, "deadline" },
  { "https://mta-sts.test/garbage", RD_ANSWER_MALFORMED, 0, 0, "protocol" },
  { "https://mta-sts.test/closed", RD_ANSWER_MALFORMED, 0, 0, "protocol" },
  { "https://nx.test/policy", RD_ANSWER_NO_SUCH_NAME, 0, 0, "dns" },
  { "https://nodata.test/policy", RD_ANSWER_NO_DATA, 0, 0, "dns" },
  { "https://servfail.test/policy", RD_ANSWER_SERVER_FAILURE, 0, 0, "dns" },
  { "https://local.test/policy", RD_ANSWER_SERVER_FAILURE, 0, 0, "tls-bad-identity" },
  { "http://mta-sts.test/policy", RD_ANSWER_MALFORMED, 0, 0, "bad-url" },
  { "https://user@mta-sts.test/policy", RD_ANSWER_MALFORMED, 0, 0, "bad-url" },
  { "https:///policy", RD_ANSWER_MALFORMED, 0, 0, "bad-url" },
  { "file:///etc/passwd", RD_ANSWER_MALFORMED, 0, 0, "bad-url" },
};

static void
test_cases (Fixture      *fixture,
            gconstpointer certificate)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Case *row = &cases[i];
      g_autoptr (RdAnswer) answer = NULL;

      /* All but those that are to meet it have time, on the busiest machine. */
      rd_fetcher_set_deadline (rd_sources_get_fetcher (fixture->sources), g_strcmp0 (row->detail, "deadline") == 0 ? 1000 : UNHURRIED_MS);
      answer = fetch (fixture->sources, row->url);

      g_test_message ("%s: %s %u %s %.1f ms", row->url, rd_answer_state_to_string (answer->state), answer->http_status,
                      answer->detail != NULL ? answer->detail : "", answer->took_ms);
      g_assert_cmpstr (rd_answer_state_to_string (answer->state), ==, rd_answer_state_to_string (row->state));
      g_assert_cmpuint (answer->http_status, ==, row->status);
      g_assert_cmpstr (answer->detail, ==, row->detail);
      g_assert_cmpuint (answer->body != NULL ? g_bytes_get_size (answer->body) : 0, ==, row->length);
      if (row->status != 0)
        g_assert_nonnull (strstr (answer->server, "127.0.0.1:"));
    }
}

/* The kind of file, as it was said to be. */
static void
test_media_type (Fixture      *fixture,
                 gconstpointer certificate)
{
  static const char *const rows[][2] = {
    { "policy", "text/plain" },
    { "page", "text/html" },
    { "no-type", NULL },
    { "long-type", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *url = g_strdup_printf ("https://mta-sts.test/%s", rows[i][0]);
      g_autoptr (RdAnswer) answer = fetch (fixture->sources, url);

      g_assert_cmpint (answer->state, ==, RD_ANSWER_FOUND);
      g_assert_cmpstr (answer->media_type, ==, rows[i][1]);
    }
}

static void
test_request (Fixture      *fixture,
              gconstpointer certificate)
{
  g_autoptr (RdAnswer) answer = fetch (fixture->sources, "https://mta-sts.test/request");
  g_autofree char *request = NULL;

  g_assert_nonnull (answer->body);
  request = g_strndup (g_bytes_get_data (answer->body, NULL), g_bytes_get_size (answer->body));
  g_assert_true (g_str_has_prefix (request, "GET /request HTTP/1.1\r\n"));
  g_assert_nonnull (strstr (request, "Host: mta-sts.test\r\n"));
  g_assert_null (strstr (request, "Accept-Encoding"));
  g_assert_null (strstr (request, "Cookie"));
}

/* Neither a name with a private address nor such an address itself is
 * connected to. */
static void
test_not_local (Fixture      *fixture,
                gconstpointer certificate)
{
  static const char *const hosts[] = {
    "mta-sts.test",
    "private.test",
    "127.0.0.1",
    "[::1]",
    "10.0.0.1",
    "[::ffff:127.0.0.1]",
    "[fe80::1]",
    "0.0.0.0",
    "at-7f000001.test",
    "at-00000000.test",
    "at-a9fea9fe.test",
    "at-00000000000000000000000000000001.test",
    "at-00000000000000000000ffff7f000001.test",
    "at-00000000000000000000ffff0a000001.test",
    "at-0000000000000000000000007f000001.test",
    "at-0064ff9b0000000000000000c0a80001.test",
    "at-20027f00000100000000000000000001.test",
    "at-fe800000000000000000000000000001.test",
    "at-fd000000000000000000000000000001.test",
    "at-7f000001-0a000001-00000000000000000000ffff7f000001.test",
  };

  rd_fetcher_allow_local (rd_sources_get_fetcher (fixture->sources), 0);
  for (gsize i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      g_autofree char *url = g_strdup_printf ("https://%s:%u/policy", hosts[i], (guint) fixture->web->port);
      g_autoptr (RdAnswer) answer = fetch (fixture->sources, url);

      g_test_message ("%s", url);
      g_assert_cmpint (answer->state, ==, RD_ANSWER_NOT_ASKED);
      g_assert_cmpstr (answer->detail, ==, "private-address");
      g_assert_null (answer->server);
    }
}

/* Not to where it says, not to this machine, not to a file: nowhere. */
static void
test_redirects (Fixture      *fixture,
                gconstpointer certificate)
{
  static const char *const places[] = {
    "/aim",
    "https://mta-sts.test/aim",
    "https://local.test/aim",
    "https://127.0.0.1/aim",
    "http://mta-sts.test/aim",
    "file:///etc/hostname",
  };
  static const guint statuses[] = { 301, 302, 303, 307, 308 };
  g_autoptr (RdAnswer) count = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (places) * G_N_ELEMENTS (statuses); i++)
    {
      guint            status = statuses[i % G_N_ELEMENTS (statuses)];
      const char      *place = places[i / G_N_ELEMENTS (statuses)];
      g_autofree char *url = g_strdup_printf ("https://mta-sts.test/redirect-%u=%s", status, place);
      g_autoptr (RdAnswer) answer = fetch (fixture->sources, url);

      g_assert_cmpint (answer->state, ==, RD_ANSWER_FOUND);
      g_assert_cmpuint (answer->http_status, ==, status);
      g_assert_cmpuint (g_bytes_get_size (answer->body), ==, 0);
    }
  count = fetch (fixture->sources, "https://mta-sts.test/seen=/aim");
  g_assert_cmpmem (g_bytes_get_data (count->body, NULL), g_bytes_get_size (count->body), "0", 1);
}

/* What is packed stays packed: 4 MB of the same byte fit into a few kB. */
static void
test_packed (Fixture      *fixture,
             gconstpointer certificate)
{
  g_autoptr (RdAnswer) answer = fetch (fixture->sources, "https://mta-sts.test/packed");

  g_assert_cmpint (answer->state, ==, RD_ANSWER_FOUND);
  g_assert_cmpuint (g_bytes_get_size (answer->body), <, 10000);
  g_assert_cmpmem (g_bytes_get_data (answer->body, NULL), 2, "\x1f\x8b", 2);
}

static void
test_certificate (Fixture      *fixture,
                  gconstpointer certificate)
{
  g_autoptr (RdAnswer) answer = fetch (fixture->sources, "https://mta-sts.test/policy");
  const char *expected = strcmp (certificate, "wrong-name") == 0 ? "tls-bad-identity"
                         : strcmp (certificate, "expired") == 0  ? "tls-expired"
                         : strcmp (certificate, "unknown") == 0  ? "tls-unknown-ca"
                                                                 : "tls-handshake";

  g_assert_cmpint (answer->state, ==, RD_ANSWER_SERVER_FAILURE);
  g_assert_cmpstr (answer->detail, ==, expected);
  g_assert_null (answer->body);
}

static void
test_nobody (Fixture      *fixture,
             gconstpointer certificate)
{
  g_autoptr (FakePeer) gone = fake_peer_new ("fake-smtp.py", "plain", NULL);
  guint16 port = gone->port;
  g_autoptr (RdAnswer) answer = NULL;

  g_clear_pointer (&gone, fake_peer_free);
  rd_fetcher_allow_local (rd_sources_get_fetcher (fixture->sources), port);
  answer = fetch (fixture->sources, "https://mta-sts.test/policy");
  g_assert_cmpint (answer->state, ==, RD_ANSWER_SERVER_FAILURE);
  g_assert_cmpstr (answer->detail, ==, "connection-refused");
}

/* A connection that the system makes and nobody answers is not waited for longer
 * than any other. */
static void
test_silent (Fixture      *fixture,
             gconstpointer certificate)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) got = NULL;
  g_autoptr (RdAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;

  g_socket_listener_add_address (listener, wanted, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL, &got, &error);
  g_assert_no_error (error);
  rd_fetcher_allow_local (rd_sources_get_fetcher (fixture->sources), g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (got)));
  rd_fetcher_set_deadline (rd_sources_get_fetcher (fixture->sources), 500);
  answer = fetch (fixture->sources, "https://mta-sts.test/policy");
  g_assert_cmpint (answer->state, ==, RD_ANSWER_TIMEOUT);
  g_assert_cmpstr (answer->detail, ==, "deadline");
}

static gboolean
cancel_cb (gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_REMOVE;
}

static void
test_cancel (Fixture      *fixture,
             gconstpointer certificate)
{
  g_autoptr (RdQuestion) question = rd_question_https ("https://mta-sts.test/never");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (RdAnswer) answer = NULL;

  g_timeout_add (100, cancel_cb, cancellable);
  rd_sources_ask_async (fixture->sources, question, cancellable, store_result_cb, &result);
  wait_for_result (&result);
  answer = rd_sources_ask_finish (fixture->sources, result, &error);
  g_assert_null (answer);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int   argc,
      char *argv[])
{
  static const char *const certificates[] = { "wrong-name", "expired", "unknown", "none" };

  g_test_init (&argc, &argv, NULL);
  g_test_add ("/net/fetcher/cases", Fixture, "good", set_up, test_cases, tear_down);
  g_test_add ("/net/fetcher/request", Fixture, "good", set_up, test_request, tear_down);
  g_test_add ("/net/fetcher/media-type", Fixture, "good", set_up, test_media_type, tear_down);
  g_test_add ("/net/fetcher/not-local", Fixture, "good", set_up, test_not_local, tear_down);
  g_test_add ("/net/fetcher/redirects", Fixture, "good", set_up, test_redirects, tear_down);
  g_test_add ("/net/fetcher/packed", Fixture, "good", set_up, test_packed, tear_down);
  g_test_add ("/net/fetcher/nobody", Fixture, "good", set_up, test_nobody, tear_down);
  g_test_add ("/net/fetcher/silent", Fixture, "good", set_up, test_silent, tear_down);
  g_test_add ("/net/fetcher/cancel", Fixture, "good", set_up, test_cancel, tear_down);
  for (gsize i = 0; i < G_N_ELEMENTS (certificates); i++)
    {
      g_autofree char *path = g_strdup_printf ("/net/fetcher/certificate/%s", certificates[i]);

      g_test_add (path, Fixture, certificates[i], set_up, test_certificate, tear_down);
    }
  return g_test_run ();
}
