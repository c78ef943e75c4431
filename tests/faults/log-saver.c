/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Saves all deliveries of a log as the window does.
 *
 * log-saver LOG FILE.csv */

#include "config.h"

#include "log-testing.h"
#include "rd-report-log-csv.h"

#include <locale.h>
#include <stdlib.h>

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RdLog) log = argc == 3 ? log_testing_load (argv[1], &error) : NULL;
  g_autoptr (GFile) file = argc == 3 ? g_file_new_for_path (argv[2]) : NULL;
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint));

  setlocale (LC_ALL, "");
  for (guint i = 0; log != NULL && i < rd_log_get_n_deliveries (log); i++)
    g_array_append_val (numbers, i);
  if (log != NULL && rd_report_log_save_csv (log, numbers, file, NULL, &error))
    return EXIT_SUCCESS;
  g_printerr ("%s\n", error != NULL ? error->message : "log-saver LOG FILE.csv");
  return EXIT_FAILURE;
}
