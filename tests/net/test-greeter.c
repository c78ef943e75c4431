/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fake-peers.h"
#include "rd-greeting.h"
#include "rd-sources.h"

#include <string.h>

static RdAnswer *
greet (const char *behaviour,
       const char *host,
       gboolean    allow_local)
{
  g_autoptr (FakePeer) dns = fake_peer_new ("fake-dns.py", NULL);
  g_autoptr (FakePeer) mail = fake_peer_new ("fake-smtp.py", behaviour, NULL);
  g_autofree char *address = fake_peer_dup_address (dns);
  g_autoptr (GError) error = NULL;
  g_autoptr (RdSources) sources = rd_sources_new (address, &error);
  g_autoptr (RdQuestion) question = rd_question_smtp (host, mail->port);
  g_autoptr (GAsyncResult) result = NULL;
  RdAnswer *answer;

  g_assert_no_error (error);
  if (allow_local)
    rd_greeter_allow_local (rd_sources_get_greeter (sources), mail->port);
  /* Only a server that says nothing is meant to be given up, not a busy machine. */
  rd_greeter_set_deadline (rd_sources_get_greeter (sources), strcmp (behaviour, "silent") == 0 ? 1500 : 60000);
  rd_sources_ask_async (sources, question, NULL, store_result_cb, &result);
  wait_for_result (&result);
  answer = rd_sources_ask_finish (sources, result, &error);
  g_assert_no_error (error);
  return answer;
}

static void
test_plain (void)
{
  g_autoptr (RdAnswer) answer = greet ("plain", "local.test", TRUE);
  g_autoptr (RdGreeting) greeting = rd_greeting_new_from_answer (answer);

  g_assert_cmpint (answer->state, ==, RD_ANSWER_FOUND);
  g_assert_nonnull (greeting);
  g_assert_cmpuint (greeting->code, ==, 220);
  g_assert_cmpstr (greeting->banner, ==, "mx.test ESMTP ready");
  g_assert_cmpstr (greeting->host, ==, "mx.test");
  g_assert_cmpuint (greeting->ehlo_code, ==, 250);
  g_assert_true (greeting->starttls);
  g_assert_nonnull (strstr (g_bytes_get_data (answer->body, NULL), "C: EHLO [127.0.0.1]\nS: 250-mx.test\n"));
}

/* The certificate is what is to be found out, whoever made it. */
static void
test_tls (void)
{
  g_autoptr (RdAnswer) answer = greet ("tls", "local.test", TRUE);
  g_autoptr (RdGreeting) greeting = rd_greeting_new_from_answer (answer);
  const guint8 *der;
  gsize         length;

  g_assert_cmpint (answer->state, ==, RD_ANSWER_FOUND);
  g_assert_true (greeting->starttls);
  g_assert_false (greeting->tls_failed);
  g_assert_cmpuint (greeting->certificates->len, ==, 1);
  der = g_bytes_get_data (g_ptr_array_index (greeting->certificates, 0), &length);
  g_assert_cmpuint (length, >, 200);
  g_assert_cmphex (der[0], ==, 0x30);
}

static void
test_tls_broken (void)
{
  g_autoptr (RdAnswer) answer = greet ("tls-broken", "local.test", TRUE);
  g_autoptr (RdGreeting) greeting = rd_greeting_new_from_answer (answer);

  g_assert_cmpint (answer->state, ==, RD_ANSWER_FOUND);
  g_assert_true (greeting->starttls);
  g_assert_true (greeting->tls_failed);
  g_assert_cmpuint (greeting->certificates->len, ==, 0);
}

typedef struct
{
  const char   *behaviour;
  RdAnswerState state;
  const char   *detail;
  guint         code;
} Case;

static const Case cases[] = {
  { "long", RD_ANSWER_FOUND, NULL, 220 },
  { "bare-lf", RD_ANSWER_FOUND, NULL, 220 },
  { "escape", RD_ANSWER_FOUND, NULL, 220 },
  { "refusing", RD_ANSWER_FOUND, NULL, 554 },
  { "not-smtp", RD_ANSWER_MALFORMED, "not-smtp", 0 },
  { "endless-line", RD_ANSWER_MALFORMED, "too-large", 0 },
  { "endless-reply", RD_ANSWER_MALFORMED, "too-large", 220 },
  { "silent", RD_ANSWER_TIMEOUT, "deadline", 0 },
  { "closed", RD_ANSWER_SERVER_FAILURE, "connection-lost", 0 },
};

static void
test_case (gconstpointer data)
{
  const Case *row = data;
  g_autoptr (RdAnswer) answer = greet (row->behaviour, "127.0.0.1", TRUE);
  g_autoptr (RdGreeting) greeting = rd_greeting_new_from_answer (answer);

  g_assert_cmpstr (rd_answer_state_to_string (answer->state), ==, rd_answer_state_to_string (row->state));
  g_assert_cmpstr (answer->detail, ==, row->detail);
  g_assert_cmpuint (greeting != NULL ? greeting->code : 0, ==, row->code);
  if (row->code == 554)
    g_assert_cmpuint (greeting->ehlo_code, ==, 0);
}

static void
test_not_local (void)
{
  g_autoptr (RdAnswer) by_name = greet ("plain", "local.test", FALSE);
  g_autoptr (RdAnswer) by_address = greet ("plain", "127.0.0.1", FALSE);
  g_autoptr (RdAnswer) nowhere = greet ("plain", "nx.test", TRUE);

  g_assert_cmpint (by_name->state, ==, RD_ANSWER_NOT_ASKED);
  g_assert_cmpint (by_address->state, ==, RD_ANSWER_NOT_ASKED);
  g_assert_cmpstr (by_address->detail, ==, "private-address");
  g_assert_cmpint (nowhere->state, ==, RD_ANSWER_NO_SUCH_NAME);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/net/greeter/plain", test_plain);
  g_test_add_func ("/net/greeter/tls", test_tls);
  g_test_add_func ("/net/greeter/tls-broken", test_tls_broken);
  g_test_add_func ("/net/greeter/not-local", test_not_local);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/net/greeter/%s", cases[i].behaviour);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  return g_test_run ();
}
