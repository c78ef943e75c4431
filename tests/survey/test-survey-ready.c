/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The ready-made surveys, answered from recordings. */

#include "rd-outcome.h"
#include "rd-recipient.h"
#include "rd-survey-bounce.h"
#include "rd-survey-domain.h"

#include <string.h>

#define D "shop.example"

static RdEvidence *
recording_new (const char *const *rows)
{
  RdEvidence *recording = rd_evidence_new ();

  for (gsize i = 0; rows[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (rows[i], " ", 3);
      g_auto (GStrv) answers = g_strsplit (words[2], " | ", 0);
      guint16       rr_type;
      RdAnswerState state = RD_ANSWER_FOUND;

      g_assert_true (rd_rr_type_parse (words[1], &rr_type));
      if (rd_answer_state_from_string (words[2], &state) && state != RD_ANSWER_FOUND)
        g_clear_pointer (&answers, g_strfreev);
      rd_evidence_put_text (recording, words[0], rr_type, state, (const char *const *) answers);
    }
  return recording;
}

static void
done_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (rd_survey_run_finish (RD_SURVEY (source), result, &error));
  g_assert_no_error (error);
  g_main_loop_quit (data);
}

/* What is not in @rows was not asked. */
static GPtrArray *
run (RdSurvey          *survey,
     const char *const *rows)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (RdEvidence) recording = recording_new (rows);

  rd_survey_set_replay (survey, recording);
  rd_survey_run_async (survey, NULL, done_cb, loop);
  g_main_loop_run (loop);
  return rd_survey_dup_findings (survey);
}

static gboolean
is_asked (RdSurvey   *survey,
          const char *start)
{
  RdEvidence *evidence = rd_survey_get_evidence (survey);

  for (guint id = 1; id <= rd_evidence_get_n_answers (evidence); id++)
    {
      const RdAnswer *answer = rd_evidence_get (evidence, id);

      if (answer != NULL && g_str_has_prefix (answer->question->text, start))
        return TRUE;
    }
  return FALSE;
}

/* --- Domain ---------------------------------------------------------------------- */

static void
test_domain (void)
{
  const char *const rows[] = {
    D " SOA ns1.dns.example. h.dns.example. 1 7200 3600 1209600 3600",
    D " MX 10 mail." D ".",
    "mail." D " A 203.0.113.9",
    "mail." D " AAAA no-data",
    D " A 203.0.113.9",
    D " TXT \"v=spf1 ip4:203.0.113.9 -all\"",
    "9.113.0.203.in-addr.arpa PTR no-such-name",
    NULL,
  };
  g_autoptr (RdSurvey) survey = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  RdDomainSubject *subject = rd_domain_subject_new (D);
  RdIp             ip;

  g_assert_true (rd_ip_parse ("203.0.113.9", &ip));
  g_array_append_val (subject->ips, ip);
  survey = rd_survey_new_domain (NULL, NULL, subject);
  findings = run (survey, rows);
  g_assert_nonnull (rd_findings_find (findings, "mx.fine"));
  g_assert_nonnull (rd_findings_find (findings, "ptr.missing"));
  g_assert_nonnull (rd_findings_find (findings, "spf.ip-pass"));
  g_assert_nonnull (rd_findings_find (findings, "dmarc.servfail"));
  g_assert_null (rd_findings_find (findings, "dmarc.missing"));
  g_assert_cmpint (rd_check_get_overall_state (findings), ==, RD_FINDING_BROKEN);
  g_assert_false (is_asked (survey, "dnsbl "));
}

/* Without network and recording nothing is claimed about anything. */
static void
test_offline (void)
{
  const char *const rows[] = { NULL };
  g_autoptr (RdSurvey) survey = rd_survey_new_domain (NULL, NULL, rd_domain_subject_new (D));
  g_autoptr (GPtrArray) findings = run (survey, rows);

  g_assert_cmpuint (findings->len, >, 5);
  for (guint i = 0; i < findings->len; i++)
    {
      const RdFinding *finding = g_ptr_array_index (findings, i);

      g_test_message ("%s", finding->id);
      g_assert_true (finding->state == RD_FINDING_UNKNOWN || finding->state == RD_FINDING_INFO);
    }
  g_assert_cmpint (rd_check_get_overall_state (findings), ==, RD_FINDING_UNKNOWN);
}

static RdMail *
mail_new (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  RdMail *mail = rd_mail_new_from_bytes (bytes, &error);

  g_assert_no_error (error);
  return mail;
}

static void
test_subject_from_mail (void)
{
  g_autoptr (RdMail) sent = mail_new ("From: a@" D "\r\nTo: b@other.example\r\nSubject: x\r\nMessage-ID: <1@" D ">\r\n\r\nHello\r\n");
  g_autoptr (RdDomainSubject) subject = rd_domain_subject_new (D);

  rd_domain_subject_add_mail (subject, sent);
  g_assert_true (subject->mail == sent);
  g_assert_cmpuint (subject->ips->len, ==, 0);
}

static void
test_subject_from_original (void)
{
  RdDkimName own = { (char *) "mail." D, (char *) "s7" };
  RdDkimName foreign = { (char *) "service.example", (char *) "k1" };
  g_autoptr (GPtrArray) dkim = g_ptr_array_new ();
  RdOriginal original = { .sending_ip = (char *) "203.0.113.9", .helo = (char *) "mail." D, .dkim = dkim };
  RdOriginal inside = { .sending_ip = (char *) "192.168.0.9" };
  g_autoptr (RdDomainSubject) subject = rd_domain_subject_new (D);

  g_ptr_array_add (dkim, &own);
  g_ptr_array_add (dkim, &foreign);
  rd_domain_subject_add_original (subject, &original);
  rd_domain_subject_add_original (subject, &inside);
  g_assert_cmpuint (subject->ips->len, ==, 1);
  g_assert_cmpstr (subject->helo, ==, "mail." D);
  g_assert_cmpuint (g_strv_length (subject->selectors), ==, 1);
  g_assert_cmpstr (subject->selectors[0], ==, "s7");
}

/* --- Recipient -------------------------------------------------------------------- */

static const struct
{
  const char    *name;
  const char    *rows[5];
  const char    *id;
  RdFindingState state;
} recipients[] = {
  { "fine", { D " MX 10 mx." D ".", "mx." D " A 192.0.2.1", "mx." D " AAAA no-data" }, "recipient.fine", RD_FINDING_FINE },
  { "web-server", { D " MX no-data", D " A 192.0.2.1", D " AAAA no-data" }, "recipient.fine", RD_FINDING_FINE },
  { "gone", { D " MX no-such-name" }, "recipient.no-such-domain", RD_FINDING_BROKEN },
  { "null", { D " MX 0 ." }, "recipient.null-mx", RD_FINDING_BROKEN },
  { "no-server", { D " MX 10 mx." D ".", "mx." D " A no-such-name", "mx." D " AAAA no-such-name" }, "recipient.unresolvable", RD_FINDING_BROKEN },
  { "time-out", { D " MX timeout" }, "recipient.servfail", RD_FINDING_UNKNOWN },
  { "server-time-out", { D " MX 10 mx." D ".", "mx." D " A timeout", "mx." D " AAAA timeout" }, "recipient.servfail", RD_FINDING_UNKNOWN },
};

static void
test_recipient (gconstpointer data)
{
  gsize index = GPOINTER_TO_SIZE (data);
  g_autoptr (RdEvidence) evidence = recording_new (recipients[index].rows);
  g_autoptr (RdDomainSubject) subject = rd_domain_subject_new (D);
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_finding_unref);
  const RdFinding *finding;

  g_assert_cmpint (rd_recipient_check (evidence, subject, findings), ==, RD_CHECK_DONE);
  g_assert_cmpuint (findings->len, ==, 1);
  finding = g_ptr_array_index (findings, 0);
  g_assert_cmpstr (finding->id, ==, recipients[index].id);
  g_assert_cmpint (finding->state, ==, recipients[index].state);
}

/* --- Bounce ----------------------------------------------------------------------- */

/* One refusal for one cause, as a diagnosis would hold it. */
typedef struct
{
  RdBounce    bounce;
  RdFailure   failure;
  RdVerdict   verdict;
  RdDiagnosis diagnosis;
} Refusal;

static void
refusal_init (Refusal    *self,
              const char *cause,
              const char *sending_ip)
{
  memset (self, 0, sizeof *self);
  self->failure.recipient = (char *) "bob@other.example";
  self->bounce.failures = g_ptr_array_new ();
  g_ptr_array_add (self->bounce.failures, &self->failure);
  self->bounce.original.from = (char *) "anna@" D;
  self->bounce.original.return_path = (char *) "anna@" D;
  self->bounce.original.sending_ip = (char *) sending_ip;
  self->verdict.failure = &self->failure;
  self->verdict.cause = rd_cause_find (cause);
  g_assert_nonnull (self->verdict.cause);
  self->diagnosis.bounce = &self->bounce;
  self->diagnosis.main = &self->verdict;
  self->diagnosis.checks = (char **) self->verdict.cause->checks;
}

static void
refusal_clear (Refusal *self)
{
  g_ptr_array_unref (self->bounce.failures);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Refusal, refusal_clear)

static const struct
{
  const char    *name;
  const char    *cause;
  const char    *ip;
  const char    *rows[8];
  RdConfirmation expected;
} bounces[] = {
  { "spf-still", "spf-fail", "203.0.113.9", { D " TXT \"v=spf1 ip4:192.0.2.1 -all\"" }, RD_CONFIRMATION_STILL_TRUE },
  { "spf-fixed", "spf-fail", "203.0.113.9", { D " TXT \"v=spf1 ip4:203.0.113.9 -all\"" }, RD_CONFIRMATION_FIXED },
  { "spf-no-answer", "spf-fail", "203.0.113.9", { D " TXT timeout" }, RD_CONFIRMATION_UNKNOWN },
  { "spf-no-address", "spf-fail", NULL, { D " TXT \"v=spf1 ip4:203.0.113.9 -all\"" }, RD_CONFIRMATION_UNKNOWN },
  { "neither-one-is-enough", "not-authenticated", "203.0.113.9", { D " TXT \"v=spf1 ip4:203.0.113.9 -all\"" }, RD_CONFIRMATION_FIXED },
  { "name-still", "reverse-dns", "203.0.113.9", { "9.113.0.203.in-addr.arpa PTR no-such-name" }, RD_CONFIRMATION_STILL_TRUE },
  { "name-fixed", "reverse-dns", "203.0.113.9", { "9.113.0.203.in-addr.arpa PTR mail." D ".", "mail." D " A 203.0.113.9" }, RD_CONFIRMATION_FIXED },
  { "name-no-answer", "reverse-dns", "203.0.113.9", { "9.113.0.203.in-addr.arpa PTR server-failure" }, RD_CONFIRMATION_UNKNOWN },
  { "recipient-still", "domain-not-found", NULL, { "other.example MX no-such-name" }, RD_CONFIRMATION_STILL_TRUE },
  { "recipient-fixed", "domain-not-found", NULL, { "other.example MX 1 mx.other.example.", "mx.other.example A 192.0.2.1", "mx.other.example AAAA no-data" }, RD_CONFIRMATION_FIXED },
  { "recipient-no-answer", "domain-not-found", NULL, { "other.example MX timeout" }, RD_CONFIRMATION_UNKNOWN },
  { "mailbox-full", "mailbox-full", NULL, { NULL }, RD_CONFIRMATION_NONE },
};

static void
test_bounce (gconstpointer data)
{
  gsize index = GPOINTER_TO_SIZE (data);
  g_auto (Refusal) refusal = { 0 };
  g_autoptr (RdSurvey) survey = NULL;
  g_autoptr (GPtrArray) findings = NULL;

  refusal_init (&refusal, bounces[index].cause, bounces[index].ip);
  survey = rd_survey_new_bounce (NULL, NULL, &refusal.diagnosis);
  findings = run (survey, bounces[index].rows);
  g_assert_cmpstr (rd_confirmation_to_string (rd_survey_confirm (&refusal.verdict, findings)), ==,
                   rd_confirmation_to_string (bounces[index].expected));
  if (bounces[index].expected != RD_CONFIRMATION_NONE)
    g_assert_nonnull (rd_confirmation_get_label (bounces[index].expected));
}

/* --- What to say after the look -------------------------------------------------------- */

static const struct
{
  const char    *name;
  const char    *cause;
  const char    *ip;
  const char    *rows[8];
  const char    *statements[3]; /* confirmation, then words of the statement */
  RdConfirmation expected;
  RdOwner        owner;
  const char    *action;      /* words of it */
  const char    *resend;      /* words of it */
  const char    *record_name; /* (nullable): where the remedy is to be published */
} outcomes[] = {
  { "record-to-publish", "spf-fail", "203.0.113.9", { D " TXT \"v=spf1 ip4:192.0.2.1 -all\"", D " A 203.0.113.9", D " MX no-data" }, { "still-true 203.0.113.9 is not allowed to send mail for " D }, RD_CONFIRMATION_STILL_TRUE, RD_OWNER_DNS, "", "Not yet", D },
  { "two-records", "spf-fail", "203.0.113.9", { D " TXT \"v=spf1 ip4:203.0.113.9 -all\" | \"v=spf1 mx -all\"", D " MX no-data" }, { "still-true 203.0.113.9 is not allowed to send mail for " D }, RD_CONFIRMATION_STILL_TRUE, RD_OWNER_DNS, "Merge them", "Not yet", D },
  { "now-listed", "spf-fail", "203.0.113.9", { D " TXT \"v=spf1 ip4:203.0.113.9 -all\"" }, { "fixed 203.0.113.9 is not allowed" }, RD_CONFIRMATION_FIXED, RD_OWNER_YOU, "Send the mail again", "Yes", NULL },
  { "no-answer", "spf-fail", "203.0.113.9", { D " TXT timeout" }, { "unknown 203.0.113.9 is not allowed" }, RD_CONFIRMATION_UNKNOWN, RD_OWNER_HOST, NULL, NULL, NULL },
  { "one-of-two", "not-authenticated", "203.0.113.9", { D " TXT \"v=spf1 ip4:203.0.113.9 -all\"" }, { "fixed (SPF)", "unknown (DKIM)" }, RD_CONFIRMATION_FIXED, RD_OWNER_YOU, "Send the mail again", "Yes", NULL },
  { "name-of-server", "reverse-dns", "203.0.113.9", { "9.113.0.203.in-addr.arpa PTR no-such-name" }, { "still-true 203.0.113.9 has no name" }, RD_CONFIRMATION_STILL_TRUE, RD_OWNER_HOST, "host", "Not yet", NULL },
  { "no-domain", "domain-not-found", NULL, { "other.example MX no-such-name" }, { "still-true other.example" }, RD_CONFIRMATION_STILL_TRUE, RD_OWNER_YOU, "website", "Not yet", NULL },
  { "mailbox-full", "mailbox-full", NULL, { NULL }, { NULL }, RD_CONFIRMATION_NONE, RD_OWNER_HOST, NULL, NULL, NULL },
};

static void
check_statements (const RdOutcome   *outcome,
                  const char *const *expected)
{
  for (guint i = 0; i < G_N_ELEMENTS (outcomes[0].statements) && expected[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (expected[i], " ", 2);
      const RdStatement *statement;

      g_assert_cmpuint (outcome->statements->len, >, i);
      statement = g_ptr_array_index (outcome->statements, i);
      g_test_message ("%s: %s", rd_confirmation_to_string (statement->confirmation), statement->text);
      g_assert_cmpstr (rd_confirmation_to_string (statement->confirmation), ==, words[0]);
      g_assert_nonnull (strstr (statement->text, words[1]));
      for (guint j = 0; j < statement->findings->len; j++)
        g_assert_false (g_ptr_array_find (outcome->others, g_ptr_array_index (statement->findings, j), NULL));
    }
}

static void
test_outcome (gconstpointer data)
{
  gsize index = GPOINTER_TO_SIZE (data);
  g_auto (Refusal) refusal = { 0 };
  g_autoptr (RdSurvey) survey = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (RdOutcome) outcome = NULL;

  refusal_init (&refusal, outcomes[index].cause, outcomes[index].ip);
  refusal.verdict.certainty = RD_CERTAINTY_LIKELY;
  refusal.diagnosis.owner = RD_OWNER_HOST;
  refusal.diagnosis.state = RD_FINDING_BROKEN;
  refusal.diagnosis.title = (char *) "The headline of before";
  refusal.diagnosis.sentence = (char *) "as before";
  refusal.diagnosis.action = (char *) "as before";
  refusal.diagnosis.resend_text = (char *) "as before";
  survey = rd_survey_new_bounce (NULL, NULL, &refusal.diagnosis);
  findings = run (survey, outcomes[index].rows);
  outcome = rd_outcome_new (&refusal.diagnosis, findings);

  check_statements (outcome, outcomes[index].statements);
  g_assert_cmpstr (rd_confirmation_to_string (outcome->confirmation), ==, rd_confirmation_to_string (outcomes[index].expected));
  g_assert_cmpint (outcome->certainty, ==, outcomes[index].expected == RD_CONFIRMATION_STILL_TRUE ? RD_CERTAINTY_CERTAIN : RD_CERTAINTY_LIKELY);
  g_assert_cmpint (outcome->state, ==, outcomes[index].expected == RD_CONFIRMATION_FIXED ? RD_FINDING_FINE : RD_FINDING_BROKEN);
  g_assert_cmpint (outcome->owner, ==, outcomes[index].owner);
  g_assert_nonnull (strstr (outcomes[index].expected == RD_CONFIRMATION_FIXED ? outcome->explanation : outcome->title, "The headline of before"));
  g_assert_true (g_str_has_prefix (outcome->title, "Fixed") == (outcomes[index].expected == RD_CONFIRMATION_FIXED));
  g_assert_nonnull (strstr (outcome->action, outcomes[index].action != NULL ? outcomes[index].action : "as before"));
  g_assert_nonnull (strstr (outcome->resend_text, outcomes[index].resend != NULL ? outcomes[index].resend : "as before"));
  if (outcomes[index].record_name == NULL)
    return;
  g_assert_nonnull (outcome->remedy);
  g_assert_nonnull (outcome->remedy->record);
  g_assert_cmpstr (outcome->remedy->record->fqdn, ==, outcomes[index].record_name);
}

/* While nothing is known yet, every line is there and says nothing. */
static void
test_outcome_before_answers (void)
{
  g_auto (Refusal) refusal = { 0 };
  g_autoptr (GPtrArray) nothing = g_ptr_array_new ();
  g_autoptr (RdOutcome) outcome = NULL;

  refusal_init (&refusal, "dmarc-fail", "203.0.113.9");
  outcome = rd_outcome_new (&refusal.diagnosis, nothing);
  g_assert_cmpuint (outcome->statements->len, ==, 2);
  for (guint i = 0; i < outcome->statements->len; i++)
    g_assert_cmpint (((RdStatement *) g_ptr_array_index (outcome->statements, i))->confirmation, ==, RD_CONFIRMATION_UNKNOWN);
  g_assert_null (outcome->remedy);
}

/* Whom one writes to is only asked about where nothing else can help. */
static void
test_side (void)
{
  static const struct
  {
    const char  *cause;
    const char  *ip;
    RdBounceSide expected;
  } rows[] = {
    { "spf-fail", "203.0.113.9", RD_BOUNCE_SIDE_SENDER },
    { "domain-not-found", "203.0.113.9", RD_BOUNCE_SIDE_RECIPIENT },
    { "unknown", "203.0.113.9", RD_BOUNCE_SIDE_SENDER },
    { "reverse-dns", NULL, RD_BOUNCE_SIDE_NONE },
    { "mailbox-full", "203.0.113.9", RD_BOUNCE_SIDE_NONE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (Refusal) refusal = { 0 };
      g_autoptr (RdSurvey) survey = NULL;
      g_autoptr (GPtrArray) plan = NULL;
      RdBounceSide side;

      refusal_init (&refusal, rows[i].cause, rows[i].ip);
      side = rd_survey_get_bounce_side (&refusal.diagnosis);
      g_test_message ("%s", rows[i].cause);
      g_assert_cmpint (side, ==, rows[i].expected);
      survey = rd_survey_new_bounce_side (NULL, NULL, &refusal.diagnosis, side);
      plan = rd_survey_dup_plan (survey);
      g_assert_true ((plan->len > 0) == (side != RD_BOUNCE_SIDE_NONE));
      for (guint j = 0; j < plan->len; j++)
        {
          const RdQuestion *question = g_ptr_array_index (plan, j);

          g_assert_true (g_str_has_suffix (question->name, "other.example") == (side == RD_BOUNCE_SIDE_RECIPIENT));
        }
    }
}

/* A bounce about the sender's server does not send anybody to look at the
 * recipient, and the other way round. */
static void
test_only_what_matters (void)
{
  const char *const rows[] = { NULL };
  g_auto (Refusal) names = { 0 };
  g_auto (Refusal) missing = { 0 };
  g_autoptr (RdSurvey) first = NULL;
  g_autoptr (RdSurvey) second = NULL;
  g_autoptr (GPtrArray) of_first = NULL;
  g_autoptr (GPtrArray) of_second = NULL;

  refusal_init (&names, "reverse-dns", "203.0.113.9");
  first = rd_survey_new_bounce (NULL, NULL, &names.diagnosis);
  of_first = run (first, rows);
  g_assert_true (is_asked (first, "dns 9.113.0.203.in-addr.arpa PTR"));
  g_assert_false (is_asked (first, "dns other.example"));
  refusal_init (&missing, "domain-not-found", "203.0.113.9");
  second = rd_survey_new_bounce (NULL, NULL, &missing.diagnosis);
  of_second = run (second, rows);
  g_assert_true (is_asked (second, "dns other.example MX"));
  g_assert_false (is_asked (second, "dns " D));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/survey/domain/recorded", test_domain);
  g_test_add_func ("/survey/domain/offline", test_offline);
  g_test_add_func ("/survey/domain/subject-from-mail", test_subject_from_mail);
  g_test_add_func ("/survey/domain/subject-from-original", test_subject_from_original);
  for (gsize i = 0; i < G_N_ELEMENTS (recipients); i++)
    {
      g_autofree char *path = g_strdup_printf ("/checks/recipient/%s", recipients[i].name);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_recipient);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bounces); i++)
    {
      g_autofree char *path = g_strdup_printf ("/survey/bounce/%s", bounces[i].name);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_bounce);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (outcomes); i++)
    {
      g_autofree char *path = g_strdup_printf ("/survey/outcome/%s", outcomes[i].name);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_outcome);
    }
  g_test_add_func ("/survey/outcome/before-answers", test_outcome_before_answers);
  g_test_add_func ("/survey/bounce/side", test_side);
  g_test_add_func ("/survey/bounce/only-what-matters", test_only_what_matters);
  return g_test_run ();
}
