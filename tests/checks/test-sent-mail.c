/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Checks of a mail that was sent and of the server it left from.  Each finding is
 * looked for where it is due, missed where it nearly is, and every answer is lost
 * once: who is accused then must have been accused with all answers too. */

#include "rd-alignment.h"
#include "rd-dkim-check.h"
#include "rd-ptr.h"
#include "rd-spf-check.h"
#include "rd-test-check.h"

#include <string.h>

#define D "bakery.example"
#define IP "203.0.113.81"
#define REVERSE "81.113.0.203.in-addr.arpa"
#define IP6 "2001:db8::81"
#define REVERSE6 "1.8.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa"
#define NAMED REVERSE " PTR mail." D ".", "mail." D " A " IP

#define FROM_OWN "Return-Path: <anna@" D ">\r\nFrom: Anna <anna@" D ">\r\n\r\nHello\r\n"
#define FROM_BELOW "Return-Path: <b@news." D ">\r\nFrom: Anna <anna@" D ">\r\n\r\nHello\r\n"
#define FROM_SERVICE "Return-Path: <b@mailer.example>\r\nFrom: Anna <anna@" D ">\r\n\r\nHello\r\n"
#define FROM_NOBODY "Return-Path: <>\r\nFrom: Anna <anna@" D ">\r\n\r\nHello\r\n"
#define SIGNED(domain) "DKIM-Signature: v=1; a=rsa-sha256; d=" domain "; s=s1; h=from; bh=AAAA; b=AAAA\r\n"
#define KEY "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCeDTXlMuE2zGOglgUSOfAzdD4wqOJrl8k6ymOXrzEKj36rtYyEe2/9P5a8bxM9JVTyioWxmWgB2gOTI44FKA+pERs3oYnfak8+ke5yCc4aLSn4auAkE4ZpNUZe5hNL6oIH4nw6g4jYV9Buf5Ol11merniIJwwz5kT9uSCRcOYc7QIDAQAB"

typedef struct
{
  const char       *name;
  RdCheckFunc       check;
  const char       *ip;   /* (nullable) */
  const char       *helo; /* (nullable) */
  const char       *mail; /* (nullable) */
  const char       *id;
  int               state; /* RdFindingState, or RD_TEST_ABSENT */
  const char *const lines[12];
} Row;

static const Row rows[] = {
  /* May this server send? (RFC 7208 section 2.6) */
  { "listed", rd_spf_check_sender, IP, NULL, NULL, "spf.ip-pass", RD_FINDING_FINE, { D " TXT v=spf1 ip4:" IP " -all" } },
  { "listed", rd_spf_check_sender, IP, NULL, NULL, "spf.ip-fail", RD_TEST_ABSENT, { D " TXT v=spf1 ip4:" IP " -all" } },
  { "not-listed", rd_spf_check_sender, IP, NULL, NULL, "spf.ip-fail", RD_FINDING_BROKEN, { D " TXT v=spf1 ip4:192.0.2.1 -all" } },
  { "not-listed-softly", rd_spf_check_sender, IP, NULL, NULL, "spf.ip-fail", RD_FINDING_BROKEN, { D " TXT v=spf1 ip4:192.0.2.1 ~all" } },
  { "listed-three-down", rd_spf_check_sender, IP, NULL, NULL, "spf.ip-pass", RD_FINDING_FINE, { D " TXT v=spf1 include:a.example -all", "a.example TXT v=spf1 include:b.example -all", "b.example TXT v=spf1 a:out.b.example -all", "out.b.example A " IP } },
  { "network-of-a-neighbour", rd_spf_check_sender, IP, NULL, NULL, "spf.ip-fail", RD_FINDING_BROKEN, { D " TXT v=spf1 ip4:203.0.113.0/26 -all" } },
  { "network-around-it", rd_spf_check_sender, IP, NULL, NULL, "spf.ip-fail", RD_TEST_ABSENT, { D " TXT v=spf1 ip4:203.0.113.64/26 -all" } },
  { "six-is-not-four", rd_spf_check_sender, IP6, NULL, NULL, "spf.ip-fail", RD_FINDING_BROKEN, { D " TXT v=spf1 ip4:0.0.0.0/0 -all" } },
  { "six-listed", rd_spf_check_sender, IP6, NULL, NULL, "spf.ip-pass", RD_FINDING_FINE, { D " TXT v=spf1 mx -all", D " MX 10 mx." D ".", "mx." D " AAAA " IP6 } },
  { "not-answered", rd_spf_check_sender, IP, NULL, NULL, "spf.ip-fail", RD_TEST_ABSENT, { D " SERVFAIL" } },
  { "not-answered", rd_spf_check_sender, IP, NULL, NULL, "spf.servfail", RD_FINDING_UNKNOWN, { D " SERVFAIL" } },
  { "include-not-answered", rd_spf_check_sender, IP, NULL, NULL, "spf.ip-fail", RD_TEST_ABSENT, { D " TXT v=spf1 include:a.example -all", "a.example TIMEOUT" } },
  { "listed-before-the-silent-one", rd_spf_check_sender, IP, NULL, NULL, "spf.ip-pass", RD_FINDING_FINE, { D " TXT v=spf1 ip4:" IP " include:a.example -all", "a.example TIMEOUT" } },
  { "greets-without-record", rd_spf_check_sender, IP, "mail." D, NULL, "spf.helo", RD_FINDING_INFO, { D " TXT v=spf1 ip4:" IP " -all" } },
  { "greets-with-record", rd_spf_check_sender, IP, "mail." D, NULL, "spf.helo", RD_TEST_ABSENT, { D " TXT v=spf1 ip4:" IP " -all", "mail." D " TXT v=spf1 a -all", "mail." D " A " IP } },
  { "greeting-not-answered", rd_spf_check_sender, IP, "mail." D, NULL, "spf.helo", RD_TEST_ABSENT, { D " TXT v=spf1 ip4:" IP " -all", "mail." D " TIMEOUT" } },
  { "greets-with-a-word", rd_spf_check_sender, IP, "laptop", NULL, "spf.helo", RD_TEST_ABSENT, { D " TXT v=spf1 ip4:" IP " -all" } },

  /* Does the name of the server fit? (RFC 1912 section 2.1) */
  { "named", rd_ptr_check, IP, NULL, NULL, "ptr.fine", RD_FINDING_FINE, { NAMED } },
  { "nameless", rd_ptr_check, IP, NULL, NULL, "ptr.missing", RD_FINDING_BROKEN, { "mail." D " A " IP } },
  { "nameless-six", rd_ptr_check, IP6, NULL, NULL, "ptr.ipv6-missing", RD_FINDING_BROKEN, { "mail." D " AAAA " IP6 } },
  { "named-six", rd_ptr_check, IP6, NULL, NULL, "ptr.ipv6-missing", RD_TEST_ABSENT, { REVERSE6 " PTR mail." D ".", "mail." D " AAAA " IP6 } },
  { "reverse-not-answered", rd_ptr_check, IP, NULL, NULL, "ptr.missing", RD_TEST_ABSENT, { REVERSE " SERVFAIL" } },
  { "leads-elsewhere", rd_ptr_check, IP, NULL, NULL, "ptr.forward-mismatch", RD_FINDING_BROKEN, { REVERSE " PTR mail." D ".", "mail." D " A 203.0.113.82" } },
  { "leads-nowhere", rd_ptr_check, IP, NULL, NULL, "ptr.no-forward", RD_FINDING_BROKEN, { REVERSE " PTR mail." D "." } },
  { "name-not-answered", rd_ptr_check, IP, NULL, NULL, "ptr.no-forward", RD_TEST_ABSENT, { REVERSE " PTR mail." D ".", "mail." D " TIMEOUT" } },
  { "one-of-two-addresses", rd_ptr_check, IP, NULL, NULL, "ptr.forward-mismatch", RD_TEST_ABSENT, { REVERSE " PTR mail." D ".", "mail." D " A 203.0.113.82", "mail." D " A " IP } },
  { "delegated-reverse", rd_ptr_check, IP, NULL, NULL, "ptr.fine", RD_FINDING_FINE, { REVERSE " CNAME 81.64/26.113.0.203.in-addr.arpa", "81.64/26.113.0.203.in-addr.arpa PTR mail." D ".", "mail." D " A " IP } },
  { "line-of-a-home", rd_ptr_check, IP, NULL, NULL, "ptr.generic", RD_FINDING_WEAK, { REVERSE " PTR p81.dyn.isp.example.", "p81.dyn.isp.example A " IP } },
  { "number-in-a-good-name", rd_ptr_check, IP, NULL, NULL, "ptr.generic", RD_TEST_ABSENT, { REVERSE " PTR mx81." D ".", "mx81." D " A " IP } },
  { "greets-as-somebody-else", rd_ptr_check, IP, "www." D, NULL, "ptr.helo-mismatch", RD_FINDING_WEAK, { NAMED, "www." D " A " IP } },
  { "greets-with-its-name", rd_ptr_check, IP, "MAIL." D, NULL, "ptr.helo-mismatch", RD_TEST_ABSENT, { NAMED } },
  { "greets-with-nothing-known", rd_ptr_check, IP, "office.local", NULL, "ptr.helo-bad", RD_FINDING_WEAK, { NAMED } },
  { "greeting-name-silent", rd_ptr_check, IP, "slow." D, NULL, "ptr.helo-bad", RD_TEST_ABSENT, { NAMED, "slow." D " TIMEOUT" } },

  /* Do the names in the mail belong together? (RFC 9989 section 4.4) */
  { "own-return-path", rd_alignment_check, IP, NULL, FROM_OWN, "alignment.fine", RD_FINDING_FINE, { D " TXT v=spf1 ip4:" IP " -all", "_dmarc." D " TXT v=DMARC1; p=none" } },
  { "return-path-below", rd_alignment_check, IP, NULL, FROM_BELOW, "alignment.fine", RD_FINDING_FINE, { "news." D " TXT v=spf1 ip4:" IP " -all", "_dmarc." D " TXT v=DMARC1; p=none" } },
  { "return-path-below-but-strict", rd_alignment_check, IP, NULL, FROM_BELOW, "alignment.none", RD_FINDING_WEAK, { "news." D " TXT v=spf1 ip4:" IP " -all", "_dmarc." D " TXT v=DMARC1; p=none; aspf=s" } },
  { "strict-and-the-same", rd_alignment_check, IP, NULL, FROM_OWN, "alignment.fine", RD_FINDING_FINE, { D " TXT v=spf1 ip4:" IP " -all", "_dmarc." D " TXT v=DMARC1; p=none; aspf=s; adkim=s" } },
  { "strict-but-signed-with-the-same", rd_alignment_check, IP, NULL, SIGNED (D) FROM_BELOW, "alignment.fine", RD_FINDING_FINE, { "news." D " TXT v=spf1 ip4:" IP " -all", "_dmarc." D " TXT v=DMARC1; p=none; aspf=s; adkim=s" } },
  { "strict-for-signatures-alone", rd_alignment_check, IP, NULL, SIGNED ("news." D) FROM_SERVICE, "alignment.none", RD_FINDING_WEAK, { "_dmarc." D " TXT v=DMARC1; p=none; adkim=s" } },
  { "signed-below", rd_alignment_check, IP, NULL, SIGNED ("news." D) FROM_SERVICE, "alignment.none", RD_TEST_ABSENT, { "_dmarc." D " TXT v=DMARC1; p=none" } },
  { "service", rd_alignment_check, IP, NULL, FROM_SERVICE, "alignment.none", RD_FINDING_WEAK, { "mailer.example TXT v=spf1 ip4:" IP " -all", "_dmarc." D " TXT v=DMARC1; p=none" } },
  { "service", rd_alignment_check, IP, NULL, FROM_SERVICE, "spf.unaligned", RD_FINDING_WEAK, { "mailer.example TXT v=spf1 ip4:" IP " -all", "_dmarc." D " TXT v=DMARC1; p=none" } },
  { "own", rd_alignment_check, IP, NULL, FROM_OWN, "spf.unaligned", RD_TEST_ABSENT, { D " TXT v=spf1 ip4:" IP " -all" } },
  { "signed-in-own-name", rd_alignment_check, IP, NULL, SIGNED (D) FROM_SERVICE, "alignment.none", RD_TEST_ABSENT, { "mailer.example TXT v=spf1 ip4:" IP " -all", "s1._domainkey." D " TXT v=DKIM1; p=" KEY } },
  { "null-sender-does-not-crash", rd_alignment_check, IP, NULL, FROM_NOBODY, "alignment.fine", RD_TEST_ABSENT, { D " TXT v=spf1 ip4:" IP " -all" } },
  { "service-not-answered", rd_alignment_check, IP, NULL, FROM_SERVICE, "spf.unaligned", RD_TEST_ABSENT, { "mailer.example TIMEOUT" } },

  /* Was it signed? (RFC 6376) */
  { "not-signed", rd_dkim_check_mail, NULL, NULL, FROM_OWN, "dkim.not-signed", RD_FINDING_WEAK, { D " A 192.0.2.1" } },
  { "signed", rd_dkim_check_mail, NULL, NULL, SIGNED (D) FROM_OWN, "dkim.not-signed", RD_TEST_ABSENT, { "s1._domainkey." D " TXT v=DKIM1; p=" KEY } },
  { "key-gone", rd_dkim_check_mail, NULL, NULL, SIGNED (D) FROM_OWN, "dkim.key-missing", RD_FINDING_BROKEN, { D " A 192.0.2.1" } },
  { "key-silent", rd_dkim_check_mail, NULL, NULL, SIGNED (D) FROM_OWN, "dkim.key-missing", RD_TEST_ABSENT, { "s1._domainkey." D " SERVFAIL" } },
  { "key-silent", rd_dkim_check_mail, NULL, NULL, SIGNED (D) FROM_OWN, "dkim.servfail", RD_FINDING_UNKNOWN, { "s1._domainkey." D " SERVFAIL" } },
  { "body-changed", rd_dkim_check_mail, NULL, NULL, SIGNED (D) FROM_OWN, "dkim.body-changed", RD_FINDING_BROKEN, { "s1._domainkey." D " TXT v=DKIM1; p=" KEY } },
  { "signed-by-a-service", rd_dkim_check_mail, NULL, NULL, SIGNED ("mailer.example") FROM_OWN, "dkim.key-missing", RD_TEST_ABSENT, { "s1._domainkey.mailer.example TXT v=DKIM1; p=" KEY } },
};

static RdDomainSubject *
subject_new (const Row *row)
{
  RdDomainSubject *subject = rd_domain_subject_new (D);
  RdIp             ip;

  if (row->ip != NULL)
    {
      g_assert_true (rd_ip_parse (row->ip, &ip));
      g_array_append_val (subject->ips, ip);
    }
  subject->helo = g_strdup (row->helo);
  if (row->mail != NULL)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (row->mail, strlen (row->mail));
      g_autoptr (GError) error = NULL;

      subject->mail = rd_mail_new_from_bytes (bytes, &error);
      g_assert_no_error (error);
    }
  return subject;
}

static gboolean
is_accused (const GPtrArray *findings,
            const char      *id)
{
  const RdFinding *finding = rd_findings_find (findings, id);

  return finding != NULL && (finding->state == RD_FINDING_BROKEN || finding->state == RD_FINDING_WEAK);
}

/* Loses the answer to one question after the other. */
static void
lose_each (const Row             *row,
           const RdDomainSubject *subject,
           const GPtrArray       *whole,
           RdEvidence            *evidence)
{
  for (guint id = 1; id <= rd_evidence_get_n_answers (evidence); id++)
    {
      const RdAnswer *answer = rd_evidence_get (evidence, id);
      g_autoptr (GPtrArray) less = NULL;

      if (!rd_answer_is_known (answer))
        continue;
      g_test_message ("without %s", answer->question->name);
      less = rd_test_check_run_without (row->lines, row->check, subject, rd_answer_new (answer->question, RD_ANSWER_TIMEOUT), NULL, NULL);
      for (guint i = 0; i < less->len; i++)
        {
          const RdFinding *finding = g_ptr_array_index (less, i);

          if (is_accused (less, finding->id) && !is_accused (whole, finding->id))
            g_error ("%s is told only without %s", finding->id, answer->question->name);
        }
    }
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (RdDomainSubject) subject = subject_new (row);
  g_autoptr (RdEvidence) evidence = NULL;
  g_autoptr (GPtrArray) findings = rd_test_check_run (row->lines, row->check, subject, NULL, &evidence);
  const RdFinding *finding = rd_findings_find (findings, row->id);

  if (row->state == RD_TEST_ABSENT)
    g_assert_null (finding);
  else
    {
      g_assert_nonnull (finding);
      g_assert_cmpstr (rd_finding_state_to_string (finding->state), ==, rd_finding_state_to_string ((RdFindingState) row->state));
    }
  lose_each (row, subject, findings, evidence);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/checks/sent-mail/%s/%s", rows[i].id, rows[i].name);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  return g_test_run ();
}
