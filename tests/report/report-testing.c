/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Bounces, findings and evidence to make reports on, and what is asked of their
 * words. */

#include "report-testing.h"

#include <string.h>

const char bounce_form[] =
    "Return-Path: <>\n"
    "From: MAILER-DAEMON@mail.sender.example\n"
    "To: owner@sender.example\n"
    "Subject: Undelivered Mail Returned to Sender\n"
    "MIME-Version: 1.0\n"
    "Content-Type: multipart/report; report-type=delivery-status; boundary=b1\n"
    "\n"
    "--b1\n"
    "Content-Type: text/plain; charset=utf-8\n"
    "Content-Transfer-Encoding: base64\n"
    "\n"
    "PG1hcmsud2lsbEBzaG9wLmV4YW1wbGU+OiByZWZ1c2VkIGZvciBNYXJrIFdpbGw=\n"
    "--b1\n"
    "Content-Type: message/delivery-status\n"
    "\n"
    "Reporting-MTA: dns; mail.sender.example\n"
    "X-Postfix-Queue-ID: 4F2A1C0DE\n"
    "Arrival-Date: Fri, 20 Nov 2026 09:12:40 +0100\n"
    "\n"
    "Final-Recipient: rfc822; mark.will@shop.example\n"
    "Action: failed\n"
    "Status: %s\n"
    "Remote-MTA: dns; mx.shop.example\n"
    "Diagnostic-Code: smtp; %s\n"
    "\n"
    "--b1\n"
    "Content-Type: message/rfc822\n"
    "\n"
    "Return-Path: <owner@sender.example>\n"
    "Received: from mail.sender.example (mail.sender.example [203.0.113.9]) by mx.shop.example; Fri, 20 Nov 2026 09:12:44 +0100\n"
    "Received: from desk (helo=desk) by mail.sender.example; Fri, 20 Nov 2026 09:12:40 +0100\n"
    "From: Owner <owner@sender.example>\n"
    "To: \"Mark Will\" <mark.will@shop.example>\n"
    "Subject: =?utf-8?q?Offer_for_the?= =?utf-8?q?_garden?=\n"
    "Date: Fri, 20 Nov 2026 09:12:39 +0100\n"
    "Message-ID: <20261120@sender.example>\n"
    "\n"
    "Secret words of the body\n"
    "--b1--\n";

void
bounce_clear (Bounce *self)
{
  rd_diagnosis_free (self->diagnosis);
  g_bytes_unref (self->source);
}

Bounce
read_text (char *text)
{
  g_autoptr (GError) error = NULL;
  Bounce self = { .source = g_bytes_new_take (text, strlen (text)) };
  g_autoptr (RdMail) mail = rd_mail_new_from_bytes (self.source, &error);

  g_assert_no_error (error);
  self.diagnosis = rd_diagnosis_new_for_mail (mail, NULL);
  return self;
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
Bounce
read_bounce (const char *status,
             const char *reply)
{
  return read_text (g_strdup_printf (bounce_form, status, reply));
}
#pragma GCC diagnostic pop

Bounce
read_changed (const char *old,
              const char *new)
{
  GString *message = g_string_new (bounce_form);

  g_assert_cmpuint (g_string_replace (message, old, new, 0), >, 0);
  return read_text (g_string_free (message, FALSE));
}

RdReport *
report_on (const RdReportItem    *item,
           const RdReportOptions *options)
{
  g_autoptr (GDateTime) created = g_date_time_new_utc (2026, 11, 21, 8, 0, 0);

  return rd_report_new_for_items (item, 1, options, created);
}

char *
dup_report (const Bounce  *bounce,
            RdReportReader reader,
            RdRedactFlags  redact)
{
  const RdReportItem    item = { .diagnosis = bounce->diagnosis, .file = "bounce.eml", .source = bounce->source };
  const RdReportOptions options = { .reader = reader, .redact = redact };
  g_autoptr (RdReport) report = report_on (&item, &options);

  return rd_report_to_text (report);
}

void
assert_has (const char        *text,
            const char *const *wanted)
{
  for (gsize i = 0; wanted[i] != NULL; i++)
    {
      if (strstr (text, wanted[i]) == NULL)
        g_error ("in:\n%s\n“%s” is missing", text, wanted[i]);
    }
}

void
assert_has_not (const char        *text,
                const char *const *unwanted)
{
  for (gsize i = 0; unwanted[i] != NULL; i++)
    {
      if (strstr (text, unwanted[i]) != NULL)
        g_error ("in:\n%s\n“%s” stands", text, unwanted[i]);
    }
}

static RdFinding *
new_finding (const char    *id,
             RdFindingState state,
             const char    *title,
             const char    *fix)
{
  RdFinding *finding = rd_finding_new (id, state, "sender.example", RD_OWNER_DNS, title);

  finding->fix = g_strdup (fix);
  return finding;
}

GPtrArray *
make_findings (void)
{
  GPtrArray *findings = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_finding_unref);
  RdFinding *broken = new_finding ("spf.multiple", RD_FINDING_BROKEN, "More than one SPF record", NULL);

  broken->record = rd_record_new (RD_RECORD_REPLACE, "TXT", "@", "sender.example", "v=spf1 mx -all");
  broken->record->proven = TRUE;
  rd_finding_add_evidence (broken, 1);
  g_ptr_array_add (findings, new_finding ("mta-sts.none", RD_FINDING_WEAK, "No MTA-STS", "Publish a policy."));
  g_ptr_array_add (findings, new_finding ("mx", RD_FINDING_FINE, "Mail servers answer", NULL));
  g_ptr_array_add (findings, broken);
  /* What two findings ask for is asked once, also where one of them is only
   * worth improving. */
  g_ptr_array_add (findings, rd_finding_ref (broken));
  g_ptr_array_add (findings, new_finding ("dkim.unsigned", RD_FINDING_WEAK, "No signature", "Switch signing on."));
  g_ptr_array_add (findings, new_finding ("dkim.none", RD_FINDING_BROKEN, "No key", "Switch signing on."));
  g_ptr_array_add (findings, new_finding ("ptr", RD_FINDING_UNKNOWN, "The name of the server could not be looked up", NULL));
  return findings;
}

RdEvidence *
make_evidence (void)
{
  RdEvidence *evidence = rd_evidence_new ();
  const char *records[] = { "\"v=spf1 mx -all\"", "\"v=spf1 -all\"", NULL };

  rd_evidence_put_text (evidence, "sender.example", RD_RR_TXT, RD_ANSWER_FOUND, records);
  rd_evidence_put_text (evidence, "9.113.0.203.in-addr.arpa", RD_RR_PTR, RD_ANSWER_SERVER_FAILURE, NULL);
  rd_evidence_put_text (evidence, "a._domainkey.sender.example", RD_RR_TXT, RD_ANSWER_NO_SUCH_NAME, NULL);
  rd_evidence_put_text (evidence, "b._domainkey.sender.example", RD_RR_TXT, RD_ANSWER_NO_SUCH_NAME, NULL);
  return evidence;
}

guint
count (const char *text,
       const char *needle)
{
  guint n = 0;

  for (const char *p = strstr (text, needle); p != NULL; p = strstr (p + 1, needle))
    n++;
  return n;
}
