/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is made of the greetings of mail servers, from dialogues as they are
 * recorded. */

#include "rd-greeting-check.h"
#include "rd-test-check.h"
#include "rd-test-zone.h"

#include <string.h>

#define D "shop.example"
#define MX "mx.host.example"

/* A certificate made for these tests, and digests of it and of its key that
 * OpenSSL computed. */
#define CERTIFICATE                                                                                          \
  "MIIBjDCCATGgAwIBAgIURCq82JAm/UcfpjXSNPCOHLXZ45kwCgYIKoZIzj0EAwIwGjEYMBYGA1UEAwwPbXguaG9zdC5leGFtcGxlMCAX" \
  "DTI2MTEyODEwMzc1OFoYDzIxMjYxMTA0MTAzNzU4WjAaMRgwFgYDVQQDDA9teC5ob3N0LmV4YW1wbGUwWTATBgcqhkjOPQIBBggqhkjO" \
  "PQMBBwNCAAQlQ94oxbMADGKy4QTidihfA267TOZLWczbcSlItCJTdFWYI+YRfeaJ2SvrPPFMCXgBcFci3FacRub+udEGHmk6o1MwUTAd" \
  "BgNVHQ4EFgQUrNKVICFUpg7FOYBk3UOt/Z4rbJ4wHwYDVR0jBBgwFoAUrNKVICFUpg7FOYBk3UOt/Z4rbJ4wDwYDVR0TAQH/BAUwAwEB" \
  "/zAKBggqhkjOPQQDAgNJADBGAiEAtR2eUA5ML2ctcElEKZ4feEUWxKXMe44TK4zLKd9vSxYCIQDYY0BJyJVpWhx6JLLBmJm+8XPPQTam" \
  "Rf3mB5iPO5IEMQ=="
#define KEY_SHA256 "6bc6a2c47fc1cc97bb477cf89fd59a49054d0c5433aa553da498103ae1a1fe00"
#define WHOLE_SHA256 "7ef9f00710c18fb18b4df5207555148129479a28c27209f73d1c9d25b8169867"
#define WHOLE_SHA512                                                 \
  "0f7bf583538d67de96754285881e59a09ea42ea1c7229a95a12de83c53577350" \
  "e2bd07229ec81be335d6de5f76c229fee0a989a8e3eeb40b65f50a5e30106655"
#define OTHER "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

#define HELLO "S: 220 mx.host.example ESMTP\nC: EHLO [192.0.2.7]\nS: 250-mx.host.example\n"
#define PLAIN HELLO "S: 250 HELP\nC: QUIT\n"
#define OFFERED HELLO "S: 250 STARTTLS\nC: STARTTLS\nS: 220 go\n"
#define SECURED OFFERED "T: " CERTIFICATE "\n"

static const struct
{
  const char *name;
  const char *dialogue; /* or the state of an answer without one */
  const char *tlsa;     /* (nullable) */
  gboolean    is_signed;
  const char *id;
  int         state; /* RD_TEST_ABSENT, or an RdFindingState */
  const char *other; /* (nullable): a finding that must not be there */
} cases[] = {
  { "encrypted", SECURED, NULL, FALSE, "mx.starttls", RD_FINDING_FINE, "dane.match" },
  { "offered-but-not-tried", HELLO "S: 250 STARTTLS\nC: QUIT\n", NULL, FALSE, "mx.starttls", RD_FINDING_FINE, NULL },
  { "not-offered", PLAIN, NULL, FALSE, "mx.starttls-missing", RD_FINDING_WEAK, "mx.starttls" },
  { "broken", OFFERED "T: failed\n", NULL, FALSE, "mx.starttls-broken", RD_FINDING_WEAK, "mx.starttls" },
  { "blocked", "timeout", NULL, FALSE, "mx.starttls-blocked", RD_FINDING_UNKNOWN, "mx.starttls-missing" },
  { "connection-refused", "server-failure", NULL, FALSE, "mx.starttls-blocked", RD_FINDING_UNKNOWN, "mx.starttls-missing" },
  { "not-asked", "not-asked", NULL, FALSE, "mx.starttls-blocked", RD_FINDING_UNKNOWN, "mx.starttls-missing" },
  { "turned-away", "S: 554 mx.host.example you are listed\nC: QUIT\n", NULL, FALSE, "mx.starttls-turned-away", RD_FINDING_UNKNOWN, "mx.starttls-missing" },
  { "cut-off", "S: 220 mx.host.example\nC: EHLO [192.0.2.7]\n", NULL, FALSE, "mx.starttls-blocked", RD_FINDING_UNKNOWN, "mx.starttls-missing" },
  { "key", SECURED, "3 1 1 " KEY_SHA256, TRUE, "dane.match", RD_FINDING_FINE, "dane.mismatch" },
  { "whole", SECURED, "3 0 1 " WHOLE_SHA256, TRUE, "dane.match", RD_FINDING_FINE, "dane.mismatch" },
  { "whole-sha512", SECURED, "3 0 2 " WHOLE_SHA512, TRUE, "dane.match", RD_FINDING_FINE, "dane.mismatch" },
  { "authority", SECURED, "2 1 1 " KEY_SHA256, TRUE, "dane.match", RD_FINDING_FINE, "dane.mismatch" },
  { "other-key", SECURED, "3 1 1 " OTHER, TRUE, "dane.mismatch", RD_FINDING_BROKEN, "dane.match" },
  { "whole-for-key", SECURED, "3 1 1 " WHOLE_SHA256, TRUE, "dane.mismatch", RD_FINDING_BROKEN, "dane.match" },
  { "not-signed", SECURED, "3 1 1 " OTHER, FALSE, "dane.mismatch", RD_FINDING_WEAK, "dane.match" },
  { "no-certificate", PLAIN, "3 1 1 " OTHER, TRUE, "dane.mismatch", RD_TEST_ABSENT, "dane.match" },
};

static void
put_dialogue (RdEvidence *evidence,
              const char *dialogue)
{
  g_autoptr (RdQuestion) question = rd_question_smtp (MX, 25);
  RdAnswerState state = RD_ANSWER_FOUND;
  RdAnswer     *answer;
  gboolean      has_state = rd_answer_state_from_string (dialogue, &state);

  answer = rd_answer_new (question, state);
  if (!has_state)
    answer->body = g_bytes_new (dialogue, strlen (dialogue));
  rd_evidence_put (evidence, answer);
}

static void
put_tlsa (RdEvidence *evidence,
          const char *text,
          gboolean    is_signed)
{
  g_autoptr (RdQuestion) question = rd_question_dns ("_25._tcp." MX, RD_RR_TLSA);
  RdAnswer *answer = rd_answer_new (question, text != NULL ? RD_ANSWER_FOUND : RD_ANSWER_NO_DATA);

  if (text != NULL)
    g_ptr_array_add (answer->records, rd_rr_new_from_text ("_25._tcp." MX, RD_RR_TLSA, 300, text));
  answer->authenticated = is_signed;
  rd_evidence_put (evidence, answer);
}

static RdEvidence *
new_evidence (void)
{
  RdEvidence       *evidence = rd_evidence_new ();
  const char *const mx[] = { "10 " MX ".", NULL };
  const char *const a[] = { "192.0.2.1", NULL };

  rd_evidence_put_text (evidence, D, RD_RR_MX, RD_ANSWER_FOUND, mx);
  rd_evidence_put_text (evidence, MX, RD_RR_A, RD_ANSWER_FOUND, a);
  rd_evidence_put_text (evidence, MX, RD_RR_AAAA, RD_ANSWER_NO_DATA, NULL);
  return evidence;
}

static void
test_case (gconstpointer data)
{
  gsize index = GPOINTER_TO_SIZE (data);
  g_autoptr (RdEvidence) evidence = new_evidence ();
  g_autoptr (RdDomainSubject) subject = rd_domain_subject_new (D);
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_finding_unref);
  const RdFinding *finding;

  subject->may_greet = TRUE;
  put_dialogue (evidence, cases[index].dialogue);
  put_tlsa (evidence, cases[index].tlsa, cases[index].is_signed);
  g_assert_cmpint (rd_greeting_check (evidence, subject, findings), ==, RD_CHECK_DONE);
  finding = rd_findings_find (findings, cases[index].id);
  if (cases[index].state == RD_TEST_ABSENT)
    {
      g_assert_null (finding);
    }
  else
    {
      g_assert_nonnull (finding);
      g_assert_cmpint (finding->state, ==, cases[index].state);
      g_assert_cmpuint (finding->evidence->len, >, 0);
    }
  if (cases[index].other != NULL)
    g_assert_null (rd_findings_find (findings, cases[index].other));
}

/* Nobody is greeted unless the user wished it. */
static void
test_only_on_request (void)
{
  g_autoptr (RdEvidence) evidence = new_evidence ();
  g_autoptr (RdDomainSubject) subject = rd_domain_subject_new (D);
  g_autoptr (GPtrArray) findings = g_ptr_array_new ();
  g_autoptr (GPtrArray) open = NULL;

  g_assert_cmpint (rd_greeting_check (evidence, subject, findings), ==, RD_CHECK_DONE);
  g_assert_cmpuint (findings->len, ==, 0);
  g_assert_cmpuint (rd_evidence_get_n_open (evidence), ==, 0);
  subject->may_greet = TRUE;
  g_assert_cmpint (rd_greeting_check (evidence, subject, findings), ==, RD_CHECK_PENDING);
  open = rd_evidence_steal_open (evidence);
  g_assert_cmpuint (open->len, ==, 2);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/checks/greeting/%s", cases[i].name);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_case);
    }
  g_test_add_func ("/checks/greeting/only-on-request", test_only_on_request);
  return g_test_run ();
}
