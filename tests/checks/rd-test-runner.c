/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-test"

#include "rd-test-runner.h"

#include "rd-test-zone.h"

/* The file named on the command line, or @name among the test data; %NULL
 * without either. */
JsonNode *
rd_test_runner_load (int         argc,
                     char       *argv[],
                     const char *name)
{
  const char      *data = g_getenv ("REDELIVER_TESTDATA");
  g_autofree char *path = NULL;

  if (argc > 1)
    return rd_test_load_json (argv[1]);
  if (data == NULL || *data == '\0')
    {
      g_print ("no file given and REDELIVER_TESTDATA is not set: skipped\n");
      return NULL;
    }
  path = g_build_filename (data, "conformance", name, NULL);
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_print ("%s is not there: skipped\n", path);
      return NULL;
    }
  return rd_test_load_json (path);
}

/* Prints the score and gives the exit code for it. */
int
rd_test_runner_finish (guint n_passed,
                       guint n_failed)
{
  g_print ("%u passed, %u failed\n", n_passed, n_failed);
  return n_failed == 0 && n_passed > 0 ? 0 : 1;
}
