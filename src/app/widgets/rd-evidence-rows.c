/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-evidence-rows"

#include "config.h"

#include "rd-evidence-rows.h"

#include "rd-fact-row.h"
#include "rd-text.h"

#include <glib/gi18n.h>

/* More answers than these only repeat; the report has them all. */
#define MAX_ANSWERS 40

/* What is shown of the answer of a web or mail server. */
#define MAX_BODY_BYTES 2000

static const char *
get_state_text (RdAnswerState state)
{
  switch (state)
    {
    case RD_ANSWER_FOUND:
      return _ ("The answer is empty.");
    case RD_ANSWER_NO_DATA:
      return _ ("There is no record of this type.");
    case RD_ANSWER_NO_SUCH_NAME:
      return _ ("There is no such name.");
    case RD_ANSWER_REFUSED:
      return _ ("The server refused to answer.");
    case RD_ANSWER_SERVER_FAILURE:
      return _ ("The server has a problem.");
    case RD_ANSWER_TIMEOUT:
      return _ ("No answer came in time.");
    case RD_ANSWER_NOT_ASKED:
      return _ ("This was not asked.");
    case RD_ANSWER_MALFORMED:
    default:
      return _ ("The answer could not be read.");
    }
}

static void
append_line (GString    *text,
             const char *line)
{
  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append (text, line);
}

static void
append_records (GString        *text,
                const RdAnswer *answer)
{
  for (guint i = 0; i < answer->records->len; i++)
    {
      const RdRr      *rr = g_ptr_array_index (answer->records, i);
      g_autofree char *type = rd_rr_type_dup_name (rr->type);
      g_autofree char *line = g_strdup_printf ("%s %u %s %s", rr->owner, rr->ttl, type, rr->text);

      append_line (text, line);
    }
}

static void
append_body (GString        *text,
             const RdAnswer *answer)
{
  gsize            size;
  const char      *bytes = g_bytes_get_data (answer->body, &size);
  g_autofree char *line = g_utf8_make_valid (bytes, (gssize) MIN (size, MAX_BODY_BYTES));

  append_line (text, g_strchomp (line));
}

static char *
dup_clock_time (gint64 microseconds)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (microseconds / G_USEC_PER_SEC);

  return time != NULL ? g_date_time_format (time, "%X") : g_strdup ("");
}

static char *
dup_small_print (const RdAnswer *answer)
{
  g_autofree char *when = dup_clock_time (answer->asked_at);

  if (answer->server == NULL)
    return NULL;
  if (!rd_answer_is_known (answer))
    /* Translators: a server, a time of day, milliseconds */
    return g_strdup_printf (_ ("%s, at %s, after %.0f ms"), answer->server, when, answer->took_ms);
  /* Translators: a server, a time of day, milliseconds, seconds */
  return g_strdup_printf (_ ("%s, at %s, after %.0f ms; may be repeated from caches for %u s"), answer->server, when, answer->took_ms, answer->ttl);
}

static char *
dup_answer_text (const RdAnswer *answer)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *small_print = dup_small_print (answer);

  append_records (text, answer);
  if (answer->body != NULL)
    append_body (text, answer);
  if (text->len == 0)
    append_line (text, get_state_text (answer->state));
  if (answer->detail != NULL)
    append_line (text, answer->detail);
  if (small_print != NULL)
    append_line (text, small_print);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
is_repeated (const GArray *ids,
             guint         index)
{
  for (guint i = 0; i < index; i++)
    {
      if (g_array_index (ids, guint, i) == g_array_index (ids, guint, index))
        return TRUE;
    }
  return FALSE;
}

/**
 * rd_evidence_rows_add:
 * @fold: a fold
 * @evidence: the evidence
 * @ids: (element-type guint): ids of answers in it
 *
 * Adds a row an answer: the question, what came back, from whom and when.
 */
void
rd_evidence_rows_add (RdFold       *fold,
                      RdEvidence   *evidence,
                      const GArray *ids)
{
  for (guint i = 0; i < MIN (ids->len, MAX_ANSWERS); i++)
    {
      const RdAnswer  *answer = is_repeated (ids, i) ? NULL : rd_evidence_get (evidence, g_array_index (ids, guint, i));
      g_autofree char *text = NULL;
      g_autofree char *question = NULL;

      if (answer == NULL)
        continue;
      text = dup_answer_text (answer);
      question = rd_text_dup_visible (answer->question->text);
      rd_fold_add (fold, rd_fact_row_new (question, text, _ ("Copy Answer"), RD_FACT_MONOSPACE));
    }
}
