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
 * to, GSettings says nothing: what is chosen is not taken, or goes back a moment later. */

#define TOLD "rd-keeping-told"

/* @folder, or where it would be made. */
static gboolean
is_writable (const char *folder)
{
  g_autofree char *place = g_strdup (folder);

  while (!g_file_test (place, G_FILE_TEST_EXISTS))
    {
      g_autofree char *inner = g_steal_pointer (&place);

      place = g_path_get_dirname (inner);
    }
  return g_access (place, W_OK) == 0;
}

/* Whether changes of @settings can be stored, as far as one can tell. */
static gboolean
can_keep (GSettings *settings)
{
  g_autoptr (GObject) backend = NULL;
  g_autofree char *folder = g_build_filename (g_get_user_config_dir (), "dconf", NULL);

  if (!g_settings_is_writable (settings, "list-order"))
    return FALSE;
  /* A service writes for dconf, which takes everything and finds out later. */
  g_object_get (settings, "backend", &backend, NULL);
  return strcmp (G_OBJECT_TYPE_NAME (backend), "DConfSettingsBackend") != 0 || is_writable (folder);
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
