/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a report says: every item a host needs, the values in the requests, what
 * is hidden, what goes into the annex, and nothing asked of somebody who cannot
 * act. */

#include "rd-report-diagnosis.h"
#include "rd-report-log.h"
#include "rd-report-pdf.h"

#include <string.h>
#include <time.h>

static const char bounce_form[] =
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

#define NO_PTR "5.7.25", "550 5.7.25 Client host 203.0.113.9 rejected: cannot find your reverse hostname"
#define NO_MAILBOX "5.1.1", "550 5.1.1 <mark.will@shop.example>: User unknown"

typedef struct
{
  RdDiagnosis *diagnosis;
  GBytes      *source;
} Bounce;

static void
bounce_clear (Bounce *self)
{
  rd_diagnosis_free (self->diagnosis);
  g_bytes_unref (self->source);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Bounce, bounce_clear)

static Bounce
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
static Bounce
read_bounce (const char *status,
             const char *reply)
{
  return read_text (g_strdup_printf (bounce_form, status, reply));
}
#pragma GCC diagnostic pop

/* The bounce with @new where @old stands. */
static Bounce
read_changed (const char *old,
              const char *new)
{
  GString *message = g_string_new (bounce_form);

  g_assert_cmpuint (g_string_replace (message, old, new, 0), >, 0);
  return read_text (g_string_free (message, FALSE));
}

static RdReport *
report_on (const RdReportItem    *item,
           const RdReportOptions *options)
{
  g_autoptr (GDateTime) created = g_date_time_new_utc (2026, 11, 21, 8, 0, 0);

  return rd_report_new_for_items (item, 1, options, created);
}

static char *
dup_report (const Bounce  *bounce,
            RdReportReader reader,
            RdRedactFlags  redact)
{
  const RdReportItem    item = { .diagnosis = bounce->diagnosis, .file = "bounce.eml", .source = bounce->source };
  const RdReportOptions options = { .reader = reader, .redact = redact };
  g_autoptr (RdReport) report = report_on (&item, &options);

  return rd_report_to_text (report);
}

static void
assert_has (const char        *text,
            const char *const *wanted)
{
  for (gsize i = 0; wanted[i] != NULL; i++)
    {
      if (strstr (text, wanted[i]) == NULL)
        g_error ("in:\n%s\n“%s” is missing", text, wanted[i]);
    }
}

static void
assert_has_not (const char        *text,
                const char *const *unwanted)
{
  for (gsize i = 0; unwanted[i] != NULL; i++)
    {
      if (strstr (text, unwanted[i]) != NULL)
        g_error ("in:\n%s\n“%s” stands", text, unwanted[i]);
    }
}

/* The items that a support engineer must find, each with its exact value. */
static void
test_items (void)
{
  static const char *const wanted[] = {
    "Report: RD-20261121-", "Prepared for: hosting support", "Created: 2026-11-21 08:00:00 UTC", "Made by: Redeliver ", "Language: English",
    "Customer domain: sender.example", "Who must act: ", "Sent by: mail.sender.example [203.0.113.9]", "Refused by: mx.shop.example",
    " 1. Please set the PTR record of 203.0.113.9 to mail.sender.example",
    "dig +short -x 203.0.113.9\n    mail.sender.example", "How to see that it is done",
    "Header From: owner@sender.example", "Reverse-path: owner@sender.example", "Recipients: mark.will@shop.example",
    "HELO name: mail.sender.example", "Reply code: 550", "Enhanced status code: 5.7.25",
    "    550 5.7.25 Client host 203.0.113.9 rejected: cannot find your reverse hostname\n",
    "Message-ID: 20261120@sender.example", "Queue ID: 4F2A1C0DE", "Reporting server: mail.sender.example",
    "Arrived at the reporting server: 2026-11-20 08:12:40 UTC (2026-11-20 09:12:40 +0100)",
    "First received: 2026-11-20 08:12:40 UTC", "Last received: 2026-11-20 08:12:44 UTC",
    "What could not be checked", "Nothing was looked up online", "grep 4F2A1C0DE /var/log/mail.log*",
    "dig +short A mail.sender.example", "What the sender was told to do", "Annex: the bounce", NULL
  };
  static const char *const unwanted[] = { "Secret words", "What was hidden", NULL };
  g_auto (Bounce) bounce = read_bounce (NO_PTR);
  g_autofree char *text = dup_report (&bounce, RD_REPORT_FOR_HOST, RD_REDACT_NOTHING);

  assert_has (text, wanted);
  assert_has_not (text, unwanted);
}

/* A host cannot give anybody a mailbox at another company. */
static void
test_nothing_is_asked_of_the_wrong_one (void)
{
  static const char *const wanted[] = { "Nothing is asked of you now", "What the sender was told to do", NULL };
  static const char *const unwanted[] = { "How to see that it is done", NULL };
  static const char *const asked[] = { "look up this refusal in the log of your mail server", "whoever runs the recipient’s mail", NULL };
  g_auto (Bounce) bounce = read_bounce (NO_MAILBOX);
  g_autofree char *for_host = dup_report (&bounce, RD_REPORT_FOR_HOST, RD_REDACT_NOTHING);
  g_autofree char *for_recipient = dup_report (&bounce, RD_REPORT_FOR_RECIPIENT_ADMIN, RD_REDACT_NOTHING);

  assert_has (for_host, wanted);
  assert_has_not (for_host, unwanted);
  assert_has (for_recipient, asked);
}

/* Names stand in addresses, in names beside them, in decoded and in encoded
 * parts; “will” stays a word of ours. */
static void
test_nothing_hidden_is_told (void)
{
  static const char *const unwanted[] = {
    "mark.will", "Mark Will", "Offer for the", "garden", "Offer_for", "PG1hcmsud2lsbEBzaG9w", "bounce.eml", NULL
  };
  static const char *const wanted[] = { "m***@shop.example", "shop.example", "4F2A1C0DE", "203.0.113.9", "What was hidden", "Subject: [hidden]", NULL };
  g_auto (Bounce) bounce = read_bounce (NO_MAILBOX);
  const RdReportItem items[] = {
    { .diagnosis = bounce.diagnosis, .file = "Offer for the garden.eml", .source = bounce.source },
    { .diagnosis = bounce.diagnosis, .file = "bounce.eml", .source = bounce.source },
  };
  const RdRedactFlags   all = RD_REDACT_RECIPIENTS | RD_REDACT_SUBJECT;
  const RdReportOptions options = { .reader = RD_REPORT_FOR_HOST, .redact = all };
  g_autoptr (GDateTime) created = g_date_time_new_utc (2026, 11, 21, 8, 0, 0);
  g_autoptr (RdReport) batch = rd_report_new_for_items (items, 2, &options, created);
  g_autofree char *text = dup_report (&bounce, RD_REPORT_FOR_HOST, all);
  g_autofree char *batch_text = rd_report_to_text (batch);
  g_autofree char *json = rd_report_to_json (items, 2, all);
  g_autofree char *csv = rd_report_to_csv (items, 2, all);
  g_autofree char *letter = rd_report_to_letter (batch);

  assert_has (text, wanted);
  assert_has_not (text, unwanted);
  assert_has_not (batch_text, unwanted);
  assert_has_not (json, unwanted);
  assert_has_not (csv, unwanted);
  assert_has_not (letter, unwanted);
  g_assert_nonnull (strstr (text, "no mailbox with this name"));
}

/* Every control character in a string must be written as an escape (RFC 8259,
 * section 7). */
static void
test_json_escapes_controls (void)
{
  g_auto (Bounce) bounce = read_changed ("smtp; %s", "smtp; 550 5.1.1 no\x1e\x1fmailbox");
  const RdReportItem item = { .diagnosis = bounce.diagnosis, .file = "bounce\x1f.eml", .source = bounce.source };
  g_autofree char   *json = rd_report_to_json (&item, 1, RD_REDACT_NOTHING);

  g_assert_nonnull (strstr (json, "bounce\\u001f.eml"));
  for (const char *p = json; *p != '\0'; p++)
    g_assert_true (*p == '\n' || !g_ascii_iscntrl (*p));
}

/* A mailbox called “sender” makes no holes into what we say. */
static void
test_own_words_stay (void)
{
  g_auto (Bounce) bounce = read_changed ("mark.will@", "sender@");
  g_autofree char *text = dup_report (&bounce, RD_REPORT_FOR_HOST, RD_REDACT_RECIPIENTS);

  g_assert_nonnull (strstr (text, "Who must act: The sender of the mail"));
  g_assert_nonnull (strstr (text, "Recipients: s***@shop.example"));
  g_assert_null (strstr (text, "sender@shop"));
}

static void
test_source (void)
{
  g_auto (Bounce) bounce = read_bounce (NO_MAILBOX);
  g_autofree char *source = rd_report_dup_source (bounce.source, NULL);
  g_autoptr (GBytes) rubbish = g_bytes_new_static ("\0\0\0", 3);

  g_assert_nonnull (strstr (source, "Return-Path: <>\n"));
  /* Header fields as they came, parts decoded, no body. */
  g_assert_nonnull (strstr (source, "=?utf-8?q?Offer_for_the?="));
  g_assert_nonnull (strstr (source, "refused for Mark Will"));
  g_assert_nonnull (strstr (source, "Final-Recipient: rfc822; mark.will@shop.example"));
  g_assert_null (strstr (source, "Secret words"));
  g_assert_null (rd_report_dup_source (rubbish, NULL));
}

/* Where the notice is one text, the copy ends with its header. */
static void
test_source_in_one_text (void)
{
  static const char exim[] =
      "From: Mail Delivery System <Mailer-Daemon@web7.hosting.example>\nTo: owner@sender.example\n"
      "Subject: Mail delivery failed: returning message to sender\n\n"
      "This message was created automatically by mail delivery software.\n\n"
      "A message that you sent could not be delivered to one or more of its recipients.\n\n"
      "  bob@shop.example\n    SMTP error from remote mail server after RCPT TO:<bob@shop.example>:\n    550 5.1.1 User unknown\n\n"
      "------ This is a copy of the message, including all the headers. ------\n\n"
      "Return-path: <owner@sender.example>\nSubject: hello\nMessage-ID: <1@sender.example>\n\nSecret words of the body\n";
  g_autoptr (GBytes) bytes = g_bytes_new_static (exim, strlen (exim));
  g_autofree char *source = rd_report_dup_source (bytes, NULL);

  g_assert_nonnull (strstr (source, "550 5.1.1 User unknown"));
  g_assert_nonnull (strstr (source, "Message-ID: <1@sender.example>"));
  g_assert_null (strstr (source, "Secret words"));
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

static GPtrArray *
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

static RdEvidence *
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

static guint
count (const char *text,
       const char *needle)
{
  guint n = 0;

  for (const char *p = strstr (text, needle); p != NULL; p = strstr (p + 1, needle))
    n++;
  return n;
}

static guint
count_pages (GBytes *pdf)
{
  const char *data = g_bytes_get_data (pdf, NULL);
  gsize       length = g_bytes_get_size (pdf);
  const char *found = memmem (data, length, "/Count ", 7);

  g_assert_nonnull (found);
  return (guint) g_ascii_strtoull (found + 7, NULL, 10);
}

static void
test_findings (void)
{
  static const char *const wanted[] = {
    "Replace the TXT record at sender.example that begins with “v=spf1” by\n    exactly this:\n    v=spf1 mx -all\n",
    "Tried out: With this record in place the check passes.",
    "This must be the answer, in one piece or in several:\n    dig +short TXT sender.example\n    v=spf1 mx -all\n",
    "Worth improving as well", "Publish a policy.", "Answers in the annex: 1",
    "What could not be checked", "[Could not check] sender.example: The name of the server could not be looked up",
    "Annex: questions and answers", "[1] dns sender.example TXT", "NOERROR", "SERVFAIL", "TXT \"v=spf1 -all\"",
    "[3] dns a._domainkey.sender.example TXT\n    [4] dns b._domainkey.sender.example TXT\n        Each of these: NXDOMAIN", NULL
  };
  g_auto (Bounce) bounce = read_bounce (NO_PTR);
  g_autoptr (GPtrArray) findings = make_findings ();
  g_autoptr (RdEvidence) evidence = make_evidence ();
  const RdReportItem    item = { .diagnosis = bounce.diagnosis, .file = "bounce.eml", .findings = findings, .evidence = evidence };
  const RdReportOptions options = { .reader = RD_REPORT_FOR_HOST };
  g_autoptr (RdReport) report = report_on (&item, &options);
  g_autofree char *text = rd_report_to_text (report);
  const char      *improving = strstr (text, "Worth improving as well");

  assert_has (text, wanted);
  g_assert_cmpuint (count (text, "Replace the TXT record"), ==, 1);
  g_assert_cmpuint (count (text, "Switch signing on."), ==, 1);
  g_assert_null (strstr (text, "Nothing was looked up online"));
  g_assert_null (strstr (text, "Annex: the bounce"));
  /* What is worth improving is not asked for. */
  g_assert_true (strstr (text, "What was tested") < improving);
}

static void
test_changes (void)
{
  const RdReportChange now = { (char *) "Two SPF records", (char *) "sender.example", TRUE, FALSE, RD_FINDING_FINE, RD_FINDING_BROKEN };
  const RdReportChange new = { (char *) "Spamhaus lists 203.0.113.9", (char *) "203.0.113.9", FALSE, FALSE, RD_FINDING_FINE, RD_FINDING_BROKEN };
  const RdReportChange gone = { (char *) "No DMARC record", (char *) "sender.example", TRUE, TRUE, RD_FINDING_WEAK, RD_FINDING_FINE };
  g_auto (Bounce) bounce = read_bounce (NO_PTR);
  g_autoptr (GPtrArray) changes = g_ptr_array_new ();
  const RdReportItem    item = { .diagnosis = bounce.diagnosis, .changes = changes };
  const RdReportOptions options = { .reader = RD_REPORT_FOR_HOST };
  g_autoptr (RdReport) without = report_on (&item, &options);
  g_autofree char *nothing = rd_report_to_text (without);
  g_autoptr (RdReport) report = NULL;
  g_autofree char *text = NULL;

  g_ptr_array_add (changes, (gpointer) &now);
  g_ptr_array_add (changes, (gpointer) & new);
  g_ptr_array_add (changes, (gpointer) &gone);
  report = report_on (&item, &options);
  text = rd_report_to_text (report);
  g_assert_nonnull (strstr (nothing, "Nothing that was checked then has changed."));
  g_assert_nonnull (strstr (text, "sender.example: was “Fine”, is “Must be fixed”: Two SPF records"));
  g_assert_nonnull (strstr (text, "203.0.113.9: new: Spamhaus lists 203.0.113.9"));
  g_assert_nonnull (strstr (text, "sender.example: no longer found: No DMARC record"));
}

static void
test_domain (void)
{
  static const char *const wanted[] = {
    "Report on the mail settings of a domain", "Customer domain: sender.example", "1 thing must be fixed.",
    " 1. Replace the TXT record at sender.example", "ask again when the TTL", "Annex: questions and answers", NULL
  };
  g_autoptr (GPtrArray) findings = make_findings ();
  g_autoptr (RdEvidence) evidence = make_evidence ();
  g_autoptr (GDateTime) created = g_date_time_new_utc (2026, 11, 21, 8, 0, 0);
  const RdReportOptions options = { .reader = RD_REPORT_FOR_DNS };
  const RdReportSurvey  survey = { (char *) "sender.example", RD_FINDING_BROKEN, (char *) "1 thing must be fixed.", findings, evidence, NULL, NULL };
  g_autoptr (RdReport) report = rd_report_new_for_survey (&survey, &options, created);
  g_autofree char *text = rd_report_to_text (report);

  assert_has (text, wanted);
  g_ptr_array_set_size (findings, 2);
  rd_report_free (g_steal_pointer (&report));
  report = rd_report_new_for_survey (&survey, &options, created);
  g_free (text);
  text = rd_report_to_text (report);
  g_assert_nonnull (strstr (text, "Nothing must be repaired, as far as it could be checked."));
}

static RdListing *
new_listing (const char    *id,
             RdListingState state)
{
  RdListing *listing = g_new0 (RdListing, 1);

  listing->list = rd_blocklists_find (rd_blocklists_get_default (), id);
  g_assert_nonnull (listing->list);
  listing->subject = g_strdup ("203.0.113.9");
  listing->state = state;
  listing->group = RD_LISTING_REPUTATION;
  listing->codes = g_strsplit (state == RD_LISTING_LISTED ? "127.0.0.2" : "", ",", -1);
  listing->texts = g_strsplit (state == RD_LISTING_LISTED ? "See http://list.example/lookup" : "", "|", -1);
  listing->evidence = g_array_new (FALSE, FALSE, sizeof (guint));
  listing->reason = state == RD_LISTING_UNKNOWN ? "timeout" : NULL;
  return listing;
}

static void
test_blocklists (void)
{
  static const char *const wanted[] = {
    "Report on blocklists", " 1. Get 203.0.113.9 off the list ", "Zone: zen.spamhaus.org", "Answer: 127.0.0.2",
    "Its own words: See http://list.example/lookup", "Not listed at: ", "What could not be checked", NULL
  };
  g_autoptr (GPtrArray) listings = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_listing_free);
  g_autoptr (GDateTime) created = g_date_time_new_utc (2026, 11, 21, 8, 0, 0);
  const RdReportOptions options = { .reader = RD_REPORT_FOR_HOST };
  const RdReportSurvey  survey = { (char *) "203.0.113.9", RD_FINDING_BROKEN, (char *) "Listed where it matters", NULL, NULL, listings, NULL };
  g_autoptr (RdReport) report = NULL;
  g_autofree char *text = NULL;

  g_ptr_array_add (listings, new_listing ("zen-spamhaus-org", RD_LISTING_LISTED));
  g_ptr_array_add (listings, new_listing ("bl-spamcop-net", RD_LISTING_NOT_LISTED));
  g_ptr_array_add (listings, new_listing ("list-dnswl-org", RD_LISTING_LISTED));
  ((RdListing *) g_ptr_array_index (listings, 2))->group = RD_LISTING_ALLOW;
  g_ptr_array_add (listings, new_listing ("b-barracudacentral-org", RD_LISTING_UNKNOWN));
  report = rd_report_new_for_survey (&survey, &options, created);
  text = rd_report_to_text (report);
  assert_has (text, wanted);
  g_assert_null (strstr (text, "Nothing is asked of you"));
  /* To be on a list of good senders is nothing to get off. */
  g_assert_null (strstr (text, " 2. Get"));

  g_ptr_array_remove_index (listings, 0);
  rd_report_free (g_steal_pointer (&report));
  report = rd_report_new_for_survey (&survey, &options, created);
  g_free (text);
  text = rd_report_to_text (report);
  g_assert_nonnull (strstr (text, "Nothing is asked of you now"));
}

static void
test_log (void)
{
  static const char *const wanted[] = {
    "Report on a mail server’s log", "27 deliveries did not succeed", "[25 deliveries] That mailbox does not exist", "[1 delivery] No known reason",
    "1vKQpV-00000007AbA-1aBc", "<owner@sender.example> -> <m***@shop.example>", "mx.shop.example [192.0.2.25]",
    "5 more deliveries like these are in the log.", NULL
  };
  const RdDelivery delivery = {
    .status = RD_LOG_FAILED, .queue_id = (char *) "1vKQpV-00000007AbA-1aBc", .sender = (char *) "owner@sender.example", .recipient = (char *) "mark.will@shop.example", .remote_host = (char *) "mx.shop.example", .remote_ip = (char *) "192.0.2.25", .text = (char *) "550 5.1.1 no such user mark.will"
  };
  RdReportDelivery deliveries[26];
  g_autoptr (GDateTime) created = g_date_time_new_utc (2026, 11, 21, 8, 0, 0);
  const RdReportOptions options = { .reader = RD_REPORT_FOR_HOST, .redact = RD_REDACT_RECIPIENTS };
  g_autoptr (RdReport) report = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (deliveries); i++)
    deliveries[i] = (RdReportDelivery){ &delivery, i == 3 ? NULL : rd_cause_find ("address-not-found"), RD_OWNER_YOU };
  report = rd_report_new_for_deliveries (deliveries, G_N_ELEMENTS (deliveries), 1, &options, created);
  text = rd_report_to_text (report);
  assert_has (text, wanted);
  g_assert_null (strstr (text, "mark.will"));
}

/* Of a whole log: what failed, what waits after a failure, what is frozen; not
 * what arrived in the end, nor other people's mail refused at the door. */
static void
test_whole_log (void)
{
  static const char text[] =
      "2026-11-23 17:10:26 1xVXhO-00002Y-1N <= s@own.example U=s P=local S=700\n"
      "2026-11-23 17:11:26 1xVXhO-00002Y-1N == late@b.example R=r T=t defer (111): Connection refused\n"
      "2026-11-23 17:12:26 1xVXhO-00002Y-1N == waits@c.example R=r T=t H=mx.c.example [203.0.113.9] defer (-44): SMTP error from remote mail server after RCPT TO:<waits@c.example>: 452 4.2.2 Mailbox full\n"
      "2026-11-23 17:13:26 1xVXhO-00002Y-1N ** wrong@d.example R=r T=t H=mx.d.example [203.0.113.10]: SMTP error from remote mail server after RCPT TO:<wrong@d.example>: 550 5.1.1 No such user\n"
      "2026-11-23 17:14:26 H=x.example [203.0.113.99] F=<x@spam.example> rejected RCPT <a@own.example>: no\n"
      "2026-11-23 17:20:26 1xVXhO-00002Y-1N => late@b.example R=r T=t H=mx.b.example [203.0.113.9]\n";
  static const char *const wanted[] = { "2 deliveries did not succeed", "That mailbox does not exist", "wrong@d.example", "mx.d.example [203.0.113.10]", "waits@c.example", NULL };
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, sizeof text - 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (RdLogSource) source = rd_log_source_new_for_bytes (bytes, "mainlog", &error);
  g_autoptr (GPtrArray) sources = g_ptr_array_new ();
  g_autoptr (RdLog) log = rd_log_new (RD_LOG_AUTO);
  g_autoptr (RdLog) empty = rd_log_new (RD_LOG_AUTO);
  g_autoptr (GDateTime) created = g_date_time_new_utc (2026, 11, 24, 8, 0, 0);
  const RdReportOptions options = { .reader = RD_REPORT_FOR_HOST };
  g_autoptr (RdReport) report = NULL;
  g_autofree char *told = NULL;

  g_assert_no_error (error);
  g_ptr_array_add (sources, source);
  g_assert_true (rd_log_read (log, sources, NULL, &error));
  g_assert_true (rd_report_has_log_anything (log));
  report = rd_report_new_for_log (log, &options, created);
  told = rd_report_to_text (report);
  assert_has (told, wanted);
  g_assert_null (strstr (told, "late@b.example"));
  g_assert_null (strstr (told, "x@spam.example"));

  g_assert_false (rd_report_has_log_anything (empty));
  g_assert_null (rd_report_new_for_log (empty, &options, created));
}

static void
test_many_recipients (void)
{
  g_autoptr (GString) many = g_string_new (bounce_form);
  const char *begin = strstr (many->str, "Final-Recipient");
  const char *end = strstr (begin, "--b1");
  g_autoptr (GString) records = g_string_new (NULL);
  g_autofree char *text = NULL;
  const char      *annex;

  for (guint i = 0; i < 300; i++)
    g_string_append_printf (records, "Final-Recipient: rfc822; person%u@shop.example\nAction: failed\nStatus: 5.1.1\nRemote-MTA: dns; mx.shop.example\nDiagnostic-Code: smtp; 550 5.1.1 <person%u@shop.example>: User unknown\n\n", i, i);
  {
    gsize at = (gsize) (begin - many->str);
    g_auto (Bounce) bounce = { 0 };

    g_string_erase (many, (gssize) at, end - begin);
    g_string_insert (many, (gssize) at, records->str);
    bounce = read_text (g_string_free (g_steal_pointer (&many), FALSE));
    text = dup_report (&bounce, RD_REPORT_FOR_HOST, RD_REDACT_NOTHING);
  }
  annex = strstr (text, "Annex: all recipients");
  g_assert_nonnull (annex);
  g_assert_nonnull (strstr (text, "292 more"));
  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *line = g_strdup_printf ("    person%u@shop.example\n", i);

      g_assert_nonnull (strstr (annex, line));
    }
}

/* A reply that would bury all that follows is complete at the end. */
static void
test_long_words (void)
{
  g_autofree char *token = g_strnfill (200000, 'x');
  g_autofree char *reply = g_strdup_printf ("550 5.7.1 refused %s end", token);
  g_auto (Bounce) bounce = read_bounce ("5.7.1", reply);
  g_autofree char *text = dup_report (&bounce, RD_REPORT_FOR_HOST, RD_REDACT_NOTHING);
  const char      *facts = strstr (text, "\nFacts\n");
  const char      *identifiers = strstr (text, "\nIdentifiers for log search\n");
  const char      *words = strstr (text, "Annex: the complete words of the server");

  g_assert_cmpint (identifiers - facts, <, 6000);
  g_assert_nonnull (words);
  g_assert_nonnull (strstr (words, reply));
}

/* A batch: what is asked once for all, and what only many messages show. */
static void
test_batch (void)
{
  static const char *const wanted[] = {
    "12 notices of undelivered mail", "The most frequent reason: The sending", "[12 messages] The sending server has no proper reverse DNS", " 1. Please set the PTR record of 203.0.113.9 to mail.sender.example",
    "Because of: The sending server has no proper reverse DNS", "What the messages have in common",
    "one message stands for each reason", "\nmessage-0.eml\n", "Annex: all messages", "4F2A1C0DE  person11@shop.example  550  5.7.25  reverse-dns", NULL
  };
  Bounce                bounces[12];
  RdReportItem          items[G_N_ELEMENTS (bounces)];
  char                  names[G_N_ELEMENTS (bounces)][32];
  const RdReportOptions for_host = { .reader = RD_REPORT_FOR_HOST };
  g_autoptr (GDateTime) created = g_date_time_new_utc (2026, 11, 21, 8, 0, 0);
  g_autoptr (RdReport) report = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bounces); i++)
    {
      GString          *message = g_string_new (bounce_form);
      g_autofree char  *id = g_strdup_printf ("<2026-%u@sender.example>", i);
      g_autofree char  *recipient = g_strdup_printf ("person%u@shop.example", i);
      const char *const values[] = { NO_PTR };

      g_string_replace (message, "<20261120@sender.example>", id, 0);
      g_string_replace (message, "mark.will@shop.example", recipient, 0);
      g_string_replace (message, "Status: %s", "Status: 5.7.25", 0);
      g_string_replace (message, "%s", values[1], 0);
      bounces[i] = read_text (g_string_free (message, FALSE));
      g_snprintf (names[i], sizeof names[i], "message-%u.eml", i);
      items[i] = (RdReportItem){ .diagnosis = bounces[i].diagnosis, .file = names[i] };
    }
  report = rd_report_new_for_items (items, G_N_ELEMENTS (items), &for_host, created);
  text = rd_report_to_text (report);
  assert_has (text, wanted);
  g_assert_null (strstr (text, "\nmessage-1.eml\n"));
  g_assert_cmpuint (count (text, "  reverse-dns"), ==, G_N_ELEMENTS (bounces));
  for (guint i = 0; i < G_N_ELEMENTS (bounces); i++)
    bounce_clear (&bounces[i]);
}

/* Twenty pages in the time in which nobody looks for a spinner. */
static void
test_time (void)
{
  const RdReportOptions options = { .reader = RD_REPORT_FOR_HOST, .redact = RD_REDACT_RECIPIENTS | RD_REDACT_SUBJECT };
  g_auto (Bounce) bounce = read_bounce (NO_PTR);
  RdReportItem items[10];
  g_autoptr (GDateTime) created = g_date_time_new_utc (2026, 11, 21, 8, 0, 0);
  double best = G_MAXDOUBLE;
  guint  n_pages = 0;

  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    items[i] = (RdReportItem){ .diagnosis = bounce.diagnosis, .file = "bounce.eml" };
  for (guint i = 0; i < 3; i++)
    {
      clock_t began = clock ();
      g_autoptr (GError) error = NULL;
      g_autoptr (RdReport) report = rd_report_new_for_items (items, G_N_ELEMENTS (items), &options, created);
      g_autoptr (GBytes) pdf = rd_report_to_pdf (report, &error);

      g_assert_no_error (error);
      best = MIN (best, (double) (clock () - began) / CLOCKS_PER_SEC);
      n_pages = count_pages (pdf);
    }
  g_test_message ("%u pages: %.0f ms", n_pages, best * 1000);
  g_assert_cmpuint (n_pages, >=, 20);
#ifndef __SANITIZE_ADDRESS__
  g_assert_cmpfloat (best, <, 0.3);
#endif
}

/* A value from a message never becomes more than a word of a command. */
static void
test_commands_are_harmless (void)
{
  g_autofree char *text = NULL;
  g_autoptr (GString) hostile = g_string_new (bounce_form);

  g_string_replace (hostile, "4F2A1C0DE", "$(touch${IFS}x)", 0);
  g_string_replace (hostile, "owner@sender.example", "owner@a;reboot", 0);
  {
    g_auto (Bounce) bounce = read_text (g_string_free (g_steal_pointer (&hostile), FALSE));

    text = dup_report (&bounce, RD_REPORT_FOR_HOST, RD_REDACT_NOTHING);
  }
  g_assert_null (strstr (text, "grep $("));
  g_assert_null (strstr (text, "TXT a;"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/items", test_items);
  g_test_add_func ("/report/wrong-one", test_nothing_is_asked_of_the_wrong_one);
  g_test_add_func ("/report/hidden", test_nothing_hidden_is_told);
  g_test_add_func ("/report/own-words", test_own_words_stay);
  g_test_add_func ("/report/json-escapes-controls", test_json_escapes_controls);
  g_test_add_func ("/report/source", test_source);
  g_test_add_func ("/report/source-in-one-text", test_source_in_one_text);
  g_test_add_func ("/report/findings", test_findings);
  g_test_add_func ("/report/changes", test_changes);
  g_test_add_func ("/report/domain", test_domain);
  g_test_add_func ("/report/blocklists", test_blocklists);
  g_test_add_func ("/report/log", test_log);
  g_test_add_func ("/report/whole-log", test_whole_log);
  g_test_add_func ("/report/many-recipients", test_many_recipients);
  g_test_add_func ("/report/long-words", test_long_words);
  g_test_add_func ("/report/batch", test_batch);
  g_test_add_func ("/report/time", test_time);
  g_test_add_func ("/report/commands", test_commands_are_harmless);
  return g_test_run ();
}
