/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reports on what was checked: of a bounce, of a domain, of blocklists. */

#include "report-testing.h"

#include <string.h>

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

static RdAnswer *
put_answer (RdEvidence   *evidence,
            RdQuestion   *question,
            RdAnswerState state)
{
  RdAnswer *answer = rd_answer_new (question, state);

  answer->server = g_strdup ("192.0.2.53:53");
  answer->asked_at = G_GINT64_CONSTANT (1795507200) * G_USEC_PER_SEC;
  rd_evidence_put (evidence, answer);
  rd_question_unref (question);
  return answer;
}

/* The annex says how every question ended, and what a web server sent, line by line
 * and as text whatever its bytes are. */
static void
test_annex (void)
{
  static const char *const wanted[] = {
    "[1] dns sender.example MX\n        NOERROR, no data, 192.0.2.53:53, 2026-11-24 08:00:00 UTC",
    "[2] dns a.example A\n        REFUSED, 192.0.2.53:53",
    "[3] dns b.example A\n        timeout, 192.0.2.53:53",
    "[4] dns c.example A\n        NOERROR, 192.0.2.53:53, AD, 2026",
    "[5] https https://mta-sts.sender.example/.well-known/mta-sts.txt\n        found, HTTP 200, 192.0.2.53:53",
    "| version: STSv1\n        | mode: ", "enforce", NULL
  };
  static const char policy[] = "version: STSv1\r\nmode: \377enforce\r\n";
  g_auto (Bounce) bounce = read_bounce (NO_PTR);
  g_autoptr (GPtrArray) findings = make_findings ();
  g_autoptr (RdEvidence) evidence = rd_evidence_new ();
  const RdReportItem    item = { .diagnosis = bounce.diagnosis, .findings = findings, .evidence = evidence };
  const RdReportOptions options = { .reader = RD_REPORT_FOR_HOST };
  g_autoptr (RdReport) report = NULL;
  g_autofree char *text = NULL;
  RdAnswer        *answer;

  put_answer (evidence, rd_question_dns ("sender.example", RD_RR_MX), RD_ANSWER_NO_DATA);
  put_answer (evidence, rd_question_dns ("a.example", RD_RR_A), RD_ANSWER_REFUSED);
  put_answer (evidence, rd_question_dns ("b.example", RD_RR_A), RD_ANSWER_TIMEOUT);
  answer = put_answer (evidence, rd_question_dns ("c.example", RD_RR_A), RD_ANSWER_FOUND);
  answer->authenticated = TRUE;
  answer = put_answer (evidence, rd_question_https ("https://mta-sts.sender.example/.well-known/mta-sts.txt"), RD_ANSWER_FOUND);
  answer->http_status = 200;
  answer->body = g_bytes_new_static (policy, sizeof policy - 1);
  report = report_on (&item, &options);
  text = rd_report_to_text (report);
  assert_has (text, wanted);
  g_assert_true (g_utf8_validate (text, -1, NULL));
  /* The end of the last line begins no further one. */
  g_assert_false (g_str_has_suffix (g_strchomp (text), "|"));
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

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/findings", test_findings);
  g_test_add_func ("/report/changes", test_changes);
  g_test_add_func ("/report/domain", test_domain);
  g_test_add_func ("/report/annex", test_annex);
  g_test_add_func ("/report/blocklists", test_blocklists);
  return g_test_run ();
}
