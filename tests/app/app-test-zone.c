/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "app-test"

#include "config.h"

#include "app-test-zone.h"

#include <glib/gstdio.h>

struct _AppTestZone
{
  GSettings *settings;
  FakePeer  *server;
  char      *path;
};

void
app_test_zone_write (AppTestZone *self,
                     const char  *zone)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (self->path, zone, -1, &error);
  g_assert_no_error (error);
}

AppTestZone *
app_test_zone_new (const char *zone,
                   const char *latency_ms)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *servers = NULL;
  AppTestZone     *self = g_new0 (AppTestZone, 1);
  int              handle = g_file_open_tmp ("redeliver-zone-XXXXXX", &self->path, &error);

  g_assert_no_error (error);
  g_close (handle, NULL);
  app_test_zone_write (self, zone);
  self->server = fake_peer_new ("fake-dns.py", "--zone", self->path, "--latency", latency_ms, NULL);
  servers = fake_peer_dup_address (self->server);
  self->settings = g_settings_new (APP_ID);
  g_settings_set_string (self->settings, "dns-servers", servers);
  return self;
}

void
app_test_zone_free (AppTestZone *self)
{
  g_settings_reset (self->settings, "dns-servers");
  g_object_unref (self->settings);
  fake_peer_free (self->server);
  g_unlink (self->path);
  g_free (self->path);
  g_free (self);
}
