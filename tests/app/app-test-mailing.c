/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "app-test-mailing"

#include "config.h"

#include "app-test-mailing.h"

#include <gio/gunixfdlist.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* --- A portal -------------------------------------------------------------- */

static const char portal_xml[] =
    "<node><interface name='org.freedesktop.portal.Email'><method name='ComposeEmail'>"
    "<arg type='s' direction='in'/><arg type='a{sv}' direction='in'/><arg type='o' direction='out'/>"
    "</method></interface></node>";

static GBytes *
read_descriptor (int file)
{
  GByteArray *bytes = g_byte_array_new ();
  guint8      buffer[4096];
  ssize_t     n;

  while ((n = read (file, buffer, sizeof buffer)) > 0)
    g_byte_array_append (bytes, buffer, (guint) n);
  close (file);
  return g_byte_array_free_to_bytes (bytes);
}

static void
compose (AppTestPortal         *portal,
         GVariant              *parameters,
         GDBusMethodInvocation *invocation)
{
  GUnixFDList     *files = g_dbus_message_get_unix_fd_list (g_dbus_method_invocation_get_message (invocation));
  g_autofree char *sender = g_strdup (g_dbus_method_invocation_get_sender (invocation) + 1);
  g_autofree char *path = NULL;
  const char      *token = NULL;
  g_autoptr (GVariant) options = g_variant_get_child_value (parameters, 1);
  g_autoptr (GVariant) handles = g_variant_lookup_value (options, "attachment_fds", G_VARIANT_TYPE ("ah"));

  g_clear_pointer (&portal->subject, g_free);
  g_clear_pointer (&portal->body, g_free);
  g_assert_true (g_variant_lookup (options, "handle_token", "&s", &token));
  g_assert_true (g_variant_lookup (options, "subject", "s", &portal->subject));
  g_assert_true (g_variant_lookup (options, "body", "s", &portal->body));
  for (gsize i = 0; i < g_variant_n_children (handles); i++)
    {
      gint32 handle;

      g_variant_get_child (handles, i, "h", &handle);
      g_ptr_array_add (portal->files, read_descriptor (g_unix_fd_list_get (files, handle, NULL)));
    }
  path = g_strdup_printf ("/org/freedesktop/portal/desktop/request/%s/%s", g_strdelimit (sender, ".", '_'), token);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", path));
  g_dbus_connection_emit_signal (g_dbus_method_invocation_get_connection (invocation), NULL, path, "org.freedesktop.portal.Request", "Response",
                                 g_variant_new ("(u@a{sv})", (guint32) portal->response, g_variant_new_array (G_VARIANT_TYPE ("{sv}"), NULL, 0)),
                                 NULL);
}

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
  AppTestPortal *portal = data;

  portal->n_calls++;
  if (portal->response < 0)
    g_dbus_method_invocation_return_dbus_error (invocation, "org.freedesktop.portal.Error.Failed", "No");
  else
    compose (portal, parameters, invocation);
}

void
app_test_portal_start (AppTestPortal *portal,
                       int            response)
{
  memset (portal, 0, sizeof *portal);
  portal->response = response;
  portal->files = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  portal->service = app_test_service_new ("org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop", portal_xml, called_cb, portal);
}

void
app_test_portal_stop (AppTestPortal *portal)
{
  app_test_service_free (portal->service);
  g_free (portal->subject);
  g_free (portal->body);
  g_ptr_array_unref (portal->files);
}

/* --- Programs ---------------------------------------------------------------- */

char *
app_test_programs_dup_log_path (AppTestPrograms *programs,
                                const char      *name)
{
  g_autofree char *log = g_strconcat (name, ".log", NULL);

  return g_build_filename (programs->folder, log, NULL);
}

/* A program that writes down what it was called with. */
void
app_test_programs_add (AppTestPrograms *programs,
                       const char      *name,
                       int              code)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *file = g_build_filename (programs->folder, name, NULL);
  g_autofree char *log = app_test_programs_dup_log_path (programs, name);
  g_autofree char *script = g_strdup_printf ("#!/bin/sh\nfor argument; do printf '%%s\\036' \"$argument\" >>'%s.new'; done\nmv '%s.new' '%s'\nexit %d\n",
                                             log, log, log, code);

  g_assert_true (g_file_set_contents (file, script, -1, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_chmod (file, 0755), ==, 0);
}

/* @code: what xdg-email ends with */
void
app_test_programs_start (AppTestPrograms *programs,
                         int              code)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  programs->folder = g_dir_make_tmp ("redeliver-XXXXXX", &error);
  g_assert_no_error (error);
  programs->path = g_strdup (g_getenv ("PATH"));
  path = g_strconcat (programs->folder, ":", programs->path, NULL);
  app_test_programs_add (programs, "xdg-email", code);
  g_setenv ("PATH", path, TRUE);
}

/* The arguments, or %NULL if it was not called. */
char **
app_test_programs_dup_arguments (AppTestPrograms *programs,
                                 const char      *name)
{
  g_autofree char *log = app_test_programs_dup_log_path (programs, name);
  g_autofree char *text = NULL;

  return g_file_get_contents (log, &text, NULL, NULL) ? g_strsplit (text, "\036", -1) : NULL;
}

void
app_test_programs_stop (AppTestPrograms *programs)
{
  static const char *const names[] = { "xdg-email", "xdg-email.log", "mailer", "mailer.log" };

  g_setenv ("PATH", programs->path, TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *file = g_build_filename (programs->folder, names[i], NULL);

      g_unlink (file);
    }
  g_assert_cmpint (g_rmdir (programs->folder), ==, 0);
  g_free (programs->folder);
  g_free (programs->path);
}
