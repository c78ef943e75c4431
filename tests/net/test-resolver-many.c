/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Several servers, of which some are wrong, slow or dead; and many questions at once,
 * of which none is lost. */

#include "resolver-testing.h"

#include <string.h>

typedef struct
{
  const char   *first;  /* behaviour of the first server */
  const char   *second; /* (nullable): the second answers; or its behaviour */
  RdAnswerState state;
  double        at_most_ms;
} PairCase;

static const PairCase pairs[] = {
  { "servfail", NULL, RD_ANSWER_FOUND, 780 },
  { "refused", NULL, RD_ANSWER_FOUND, 780 },
  { "short", NULL, RD_ANSWER_FOUND, 780 },
  { "referral", NULL, RD_ANSWER_FOUND, 780 },
  { "drop", NULL, RD_ANSWER_FOUND, 1500 },
  { "tc-closed", NULL, RD_ANSWER_FOUND, 780 },
  { "refused", "servfail", RD_ANSWER_SERVER_FAILURE, 780 },
  { "servfail", "refused", RD_ANSWER_SERVER_FAILURE, 780 },
  { "refused", "drop", RD_ANSWER_REFUSED, 1500 },
  { "drop", "nx", RD_ANSWER_NO_SUCH_NAME, 1500 },
};

/* A busy machine makes any answer late at times; one that waits for a silent server
 * is late each time. */
#define N_ATTEMPTS 10

static double
time_pair (const PairCase *row)
{
  g_autoptr (FakePeer) first = fake_peer_new ("fake-dns.py", "--always", row->first, NULL);
  g_autoptr (FakePeer) second = fake_peer_new ("fake-dns.py", row->second != NULL ? "--always" : NULL, row->second, NULL);
  g_autofree char *servers = g_strdup_printf ("127.0.0.1:%u,127.0.0.1:%u", (guint) first->port, (guint) second->port);
  g_autoptr (RdResolver) resolver = new_resolver (servers);
  g_autoptr (RdAnswer) answer = ask_resolver (resolver, rd_question_dns ("plain.test", RD_RR_A));

  g_assert_cmpstr (rd_answer_state_to_string (answer->state), ==, rd_answer_state_to_string (row->state));
  return answer->took_ms;
}

static void
test_pair (gconstpointer data)
{
  const PairCase *row = data;
  double          best = time_pair (row);

  for (guint i = 1; i < N_ATTEMPTS && best >= row->at_most_ms; i++)
    best = MIN (best, time_pair (row));
  g_assert_cmpfloat (best, <, row->at_most_ms);
}

/* A port where nobody listens any more. */
static guint16
find_dead_port (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", NULL);

  return peer->port;
}

static void
test_nobody (void)
{
  g_autofree char *address = g_strdup_printf ("127.0.0.1:%u", (guint) find_dead_port ());
  g_autoptr (RdResolver) resolver = new_resolver (address);
  g_autoptr (RdAnswer) answer = ask_resolver (resolver, rd_question_dns ("plain.test", RD_RR_A));

  g_assert_cmpint (answer->state, ==, RD_ANSWER_TIMEOUT);
  g_assert_cmpstr (answer->detail, ==, "no DNS server can be reached");
}

static void
test_no_servers (void)
{
  g_autoptr (RdResolver) resolver = new_resolver ("");
  g_auto (GStrv) servers = rd_resolver_dup_upstreams (resolver);
  g_autoptr (RdAnswer) answer = ask_resolver (resolver, rd_question_dns ("plain.test", RD_RR_A));

  g_assert_cmpint (answer->state, ==, RD_ANSWER_NOT_ASKED);
  g_assert_null (servers[0]);
}

static void
test_tcp_refused (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", "--no-tcp", NULL);
  g_autofree char *address = fake_peer_dup_address (peer);
  g_autoptr (RdResolver) resolver = new_resolver (address);
  g_autoptr (RdAnswer) answer = ask_resolver (resolver, rd_question_dns ("tc.test", RD_RR_TXT));

  g_assert_cmpint (answer->state, ==, RD_ANSWER_MALFORMED);
  g_assert_cmpuint (answer->records->len, ==, 0);
  g_assert_nonnull (strstr (answer->detail, "TCP"));
}

typedef struct
{
  guint pending;
  guint states[RD_ANSWER_MALFORMED + 1];
  guint cancelled;
} Tally;

static void
tally_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  Tally *tally = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RdAnswer) answer = rd_resolver_ask_finish (RD_RESOLVER (source), result, &error);

  tally->pending--;
  if (answer != NULL)
    tally->states[answer->state]++;
  else
    {
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      tally->cancelled++;
    }
}

static void
ask_many (RdResolver   *resolver,
          const char   *pattern,
          guint         count,
          GCancellable *cancellable,
          Tally        *tally)
{
  for (guint i = 0; i < count; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", i);
      g_auto (GStrv) parts = g_strsplit (pattern, "#", 2);
      g_autofree char *name = g_strjoinv (number, parts);
      g_autoptr (RdQuestion) question = rd_question_dns (name, RD_RR_TXT);

      tally->pending++;
      rd_resolver_ask_async (resolver, question, cancellable, tally_cb, tally);
    }
}

static void
run_tally (Tally *tally)
{
  while (tally->pending > 0)
    g_main_context_iteration (NULL, TRUE);
}

/* Asks until all @count questions are answered and gives what the server counted; %NULL
 * if some are lost each time. */
static char *
find_all (const char *latency,
          guint       count)
{
  for (guint i = 0; i < N_ATTEMPTS; i++)
    {
      g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", "--latency", latency, NULL);
      g_autofree char *address = fake_peer_dup_address (peer);
      g_autoptr (RdResolver) resolver = new_resolver (address);
      g_autoptr (RdAnswer) stats = NULL;
      Tally tally = { 0 };

      ask_many (resolver, "n#.test", count, NULL, &tally);
      run_tally (&tally);
      g_test_message ("%u of %u were answered in time", tally.states[RD_ANSWER_FOUND], count);
      stats = ask_resolver (resolver, rd_question_dns ("stats.test", RD_RR_TXT));
      if (tally.states[RD_ANSWER_FOUND] == count && stats->state == RD_ANSWER_FOUND)
        return g_strdup (rd_answer_nth (stats, RD_RR_TXT, 0)->text);
    }
  return NULL;
}

static void
test_thousand (void)
{
  g_autofree char *stats = find_all ("0", 1000);

  g_assert_nonnull (stats);
  g_test_message ("%s", stats);
}

static void
test_in_flight (void)
{
  /* Slow enough that a busy machine has sent all it may before the first answer. */
  g_autofree char *stats = find_all ("400", 200);

  g_assert_nonnull (stats);
  g_assert_nonnull (strstr (stats, "most=96"));
}

static guint
count_packets (const FakePeer *peer)
{
  g_autofree char *address = fake_peer_dup_address (peer);
  g_autoptr (RdResolver) resolver = new_resolver (address);
  g_autoptr (RdAnswer) stats = ask_resolver (resolver, rd_question_dns ("stats.test", RD_RR_TXT));
  const char *text = strstr (rd_answer_nth (stats, RD_RR_TXT, 0)->text, "udp=");

  g_assert_nonnull (text);
  return (guint) g_ascii_strtoull (text + strlen ("udp="), NULL, 10) - 1;
}

static gboolean
ask_dead_and_alive (guint *n_wasted)
{
  g_autoptr (FakePeer) dead = fake_peer_new ("fake-dns.py", "--always", "drop", NULL);
  g_autoptr (FakePeer) alive = fake_peer_new ("fake-dns.py", NULL);
  g_autofree char *servers = g_strdup_printf ("127.0.0.1:%u,127.0.0.1:%u", (guint) dead->port, (guint) alive->port);
  g_autoptr (RdResolver) resolver = new_resolver (servers);
  Tally tally = { 0 };

  ask_many (resolver, "n#.test", 300, NULL, &tally);
  run_tally (&tally);
  *n_wasted = count_packets (dead);
  return tally.states[RD_ANSWER_FOUND] == 300;
}

/* After a few silences in a row the first server is asked last, so a dead one
 * costs one try and not one for each question: no more than those that were on
 * their way before the silence was noticed. */
static void
test_dead_first_server (void)
{
  gboolean all_found = FALSE;
  guint    n_wasted = 0;

  for (guint i = 0; i < N_ATTEMPTS && !all_found; i++)
    all_found = ask_dead_and_alive (&n_wasted);
  g_assert_true (all_found);
  g_assert_cmpuint (n_wasted, >, 0);
  g_assert_cmpuint (n_wasted, <, 150);
}

static void
test_dies_midway (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", "--die-after", "50", NULL);
  g_autofree char *address = fake_peer_dup_address (peer);
  g_autoptr (RdResolver) resolver = new_resolver (address);
  Tally tally = { 0 };

  ask_many (resolver, "n#.test", 300, NULL, &tally);
  run_tally (&tally);
  g_assert_cmpuint (tally.states[RD_ANSWER_FOUND] + tally.states[RD_ANSWER_TIMEOUT], ==, 300);
  g_assert_cmpuint (tally.states[RD_ANSWER_FOUND], <=, 50);
  g_assert_cmpuint (tally.states[RD_ANSWER_FOUND], >, 0);
}

/* Who did not wait was not told of a silence. */
static void
test_cancel (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", NULL);
  g_autofree char *address = fake_peer_dup_address (peer);
  g_autoptr (RdResolver) resolver = new_resolver (address);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Tally kept = { 0 };
  Tally dropped = { 0 };

  ask_many (resolver, "drop.#.test", 100, cancellable, &dropped);
  ask_many (resolver, "n#.test", 10, NULL, &kept);
  for (int i = 0; i < 5; i++)
    g_main_context_iteration (NULL, FALSE);
  g_cancellable_cancel (cancellable);
  run_tally (&dropped);
  run_tally (&kept);
  g_assert_cmpuint (dropped.cancelled, ==, 100);
  g_assert_cmpuint (kept.states[RD_ANSWER_FOUND], ==, 10);
}

/* The last reference may go from inside a callback of the resolver. */
static void
drop_resolver_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      data)
{
  RdResolver **resolver = data;
  g_autoptr (RdAnswer) answer = rd_resolver_ask_finish (RD_RESOLVER (source), result, NULL);

  g_assert_nonnull (answer);
  g_clear_object (resolver);
}

static void
test_drop_inside (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", NULL);
  g_autofree char *address = fake_peer_dup_address (peer);
  RdResolver      *resolver = new_resolver (address);
  g_autoptr (RdQuestion) question = rd_question_dns ("plain.test", RD_RR_A);

  g_object_add_weak_pointer (G_OBJECT (resolver), (gpointer *) &resolver);
  rd_resolver_ask_async (resolver, question, NULL, drop_resolver_cb, &resolver);
  while (resolver != NULL)
    g_main_context_iteration (NULL, TRUE);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autofree char *path = g_strdup_printf ("/net/resolver/pair/%s-%s", pairs[i].first,
                                               pairs[i].second != NULL ? pairs[i].second : "fine");

      g_test_add_data_func (path, &pairs[i], test_pair);
    }
  g_test_add_func ("/net/resolver/nobody", test_nobody);
  g_test_add_func ("/net/resolver/no-servers", test_no_servers);
  g_test_add_func ("/net/resolver/tcp-refused", test_tcp_refused);
  g_test_add_func ("/net/resolver/thousand", test_thousand);
  g_test_add_func ("/net/resolver/in-flight", test_in_flight);
  g_test_add_func ("/net/resolver/dead-first-server", test_dead_first_server);
  g_test_add_func ("/net/resolver/dies-midway", test_dies_midway);
  g_test_add_func ("/net/resolver/cancel", test_cancel);
  g_test_add_func ("/net/resolver/drop-inside", test_drop_inside);
  return g_test_run ();
}
