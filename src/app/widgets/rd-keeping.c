/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-keeping"

#include "config.h"

#include "rd-keeping.h"

#include "rd-toast.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* Whether what is chosen outlives the program.  Where the home folder cannot be written
 * to, or its disk is full, GSettings says nothing: what is chosen is not taken, or goes
 * back a moment later. */

#define TOLD "rd-keeping-told"

/* In bytes: the least that a file takes. */
#define LEAST_ROOM 4096

/* @folder, or where it would be made. */
static char *
find_place (const char *folder)
{
  g_autofree char *place = g_strdup (folder);

  while (!g_file_test (place, G_FILE_TEST_EXISTS))
    {
      g_autofree char *inner = g_steal_pointer (&place);

      place = g_path_get_dirname (inner);
    }
  return g_steal_pointer (&place);
}

static gboolean
has_room (const char *place)
{
  g_autoptr (GFile) file = g_file_new_for_path (place);
  g_autoptr (GFileInfo) info = g_file_query_filesystem_info (file, "filesystem::*", NULL, NULL);

  /* Not every file system tells: of some one only knows that they have no size. */
  if (info == NULL || g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_FILESYSTEM_SIZE) == 0)
    return TRUE;
  return g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_FILESYSTEM_FREE) >= LEAST_ROOM;
}

/* Below the user's folder for such things; %NULL if settings are kept in another way. */
static const char *
get_folder (GSettings *settings)
{
  g_autoptr (GObject) backend = NULL;

  g_object_get (settings, "backend", &backend, NULL);
  if (strcmp (G_OBJECT_TYPE_NAME (backend), "DConfSettingsBackend") == 0)
    return "dconf";
  if (strcmp (G_OBJECT_TYPE_NAME (backend), "GKeyfileSettingsBackend") == 0)
    return "glib-2.0/settings";
  return NULL;
}

/* Whether changes of @settings can be stored, as far as one can tell. */
static gboolean
can_keep (GSettings *settings)
{
  const char      *name = get_folder (settings);
  g_autofree char *folder = NULL;
  g_autofree char *place = NULL;

  if (!g_settings_is_writable (settings, "list-order"))
    return FALSE;
  if (name == NULL)
    return TRUE;
  /* A service writes for dconf, which takes everything and finds out later. */
  folder = g_build_filename (g_get_user_config_dir (), name, NULL);
  place = find_place (folder);
  return g_access (place, W_OK) == 0 && has_room (place);
}

/**
 * rd_keeping_complain:
 * @widget: where something was chosen, or is about to be
 * @settings: settings
 *
 * Says that settings cannot be saved, if that is so and nobody has said it yet.
 */
void
rd_keeping_complain (GtkWidget *widget,
                     GSettings *settings)
{
  GApplication *application = g_application_get_default ();

  g_return_if_fail (GTK_IS_WIDGET (widget));

  if (application == NULL || g_object_get_data (G_OBJECT (application), TOLD) != NULL || can_keep (settings))
    return;
  g_object_set_data (G_OBJECT (application), TOLD, GINT_TO_POINTER (TRUE));
  rd_toast_say (widget, _ ("Settings cannot be saved in your home folder"));
}
