/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is remembered, for how long, and what is watched. */

#define G_LOG_DOMAIN "rd-preferences"

#include "config.h"

#include "rd-preferences-history.h"

#include "rd-outside.h"
#include "rd-recorder.h"

#include <glib/gi18n.h>

static GtkWidget *
add_row (GtkWidget  *group,
         const char *title,
         const char *subtitle,
         GtkWidget  *control)
{
  GtkWidget *row = rd_row_new (title, subtitle);

  gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), control);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), control);
  gtk_accessible_update_property (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  return row;
}

static void
add_switch (GtkWidget  *group,
            GSettings  *settings,
            const char *key,
            const char *title,
            const char *subtitle)
{
  GtkWidget *control = gtk_switch_new ();

  g_settings_bind (settings, key, control, "active", G_SETTINGS_BIND_DEFAULT);
  add_row (group, title, subtitle, control);
}

static void
add_number (GtkWidget  *group,
            GSettings  *settings,
            const char *key,
            double      least,
            double      most,
            const char *title)
{
  GtkWidget *control = gtk_spin_button_new_with_range (least, most, 1);

  g_settings_bind (settings, key, control, "value", G_SETTINGS_BIND_DEFAULT);
  add_row (group, title, NULL, control);
}

static void
cleared_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (GtkWidget) button = data;
  gboolean done = rd_recorder_clear_finish (RD_RECORDER (object), result, NULL);

  gtk_button_set_label (GTK_BUTTON (button), done ? _ ("Cleared") : _ ("Could Not Clear"));
}

static void
clear_cb (GtkWidget *button)
{
  RdRecorder *recorder = rd_recorder_find ();

  gtk_widget_set_sensitive (button, FALSE);
  if (recorder != NULL)
    rd_recorder_clear_async (recorder, cleared_cb, g_object_ref (button));
}

static GtkWidget *
new_group (AdwPreferencesPage *page,
           const char         *title,
           const char         *description)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), description);
  adw_preferences_page_add (page, ADW_PREFERENCES_GROUP (group));
  return group;
}

/**
 * rd_preferences_add_history:
 * @page: a page of preferences
 *
 * Adds the groups about the history and about watching.
 */
void
rd_preferences_add_history (AdwPreferencesPage *page)
{
  g_autoptr (GSettings) settings = g_settings_new (APP_ID);
  GtkWidget *history = new_group (page, _ ("History"), _ ("Bounces and checks are remembered on this computer only, to tell what changed."));
  GtkWidget *clear = gtk_button_new_with_label (_ ("Clear"));
  GtkWidget *watching = new_group (page, _ ("Watching"), _ ("Addresses you watch are looked up on blocklists again from time to time. You are told only when something changes."));

  add_switch (history, settings, "keep-history", _ ("Remember what was found"), NULL);
  add_number (history, settings, "history-days", 1, 3650, _ ("Days until it is forgotten"));
  gtk_widget_add_css_class (clear, "destructive-action");
  g_signal_connect (clear, "clicked", G_CALLBACK (clear_cb), NULL);
  add_row (history, _ ("Forget everything now"), NULL, clear);
  add_number (watching, settings, "watch-hours", 6, 168, _ ("Hours between two checks"));
  add_switch (watching, settings, "watch-in-background", _ ("Also while no window is open"), _ ("If your desktop allows it"));
}
