/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

/* Scores what bounce-dump reads in the labelled messages below
 * REDELIVER_TESTDATA, which are not part of the project.  The floors are what
 * the reader has to reach on messages nobody has seen, too. */

typedef struct
{
  const char *name;
  const char *messages;
  const char *labels;
  const char *floors[16]; /* options of the scorer */
} CorpusRow;

static const CorpusRow rows[] = {
  { "corpus",
    "corpus/messages",
    "corpus/labels.jsonl",
    { "--min-kind=98.5", "--min-recipient-recall=98.5", "--min-recipient-precision=98.5", "--min-status=98", "--min-reply-code=98", "--min-permanence=96", "--max-false-positives=0", "--max-absent=0" } },
  { "lab",
    "labs/mta-bounces",
    "labs/mta-bounces/labels.jsonl",
    { "--min-kind=99.5", "--min-recipient-recall=99.5", "--min-recipient-precision=99.5", "--min-status=98", "--min-reply-code=98", "--min-permanence=98", "--max-false-positives=0", "--max-absent=0" } },
};

static void
run (char **argv,
     char **output)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *complaints = NULL;
  int              status;

  g_spawn_sync (NULL, argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, output, &complaints, &status, &error);
  g_assert_no_error (error);
  if (!g_spawn_check_wait_status (status, &error))
    g_test_message ("%s %s", *output, complaints);
  g_assert_no_error (error);
}

static void
test_corpus (gconstpointer data)
{
  const CorpusRow *row = data;
  const char      *folder = g_getenv ("REDELIVER_TESTDATA");
  g_autofree char *dump = NULL;
  g_autofree char *messages = NULL;
  g_autofree char *labels = NULL;
  g_autofree char *scorer = NULL;
  g_autofree char *results = NULL;
  g_autofree char *score = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  if (folder == NULL)
    {
      g_test_skip ("REDELIVER_TESTDATA does not name the folder of labelled messages");
      return;
    }
  dump = g_test_build_filename (G_TEST_BUILT, "bounce", "bounce-dump", NULL);
  messages = g_build_filename (folder, row->messages, NULL);
  labels = g_build_filename (folder, row->labels, NULL);
  scorer = g_build_filename (folder, "tools", "score_corpus.py", NULL);

  g_ptr_array_add (argv, dump);
  g_ptr_array_add (argv, messages);
  g_ptr_array_add (argv, NULL);
  run ((char **) argv->pdata, &results);

  path = g_build_filename (g_get_tmp_dir (), "redeliver-corpus-XXXXXX", NULL);
  g_close (g_mkstemp (path), NULL);
  g_file_set_contents (path, results, -1, &error);
  g_assert_no_error (error);

  g_ptr_array_set_size (argv, 0);
  g_ptr_array_add (argv, (char *) "python3");
  g_ptr_array_add (argv, scorer);
  g_ptr_array_add (argv, (char *) "--labels");
  g_ptr_array_add (argv, labels);
  g_ptr_array_add (argv, (char *) "--input");
  g_ptr_array_add (argv, path);
  for (gsize i = 0; row->floors[i] != NULL; i++)
    g_ptr_array_add (argv, (char *) row->floors[i]);
  g_ptr_array_add (argv, NULL);
  run ((char **) argv->pdata, &score);
  g_unlink (path);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/bounce/corpus/%s", rows[i].name);

      g_test_add_data_func (path, &rows[i], test_corpus);
    }
  return g_test_run ();
}
