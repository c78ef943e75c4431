/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rd-diagnosis.h"

#include "rd-situation.h"

#include <string.h>

/* A bounce as Postfix writes it; %s stands for recipient domain and reply. */
static const char bounce_template[] =
    "Return-Path: <>\n"
    "From: MAILER-DAEMON@mail.sender.example (Mail Delivery System)\n"
    "To: info@sender.example\n"
    "Subject: Undelivered Mail Returned to Sender\n"
    "Date: Fri, 20 Nov 2026 09:12:44 +0100\n"
    "Auto-Submitted: auto-replied\n"
    "MIME-Version: 1.0\n"
    "Content-Type: multipart/report; report-type=delivery-status; boundary=\"b1\"\n"
    "\n"
    "--b1\nContent-Type: text/plain; charset=us-ascii\n\n"
    "This is the mail system at host mail.sender.example.\n\n"
    "<bob@%s>: host mx.shop.example[203.0.113.77] said: %s\n"
    "    (in reply to RCPT TO command)\n\n"
    "--b1\nContent-Type: message/delivery-status\n\n"
    "Reporting-MTA: dns; mail.sender.example\n"
    "Arrival-Date: Fri, 20 Nov 2026 09:12:40 +0100\n\n"
    "Final-Recipient: rfc822; bob@%s\n"
    "Action: %s\n"
    "Status: %s\n"
    "Remote-MTA: dns; mx.shop.example\n"
    "Diagnostic-Code: smtp; %s\n\n"
    "--b1\nContent-Type: message/rfc822\n\n"
    "Return-Path: <info@sender.example>\n"
    "Received: from desk (dsl.isp.example [198.51.100.20])\n"
    "\tby mail.sender.example (Postfix) with ESMTPSA id 4F2A1\n"
    "\tfor <bob@%s>; Fri, 20 Nov 2026 09:12:40 +0100\n"
    "From: Info <info@sender.example>\n"
    "To: bob@%s\n"
    "Subject: Invoice 2041\n"
    "Message-ID: <20261120@sender.example>\n"
    "\nHello\n--b1--\n";

static RdDiagnosis *
diagnose (const char      *domain,
          const char      *action,
          const char      *status,
          const char      *reply,
          const RdContext *context)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strdup_printf (bounce_template, domain, reply, domain, action, status, reply, domain, domain);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (RdMail) mail = rd_mail_new_from_bytes (bytes, &error);

  g_assert_no_error (error);
  return rd_diagnosis_new_for_mail (mail, context);
}

static const RdFinding *
point (const RdDiagnosis *diagnosis,
       const char        *id)
{
  const RdFinding *found = rd_findings_find (diagnosis->checklist, id);

  g_assert_nonnull (found);
  return found;
}

static void
test_failure (void)
{
  g_autoptr (RdDiagnosis) diagnosis = diagnose ("shop.example", "failed", "5.1.1",
                                                "550 5.1.1 <bob@shop.example>: Recipient address rejected: User unknown", NULL);

  g_assert_cmpint (diagnosis->bounce->kind, ==, RD_BOUNCE_FAILED);
  g_assert_cmpint (diagnosis->state, ==, RD_FINDING_BROKEN);
  g_assert_cmpstr (diagnosis->title, ==, "That mailbox does not exist");
  g_assert_cmpint (diagnosis->owner, ==, RD_OWNER_YOU);
  g_assert_cmpstr (diagnosis->yours, ==, "unknown");
  g_assert_cmpuint (diagnosis->verdicts->len, ==, 1);
  g_assert_cmpuint (g_strv_length (diagnosis->steps), >=, 3);
  g_assert_cmpuint (g_strv_length (diagnosis->situations), ==, 0);

  g_assert_cmpuint (diagnosis->checklist->len, ==, 7);
  g_assert_cmpint (point (diagnosis, "spelling")->state, ==, RD_FINDING_WEAK);
  g_assert_cmpint (point (diagnosis, "mailbox-full")->state, ==, RD_FINDING_FINE);
  g_assert_cmpint (point (diagnosis, "mx")->state, ==, RD_FINDING_FINE);
  /* What was not asked is not known: never fine, never broken. */
  g_assert_cmpint (point (diagnosis, "authentication")->state, ==, RD_FINDING_UNKNOWN);
  g_assert_cmpint (point (diagnosis, "blocklists")->state, ==, RD_FINDING_UNKNOWN);
}

static void
test_delay (void)
{
  g_autoptr (RdDiagnosis) diagnosis = diagnose ("shop.example", "delayed", "4.2.2", "452 4.2.2 Mailbox full", NULL);

  g_assert_cmpint (diagnosis->bounce->kind, ==, RD_BOUNCE_DELAYED);
  g_assert_cmpint (diagnosis->state, ==, RD_FINDING_WEAK);
  g_assert_cmpint (diagnosis->owner, ==, RD_OWNER_WAIT);
  g_assert_nonnull (strstr (diagnosis->sentence, "still trying"));
  g_assert_true (g_strv_contains ((const char *const *) diagnosis->situations, "still-trying"));
}

/* Waiting mends neither a record nor a misspelt address. */
static void
test_delay_that_waiting_does_not_end (void)
{
  g_autoptr (RdDiagnosis) spf = diagnose ("shop.example", "delayed", "4.7.23", "451 4.7.23 SPF check failed: 203.0.113.9 is not allowed to send mail for sender.example", NULL);
  g_autoptr (RdDiagnosis) misspelt = diagnose ("gmial.com", "delayed", "4.4.1", "connect to gmial.com[203.0.113.7]:25: Connection timed out", NULL);

  g_assert_cmpint (spf->bounce->kind, ==, RD_BOUNCE_DELAYED);
  g_assert_cmpint (spf->state, ==, RD_FINDING_WEAK);
  g_assert_cmpint (spf->owner, !=, RD_OWNER_WAIT);
  g_assert_cmpint (spf->owner, ==, spf->main->owner);
  g_assert_cmpint (spf->main->resend, ==, RD_RESEND_AUTOMATIC);
  g_assert_nonnull (strstr (spf->action, "SPF"));
  g_assert_nonnull (strstr (spf->resend_text, "Do not send it again"));
  g_assert_cmpint (misspelt->owner, ==, RD_OWNER_YOU);
  g_assert_nonnull (strstr (misspelt->action, "@gmail.com"));
  g_assert_true (g_str_has_prefix (misspelt->resend_text, "Yes"));
}

static void
test_delay_for_missing_domain (void)
{
  static const char *const gone[] = {
    "Host or domain name not found. Name service error for name=shop.example type=MX: Host not found",
    "No MX found for domain",
    "domain shop.example does not exist",
  };
  g_autoptr (RdDiagnosis) passing = diagnose ("shop.example", "delayed", "4.4.3", "Host or domain name not found. Name service error for name=shop.example type=MX: Host not found, try again", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (gone); i++)
    {
      g_autoptr (RdDiagnosis) diagnosis = diagnose ("shop.example", "delayed", "4.4.4", gone[i], NULL);

      g_assert_cmpint (diagnosis->state, ==, RD_FINDING_WEAK);
      g_assert_cmpint (diagnosis->owner, ==, RD_OWNER_YOU);
      g_assert_cmpint (diagnosis->main->resend, ==, RD_RESEND_AUTOMATIC);
      g_assert_true (g_str_has_prefix (diagnosis->action, "Check the spelling"));
      g_assert_cmpstr (diagnosis->steps[0], ==, diagnosis->action);
      g_assert_nonnull (strstr (diagnosis->resend_text, "Only if the address is wrong"));
    }
  g_assert_cmpint (passing->owner, ==, RD_OWNER_WAIT);
  g_assert_cmpstr (passing->action, ==, "Wait.");
}

static void
test_misspelt (void)
{
  g_autoptr (RdDiagnosis) diagnosis = diagnose ("gmial.com", "failed", "5.1.2", "550 5.1.2 Host unknown", NULL);

  g_assert_nonnull (strstr (diagnosis->sentence, "bob@gmial.com"));
  g_assert_nonnull (strstr (diagnosis->action, "bob@gmail.com"));
  g_assert_cmpint (diagnosis->owner, ==, RD_OWNER_YOU);
  g_assert_cmpint (point (diagnosis, "spelling")->state, ==, RD_FINDING_BROKEN);
}

/* Exchange Online says what it made of another server's answer; the answer itself
 * counts for more where its words are clear. */
static void
test_answer_passed_on (void)
{
#define JUDGED "550 5.7.350 Remote server returned message detected as spam -> "
  g_autoptr (RdDiagnosis) terse = diagnose ("shop.example", "failed", "5.7.350", JUDGED "554 5.7.1 Thrown out by our scanner", NULL);
  g_autoptr (RdDiagnosis) clear = diagnose ("shop.example", "failed", "5.7.350", JUDGED "554 5.7.1 The mailbox bob is full", NULL);

  g_assert_cmpstr (terse->main->cause->id, ==, "spam-content");
  g_assert_cmpstr (clear->main->cause->id, ==, "mailbox-full");
#undef JUDGED
}

static void
test_size_limit (void)
{
  g_autoptr (RdDiagnosis) diagnosis = diagnose ("shop.example", "failed", "5.3.4",
                                                "552 5.3.4 Message size exceeds fixed limit of 26214400 bytes", NULL);
  const RdFinding *size = point (diagnosis, "size");

  g_assert_cmpint (size->state, ==, RD_FINDING_BROKEN);
  g_assert_nonnull (strstr (size->title, "25.0"));
}

static void
test_backscatter (void)
{
  const char *const mine[] = { "sender.example", NULL };
  const char *const other[] = { "elsewhere.example", NULL };
  const char       *reply = "550 5.1.1 User unknown";
  RdContext         context = { .own_domains = mine };
  g_autoptr (RdDiagnosis) ours = diagnose ("shop.example", "failed", "5.1.1", reply, &context);
  g_autoptr (RdDiagnosis) forged = NULL;

  g_assert_cmpstr (ours->yours, ==, "yes");
  g_assert_false (g_strv_contains ((const char *const *) ours->situations, "backscatter"));
  context.own_domains = other;
  forged = diagnose ("shop.example", "failed", "5.1.1", reply, &context);
  g_assert_cmpstr (forged->yours, ==, "no");
  g_assert_true (g_strv_contains ((const char *const *) forged->situations, "backscatter"));
  g_assert_nonnull (strstr (forged->title, "did not send"));
}

static void
test_own_domain (void)
{
  g_autoptr (RdDiagnosis) diagnosis = diagnose ("sender.example", "failed", "5.1.1", "550 No Such User Here", NULL);

  g_assert_true (g_strv_contains ((const char *const *) diagnosis->situations, "misrouted-own-domain"));
}

static void
test_user_sending_ip (void)
{
  RdContext context = { .sending_ip = "203.0.113.9", .hosting = RD_HOSTING_GOOGLE };
  g_autoptr (RdDiagnosis) diagnosis = diagnose ("shop.example", "failed", "5.1.1", "550 5.1.1 User unknown", &context);

  g_assert_cmpstr (diagnosis->bounce->original.sending_ip, ==, "203.0.113.9");
  g_assert_cmpstr (diagnosis->bounce->original.sending_ip_source, ==, "user");
  g_assert_cmpint (diagnosis->hosting, ==, RD_HOSTING_GOOGLE);
}

static void
test_ordinary (void)
{
  static const char text[] = "From: Anna <anna@shop.example>\nTo: info@sender.example\nSubject: Lunch\n"
                             "Date: Fri, 20 Nov 2026 09:12:44 +0100\nMessage-ID: <1@shop.example>\n\nAt noon?\n";
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (RdMail) mail = rd_mail_new_from_bytes (bytes, &error);
  g_autoptr (RdDiagnosis) diagnosis = NULL;

  g_assert_no_error (error);
  diagnosis = rd_diagnosis_new_for_mail (mail, NULL);
  g_assert_cmpint (diagnosis->bounce->kind, ==, RD_BOUNCE_NONE);
  g_assert_cmpint (diagnosis->state, ==, RD_FINDING_INFO);
  g_assert_cmpuint (diagnosis->verdicts->len, ==, 0);
  g_assert_cmpuint (diagnosis->checklist->len, ==, 0);
  g_assert_nonnull (strstr (diagnosis->title, "not a bounce"));
}

static void
test_own_mailbox (void)
{
  static const char text[] = "From: Mail System <system@host.example>\nTo: info@sender.example\nSubject: Warning\n"
                             "Date: Fri, 20 Nov 2026 09:12:44 +0100\nMessage-ID: <1@host.example>\n\nYour mailbox is almost full: 95% used.\n";
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (RdMail) mail = rd_mail_new_from_bytes (bytes, NULL);
  g_autoptr (RdDiagnosis) diagnosis = rd_diagnosis_new_for_mail (mail, NULL);

  g_assert_cmpint (diagnosis->bounce->kind, ==, RD_BOUNCE_NONE);
  g_assert_nonnull (strstr (diagnosis->title, "your own mailbox"));
  g_assert_nonnull (strstr (diagnosis->action, "delete old mail"));
}

static void
test_situations_have_words (void)
{
  static const char *const ids[] = { "backscatter", "contact-form", "forwarding", "misrouted-own-domain", "still-trying",
                                     "gave-up", "host-limit-discarded", "host-limit-queued", "hacked-account",
                                     "device-login", "old-outlook-entry", "receiver-filter-broken", "address-forwards" };

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    g_assert_nonnull (rd_situation_get_text (ids[i]));
  g_assert_null (rd_situation_get_text ("no-such-situation"));
}

/* What a log tells without a reply: whose it is, what to do, and whether to send again. */
static void
test_log_lines (void)
{
  static const struct
  {
    const char    *description;
    RdFindingState state;
    RdOwner        owner;
    guint          n_steps;
  } rows[] = {
    { "log-frozen-bounce", RD_FINDING_INFO, RD_OWNER_HOST, 3 },
    { "log-frozen-mail", RD_FINDING_WEAK, RD_OWNER_HOST, 1 },
    { "log-refused", RD_FINDING_INFO, RD_OWNER_WAIT, 0 },
    { "log-refused-for-now", RD_FINDING_INFO, RD_OWNER_WAIT, 0 },
    { "log-queued", RD_FINDING_INFO, RD_OWNER_WAIT, 0 },
    { "log-passed-on", RD_FINDING_INFO, RD_OWNER_WAIT, 0 },
    { "log-discarded", RD_FINDING_INFO, RD_OWNER_YOU, 0 },
    { "log-removed", RD_FINDING_INFO, RD_OWNER_HOST, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      RdBounce *bounce = rd_bounce_new (RD_BOUNCE_NONE);
      g_autoptr (RdDiagnosis) diagnosis = NULL;

      bounce->description = g_strdup (rows[i].description);
      diagnosis = rd_diagnosis_new (bounce, NULL);
      g_assert_cmpint (diagnosis->state, ==, rows[i].state);
      g_assert_cmpint (diagnosis->owner, ==, rows[i].owner);
      g_assert_cmpuint (g_strv_length (diagnosis->steps), ==, rows[i].n_steps);
      g_assert_nonnull (diagnosis->title);
      g_assert_true (g_str_has_suffix (diagnosis->sentence, "."));
      g_assert_true (g_str_has_suffix (diagnosis->action, "."));
      g_assert_true (g_str_has_suffix (diagnosis->resend_text, "."));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/diagnosis/failure", test_failure);
  g_test_add_func ("/diagnosis/delay", test_delay);
  g_test_add_func ("/diagnosis/delay-that-waiting-does-not-end", test_delay_that_waiting_does_not_end);
  g_test_add_func ("/diagnosis/delay-for-missing-domain", test_delay_for_missing_domain);
  g_test_add_func ("/diagnosis/misspelt", test_misspelt);
  g_test_add_func ("/diagnosis/answer-passed-on", test_answer_passed_on);
  g_test_add_func ("/diagnosis/size-limit", test_size_limit);
  g_test_add_func ("/diagnosis/backscatter", test_backscatter);
  g_test_add_func ("/diagnosis/own-domain", test_own_domain);
  g_test_add_func ("/diagnosis/sending-ip", test_user_sending_ip);
  g_test_add_func ("/diagnosis/ordinary", test_ordinary);
  g_test_add_func ("/diagnosis/own-mailbox", test_own_mailbox);
  g_test_add_func ("/diagnosis/situations", test_situations_have_words);
  g_test_add_func ("/diagnosis/log-lines", test_log_lines);
  return g_test_run ();
}
