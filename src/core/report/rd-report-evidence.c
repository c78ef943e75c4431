/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-report-evidence"

#include "config.h"

#include "rd-report-private.h"

#include "rd-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A web page or a greeting is shown up to here; policies are shorter. */
#define MAX_BODY_BYTES 2000

/* Numbers of the answers below that a finding rests on. */
static char *
dup_numbers (const GArray *evidence)
{
  GString *numbers = g_string_new (NULL);

  for (guint i = 0; i < evidence->len; i++)
    g_string_append_printf (numbers, "%s%u", i > 0 ? ", " : "", g_array_index (evidence, guint, i));
  return g_string_free (numbers, FALSE);
}

static void
add_finding (RdReport        *report,
             const RdFinding *finding)
{
  g_autofree char *text = NULL;

  if (finding->subject != NULL && finding->subject[0] != '\0' && strstr (finding->title, finding->subject) == NULL)
    /* Translators: what was checked, what was found. */
    text = g_strdup_printf (C_ ("subject and finding", "%s: %s"), finding->subject, finding->title);
  rd_report_add_labelled (report, RD_BLOCK_FINDING, rd_finding_state_get_label (finding->state),
                          text != NULL ? text : finding->title);
  if (finding->state != RD_FINDING_FINE && g_strcmp0 (finding->explanation, finding->title) != 0)
    rd_report_add (report, RD_BLOCK_PARAGRAPH, finding->explanation);
  if (finding->state != RD_FINDING_FINE && finding->evidence->len > 0)
    {
      g_autofree char *numbers = dup_numbers (finding->evidence);
      /* Translators: numbers of answers that stand at the end of the report. */
      g_autofree char *rests_on = g_strdup_printf (_ ("Answers in the annex: %s"), numbers);

      rd_report_add (report, RD_BLOCK_PARAGRAPH, rests_on);
    }
}

/**
 * _rd_report_add_findings:
 * @report: a report
 * @findings: (element-type RdFinding): what checks found
 *
 * Adds findings with their states as words, worst first, and what could not be
 * checked apart from them: it says nothing about the subject.
 */
void
_rd_report_add_findings (RdReport  *report,
                         GPtrArray *findings)
{
  static const RdFindingState order[] = { RD_FINDING_BROKEN, RD_FINDING_WEAK, RD_FINDING_INFO, RD_FINDING_FINE };
  gboolean                    has_unknown = FALSE;

  for (gsize state = 0; state < G_N_ELEMENTS (order); state++)
    {
      for (guint i = 0; i < findings->len; i++)
        {
          const RdFinding *finding = g_ptr_array_index (findings, i);

          if (finding->state == order[state])
            add_finding (report, finding);
        }
    }
  for (guint i = 0; i < findings->len; i++)
    {
      const RdFinding *finding = g_ptr_array_index (findings, i);

      if (finding->state != RD_FINDING_UNKNOWN)
        continue;
      if (!has_unknown)
        rd_report_add (report, RD_BLOCK_HEADING, _ ("What could not be checked"));
      has_unknown = TRUE;
      add_finding (report, finding);
    }
}

/* RFC 1035 section 4.1.1, and what has no such code. */
static const char *
get_outcome (const RdAnswer *answer)
{
  switch (answer->state)
    {
    case RD_ANSWER_FOUND:
      return "NOERROR";
    case RD_ANSWER_NO_DATA:
      return "NOERROR, no data";
    case RD_ANSWER_NO_SUCH_NAME:
      return "NXDOMAIN";
    case RD_ANSWER_REFUSED:
      return "REFUSED";
    case RD_ANSWER_SERVER_FAILURE:
      return "SERVFAIL";
    case RD_ANSWER_TIMEOUT:
    case RD_ANSWER_NOT_ASKED:
    case RD_ANSWER_MALFORMED:
    default:
      return rd_answer_state_to_string (answer->state);
    }
}

static gboolean
is_dns (const RdAnswer *answer)
{
  return answer->question->kind == RD_QUESTION_DNS || answer->question->kind == RD_QUESTION_DNSBL;
}

/* What came back, from whom, when. */
static char *
dup_circumstances (const RdAnswer *answer)
{
  GString *out = g_string_new (is_dns (answer) ? get_outcome (answer) : rd_answer_state_to_string (answer->state));

  if (answer->http_status != 0)
    g_string_append_printf (out, ", HTTP %u", answer->http_status);
  if (answer->server != NULL)
    g_string_append_printf (out, ", %s", answer->server);
  if (answer->ttl > 0)
    g_string_append_printf (out, ", TTL %u", answer->ttl);
  if (answer->authenticated)
    g_string_append (out, ", AD");
  if (answer->asked_at > 0)
    {
      g_autoptr (GDateTime) asked = g_date_time_new_from_unix_utc (answer->asked_at / G_USEC_PER_SEC);
      g_autofree char *time = g_date_time_format (asked, "%Y-%m-%d %H:%M:%S UTC");

      g_string_append_printf (out, ", %s", time);
    }
  return g_string_free (out, FALSE);
}

static gboolean
has_contents (const RdAnswer *answer)
{
  return (answer->records != NULL && answer->records->len > 0) || answer->body != NULL;
}

static void
append_contents (GString        *out,
                 const RdAnswer *answer)
{
  for (guint i = 0; answer->records != NULL && i < answer->records->len; i++)
    {
      const RdRr      *rr = g_ptr_array_index (answer->records, i);
      g_autofree char *type = rd_rr_type_dup_name (rr->type);

      g_string_append_printf (out, "\n    %s %s", type, rr->text);
    }
  if (answer->body != NULL)
    {
      gsize            length = 0;
      const char      *data = g_bytes_get_data (answer->body, &length);
      g_autofree char *text = rd_text_make_valid (data, (gssize) MIN (length, MAX_BODY_BYTES));
      g_auto (GStrv) lines = g_strsplit (g_strchomp (text), "\n", -1);

      for (gsize i = 0; lines[i] != NULL; i++)
        g_string_append_printf (out, "\n    | %s", g_strchomp (lines[i]));
    }
}

/* Answers from @first on, of which all are alike and say nothing but “no”: the
 * many names a key could have would fill pages otherwise.  Returns their number,
 * at least one. */
static guint
append_alike (GString   *out,
              GPtrArray *answers,
              guint      first)
{
  const RdAnswer  *answer = g_ptr_array_index (answers, first);
  g_autofree char *circumstances = dup_circumstances (answer);
  guint            n = 0;

  g_string_append (out, out->len > 0 ? "\n\n" : "");
  do
    {
      const RdAnswer *next = g_ptr_array_index (answers, first + n);

      g_string_append_printf (out, "%s[%u] %s", n > 0 ? "\n" : "", next->id, next->question->text);
      n++;
      if (first + n < answers->len)
        {
          g_autofree char *others = NULL;

          next = g_ptr_array_index (answers, first + n);
          others = dup_circumstances (next);
          if (has_contents (answer) || has_contents (next) || strcmp (circumstances, others) != 0)
            break;
        }
    }
  while (first + n < answers->len);
  if (n == 1)
    g_string_append_printf (out, "\n    %s", circumstances);
  else
    /* Translators: stands below several questions; what follows is of the kind “NXDOMAIN, 192.0.2.53:53” */
    g_string_append_printf (out, "\n    %s %s", _ ("Each of these:"), circumstances);
  append_contents (out, answer);
  return n;
}

/**
 * _rd_report_add_evidence:
 * @report: a report
 * @evidence: (nullable): questions and answers
 *
 * Adds every raw question and answer: who gave it, when, its TTL.
 */
void
_rd_report_add_evidence (RdReport   *report,
                         RdEvidence *evidence)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) answers = g_ptr_array_new ();
  guint n = evidence != NULL ? rd_evidence_get_n_answers (evidence) : 0;

  for (guint id = 1; id <= n; id++)
    {
      const RdAnswer *answer = rd_evidence_get (evidence, id);

      if (answer != NULL && answer->state != RD_ANSWER_NOT_ASKED)
        g_ptr_array_add (answers, (gpointer) answer);
    }
  for (guint i = 0; i < answers->len;)
    i += append_alike (text, answers, i);
  if (text->len == 0)
    return;
  rd_report_begin_annex (report, _ ("Annex: questions and answers"));
  rd_report_add (report, RD_BLOCK_VERBATIM, text->str);
}

/**
 * rd_report_change_free:
 * @self: (transfer full) (nullable): a change
 *
 * Frees @self.
 */
void
rd_report_change_free (RdReportChange *self)
{
  if (self == NULL)
    return;
  g_free (self->title);
  g_free (self->subject);
  g_free (self);
}

static char *
dup_change (const RdReportChange *change)
{
  if (change->is_gone)
    /* Translators: what was checked, what had been found there. */
    return g_strdup_printf (_ ("%s: no longer found: %s"), change->subject, change->title);
  if (!change->was_known)
    /* Translators: what was checked, what is found there. */
    return g_strdup_printf (_ ("%s: new: %s"), change->subject, change->title);
  /* Translators: what was checked, how it was before, how it is now, what is found there. */
  return g_strdup_printf (_ ("%s: was “%s”, is “%s”: %s"), change->subject, rd_finding_state_get_label (change->before),
                          rd_finding_state_get_label (change->after), change->title);
}

/* What changed may be the reason. */
void
_rd_report_add_changes (RdReport  *report,
                        GPtrArray *changes)
{
  if (changes == NULL)
    return;
  rd_report_add (report, RD_BLOCK_HEADING, _ ("What changed since the check before"));
  if (changes->len == 0)
    rd_report_add (report, RD_BLOCK_PARAGRAPH, _ ("Nothing that was checked then has changed."));
  for (guint i = 0; i < changes->len; i++)
    {
      g_autofree char *text = dup_change (g_ptr_array_index (changes, i));

      rd_report_add (report, RD_BLOCK_PARAGRAPH, text);
    }
}
