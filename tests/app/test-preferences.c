/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The windows beside the main one: preferences, help, shortcuts, About. */

#define G_LOG_DOMAIN "test-preferences"

#include "config.h"

#include "app-test.h"

#include "rd-fold.h"
#include "rd-help.h"
#include "rd-preferences.h"
#include "rd-report-sheet.h"

static GtkWindow *
open_preferences (RdWindow *window)
{
  GtkWindow *preferences = rd_preferences_new (GTK_WINDOW (window));

  gtk_window_present (preferences);
  app_test_wait_for (gtk_widget_get_mapped (GTK_WIDGET (preferences)));
  return preferences;
}

static void
test_switches (void)
{
  static const struct
  {
    const char *name;
    const char *key;
  } switches[] = {
    { "domains_switch", "always-check-domains" },
    { "blocklists_switch", "always-ask-blocklists" },
    { "recipients_switch", "report-hides-recipients" },
    { "subject_switch", "report-hides-subject" },
  };
  g_autoptr (GSettings) settings = g_settings_new (APP_ID);
  RdWindow  *window = app_test_open_window (1000, 720);
  GtkWindow *preferences = open_preferences (window);

  for (gsize i = 0; i < G_N_ELEMENTS (switches); i++)
    {
      GtkWidget *widget = app_test_find_named (GTK_WIDGET (preferences), switches[i].name);

      g_assert_false (gtk_switch_get_active (GTK_SWITCH (widget)));
      gtk_switch_set_active (GTK_SWITCH (widget), TRUE);
      g_assert_true (g_settings_get_boolean (settings, switches[i].key));
      g_settings_reset (settings, switches[i].key);
      g_assert_false (gtk_switch_get_active (GTK_SWITCH (widget)));
    }
  gtk_window_destroy (preferences);
  app_test_close_window (window);
}

static void
test_servers (void)
{
  g_autoptr (GSettings) settings = g_settings_new (APP_ID);
  RdWindow        *window = app_test_open_window (1000, 720);
  GtkWindow       *preferences = open_preferences (window);
  GtkWidget       *entry = app_test_find_named (GTK_WIDGET (preferences), "servers_entry");
  g_autofree char *kept = NULL;
  g_autofree char *emptied = NULL;

  gtk_editable_set_text (GTK_EDITABLE (entry), "the one in the cellar");
  g_signal_emit_by_name (entry, "apply");
  g_assert_true (gtk_widget_has_css_class (entry, "error"));
  g_assert_true (app_test_shows (GTK_WIDGET (preferences), "Write addresses such as"));
  gtk_editable_set_text (GTK_EDITABLE (entry), " 192.0.2.53, 127.0.0.1:5353 ");
  g_assert_false (gtk_widget_has_css_class (entry, "error"));
  g_signal_emit_by_name (entry, "apply");
  kept = g_settings_get_string (settings, "dns-servers");
  g_assert_cmpstr (kept, ==, "192.0.2.53, 127.0.0.1:5353");
  gtk_editable_set_text (GTK_EDITABLE (entry), "");
  g_signal_emit_by_name (entry, "apply");
  emptied = g_settings_get_string (settings, "dns-servers");
  g_assert_cmpstr (emptied, ==, "");
  gtk_window_destroy (preferences);
  app_test_close_window (window);
}

static void
test_forget_and_undo (void)
{
  const char *const domains[] = { "flowershop.example", "other.example", NULL };
  g_autoptr (GSettings) settings = g_settings_new (APP_ID);
  RdWindow  *window = app_test_open_window (1000, 720);
  GtkWindow *preferences;
  GtkWidget *button;
  GtkWidget *undo;
  g_auto (GStrv) forgotten = NULL;
  g_auto (GStrv) restored = NULL;

  g_settings_set_strv (settings, "last-domains", domains);
  preferences = open_preferences (window);
  button = app_test_find_named (GTK_WIDGET (preferences), "forget_button");
  g_assert_true (gtk_widget_get_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
  forgotten = g_settings_get_strv (settings, "last-domains");
  g_assert_cmpuint (g_strv_length (forgotten), ==, 0);
  g_assert_false (gtk_widget_get_sensitive (button));

  app_test_wait_for (app_test_shows (GTK_WIDGET (preferences), "Domains forgotten"));
  undo = gtk_widget_get_ancestor (app_test_find_label (GTK_WIDGET (preferences), "Undo"), GTK_TYPE_BUTTON);
  g_signal_emit_by_name (undo, "clicked");
  restored = g_settings_get_strv (settings, "last-domains");
  g_assert_cmpstrv (restored, domains);
  g_settings_reset (settings, "last-domains");
  gtk_window_destroy (preferences);
  app_test_close_window (window);
}

/* A report begins as the preferences say. */
static void
test_report_follows (void)
{
  g_autoptr (GSettings) settings = g_settings_new (APP_ID);
  g_autofree char *bounce = app_test_dup_bounce ("bob@shop.example", "5.1.1", "550 5.1.1 User unknown");
  RdWindow        *window = app_test_open_window (1000, 720);
  GtkWidget       *sheet;

  g_settings_set_boolean (settings, "report-hides-recipients", TRUE);
  app_test_give_bytes (window, "bounce.eml", bounce);
  app_test_wait_for_reading (window);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.send-report", NULL);
  sheet = (GtkWidget *) app_test_find_toplevel (RD_TYPE_REPORT_SHEET);
  g_assert_nonnull (sheet);
  g_assert_true (gtk_switch_get_active (GTK_SWITCH (app_test_find_named (sheet, "recipients_switch"))));
  g_assert_false (gtk_switch_get_active (GTK_SWITCH (app_test_find_named (sheet, "subject_switch"))));
  app_test_wait_for (rd_report_sheet_is_ready (RD_REPORT_SHEET (sheet)));
  g_settings_reset (settings, "report-hides-recipients");
  gtk_window_destroy (GTK_WINDOW (sheet));
  app_test_close_window (window);
}

/* Every topic has a title and something below it. */
static void
check_topics (GtkWidget *root,
              guint     *n_topics)
{
  if (RD_IS_FOLD (root))
    {
      const char *title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (root));

      g_test_message ("%s", title);
      g_assert_cmpstr (title, !=, "");
      adw_expander_row_set_expanded (ADW_EXPANDER_ROW (root), TRUE);
      g_assert_nonnull (app_test_find_type (gtk_widget_get_last_child (root), ADW_TYPE_ACTION_ROW));
      (*n_topics)++;
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    check_topics (child, n_topics);
}

static void
test_help (void)
{
  RdWindow  *window = app_test_open_window (1000, 720);
  GtkWindow *help = rd_help_new (GTK_WINDOW (window));
  guint      n_topics = 0;

  gtk_window_present (help);
  app_test_wait_for (gtk_widget_get_mapped (GTK_WIDGET (help)));
  check_topics (GTK_WIDGET (help), &n_topics);
  g_assert_cmpuint (n_topics, >=, 20);
  app_test_wait_for (app_test_shows (GTK_WIDGET (help), "Raw Message Source"));
  gtk_window_destroy (help);
  app_test_close_window (window);
}

int
main (int   argc,
      char *argv[])
{
  app_test_init (&argc, &argv);

  g_test_add_func ("/preferences/switches", test_switches);
  g_test_add_func ("/preferences/servers", test_servers);
  g_test_add_func ("/preferences/forget-and-undo", test_forget_and_undo);
  g_test_add_func ("/preferences/report-follows", test_report_follows);
  g_test_add_func ("/help/topics", test_help);
  return app_test_run ();
}
