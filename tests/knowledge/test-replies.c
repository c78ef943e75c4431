/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Each line of replies.txt is a test of its own. */

#include <stdlib.h>

#include "rd-knowledge.h"

static void
test_reply (gconstpointer data)
{
  g_auto (GStrv) row = g_strsplit (data, "|", 3);
  g_auto (RdMatch) match = { 0 };
  g_autofree char *text = NULL;
  const char      *cause;
  const char      *host;
  RdReply          reply = { 0 };

  g_assert_cmpuint (g_strv_length (row), ==, 3);
  cause = g_strstrip (row[0]);
  host = g_strstrip (row[1]);
  g_assert_nonnull (rd_cause_find (cause));
  text = g_strcompress (g_strstrip (row[2]));
  reply.text = text;
  if (*host != '\0')
    reply.provider = rd_provider_find_for_host (host);
  reply.provider_certain = reply.provider != NULL;

  rd_knowledge_match (&reply, &match);
  g_test_message ("%s, %d points, “%s”", match.rule != NULL ? match.rule->id : "no rule", match.score,
                  match.matched != NULL ? match.matched : "");
  g_assert_cmpstr (match.cause->id, ==, cause);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *path = NULL;
  g_autofree char *contents = NULL;
  g_auto (GStrv) lines = NULL;
  guint n_rows = 0;

  g_test_init (&argc, &argv, NULL);
  path = g_test_build_filename (G_TEST_DIST, "knowledge", "replies.txt", NULL);
  if (!g_file_get_contents (path, &contents, NULL, NULL))
    return EXIT_FAILURE;
  lines = g_strsplit (contents, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *name = NULL;

      if (*lines[i] == '\0' || *lines[i] == '#')
        continue;
      name = g_strdup_printf ("/knowledge/replies/%" G_GSIZE_FORMAT, i + 1);
      g_test_add_data_func (name, lines[i], test_reply);
      n_rows++;
    }
  return n_rows > 0 ? g_test_run () : EXIT_FAILURE;
}
