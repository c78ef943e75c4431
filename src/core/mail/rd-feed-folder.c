/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-feed-folder"

#include "config.h"

#include "rd-feed.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Folders are read one after the other and in the order of their names, so that
 * a run over the same files says the same in the same order; only the names of
 * the folder at hand are held. */

typedef struct
{
  RdFeed     feed;
  char      *path;
  char      *name;  /* as shown */
  GPtrArray *names; /* (element-type filename): sorted */
  guint      at;
  guint      depth;
} FolderFeed;

/* Indexes and locks of mail programs. */
static gboolean
is_housekeeping (const char *name)
{
  static const char *const suffixes[] = { ".msf", ".lock", ".ibex.index",
                                          ".ev-summary", ".cmeta", ".dat~" };

  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      if (g_str_has_suffix (name, suffixes[i]))
        return TRUE;
    }
  return g_str_has_prefix (name, "dovecot") || strcmp (name, "__MACOSX") == 0;
}

static gboolean
has_folder (const char *path,
            const char *name)
{
  g_autofree char *child = g_build_filename (path, name, NULL);

  return g_file_test (child, G_FILE_TEST_IS_DIR);
}

/* Hidden files are none of the user's, except that a maildir hides its
 * subfolders (Maildir++). */
static gboolean
is_wanted (const char *path,
           const char *name,
           gboolean    is_maildir)
{
  if (name[0] == '.')
    {
      g_autofree char *child = is_maildir ? g_build_filename (path, name, NULL) : NULL;

      return child != NULL && has_folder (child, "cur");
    }
  /* Half-delivered messages stand in "tmp". */
  if (is_maildir && strcmp (name, "tmp") == 0)
    return FALSE;
  return !is_housekeeping (name);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Anything but files and folders (a pipe, a device) would wait for ever or give
 * bytes without end; folders are not followed through links, they may lead back. */
static gboolean
is_readable_kind (const char *path)
{
  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    return !g_file_test (path, G_FILE_TEST_IS_SYMLINK);
  return g_file_test (path, G_FILE_TEST_IS_REGULAR) || !g_file_test (path, G_FILE_TEST_EXISTS);
}

/* Whether a file that cannot be opened as a message is none of the user's. */
static gboolean
is_passed_over (const GError       *error,
                const RdFeedOrigin *origin)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return TRUE;
  return !origin->is_chosen && (g_error_matches (error, RD_MAIL_ERROR, RD_MAIL_ERROR_NOT_TEXT) ||
                                g_error_matches (error, RD_MAIL_ERROR, RD_MAIL_ERROR_EMPTY));
}

static GError *
new_too_deep_error (void)
{
  return g_error_new_literal (
      RD_MAIL_ERROR, RD_MAIL_ERROR_TOO_BIG,
      _ ("There are folders inside of folders here, too many to open; open this folder by itself."));
}

static RdMailItem *
folder_next (RdFeed       *feed,
             RdFeed      **child,
             GCancellable *cancellable)
{
  FolderFeed *self = (FolderFeed *) feed;

  while (self->at < self->names->len && !g_cancellable_is_cancelled (cancellable))
    {
      const char      *file = g_ptr_array_index (self->names, self->at++);
      g_autofree char *path = g_build_filename (self->path, file, NULL);
      g_autofree char *shown = g_filename_display_name (file);
      g_autofree char *name = g_build_filename (self->name, shown, NULL);
      g_autoptr (GError) error = NULL;
      RdFeedOrigin origin = { name, 0, self->depth + 1, rd_feed_is_named_message (file), NULL };

      if (!is_readable_kind (path))
        continue;
      if (origin.depth > RD_FEED_MAX_DEPTH && g_file_test (path, G_FILE_TEST_IS_DIR))
        return rd_mail_item_new_error (name, 0, new_too_deep_error ());
      *child = rd_feed_open_path (path, &origin, cancellable, &error);
      if (*child != NULL)
        return NULL;
      if (is_passed_over (error, &origin))
        continue;
      return rd_mail_item_new_error (name, 0, rd_feed_error (error));
    }
  return NULL;
}

static double
folder_get_step (RdFeed *feed)
{
  FolderFeed *self = (FolderFeed *) feed;

  return self->names->len > 0 ? 1.0 / self->names->len : 0.0;
}

static double
folder_get_done (RdFeed *feed)
{
  FolderFeed *self = (FolderFeed *) feed;

  return self->at > 0 ? (self->at - 1) * folder_get_step (feed) : 0.0;
}

static void
folder_free (RdFeed *feed)
{
  FolderFeed *self = (FolderFeed *) feed;

  g_ptr_array_unref (self->names);
  g_free (self->path);
  g_free (self->name);
  g_free (self);
}

/**
 * rd_feed_new_folder:
 * @path: a folder
 * @origin: where it stands
 * @error: return location for an error
 *
 * Returns: (transfer full): a feed of the messages in a folder and the folders
 *   below, or a maildir
 */
RdFeed *
rd_feed_new_folder (const char         *path,
                    const RdFeedOrigin *origin,
                    GError            **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileEnumerator) entries = g_file_enumerate_children (
      file, G_FILE_ATTRIBUTE_STANDARD_NAME, G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, error);
  gboolean    is_maildir = has_folder (path, "cur") && has_folder (path, "new");
  FolderFeed *self;
  GFileInfo  *info = NULL;

  if (entries == NULL)
    return NULL;
  self = g_new0 (FolderFeed, 1);
  self->feed = (RdFeed){ folder_next, folder_get_done, folder_get_step, NULL, folder_free, NULL, FALSE };
  self->path = g_strdup (path);
  self->name = g_strdup (origin->name);
  self->depth = origin->depth;
  self->names = g_ptr_array_new_with_free_func (g_free);
  while (g_file_enumerator_iterate (entries, &info, NULL, NULL, NULL) && info != NULL)
    {
      const char *name = g_file_info_get_name (info);

      if (is_wanted (path, name, is_maildir))
        g_ptr_array_add (self->names, g_strdup (name));
    }
  g_ptr_array_sort (self->names, compare_names);
  return &self->feed;
}
