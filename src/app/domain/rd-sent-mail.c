/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-sent-mail"

#include "config.h"

#include "rd-sent-mail.h"

#include "rd-bounce.h"
#include "rd-item-stream.h"
#include "rd-subject.h"
#include "rd-task.h"

#include <glib/gi18n.h>

/* A few mails tell all there is to learn about the servers of a domain. */
#define MAX_MAILS 20

static void
read_source (RdSource     *source,
             GPtrArray    *mails,
             GCancellable *cancellable,
             GError      **error)
{
  g_autoptr (RdItemStream) stream = rd_item_stream_open (source, cancellable, error);

  while (stream != NULL && mails->len < MAX_MAILS)
    {
      g_autoptr (RdMailItem) item = rd_item_stream_next (stream, cancellable);

      if (item == NULL)
        return;
      if (item->mail != NULL)
        g_ptr_array_add (mails, rd_mail_ref (item->mail));
      else if (item->error != NULL && error != NULL && *error == NULL)
        *error = g_error_copy (item->error);
    }
}

static void
read_in_thread (GTask        *task,
                gpointer      source_object,
                gpointer      data,
                GCancellable *cancellable)
{
  GPtrArray *sources = data;
  g_autoptr (GPtrArray) mails = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_mail_unref);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < sources->len && mails->len < MAX_MAILS; i++)
    read_source (g_ptr_array_index (sources, i), mails, cancellable, error == NULL ? &error : NULL);
  if (mails->len > 0)
    g_task_return_pointer (task, g_steal_pointer (&mails), (GDestroyNotify) g_ptr_array_unref);
  else if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "%s", _ ("There are no messages in it"));
}

/**
 * rd_sent_mail_read_async:
 * @sources: (element-type RdSource): what was handed in
 * @cancellable: (nullable): to stop it
 * @callback: called with the result
 * @data: for @callback
 *
 * Reads the first messages of @sources in a thread.
 */
void
rd_sent_mail_read_async (GPtrArray          *sources,
                         GCancellable       *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer            data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);

  g_task_set_source_tag (task, rd_sent_mail_read_async);
  g_task_set_task_data (task, g_ptr_array_ref (sources), (GDestroyNotify) g_ptr_array_unref);
  rd_task_run_in_thread (task, read_in_thread);
}

/**
 * rd_sent_mail_read_finish:
 * @result: the result
 * @error: why there is none
 *
 * Returns: (transfer full) (element-type RdMail) (nullable): at least one mail
 */
GPtrArray *
rd_sent_mail_read_finish (GAsyncResult *result,
                          GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * rd_sent_mail_dup_domain:
 * @mail: a mail that was sent, or a notice that one came back
 *
 * The domain of who wrote it.
 *
 * Returns: (transfer full) (nullable): the domain
 */
char *
rd_sent_mail_dup_domain (RdMail *mail)
{
  g_autoptr (RdBounce) bounce = rd_bounce_read (mail);
  const char *from = bounce->kind == RD_BOUNCE_NONE ? rd_mail_get_header (mail, "From") : bounce->original.from;

  return from != NULL ? rd_subject_parse (from, NULL) : NULL;
}
