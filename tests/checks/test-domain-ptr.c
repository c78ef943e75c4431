/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rd-ptr-name.h"
#include "rd-ptr.h"
#include "rd-test-check.h"

#define D "shop.example"
#define SENDS D " TXT v=spf1 mx -all", D " MX 10 mail." D ".", "mail." D " A 203.0.113.81"
#define REVERSE "81.113.0.203.in-addr.arpa"

static const RdTestCheck cases[] = {
  { "sender", rd_ptr_check, D, "ptr.missing", RD_FINDING_BROKEN, { SENDS } },
  { "receiver-only", rd_ptr_check, D, "ptr.missing", RD_FINDING_INFO, { D " TXT v=spf1 -all", D " MX 10 mail." D ".", "mail." D " A 203.0.113.81" } },
  { "there", rd_ptr_check, D, "ptr.missing", RD_TEST_ABSENT, { SENDS, REVERSE " PTR mail." D "." } },
  { "there", rd_ptr_check, D, "ptr.fine", RD_FINDING_FINE, { SENDS, REVERSE " PTR mail." D "." } },
  { "through-alias", rd_ptr_check, D, "ptr.fine", RD_FINDING_FINE, { SENDS, REVERSE " CNAME 81.64-27.113.0.203.in-addr.arpa.", "81.64-27.113.0.203.in-addr.arpa PTR mail." D "." } },
  { "missing", rd_ptr_check, D, "ptr.fine", RD_TEST_ABSENT, { SENDS } },

  { "gone", rd_ptr_check, D, "ptr.no-forward", RD_FINDING_BROKEN, { SENDS, REVERSE " PTR mail.gone.example." } },
  { "confirmed", rd_ptr_check, D, "ptr.no-forward", RD_TEST_ABSENT, { SENDS, REVERSE " PTR mail." D "." } },
  { "other-address", rd_ptr_check, D, "ptr.forward-mismatch", RD_FINDING_BROKEN, { SENDS, REVERSE " PTR mail.host.example.", "mail.host.example A 203.0.113.99" } },
  { "second-name-fits", rd_ptr_check, D, "ptr.forward-mismatch", RD_TEST_ABSENT, { SENDS, REVERSE " PTR mail.host.example.", REVERSE " PTR mail." D ".", "mail.host.example A 203.0.113.99" } },
  { "not-answered", rd_ptr_check, D, "ptr.forward-mismatch", RD_TEST_ABSENT, { SENDS, REVERSE " PTR mail.host.example.", "mail.host.example TIMEOUT" } },

  { "numbers", rd_ptr_check, D, "ptr.generic", RD_FINDING_WEAK, { SENDS, REVERSE " PTR ip-203-0-113-81.isp.example." } },
  { "own-name", rd_ptr_check, D, "ptr.generic", RD_TEST_ABSENT, { SENDS, REVERSE " PTR mail." D "." } },

  { "two", rd_ptr_check, D, "ptr.multiple", RD_FINDING_INFO, { SENDS, REVERSE " PTR mail." D ".", REVERSE " PTR www." D "." } },
  { "one", rd_ptr_check, D, "ptr.multiple", RD_TEST_ABSENT, { SENDS, REVERSE " PTR mail." D "." } },

  { "v6", rd_ptr_check, D, "ptr.ipv6-missing", RD_FINDING_BROKEN, { D " TXT v=spf1 mx -all", D " MX 10 mail." D ".", "mail." D " AAAA 2001:db8::25" } },
  { "v4", rd_ptr_check, D, "ptr.ipv6-missing", RD_TEST_ABSENT, { SENDS } },

  { "time-out", rd_ptr_check, D, "ptr.servfail", RD_FINDING_UNKNOWN, { SENDS, REVERSE " TIMEOUT" } },
  { "failure", rd_ptr_check, D, "ptr.servfail", RD_FINDING_UNKNOWN, { SENDS, REVERSE " SERVFAIL" } },
  { "name-fails", rd_ptr_check, D, "ptr.servfail", RD_FINDING_UNKNOWN, { SENDS, REVERSE " PTR mail.host.example.", "mail.host.example TIMEOUT" } },
  { "answered", rd_ptr_check, D, "ptr.servfail", RD_TEST_ABSENT, { SENDS } },
};

/* Names seen in the wild, with the address they stand for. */
static const struct
{
  const char *name;
  const char *ip;
  gboolean    is_generic;
} names[] = {
  { "ip-203-0-113-81.dyn.isp.example", "203.0.113.81", TRUE },
  { "81.113.0.203.in-addr.arpa", "203.0.113.81", TRUE },
  { "static.81.113.0.203.clients.your-server.de", "203.0.113.81", TRUE },
  { "cb007151.virtua.isp.example", "203.0.113.81", TRUE },
  { "host203000113081.isp.example", "203.0.113.81", TRUE },
  { "p5b0f1c2a.dip0.isp.example", "203.0.113.81", FALSE },
  { "pool-4711.isp.example", "203.0.113.81", TRUE },
  { "ec2-203-0-113-81.compute-1.amazonaws.com", "203.0.113.81", TRUE },
  { "vps12345.host.example", "203.0.113.81", TRUE },
  { "dsl.isp.example", "203.0.113.81", TRUE },
  { "2001-db8--25.isp.example", "2001:db8::25", TRUE },
  { "2001-db8-0-0-0-0-0-25.isp.example", "2001:db8::25", TRUE },
  { "mail.shop.example", "203.0.113.81", FALSE },
  { "mx1.goodhost.example", "192.0.2.1", FALSE },
  { "mx2.goodhost.example", "192.0.2.2", FALSE },
  { "mail-ej1-f41.google.com", "209.85.218.41", FALSE },
  { "host.shop.example", "203.0.113.81", FALSE },
  { "mail.cable.co.uk", "203.0.113.81", FALSE },
  { "mail.dynamic.com", "203.0.113.81", FALSE },
  { "o1.ptr1234.shop.example", "203.0.113.81", FALSE },
};

static void
test_names (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      RdIp ip;

      g_test_message ("%s", names[i].name);
      g_assert_true (rd_ip_parse (names[i].ip, &ip));
      g_assert_cmpint (rd_ptr_name_is_generic (names[i].name, &ip), ==, names[i].is_generic);
    }
}

static const struct
{
  const char *name;
  const char *helo;
  const char *id; /* NULL: nothing */
} greetings[] = {
  { "own", "mail.shop.example", "ptr.helo-fine" },
  { "other-name", "www.shop.example", "ptr.helo-mismatch" },
  { "gone", "gone.shop.example", "ptr.helo-bad" },
  { "address", "203.0.113.81", "ptr.helo-bad" },
  { "bracketed", "[203.0.113.81]", "ptr.helo-bad" },
  { "localhost", "localhost", "ptr.helo-bad" },
  { "office", "server.shop.local", "ptr.helo-bad" },
  { "bare", "DESKTOP-AB12", "ptr.helo-bad" },
  { "recipient", "mx.other.example", "ptr.helo-bad" },
  { "no-answer", "slow.shop.example", "ptr.servfail" },
};

static void
test_greeting (gconstpointer data)
{
  const char *const lines[] = { "mail." D " A 203.0.113.81", "www." D " A 203.0.113.81", "slow." D " TIMEOUT",
                                "mx.other.example A 192.0.2.9", REVERSE " PTR mail." D ".", NULL };
  gsize             index = GPOINTER_TO_SIZE (data);
  RdIp              ip;
  g_autoptr (RdDomainSubject) subject = rd_domain_subject_new (D);
  g_autoptr (GPtrArray) findings = NULL;

  g_assert_true (rd_ip_parse ("203.0.113.81", &ip));
  g_array_append_val (subject->ips, ip);
  subject->helo = g_strdup (greetings[index].helo);
  subject->recipient_domain = g_strdup ("mx.other.example");
  findings = rd_test_check_run (lines, rd_ptr_check, subject, NULL, NULL);
  g_assert_nonnull (rd_findings_find (findings, greetings[index].id));
}

/* Asked only with consent, and only then told. */
static void
test_policy_list (void)
{
  const char *const lines[] = { REVERSE " PTR p81.dyn.isp.example.", "p81.dyn.isp.example A 203.0.113.81", NULL };
  RdIp              ip;
  g_autoptr (RdDomainSubject) subject = rd_domain_subject_new (D);
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_finding_unref);
  g_autoptr (GPtrArray) without = NULL;
  g_autoptr (RdEvidence) evidence = NULL;
  g_autoptr (RdQuestion) question = rd_question_dnsbl ("81.113.0.203.zen.spamhaus.org", RD_RR_A);
  g_autoptr (RdAnswer) answer = rd_answer_new (question, RD_ANSWER_FOUND);

  g_assert_true (rd_ip_parse ("203.0.113.81", &ip));
  g_array_append_val (subject->ips, ip);
  without = rd_test_check_run (lines, rd_ptr_check, subject, NULL, &evidence);
  g_assert_null (rd_evidence_peek (evidence, question));
  g_assert_nonnull (rd_findings_find (without, "ptr.generic"));

  subject->may_ask_lists = TRUE;
  g_assert_cmpint (rd_ptr_check (evidence, subject, findings), ==, RD_CHECK_PENDING);
  g_ptr_array_add (answer->records, rd_rr_new_from_text (question->name, RD_RR_A, 60, "127.0.0.11"));
  rd_evidence_put (evidence, g_steal_pointer (&answer));
  g_ptr_array_set_size (findings, 0);
  g_assert_cmpint (rd_ptr_check (evidence, subject, findings), ==, RD_CHECK_DONE);
  g_assert_nonnull (rd_findings_find (findings, "ptr.residential"));
  g_assert_null (rd_findings_find (findings, "ptr.generic"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  rd_test_check_add ("ptr", cases, G_N_ELEMENTS (cases));
  for (gsize i = 0; i < G_N_ELEMENTS (greetings); i++)
    {
      g_autofree char *path = g_strdup_printf ("/checks/ptr/greeting/%s", greetings[i].name);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_greeting);
    }
  g_test_add_func ("/checks/ptr/names", test_names);
  g_test_add_func ("/checks/ptr/policy-list", test_policy_list);
  return g_test_run ();
}
