/* SPDX-License-Identifier: GPL-3.0-or-later */

/* redeliver-cli explain: a code or a server's words, in plain words. */

#define G_LOG_DOMAIN "rd-cli"

#include "config.h"

#include "rd-cli-explain.h"

#include "rd-bounce.h"
#include "rd-cli-text.h"
#include "rd-cli-verdict.h"
#include "rd-diagnosis.h"
#include "rd-text.h"

#include <glib/gi18n.h>
#include <string.h>

#define LABEL_COLUMNS 14

static void
print_cause (const RdCause *cause)
{
  g_auto (GStrv) steps = rd_cause_dup_steps (cause, RD_HOSTING_ANY);

  rd_cli_print_item (2, _ ("Who must act"), LABEL_COLUMNS, rd_owner_get_label (cause->owner));
  if (steps[0] != NULL)
    rd_cli_print_item (2, _ ("Do this"), LABEL_COLUMNS, steps[0]);
  rd_cli_print_item (2, _ ("Send again?"), LABEL_COLUMNS, rd_cause_get_resend_text (cause));
}

static void
print_code (const char   *text,
            const RdCode *code)
{
  const RdCause *cause = rd_cause_find (code->cause);

  rd_cli_print (RD_STYLE_BOLD, 0, text);
  rd_cli_print (RD_STYLE_PLAIN, 2, rd_code_get_meaning (code));
  if (code->vendor != NULL)
    rd_cli_print_item (2, _ ("Used by"), LABEL_COLUMNS, code->vendor);
  if (code->defined_in != NULL)
    rd_cli_print_item (2, _ ("Source"), LABEL_COLUMNS, code->defined_in);
  if (cause != NULL && strcmp (cause->id, "unknown") != 0)
    {
      rd_cli_print_item (2, _ ("Usually"), LABEL_COLUMNS, rd_cause_get_title (cause));
      print_cause (cause);
    }
}

/* Reads "550", "5.7.26", "X.1.1" as a code. */
static const RdCode *
find_code (const char *text)
{
  const RdCode *code = rd_code_find_basic (text);

  return code != NULL ? code : rd_code_find_enhanced (text, NULL);
}

static int
explain_text (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RdMail) mail = rd_mail_new_from_text (text, &error);
  g_autoptr (RdDiagnosis) diagnosis = NULL;

  if (mail == NULL)
    {
      g_printerr ("redeliver-cli explain: %s\n", error->message);
      return RD_EXIT_UNDETERMINED;
    }
  diagnosis = rd_diagnosis_new_for_mail (mail, NULL);
  if (diagnosis->bounce->kind == RD_BOUNCE_NONE)
    {
      /* Words without a code or an address are still words of a server. */
      g_autoptr (RdFailure) failure = rd_failure_new (NULL);
      RdVerdict verdict;

      failure->action = RD_ACTION_FAILED;
      failure->diagnostic = g_strdup (text);
      rd_diagnosis_judge (failure, NULL, &verdict);
      if (strcmp (verdict.cause->id, "unknown") != 0)
        {
          rd_cli_print (RD_STYLE_BOLD, 0, rd_cause_get_title (verdict.cause));
          rd_cli_print (RD_STYLE_PLAIN, 2, rd_cause_get_sentence (verdict.cause));
          print_cause (verdict.cause);
          rd_verdict_clear (&verdict);
          return RD_EXIT_FINE;
        }
      rd_verdict_clear (&verdict);
      rd_cli_print_state (RD_FINDING_UNKNOWN, 0, _ ("Nothing is known about this code or text. Give the complete answer of the server, or drop the whole message."));
      return RD_EXIT_UNDETERMINED;
    }
  rd_cli_print_diagnosis (diagnosis, NULL);
  return diagnosis->state == RD_FINDING_UNKNOWN ? RD_EXIT_UNDETERMINED : RD_EXIT_FINE;
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
  const RdCode      *code;
  int                exit_code = RD_EXIT_FINE;

  if (!rd_cli_parse ("explain", _ ("CODE-OR-TEXT…"),
                                   _ ("Explains an error code, or what a mail server said."),
                                      entries, &argc, &argv, &exit_code))
    return exit_code;
  if (argc < 2)
    return rd_cli_usage_error ("explain", "%s", _ ("Which code or text?"));

  joined = g_strjoinv (" ", argv + 1);
  text = rd_text_make_valid (joined, -1);
  code = find_code (text);
  if (code == NULL)
    return explain_text (text);
  print_code (text, code);
  return RD_EXIT_FINE;
}
