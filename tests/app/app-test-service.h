/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A service on the session bus that stands in for one of the desktop. */
typedef struct _AppTestService AppTestService;

AppTestService *app_test_service_new (const char                  *name,
                                      const char                  *path,
                                      const char                  *xml,
                                      GDBusInterfaceMethodCallFunc called,
                                      gpointer                     data) G_GNUC_WARN_UNUSED_RESULT;
void            app_test_service_free (AppTestService *self);

G_END_DECLS
