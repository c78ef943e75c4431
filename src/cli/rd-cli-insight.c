/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What many messages tell together, as text for people. */

#define G_LOG_DOMAIN "rd-cli"

#include "config.h"

#include "rd-cli-insight.h"

#include "rd-cli-text.h"

#include <glib/gi18n.h>

/* Receivers named for one cause; the rest is counted. */
#define MAX_SHARES 4

static void
print_share (const char *name,
             guint       count)
{
  g_autofree char *line = NULL;

  if (*name == '\0')
    return;
  /* Translators: a mail provider or domain, and a number of mails */
  line = g_strdup_printf (C_ ("receiver and count", "%s: %u"), name, count);
  rd_cli_print_item (6, "–", 2, line);
}

static void
print_group (const RdInsightGroup *group)
{
  guint            rest = 0;
  g_autofree char *title = NULL;

  /* Translators: a number of bounces, and their cause */
  title = g_strdup_printf (C_ ("count and cause", "%u × %s"), group->n_messages, rd_insight_group_get_title (group));
  rd_cli_print_state (group->state, 4, title);
  for (guint i = 0; i < group->shares->len; i++)
    {
      const RdInsightShare *share = &g_array_index (group->shares, RdInsightShare, i);

      if (i < MAX_SHARES)
        print_share (share->name, share->count);
      else
        rest++;
    }
  if (rest > 0)
    {
      g_autofree char *more = g_strdup_printf (ngettext ("and %u more", "and %u more", rest), rest);

      rd_cli_print (RD_STYLE_DIM, 8, more);
    }
}

static void
print_finding (const RdFinding *finding)
{
  rd_cli_print_state (finding->state, 4, finding->title);
  if (finding->explanation != NULL)
    rd_cli_print (RD_STYLE_PLAIN, 6, finding->explanation);
  rd_cli_print_item (6, _ ("Who must act"), rd_cli_label_columns (), rd_owner_get_label (finding->owner));
  rd_cli_print_item (6, _ ("Do this"), rd_cli_label_columns (), finding->fix);
}

/**
 * rd_cli_print_insight:
 * @insight: fed with all messages
 *
 * Prints what the messages have in common, their causes, and what was left out,
 * on stdout.
 */
void
rd_cli_print_insight (const RdInsight *insight)
{
  g_autoptr (GPtrArray) findings = rd_insight_dup_findings (insight);
  g_autoptr (GPtrArray) groups = rd_insight_dup_groups (insight);
  g_auto (GStrv) skipped = rd_insight_dup_skipped (insight);
  g_autofree char *headline = rd_insight_dup_headline (insight);
  g_autofree char *sentence = rd_insight_dup_sentence (insight);

  g_print ("\n");
  rd_cli_print (RD_STYLE_BOLD, 0, _ ("All together"));
  rd_cli_print (RD_STYLE_PLAIN, 2, headline);
  if (sentence != NULL)
    rd_cli_print (RD_STYLE_PLAIN, 2, sentence);
  if (findings->len > 0)
    {
      g_print ("\n");
      rd_cli_print (RD_STYLE_BOLD, 2, _ ("What they have in common"));
      for (guint i = 0; i < findings->len; i++)
        print_finding (g_ptr_array_index (findings, i));
    }
  if (groups->len > 0)
    {
      g_print ("\n");
      rd_cli_print (RD_STYLE_BOLD, 2, _ ("By cause"));
      for (guint i = 0; i < groups->len; i++)
        print_group (g_ptr_array_index (groups, i));
    }
  if (skipped[0] != NULL)
    {
      g_print ("\n");
      rd_cli_print (RD_STYLE_BOLD, 2, _ ("Left out"));
      for (gsize i = 0; skipped[i] != NULL; i++)
        rd_cli_print_item (4, "–", 2, skipped[i]);
    }
}
