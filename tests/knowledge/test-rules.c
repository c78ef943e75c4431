/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every rule must win against all others with replies made of its own words and
 * conditions (rule-examples.py): a rule that cannot is one nobody will ever
 * see. */

#include <stdlib.h>
#include <string.h>

#include "rd-knowledge.h"

enum
{
  COLUMN_RULE,
  COLUMN_CAUSE,
  COLUMN_PROVIDER,
  COLUMN_STATUS,
  COLUMN_REPLY_CODE,
  COLUMN_TEXT,
  N_COLUMNS,
};

static char **lines;

static const char *
or_null (const char *text)
{
  return *text != '\0' ? text : NULL;
}

static void
match_row (char   **row,
           RdMatch *match)
{
  RdReply reply = {
    .text = row[COLUMN_TEXT],
    .status = or_null (row[COLUMN_STATUS]),
    .reply_code = or_null (row[COLUMN_REPLY_CODE]),
    .provider = *row[COLUMN_PROVIDER] != '\0' ? rd_provider_find (row[COLUMN_PROVIDER]) : NULL,
    .provider_certain = TRUE,
  };

  rd_knowledge_match (&reply, match);
}

/* The words of one rule may hold those of a stronger one ("mailbox full:
 * message size ..."), but never in every phrase. */
static void
test_wins (void)
{
  g_autoptr (GHashTable) winners = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_lines = 0;
  guint n_right = 0;

  for (gsize i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_auto (GStrv) row = g_strsplit (lines[i], "\t", N_COLUMNS);
      g_auto (RdMatch) match = { 0 };

      g_assert_cmpuint (g_strv_length (row), ==, N_COLUMNS);
      match_row (row, &match);
      n_lines++;
      if (strcmp (match.cause->id, row[COLUMN_CAUSE]) == 0)
        {
          n_right++;
          g_hash_table_add (winners, (gpointer) rd_rule_find (row[COLUMN_RULE])->id);
        }
      else
        {
          g_test_message ("%s: “%s” gives %s (%s)", row[COLUMN_RULE], row[COLUMN_TEXT], match.cause->id,
                          match.rule != NULL ? match.rule->id : "code");
        }
    }
  g_test_message ("%u of %u phrases lead to the cause of their rule", n_right, n_lines);
  for (guint i = 0; i < rd_rule_get_n (); i++)
    {
      if (!g_hash_table_contains (winners, rd_rule_nth (i)->id))
        g_test_message ("rule %s never wins", rd_rule_nth (i)->id);
    }
  g_assert_cmpuint (g_hash_table_size (winners), ==, rd_rule_get_n ());
  g_assert_cmpuint (n_right * 100, >=, n_lines * 97);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *contents = NULL;
  int              result;

  g_test_init (&argc, &argv, NULL);
  if (argc < 2 || !g_file_get_contents (argv[1], &contents, NULL, NULL))
    return EXIT_FAILURE;
  lines = g_strsplit (contents, "\n", -1);
  g_test_add_func ("/knowledge/rules/win", test_wins);
  result = g_test_run ();
  g_strfreev (lines);
  return result;
}
