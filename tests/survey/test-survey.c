/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fake-peers.h"
#include "rd-survey.h"

#include <string.h>

/* --- Checks made for the tests ------------------------------------------- */

/* Asks some questions, one after the other or all at once. */
typedef struct
{
  const char *id;
  char      **texts;
  gboolean    chained;
  guint       runs;
} Probe;

static Probe *
probe_new (const char *id,
           gboolean    chained,
           const char *texts)
{
  Probe *probe = g_new0 (Probe, 1);

  probe->id = id;
  probe->chained = chained;
  probe->texts = g_strsplit (texts, ";", -1);
  return probe;
}

static void
probe_free (gpointer data)
{
  Probe *probe = data;

  g_strfreev (probe->texts);
  g_free (probe);
}

static RdCheckStatus
check_probe (RdEvidence   *evidence,
             gconstpointer subject,
             GPtrArray    *findings)
{
  Probe         *probe = (Probe *) subject;
  RdFindingState state = RD_FINDING_FINE;
  gboolean       pending = FALSE;
  g_autoptr (RdFinding) finding = rd_finding_new (probe->id, state, probe->texts[0], RD_OWNER_WAIT, "A probe");

  probe->runs++;
  for (gsize i = 0; probe->texts[i] != NULL; i++)
    {
      const RdAnswer *answer = rd_evidence_ask (evidence, rd_question_parse (probe->texts[i]));

      if (answer == NULL && probe->chained)
        return RD_CHECK_PENDING;
      if (answer == NULL)
        pending = TRUE;
      else
        {
          rd_finding_add_evidence (finding, answer->id);
          if (!rd_answer_is_known (answer))
            state = RD_FINDING_UNKNOWN;
          else if (answer->state != RD_ANSWER_FOUND && state == RD_FINDING_FINE)
            state = RD_FINDING_BROKEN;
        }
    }
  finding->state = state;
  g_ptr_array_add (findings, g_steal_pointer (&finding));
  return pending ? RD_CHECK_PENDING : RD_CHECK_DONE;
}

static Probe *
add_probe (RdSurvey   *survey,
           const char *id,
           gboolean    chained,
           const char *texts)
{
  Probe *probe = probe_new (id, chained, texts);

  rd_survey_add_check (survey, check_probe, probe, probe_free);
  return probe;
}

/* --- Helpers ------------------------------------------------------------- */

#define ALL (RD_SURVEY_DNS | RD_SURVEY_DNSBL | RD_SURVEY_HTTPS | RD_SURVEY_SMTP)

static RdSources *
new_sources (const FakePeer *peer)
{
  g_autofree char *address = fake_peer_dup_address (peer);
  g_autoptr (GError) error = NULL;
  RdSources *sources = rd_sources_new (address, &error);

  g_assert_no_error (error);
  return sources;
}

static RdSurvey *
new_survey (RdSources *sources)
{
  RdSurvey *survey = rd_survey_new (NULL, sources);

  rd_survey_set_consent (survey, ALL);
  return survey;
}

static void
run (RdSurvey *survey)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  rd_survey_run_async (survey, NULL, store_result_cb, &result);
  g_assert_true (rd_survey_get_running (survey));
  wait_for_result (&result);
  g_assert_true (rd_survey_run_finish (survey, result, &error));
  g_assert_no_error (error);
  g_assert_false (rd_survey_get_running (survey));
  g_assert_cmpuint (rd_survey_get_n_answers (survey), ==, rd_survey_get_n_questions (survey));
}

static char *
describe (RdSurvey *survey)
{
  g_autoptr (GPtrArray) findings = rd_survey_dup_findings (survey);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < findings->len; i++)
    {
      const RdFinding *finding = g_ptr_array_index (findings, i);

      g_string_append_printf (text, "%s=%s", finding->id, rd_finding_state_to_string (finding->state));
      for (guint j = 0; j < finding->evidence->len; j++)
        g_string_append_printf (text, ",%u", g_array_index (finding->evidence, guint, j));
      g_string_append_c (text, ' ');
    }
  return g_string_free (text, FALSE);
}

/* What the server has to tell: asked as a question of its own. */
static char *
ask_server (const FakePeer *peer,
            const char     *name)
{
  g_autoptr (RdSources) sources = new_sources (peer);
  g_autoptr (RdQuestion) question = rd_question_dns (name, RD_RR_TXT);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (RdAnswer) answer = NULL;

  rd_sources_ask_async (sources, question, NULL, store_result_cb, &result);
  wait_for_result (&result);
  answer = rd_sources_ask_finish (sources, result, &error);
  g_assert_no_error (error);
  return g_strdup (rd_answer_nth (answer, RD_RR_TXT, 0)->text);
}

static const RdAnswer *
peek (RdSurvey   *survey,
      const char *text)
{
  g_autoptr (RdQuestion) question = rd_question_parse (text);

  return rd_evidence_peek (rd_survey_get_evidence (survey), question);
}

/* --- Time ---------------------------------------------------------------- */

/* Twenty checks with five questions each and one chain of four: the time is
 * that of the chain. */
static void
test_parallel (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", "--latency", "50", NULL);
  g_autoptr (RdSources) sources = new_sources (peer);
  g_autoptr (RdSurvey) survey = new_survey (sources);
  RdSurveyStats stats = { 0 };

  for (guint i = 0; i < 12; i++)
    {
      g_autofree char *texts = g_strdup_printf ("dns a%u.test A;dns b%u.test MX;dns c%u.test TXT;dns d%u.test NS;dns nx.e%u.test A", i, i, i, i, i);

      add_probe (survey, "wide", FALSE, texts);
    }
  add_probe (survey, "chain", TRUE, "dns one.test TXT;dns two.test TXT;dns three.test TXT;dns four.test TXT");
  run (survey);
  rd_survey_get_stats (survey, &stats);
  g_test_message ("%u questions, %u rounds, %.1f ms with 50 ms an answer", stats.questions, stats.rounds, stats.wall_ms);
  g_assert_cmpuint (stats.questions, ==, 64);
  g_assert_cmpuint (stats.rounds, ==, 4);
  g_assert_cmpfloat (stats.wall_ms, >=, 200);
  g_assert_cmpfloat (stats.wall_ms, <, 1000);
  g_assert_cmpint (rd_survey_get_state (survey), ==, RD_FINDING_BROKEN);
}

static RdCheckStatus
check_busy (RdEvidence   *evidence,
            gconstpointer subject,
            GPtrArray    *findings)
{
  gint64 end = g_get_monotonic_time () + 1000;

  while (g_get_monotonic_time () < end)
    continue;
  return RD_CHECK_DONE;
}

static gboolean
count_cb (gpointer data)
{
  (*(guint *) data)++;
  return G_SOURCE_CONTINUE;
}

/* While checks that take 300 ms together are made, others have their turn. */
static void
test_slices (void)
{
  g_autoptr (RdSurvey) survey = new_survey (NULL);
  guint turns = 0;
  guint timer = g_timeout_add_full (G_PRIORITY_DEFAULT, 1, count_cb, &turns, NULL);

  for (guint i = 0; i < 300; i++)
    rd_survey_add_check (survey, check_busy, NULL, NULL);
  run (survey);
  g_source_remove (timer);
  g_test_message ("%u turns for others", turns);
  g_assert_cmpuint (turns, >=, 300 / 8);
}

/* --- What is sent, and what is not --------------------------------------- */

static void
test_asked_once (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", "--latency", "20", NULL);
  g_autoptr (RdSources) sources = new_sources (peer);
  g_autoptr (RdEvidence) known = rd_evidence_new ();
  g_autoptr (RdSurvey) survey = NULL;
  g_autofree char *seen = NULL;
  g_autofree char *known_seen = NULL;

  rd_evidence_put_text (known, "known.test", RD_RR_A, RD_ANSWER_NO_DATA, NULL);
  survey = rd_survey_new (known, sources);
  rd_survey_set_consent (survey, RD_SURVEY_DNS);
  add_probe (survey, "a", TRUE, "dns same.test A;dns other.test A");
  add_probe (survey, "b", TRUE, "dns other.test A;dns same.test A");
  add_probe (survey, "c", FALSE, "dns SAME.test. A;dns other.test A;dns known.test A");
  run (survey);
  seen = ask_server (peer, "seen.same.test");
  known_seen = ask_server (peer, "seen.known.test");
  g_assert_cmpstr (seen, ==, "\"1\"");
  g_assert_cmpstr (known_seen, ==, "\"0\"");
  g_assert_cmpuint (rd_survey_get_n_questions (survey), ==, 2);
}

static void
test_consent (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", NULL);
  g_autoptr (RdSources) sources = new_sources (peer);
  g_autoptr (RdSurvey) survey = new_survey (sources);
  g_autofree char *seen = NULL;
  g_autofree char *description = NULL;

  rd_survey_set_consent (survey, RD_SURVEY_DNS);
  add_probe (survey, "domain", FALSE, "dns plain.test A");
  add_probe (survey, "list", FALSE, "dnsbl 2.0.0.127.list.test A");
  add_probe (survey, "web", FALSE, "https https://local.test/");
  add_probe (survey, "mail", FALSE, "smtp local.test:25");
  run (survey);
  description = describe (survey);
  g_assert_cmpstr (description, ==, "list=unknown,2 mail=unknown,4 web=unknown,3 domain=fine,1 ");
  g_assert_cmpint (peek (survey, "dnsbl 2.0.0.127.list.test A")->state, ==, RD_ANSWER_NOT_ASKED);
  g_assert_cmpstr (peek (survey, "dnsbl 2.0.0.127.list.test A")->detail, ==, "no consent");
  seen = ask_server (peer, "seen.2.0.0.127.list.test");
  g_assert_cmpstr (seen, ==, "\"0\"");
  g_assert_cmpuint (rd_survey_get_n_questions (survey), ==, 1);

  /* With more consent only what was held back is asked. */
  g_clear_pointer (&description, g_free);
  rd_survey_set_consent (survey, RD_SURVEY_DNS | RD_SURVEY_DNSBL);
  rd_survey_forget_unknown (survey);
  run (survey);
  description = describe (survey);
  g_assert_cmpstr (description, ==, "mail=unknown,4 web=unknown,3 domain=fine,1 list=fine,2 ");
  g_assert_cmpuint (rd_survey_get_n_questions (survey), ==, 2);
}

static void
test_offline (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", NULL);
  g_autoptr (RdSources) sources = new_sources (peer);
  g_autoptr (RdSurvey) offline = new_survey (NULL);
  g_autoptr (RdSurvey) unconsented = rd_survey_new (NULL, sources);
  g_autofree char *stats = NULL;

  add_probe (offline, "a", TRUE, "dns plain.test A;dnsbl plain.test A;https https://local.test/;smtp local.test:25");
  add_probe (unconsented, "a", TRUE, "dns plain.test A;dnsbl plain.test A;https https://local.test/;smtp local.test:25");
  run (offline);
  run (unconsented);
  stats = ask_server (peer, "stats.test");
  g_assert_nonnull (strstr (stats, "udp=1 tcp=0"));
  g_assert_cmpint (rd_survey_get_state (offline), ==, RD_FINDING_UNKNOWN);
  g_assert_cmpstr (peek (offline, "dns plain.test A")->detail, ==, "offline");
}

static void
test_plan (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", NULL);
  g_autoptr (RdSources) sources = new_sources (peer);
  g_autoptr (RdSurvey) survey = new_survey (sources);
  g_autoptr (GPtrArray) plan = NULL;
  g_autofree char *stats = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  add_probe (survey, "chain", TRUE, "dns one.test A;dns two.test A");
  add_probe (survey, "wide", FALSE, "dnsbl 1.list.test A;dns one.test A;https https://local.test/");
  plan = rd_survey_dup_plan (survey);
  for (guint i = 0; i < plan->len; i++)
    g_string_append_printf (text, "%s;", ((RdQuestion *) g_ptr_array_index (plan, i))->text);
  g_assert_cmpstr (text->str, ==, "dns one.test A;dnsbl 1.list.test A;https https://local.test/;");
  g_assert_cmpuint (rd_evidence_get_n_open (rd_survey_get_evidence (survey)), ==, 0);
  stats = ask_server (peer, "stats.test");
  g_assert_nonnull (strstr (stats, "udp=1 tcp=0"));
}

/* --- Ending early -------------------------------------------------------- */

static gboolean
cancel_cb (gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_REMOVE;
}

static void
test_cancel (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", NULL);
  g_autoptr (RdSources) sources = new_sources (peer);
  g_autoptr (RdSurvey) survey = new_survey (sources);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *description = NULL;
  gint64           start = g_get_monotonic_time ();

  add_probe (survey, "quick", FALSE, "dns plain.test A");
  add_probe (survey, "slow", TRUE, "dns drop.test A;dns after.test A;dns flaky.test A");
  g_timeout_add (150, cancel_cb, cancellable);
  rd_survey_run_async (survey, cancellable, store_result_cb, &result);
  wait_for_result (&result);
  g_assert_false (rd_survey_run_finish (survey, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 10 * G_TIME_SPAN_SECOND);
  description = describe (survey);
  g_assert_cmpstr (description, ==, "slow=unknown,2,3,4 quick=fine,1 ");
  g_assert_cmpint (peek (survey, "dns drop.test A")->state, ==, RD_ANSWER_NOT_ASKED);
  g_assert_cmpint (peek (survey, "dns after.test A")->state, ==, RD_ANSWER_NOT_ASKED);
  g_assert_cmpstr (peek (survey, "dns after.test A")->detail, ==, "cancelled");

  rd_survey_forget_unknown (survey);
  run (survey);
  g_assert_cmpint (peek (survey, "dns drop.test A")->state, ==, RD_ANSWER_TIMEOUT);
  g_assert_cmpint (peek (survey, "dns after.test A")->state, ==, RD_ANSWER_FOUND);
}

static void
test_deadline (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", NULL);
  g_autoptr (RdSources) sources = new_sources (peer);
  g_autoptr (RdSurvey) survey = new_survey (sources);
  RdSurveyStats stats = { 0 };

  rd_survey_set_deadline (survey, 200);
  add_probe (survey, "quick", FALSE, "dns plain.test A");
  add_probe (survey, "slow", TRUE, "dns drop.test A;dns after.test A");
  run (survey);
  rd_survey_get_stats (survey, &stats);
  g_assert_cmpfloat (stats.wall_ms, <, 1500);
  g_assert_cmpint (peek (survey, "dns plain.test A")->state, ==, RD_ANSWER_FOUND);
  g_assert_cmpint (peek (survey, "dns drop.test A")->state, ==, RD_ANSWER_TIMEOUT);
  g_assert_cmpint (peek (survey, "dns after.test A")->state, ==, RD_ANSWER_TIMEOUT);
}

static void
drop_survey_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  RdSurvey **survey = data;

  g_assert_true (rd_survey_run_finish (RD_SURVEY (source), result, NULL));
  g_clear_object (survey);
}

static void
test_drop_inside (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", NULL);
  RdSources *sources = new_sources (peer);
  RdSurvey  *survey = new_survey (sources);
  GObject   *watched = G_OBJECT (survey);

  g_clear_object (&sources);
  g_object_add_weak_pointer (watched, (gpointer *) &watched);
  add_probe (survey, "a", TRUE, "dns plain.test A;dns second.test A");
  rd_survey_run_async (survey, NULL, drop_survey_cb, &survey);
  while (watched != NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* --- Asking again -------------------------------------------------------- */

static void
test_retry_finding (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", NULL);
  g_autoptr (RdSources) sources = new_sources (peer);
  g_autoptr (RdEvidence) evidence = rd_evidence_new ();
  g_autoptr (RdSurvey) survey = NULL;
  g_autoptr (RdFindingItem) row = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  Probe           *first;
  Probe           *second;
  Probe           *third;

  rd_evidence_put_text (evidence, "plain.test", RD_RR_A, RD_ANSWER_TIMEOUT, NULL);
  survey = rd_survey_new (evidence, sources);
  rd_survey_set_consent (survey, ALL);
  first = add_probe (survey, "first", FALSE, "dns plain.test A;dns other.test A");
  second = add_probe (survey, "second", FALSE, "dns nx.test A");
  third = add_probe (survey, "third", FALSE, "dns plain.test A");
  run (survey);
  before = describe (survey);
  g_assert_cmpstr (before, ==, "second=broken,3 first=unknown,1,2 third=unknown,1 ");
  row = g_list_model_get_item (rd_survey_get_findings (survey), 1);
  first->runs = second->runs = third->runs = 0;

  rd_survey_forget_finding (survey, rd_finding_item_get_finding (row));
  run (survey);
  after = describe (survey);
  g_assert_cmpstr (after, ==, "second=broken,3 first=fine,1,2 third=fine,1 ");
  g_assert_cmpint (rd_finding_item_get_finding (row)->state, ==, RD_FINDING_FINE);
  g_assert_cmpuint (second->runs, ==, 0);
  g_assert_cmpuint (first->runs, >, 0);
  g_assert_cmpuint (third->runs, >, 0);
  g_assert_cmpuint (rd_survey_get_n_questions (survey), ==, 4);
}

static void
test_retry_question (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", NULL);
  g_autoptr (RdSources) sources = new_sources (peer);
  g_autoptr (RdSurvey) survey = new_survey (sources);
  g_autoptr (RdQuestion) question = rd_question_dns ("plain.test", RD_RR_A);
  g_autofree char *seen = NULL;
  Probe           *first = add_probe (survey, "first", FALSE, "dns plain.test A");
  Probe           *second = add_probe (survey, "second", FALSE, "dns other.test A");

  run (survey);
  first->runs = second->runs = 0;
  rd_survey_forget_question (survey, question);
  run (survey);
  seen = ask_server (peer, "seen.plain.test");
  g_assert_cmpstr (seen, ==, "\"2\"");
  g_assert_cmpuint (first->runs, ==, 2);
  g_assert_cmpuint (second->runs, ==, 0);
}

/* --- Replay -------------------------------------------------------------- */

static void
add_all_probes (RdSurvey *survey)
{
  add_probe (survey, "chain", TRUE, "dns one.test TXT;dns alias.test TXT;dns servfail.test A");
  add_probe (survey, "wide", FALSE, "dns nx.test A;dns large.test TXT;dns bogus.test A;dns bogus.test A +cd");
  add_probe (survey, "list", FALSE, "dnsbl 2.list.test A;dnsbl nx.3.list.test A");
}

static void
test_replay (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", NULL);
  g_autoptr (RdSources) sources = new_sources (peer);
  g_autoptr (RdSurvey) live = new_survey (sources);
  g_autoptr (RdSurvey) replayed = new_survey (sources);
  g_autoptr (RdEvidence) recording = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *lines = NULL;
  g_autofree char *lines_again = NULL;
  g_autofree char *findings = NULL;
  g_autofree char *findings_again = NULL;

  add_all_probes (live);
  run (live);
  lines = rd_evidence_to_lines (rd_survey_get_evidence (live));
  recording = rd_evidence_new_from_lines (lines, -1, &error);
  g_assert_no_error (error);

  add_all_probes (replayed);
  add_probe (replayed, "new", FALSE, "dns unrecorded.test A");
  rd_survey_set_replay (replayed, recording);
  run (replayed);
  g_assert_cmpuint (rd_survey_get_n_questions (replayed), ==, 0);
  g_assert_cmpint (peek (replayed, "dns unrecorded.test A")->state, ==, RD_ANSWER_NOT_ASKED);
  lines_again = rd_evidence_to_lines (rd_survey_get_evidence (replayed));
  g_assert_true (g_str_has_prefix (lines_again, lines));
  findings = describe (live);
  findings_again = describe (replayed);
  g_assert_nonnull (strstr (findings, "chain=unknown,"));
  g_assert_nonnull (strstr (findings_again, "new=unknown,"));
  for (gsize i = 0; findings[i] != '\0';)
    {
      g_autofree char *one = g_strndup (findings + i, strcspn (findings + i, " ") + 1);

      g_assert_nonnull (strstr (findings_again, one));
      i += strlen (one);
    }
}

/* --- The list of findings ------------------------------------------------ */

static void
mirror_cb (GListModel *model,
           guint       position,
           guint       removed,
           guint       added,
           gpointer    data)
{
  GPtrArray *mirror = data;

  if (removed > 0)
    g_ptr_array_remove_range (mirror, position, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (mirror, (int) (position + i), g_list_model_get_item (model, position + i));
}

static GPtrArray *
new_findings (const char *text)
{
  GPtrArray *findings = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_finding_unref);
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  for (gsize i = 0; words[i] != NULL && words[i][0] != '\0'; i++)
    {
      RdFindingState state = words[i][0] == 'B' ? RD_FINDING_BROKEN : words[i][0] == 'U' ? RD_FINDING_UNKNOWN
                                                                                         : RD_FINDING_FINE;

      g_ptr_array_add (findings, rd_finding_new (words[i] + 1, state, "subject", RD_OWNER_YOU, "Title"));
    }
  return findings;
}

typedef struct
{
  guint       source;
  const char *findings;
  const char *list;
} ListStep;

static void
test_list (void)
{
  static const ListStep steps[] = {
    { 0, "Ua Fb", "Ua0 Fb0" },
    { 1, "Ba Fb Uc", "Ba1 Ua0 Uc1 Fb0 Fb1" },
    { 0, "Fa Fb", "Ba1 Uc1 Fa0 Fb0 Fb1" },
    { 0, "Fb Fa", "Ba1 Uc1 Fa0 Fb0 Fb1" },
    { 1, "", "Fa0 Fb0" },
    { 2, "Ua Ua Ua", "Ua2 Ua2 Ua2 Fa0 Fb0" },
    { 2, "Ua", "Ua2 Fa0 Fb0" },
    { 0, "", "Ua2" },
    { 2, "", "" },
  };
  g_autoptr (RdFindingList) list = rd_finding_list_new ();
  g_autoptr (GPtrArray) mirror = g_ptr_array_new_with_free_func (g_object_unref);

  g_signal_connect (list, "items-changed", G_CALLBACK (mirror_cb), mirror);
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr (GPtrArray) findings = new_findings (steps[i].findings);
      g_autoptr (GString) text = g_string_new (NULL);

      rd_finding_list_replace (list, steps[i].source, findings);
      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, mirror->len);
      for (guint j = 0; j < mirror->len; j++)
        {
          g_autoptr (RdFindingItem) item = g_list_model_get_item (G_LIST_MODEL (list), j);
          RdFinding *finding = rd_finding_item_get_finding (item);
          guint      source = 0;

          g_assert_true (item == g_ptr_array_index (mirror, j));
          g_assert_true (rd_finding_list_find (list, finding, &source));
          g_string_append_printf (text, "%s%c%s%u", j > 0 ? " " : "",
                                  g_ascii_toupper (rd_finding_state_to_string (finding->state)[0]), finding->id, source);
        }
      g_assert_cmpstr (text->str, ==, steps[i].list);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/survey/parallel", test_parallel);
  g_test_add_func ("/survey/slices", test_slices);
  g_test_add_func ("/survey/asked-once", test_asked_once);
  g_test_add_func ("/survey/consent", test_consent);
  g_test_add_func ("/survey/offline", test_offline);
  g_test_add_func ("/survey/plan", test_plan);
  g_test_add_func ("/survey/cancel", test_cancel);
  g_test_add_func ("/survey/deadline", test_deadline);
  g_test_add_func ("/survey/drop-inside", test_drop_inside);
  g_test_add_func ("/survey/retry-finding", test_retry_finding);
  g_test_add_func ("/survey/retry-question", test_retry_question);
  g_test_add_func ("/survey/replay", test_replay);
  g_test_add_func ("/survey/list", test_list);
  return g_test_run ();
}
