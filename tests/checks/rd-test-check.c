/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-test"

#include "rd-test-check.h"

#include "rd-domain-checks.h"
#include "rd-test-zone.h"

#include <string.h>

static void
put_web (RdEvidence *evidence,
         const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 4);
  g_autoptr (RdQuestion) question = rd_question_https (words[1]);
  g_autoptr (RdAnswer) answer = NULL;
  RdAnswerState state;

  if (rd_answer_state_from_string (words[2], &state))
    {
      /* “malformed cut-off”: a state and its detail */
      answer = rd_answer_new (question, state);
      answer->detail = g_strdup (words[3]);
    }
  else
    {
      char *rest = NULL;

      answer = rd_answer_new (question, RD_ANSWER_FOUND);
      /* “200” or “200:text/html” */
      answer->http_status = (guint) g_ascii_strtoull (words[2], &rest, 10);
      if (*rest == ':')
        answer->media_type = g_strdup (rest + 1);
      g_strdelimit (words[3], "|", '\n');
      answer->body = g_bytes_new (words[3], strlen (words[3]));
    }
  rd_evidence_put (evidence, g_steal_pointer (&answer));
}

/* All checks of a domain as one: each asks all it can, whether others are done or
 * not. */
RdCheckStatus
rd_test_check_domain (RdEvidence   *evidence,
                      gconstpointer subject,
                      GPtrArray    *findings)
{
  guint                n_checks;
  const RdDomainCheck *checks = rd_domain_checks_get (&n_checks);
  RdCheckStatus        status = RD_CHECK_DONE;

  for (guint i = 0; i < n_checks; i++)
    {
      if (rd_domain_check_run (&checks[i], evidence, subject, findings) == RD_CHECK_PENDING)
        status = RD_CHECK_PENDING;
    }
  return status;
}

/* Runs @check over a table until it is done.  The answer to one question may be
 * lost on the way. */
GPtrArray *
rd_test_check_run_without (const char *const *lines,
                           RdCheckFunc        check,
                           gconstpointer      subject,
                           RdAnswer          *lost,
                           guint             *n_rounds,
                           RdEvidence       **evidence)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new ();
  g_autoptr (RdEvidence) known = rd_evidence_new ();
  g_autoptr (RdTestZone) zone = NULL;
  GPtrArray *findings = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_finding_unref);
  guint      rounds = 0;

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      if (g_str_has_prefix (lines[i], "https "))
        put_web (known, lines[i]);
      else
        g_ptr_array_add (records, (gpointer) lines[i]);
    }
  if (lost != NULL)
    rd_evidence_put (known, lost);
  g_ptr_array_add (records, NULL);
  zone = rd_test_zone_new_lines ((const char *const *) records->pdata);
  while (check (known, subject, findings) == RD_CHECK_PENDING)
    {
      g_ptr_array_set_size (findings, 0);
      g_assert_cmpuint (rounds++, <, 20);
      g_assert_cmpuint (rd_test_zone_answer (zone, known), >, 0);
    }
  if (n_rounds != NULL)
    *n_rounds = rounds;
  if (evidence != NULL)
    *evidence = g_steal_pointer (&known);
  return findings;
}

/* Runs @check over a table until it is done. */
GPtrArray *
rd_test_check_run (const char *const *lines,
                   RdCheckFunc        check,
                   gconstpointer      subject,
                   guint             *n_rounds,
                   RdEvidence       **evidence)
{
  return rd_test_check_run_without (lines, check, subject, NULL, n_rounds, evidence);
}

static void
check_words (const RdFinding *finding)
{
  g_assert_true (g_utf8_validate (finding->title, -1, NULL));
  g_assert_cmpuint (strlen (finding->title), >, 5);
  if (finding->state == RD_FINDING_BROKEN || finding->state == RD_FINDING_WEAK)
    {
      g_assert_nonnull (finding->explanation);
      g_assert_nonnull (finding->fix);
    }
  if (finding->state == RD_FINDING_UNKNOWN)
    g_assert_nonnull (strstr (finding->explanation, "does not mean"));
}

static gboolean
is_accusation (const RdFinding *finding)
{
  return finding != NULL && (finding->state == RD_FINDING_BROKEN || finding->state == RD_FINDING_WEAK);
}

/* Findings about two records at once.  That one of them could not be read is told
 * where it is checked; the other one is fine by itself all the same. */
static gboolean
is_comparison (const char *id)
{
  static const char *const ids[] = { "spf.parked", "spf.provider-missing", "mx.web-host", NULL };

  return g_strv_contains (ids, id);
}

static gboolean
is_same_area (const char *id,
              const char *other)
{
  gsize length = strcspn (id, ".");

  return strncmp (id, other, length + 1) == 0;
}

/* With an answer lost, nothing may be told that rests on it, and its area may not
 * be called fine. */
static void
check_loss (const RdTestCheck *row,
            const GPtrArray   *findings,
            RdEvidence        *evidence)
{
  gboolean is_fine = FALSE;
  gboolean has_unknown = FALSE;

  for (guint i = 0; i < findings->len; i++)
    {
      const RdFinding *finding = g_ptr_array_index (findings, i);

      is_fine = is_fine || (finding->state == RD_FINDING_FINE && is_same_area (row->id, finding->id));
      has_unknown = has_unknown || finding->state == RD_FINDING_UNKNOWN;
      if (strcmp (finding->id, row->id) != 0 || !is_accusation (finding))
        continue;
      for (guint k = 0; k < finding->evidence->len; k++)
        g_assert_true (rd_answer_is_known (rd_evidence_get (evidence, g_array_index (finding->evidence, guint, k))));
    }
  g_assert_true (!is_fine || has_unknown || is_comparison (row->id));
}

/* Each answer a finding rests on may get lost. */
static void
check_losses (const RdTestCheck     *row,
              const RdDomainSubject *subject,
              RdEvidence            *evidence,
              const RdFinding       *finding)
{
  for (guint i = 0; i < finding->evidence->len; i++)
    {
      const RdAnswer *answer = rd_evidence_get (evidence, g_array_index (finding->evidence, guint, i));
      g_autoptr (RdEvidence) poorer = NULL;
      g_autoptr (GPtrArray) less = NULL;

      if (!rd_answer_is_known (answer))
        continue;
      less = rd_test_check_run_without (row->lines, row->check, subject, rd_answer_new (answer->question, RD_ANSWER_TIMEOUT), NULL, &poorer);
      g_test_message ("without %s", answer->question->name);
      check_loss (row, less, poorer);
    }
}

static void
test_case (gconstpointer data)
{
  const RdTestCheck *row = data;
  g_autoptr (RdDomainSubject) subject = rd_domain_subject_new (row->domain);
  g_autoptr (RdEvidence) evidence = NULL;
  g_autoptr (GPtrArray) findings = rd_test_check_run (row->lines, row->check, subject, NULL, &evidence);
  const RdFinding *finding = rd_findings_find (findings, row->id);

  for (guint i = 0; i < findings->len; i++)
    check_words (g_ptr_array_index (findings, i));
  if (row->state == RD_TEST_ABSENT)
    {
      g_assert_null (finding);
      return;
    }
  g_assert_nonnull (finding);
  g_assert_cmpstr (rd_finding_state_to_string (finding->state), ==,
                   rd_finding_state_to_string ((RdFindingState) row->state));
  if (is_accusation (finding))
    check_losses (row, subject, evidence, finding);
}

/* One test path a row. */
void
rd_test_check_add (const char        *prefix,
                   const RdTestCheck *cases,
                   gsize              n)
{
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *path = g_strdup_printf ("/checks/%s/%s/%s", prefix, cases[i].id, cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
}
