/* SPDX-License-Identifier: GPL-3.0-or-later */

/* redeliver-cli explain: a code or a server's words, in plain words. */

#define G_LOG_DOMAIN "rd-cli"

#include "config.h"

#include "rd-cli-explain.h"

#include "rd-bounce.h"
#include "rd-cli-text.h"
#include "rd-cli-verdict.h"
#include "rd-diagnosis.h"
#include "rd-lookup.h"
#include "rd-text.h"

#include <glib/gi18n.h>
#include <string.h>

/* Others that fit too, or that belong to what was asked about. */
#define MAX_OTHERS 6

static void
print_answers (const RdTopic *topic)
{
  g_auto (GStrv) steps = rd_cause_dup_steps (topic->cause, RD_HOSTING_ANY);
  const char *hint = rd_topic_get_hint (topic);

  rd_cli_print_item (2, _ ("Who must act"), rd_cli_label_columns (), rd_owner_get_label (rd_topic_get_owner (topic)));
  if (hint != NULL)
    rd_cli_print_item (2, _ ("What helps"), rd_cli_label_columns (), hint);
  if (steps[0] != NULL)
    rd_cli_print_item (2, _ ("Do this"), rd_cli_label_columns (), steps[0]);
  rd_cli_print_item (2, _ ("Send again?"), rd_cli_label_columns (), rd_cause_get_resend_text (topic->cause));
}

static void
print_topic (const RdTopic *topic)
{
  const char *speaker = rd_topic_get_speaker (topic);
  const char *class_text = rd_topic_get_class_text (topic);

  rd_cli_print (RD_STYLE_BOLD, 0, rd_topic_get_title (topic));
  rd_cli_print (RD_STYLE_PLAIN, 2, rd_topic_get_meaning (topic));
  if (class_text != NULL)
    rd_cli_print (RD_STYLE_PLAIN, 2, class_text);
  if (speaker != NULL)
    rd_cli_print_item (2, _ ("Used by"), rd_cli_label_columns (), speaker);
  if (topic->kind == RD_TOPIC_CODE && strcmp (topic->cause->id, "unknown") != 0)
    rd_cli_print_item (2, _ ("Usually"), rd_cli_label_columns (), rd_cause_get_title (topic->cause));
  if (!rd_topic_is_success (topic))
    print_answers (topic);
  if (topic->code != NULL && topic->code->defined_in != NULL)
    rd_cli_print_item (2, _ ("Source"), rd_cli_label_columns (), topic->code->defined_in);
  else if (rd_topic_get_url (topic) != NULL)
    rd_cli_print_item (2, _ ("Source"), rd_cli_label_columns (), rd_topic_get_url (topic));
}

/* One line for each of the next hits. */
static void
print_others (const GArray *hits,
              guint         first)
{
  for (guint i = first; i < hits->len && i < first + MAX_OTHERS; i++)
    {
      const RdTopic   *topic = &g_array_index (hits, RdHit, i).topic;
      const char      *speaker = rd_topic_get_speaker (topic);
      g_autofree char *line = NULL;

      if (speaker != NULL)
        /* Translators: a code or what happened, what it means, and whose words it is */
        line = g_strdup_printf (_ ("%1$s: %2$s (%3$s)"), rd_topic_get_title (topic), rd_topic_get_meaning (topic), speaker);
      else
        /* Translators: a code or what happened, and what it means */
        line = g_strdup_printf (_ ("%1$s: %2$s"), rd_topic_get_title (topic), rd_topic_get_meaning (topic));
      rd_cli_print (RD_STYLE_PLAIN, 2, line);
    }
}

/* A whole line of a server is worth a diagnosis of its own. */
static gboolean
explain_as_bounce (const char *text)
{
  g_autoptr (RdMail) mail = rd_mail_new_from_text (text, NULL);
  g_autoptr (RdDiagnosis) diagnosis = NULL;

  if (mail == NULL)
    return FALSE;
  diagnosis = rd_diagnosis_new_for_mail (mail, NULL);
  if (diagnosis->bounce->kind == RD_BOUNCE_NONE || diagnosis->state == RD_FINDING_UNKNOWN)
    return FALSE;
  rd_cli_print_diagnosis (diagnosis, NULL, NULL);
  return TRUE;
}

static int
explain (const char *text)
{
  g_autoptr (RdLookup) lookup = rd_lookup_new ();
  g_autoptr (GArray) hits = rd_lookup_search (lookup, text, 1 + MAX_OTHERS);
  const RdHit *best = hits->len > 0 ? &g_array_index (hits, RdHit, 0) : NULL;

  if ((best == NULL || best->topic.kind != RD_TOPIC_CODE || strchr (text, '@') != NULL) && explain_as_bounce (text))
    return RD_EXIT_FINE;
  if (best == NULL)
    {
      rd_cli_print_state (RD_FINDING_UNKNOWN, 0, _ ("Nothing is known about this code or text. Give the complete answer of the server, or drop the whole message."));
      return RD_EXIT_UNDETERMINED;
    }
  if (best->score < RD_LOOKUP_GOOD)
    {
      rd_cli_print_state (RD_FINDING_UNKNOWN, 0, _ ("Nothing fits exactly. Perhaps it is one of these:"));
      print_others (hits, 0);
      return RD_EXIT_UNDETERMINED;
    }
  print_topic (&best->topic);
  if (hits->len > 1)
    {
      rd_cli_print (RD_STYLE_DIM, 0, _ ("See also:"));
      print_others (hits, 1);
    }
  return RD_EXIT_FINE;
}

/**
 * rd_cli_explain:
 * @argc: number of arguments
 * @argv: arguments, the first is the name of the command
 *
 * Runs the command.
 *
 * Returns: the exit code
 */
int
rd_cli_explain (int    argc,
                char **argv)
{
  const GOptionEntry entries[] = { { NULL } };
  g_autofree char   *joined = NULL;
  g_autofree char   *text = NULL;
  int                exit_code = RD_EXIT_FINE;

  if (!rd_cli_parse ("explain", _ ("CODE-OR-TEXT…"),
                     _ ("Explains an error code, or what a mail server said."),
                     entries, &argc, &argv, &exit_code))
    return exit_code;
  if (argc < 2)
    return rd_cli_usage_error ("explain", "%s", _ ("Which code or text?"));

  joined = g_strjoinv (" ", argv + 1);
  text = rd_text_make_valid (joined, -1);
  return explain (text);
}
