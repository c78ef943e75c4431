/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fake-peers.h"
#include "rd-resolver.h"

#include <string.h>

static RdAnswer *
ask (RdResolver *resolver,
     RdQuestion *question)
{
  g_autoptr (RdQuestion) asked = question;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  RdAnswer *answer;

  rd_resolver_ask_async (resolver, asked, NULL, store_result_cb, &result);
  g_assert_null (result);
  wait_for_result (&result);
  answer = rd_resolver_ask_finish (resolver, result, &error);
  g_assert_no_error (error);
  g_assert_true (answer->question == asked);
  return answer;
}

static RdResolver *
new_resolver (const char *servers)
{
  g_autoptr (GError) error = NULL;
  RdResolver *resolver = rd_resolver_new (servers, &error);

  g_assert_no_error (error);
  return resolver;
}

/* --- What one server says ------------------------------------------------ */

typedef struct
{
  const char   *name;
  guint16       type;
  RdAnswerState state;
  guint         records; /* of the type that was asked for */
  const char   *detail;  /* (nullable): part of it */
} Case;

static const Case cases[] = {
  { "plain", RD_RR_A, RD_ANSWER_FOUND, 1, NULL },
  { "plain", RD_RR_TLSA, RD_ANSWER_FOUND, 1, NULL },
  { "_dmarc", RD_RR_TXT, RD_ANSWER_FOUND, 1, NULL },
  { "nx", RD_RR_A, RD_ANSWER_NO_SUCH_NAME, 0, NULL },
  { "nodata", RD_RR_A, RD_ANSWER_NO_DATA, 0, NULL },
  { "servfail", RD_RR_A, RD_ANSWER_SERVER_FAILURE, 0, "SERVFAIL" },
  { "refused", RD_RR_A, RD_ANSWER_REFUSED, 0, "REFUSED" },
  { "notimp", RD_RR_A, RD_ANSWER_SERVER_FAILURE, 0, "NOTIMP" },
  { "formerr", RD_RR_A, RD_ANSWER_SERVER_FAILURE, 0, "FORMERR" },
  { "bogus", RD_RR_A, RD_ANSWER_SERVER_FAILURE, 0, "extended error 7: signature" },
  { "edns-formerr", RD_RR_A, RD_ANSWER_FOUND, 1, NULL },
  { "edns-header", RD_RR_A, RD_ANSWER_FOUND, 1, NULL },
  { "edns-notimp", RD_RR_A, RD_ANSWER_FOUND, 1, NULL },
  { "edns-drop", RD_RR_A, RD_ANSWER_FOUND, 1, NULL },
  { "flaky", RD_RR_A, RD_ANSWER_FOUND, 1, NULL },
  { "drop", RD_RR_A, RD_ANSWER_TIMEOUT, 0, "no answer" },
  { "garbage", RD_RR_A, RD_ANSWER_TIMEOUT, 0, "no answer" },
  { "wrong-id", RD_RR_A, RD_ANSWER_TIMEOUT, 0, "no answer" },
  { "short", RD_RR_A, RD_ANSWER_MALFORMED, 0, "unreadable" },
  { "cut", RD_RR_A, RD_ANSWER_MALFORMED, 0, "unreadable" },
  { "large", RD_RR_TXT, RD_ANSWER_FOUND, 5, NULL },
  { "tc", RD_RR_TXT, RD_ANSWER_FOUND, 20, NULL },
  { "tc-closed", RD_RR_TXT, RD_ANSWER_MALFORMED, 0, "TCP" },
  { "tc-silent", RD_RR_TXT, RD_ANSWER_MALFORMED, 0, "TCP" },
  { "huge", RD_RR_TXT, RD_ANSWER_FOUND, 1, NULL },
  { "alias", RD_RR_TXT, RD_ANSWER_FOUND, 1, NULL },
  { "alias-nx", RD_RR_TXT, RD_ANSWER_NO_SUCH_NAME, 0, NULL },
  { "alias-nodata", RD_RR_TXT, RD_ANSWER_NO_DATA, 0, NULL },
  { "loop", RD_RR_A, RD_ANSWER_MALFORMED, 0, "aliases" },
  { "loop-two", RD_RR_A, RD_ANSWER_MALFORMED, 0, "aliases" },
  { "chain", RD_RR_A, RD_ANSWER_MALFORMED, 0, "aliases" },
  { "endless-0", RD_RR_A, RD_ANSWER_MALFORMED, 0, "aliases" },
  { "hostile", RD_RR_TXT, RD_ANSWER_FOUND, 1, NULL },
  { "private", RD_RR_A, RD_ANSWER_FOUND, 1, NULL },
  { "stray", RD_RR_A, RD_ANSWER_FOUND, 1, NULL },
  { "referral", RD_RR_A, RD_ANSWER_SERVER_FAILURE, 0, "referral" },
};

static void
test_case (gconstpointer data)
{
  const Case *row = data;
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", NULL);
  g_autofree char *address = fake_peer_dup_address (peer);
  g_autofree char *name = g_strconcat (row->name, ".test", NULL);
  g_autoptr (RdResolver) resolver = new_resolver (address);
  g_autoptr (RdAnswer) answer = ask (resolver, rd_question_dns (name, row->type));

  g_assert_cmpstr (rd_answer_state_to_string (answer->state), ==, rd_answer_state_to_string (row->state));
  g_assert_cmpuint (rd_answer_count (answer, row->type), ==, row->records);
  if (row->detail != NULL)
    g_assert_nonnull (strstr (answer->detail, row->detail));
  g_assert_cmpint (answer->asked_at, >, 0);
  g_assert_cmpfloat (answer->took_ms, <, 6000);
  if (answer->state != RD_ANSWER_TIMEOUT)
    g_assert_cmpstr (answer->server, ==, address);
}

static void
test_details_of_answers (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", NULL);
  g_autofree char *address = fake_peer_dup_address (peer);
  g_autoptr (RdResolver) resolver = new_resolver (address);
  g_autoptr (RdAnswer) alias = ask (resolver, rd_question_dns ("alias.test", RD_RR_TXT));
  g_autoptr (RdAnswer) negative = ask (resolver, rd_question_dns ("nx.test", RD_RR_TXT));
  g_autoptr (RdAnswer) bogus = ask (resolver, rd_question_dns_full ("bogus.test", RD_RR_A, RD_QUESTION_CHECKING_DISABLED));
  g_autoptr (RdAnswer) huge = ask (resolver, rd_question_dns ("huge.test", RD_RR_TXT));
  g_autoptr (RdAnswer) impossible = ask (resolver, rd_question_dns ("a..test", RD_RR_TXT));

  g_assert_cmpuint (alias->records->len, ==, 3);
  g_assert_cmpstr (((RdRr *) g_ptr_array_index (alias->records, 0))->target, ==, "two.test");
  g_assert_cmpstr (rd_answer_nth (alias, RD_RR_TXT, 0)->owner, ==, "three.test");
  g_assert_cmpuint (alias->ttl, ==, 30);
  g_assert_true (alias->authenticated);
  g_assert_false (alias->authoritative);
  g_assert_cmpuint (negative->ttl, ==, 60);
  g_assert_cmpint (bogus->state, ==, RD_ANSWER_FOUND);
  g_assert_cmpuint (g_bytes_get_size (rd_answer_nth (huge, RD_RR_TXT, 0)->data), ==, 65000);
  g_assert_cmpint (impossible->state, ==, RD_ANSWER_MALFORMED);
}

static const char *
get_text (const RdAnswer *answer)
{
  g_assert_cmpuint (rd_answer_count (answer, RD_RR_TXT), ==, 1);
  return rd_answer_nth (answer, RD_RR_TXT, 0)->text;
}

/* Whoever owns the zone could send us on for ever: nine questions, then no more,
 * and what was not found is not said to be missing. */
static void
test_endless_aliases (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", NULL);
  g_autofree char *address = fake_peer_dup_address (peer);
  g_autoptr (RdResolver) resolver = new_resolver (address);
  g_autoptr (RdAnswer) answer = ask (resolver, rd_question_dns ("endless-0.test", RD_RR_TXT));
  g_autoptr (RdAnswer) ninth = ask (resolver, rd_question_dns ("seen.endless-8.test", RD_RR_TXT));
  g_autoptr (RdAnswer) tenth = ask (resolver, rd_question_dns ("seen.endless-9.test", RD_RR_TXT));

  g_assert_cmpint (answer->state, ==, RD_ANSWER_MALFORMED);
  g_assert_false (rd_answer_is_known (answer));
  g_assert_cmpstr (get_text (ninth), ==, "\"1\"");
  g_assert_cmpstr (get_text (tenth), ==, "\"0\"");
}

/* The text of a record is plain ASCII, whatever is in it; its bytes are kept. */
static void
test_hostile_text (void)
{
  static const char bytes[] = "v=spf1 \x1b[2J\x1b]0;owned\a\x9b"
                              "31m\0\r\n\"\\\xff\xe2\x80\xae -all";
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", NULL);
  g_autofree char *address = fake_peer_dup_address (peer);
  g_autoptr (RdResolver) resolver = new_resolver (address);
  g_autoptr (RdAnswer) answer = ask (resolver, rd_question_dns ("hostile.test", RD_RR_TXT));
  GBytes *data = rd_answer_nth (answer, RD_RR_TXT, 0)->data;

  g_assert_cmpmem (g_bytes_get_data (data, NULL), g_bytes_get_size (data), bytes, sizeof bytes - 1);
  g_assert_cmpstr (get_text (answer), ==,
                   "\"v=spf1 \\027[2J\\027]0;owned\\007\\15531m\\000\\013\\010\\\"\\\\\\255\\226\\128\\174 -all\"");
}

/* --- Several servers, and none ------------------------------------------- */

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

static void
test_pair (gconstpointer data)
{
  const PairCase *row = data;
  g_autoptr (FakePeer) first = fake_peer_new ("fake-dns.py", "--always", row->first, NULL);
  g_autoptr (FakePeer) second = fake_peer_new ("fake-dns.py", row->second != NULL ? "--always" : NULL, row->second, NULL);
  g_autofree char *servers = g_strdup_printf ("127.0.0.1:%u,127.0.0.1:%u", (guint) first->port, (guint) second->port);
  g_autoptr (RdResolver) resolver = new_resolver (servers);
  g_autoptr (RdAnswer) answer = ask (resolver, rd_question_dns ("plain.test", RD_RR_A));

  g_assert_cmpstr (rd_answer_state_to_string (answer->state), ==, rd_answer_state_to_string (row->state));
  g_assert_cmpfloat (answer->took_ms, <, row->at_most_ms);
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
  g_autoptr (RdAnswer) answer = ask (resolver, rd_question_dns ("plain.test", RD_RR_A));

  g_assert_cmpint (answer->state, ==, RD_ANSWER_TIMEOUT);
  g_assert_cmpstr (answer->detail, ==, "no DNS server can be reached");
  g_assert_cmpfloat (answer->took_ms, <, 1000);
}

static void
test_no_servers (void)
{
  g_autoptr (RdResolver) resolver = new_resolver ("");
  g_autoptr (RdAnswer) answer = ask (resolver, rd_question_dns ("plain.test", RD_RR_A));

  g_assert_cmpint (answer->state, ==, RD_ANSWER_NOT_ASKED);
  g_assert_null (rd_resolver_get_servers (resolver)[0]);
}

static void
test_tcp_refused (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", "--no-tcp", NULL);
  g_autofree char *address = fake_peer_dup_address (peer);
  g_autoptr (RdResolver) resolver = new_resolver (address);
  g_autoptr (RdAnswer) answer = ask (resolver, rd_question_dns ("tc.test", RD_RR_TXT));

  g_assert_cmpint (answer->state, ==, RD_ANSWER_MALFORMED);
  g_assert_cmpuint (answer->records->len, ==, 0);
  g_assert_nonnull (strstr (answer->detail, "TCP"));
}

/* --- Many questions ------------------------------------------------------ */

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

static void
test_thousand (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", NULL);
  g_autofree char *address = fake_peer_dup_address (peer);
  g_autoptr (RdResolver) resolver = new_resolver (address);
  g_autoptr (RdAnswer) stats = NULL;
  Tally tally = { 0 };

  ask_many (resolver, "n#.test", 1000, NULL, &tally);
  run_tally (&tally);
  g_assert_cmpuint (tally.states[RD_ANSWER_FOUND], ==, 1000);
  stats = ask (resolver, rd_question_dns ("stats.test", RD_RR_TXT));
  g_test_message ("%s", rd_answer_nth (stats, RD_RR_TXT, 0)->text);
}

static void
test_in_flight (void)
{
  /* Slow enough that a busy machine has sent all it may before the first answer. */
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", "--latency", "400", NULL);
  g_autofree char *address = fake_peer_dup_address (peer);
  g_autoptr (RdResolver) resolver = new_resolver (address);
  g_autoptr (RdAnswer) stats = NULL;
  Tally tally = { 0 };

  ask_many (resolver, "n#.test", 200, NULL, &tally);
  run_tally (&tally);
  g_assert_cmpuint (tally.states[RD_ANSWER_FOUND], ==, 200);
  stats = ask (resolver, rd_question_dns ("stats.test", RD_RR_TXT));
  g_assert_nonnull (strstr (rd_answer_nth (stats, RD_RR_TXT, 0)->text, "most=96"));
}

/* After a few silences in a row the first server is asked last, so a dead one
 * costs one try and not one for each question. */
static void
test_dead_first_server (void)
{
  g_autoptr (FakePeer) dead = fake_peer_new ("fake-dns.py", "--always", "drop", NULL);
  g_autoptr (FakePeer) alive = fake_peer_new ("fake-dns.py", NULL);
  g_autofree char *servers = g_strdup_printf ("127.0.0.1:%u,127.0.0.1:%u", (guint) dead->port, (guint) alive->port);
  g_autoptr (RdResolver) resolver = new_resolver (servers);
  Tally  tally = { 0 };
  gint64 start = g_get_monotonic_time ();

  ask_many (resolver, "n#.test", 300, NULL, &tally);
  run_tally (&tally);
  g_assert_cmpuint (tally.states[RD_ANSWER_FOUND], ==, 300);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 10 * G_TIME_SPAN_SECOND);
}

static void
test_dies_midway (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", "--die-after", "50", NULL);
  g_autofree char *address = fake_peer_dup_address (peer);
  g_autoptr (RdResolver) resolver = new_resolver (address);
  Tally  tally = { 0 };
  gint64 start = g_get_monotonic_time ();

  ask_many (resolver, "n#.test", 300, NULL, &tally);
  run_tally (&tally);
  g_assert_cmpuint (tally.states[RD_ANSWER_FOUND] + tally.states[RD_ANSWER_TIMEOUT], ==, 300);
  g_assert_cmpuint (tally.states[RD_ANSWER_FOUND], <=, 50);
  g_assert_cmpuint (tally.states[RD_ANSWER_FOUND], >, 0);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 30 * G_TIME_SPAN_SECOND);
}

static void
test_cancel (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", NULL);
  g_autofree char *address = fake_peer_dup_address (peer);
  g_autoptr (RdResolver) resolver = new_resolver (address);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Tally  kept = { 0 };
  Tally  dropped = { 0 };
  gint64 start = g_get_monotonic_time ();

  ask_many (resolver, "drop.#.test", 100, cancellable, &dropped);
  ask_many (resolver, "n#.test", 10, NULL, &kept);
  for (int i = 0; i < 5; i++)
    g_main_context_iteration (NULL, FALSE);
  g_cancellable_cancel (cancellable);
  run_tally (&dropped);
  run_tally (&kept);
  g_assert_cmpuint (dropped.cancelled, ==, 100);
  g_assert_cmpuint (kept.states[RD_ANSWER_FOUND], ==, 10);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 10 * G_TIME_SPAN_SECOND);
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

/* --- Servers in charge --------------------------------------------------- */

static void
test_authoritative (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", NULL);
  g_autofree char *address = fake_peer_dup_address (peer);
  g_autoptr (RdResolver) resolver = new_resolver (address);
  g_autoptr (RdAnswer) cached = NULL;
  g_autoptr (RdAnswer) fresh = NULL;
  g_autoptr (RdAnswer) alias = NULL;
  g_autoptr (RdAnswer) lame = NULL;
  g_autoptr (RdAnswer) missing = NULL;

  rd_resolver_allow_local (resolver, peer->port);
  cached = ask (resolver, rd_question_dns ("www.zone.test", RD_RR_TXT));
  fresh = ask (resolver, rd_question_dns_full ("www.zone.test", RD_RR_TXT, RD_QUESTION_AUTHORITATIVE));
  alias = ask (resolver, rd_question_dns_full ("alias.zone.test", RD_RR_TXT, RD_QUESTION_AUTHORITATIVE));
  lame = ask (resolver, rd_question_dns_full ("lame.zone.test", RD_RR_TXT, RD_QUESTION_AUTHORITATIVE));
  missing = ask (resolver, rd_question_dns_full ("nx.nodata", RD_RR_TXT, RD_QUESTION_AUTHORITATIVE));

  g_assert_cmpstr (rd_answer_nth (cached, RD_RR_TXT, 0)->text, ==, "\"stale\"");
  g_assert_cmpstr (rd_answer_nth (fresh, RD_RR_TXT, 0)->text, ==, "\"fresh\"");
  g_assert_true (fresh->authoritative);
  g_assert_cmpstr (fresh->question->text, ==, "dns www.zone.test TXT +authoritative");
  g_assert_cmpint (alias->state, ==, RD_ANSWER_FOUND);
  g_assert_cmpstr (rd_answer_nth (alias, RD_RR_CNAME, 0)->target, ==, "elsewhere.test");
  g_assert_cmpstr (rd_answer_nth (alias, RD_RR_TXT, 0)->owner, ==, "elsewhere.test");
  g_assert_cmpint (lame->state, ==, RD_ANSWER_SERVER_FAILURE);
  g_assert_cmpint (missing->state, ==, RD_ANSWER_SERVER_FAILURE);
}

static void
test_authoritative_not_local (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", NULL);
  g_autofree char *address = fake_peer_dup_address (peer);
  g_autoptr (RdResolver) resolver = new_resolver (address);
  g_autoptr (RdAnswer) answer = ask (resolver, rd_question_dns_full ("www.zone.test", RD_RR_TXT, RD_QUESTION_AUTHORITATIVE));

  g_assert_cmpint (answer->state, ==, RD_ANSWER_SERVER_FAILURE);
  g_assert_cmpstr (answer->detail, ==, "the servers in charge cannot be found");
}

/* --- Lists of servers ---------------------------------------------------- */

static void
test_server_list (void)
{
  static const char *const bad[] = { "dns.example", "192.0.2.1:0", "192.0.2.1:x", "192.0.2.1,,192.0.2.2", "[2001:db8::1", "192.0.2.1:53:53" };
  g_autoptr (RdResolver) resolver = new_resolver ("192.0.2.1, 192.0.2.2:5353,2001:DB8::1,[2001:db8::2]:5353");
  g_autofree char *joined = g_strjoinv (" ", (char **) rd_resolver_get_servers (resolver));

  g_assert_cmpstr (joined, ==, "192.0.2.1:53 192.0.2.2:5353 [2001:db8::1]:53 [2001:db8::2]:5353");
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (RdResolver) none = rd_resolver_new (bad[i], &error);

      g_assert_null (none);
      g_assert_error (error, RD_NET_ERROR, RD_NET_ERROR_SERVERS);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *type = rd_rr_type_dup_name (cases[i].type);
      g_autofree char *path = g_strdup_printf ("/net/resolver/answer/%s/%s", cases[i].name, type);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autofree char *path = g_strdup_printf ("/net/resolver/pair/%s-%s", pairs[i].first,
                                               pairs[i].second != NULL ? pairs[i].second : "fine");

      g_test_add_data_func (path, &pairs[i], test_pair);
    }
  g_test_add_func ("/net/resolver/details", test_details_of_answers);
  g_test_add_func ("/net/resolver/endless-aliases", test_endless_aliases);
  g_test_add_func ("/net/resolver/hostile-text", test_hostile_text);
  g_test_add_func ("/net/resolver/nobody", test_nobody);
  g_test_add_func ("/net/resolver/no-servers", test_no_servers);
  g_test_add_func ("/net/resolver/tcp-refused", test_tcp_refused);
  g_test_add_func ("/net/resolver/thousand", test_thousand);
  g_test_add_func ("/net/resolver/in-flight", test_in_flight);
  g_test_add_func ("/net/resolver/dead-first-server", test_dead_first_server);
  g_test_add_func ("/net/resolver/dies-midway", test_dies_midway);
  g_test_add_func ("/net/resolver/cancel", test_cancel);
  g_test_add_func ("/net/resolver/drop-inside", test_drop_inside);
  g_test_add_func ("/net/resolver/authoritative", test_authoritative);
  g_test_add_func ("/net/resolver/authoritative-not-local", test_authoritative_not_local);
  g_test_add_func ("/net/resolver/server-list", test_server_list);
  return g_test_run ();
}
