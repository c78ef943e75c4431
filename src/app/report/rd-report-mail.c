/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-report-mail"

#include "config.h"

#include "rd-report-mail.h"

#include <fcntl.h>
#include <gio/gunixfdlist.h>
#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#include "rd-stop.h"

/* Three ways to a mail with the report in it, from the best to the one that
 * always is there: the desktop's portal, xdg-email, a mailto: address. */

/* What is started by a mailto: address, and what xdg-email hands on, is an
 * argument of a program; some cut or refuse longer ones. */
#define MAX_ADDRESS_BODY 1500

/* A portal that opened a mail program says so at once; one that never says
 * anything has not failed. */
#define PORTAL_MS 20000

#define PORTAL_NAME "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"

/* Response of a request: done, ended by the user, failed. */
#define PORTAL_FAILED 2

typedef struct
{
  char            *subject;
  char            *body;
  char           **paths;    /* files to attach */
  GDBusConnection *bus;      /* (nullable) */
  guint            response; /* subscription to the portal's answer, 0 for none */
  RdStop           stop;     /* of the wait for it */
} Draft;

static void
stop_waiting (Draft *draft)
{
  if (draft->response != 0)
    g_dbus_connection_signal_unsubscribe (draft->bus, draft->response);
  draft->response = 0;
  rd_stop_clear (&draft->stop);
}

static void
draft_free (gpointer data)
{
  Draft *draft = data;

  stop_waiting (draft);
  g_clear_object (&draft->bus);
  g_free (draft->subject);
  g_free (draft->body);
  g_strfreev (draft->paths);
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
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  g_autoptr (GSubprocess) process = NULL;

  if (program != NULL)
    {
      const char *const options[] = { program, "--utf8", "--subject", draft->subject, "--body", body };

      for (gsize i = 0; i < G_N_ELEMENTS (options); i++)
        g_ptr_array_add (arguments, (gpointer) options[i]);
      for (gsize i = 0; draft->paths[i] != NULL; i++)
        {
          g_ptr_array_add (arguments, (gpointer) "--attach");
          g_ptr_array_add (arguments, draft->paths[i]);
        }
      g_ptr_array_add (arguments, NULL);
      process = g_subprocess_newv ((const char *const *) (gconstpointer) arguments->pdata,
                                   G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL);
    }
  if (process != NULL)
    g_subprocess_wait_check_async (process, g_task_get_cancellable (task), xdg_email_cb, g_object_ref (task));
  else
    open_address (task);
}

static void
response_cb (GDBusConnection *bus,
             const char      *sender,
             const char      *path,
             const char      *interface,
             const char      *signal,
             GVariant        *parameters,
             gpointer         data)
{
  g_autoptr (GTask) task = g_object_ref (data);
  guint32 response = PORTAL_FAILED;

  stop_waiting (g_task_get_task_data (task));
  if (g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ua{sv})")))
    g_variant_get_child (parameters, 0, "u", &response);
  if (response == PORTAL_FAILED)
    run_xdg_email (task);
  else
    g_task_return_int (task, RD_MAIL_WAY_ATTACHED);
}

static void
stopped_cb (GCancellable *cancellable,
            gpointer      data)
{
  g_autoptr (GTask) task = g_object_ref (data);
  Draft *draft = g_task_get_task_data (task);

  stop_waiting (draft);
  if (draft->stop.expired)
    g_task_return_int (task, RD_MAIL_WAY_ATTACHED);
  else
    g_task_return_error_if_cancelled (task);
}

/* The object that will tell how the request ended has to be listened to before
 * the request is made (org.freedesktop.portal.Request). */
static char *
wait_for_response (GTask *task)
{
  Draft           *draft = g_task_get_task_data (task);
  char            *token = g_strdup_printf ("redeliver%08x", g_random_int ());
  g_autofree char *sender = g_strdup (g_dbus_connection_get_unique_name (draft->bus) + 1);
  g_autofree char *path = g_strdup_printf ("%s/request/%s/%s", PORTAL_PATH, g_strdelimit (sender, ".", '_'), token);

  draft->response = g_dbus_connection_signal_subscribe (draft->bus, PORTAL_NAME, "org.freedesktop.portal.Request", "Response", path, NULL,
                                                        G_DBUS_SIGNAL_FLAGS_NONE, response_cb, g_object_ref (task), g_object_unref);
  rd_stop_begin (&draft->stop, PORTAL_MS, g_task_get_cancellable (task), g_task_get_context (task));
  g_signal_connect_object (draft->stop.cancellable, "cancelled", G_CALLBACK (stopped_cb), task, 0);
  return token;
}

static void
portal_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (GTask) task = data;
  Draft *draft = g_task_get_task_data (task);
  g_autoptr (GVariant) reply = g_dbus_connection_call_with_unix_fd_list_finish (G_DBUS_CONNECTION (object), NULL, result, NULL);

  /* The answer may have come before the reply, or the sheet may be closed. */
  if (draft->response == 0 || reply != NULL)
    return;
  stop_waiting (draft);
  if (!g_task_return_error_if_cancelled (task))
    run_xdg_email (task);
}

/* Opens the files; their descriptors go along, so that this also works out of a
 * sandbox. */
static GVariant *
attach_files (char *const *paths,
              GUnixFDList *files)
{
  GVariantBuilder handles;
  gboolean        is_complete = TRUE;

  g_variant_builder_init (&handles, G_VARIANT_TYPE ("ah"));
  for (gsize i = 0; paths[i] != NULL; i++)
    {
      int file = open (paths[i], O_RDONLY | O_CLOEXEC);
      int handle = file >= 0 ? g_unix_fd_list_append (files, file, NULL) : -1;

      if (file >= 0)
        close (file);
      if (handle >= 0)
        g_variant_builder_add (&handles, "h", handle);
      else
        is_complete = FALSE;
    }
  if (is_complete)
    return g_variant_builder_end (&handles);
  g_variant_builder_clear (&handles);
  return NULL;
}

/* org.freedesktop.portal.Email, version 1 */
static gboolean
call_portal (GTask *task)
{
  Draft *draft = g_task_get_task_data (task);
  g_autoptr (GUnixFDList) files = g_unix_fd_list_new ();
  GVariant        *handles = attach_files (draft->paths, files);
  GVariantBuilder  options;
  g_autofree char *token = NULL;

  draft->bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  if (handles == NULL || draft->bus == NULL)
    {
      g_clear_pointer (&handles, g_variant_unref);
      return FALSE;
    }
  token = wait_for_response (task);
  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "handle_token", g_variant_new_string (token));
  g_variant_builder_add (&options, "{sv}", "subject", g_variant_new_string (draft->subject));
  g_variant_builder_add (&options, "{sv}", "body", g_variant_new_string (draft->body));
  g_variant_builder_add (&options, "{sv}", "attachment_fds", handles);
  g_dbus_connection_call_with_unix_fd_list (draft->bus, PORTAL_NAME, PORTAL_PATH, "org.freedesktop.portal.Email", "ComposeEmail",
                                            g_variant_new ("(sa{sv})", "", &options), G_VARIANT_TYPE ("(o)"),
                                            G_DBUS_CALL_FLAGS_NONE, -1, files, g_task_get_cancellable (task),
                                            portal_cb, g_object_ref (task));
  return TRUE;
}

/**
 * rd_report_mail_async:
 * @subject: subject of the mail
 * @body: its text
 * @paths: the files to attach
 * @cancellable: (nullable): to stop it
 * @callback: called when a mail program was started
 * @data: for @callback
 *
 * Begins a mail in the user's mail program; nothing is sent by this.
 */
void
rd_report_mail_async (const char         *subject,
                      const char         *body,
                      const char *const  *paths,
                      GCancellable       *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer            data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  Draft *draft = g_new0 (Draft, 1);

  g_task_set_source_tag (task, rd_report_mail_async);
  draft->subject = g_strdup (subject);
  draft->body = g_strdup (body);
  draft->paths = g_strdupv ((char **) paths);
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
