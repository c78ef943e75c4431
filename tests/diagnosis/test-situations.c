/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "rd-diagnosis.h"

/* What goes on around a bounce is said where it is so, and nowhere else: each
 * situation stands here with messages that have it and messages that nearly do. */

typedef struct
{
  const char *name;
  const char *recipient;
  const char *action;
  const char *status;
  const char *reply;
  const char *fields;   /* header of the returned message */
  const char *expected; /* situations in the order in which they are told; "" for none */
} SituationCase;

#define PLAIN                            \
  "Return-Path: <info@sender.example>\n" \
  "From: Info <info@sender.example>\n"   \
  "To: bob@shop.example\n"               \
  "Subject: Invoice 2041\n"              \
  "Message-ID: <20261120@sender.example>\n"

static const SituationCase cases[] = {
  { "nothing", "bob@shop.example", "failed", "5.1.1", "550 5.1.1 User unknown", PLAIN, "" },

  { "contact-form", "office@sender.example", "failed", "5.7.26", "550 5.7.26 Unauthenticated mail from visitor.example is not accepted due to domain's DMARC policy",
    "Return-Path: <www@sender.example>\nX-PHP-Script: www.sender.example/contact.php\nFrom: Visitor <eva@visitor.example>\nTo: office@sender.example\n",
    "contact-form" },
  { "contact-form-of-a-plug-in", "office@sender.example", "failed", "5.7.1", "550 5.7.1 rejected by DMARC policy",
    "Return-Path: <web@sender.example>\nX-Mailer: PHPMailer 6.8.1\nFrom: eva@visitor.example\nTo: office@sender.example\n",
    "contact-form" },
  { "website-in-its-own-name", "bob@shop.example", "failed", "5.1.1", "550 5.1.1 User unknown",
    "Return-Path: <www@sender.example>\nX-PHP-Script: www.sender.example/order.php\nFrom: Shop <order@sender.example>\nTo: bob@shop.example\n", "" },
  { "person-with-another-return-path", "bob@shop.example", "failed", "5.1.1", "550 5.1.1 User unknown",
    "Return-Path: <bounce@lists.example>\nX-Mailer: Thunderbird\nFrom: eva@visitor.example\nTo: bob@shop.example\n", "" },

  { "forwarding", "eva@gmail.example", "failed", "5.7.26", "550 5.7.26 The MAIL FROM domain has an SPF record with a hard fail policy (-all) but it fails to pass SPF checks",
    "Return-Path: <news@writer.example>\nX-Forwarded-To: eva@gmail.example\nFrom: News <news@writer.example>\nTo: office@sender.example\n", "forwarding" },
  { "forwarding-with-srs", "eva@gmail.example", "failed", "5.7.1", "550 5.7.1 DMARC policy violation",
    "Return-Path: <srs0=abc=XY=writer.example=news@sender.example>\nFrom: News <news@writer.example>\nTo: office@sender.example\n", "forwarding" },
  { "forwarded-to-a-full-mailbox", "eva@gmail.example", "failed", "5.2.2", "552 5.2.2 Mailbox full",
    "Return-Path: <news@writer.example>\nX-Forwarded-To: eva@gmail.example\nFrom: News <news@writer.example>\nTo: office@sender.example\n", "" },
  { "refused-for-spf-without-forwarding", "bob@shop.example", "failed", "5.7.23", "550 5.7.23 SPF check failed", PLAIN, "" },

  { "misrouted", "team@sender.example", "failed", "5.1.1", "550 No Such User Here", PLAIN, "misrouted-own-domain" },
  { "colleague-who-left", "team@sender.example", "failed", "5.1.1", "550 5.1.1 user unknown", PLAIN, "" },
  { "colleague-with-a-full-mailbox", "team@sender.example", "failed", "5.2.2", "552 5.2.2 Mailbox full", PLAIN, "" },
  { "no-such-user-elsewhere", "bob@shop.example", "failed", "5.1.1", "550 No Such User Here", PLAIN, "" },

  { "delay", "bob@shop.example", "delayed", "4.4.1", "451 4.4.1 try later", PLAIN, "still-trying" },
  { "gave-up", "bob@shop.example", "failed", "4.4.1", "451 4.4.1 no answer from host", PLAIN, "gave-up" },
  { "refused-at-once", "bob@shop.example", "failed", "5.7.1", "554 5.7.1 Refused", PLAIN, "" },

  { "hourly-limit-discarded", "bob@shop.example", "failed", "5.0.0", "550 Domain sender.example has exceeded the max emails per hour (201/200 (100%)) allowed. Message discarded.", PLAIN, "host-limit-discarded" },
  { "hourly-limit-queued", "bob@shop.example", "delayed", "4.0.0", "451 Domain sender.example has exceeded the max emails per hour (201/200 (100%)) allowed. Message will be reattempted later", PLAIN,
    "still-trying host-limit-queued" },
  { "their-limit", "bob@shop.example", "failed", "4.7.28", "421 4.7.28 too many messages from your IP", PLAIN, "gave-up" },

  { "hacked", "bob@shop.example", "failed", "5.1.8", "550 5.1.8 Access denied, bad outbound sender. AS(42004)", PLAIN, "hacked-account" },
  { "their-account-is-suspended", "bob@shop.example", "failed", "5.2.1", "550 5.2.1 The account of this user has been suspended", PLAIN, "" },

  { "scanner", "bob@shop.example", "failed", "5.7.8", "535 5.7.8 Authentication failed",
    "From: scan@sender.example\nTo: bob@shop.example\nSubject: Scanned from MFP-0042\nMessage-ID: <1@mfp-0042>\n", "device-login" },
  { "person-who-cannot-log-in", "bob@shop.example", "failed", "5.7.8", "535 5.7.8 Authentication failed", PLAIN, "" },
  { "scanner-with-a-dead-address", "bob@shop.example", "failed", "5.1.1", "550 5.1.1 User unknown",
    "From: scan@sender.example\nTo: bob@shop.example\nSubject: Scanned from MFP-0042\nMessage-ID: <1@mfp-0042>\n", "" },

  { "old-outlook-entry", "IMCEAEX-_O=FIRM_OU=EXCHANGE_CN=RECIPIENTS_CN=BOB@sender.example", "failed", "5.1.1",
    "550 5.1.1 RESOLVER.ADR.ExRecipNotFound; not found", PLAIN, "old-outlook-entry" },

  { "broken-filter", "bob@shop.example", "failed", "5.7.1",
    "554 5.7.1 Service unavailable; Client host [198.51.100.7] blocked using zen.spamhaus.org; Error: open resolver; https://www.spamhaus.org/returnc/pub/203.0.113.7", PLAIN,
    "receiver-filter-broken" },
  { "real-listing", "bob@shop.example", "failed", "5.7.1",
    "554 5.7.1 Service unavailable; Client host [198.51.100.7] blocked using zen.spamhaus.org; https://www.spamhaus.org/query/ip/198.51.100.7", PLAIN, "" },
};

static RdDiagnosis *
diagnose (const SituationCase *row,
          const RdContext     *context)
{
  g_autofree char *text = g_strdup_printf (
      "Return-Path: <>\nFrom: MAILER-DAEMON@mail.sender.example\nTo: info@sender.example\nSubject: Undelivered Mail Returned to Sender\n"
      "MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"b1\"\n\n"
      "--b1\nContent-Type: text/plain\n\nThis is the mail system at host mail.sender.example.\n\n"
      "--b1\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mail.sender.example\n\n"
      "Final-Recipient: rfc822; %s\nAction: %s\nStatus: %s\nRemote-MTA: dns; mx.shop.example\nDiagnostic-Code: smtp; %s\n\n"
      "--b1\nContent-Type: text/rfc822-headers\n\n%s\n--b1--\n",
      row->recipient, row->action, row->status, row->reply, row->fields);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  g_autoptr (RdMail) mail = rd_mail_new_from_bytes (bytes, &error);

  g_assert_no_error (error);
  return rd_diagnosis_new_for_mail (mail, context);
}

static void
test_situation (gconstpointer data)
{
  const SituationCase *row = data;
  g_autoptr (RdDiagnosis) diagnosis = diagnose (row, NULL);
  g_autofree char *told = g_strjoinv (" ", diagnosis->situations);

  g_test_message ("%s", diagnosis->main->cause->id);
  g_assert_cmpstr (told, ==, row->expected);
}

/* Whose message it was is told by the user's domains alone; without them
 * nothing is said. */
static void
test_backscatter (void)
{
  static const SituationCase forged = { "forged", "bob@shop.example", "failed", "5.1.1", "550 5.1.1 User unknown",
                                        "Return-Path: <info@sender.example>\nReceived: from bot (bot.isp.example [203.0.113.200]) by mx.shop.example\n"
                                        "From: Win Big <info@sender.example>\nTo: bob@shop.example\nMessage-ID: <1@bot>\n",
                                        "" };
  const char *const          mine[] = { "sender.example", NULL };
  const char *const          others[] = { "elsewhere.example", NULL };
  RdContext                  context = { .own_domains = mine };
  g_autoptr (RdDiagnosis) unknown = diagnose (&forged, NULL);
  g_autoptr (RdDiagnosis) ours = diagnose (&forged, &context);
  g_autoptr (RdDiagnosis) theirs = NULL;

  context.own_domains = others;
  theirs = diagnose (&forged, &context);
  g_assert_cmpstr (unknown->yours, ==, "unknown");
  g_assert_false (g_strv_contains ((const char *const *) unknown->situations, "backscatter"));
  g_assert_false (g_strv_contains ((const char *const *) ours->situations, "backscatter"));
  g_assert_true (g_strv_contains ((const char *const *) theirs->situations, "backscatter"));
  g_assert_cmpint (theirs->state, ==, RD_FINDING_WEAK);
}

static RdDiagnosis *
diagnose_text (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RdMail) mail = rd_mail_new_from_text (text, &error);

  g_assert_no_error (error);
  return rd_diagnosis_new_for_mail (mail, NULL);
}

/* A lone temporary answer does not say that anybody gave up. */
static void
test_lone_answer (void)
{
  g_autoptr (RdDiagnosis) temporary = diagnose_text ("bob@shop.example: 450 4.7.1 Greylisted, please try again in 5 minutes\n");
  g_autoptr (RdDiagnosis) final = diagnose_text ("Your message could not be delivered to bob@shop.example after 5 days.\n"
                                                 "bob@shop.example: 450 4.7.1 Greylisted, please try again in 5 minutes\n");

  g_assert_cmpstr (temporary->main->cause->id, ==, "greylisted");
  g_assert_cmpuint (g_strv_length (temporary->situations), ==, 0);
  g_assert_cmpint (temporary->main->resend, ==, RD_RESEND_AUTOMATIC);
  g_assert_cmpint (temporary->owner, ==, RD_OWNER_WAIT);
  g_assert_cmpstr (final->main->cause->id, ==, "greylisted");
  g_assert_true (g_strv_contains ((const char *const *) final->situations, "gave-up"));
  g_assert_cmpint (final->main->resend, ==, RD_RESEND_LATER);
}

/* A receiver whose filter is broken is told so, and the sender is not listed. */
static void
test_broken_filter (void)
{
  g_autoptr (RdDiagnosis) diagnosis = diagnose_text (
      "554 5.7.1 Service unavailable; Client host [198.51.100.7] blocked using zen.spamhaus.org; Error: open resolver; https://www.spamhaus.org/returnc/pub/203.0.113.7\n");

  g_assert_cmpstr (diagnosis->main->cause->id, ==, "recipient-server-misconfigured");
  g_assert_cmpint (diagnosis->owner, ==, RD_OWNER_RECIPIENT_ADMIN);
  g_assert_true (g_str_has_prefix (diagnosis->sentence, "You are on no blocklist"));
  g_assert_cmpstr (diagnosis->action, ==, diagnosis->steps[0]);
  for (gsize i = 0; diagnosis->steps[i] != NULL; i++)
    g_assert_null (strstr (diagnosis->steps[i], "MX"));
}

/* What nobody tries any more must not be waited for. */
static void
test_returned (void)
{
  static const SituationCase given_up = { "given-up", "bob@shop.example", "failed", "4.4.1", "451 4.4.1 connection timed out", PLAIN, "" };
  static const SituationCase delayed = { "delayed", "bob@shop.example", "delayed", "4.4.1", "451 4.4.1 connection timed out", PLAIN, "" };
  g_autoptr (RdDiagnosis) failed = diagnose (&given_up, NULL);
  g_autoptr (RdDiagnosis) waiting = diagnose (&delayed, NULL);

  g_assert_cmpstr (failed->main->cause->id, ==, "recipient-server-unreachable");
  g_assert_cmpint (failed->owner, ==, RD_OWNER_YOU);
  g_assert_nonnull (strstr (failed->resend_text, "Nobody tries this message any more"));
  g_assert_cmpstr (failed->action, ==, failed->steps[0]);
  g_assert_cmpstr (rd_verdict_get_resend_text (failed->main), ==, failed->resend_text);
  g_assert_cmpint (waiting->owner, ==, RD_OWNER_WAIT);
  g_assert_null (strstr (waiting->resend_text, "Nobody tries"));
}

static void
test_new_address (void)
{
  static const SituationCase moved = { "moved", "bob@shop.example", "failed", "5.1.6",
                                       "551 5.1.6 <bob@shop.example> has moved to bob.new@shop-new.example.", PLAIN, "" };
  static const SituationCase vague = { "vague", "bob@shop.example", "failed", "5.1.6", "551 5.1.6 <bob@shop.example> has moved", PLAIN, "" };
  g_autoptr (RdDiagnosis) diagnosis = diagnose (&moved, NULL);
  g_autoptr (RdDiagnosis) unclear = diagnose (&vague, NULL);
  g_autoptr (RdDiagnosis) lone = diagnose_text ("551 5.1.6 <bob@shop.example> has moved to bob@new.example, postmaster@shop.example\n");
  g_autoptr (RdDiagnosis) only = diagnose_text ("551 This user has a new address: bob@new.example\n");

  /* Never the old one. */
  g_assert_cmpstr (lone->main->new_address, ==, "bob@new.example");
  g_assert_cmpstr (only->main->new_address, ==, "bob@new.example");
  g_assert_cmpstr (diagnosis->main->cause->id, ==, "address-changed");
  g_assert_cmpstr (diagnosis->main->new_address, ==, "bob.new@shop-new.example");
  g_assert_nonnull (strstr (diagnosis->action, "bob.new@shop-new.example"));
  g_assert_cmpstr (unclear->main->cause->id, ==, "address-changed");
  g_assert_null (unclear->main->new_address);
}

/* Who must act and what to do belong together, also where a rule knows better
 * than the cause. */
static void
test_owner_fits_action (void)
{
  g_autoptr (RdDiagnosis) diagnosis = diagnose_text ("554 5.7.9 Message not accepted for policy reasons. See https://postmaster.yahooinc.com/error-codes\n");

  g_assert_cmpstr (diagnosis->main->cause->id, ==, "policy-rejected");
  g_assert_cmpint (diagnosis->owner, ==, RD_OWNER_YOU);
  g_assert_nonnull (strstr (diagnosis->action, "DKIM"));
}

/* A server of theirs that relays for nobody: the hint of the rule speaks of one
 * of ours. */
static void
test_action_of_other_cause (void)
{
  g_autoptr (RdDiagnosis) diagnosis = diagnose_text ("This is the mail system at host out.bakery.example.\n\n"
                                                     "<kim@partner.example>: host domino.partner.example[203.0.113.50] said: 554 Relay\n"
                                                     "    rejected for policy reasons. (in reply to RCPT TO command)\n");

  g_assert_cmpstr (diagnosis->main->cause->id, ==, "recipient-server-misconfigured");
  g_assert_cmpint (diagnosis->owner, ==, RD_OWNER_RECIPIENT_ADMIN);
  g_assert_nonnull (strstr (diagnosis->action, "their administrator"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/diagnosis/situations/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_situation);
    }
  g_test_add_func ("/diagnosis/situations/backscatter", test_backscatter);
  g_test_add_func ("/diagnosis/situations/lone-answer", test_lone_answer);
  g_test_add_func ("/diagnosis/situations/answer-to-broken-filter", test_broken_filter);
  g_test_add_func ("/diagnosis/situations/returned", test_returned);
  g_test_add_func ("/diagnosis/situations/owner-fits-action", test_owner_fits_action);
  g_test_add_func ("/diagnosis/situations/action-of-other-cause", test_action_of_other_cause);
  g_test_add_func ("/diagnosis/situations/new-address", test_new_address);
  return g_test_run ();
}
