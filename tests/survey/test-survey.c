/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How long a survey takes, what it sends and what it does not, and how it ends
 * early. */

#include "survey-testing.h"

#include <string.h>

/* Twelve checks with five questions each and one chain of four: they take as many
 * journeys as the chain, for all that can be asked at once are.  An answer takes so
 * long that even a busy machine has sent them all before the first comes. */
static void
test_parallel (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", "--latency", "400", NULL);
  g_autoptr (RdSources) sources = new_sources (peer);
  g_autoptr (RdSurvey) survey = new_survey (sources);
  g_autofree char *seen = NULL;
  RdSurveyStats    stats = { 0 };

  for (guint i = 0; i < 12; i++)
    {
      g_autofree char *texts = g_strdup_printf ("dns a%u.test A;dns b%u.test MX;dns c%u.test TXT;dns d%u.test NS;dns nx.e%u.test A", i, i, i, i, i);

      add_probe (survey, "wide", FALSE, texts);
    }
  add_probe (survey, "chain", TRUE, "dns one.test TXT;dns two.test TXT;dns three.test TXT;dns four.test TXT");
  run_survey (survey);
  rd_survey_get_stats (survey, &stats);
  seen = ask_server (peer, "stats.test");
  g_test_message ("%u questions, %u rounds, %s", stats.questions, stats.rounds, seen);
  g_assert_cmpuint (stats.questions, ==, 64);
  g_assert_cmpuint (stats.rounds, ==, 4);
  g_assert_cmpfloat (stats.wall_ms, >=, 1600);
  g_assert_nonnull (strstr (seen, "most=61"));
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
  run_survey (survey);
  g_source_remove (timer);
  g_test_message ("%u turns for others", turns);
  g_assert_cmpuint (turns, >=, 300 / 8);
}

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
  run_survey (survey);
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
  run_survey (survey);
  description = describe_findings (survey);
  g_assert_cmpstr (description, ==, "list=unknown,2 mail=unknown,4 web=unknown,3 domain=fine,1 ");
  g_assert_cmpint (peek_answer (survey, "dnsbl 2.0.0.127.list.test A")->state, ==, RD_ANSWER_NOT_ASKED);
  g_assert_cmpstr (peek_answer (survey, "dnsbl 2.0.0.127.list.test A")->detail, ==, "no consent");
  seen = ask_server (peer, "seen.2.0.0.127.list.test");
  g_assert_cmpstr (seen, ==, "\"0\"");
  g_assert_cmpuint (rd_survey_get_n_questions (survey), ==, 1);

  /* With more consent only what was held back is asked. */
  g_clear_pointer (&description, g_free);
  rd_survey_set_consent (survey, RD_SURVEY_DNS | RD_SURVEY_DNSBL);
  rd_survey_forget_unknown (survey);
  run_survey (survey);
  description = describe_findings (survey);
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
  run_survey (offline);
  run_survey (unconsented);
  stats = ask_server (peer, "stats.test");
  g_assert_nonnull (strstr (stats, "udp=1 tcp=0"));
  g_assert_cmpint (rd_survey_get_state (offline), ==, RD_FINDING_UNKNOWN);
  g_assert_cmpstr (peek_answer (offline, "dns plain.test A")->detail, ==, "offline");
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

typedef struct
{
  RdSurvey     *survey;
  GCancellable *cancellable;
} Cancelling;

/* As soon as the quick one is there. */
static gboolean
cancel_cb (gpointer data)
{
  const Cancelling *cancelling = data;

  if (rd_survey_get_n_answers (cancelling->survey) == 0)
    return G_SOURCE_CONTINUE;
  g_cancellable_cancel (cancelling->cancellable);
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
  Cancelling       cancelling = { survey, cancellable };

  add_probe (survey, "quick", FALSE, "dns plain.test A");
  add_probe (survey, "slow", TRUE, "dns drop.test A;dns after.test A;dns flaky.test A");
  g_timeout_add (1, cancel_cb, &cancelling);
  rd_survey_run_async (survey, cancellable, store_result_cb, &result);
  wait_for_result (&result);
  g_assert_false (rd_survey_run_finish (survey, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  description = describe_findings (survey);
  g_assert_cmpstr (description, ==, "slow=unknown,2,3,4 quick=fine,1 ");
  g_assert_cmpint (peek_answer (survey, "dns drop.test A")->state, ==, RD_ANSWER_NOT_ASKED);
  g_assert_cmpint (peek_answer (survey, "dns after.test A")->state, ==, RD_ANSWER_NOT_ASKED);
  g_assert_cmpstr (peek_answer (survey, "dns after.test A")->detail, ==, "cancelled");

  rd_survey_forget_unknown (survey);
  run_survey (survey);
  g_assert_cmpint (peek_answer (survey, "dns drop.test A")->state, ==, RD_ANSWER_TIMEOUT);
  g_assert_cmpint (peek_answer (survey, "dns after.test A")->state, ==, RD_ANSWER_FOUND);
}

static void
test_deadline (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", NULL);
  g_autoptr (RdSources) sources = new_sources (peer);
  g_autoptr (RdSurvey) survey = new_survey (sources);

  /* Time enough for an answer, too little to be told of a silence. */
  rd_survey_set_deadline (survey, 1500);
  add_probe (survey, "quick", FALSE, "dns plain.test A");
  add_probe (survey, "slow", TRUE, "dns drop.test A;dns after.test A");
  run_survey (survey);
  g_assert_cmpint (peek_answer (survey, "dns plain.test A")->state, ==, RD_ANSWER_FOUND);
  g_assert_cmpint (peek_answer (survey, "dns drop.test A")->state, ==, RD_ANSWER_TIMEOUT);
  g_assert_cmpint (peek_answer (survey, "dns after.test A")->state, ==, RD_ANSWER_TIMEOUT);
}

/* What was answered before the server fell silent stays; what was not, and what
 * hangs on it, is unknown. */
static void
test_server_dies (void)
{
  static const char *const ways[] = { "--die-after", "--mute-after" };

  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", ways[i], "3", NULL);
      g_autoptr (RdSources) sources = new_sources (peer);
      g_autoptr (RdSurvey) survey = new_survey (sources);
      g_autofree char *description = NULL;

      add_probe (survey, "chain", TRUE, "dns one.test A;dns two.test A;dns nx.test A;dns four.test A;dns nx.five.test A");
      run_survey (survey);
      description = describe_findings (survey);
      g_assert_cmpstr (description, ==, "chain=unknown,1,2,3,4,5 ");
      g_assert_cmpint (peek_answer (survey, "dns two.test A")->state, ==, RD_ANSWER_FOUND);
      g_assert_cmpint (peek_answer (survey, "dns nx.test A")->state, ==, RD_ANSWER_NO_SUCH_NAME);
      g_assert_cmpint (peek_answer (survey, "dns four.test A")->state, ==, RD_ANSWER_TIMEOUT);
      g_assert_cmpint (peek_answer (survey, "dns nx.five.test A")->state, ==, RD_ANSWER_TIMEOUT);
      g_assert_cmpint (rd_survey_get_state (survey), ==, RD_FINDING_UNKNOWN);
    }
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
  g_test_add_func ("/survey/server-dies", test_server_dies);
  g_test_add_func ("/survey/drop-inside", test_drop_inside);
  return g_test_run ();
}
