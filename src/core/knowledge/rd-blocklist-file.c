/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which file of lists is used: the one that was compiled in, or the user's. */

#define G_LOG_DOMAIN "rd-blocklist"

#include "config.h"

#include "rd-blocklist.h"
#include "rd-knowledge-resources.h"

#include <glib/gi18n-lib.h>

static gpointer
load_default (gpointer data)
{
  g_autoptr (GError) error = NULL;
  /* Asked by name: a resource of a static library does not register itself. */
  g_autoptr (GBytes) bytes = g_resource_lookup_data (rd_knowledge_resources_get_resource (),
                                                     "/io/github/redeliver/knowledge/blocklists.txt",
                                                     G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  RdBlocklists *lists = NULL;

  if (bytes != NULL)
    lists = rd_blocklists_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &error);
  /* The build has parsed this very file. */
  g_assert_no_error (error);
  return lists;
}

/**
 * rd_blocklists_get_default:
 *
 * The lists that were compiled in.
 *
 * Returns: (transfer none): the lists
 */
RdBlocklists *
rd_blocklists_get_default (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, load_default, NULL);
}

/**
 * rd_blocklists_load:
 * @error: return location; set if the user's file was refused
 *
 * The lists to use: those of "redeliver/blocklists.txt" in the user's data
 * folder, which may be newer than the program, or the ones that were compiled
 * in.  A file with a mistake is refused as a whole and @error says where it is;
 * the compiled-in lists are still there through rd_blocklists_get_default().
 *
 * Returns: (transfer full) (nullable): the lists, %NULL with @error set
 */
RdBlocklists *
rd_blocklists_load (GError **error)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "redeliver", "blocklists.txt", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) local_error = NULL;
  RdBlocklists *lists;
  gsize         length = 0;

  if (!g_file_get_contents (path, &text, &length, &local_error))
    {
      if (g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return rd_blocklists_ref (rd_blocklists_get_default ());
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  lists = rd_blocklists_parse (text, length, error);
  if (lists == NULL)
    {
      g_autofree char *name = g_filename_display_name (path);

      /* Translators: %s is the name of a file; what is wrong with it follows. */
      g_prefix_error (error, _ ("The list of blocklists “%s” cannot be used. "), name);
    }
  return lists;
}
