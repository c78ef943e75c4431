/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Watching an address: the timers, a notification on a change only, and what is
 * asked of the portal.  Lists are a DNS server of this machine; notifications
 * and the portal are services on the bus of the test. */

#define G_LOG_DOMAIN "test-watcher"

#include "config.h"

#include "app-test-service.h"
#include "app-test.h"
#include "app-test-zone.h"
#include "fake-peers.h"
#include "rd-watch-list.h"
#include "rd-watcher.h"

#include <glib/gstdio.h>
#include <string.h>

#define SUBJECT "203.0.113.9"
#define MS_A_SECOND 5

typedef struct
{
  AppTestService *notifications;
  AppTestService *portal;
  guint           n_told;
  guint           n_asked; /* the portal, whether it may stay */
  char           *title;
  char           *target;
} Services;

static const char notifications_xml[] =
    "<node><interface name='org.gtk.Notifications'><method name='AddNotification'>"
    "<arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='a{sv}' direction='in'/></method></interface></node>";

static const char portal_xml[] =
    "<node><interface name='org.freedesktop.portal.Background'><method name='RequestBackground'>"
    "<arg type='s' direction='in'/><arg type='a{sv}' direction='in'/><arg type='o' direction='out'/></method></interface></node>";

static void
called_cb (GDBusConnection       *bus,
           const char            *sender,
           const char            *path,
           const char            *interface,
           const char            *method,
           GVariant              *parameters,
           GDBusMethodInvocation *invocation,
           gpointer               data)
{
  Services *services = data;
  g_autoptr (GVariant) content = NULL;
  g_autoptr (GVariant) target = NULL;

  if (g_str_equal (method, "RequestBackground"))
    {
      services->n_asked++;
      g_dbus_method_invocation_return_dbus_error (invocation, "org.freedesktop.portal.Error.NotAllowed", "No");
      return;
    }
  services->n_told++;
  content = g_variant_get_child_value (parameters, 2);
  g_free (services->title);
  g_assert_true (g_variant_lookup (content, "title", "s", &services->title));
  target = g_variant_lookup_value (content, "default-action-target", NULL);
  g_free (services->target);
  services->target = target != NULL ? g_variant_dup_string (target, NULL) : NULL;
  g_dbus_method_invocation_return_value (invocation, NULL);
}

static void
services_start (Services *services)
{
  memset (services, 0, sizeof *services);
  services->notifications = app_test_service_new ("org.gtk.Notifications", "/org/gtk/Notifications", notifications_xml, called_cb, services);
  services->portal = app_test_service_new ("org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop", portal_xml, called_cb, services);
}

static void
services_stop (Services *services)
{
  app_test_service_free (services->notifications);
  app_test_service_free (services->portal);
  g_free (services->title);
  g_free (services->target);
}

static gint64
get_time (GSettings *settings)
{
  g_autoptr (GVariant) times = g_settings_get_value (settings, "watch-times");
  gint64 time = 0;

  g_variant_lookup (times, SUBJECT, "x", &time);
  return time;
}

/* Makes the next look due, through @servers, and waits for it. */
static void
look_through (GSettings  *settings,
              const char *servers)
{
  g_settings_set_string (settings, "dns-servers", servers);
  g_settings_set_value (settings, "watch-times", g_variant_new_array (G_VARIANT_TYPE ("{sx}"), NULL, 0));
  app_test_wait_for (get_time (settings) > 0);
}

static void
look_again (GSettings      *settings,
            const FakePeer *peer)
{
  g_autofree char *address = fake_peer_dup_address (peer);

  look_through (settings, address);
}

static void
test_watching (void)
{
  g_autoptr (GSettings) settings = g_settings_new (APP_ID);
  g_autoptr (FakePeer) clean = fake_peer_new ("fake-dns.py", "--blocklists", "--spotless", NULL);
  g_autoptr (FakePeer) listed = fake_peer_new ("fake-dns.py", "--blocklists", NULL);
  g_autoptr (FakePeer) silent = fake_peer_new ("fake-dns.py", "--always", "refused", NULL);
  g_autoptr (RdWatcher) watcher = NULL;
  Services services;

  services_start (&services);
  g_settings_set_boolean (settings, "keep-history", TRUE);
  watcher = rd_watcher_new (g_application_get_default ());
  rd_watcher_hurry (watcher, MS_A_SECOND);
  rd_watch_list_set (settings, SUBJECT, TRUE);

  /* The first look has nothing to compare with. */
  look_again (settings, clean);
  g_assert_cmpuint (services.n_told, ==, 0);
  /* Nobody is told that lists could not be asked. */
  look_again (settings, silent);
  g_assert_cmpuint (services.n_told, ==, 0);
  look_again (settings, listed);
  app_test_wait_for (services.n_told == 1);
  g_assert_cmpstr (services.target, ==, SUBJECT);
  g_assert_cmpuint (strlen (services.title), >, 0);
  /* That it is still so is no news. */
  look_again (settings, listed);
  look_again (settings, listed);
  g_assert_cmpuint (services.n_told, ==, 1);

  rd_watch_list_set (settings, SUBJECT, FALSE);
  g_settings_reset (settings, "keep-history");
  g_settings_reset (settings, "dns-servers");
  services_stop (&services);
}

static const char own_list[] =
    "List: own-list\nZone: own.test\nName: A Newer List\nOperator: Nobody\nAnswers-for: ip4\nRole: block\nType: spam-source\n"
    "Status: alive\nDefault: yes\nWeight: 60\nDecode: exact\nCode: 127.0.0.2 high spam-source listed\n  It sent spam.\n"
    "Listed: 127.0.0.2\nUnlisted: 127.0.0.1\nExpires-hours: 24\n";

#define OWN_PROOF "2.0.0.127.own.test A 127.0.0.2\n"

/* A newer file of the user is what is asked, also by the watcher; and a listing
 * that ends by itself is remembered to. */
static void
test_own_file (void)
{
  g_autoptr (GSettings) settings = g_settings_new (APP_ID);
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "redeliver", "blocklists.txt", NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (RdWatcher) watcher = NULL;
  AppTestZone     *zone = app_test_zone_new (OWN_PROOF, "0");
  g_autofree char *servers = g_settings_get_string (settings, "dns-servers");
  RdWatchTimes     times;
  Services         services;

  services_start (&services);
  g_mkdir_with_parents (folder, 0700);
  g_assert_true (g_file_set_contents (path, own_list, -1, NULL));
  g_settings_set_boolean (settings, "keep-history", TRUE);
  watcher = rd_watcher_new (g_application_get_default ());
  rd_watcher_hurry (watcher, MS_A_SECOND);
  rd_watch_list_set (settings, SUBJECT, TRUE);

  look_through (settings, servers);
  times = rd_watch_list_get_times (settings, SUBJECT);
  g_assert_cmpint (times.end, ==, 0);
  app_test_zone_write (zone, OWN_PROOF "9.113.0.203.own.test A 127.0.0.2\n");
  look_through (settings, servers);
  app_test_wait_for (services.n_told == 1);
  times = rd_watch_list_get_times (settings, SUBJECT);
  g_assert_cmpint (times.end, >=, times.last + 23 * 3600);
  g_assert_cmpint (times.end, <=, times.last + 25 * 3600);

  rd_watch_list_set (settings, SUBJECT, FALSE);
  g_settings_reset (settings, "keep-history");
  g_unlink (path);
  app_test_zone_free (zone);
  services_stop (&services);
}

/* It is asked once, when both are wanted; a refusal stops nothing. */
static void
test_portal (void)
{
  g_autoptr (GSettings) settings = g_settings_new (APP_ID);
  Services services;

  services_start (&services);
  g_settings_set_boolean (settings, "watch-in-background", TRUE);
  g_assert_cmpuint (services.n_asked, ==, 0);
  rd_watch_list_set (settings, SUBJECT, TRUE);
  app_test_wait_for (services.n_asked == 1);
  rd_watch_list_set (settings, "203.0.113.10", TRUE);
  g_assert_cmpuint (services.n_asked, ==, 1);
  g_settings_reset (settings, "watched");
  g_settings_reset (settings, "watch-in-background");
  services_stop (&services);
}

int
main (int   argc,
      char *argv[])
{
  /* Where the machine of the test is connected to does not matter. */
  g_setenv ("GIO_USE_NETWORK_MONITOR", "base", TRUE);
  app_test_init (&argc, &argv);
  g_test_add_func ("/watcher/watching", test_watching);
  g_test_add_func ("/watcher/own-file", test_own_file);
  g_test_add_func ("/watcher/portal", test_portal);
  return app_test_run ();
}
