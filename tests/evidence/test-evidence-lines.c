/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rd-evidence.h"

#include <string.h>

static RdEvidence *
make_evidence (void)
{
  static const char *const txt[] = { "v=spf1 -all", "\"quote \\\" \\255\" \"two\"", NULL };
  g_autoptr (RdEvidence) evidence = rd_evidence_new ();
  g_autoptr (RdQuestion) chain = rd_question_dns ("www.example.com", RD_RR_A);
  g_autoptr (RdQuestion) web = rd_question_https ("https://mta-sts.example.com/");
  g_autoptr (RdQuestion) list = rd_question_dnsbl ("2.0.0.127.list.example", RD_RR_A);
  RdAnswer *answer;

  rd_evidence_put_text (evidence, "example.com", RD_RR_TXT, RD_ANSWER_FOUND, txt);

  answer = rd_answer_new (chain, RD_ANSWER_FOUND);
  g_ptr_array_add (answer->records, rd_rr_new_from_text ("www.example.com", RD_RR_CNAME, 60, "web.example.net."));
  g_ptr_array_add (answer->records, rd_rr_new_from_text ("web.example.net", RD_RR_A, 30, "192.0.2.80"));
  answer->ttl = 30;
  answer->server = g_strdup ("192.0.2.53:53");
  answer->asked_at = G_GINT64_CONSTANT (1795254884123456);
  answer->took_ms = 12.3;
  answer->authenticated = TRUE;
  rd_evidence_put (evidence, answer);

  answer = rd_answer_new (web, RD_ANSWER_FOUND);
  answer->body = g_bytes_new ("a\000\377", 3);
  answer->http_status = 200;
  answer->media_type = g_strdup ("text/html");
  answer->detail = g_strdup ("line\nbreak\t\"quoted\"");
  rd_evidence_put (evidence, answer);

  answer = rd_answer_new (list, RD_ANSWER_REFUSED);
  answer->authoritative = TRUE;
  rd_evidence_put (evidence, answer);
  return g_steal_pointer (&evidence);
}

static void
test_round_trip (void)
{
  g_autoptr (RdEvidence) evidence = make_evidence ();
  g_autoptr (RdEvidence) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *lines = rd_evidence_to_lines (evidence);
  g_autofree char *lines_again = NULL;
  const RdAnswer  *answer;

  g_assert_true (g_utf8_validate (lines, -1, NULL));
  again = rd_evidence_new_from_lines (lines, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rd_evidence_get_n_answers (again), ==, 4);
  lines_again = rd_evidence_to_lines (again);
  g_assert_cmpstr (lines_again, ==, lines);

  answer = rd_evidence_get (again, 2);
  g_assert_cmpint (answer->asked_at, ==, G_GINT64_CONSTANT (1795254884123456));
  g_assert_cmpstr (rd_answer_nth (answer, RD_RR_CNAME, 0)->target, ==, "web.example.net");
  g_assert_cmpstr (rd_answer_nth (answer, RD_RR_A, 0)->owner, ==, "web.example.net");
  g_assert_true (answer->authenticated);
  answer = rd_evidence_get (again, 3);
  g_assert_cmpmem (g_bytes_get_data (answer->body, NULL), g_bytes_get_size (answer->body), "a\000\377", 3);
  g_assert_cmpstr (answer->detail, ==, "line\nbreak\t\"quoted\"");
  g_assert_cmpstr (answer->media_type, ==, "text/html");
}

static void
test_form (void)
{
  g_autoptr (RdEvidence) evidence = make_evidence ();
  g_autofree char *lines = rd_evidence_to_lines (evidence);
  g_auto (GStrv) line = g_strsplit (lines, "\n", -1);

  g_assert_cmpstr (line[1], ==, "{\"id\":2,\"question\":\"dns www.example.com A\",\"state\":\"found\",\"answers\":[\"192.0.2.80\"],"
                                "\"ttl\":30,\"server\":\"192.0.2.53:53\",\"asked_at\":\"2026-11-21T09:54:44.123456Z\",\"took_ms\":12.3,"
                                "\"authenticated\":true,\"records\":[{\"owner\":\"www.example.com\",\"type\":\"CNAME\",\"ttl\":60,"
                                "\"data\":\"web.example.net.\"},{\"owner\":\"web.example.net\",\"type\":\"A\",\"ttl\":30,\"data\":\"192.0.2.80\"}]}");
}

static void
test_by_hand (void)
{
  static const char lines[] =
      "\n"
      " { \"question\" : \"dns example.com TXT\", \"state\":\"found\", \"answers\":[\"v=spf1 \\u002dall\", \"\\ud83d\\ude00\"], \"ttl\":3e2 }\r\n"
      "{\"new\":{\"deep\":[1,null,true,{}]},\"state\":\"no-such-name\",\"question\":\"dns example.org MX\",\"ttl\":-1}";
  g_autoptr (GError) error = NULL;
  g_autoptr (RdEvidence) evidence = rd_evidence_new_from_lines (lines, -1, &error);
  const RdAnswer *answer;

  g_assert_no_error (error);
  answer = rd_evidence_get (evidence, 1);
  g_assert_cmpstr (rd_answer_nth (answer, RD_RR_TXT, 0)->text, ==, "\"v=spf1 -all\"");
  g_assert_cmpmem (g_bytes_get_data (rd_answer_nth (answer, RD_RR_TXT, 1)->data, NULL), 4, "\360\237\230\200", 4);
  g_assert_cmpuint (answer->ttl, ==, 300);
  g_assert_cmpint (rd_evidence_get (evidence, 2)->state, ==, RD_ANSWER_NO_SUCH_NAME);
  g_assert_cmpuint (rd_evidence_get (evidence, 2)->ttl, ==, 0);
}

static void
test_malformed (gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RdEvidence) evidence = rd_evidence_new_from_lines (data, -1, &error);

  g_assert_null (evidence);
  g_assert_error (error, RD_EVIDENCE_ERROR, RD_EVIDENCE_ERROR_MALFORMED);
}

static void
test_deep (void)
{
  g_autofree char *brackets = g_strnfill (200000, '[');
  g_autofree char *line = g_strdup_printf ("{\"x\":%s", brackets);
  g_autoptr (GError) error = NULL;
  g_autoptr (RdEvidence) evidence = rd_evidence_new_from_lines (line, -1, &error);

  g_assert_null (evidence);
  g_assert_error (error, RD_EVIDENCE_ERROR, RD_EVIDENCE_ERROR_MALFORMED);
}

/* Every prefix of a good recording, and every good recording with one byte
 * changed, is read or refused, and nothing else happens. */
static void
test_damaged (void)
{
  g_autoptr (RdEvidence) evidence = make_evidence ();
  g_autofree char *lines = rd_evidence_to_lines (evidence);
  gsize            length = strlen (lines);
  guint            refused = 0;

  for (gsize i = 0; i < length; i++)
    {
      g_autofree char *prefix = g_memdup2 (lines, i);
      g_autofree char *changed = g_memdup2 (lines, length);
      g_autoptr (RdEvidence) a = rd_evidence_new_from_lines (prefix != NULL ? prefix : "", (gssize) i, NULL);
      g_autoptr (RdEvidence) b = NULL;

      changed[i] = (char) (changed[i] ^ 0x15);
      b = rd_evidence_new_from_lines (changed, (gssize) length, NULL);
      refused += (a == NULL) + (b == NULL);
    }
  g_assert_cmpuint (refused, >, length / 2);
}

int
main (int   argc,
      char *argv[])
{
  static const char *const malformed[] = {
    "x", "{}", "[]", "{\"question\":\"dns a.example A\"}", "{\"question\":\"dns a.example A\",\"state\":\"maybe\"}",
    "{\"question\":\"nothing\",\"state\":\"found\"}", "{\"question\":\"dns a.example A\",\"state\":\"found\"} x",
    "{\"question\":\"dns a.example A\",\"state\":\"found\",}", "{\"question\":\"dns a.example A\" \"state\":\"found\"}",
    "{\"question\":\"dns a.example A\",\"state\":\"found\",\"answers\":[\"not an address\"]}",
    "{\"question\":\"dns a.example A\",\"state\":\"found\",\"records\":[{\"owner\":\"a.example\",\"type\":\"A\"}]}",
    "{\"question\":\"dns a.example A\",\"state\":\"found\",\"ttl\":\"1\"}",
    "{\"question\":\"dns a.example A\",\"state\":\"found\",\"ttl\":1e999}",
    "{\"question\":\"dns a.example A\",\"state\":\"found\",\"server\":\"\\x\"}",
    "{\"question\":\"dns a.example A\",\"state\":\"found\",\"server\":\"\\u12\"}",
    "{\"question\":\"dns a.example A\",\"state\":\"found\",\"server\":\"\377\"}"
  };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/evidence/lines/round-trip", test_round_trip);
  g_test_add_func ("/evidence/lines/form", test_form);
  g_test_add_func ("/evidence/lines/by-hand", test_by_hand);
  g_test_add_func ("/evidence/lines/deep", test_deep);
  g_test_add_func ("/evidence/lines/damaged", test_damaged);
  for (gsize i = 0; i < G_N_ELEMENTS (malformed); i++)
    {
      g_autofree char *path = g_strdup_printf ("/evidence/lines/malformed/%" G_GSIZE_FORMAT, i);

      g_test_add_data_func (path, malformed[i], test_malformed);
    }
  return g_test_run ();
}
