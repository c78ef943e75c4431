/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "app-test"

#include "config.h"

#include "app-test-service.h"

#include "app-test.h"

struct _AppTestService
{
  GDBusConnection     *bus; /* not the one of the application */
  GDBusInterfaceVTable vtable;
  guint                object;
  guint                name;
  gboolean             has_name;
};

static void
got_name_cb (GDBusConnection *bus,
             const char      *name,
             gpointer         data)
{
  ((AppTestService *) data)->has_name = TRUE;
}

/* @xml describes one interface; @called gets @data with each call.  Returns when
 * the name is owned. */
AppTestService *
app_test_service_new (const char                  *name,
                      const char                  *path,
                      const char                  *xml,
                      GDBusInterfaceMethodCallFunc called,
                      gpointer                     data)
{
  AppTestService *self = g_new0 (AppTestService, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusNodeInfo) info = g_dbus_node_info_new_for_xml (xml, &error);
  g_autofree char *address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, NULL, NULL);

  g_assert_no_error (error);
  g_assert_nonnull (address);
  self->vtable.method_call = called;
  self->bus = g_dbus_connection_new_for_address_sync (address, G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION, NULL, NULL, &error);
  g_assert_no_error (error);
  self->object = g_dbus_connection_register_object (self->bus, path, info->interfaces[0], &self->vtable, data, NULL, &error);
  g_assert_no_error (error);
  self->name = g_bus_own_name_on_connection (self->bus, name, G_BUS_NAME_OWNER_FLAGS_NONE, got_name_cb, NULL, self, NULL);
  app_test_wait_for (self->has_name);
  return self;
}

void
app_test_service_free (AppTestService *self)
{
  g_bus_unown_name (self->name);
  g_dbus_connection_unregister_object (self->bus, self->object);
  g_dbus_connection_close_sync (self->bus, NULL, NULL);
  g_object_unref (self->bus);
  g_free (self);
}
