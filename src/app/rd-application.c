/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-application"

#include "config.h"

#include "rd-application.h"

#include "rd-preferences.h"
#include "rd-watcher.h"
#include "rd-window.h"

#include <glib/gi18n.h>

/* The process: its windows, its keys, what stays when the last window closes, and
 * what the desktop hands to it. */
struct _RdApplication
{
  AdwApplication parent_instance;

  RdWatcher *watcher; /* (nullable): set from startup to shutdown */
};

G_DEFINE_FINAL_TYPE (RdApplication, rd_application, ADW_TYPE_APPLICATION)

typedef struct
{
  const char *action;
  const char *keys[3];
} Accelerator;

static const Accelerator accelerators[] = {
  { "app.quit", { "<Control>q", NULL } },
  { "app.preferences", { "<Control>comma", NULL } },
  { "window.close", { "<Control>w", NULL } },
  { "win.open", { "<Control>o", NULL } },
  { "win.start-over", { "<Control>n", NULL } },
  { "win.find", { "<Control>f", NULL } },
  { "win.copy-summary", { "<Control><Shift>c", NULL } },
  { "win.send-report", { "<Control>e", "<Control>p", NULL } },
  { "win.go-back", { "<Alt>Left", NULL } },
  { "win.check-again", { "F5", NULL } },
  { "win.show-help", { "F1", NULL } },
  { "win.show-help-overlay", { "<Control>question", NULL } },
  { "win.show-nth-pane(0)", { "<Alt>1", NULL } },
  { "win.show-nth-pane(1)", { "<Alt>2", NULL } },
  { "win.show-nth-pane(2)", { "<Alt>3", NULL } },
  { "win.show-nth-pane(3)", { "<Alt>4", NULL } },
  { "win.show-nth-pane(4)", { "<Alt>5", NULL } },
};

static RdWindow *
find_window (GApplication *application)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (application)); l != NULL; l = l->next)
    {
      if (RD_IS_WINDOW (l->data))
        return l->data;
    }
  return NULL;
}

static RdWindow *
ensure_window (GApplication *application)
{
  RdWindow *window = find_window (application);

  return window != NULL ? window : rd_window_new (ADW_APPLICATION (application));
}

static void
quit_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  RdWindow *window = find_window (G_APPLICATION (data));

  /* As if it had been closed first: it has something to keep. */
  if (window != NULL)
    gtk_window_close (GTK_WINDOW (window));
  g_application_quit (G_APPLICATION (data));
}

static void
preferences_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       data)
{
  RdWindow *window = ensure_window (G_APPLICATION (data));

  gtk_window_present (GTK_WINDOW (window));
  gtk_window_present (rd_preferences_new (GTK_WINDOW (window)));
}

/* The desktop entry offers this also while no window is open. */
static void
paste_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       data)
{
  RdWindow *window = ensure_window (G_APPLICATION (data));

  gtk_window_present (GTK_WINDOW (window));
  rd_window_paste (window);
}

/* The search of the desktop found something, or its menu was used. */
static void
do_in_window (GApplication *application,
              const char   *action,
              GVariant     *parameter)
{
  RdWindow *window = ensure_window (application);

  gtk_window_present (GTK_WINDOW (window));
  gtk_widget_activate_action_variant (GTK_WIDGET (window), action, parameter);
}

static void
explain_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       data)
{
  do_in_window (G_APPLICATION (data), "win.explain", parameter);
}

static void
check_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       data)
{
  do_in_window (G_APPLICATION (data), "win.check-domain", parameter);
}

static void
show_domain_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       data)
{
  do_in_window (G_APPLICATION (data), "win.show-pane", g_variant_new_string ("domain"));
}

static void
show_codes_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       data)
{
  do_in_window (G_APPLICATION (data), "win.show-pane", g_variant_new_string ("codes"));
}

static void
about_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       data)
{
  RdWindow   *window = ensure_window (G_APPLICATION (data));
  const char *developers = _ ("The Redeliver contributors");
  const char *comments = _ ("Finds out why mail came back, who must act and what to do.");
  /* Translators: your names, one on each line */
  const char *translators = _ ("translator-credits");

  adw_show_about_window (GTK_WINDOW (window),
                         "application-name", "Redeliver",
                         "application-icon", APP_ID,
                         "version", PACKAGE_VERSION,
                         "developer-name", developers,
                         "license-type", GTK_LICENSE_GPL_3_0,
                         "comments", comments,
                         "translator-credits", translators,
                         NULL);
}

/* From a notification: what is told there, in full. */
static void
check_blocklists_cb (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       data)
{
  do_in_window (G_APPLICATION (data), "win.check-blocklists", parameter);
}

static void
rd_application_startup (GApplication *application)
{
  static const GActionEntry actions[] = {
    { .name = "about", .activate = about_cb },
    { .name = "check", .activate = check_cb, .parameter_type = "s" },
    { .name = "check-blocklists", .activate = check_blocklists_cb, .parameter_type = "s" },
    { .name = "explain", .activate = explain_cb, .parameter_type = "s" },
    { .name = "paste", .activate = paste_cb },
    { .name = "preferences", .activate = preferences_cb },
    { .name = "quit", .activate = quit_cb },
    { .name = "show-codes", .activate = show_codes_cb },
    { .name = "show-domain", .activate = show_domain_cb },
  };

  G_APPLICATION_CLASS (rd_application_parent_class)->startup (application);
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions), application);
  for (gsize i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (application), accelerators[i].action, accelerators[i].keys);
  gtk_window_set_default_icon_name (APP_ID);
  RD_APPLICATION (application)->watcher = rd_watcher_new (application);
}

static void
rd_application_shutdown (GApplication *application)
{
  g_clear_object (&RD_APPLICATION (application)->watcher);
  G_APPLICATION_CLASS (rd_application_parent_class)->shutdown (application);
}

static void
rd_application_activate (GApplication *application)
{
  gtk_window_present (GTK_WINDOW (ensure_window (application)));
}

static void
rd_application_open (GApplication *application,
                     GFile       **files,
                     int           n_files,
                     const char   *hint)
{
  RdWindow *window = ensure_window (application);

  gtk_window_present (GTK_WINDOW (window));
  rd_window_open_files (window, files, n_files);
}

static int
rd_application_handle_local_options (GApplication *application,
                                     GVariantDict *options)
{
  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("redeliver %s\n", PACKAGE_VERSION);
      return 0;
    }
  return G_APPLICATION_CLASS (rd_application_parent_class)->handle_local_options (application, options);
}

static void
rd_application_class_init (RdApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->startup = rd_application_startup;
  application_class->shutdown = rd_application_shutdown;
  application_class->activate = rd_application_activate;
  application_class->open = rd_application_open;
  application_class->handle_local_options = rd_application_handle_local_options;
}

static void
rd_application_init (RdApplication *self)
{
  static const GOptionEntry options[] = {
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Say which version this is"), NULL },
    { NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self), _ ("[FILE…]"));
  g_application_set_option_context_summary (G_APPLICATION (self), _ ("Finds out why mail came back, who must act and what to do."));
}

/* The resource path is said here and not derived from the id, so that tests
 * may run the application under another one. */
RdApplication *
rd_application_new (void)
{
  return g_object_new (RD_TYPE_APPLICATION,
                       "application-id", APP_ID,
                       "resource-base-path", "/io/github/redeliver/Redeliver",
                       "flags", G_APPLICATION_HANDLES_OPEN,
                       NULL);
}
