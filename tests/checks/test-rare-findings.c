/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Findings that need more than a zone: an answer of the zone's own servers, a
 * signed answer, a mail with many signatures.  Each is looked at from both
 * sides, there and not there. */

#include "rd-alignment.h"
#include "rd-dane.h"
#include "rd-delegation.h"
#include "rd-dkim-check.h"
#include "rd-dkim.h"
#include "rd-dmarc-check.h"
#include "rd-test-check.h"
#include "rd-test-zone.h"

#include <string.h>

#define D "shop.example"
#define HOST "mx.shop.example"
#define DIGEST "3 1 1 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

/* --- Who belongs to whom (RFC 9989 section 4.10) ----------------------------- */

static const RdTestCheck dmarc_cases[] = {
  { "cut-off-below", rd_dmarc_check, "mail.shop.example", "dmarc.org-differs", RD_FINDING_INFO, { "_dmarc.mail.shop.example TXT v=DMARC1; p=reject; psd=n" } },
  { "suffix-of-its-own", rd_dmarc_check, "mail.shop.example", "dmarc.org-differs", RD_FINDING_INFO, { "_dmarc.shop.example TXT v=DMARC1; p=reject; psd=y", "_dmarc.mail.shop.example TXT v=DMARC1; p=none" } },
  { "cut-off-where-both-do", rd_dmarc_check, D, "dmarc.org-differs", RD_TEST_ABSENT, { "_dmarc.shop.example TXT v=DMARC1; p=reject; psd=n" } },
  { "same-above", rd_dmarc_check, "mail.shop.example", "dmarc.org-differs", RD_TEST_ABSENT, { "_dmarc.shop.example TXT v=DMARC1; p=reject" } },
  { "no-record", rd_dmarc_check, "mail.shop.example", "dmarc.org-differs", RD_TEST_ABSENT, { D " A 192.0.2.1" } },
  { "not-answered", rd_dmarc_check, "mail.shop.example", "dmarc.org-differs", RD_TEST_ABSENT, { "_dmarc.mail.shop.example TIMEOUT", "_dmarc.shop.example TXT v=DMARC1; p=reject" } },
};

/* --- What the zone's own servers say ------------------------------------------ */

static const struct
{
  const char   *name;
  const char   *own[4];
  RdAnswerState state;
  gboolean      differs;
} servers[] = {
  { "same", { "ns1.dns.example.", "ns2.dns.example." }, RD_ANSWER_FOUND, FALSE },
  { "other-order", { "ns2.dns.example.", "NS1.dns.example." }, RD_ANSWER_FOUND, FALSE },
  { "one-more", { "ns1.dns.example.", "ns2.dns.example.", "ns3.dns.example." }, RD_ANSWER_FOUND, TRUE },
  { "one-less", { "ns1.dns.example." }, RD_ANSWER_FOUND, TRUE },
  { "moved", { "ns1.new.example.", "ns2.new.example." }, RD_ANSWER_FOUND, TRUE },
  { "not-answered", { NULL }, RD_ANSWER_TIMEOUT, FALSE },
  { "refused", { NULL }, RD_ANSWER_REFUSED, FALSE },
};

static GPtrArray *
settle (const char *const *lines,
        RdEvidence        *evidence,
        RdCheckFunc        check,
        gconstpointer      subject)
{
  g_autoptr (RdTestZone) zone = rd_test_zone_new_lines (lines);
  GPtrArray *findings = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_finding_unref);
  guint      n_rounds = 0;

  while (check (evidence, subject, findings) == RD_CHECK_PENDING)
    {
      g_ptr_array_set_size (findings, 0);
      g_assert_cmpuint (n_rounds++, <, 20);
      g_assert_cmpuint (rd_test_zone_answer (zone, evidence), >, 0);
    }
  return findings;
}

static void
test_servers (gconstpointer data)
{
  gsize                    index = GPOINTER_TO_SIZE (data);
  static const char *const lines[] = {
    D " SOA ns1.dns.example. host.dns.example. 1 7200 3600 1209600 3600",
    D " NS ns1.dns.example.",
    D " NS ns2.dns.example.",
    "ns1.dns.example A 192.0.2.1",
    "ns2.dns.example A 192.0.2.2",
    NULL,
  };
  g_autoptr (RdQuestion) question = rd_question_dns_full (D, RD_RR_NS, RD_QUESTION_AUTHORITATIVE);
  g_autoptr (RdEvidence) evidence = rd_evidence_new ();
  g_autoptr (RdDomainSubject) subject = rd_domain_subject_new (D);
  g_autoptr (GPtrArray) findings = NULL;
  const RdFinding *finding;
  RdAnswer        *answer = rd_answer_new (question, servers[index].state);

  for (gsize i = 0; servers[index].own[i] != NULL; i++)
    g_ptr_array_add (answer->records, rd_rr_new_from_text (D, RD_RR_NS, 300, servers[index].own[i]));
  rd_evidence_put (evidence, answer);
  findings = settle (lines, evidence, rd_delegation_check, subject);
  finding = rd_findings_find (findings, "ns.mismatch");
  g_assert_true ((finding != NULL) == servers[index].differs);
  if (finding == NULL)
    return;
  g_assert_cmpint (finding->state, ==, RD_FINDING_WEAK);
  g_assert_cmpuint (finding->evidence->len, ==, 2);
}

/* --- Signed DANE records (RFC 7672 section 2.1) --------------------------------- */

static const struct
{
  const char *name;
  const char *tlsa; /* (nullable) */
  gboolean    is_signed;
  const char *id;
} danes[] = {
  { "signed", DIGEST, TRUE, "dane.fine" },
  { "not-vouched", DIGEST, FALSE, "dane.unsigned" },
  { "signed-but-web-usage", "1 1 1 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", TRUE, "dane.unusable" },
  { "signed-but-short", "3 1 1 0123", TRUE, "dane.unusable" },
  { "signed-nothing", NULL, TRUE, "dane.none" },
};

static void
test_dane (gconstpointer data)
{
  gsize                    index = GPOINTER_TO_SIZE (data);
  static const char *const ids[] = { "dane.fine", "dane.unsigned", "dane.unusable", "dane.none" };
  static const char *const lines[] = { D " MX 10 " HOST, HOST " A 192.0.2.25", NULL };
  g_autoptr (RdQuestion) question = rd_question_dns ("_25._tcp." HOST, RD_RR_TLSA);
  g_autoptr (RdEvidence) evidence = rd_evidence_new ();
  g_autoptr (RdDomainSubject) subject = rd_domain_subject_new (D);
  g_autoptr (GPtrArray) findings = NULL;
  RdAnswer *answer = rd_answer_new (question, danes[index].tlsa != NULL ? RD_ANSWER_FOUND : RD_ANSWER_NO_DATA);

  if (danes[index].tlsa != NULL)
    g_ptr_array_add (answer->records, rd_rr_new_from_text ("_25._tcp." HOST, RD_RR_TLSA, 300, danes[index].tlsa));
  answer->authenticated = danes[index].is_signed;
  rd_evidence_put (evidence, answer);
  findings = settle (lines, evidence, rd_dane_check, subject);
  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    g_assert_true ((rd_findings_find (findings, ids[i]) != NULL) == (strcmp (ids[i], danes[index].id) == 0));
}

/* --- Keys of any length (RFC 6376 section 3.6.1, RFC 8301) -------------------- */

static void
append_integer (GByteArray *der,
                gsize       n_bytes)
{
  const guint8 head[] = { 0x02, 0x82, (guint8) ((n_bytes + 1) >> 8), (guint8) (n_bytes + 1), 0x00 };

  g_byte_array_append (der, head, sizeof head);
  for (gsize i = 0; i < n_bytes; i++)
    g_byte_array_append (der, (const guint8 *) "\xc5", 1);
}

/* A bare RSA key (RFC 8017 appendix A.1.1).  Only its length is looked at. */
static char *
dup_key_of (guint bits)
{
  static const guint8 exponent[] = { 0x02, 0x03, 0x01, 0x00, 0x01 };
  g_autoptr (GByteArray) body = g_byte_array_new ();
  g_autoptr (GByteArray) der = g_byte_array_new ();
  guint8 head[] = { 0x30, 0x82, 0, 0 };

  append_integer (body, bits / 8);
  g_byte_array_append (body, exponent, sizeof exponent);
  head[2] = (guint8) (body->len >> 8);
  head[3] = (guint8) body->len;
  g_byte_array_append (der, head, sizeof head);
  g_byte_array_append (der, body->data, body->len);
  return g_base64_encode (der->data, der->len);
}

static const struct
{
  guint       bits;
  const char *id; /* (nullable) */
  int         state;
} lengths[] = {
  { 768, "dkim.short", RD_FINDING_BROKEN },
  { 1016, "dkim.short", RD_FINDING_BROKEN },
  { 1024, "dkim.weak", RD_FINDING_WEAK },
  { 2040, "dkim.weak", RD_FINDING_WEAK },
  { 2048, NULL, 0 },
  { 4096, NULL, 0 },
  { 4104, "dkim.long", RD_FINDING_INFO },
  { 8192, "dkim.long", RD_FINDING_INFO },
};

static void
test_length (gconstpointer data)
{
  gsize                    index = GPOINTER_TO_SIZE (data);
  static const char *const ids[] = { "dkim.short", "dkim.weak", "dkim.long" };
  g_autofree char         *key = dup_key_of (lengths[index].bits);
  g_autofree char         *line = g_strconcat ("default._domainkey." D " TXT v=DKIM1; k=rsa; p=", key, NULL);
  const char *const        lines[] = { D " MX 10 " HOST, HOST " A 192.0.2.25", line, NULL };
  g_autoptr (RdDomainSubject) subject = rd_domain_subject_new (D);
  g_autoptr (GPtrArray) findings = rd_test_check_run (lines, rd_dkim_check, subject, NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      const RdFinding *finding = rd_findings_find (findings, ids[i]);

      g_assert_true ((finding != NULL) == (g_strcmp0 (ids[i], lengths[index].id) == 0));
      if (finding != NULL)
        g_assert_cmpint (finding->state, ==, lengths[index].state);
    }
}

/* --- Mails ----------------------------------------------------------------------- */

static RdDomainSubject *
subject_new_for_mail (const char *message)
{
  RdDomainSubject *subject = rd_domain_subject_new (D);
  g_autoptr (GBytes) bytes = g_bytes_new (message, strlen (message));
  g_autoptr (GError) error = NULL;

  subject->mail = rd_mail_new_from_bytes (bytes, &error);
  g_assert_no_error (error);
  return subject;
}

/* Signatures beyond the limit are said to have been left out, and one line says
 * it for all of them. */
static void
test_many_signatures (void)
{
  static const char *const lines[] = { D " A 192.0.2.1", NULL };

  for (guint n = RD_DKIM_MAX_SIGNATURES; n <= RD_DKIM_MAX_SIGNATURES + 3; n++)
    {
      g_autoptr (GString) message = g_string_new (NULL);
      g_autoptr (RdDomainSubject) subject = NULL;
      g_autoptr (GPtrArray) findings = NULL;
      guint n_left_out = 0;

      for (guint i = 0; i < n; i++)
        g_string_append_printf (message, "DKIM-Signature: v=1; a=rsa-sha256; d=s%u.example; s=sel; h=from; bh=AAAA; b=AAAA\r\n", i);
      g_string_append (message, "From: Ann <ann@" D ">\r\n\r\nHello\r\n");
      subject = subject_new_for_mail (message->str);
      findings = rd_test_check_run (lines, rd_dkim_check_mail, subject, NULL, NULL);
      for (guint i = 0; i < findings->len; i++)
        n_left_out += g_str_equal (((RdFinding *) g_ptr_array_index (findings, i))->id, "dkim.too-many");
      g_assert_cmpuint (n_left_out, ==, n > RD_DKIM_MAX_SIGNATURES ? 1 : 0);
    }
}

static const struct
{
  const char *name;
  const char *return_path;
  const char *line;
  const char *id;
} alignments[] = {
  { "not-answered", "bounce@mailer.example", "_dmarc.mailer.example TIMEOUT", "alignment.unknown" },
  { "server-failure", "bounce@mailer.example", "_dmarc.mailer.example SERVFAIL", "alignment.unknown" },
  { "other", "bounce@mailer.example", "mailer.example A 192.0.2.1", "alignment.none" },
  { "own", "bounce@" D, "_dmarc.mailer.example TIMEOUT", "alignment.fine" },
  { "own-below", "bounce@news." D, "_dmarc.mailer.example TIMEOUT", "alignment.fine" },
};

/* An answer that did not come is no answer that the names do not fit. */
static void
test_alignment (gconstpointer data)
{
  gsize                    index = GPOINTER_TO_SIZE (data);
  static const char *const ids[] = { "alignment.unknown", "alignment.none", "alignment.fine" };
  const char *const        lines[] = { "_dmarc." D " TXT v=DMARC1; p=none", alignments[index].line, NULL };
  g_autofree char         *message = g_strdup_printf ("Return-Path: <%s>\r\nFrom: Ann <ann@" D ">\r\n\r\nHello\r\n", alignments[index].return_path);
  g_autoptr (RdDomainSubject) subject = subject_new_for_mail (message);
  g_autoptr (GPtrArray) findings = rd_test_check_run (lines, rd_alignment_check, subject, NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    g_assert_true ((rd_findings_find (findings, ids[i]) != NULL) == (strcmp (ids[i], alignments[index].id) == 0));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  rd_test_check_add ("rare", dmarc_cases, G_N_ELEMENTS (dmarc_cases));
  for (gsize i = 0; i < G_N_ELEMENTS (servers); i++)
    {
      g_autofree char *path = g_strdup_printf ("/checks/rare/ns.mismatch/%s", servers[i].name);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_servers);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (danes); i++)
    {
      g_autofree char *path = g_strdup_printf ("/checks/rare/dane/%s", danes[i].name);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_dane);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autofree char *path = g_strdup_printf ("/checks/rare/key-length/%u", lengths[i].bits);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_length);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (alignments); i++)
    {
      g_autofree char *path = g_strdup_printf ("/checks/rare/alignment/%s", alignments[i].name);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_alignment);
    }
  g_test_add_func ("/checks/rare/many-signatures", test_many_signatures);
  return g_test_run ();
}
