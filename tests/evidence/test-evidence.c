/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rd-evidence.h"

#include <string.h>

/* --- Questions ----------------------------------------------------------- */

typedef struct
{
  const char *name;
  guint16     type;
  const char *text;
} NameCase;

static const NameCase names[] = {
  { "Example.COM.", RD_RR_TXT, "dns example.com TXT" },
  { "_dmarc.example.com", RD_RR_TXT, "dns _dmarc.example.com TXT" },
  { "b\303\274cher.example", RD_RR_MX, "dns xn--bcher-kva.example MX" },
  { "", RD_RR_NS, "dns . NS" },
  { ".", RD_RR_NS, "dns . NS" },
  { "with blank.example", 65534, "dns with\\032blank.example TYPE65534" },
  { "a..example", RD_RR_A, "dns a..example A" },
  { "100%.example", RD_RR_A, "dns 100%.example A" },
};

static void
test_question_name (gconstpointer data)
{
  const NameCase *row = data;
  g_autoptr (RdQuestion) question = rd_question_dns (row->name, row->type);
  g_autoptr (RdQuestion) again = rd_question_parse (row->text);

  g_assert_cmpstr (question->text, ==, row->text);
  g_assert_nonnull (again);
  g_assert_cmpstr (again->text, ==, row->text);
  g_assert_cmpint (again->rr_type, ==, row->type);
  g_assert_cmpint (again->kind, ==, RD_QUESTION_DNS);
}

static void
test_question_forms (void)
{
  g_autoptr (RdQuestion) flags = rd_question_dns_full ("example.com", RD_RR_DS,
                                                       RD_QUESTION_CHECKING_DISABLED | RD_QUESTION_AUTHORITATIVE);
  g_autoptr (RdQuestion) list = rd_question_dnsbl ("2.0.0.127.zen.example", RD_RR_A);
  g_autoptr (RdQuestion) web = rd_question_https ("https://mta-sts.example.com/.well-known/a b\n");
  g_autoptr (RdQuestion) mail = rd_question_smtp ("MX.example.com", 25);
  g_autoptr (RdQuestion) address = rd_question_smtp ("2001:DB8::1", 25);
  g_autoptr (RdQuestion) again = NULL;

  g_assert_cmpstr (flags->text, ==, "dns example.com DS +cd +authoritative");
  g_assert_cmpstr (list->text, ==, "dnsbl 2.0.0.127.zen.example A");
  g_assert_cmpstr (web->text, ==, "https https://mta-sts.example.com/.well-known/a%20b%0A");
  g_assert_cmpstr (mail->text, ==, "smtp mx.example.com:25");
  g_assert_cmpstr (address->text, ==, "smtp [2001:db8::1]:25");

  again = rd_question_parse (flags->text);
  g_assert_cmpint (again->flags, ==, flags->flags);
  g_clear_pointer (&again, rd_question_unref);
  again = rd_question_parse (address->text);
  g_assert_cmpstr (again->text, ==, address->text);
  g_assert_cmpint (again->kind, ==, RD_QUESTION_SMTP);
}

static void
test_question_not (gconstpointer data)
{
  g_autoptr (RdQuestion) question = rd_question_parse (data);

  g_assert_null (question);
}

/* --- Records ------------------------------------------------------------- */

typedef struct
{
  const char *name;
  guint16     type;
  const char *text;
  const char *normal; /* NULL: malformed */
} RecordCase;

static const RecordCase records[] = {
  { "a", RD_RR_A, "192.0.2.1", "192.0.2.1" },
  { "a-short", RD_RR_A, "192.0.2", NULL },
  { "a-as-v6", RD_RR_A, "2001:db8::1", NULL },
  { "aaaa", RD_RR_AAAA, "2001:DB8:0::1", "2001:db8::1" },
  { "aaaa-as-v4", RD_RR_AAAA, "192.0.2.1", NULL },
  { "aaaa-mapped", RD_RR_AAAA, "::ffff:192.0.2.1", "::ffff:192.0.2.1" },
  { "mx", RD_RR_MX, "10 MX.Example.com.", "10 mx.example.com." },
  { "mx-undotted", RD_RR_MX, "10  mx.example.com", "10 mx.example.com." },
  { "mx-null", RD_RR_MX, "0 .", "0 ." },
  { "mx-no-host", RD_RR_MX, "10", NULL },
  { "mx-number", RD_RR_MX, "65536 a.example", NULL },
  { "mx-more", RD_RR_MX, "10 a.example b.example", NULL },
  { "ns", RD_RR_NS, "ns1.example.", "ns1.example." },
  { "cname-escaped", RD_RR_CNAME, "a\\.b.example.", "a\\.b.example." },
  { "ptr-blank", RD_RR_PTR, "a\\032b.example.", "a\\032b.example." },
  { "ptr-long-label", RD_RR_PTR, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example", NULL },
  { "ptr-empty-label", RD_RR_PTR, "a..example", NULL },
  { "soa", RD_RR_SOA, "ns.example. root.example. 1 3600 600 86400 60", "ns.example. root.example. 1 3600 600 86400 60" },
  { "srv", RD_RR_SRV, "0 5 587 mail.example.", "0 5 587 mail.example." },
  { "txt-plain", RD_RR_TXT, "v=spf1 -all", "\"v=spf1 -all\"" },
  { "txt-quoted", RD_RR_TXT, "\"v=spf1 \" \"-all\"", "\"v=spf1 \" \"-all\"" },
  { "txt-escapes", RD_RR_TXT, "\"a\\\"b\\\\c\\001\\255\"", "\"a\\\"b\\\\c\\001\\255\"" },
  { "txt-backslash", RD_RR_TXT, "k=rsa\\; p=", "\"k=rsa\\\\; p=\"" },
  { "txt-empty", RD_RR_TXT, "\"\"", "\"\"" },
  { "txt-nothing", RD_RR_TXT, "", NULL },
  { "txt-open", RD_RR_TXT, "\"v=spf1", NULL },
  { "txt-bad-escape", RD_RR_TXT, "\"\\256\"", NULL },
  { "caa", RD_RR_CAA, "0 issue \"ca.example\"", "0 issue \"ca.example\"" },
  { "caa-empty", RD_RR_CAA, "128 issue \";\"", "128 issue \";\"" },
  { "tlsa", RD_RR_TLSA, "3 1 1 ABCD ef01", "3 1 1 abcdef01" },
  { "tlsa-odd", RD_RR_TLSA, "3 1 1 abc", NULL },
  { "ds", RD_RR_DS, "12345 13 2 00ff", "12345 13 2 00ff" },
  { "dnskey", RD_RR_DNSKEY, "257 3 13 AQID", "257 3 13 AQID" },
  { "dnskey-no-key", RD_RR_DNSKEY, "257 3 13 ", "257 3 13 " },
  { "dnskey-not-base64", RD_RR_DNSKEY, "257 3 13 A-B", NULL },
  { "generic", 65280, "\\# 3 00ff10", "\\# 3 00ff10" },
  { "generic-empty", 65280, "\\# 0", "\\# 0" },
  { "generic-length", 65280, "\\# 4 00ff10", NULL },
  { "generic-of-known", RD_RR_A, "\\# 4 c0000201", "192.0.2.1" },
  { "generic-bad", RD_RR_A, "\\# 3 c00002", NULL },
};

static void
test_record_text (gconstpointer data)
{
  const RecordCase *row = data;
  g_autoptr (RdRr) rr = rd_rr_new_from_text ("example.com", row->type, 300, row->text);
  g_autoptr (RdRr) again = NULL;

  if (row->normal == NULL)
    {
      g_assert_null (rr);
      return;
    }
  g_assert_nonnull (rr);
  g_assert_cmpstr (rr->text, ==, row->normal);
  g_assert_cmpuint (rr->ttl, ==, 300);
  again = rd_rr_new_from_text ("example.com", row->type, 300, rr->text);
  g_assert_nonnull (again);
  g_assert_cmpstr (again->text, ==, rr->text);
  g_assert_true (g_bytes_equal (again->data, rr->data));
}

static void
test_record_fields (void)
{
  g_autoptr (RdRr) mx = rd_rr_new_from_text ("example.com", RD_RR_MX, 60, "20 MX.example.com.");
  g_autoptr (RdRr) null_mx = rd_rr_new_from_text ("example.com", RD_RR_MX, 60, "0 .");
  g_autoptr (RdRr) txt = rd_rr_new_from_text ("example.com", RD_RR_TXT, 60, "\"v=DKIM1; \" \"p=abc\"");
  g_autoptr (RdRr) a = rd_rr_new_from_text ("example.com", RD_RR_A, 60, "192.0.2.7");
  g_autoptr (RdRr) copy = rd_rr_copy (mx);
  RdIp ip;

  g_assert_cmpuint (mx->preference, ==, 20);
  g_assert_cmpstr (mx->target, ==, "mx.example.com");
  g_assert_cmpstr (copy->target, ==, "mx.example.com");
  g_assert_cmpstr (null_mx->target, ==, "");
  g_assert_cmpmem (g_bytes_get_data (txt->data, NULL), g_bytes_get_size (txt->data), "v=DKIM1; p=abc", 14);
  g_assert_true (rd_ip_parse ("192.0.2.7", &ip));
  g_assert_true (rd_ip_equal (&a->address, &ip));
}

static void
test_record_long_txt (void)
{
  g_autofree char *text = g_strnfill (600, 'x');
  g_autoptr (RdRr) rr = rd_rr_new_from_text ("example.com", RD_RR_TXT, 60, text);

  g_assert_nonnull (rr);
  g_assert_cmpmem (g_bytes_get_data (rr->data, NULL), g_bytes_get_size (rr->data), text, 600);
  /* Three character-strings: six quotes and two blanks around the text. */
  g_assert_cmpuint (strlen (rr->text), ==, 600 + 8);
}

typedef struct
{
  const char *name;
  guint16     type;
  const char *bytes;
  gsize       length;
  const char *text; /* NULL: malformed */
} RdataCase;

static const RdataCase rdata[] = {
  { "a", RD_RR_A, "\300\000\002\001", 4, "192.0.2.1" },
  { "a-short", RD_RR_A, "\300\000\002", 3, NULL },
  { "a-long", RD_RR_A, "\300\000\002\001\000", 5, NULL },
  { "aaaa-short", RD_RR_AAAA, "\300\000\002\001", 4, NULL },
  { "mx", RD_RR_MX, "\000\012\001a\000", 5, "10 a." },
  { "mx-no-name", RD_RR_MX, "\000\012", 2, NULL },
  { "mx-open-name", RD_RR_MX, "\000\012\001a", 4, NULL },
  { "ns-pointer", RD_RR_NS, "\300\014", 2, NULL },
  { "ns-past-end", RD_RR_NS, "\005ab\000", 4, NULL },
  { "txt-no-string", RD_RR_TXT, "", 0, "\"\"" },
  { "txt-empty-string", RD_RR_TXT, "\000", 1, "\"\"" },
  { "txt-past-end", RD_RR_TXT, "\003ab", 3, NULL },
  { "caa", RD_RR_CAA, "\000\005issueca", 9, "0 issue \"ca\"" },
  { "caa-tag-past-end", RD_RR_CAA, "\000\011issue", 7, NULL },
  { "caa-tag-blank", RD_RR_CAA, "\000\003a bca", 7, NULL },
  { "tlsa-empty", RD_RR_TLSA, "\003\001\001", 3, "3 1 1 " },
  { "soa-short", RD_RR_SOA, "\000\000\000\000\000\001", 6, NULL },
  { "generic", 999, "\001\002", 2, "\\# 2 0102" },
};

static void
test_record_rdata (gconstpointer data)
{
  const RdataCase *row = data;
  /* An exact copy, so that reading one byte too far is noticed. */
  g_autofree guint8 *copy = g_memdup2 (row->bytes, row->length);
  g_autoptr (RdRr) rr = rd_rr_new_from_rdata ("example.com", row->type, 1, copy, row->length);

  if (row->text == NULL)
    {
      g_assert_null (rr);
      return;
    }
  g_assert_nonnull (rr);
  g_assert_cmpstr (rr->text, ==, row->text);
  /* Readers of TXT never see NULL, not even for a record without a byte. */
  if (row->type == RD_RR_TXT)
    g_assert_nonnull (g_bytes_get_data (rr->data, NULL));
}

static void
test_type_names (void)
{
  guint16          type = 0;
  g_autofree char *caa = rd_rr_type_dup_name (RD_RR_CAA);
  g_autofree char *other = rd_rr_type_dup_name (4711);

  g_assert_cmpstr (caa, ==, "CAA");
  g_assert_cmpstr (other, ==, "TYPE4711");
  g_assert_true (rd_rr_type_parse ("tlsa", &type));
  g_assert_cmpuint (type, ==, RD_RR_TLSA);
  g_assert_true (rd_rr_type_parse ("TYPE4711", &type));
  g_assert_cmpuint (type, ==, 4711);
  g_assert_false (rd_rr_type_parse ("TYPE65536", &type));
  g_assert_false (rd_rr_type_parse ("TXTT", &type));
  g_assert_cmpuint (type, ==, 4711);
}

/* --- Evidence ------------------------------------------------------------ */

static void
test_ask_and_put (void)
{
  static const char *const mx[] = { "10 a.example.", "20 b.example.", NULL };
  g_autoptr (RdEvidence) evidence = rd_evidence_new ();
  g_autoptr (GPtrArray) open = NULL;
  const RdAnswer *answer;

  g_assert_null (rd_evidence_ask_dns (evidence, "example.com", RD_RR_MX));
  g_assert_null (rd_evidence_ask_dns (evidence, "EXAMPLE.com.", RD_RR_MX));
  g_assert_null (rd_evidence_ask_dns (evidence, "example.com", RD_RR_A));
  g_assert_cmpuint (rd_evidence_get_n_open (evidence), ==, 2);

  rd_evidence_put_text (evidence, "example.com", RD_RR_MX, RD_ANSWER_FOUND, mx);
  g_assert_cmpuint (rd_evidence_get_n_open (evidence), ==, 1);
  answer = rd_evidence_ask_dns (evidence, "example.com", RD_RR_MX);
  g_assert_nonnull (answer);
  g_assert_cmpuint (answer->id, ==, 1);
  g_assert_true (rd_answer_is_known (answer));
  g_assert_cmpuint (rd_answer_count (answer, RD_RR_MX), ==, 2);
  g_assert_cmpuint (rd_answer_count (answer, RD_RR_A), ==, 0);
  g_assert_cmpstr (rd_answer_nth (answer, RD_RR_MX, 1)->target, ==, "b.example");
  g_assert_null (rd_answer_nth (answer, RD_RR_MX, 2));

  open = rd_evidence_steal_open (evidence);
  g_assert_cmpuint (open->len, ==, 1);
  g_assert_cmpstr (((RdQuestion *) g_ptr_array_index (open, 0))->text, ==, "dns example.com A");
  g_assert_cmpuint (rd_evidence_get_n_open (evidence), ==, 0);
  g_assert_null (rd_evidence_ask_dns (evidence, "example.com", RD_RR_A));
  g_assert_cmpuint (rd_evidence_get_n_open (evidence), ==, 1);
}

static void
test_forget_keeps_number (void)
{
  g_autoptr (RdEvidence) evidence = rd_evidence_new ();
  g_autoptr (RdQuestion) question = rd_question_dns ("example.com", RD_RR_A);

  rd_evidence_put_text (evidence, "example.com", RD_RR_A, RD_ANSWER_TIMEOUT, NULL);
  rd_evidence_put_text (evidence, "example.org", RD_RR_A, RD_ANSWER_NO_DATA, NULL);
  rd_evidence_forget (evidence, question);
  g_assert_null (rd_evidence_peek (evidence, question));
  g_assert_null (rd_evidence_get (evidence, 1));
  g_assert_cmpuint (rd_evidence_get_n_open (evidence), ==, 0);
  rd_evidence_put_text (evidence, "example.com", RD_RR_A, RD_ANSWER_NO_SUCH_NAME, NULL);
  g_assert_cmpint (rd_evidence_get (evidence, 1)->state, ==, RD_ANSWER_NO_SUCH_NAME);
  g_assert_cmpuint (rd_evidence_get_n_answers (evidence), ==, 2);
  g_assert_null (rd_evidence_get (evidence, 0));
  g_assert_null (rd_evidence_get (evidence, 3));
}

static void
test_copy_is_apart (void)
{
  static const char *const before[] = { "v=spf1 +all", NULL };
  static const char *const after[] = { "v=spf1 -all", NULL };
  g_autoptr (RdEvidence) evidence = rd_evidence_new ();
  g_autoptr (RdEvidence) copy = NULL;
  const RdAnswer *answer;

  rd_evidence_put_text (evidence, "example.com", RD_RR_TXT, RD_ANSWER_FOUND, before);
  g_assert_null (rd_evidence_ask_dns (evidence, "example.org", RD_RR_TXT));
  copy = rd_evidence_copy (evidence);
  g_assert_cmpuint (rd_evidence_get_n_open (copy), ==, 0);
  rd_evidence_put_text (copy, "example.com", RD_RR_TXT, RD_ANSWER_FOUND, after);

  answer = rd_evidence_ask_dns (evidence, "example.com", RD_RR_TXT);
  g_assert_cmpstr (rd_answer_nth (answer, RD_RR_TXT, 0)->text, ==, "\"v=spf1 +all\"");
  answer = rd_evidence_ask_dns (copy, "example.com", RD_RR_TXT);
  g_assert_cmpstr (rd_answer_nth (answer, RD_RR_TXT, 0)->text, ==, "\"v=spf1 -all\"");
  g_assert_cmpuint (answer->id, ==, 1);
}

static void
test_trace (void)
{
  g_autoptr (RdEvidence) evidence = rd_evidence_new ();
  g_autoptr (GPtrArray) trace = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_question_unref);

  rd_evidence_put_text (evidence, "example.com", RD_RR_A, RD_ANSWER_NO_DATA, NULL);
  rd_evidence_set_trace (evidence, trace);
  g_assert_nonnull (rd_evidence_ask_dns (evidence, "example.com", RD_RR_A));
  g_assert_null (rd_evidence_ask_dns (evidence, "example.com", RD_RR_MX));
  rd_evidence_set_trace (evidence, NULL);
  g_assert_null (rd_evidence_ask_dns (evidence, "example.com", RD_RR_NS));
  g_assert_cmpuint (trace->len, ==, 2);
}

static void
test_states (void)
{
  for (int state = RD_ANSWER_FOUND; state <= RD_ANSWER_MALFORMED; state++)
    {
      const char   *text = rd_answer_state_to_string ((RdAnswerState) state);
      RdAnswerState again = RD_ANSWER_FOUND;

      g_assert_true (rd_answer_state_from_string (text, &again));
      g_assert_cmpint (again, ==, state);
    }
}

int
main (int   argc,
      char *argv[])
{
  static const char *const nonsense[] = {
    "", "dns", "dns example.com", "dns example.com NOPE", "dns example.com A +dnssec",
    "dnsbl example.com A +cd", "https", "https ", "https https://a.example/ b", "smtp mx.example.com",
    "smtp mx.example.com:0", "smtp mx.example.com:65536", "smtp :25", "ftp a b", "dns  A"
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_strdup_printf ("/evidence/question/name/%" G_GSIZE_FORMAT, i);

      g_test_add_data_func (path, &names[i], test_question_name);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (nonsense); i++)
    {
      g_autofree char *path = g_strdup_printf ("/evidence/question/not/%" G_GSIZE_FORMAT, i);

      g_test_add_data_func (path, nonsense[i], test_question_not);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (records); i++)
    {
      g_autofree char *path = g_strdup_printf ("/evidence/record/text/%s", records[i].name);

      g_test_add_data_func (path, &records[i], test_record_text);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (rdata); i++)
    {
      g_autofree char *path = g_strdup_printf ("/evidence/record/rdata/%s", rdata[i].name);

      g_test_add_data_func (path, &rdata[i], test_record_rdata);
    }
  g_test_add_func ("/evidence/question/forms", test_question_forms);
  g_test_add_func ("/evidence/record/fields", test_record_fields);
  g_test_add_func ("/evidence/record/long-txt", test_record_long_txt);
  g_test_add_func ("/evidence/record/type-names", test_type_names);
  g_test_add_func ("/evidence/table/ask-and-put", test_ask_and_put);
  g_test_add_func ("/evidence/table/forget", test_forget_keeps_number);
  g_test_add_func ("/evidence/table/copy", test_copy_is_apart);
  g_test_add_func ("/evidence/table/trace", test_trace);
  g_test_add_func ("/evidence/answer/states", test_states);
  return g_test_run ();
}
