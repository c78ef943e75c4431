/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the keys do that belong to no widget. */

#define G_LOG_DOMAIN "test-keys"

#include "config.h"

#include "app-test-bounces.h"

static void
assert_key (const char *action,
            const char *key)
{
  g_auto (GStrv) keys = gtk_application_get_accels_for_action (GTK_APPLICATION (g_application_get_default ()), action);

  g_assert_true (g_strv_contains ((const char *const *) keys, key));
}

static void
test_keys (void)
{
  assert_key ("win.check-again", "F5");
  assert_key ("win.open", "<Control>o");
  assert_key ("win.go-back", "<Alt>Left");
  assert_key ("app.quit", "<Control>q");
}

/* Escape, where nothing is to be stopped, is the way back of a narrow window. */
static void
test_escape (void)
{
  g_autofree char *mbox = app_test_dup_mbox (6);
  RdWindow        *window = app_test_open_window (360, 720);
  GtkWidget       *root = GTK_WIDGET (window);

  gtk_widget_activate_action (root, "win.cancel", NULL);
  app_test_give_bytes (window, "all.mbox", mbox);
  app_test_wait_for_reading (window);
  app_test_wait_for (gtk_widget_get_mapped (app_test_bounces_get_view (window)));
  app_test_bounces_select (window, 2);
  app_test_wait_for (app_test_find_named (root, "back_button") != NULL);
  gtk_widget_activate_action (root, "win.cancel", NULL);
  app_test_wait_for (app_test_find_named (root, "back_button") == NULL);
  g_assert_true (gtk_widget_get_mapped (app_test_bounces_get_view (window)));
  app_test_close_window (window);
}

/* Nothing to ask about, or the user has to be asked first: no key asks anybody. */
static void
test_check_again (void)
{
  RdWindow  *window = app_test_open_window (1000, 720);
  GtkWidget *root = GTK_WIDGET (window);

  for (int i = 0; i < 5; i++)
    {
      gtk_widget_activate_action (root, "win.show-nth-pane", "i", i);
      gtk_widget_activate_action (root, "win.check-again", NULL);
      g_assert_null (app_test_find_dialog ());
    }
  gtk_widget_activate_action (root, "win.show-nth-pane", "i", 0);
  gtk_widget_activate_action (GTK_WIDGET (app_test_get_pane (window)), "bounces.try-example", NULL);
  app_test_wait_for_reading (window);
  app_test_wait_for_verdict (root);
  gtk_widget_activate_action (root, "win.check-again", NULL);
  app_test_respond ("cancel");
  app_test_close_window (window);
}

/* Whoever leaves with the keyboard finds the window as it was, too. */
static void
test_quit (void)
{
  g_autoptr (GSettings) settings = g_settings_new (APP_ID);
  gpointer alive = app_test_open_window (800, 600);

  g_object_add_weak_pointer (alive, &alive);
  g_settings_reset (settings, "window-width");
  g_action_group_activate_action (G_ACTION_GROUP (g_application_get_default ()), "quit", NULL);
  g_assert_cmpint (g_settings_get_int (settings, "window-width"), ==, 800);
  app_test_wait_for (alive == NULL);
}

int
main (int   argc,
      char *argv[])
{
  app_test_init (&argc, &argv);

  g_test_add_func ("/keys/keys", test_keys);
  g_test_add_func ("/keys/escape", test_escape);
  g_test_add_func ("/keys/check-again", test_check_again);
  g_test_add_func ("/keys/quit", test_quit);
  return app_test_run ();
}
