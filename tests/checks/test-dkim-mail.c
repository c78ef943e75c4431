/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is said about the signatures of a mail at hand: each thing that can have
 * happened to it is named by its id, and only by that. */

#include "rd-dkim-check.h"
#include "rd-test-check.h"
#include "rd-test-signer.h"

#include <string.h>

#define HEADER                          \
  "From: Ann Baker <ann@d.example>\r\n" \
  "To: Bob <bob@example.net>\r\n"       \
  "Subject: Order 4711\r\n"             \
  "Date: Tue, 13 Jan 2026 10:00:00 +0000\r\n"
#define BODY "Dear Bob,\r\n\r\nyour order is ready.\r\n"
#define HEAD "v=1; a=rsa-sha256; c=relaxed/relaxed; "
#define SIGNED "h=from:to:subject:date"
#define OWN HEAD "d=d.example; s=sel; " SIGNED
#define KEY_NAME "sel._domainkey.d.example"
#define RECORD "v=DKIM1; p=@"

/* Ids that say how a signature stands.  Of these a mail gets just one. */
static const char *const verdicts[] = {
  "dkim.pass",
  "dkim.signature-syntax",
  "dkim.from-unsigned",
  "dkim.expired",
  "dkim.key-missing",
  "dkim.servfail",
  "dkim.revoked",
  "dkim.k-mismatch",
  "dkim.service",
  "dkim.t-s",
  "dkim.body-changed",
  "dkim.header-changed",
  "dkim.not-returned",
};

static const struct
{
  const char *name;
  const char *tags;
  const char *search;  /* (nullable): changed on the way … */
  const char *replace; /* … into this */
  const char *record;  /* (nullable): “@” stands for the key; or SERVFAIL, or nothing */
  const char *id;
  int         state;
} cases[] = {
  { "untouched", OWN, NULL, NULL, RECORD, "dkim.pass", RD_FINDING_FINE },
  { "wrapped", OWN, "Order 4711", "Order\r\n 4711", RECORD, "dkim.pass", RD_FINDING_FINE },
  { "footer", OWN, "is ready.", "is ready.\r\n-- \r\nScanned for viruses", RECORD, "dkim.body-changed", RD_FINDING_BROKEN },
  { "tagged", OWN, "Order 4711", "[SPAM] Order 4711", RECORD, "dkim.header-changed", RD_FINDING_BROKEN },
  { "other-author", OWN, "Ann Baker", "Ann B.", RECORD, "dkim.header-changed", RD_FINDING_BROKEN },
  { "text-cut-off", OWN, BODY, "", RECORD, "dkim.not-returned", RD_FINDING_INFO },
  { "from-left-out", HEAD "d=d.example; s=sel; h=to:subject:date", NULL, NULL, RECORD, "dkim.from-unsigned", RD_FINDING_BROKEN },
  { "too-late", OWN "; t=1600000000; x=1600003600", NULL, NULL, RECORD, "dkim.expired", RD_FINDING_BROKEN },
  { "in-time", OWN "; t=1768298400; x=1768384800", NULL, NULL, RECORD, "dkim.pass", RD_FINDING_FINE },
  { "no-key", OWN, NULL, NULL, NULL, "dkim.key-missing", RD_FINDING_BROKEN },
  { "no-answer", OWN, NULL, NULL, "SERVFAIL", "dkim.servfail", RD_FINDING_UNKNOWN },
  { "withdrawn", OWN, NULL, NULL, "v=DKIM1; p=", "dkim.revoked", RD_FINDING_BROKEN },
  { "other-kind", OWN, NULL, NULL, "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=", "dkim.k-mismatch", RD_FINDING_BROKEN },
  { "not-for-mail", OWN, NULL, NULL, "v=DKIM1; s=tlsrpt; p=@", "dkim.service", RD_FINDING_BROKEN },
  { "for-mail-too", OWN, NULL, NULL, "v=DKIM1; s=tlsrpt:email; p=@", "dkim.pass", RD_FINDING_FINE },
  { "strict", OWN "; i=@news.d.example", NULL, NULL, "v=DKIM1; t=s; p=@", "dkim.t-s", RD_FINDING_BROKEN },
  { "strict-and-same", OWN "; i=ann@d.example", NULL, NULL, "v=DKIM1; t=s; p=@", "dkim.pass", RD_FINDING_FINE },
  { "other-version", "v=2; a=rsa-sha256; c=relaxed/relaxed; d=d.example; s=sel; " SIGNED, NULL, NULL, RECORD, "dkim.signature-syntax", RD_FINDING_BROKEN },
  { "strange-identity", OWN "; i=@other.example", NULL, NULL, RECORD, "dkim.signature-syntax", RD_FINDING_BROKEN },
};

static RdTestKey *rsa_key;

static char *
replace_once (const char *text,
              const char *search,
              const char *replace)
{
  g_auto (GStrv) parts = g_strsplit (text, search, 2);

  g_assert_nonnull (parts[1]);
  return g_strjoinv (replace, parts);
}

static char *
dup_on_arrival (gsize index)
{
  g_autofree char *sent = rd_test_sign (rsa_key, HEADER, BODY, cases[index].tags, TRUE, TRUE, -1);

  if (cases[index].search == NULL)
    return g_steal_pointer (&sent);
  return replace_once (sent, cases[index].search, cases[index].replace);
}

static char *
dup_record_line (const char *name,
                 const char *record)
{
  g_autofree char *public = rd_test_key_dup_public (rsa_key);
  g_auto (GStrv) parts = NULL;
  g_autofree char *value = NULL;

  if (record == NULL)
    return g_strdup ("unrelated.example A 192.0.2.1");
  if (strcmp (record, "SERVFAIL") == 0)
    return g_strdup_printf ("%s SERVFAIL", name);
  parts = g_strsplit (record, "@", -1);
  value = g_strjoinv (public, parts);
  return g_strdup_printf ("%s TXT %s", name, value);
}

static GPtrArray *
check_mail (const char *message,
            const char *line)
{
  g_autoptr (GBytes) bytes = g_bytes_new (message, strlen (message));
  g_autoptr (RdDomainSubject) subject = rd_domain_subject_new ("d.example");
  g_autoptr (GError) error = NULL;
  const char *const lines[] = { line, NULL };

  subject->mail = rd_mail_new_from_bytes (bytes, &error);
  g_assert_no_error (error);
  return rd_test_check_run (lines, rd_dkim_check_mail, subject, NULL, NULL);
}

static void
test_case (gconstpointer data)
{
  gsize            index = GPOINTER_TO_SIZE (data);
  g_autofree char *message = dup_on_arrival (index);
  g_autofree char *line = dup_record_line (KEY_NAME, cases[index].record);
  g_autoptr (GPtrArray) findings = check_mail (message, line);
  const RdFinding *finding = rd_findings_find (findings, cases[index].id);

  g_assert_nonnull (finding);
  g_assert_cmpint (finding->state, ==, cases[index].state);
  for (gsize i = 0; i < G_N_ELEMENTS (verdicts); i++)
    {
      if (strcmp (verdicts[i], cases[index].id) != 0)
        g_assert_null (rd_findings_find (findings, verdicts[i]));
    }
  g_assert_null (rd_findings_find (findings, "dkim.not-signed"));
  g_assert_null (rd_findings_find (findings, "dkim.unaligned"));
}

static void
test_not_signed (void)
{
  g_autoptr (GPtrArray) findings = check_mail (HEADER "\r\n" BODY, "unrelated.example A 192.0.2.1");

  g_assert_cmpuint (findings->len, ==, 1);
  g_assert_nonnull (rd_findings_find (findings, "dkim.not-signed"));
}

/* A good signature of somebody else proves nothing about the author. */
static void
test_unaligned (void)
{
  g_autofree char *message = rd_test_sign (rsa_key, HEADER, BODY, HEAD "d=service.example; s=sel; " SIGNED, TRUE, TRUE, -1);
  g_autofree char *line = dup_record_line ("sel._domainkey.service.example", RECORD);
  g_autoptr (GPtrArray) findings = check_mail (message, line);

  g_assert_nonnull (rd_findings_find (findings, "dkim.pass"));
  g_assert_nonnull (rd_findings_find (findings, "dkim.unaligned"));
}

/* What stands behind the signed part may be anybody's. */
static void
test_partial (void)
{
  g_autofree char *part = rd_test_sign (rsa_key, HEADER, BODY, OWN "; l=9", TRUE, TRUE, 9);
  g_autofree char *whole = rd_test_sign (rsa_key, HEADER, BODY, OWN, TRUE, TRUE, -1);
  g_autofree char *line = dup_record_line (KEY_NAME, RECORD);
  g_autoptr (GPtrArray) open = check_mail (part, line);
  g_autoptr (GPtrArray) closed = check_mail (whole, line);

  g_assert_nonnull (rd_findings_find (open, "dkim.pass"));
  g_assert_cmpint (rd_findings_find (open, "dkim.partial")->state, ==, RD_FINDING_WEAK);
  g_assert_null (rd_findings_find (closed, "dkim.partial"));
}

/* One of the same organisation does. */
static void
test_aligned_subdomain (void)
{
  g_autofree char *message = rd_test_sign (rsa_key, HEADER, BODY, HEAD "d=mail.d.example; s=sel; " SIGNED, TRUE, TRUE, -1);
  g_autofree char *key = dup_record_line ("sel._domainkey.mail.d.example", RECORD);
  g_autoptr (GBytes) bytes = g_bytes_new (message, strlen (message));
  g_autoptr (RdDomainSubject) subject = rd_domain_subject_new ("d.example");
  const char *const lines[] = { key, "_dmarc.d.example TXT v=DMARC1; p=none", NULL };
  g_autoptr (GPtrArray) findings = NULL;

  subject->mail = rd_mail_new_from_bytes (bytes, NULL);
  g_assert_nonnull (subject->mail);
  findings = rd_test_check_run (lines, rd_dkim_check_mail, subject, NULL, NULL);
  g_assert_nonnull (rd_findings_find (findings, "dkim.pass"));
  g_assert_null (rd_findings_find (findings, "dkim.unaligned"));
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  rsa_key = rd_test_key_new_rsa (2048);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/checks/dkim-mail/%s/%s", cases[i].id, cases[i].name);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_case);
    }
  g_test_add_func ("/checks/dkim-mail/partial", test_partial);
  g_test_add_func ("/checks/dkim-mail/dkim.not-signed", test_not_signed);
  g_test_add_func ("/checks/dkim-mail/dkim.unaligned", test_unaligned);
  g_test_add_func ("/checks/dkim-mail/aligned-subdomain", test_aligned_subdomain);
  status = g_test_run ();
  rd_test_key_free (rsa_key);
  return status;
}
