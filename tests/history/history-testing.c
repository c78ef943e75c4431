/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A history in a folder of its own. */

#include "history-testing.h"

#include <glib/gstdio.h>

void
set_up_history (HistoryFixture *fixture,
                gconstpointer   data)
{
  fixture->folder = g_dir_make_tmp ("redeliver-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "deep", "history.sqlite", NULL);
}

static void
remove_all (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_all (child);
    }
  g_remove (path);
}

void
tear_down_history (HistoryFixture *fixture,
                   gconstpointer   data)
{
  remove_all (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

RdHistory *
open_history (HistoryFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  RdHistory *history = rd_history_open (fixture->path, NULL, &error);

  g_assert_no_error (error);
  return history;
}

void
add_entry (RdHistory     *history,
           gint64         time,
           const char    *id,
           RdFindingState state)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_finding_unref);
  g_autoptr (RdHistoryEntry) entry = NULL;

  g_ptr_array_add (findings, rd_finding_new ("mx", RD_FINDING_FINE, "shop.example", RD_OWNER_DNS, "MX is fine"));
  if (id != NULL)
    g_ptr_array_add (findings, rd_finding_new (id, state, "shop.example", RD_OWNER_DNS, "about it"));
  entry = rd_history_entry_new (RD_HISTORY_DOMAIN, "shop.example", state, "title", time);
  g_assert_true (rd_history_add (history, entry, findings, &error));
  g_assert_no_error (error);
}
