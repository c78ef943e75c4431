/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writes numbered entries into the history until it is killed or told how many,
 * and prints the number of each as soon as it is said to be kept.
 *
 * history-writer FIRST COUNT [STEP]: entries FIRST, FIRST + 1, …, each STEP
 * seconds after the one before; a clock that was set back has a negative one. */

#include "config.h"

#include "rd-history.h"

#include <stdio.h>
#include <stdlib.h>

/* Enough that writing one entry is many writes, with room to be killed between. */
#define N_FINDINGS 40

static GPtrArray *
make_findings (void)
{
  GPtrArray *findings = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_finding_unref);

  for (guint i = 0; i < N_FINDINGS; i++)
    {
      g_autofree char *id = g_strdup_printf ("finding-%u", i);

      g_ptr_array_add (findings, rd_finding_new (id, RD_FINDING_FINE, "shop.example", RD_OWNER_DNS, "A finding like others"));
    }
  return findings;
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *path = rd_history_dup_default_path ();
  g_autoptr (GError) error = NULL;
  g_autoptr (RdHistory) history = NULL;
  g_autoptr (GPtrArray) findings = make_findings ();
  int first = argc > 1 ? atoi (argv[1]) : 0;
  int count = argc > 2 ? atoi (argv[2]) : 0;
  int step = argc > 3 ? atoi (argv[3]) : 1;

  history = rd_history_open (path, NULL, &error);
  for (int i = 0; history != NULL && error == NULL && i < count; i++)
    {
      g_autofree char *title = g_strdup_printf ("entry %d", first + i);
      g_autoptr (RdHistoryEntry) entry =
                     rd_history_entry_new (RD_HISTORY_DOMAIN, "shop.example", RD_FINDING_FINE, title, 1700000000 + (gint64) i * step);

      if (rd_history_add (history, entry, findings, &error))
        {
          g_print ("%d\n", first + i);
          fflush (stdout);
        }
    }
  if (error == NULL)
    return EXIT_SUCCESS;
  g_printerr ("%s\n", error->message);
  return EXIT_FAILURE;
}
