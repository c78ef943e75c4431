/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What one server says, what a server in charge of a zone says, and which servers are
 * asked. */

#include "resolver-testing.h"

#include <string.h>

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

/* However a server fails, it is left in peace after a few packets. */
#define MAX_TRIES 6

static guint
count_asked (RdResolver *resolver,
             const char *name)
{
  g_autofree char *seen = g_strconcat ("seen.", name, NULL);
  g_autoptr (RdAnswer) answer = ask_resolver (resolver, rd_question_dns (seen, RD_RR_TXT));
  const char *text = rd_answer_nth (answer, RD_RR_TXT, 0)->text;

  return (guint) g_ascii_strtoull (text + strspn (text, "\""), NULL, 10);
}

static void
test_case (gconstpointer data)
{
  const Case *row = data;
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", NULL);
  g_autofree char *address = fake_peer_dup_address (peer);
  g_autofree char *name = g_strconcat (row->name, ".test", NULL);
  g_autoptr (RdResolver) resolver = new_resolver (address);
  g_autoptr (RdAnswer) answer = ask_resolver (resolver, rd_question_dns (name, row->type));

  g_assert_cmpstr (rd_answer_state_to_string (answer->state), ==, rd_answer_state_to_string (row->state));
  g_assert_cmpuint (rd_answer_count (answer, row->type), ==, row->records);
  if (row->detail != NULL)
    g_assert_nonnull (strstr (answer->detail, row->detail));
  g_assert_cmpint (answer->asked_at, >, 0);
  g_assert_cmpuint (count_asked (resolver, name), <=, MAX_TRIES);
  if (answer->state != RD_ANSWER_TIMEOUT)
    g_assert_cmpstr (answer->server, ==, address);
}

static void
test_details_of_answers (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", NULL);
  g_autofree char *address = fake_peer_dup_address (peer);
  g_autoptr (RdResolver) resolver = new_resolver (address);
  g_autoptr (RdAnswer) alias = ask_resolver (resolver, rd_question_dns ("alias.test", RD_RR_TXT));
  g_autoptr (RdAnswer) negative = ask_resolver (resolver, rd_question_dns ("nx.test", RD_RR_TXT));
  g_autoptr (RdAnswer) bogus = ask_resolver (resolver, rd_question_dns_full ("bogus.test", RD_RR_A, RD_QUESTION_CHECKING_DISABLED));
  g_autoptr (RdAnswer) huge = ask_resolver (resolver, rd_question_dns ("huge.test", RD_RR_TXT));
  g_autoptr (RdAnswer) impossible = ask_resolver (resolver, rd_question_dns ("a..test", RD_RR_TXT));

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
  g_autoptr (RdAnswer) answer = ask_resolver (resolver, rd_question_dns ("endless-0.test", RD_RR_TXT));
  g_autoptr (RdAnswer) ninth = ask_resolver (resolver, rd_question_dns ("seen.endless-8.test", RD_RR_TXT));
  g_autoptr (RdAnswer) tenth = ask_resolver (resolver, rd_question_dns ("seen.endless-9.test", RD_RR_TXT));

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
  g_autoptr (RdAnswer) answer = ask_resolver (resolver, rd_question_dns ("hostile.test", RD_RR_TXT));
  GBytes *data = rd_answer_nth (answer, RD_RR_TXT, 0)->data;

  g_assert_cmpmem (g_bytes_get_data (data, NULL), g_bytes_get_size (data), bytes, sizeof bytes - 1);
  g_assert_cmpstr (get_text (answer), ==,
                   "\"v=spf1 \\027[2J\\027]0;owned\\007\\15531m\\000\\013\\010\\\"\\\\\\255\\226\\128\\174 -all\"");
}

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
  cached = ask_resolver (resolver, rd_question_dns ("www.zone.test", RD_RR_TXT));
  fresh = ask_resolver (resolver, rd_question_dns_full ("www.zone.test", RD_RR_TXT, RD_QUESTION_AUTHORITATIVE));
  alias = ask_resolver (resolver, rd_question_dns_full ("alias.zone.test", RD_RR_TXT, RD_QUESTION_AUTHORITATIVE));
  lame = ask_resolver (resolver, rd_question_dns_full ("lame.zone.test", RD_RR_TXT, RD_QUESTION_AUTHORITATIVE));
  missing = ask_resolver (resolver, rd_question_dns_full ("nx.nodata", RD_RR_TXT, RD_QUESTION_AUTHORITATIVE));

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
  g_autoptr (RdAnswer) answer = ask_resolver (resolver, rd_question_dns_full ("www.zone.test", RD_RR_TXT, RD_QUESTION_AUTHORITATIVE));

  g_assert_cmpint (answer->state, ==, RD_ANSWER_SERVER_FAILURE);
  g_assert_cmpstr (answer->detail, ==, "the servers in charge cannot be found");
}

static void
test_server_list (void)
{
  static const char *const bad[] = { "dns.example", "192.0.2.1:0", "192.0.2.1:x", "192.0.2.1,,192.0.2.2", "[2001:db8::1", "192.0.2.1:53:53" };
  g_autoptr (RdResolver) resolver = new_resolver ("192.0.2.1, 192.0.2.2:5353,2001:DB8::1,[2001:db8::2]:5353");
  g_auto (GStrv) servers = rd_resolver_dup_upstreams (resolver);
  g_autofree char *joined = g_strjoinv (" ", servers);

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
  g_test_add_func ("/net/resolver/details", test_details_of_answers);
  g_test_add_func ("/net/resolver/endless-aliases", test_endless_aliases);
  g_test_add_func ("/net/resolver/hostile-text", test_hostile_text);
  g_test_add_func ("/net/resolver/authoritative", test_authoritative);
  g_test_add_func ("/net/resolver/authoritative-not-local", test_authoritative_not_local);
  g_test_add_func ("/net/resolver/server-list", test_server_list);
  return g_test_run ();
}
