/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-report-mail"

#include "config.h"

#include "rd-report-mail.h"

#include <fcntl.h>
#include <gio/gunixfdlist.h>
#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

/* Three ways to a mail with the report in it, from the best to the one that
 * always is there: the desktop's portal, xdg-email, a mailto: address. */

/* What is started by a mailto: address, and what xdg-email hands on, is an
 * argument of a program; some cut or refuse longer ones. */
#define MAX_ADDRESS_BODY 1500

typedef struct
{
  char *subject;
  char *body;
  char *path;
} Draft;

static void
draft_free (gpointer data)
{
  Draft *draft = data;

  g_free (draft->subject);
  g_free (draft->body);
  g_free (draft->path);
  g_free (draft);
}

/* Ends at a line, so that no half sentence is sent. */
static char *
dup_short_body (const char *body)
{
  const char *end = body;

  for (const char *line = strchr (body, '\n'); line != NULL && line - body <= MAX_ADDRESS_BODY; line = strchr (line + 1, '\n'))
    end = line;
  return strlen (body) <= MAX_ADDRESS_BODY ? g_strdup (body) : g_strndup (body, (gsize) (end - body));
}

static void
shown_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (g_app_info_launch_default_for_uri_finish (result, &error))
    {
      g_task_return_int (task, RD_MAIL_WAY_BY_HAND);
      return;
    }
  g_clear_error (&error);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "%s",
                           _ ("No mail program could be opened. Save the PDF and attach it yourself, or copy the text into a support form."));
}

static void
open_address (GTask *task)
{
  const Draft     *draft = g_task_get_task_data (task);
  g_autofree char *body = dup_short_body (draft->body);
  g_autofree char *escaped_subject = g_uri_escape_string (draft->subject, NULL, FALSE);
  g_autofree char *escaped_body = g_uri_escape_string (body, NULL, FALSE);
  g_autofree char *uri = g_strdup_printf ("mailto:?subject=%s&body=%s", escaped_subject, escaped_body);

  g_app_info_launch_default_for_uri_async (uri, NULL, g_task_get_cancellable (task), shown_cb, g_object_ref (task));
}

static void
xdg_email_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (GTask) task = data;

  if (g_subprocess_wait_check_finish (G_SUBPROCESS (object), result, NULL))
    g_task_return_int (task, RD_MAIL_WAY_ATTACHED);
  else
    open_address (task);
}

static void
run_xdg_email (GTask *task)
{
  const Draft     *draft = g_task_get_task_data (task);
  g_autofree char *program = g_find_program_in_path ("xdg-email");
  g_autofree char *body = dup_short_body (draft->body);
  g_autoptr (GSubprocess) process = NULL;

  if (program != NULL)
    process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL,
                                program, "--utf8", "--subject", draft->subject, "--body", body, "--attach", draft->path, NULL);
  if (process != NULL)
    g_subprocess_wait_check_async (process, g_task_get_cancellable (task), xdg_email_cb, g_object_ref (task));
  else
    open_address (task);
}

static void
portal_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GVariant) reply = g_dbus_connection_call_with_unix_fd_list_finish (G_DBUS_CONNECTION (object), NULL, result, NULL);

  if (reply != NULL)
    g_task_return_int (task, RD_MAIL_WAY_ATTACHED);
  else
    run_xdg_email (task);
}

/* org.freedesktop.portal.Email, version 1: files go along as descriptors, so
 * that this also works out of a sandbox. */
static gboolean
call_portal (GTask *task)
{
  const Draft *draft = g_task_get_task_data (task);
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GUnixFDList) files = g_unix_fd_list_new ();
  GVariantBuilder options;
  int             file = open (draft->path, O_RDONLY | O_CLOEXEC);
  int             handle = -1;

  if (file >= 0)
    {
      handle = g_unix_fd_list_append (files, file, NULL);
      close (file);
    }
  if (bus == NULL || handle < 0)
    return FALSE;
  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "subject", g_variant_new_string (draft->subject));
  g_variant_builder_add (&options, "{sv}", "body", g_variant_new_string (draft->body));
  g_variant_builder_add (&options, "{sv}", "attachment_fds", g_variant_new_parsed ("[handle %i]", handle));
  g_dbus_connection_call_with_unix_fd_list (bus, "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop",
                                            "org.freedesktop.portal.Email", "ComposeEmail",
                                            g_variant_new ("(sa{sv})", "", &options), G_VARIANT_TYPE ("(o)"),
                                            G_DBUS_CALL_FLAGS_NONE, -1, files, g_task_get_cancellable (task),
                                            portal_cb, g_object_ref (task));
  return TRUE;
}

/**
 * rd_report_mail_async:
 * @subject: subject of the mail
 * @body: its text
 * @path: the file to attach
 * @cancellable: (nullable): to stop it
 * @callback: called when a mail program was started
 * @data: for @callback
 *
 * Begins a mail in the user's mail program; nothing is sent by this.
 */
void
rd_report_mail_async (const char         *subject,
                      const char         *body,
                      const char         *path,
                      GCancellable       *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer            data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  Draft *draft = g_new0 (Draft, 1);

  g_task_set_source_tag (task, rd_report_mail_async);
  draft->subject = g_strdup (subject);
  draft->body = g_strdup (body);
  draft->path = g_strdup (path);
  g_task_set_task_data (task, draft, draft_free);
  if (!call_portal (task))
    run_xdg_email (task);
}

gboolean
rd_report_mail_finish (GAsyncResult *result,
                       RdMailWay    *way,
                       GError      **error)
{
  GError *local_error = NULL;
  gssize  value;

  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  value = g_task_propagate_int (G_TASK (result), &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }
  *way = (RdMailWay) value;
  return TRUE;
}
