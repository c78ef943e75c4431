/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rd-dns-wire.h"

/* A header with an answer's flags, one question "a.test", type A. */
#define HEAD(flags, answers, authority, additional) \
  "\x12\x34" flags "\0\1\0" answers "\0" authority "\0" additional
#define QUESTION "\1a\4test\0\0\1\0\1"
#define SELF "\xc0\x0c"
#define A_HEAD "\0\1\0\1\0\0\1\x2c"
#define FOUR "\0\4\300\0\2\1"

#define OK "\x81\x80"
#define REFERRED "\x80\x00"

typedef struct
{
  const char   *name;
  const char   *bytes;
  gsize         length;
  RdAnswerState state;
  guint         records;
  guint32       ttl;
} Case;

#define CASE(name, bytes, state, records, ttl)         \
  {                                                    \
    name, bytes, sizeof bytes - 1, state, records, ttl \
  }

static const Case cases[] = {
  CASE ("found", HEAD (OK, "\1", "\0", "\0") QUESTION SELF A_HEAD FOUR, RD_ANSWER_FOUND, 1, 300),
  CASE ("ttl-negative", HEAD (OK, "\1", "\0", "\0") QUESTION SELF "\0\1\0\1\x80\0\0\0" FOUR, RD_ANSWER_FOUND, 1, 0),
  CASE ("class-chaos", HEAD (OK, "\1", "\0", "\0") QUESTION SELF "\0\1\0\3\0\0\1\x2c" FOUR, RD_ANSWER_NO_DATA, 0, 0),
  CASE ("upper-case", HEAD (OK, "\1", "\0", "\0") "\1A\4TeSt\0\0\1\0\1" SELF A_HEAD FOUR, RD_ANSWER_FOUND, 1, 300),
  CASE ("not-mine", HEAD (OK, "\1", "\0", "\0") QUESTION "\1b\xc0\x0e" A_HEAD FOUR, RD_ANSWER_NO_DATA, 0, 0),
  CASE ("no-data", HEAD (OK, "\0", "\1", "\0") QUESTION "\xc0\x0e\0\6\0\1\0\0\3\x84\0\x16\0\0\0\0\0\1\0\0\0\2\0\0\0\3\0\0\0\4\0\0\0\x3c", RD_ANSWER_NO_DATA, 0, 60),
  CASE ("no-such-name", HEAD ("\x81\x83", "\0", "\0", "\0") QUESTION, RD_ANSWER_NO_SUCH_NAME, 0, 0),
  CASE ("servfail", HEAD ("\x81\x82", "\0", "\0", "\0") QUESTION, RD_ANSWER_SERVER_FAILURE, 0, 0),
  CASE ("refused", HEAD ("\x81\x85", "\0", "\0", "\0") QUESTION, RD_ANSWER_REFUSED, 0, 0),
  CASE ("bad-version", HEAD (OK, "\0", "\0", "\1") QUESTION "\0\0\x29\4\xd0\1\0\0\0\0\0", RD_ANSWER_SERVER_FAILURE, 0, 0),
  CASE ("formerr-header", "\x12\x34\x81\x81\0\0\0\0\0\0\0\0", RD_ANSWER_SERVER_FAILURE, 0, 0),
  CASE ("noerror-header", "\x12\x34\x81\x80\0\0\0\0\0\0\0\0", RD_ANSWER_MALFORMED, 0, 0),
  CASE ("referral", HEAD (REFERRED, "\0", "\1", "\0") QUESTION "\xc0\x0e\0\2\0\1\0\0\1\x2c\0\4\2ns\0", RD_ANSWER_SERVER_FAILURE, 0, 0),
  CASE ("truncated", HEAD ("\x83\x80", "\0", "\0", "\0") QUESTION, RD_ANSWER_MALFORMED, 0, 0),
  CASE ("a-query", HEAD ("\x01\x00", "\0", "\0", "\0") QUESTION, RD_ANSWER_MALFORMED, 0, 0),
  CASE ("of-an-update", HEAD ("\xa9\x83", "\0", "\0", "\0") QUESTION, RD_ANSWER_MALFORMED, 0, 0),
  CASE ("empty", "", RD_ANSWER_MALFORMED, 0, 0),
  CASE ("half-header", "\x12\x34\x81\x80\0\1\0\0", RD_ANSWER_MALFORMED, 0, 0),
  CASE ("other-question", HEAD (OK, "\0", "\0", "\0") "\1b\4test\0\0\1\0\1", RD_ANSWER_MALFORMED, 0, 0),
  CASE ("other-type", HEAD (OK, "\0", "\0", "\0") "\1a\4test\0\0\2\0\1", RD_ANSWER_MALFORMED, 0, 0),
  CASE ("two-questions", "\x12\x34\x81\x80\0\2\0\0\0\0\0\0" QUESTION QUESTION, RD_ANSWER_MALFORMED, 0, 0),
  CASE ("missing-answer", HEAD (OK, "\1", "\0", "\0") QUESTION, RD_ANSWER_MALFORMED, 0, 0),
  CASE ("short-rdata", HEAD (OK, "\1", "\0", "\0") QUESTION SELF A_HEAD "\0\3\300\0\2", RD_ANSWER_MALFORMED, 0, 0),
  CASE ("rdata-past-end", HEAD (OK, "\1", "\0", "\0") QUESTION SELF A_HEAD "\0\5\300\0\2\1", RD_ANSWER_MALFORMED, 0, 0),
  CASE ("pointer-to-itself", HEAD (OK, "\1", "\0", "\0") QUESTION "\xc0\x18" A_HEAD FOUR, RD_ANSWER_MALFORMED, 0, 0),
  CASE ("pointer-forward", HEAD (OK, "\1", "\0", "\0") QUESTION "\xc0\x40" A_HEAD FOUR, RD_ANSWER_MALFORMED, 0, 0),
  CASE ("pointer-circle", HEAD (OK, "\1", "\0", "\0") QUESTION "\1x\xc0\x18" A_HEAD FOUR, RD_ANSWER_MALFORMED, 0, 0),
  CASE ("pointer-cut", HEAD (OK, "\1", "\0", "\0") QUESTION "\xc0", RD_ANSWER_MALFORMED, 0, 0),
  CASE ("label-type", HEAD (OK, "\1", "\0", "\0") QUESTION "\x41z\0" A_HEAD FOUR, RD_ANSWER_MALFORMED, 0, 0),
  CASE ("label-past-end", HEAD (OK, "\1", "\0", "\0") QUESTION "\x3f", RD_ANSWER_MALFORMED, 0, 0),
  CASE ("alias", HEAD (OK, "\2", "\0", "\0") QUESTION SELF "\0\5\0\1\0\0\0\x1e\0\4\1b\xc0\x0e"
                                                           "\xc0\x24" A_HEAD FOUR,
        RD_ANSWER_FOUND,
        2,
        30),
  CASE ("alias-loop", HEAD (OK, "\1", "\0", "\0") QUESTION SELF "\0\5\0\1\0\0\0\x1e\0\2\xc0\x0c", RD_ANSWER_MALFORMED, 1, 0),
};

static void
test_parse (gconstpointer data)
{
  const Case        *row = data;
  g_autofree guint8 *copy = g_memdup2 (row->bytes, row->length);
  g_autoptr (RdQuestion) question = rd_question_dns ("a.test", RD_RR_A);
  RdDnsHeader header = { 0 };
  g_autoptr (RdAnswer) answer = rd_dns_parse_answer (question, copy, row->length, &header);

  g_assert_cmpint (answer->state, ==, row->state);
  g_assert_cmpuint (answer->records->len, ==, row->records);
  g_assert_cmpuint (answer->ttl, ==, row->ttl);
  g_assert_true (answer->state == RD_ANSWER_MALFORMED || header.id == 0x1234);
  if (!rd_answer_is_known (answer))
    g_assert_nonnull (answer->detail);
}

/* A name of so many labels, each with a pointer to the one before. */
static RdAnswerState
parse_pointer_chain (guint labels)
{
  g_autoptr (RdQuestion) question = rd_question_dns ("a.test", RD_RR_A);
  g_autoptr (GByteArray) message = g_byte_array_new ();
  g_autoptr (RdAnswer) answer = NULL;
  RdDnsHeader  header = { 0 };
  gsize        before = 12;
  const guint8 length[] = { (guint8) (labels * 4 >> 8), (guint8) (labels * 4) };

  g_byte_array_append (message, (const guint8 *) HEAD (OK, "\2", "\0", "\0") QUESTION, 24);
  g_byte_array_append (message, (const guint8 *) SELF "\xff\x00\0\1\0\0\0\0", 10);
  g_byte_array_append (message, length, sizeof length);
  for (guint i = 0; i < labels; i++)
    {
      const guint8 piece[] = { 1, 'x', (guint8) (0xc0 | before >> 8), (guint8) before };

      before = message->len;
      g_byte_array_append (message, piece, sizeof piece);
    }
  g_byte_array_append (message, (const guint8[]){ (guint8) (0xc0 | before >> 8), (guint8) before }, 2);
  g_byte_array_append (message, (const guint8 *) A_HEAD FOUR, 14);
  answer = rd_dns_parse_answer (question, message->data, message->len, &header);
  return answer->state;
}

/* Eight bytes of the 255 belong to "a.test", two to each label before it. */
static void
test_pointer_chain (void)
{
  g_assert_cmpint (parse_pointer_chain (1), ==, RD_ANSWER_NO_DATA);
  g_assert_cmpint (parse_pointer_chain (123), ==, RD_ANSWER_NO_DATA);
  g_assert_cmpint (parse_pointer_chain (124), ==, RD_ANSWER_MALFORMED);
  g_assert_cmpint (parse_pointer_chain (4000), ==, RD_ANSWER_MALFORMED);
}

/* 64 kB of aliases, all the same: the answer is read in time and memory that
 * follow its size. */
static void
test_full_of_aliases (void)
{
  static const guint8 alias[] = SELF "\0\5\0\1\0\0\0\x1e\0\2\xc0\x0c";
  const guint         count = (65535 - 24) / 14;
  g_autoptr (RdQuestion) question = rd_question_dns ("a.test", RD_RR_A);
  g_autoptr (GByteArray) message = g_byte_array_new ();
  RdDnsHeader header = { 0 };
  g_autoptr (RdAnswer) answer = NULL;

  g_byte_array_append (message, (const guint8 *) HEAD (OK, "\0", "\0", "\0") QUESTION, 24);
  message->data[6] = (guint8) (count >> 8);
  message->data[7] = (guint8) count;
  for (guint i = 0; i < count; i++)
    g_byte_array_append (message, alias, 14);
  answer = rd_dns_parse_answer (question, message->data, message->len, &header);
  g_assert_cmpint (answer->state, ==, RD_ANSWER_MALFORMED);
  g_assert_cmpuint (answer->records->len, ==, 1);
}

static void
test_cut_everywhere (void)
{
  static const char message[] = HEAD (OK, "\2", "\0", "\0") QUESTION SELF "\0\5\0\1\0\0\0\x1e\0\4\1b\xc0\x0e"
                                                                          "\xc0\x24" A_HEAD FOUR;
  g_autoptr (RdQuestion) question = rd_question_dns ("a.test", RD_RR_A);

  for (gsize length = 0; length < sizeof message - 1; length++)
    {
      g_autofree guint8 *copy = g_memdup2 (message, length);
      RdDnsHeader        header = { 0 };
      g_autoptr (RdAnswer) answer = rd_dns_parse_answer (question, copy, length, &header);

      g_assert_cmpint (answer->state, ==, RD_ANSWER_MALFORMED);
    }
}

static void
test_extended_error (void)
{
  static const char message[] = HEAD ("\x81\x82", "\0", "\0", "\1") QUESTION "\0\0\x29\4\xd0\0\0\0\0\0\x0b\0\x0f\0\7\0\7old\x1b\x31";
  g_autoptr (RdQuestion) question = rd_question_dns ("a.test", RD_RR_A);
  RdDnsHeader header = { 0 };
  g_autoptr (RdAnswer) answer = rd_dns_parse_answer (question, (const guint8 *) message, sizeof message - 1, &header);

  g_assert_cmpint (answer->state, ==, RD_ANSWER_SERVER_FAILURE);
  g_assert_cmpstr (answer->detail, ==, "SERVFAIL, extended error 7: old\357\277\2751");
}

static void
test_build (void)
{
  g_autoptr (RdQuestion) question = rd_question_dns ("_25._tcp.MX.test", RD_RR_TLSA);
  g_autoptr (RdQuestion) root = rd_question_dns (".", RD_RR_NS);
  g_autoptr (RdQuestion) bad = rd_question_dns ("a..test", RD_RR_A);
  g_autoptr (GBytes) plain = rd_dns_build_query (question, 0x1234, RD_DNS_QUERY_RECURSION);
  g_autoptr (GBytes) full = rd_dns_build_query (root, 0x1234, RD_DNS_QUERY_RECURSION | RD_DNS_QUERY_EDNS | RD_DNS_QUERY_CHECKING_DISABLED);
  g_autoptr (GBytes) none = rd_dns_build_query (bad, 1, RD_DNS_QUERY_RECURSION);
  static const char plain_wire[] = "\x12\x34\x01\x00\0\1\0\0\0\0\0\0\3_25\4_tcp\2mx\4test\0\0\x34\0\1";
  static const char full_wire[] = "\x12\x34\x01\x30\0\1\0\0\0\0\0\1\0\0\2\0\1\0\0\x29\4\xd0\0\0\0\0\0\0";

  g_assert_cmpmem (g_bytes_get_data (plain, NULL), g_bytes_get_size (plain), plain_wire, sizeof plain_wire - 1);
  g_assert_cmpmem (g_bytes_get_data (full, NULL), g_bytes_get_size (full), full_wire, sizeof full_wire - 1);
  g_assert_null (none);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/net/dns-wire/parse/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_parse);
    }
  g_test_add_func ("/net/dns-wire/pointer-chain", test_pointer_chain);
  g_test_add_func ("/net/dns-wire/full-of-aliases", test_full_of_aliases);
  g_test_add_func ("/net/dns-wire/cut-everywhere", test_cut_everywhere);
  g_test_add_func ("/net/dns-wire/extended-error", test_extended_error);
  g_test_add_func ("/net/dns-wire/build", test_build);
  return g_test_run ();
}
