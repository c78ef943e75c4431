/* SPDX-License-Identifier: GPL-3.0-or-later */

/* settings-keeper opening|changing 0|1: opens the preferences, or changes a setting
 * elsewhere, and tells whether the window complains, once, as it should. */

#define G_LOG_DOMAIN "settings-keeper"

#include "config.h"

#include "app-test.h"

#include "rd-preferences.h"

#include <string.h>

static gboolean
complains (GtkWidget *root)
{
  return app_test_find_label (root, "Settings cannot be saved") != NULL;
}

static gboolean
preferences_complain (RdWindow *window)
{
  GtkWindow *preferences = rd_preferences_new (GTK_WINDOW (window));
  gboolean   complain;

  gtk_window_present (preferences);
  app_test_wait_for (gtk_widget_get_mapped (GTK_WIDGET (preferences)));
  complain = complains (GTK_WIDGET (preferences));
  /* It is said, but who came to choose something can go on. */
  if (complain)
    g_assert_null (gtk_widget_get_ancestor (gtk_window_get_focus (preferences), g_type_from_name ("AdwToastWidget")));
  gtk_window_destroy (preferences);
  return complain;
}

/* What GLib, dconf and GTK say of a disk that takes nothing. */
static gboolean
is_fatal (const char    *domain,
          GLogLevelFlags level,
          const char    *message,
          gpointer       data)
{
  return g_str_has_prefix (domain, "rd-");
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GSettings) settings = NULL;
  RdWindow *window;
  gboolean  expected;

  g_test_log_set_fatal_handler (is_fatal, NULL);
  app_test_init (&argc, &argv);
  g_log_set_always_fatal (G_LOG_FATAL_MASK);
  g_assert_cmpint (argc, ==, 3);
  expected = strcmp (argv[2], "1") == 0;
  settings = g_settings_new (APP_ID);
  window = app_test_open_window (1000, 720);
  g_assert_false (complains (GTK_WIDGET (window)));
  if (strcmp (argv[1], "changing") == 0)
    {
      g_settings_set_string (settings, "list-order", "name");
      g_assert_cmpint (complains (GTK_WIDGET (window)), ==, expected);
    }
  else
    g_assert_cmpint (preferences_complain (window), ==, expected);
  g_assert_false (preferences_complain (window));
  app_test_close_window (window);
  return 0;
}
