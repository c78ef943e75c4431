/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-cli"

#include "config.h"

#include "rd-cli-nagios.h"

#include "rd-cli.h"
#include "rd-text.h"

/* The states of monitoring plug-ins, in Nagios' own words and numbers. */
static const struct
{
  const char *word;
  int         code;
} results[] = {
  [RD_FINDING_BROKEN] = { "CRITICAL", 2 },
  [RD_FINDING_WEAK] = { "WARNING", 1 },
  [RD_FINDING_UNKNOWN] = { "UNKNOWN", RD_EXIT_NAGIOS_UNKNOWN },
  [RD_FINDING_INFO] = { "OK", 0 },
  [RD_FINDING_FINE] = { "OK", 0 },
};

/* What follows a vertical bar would be read as figures, what follows a line feed
 * would be left out of most messages. */
static void
print_line (const char *text)
{
  g_autofree char *valid = rd_text_make_valid (text, -1);
  g_autofree char *line = g_strdelimit (rd_text_dup_visible (valid), "|\n\t", ' ');

  g_print ("%s\n", line);
}

/**
 * rd_cli_nagios_finish:
 * @state: the worst that was found
 * @subject: what was checked
 * @summary: what was found, a sentence
 *
 * Says in one line how a check ended.
 *
 * Returns: the exit code
 */
int
rd_cli_nagios_finish (RdFindingState state,
                      const char    *subject,
                      const char    *summary)
{
  g_autofree char *line = NULL;

  g_return_val_if_fail ((gsize) state < G_N_ELEMENTS (results), RD_EXIT_NAGIOS_UNKNOWN);

  line = g_strdup_printf ("%s - %s: %s", results[state].word, subject, summary);
  print_line (line);
  return results[state].code;
}

/**
 * rd_cli_nagios_fail:
 * @message: why nothing could be checked
 *
 * Says so where monitoring looks for it.
 *
 * Returns: the exit code
 */
int
rd_cli_nagios_fail (const char *message)
{
  g_autofree char *line = g_strdup_printf ("%s - %s", results[RD_FINDING_UNKNOWN].word, message);

  print_line (line);
  return RD_EXIT_NAGIOS_UNKNOWN;
}
