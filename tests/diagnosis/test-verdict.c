/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rd-diagnosis.h"

typedef struct
{
  const char  *name;
  const char  *recipient;
  RdAction     action;
  const char  *status;
  const char  *reply_code;
  const char  *remote_host;
  const char  *diagnostic;
  gboolean     gave_up;
  const char  *cause;
  RdOwner      owner;
  RdPermanence permanence;
  RdResend     resend;
  const char  *provider;
  const char  *suggestion;
} VerdictCase;

static const VerdictCase cases[] = {
  { "unknown-user", "bob@shop.example", RD_ACTION_FAILED, "5.1.1", "550", "mx.shop.example",
    "550 5.1.1 <bob@shop.example>: Recipient address rejected: User unknown in virtual mailbox table", FALSE,
    "address-not-found", RD_OWNER_YOU, RD_PERMANENCE_PERMANENT, RD_RESEND_NEVER, NULL, NULL },
  { "gmail-unauthenticated", "bob@gmail.com", RD_ACTION_FAILED, "5.7.26", "550", "gmail-smtp-in.l.google.com",
    "550-5.7.26 Your email has been blocked because the sender is unauthenticated.\n"
    "550 5.7.26 Gmail requires all senders to authenticate with either SPF or DKIM.",
    FALSE,
    "not-authenticated", RD_OWNER_YOU, RD_PERMANENCE_PERMANENT, RD_RESEND_AFTER_FIX, "google", NULL },
  { "full-is-temporary-though-5xx", "bob@shop.example", RD_ACTION_FAILED, "5.2.2", "552", "mx.shop.example",
    "552 5.2.2 Mailbox full", FALSE,
    "mailbox-full", RD_OWNER_RECIPIENT, RD_PERMANENCE_TEMPORARY, RD_RESEND_LATER, NULL, NULL },
  { "relay-denied-over-there", "bob@shop.example", RD_ACTION_FAILED, "5.7.1", "554", "mx.shop.example",
    "554 5.7.1 <bob@shop.example>: Relay access denied", FALSE,
    "recipient-server-misconfigured", RD_OWNER_RECIPIENT_ADMIN, RD_PERMANENCE_PERMANENT, RD_RESEND_AFTER_FIX, NULL, NULL },
  { "relay-denied-at-home", "bob@shop.example", RD_ACTION_FAILED, "5.7.1", "554", NULL,
    "554 5.7.1 <bob@shop.example>: Relay access denied", FALSE,
    "relay-denied", RD_OWNER_YOU, RD_PERMANENCE_PERMANENT, RD_RESEND_AFTER_FIX, NULL, NULL },
  { "delay-keeps-its-reason", "bob@shop.example", RD_ACTION_DELAYED, "4.2.2", "452", "mx.shop.example",
    "452 4.2.2 The email account that you tried to reach is over quota", FALSE,
    "mailbox-full", RD_OWNER_WAIT, RD_PERMANENCE_TEMPORARY, RD_RESEND_AUTOMATIC, NULL, NULL },
  { "delay-without-reason", "bob@shop.example", RD_ACTION_DELAYED, NULL, NULL, NULL, NULL, FALSE,
    "delayed", RD_OWNER_WAIT, RD_PERMANENCE_TEMPORARY, RD_RESEND_AUTOMATIC, NULL, NULL },
  { "gave-up-without-reason", "bob@shop.example", RD_ACTION_FAILED, NULL, NULL, NULL, NULL, TRUE,
    "delivery-expired", RD_OWNER_YOU, RD_PERMANENCE_PERMANENT, RD_RESEND_AFTER_FIX, NULL, NULL },
  { "returned-greylisting-is-not-automatic", "bob@shop.example", RD_ACTION_FAILED, "4.7.1", "450", "mx.shop.example",
    "450 4.7.1 Greylisted, please try again in 300 seconds", TRUE,
    "greylisted", RD_OWNER_YOU, RD_PERMANENCE_PERMANENT, RD_RESEND_LATER, NULL, NULL },
  { "misspelt-domain", "bob@gmial.com", RD_ACTION_FAILED, NULL, NULL, NULL, NULL, FALSE,
    "domain-not-found", RD_OWNER_YOU, RD_PERMANENCE_PERMANENT, RD_RESEND_AFTER_FIX, NULL, "bob@gmail.com" },
  { "says-nothing", "bob@shop.example", RD_ACTION_FAILED, NULL, "550", "mx.shop.example", "550 no", FALSE,
    "unknown", RD_OWNER_YOU, RD_PERMANENCE_PERMANENT, RD_RESEND_LATER, NULL, NULL },
};

static void
test_verdict (gconstpointer data)
{
  const VerdictCase *row = data;
  g_autoptr (RdFailure) failure = rd_failure_new (row->recipient);
  RdBounce  bounce = { .reporting_mta = (char *) "mail.sender.example" };
  RdVerdict verdict;

  failure->action = row->action;
  failure->status = g_strdup (row->status);
  failure->reply_code = g_strdup (row->reply_code);
  failure->remote_host = g_strdup (row->remote_host);
  failure->diagnostic = g_strdup (row->diagnostic);
  failure->gave_up = row->gave_up;
  rd_diagnosis_judge (failure, &bounce, &verdict);

  g_assert_cmpstr (verdict.cause->id, ==, row->cause);
  g_assert_cmpstr (rd_owner_to_string (verdict.owner), ==, rd_owner_to_string (row->owner));
  g_assert_cmpstr (rd_permanence_to_string (verdict.permanence), ==, rd_permanence_to_string (row->permanence));
  g_assert_cmpstr (rd_resend_to_string (verdict.resend), ==, rd_resend_to_string (row->resend));
  g_assert_cmpstr (verdict.provider != NULL ? verdict.provider->id : NULL, ==, row->provider);
  g_assert_cmpstr (verdict.suggestion, ==, row->suggestion);
  rd_verdict_clear (&verdict);
}

/* A code that agrees makes words certain, one of another kind makes them less
 * so; a frame or a vague code is a guess. */
static void
test_certainty (void)
{
  static const struct
  {
    const char *diagnostic;
    const char *status;
    const char *host;
    RdCertainty certainty;
  } rows[] = {
    { "550 rejected", NULL, NULL, RD_CERTAINTY_GUESS },
    { "550 5.7.1 rejected", "5.7.1", NULL, RD_CERTAINTY_GUESS },
    { "550 user unknown", NULL, NULL, RD_CERTAINTY_LIKELY },
    { "550 5.1.1 user unknown", "5.1.1", NULL, RD_CERTAINTY_CERTAIN },
    { "550 5.1.1 there is nobody of that name here", "5.1.1", NULL, RD_CERTAINTY_CERTAIN },
    { "550 5.1.1 no", "5.1.1", NULL, RD_CERTAINTY_LIKELY },
    { "535 this account is disabled", NULL, NULL, RD_CERTAINTY_LIKELY },
    { "552 mailbox full", NULL, NULL, RD_CERTAINTY_LIKELY },
    { "552 5.2.2 mailbox full", "5.2.2", NULL, RD_CERTAINTY_CERTAIN },
    { "550 5.1.1 the daily sending limit of your account is used up", "5.1.1", NULL, RD_CERTAINTY_GUESS },
    { "550 Recipient address rejected", NULL, NULL, RD_CERTAINTY_GUESS },
    { "550 5.1.1 The email account that you tried to reach does not exist. https://support.google.com/mail/?p=NoSuchUser x-gsmtp", "5.1.1",
      "gmail-smtp-in.l.google.com", RD_CERTAINTY_CERTAIN },
    /* Words of one provider that others may use as well. */
    { "550 email rejected per dmarc policy", NULL, NULL, RD_CERTAINTY_LIKELY },
    { "550 email rejected per dmarc policy", NULL, "mx.zoho.com", RD_CERTAINTY_CERTAIN },
    /* Apple says nowhere what its own words mean. */
    { "554 5.7.1 [CS01] Message rejected due to local policy.", "5.7.1", "mx01.mail.icloud.com", RD_CERTAINTY_LIKELY },
    { "554 5.7.1 [HM08] Not accepted", "5.7.1", "mx01.mail.icloud.com", RD_CERTAINTY_LIKELY },
    { "554 5.7.1 Message rejected due to local policy", "5.7.1", "mx01.mail.icloud.com", RD_CERTAINTY_LIKELY },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (RdFailure) failure = rd_failure_new ("bob@shop.example");
      RdVerdict verdict;

      failure->action = RD_ACTION_FAILED;
      failure->reply_code = g_strndup (rows[i].diagnostic, 3);
      failure->status = g_strdup (rows[i].status);
      failure->remote_host = g_strdup (rows[i].host);
      failure->diagnostic = g_strdup (rows[i].diagnostic);
      rd_diagnosis_judge (failure, NULL, &verdict);
      g_test_message ("%s: %s, %d points", rows[i].diagnostic, verdict.cause->id, verdict.score);
      g_assert_cmpint (verdict.certainty, ==, rows[i].certainty);
      g_assert_cmpint (verdict.provider_certain, ==, rows[i].host != NULL);
      rd_verdict_clear (&verdict);
    }
}

/* What a rule says of its provider is told where that provider refused. */
static void
test_telling_rule (void)
{
  static const struct
  {
    const char *diagnostic;
    const char *host;
    const char *rule;
    gboolean    is_told;
  } rows[] = {
    { "550 email rejected per dmarc policy", NULL, "zoho-373", FALSE },
    { "550 email rejected per dmarc policy", "mx.zoho.com", "zoho-373", TRUE },
    { "550 email rejected per dmarc policy, see zoho.com/mail", NULL, "zoho-373", TRUE },
    { "554 [HM08] message rejected", NULL, "apple-207", TRUE },
    { "550 the email account that you tried to reach does not exist", NULL, "google-026", TRUE },
    { "550 user unknown", NULL, NULL, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (RdFailure) failure = rd_failure_new ("bob@shop.example");
      RdVerdict verdict;

      failure->action = RD_ACTION_FAILED;
      failure->remote_host = g_strdup (rows[i].host);
      failure->diagnostic = g_strdup (rows[i].diagnostic);
      rd_diagnosis_judge (failure, NULL, &verdict);
      if (rows[i].rule != NULL)
        g_assert_cmpstr (verdict.rule->id, ==, rows[i].rule);
      g_assert_true (rd_verdict_get_telling_rule (&verdict) == (rows[i].is_told ? verdict.rule : NULL));
      rd_verdict_clear (&verdict);
    }
}

/* A feedback report says what it is about, and only one kind means a spam button. */
static void
test_feedback (void)
{
  static const struct
  {
    const char *type;
    const char *cause;
  } rows[] = {
    { "abuse", "complaint" },
    { "opt-out", "complaint" },
    { NULL, "complaint" },
    { "virus", "virus-detected" },
    { "not-spam", "delivered" },
    { "auth-failure: dmarc", "dmarc-fail" },
    { "auth-failure: spf", "spf-fail" },
    { "auth-failure: bodyhash", "dkim-fail" },
    { "auth-failure", "not-authenticated" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      RdBounce  *bounce = rd_bounce_new (RD_BOUNCE_COMPLAINT);
      RdFailure *failure = rd_failure_new ("bob@shop.example");
      g_autoptr (RdDiagnosis) diagnosis = NULL;
      const RdVerdict *verdict;

      failure->diagnostic = g_strdup (rows[i].type);
      g_ptr_array_add (bounce->failures, failure);
      diagnosis = rd_diagnosis_new (bounce, NULL);
      verdict = g_ptr_array_index (diagnosis->verdicts, 0);
      g_assert_cmpstr (verdict->cause->id, ==, rows[i].cause);
      g_assert_cmpint (verdict->certainty, ==, RD_CERTAINTY_CERTAIN);
      g_assert_cmpstr (diagnosis->title, ==, rd_cause_get_title (verdict->cause));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/diagnosis/verdict/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_verdict);
    }
  g_test_add_func ("/diagnosis/certainty", test_certainty);
  g_test_add_func ("/diagnosis/feedback", test_feedback);
  g_test_add_func ("/diagnosis/verdict/telling-rule", test_telling_rule);
  return g_test_run ();
}
