/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading a message again, and diagnosing it again: see rd-bounce-entry-private.h. */

#define G_LOG_DOMAIN "rd-bounce-entry"

#include "config.h"

#include "rd-bounce-entry-private.h"

#include "rd-item-stream.h"
#include "rd-task.h"

#include <glib/gi18n.h>

/* Files of a folder are named by their path: nothing before them has to be
 * read. */
static RdItemStream *
open_stream (RdBounceEntry *self,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autofree char *path = NULL;
  g_autoptr (RdSource) file_source = NULL;
  g_autoptr (GFile) file = NULL;

  if (self->source->file == NULL || strcmp (self->name, self->source->name) == 0)
    return rd_item_stream_open (self->source, cancellable, error);
  path = g_filename_from_utf8 (self->name, -1, NULL, NULL, NULL);
  if (path == NULL || !g_path_is_absolute (path) || !g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return rd_item_stream_open (self->source, cancellable, error);
  file = g_file_new_for_path (path);
  file_source = rd_source_new_for_file (file);
  return rd_item_stream_open (file_source, cancellable, error);
}

static RdMail *
find_mail (RdBounceEntry *self,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr (RdItemStream) stream = open_stream (self, cancellable, error);
  gboolean is_there;

  if (stream == NULL)
    return NULL;
  is_there = rd_item_stream_seek (stream, self->offset, self->index);
  for (;;)
    {
      g_autoptr (RdMailItem) item = rd_item_stream_next (stream, cancellable);

      if (item == NULL)
        break;
      if (!is_there && (item->index != self->index || g_strcmp0 (item->name, self->name) != 0))
        continue;
      if (item->mail != NULL)
        return rd_mail_ref (item->mail);
      g_propagate_error (error, g_steal_pointer (&item->error));
      return NULL;
    }
  if (!g_cancellable_set_error_if_cancelled (cancellable, error))
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("The message is no longer where it was read from."));
  return NULL;
}

static void
load_thread (GTask        *task,
             gpointer      object,
             gpointer      data,
             GCancellable *cancellable)
{
  GError *error = NULL;
  RdMail *mail = find_mail (object, cancellable, &error);

  if (mail == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, mail, (GDestroyNotify) rd_mail_unref);
}

/**
 * rd_bounce_entry_load_async:
 * @self: an entry
 * @cancellable: (nullable): to stop it
 * @callback: called when the message is there
 * @user_data: for @callback
 *
 * Gets the message itself, from memory or from where it was read.
 */
void
rd_bounce_entry_load_async (RdBounceEntry      *self,
                            GCancellable       *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (RD_IS_BOUNCE_ENTRY (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, rd_bounce_entry_load_async);
  if (self->mail != NULL)
    g_task_return_pointer (task, rd_mail_ref (self->mail), (GDestroyNotify) rd_mail_unref);
  else
    rd_task_run_in_thread (task, load_thread);
}

RdMail *
rd_bounce_entry_load_finish (RdBounceEntry *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

typedef struct
{
  char    **own_domains; /* (nullable) */
  RdHosting hosting;
} Recall;

static void
recall_free (gpointer data)
{
  Recall *recall = data;

  g_strfreev (recall->own_domains);
  g_free (recall);
}

static void
recall_thread (GTask        *task,
               gpointer      object,
               gpointer      data,
               GCancellable *cancellable)
{
  const Recall   *recall = data;
  const RdContext context = {
    .own_domains = (const char *const *) recall->own_domains,
    .may_have_more = TRUE,
    .hosting = recall->hosting,
  };
  GError *error = NULL;
  g_autoptr (RdMail) mail = find_mail (object, cancellable, &error);

  if (mail == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, rd_diagnosis_new_for_mail (mail, &context), (GDestroyNotify) rd_diagnosis_free);
}

/**
 * rd_bounce_entry_recall_async:
 * @self: an entry whose diagnosis was forgotten
 * @own_domains: (nullable): domains of the user
 * @hosting: what the user's mail runs on
 * @cancellable: (nullable): to stop it
 * @callback: called when the diagnosis is there
 * @user_data: for @callback
 *
 * Reads and diagnoses the message again.
 */
void
rd_bounce_entry_recall_async (RdBounceEntry      *self,
                              const char *const  *own_domains,
                              RdHosting           hosting,
                              GCancellable       *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;
  Recall *recall;

  g_return_if_fail (RD_IS_BOUNCE_ENTRY (self));

  recall = g_new0 (Recall, 1);
  recall->own_domains = g_strdupv ((char **) own_domains);
  recall->hosting = hosting;
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, rd_bounce_entry_recall_async);
  g_task_set_task_data (task, recall, recall_free);
  rd_task_run_in_thread (task, recall_thread);
}

gboolean
rd_bounce_entry_recall_finish (RdBounceEntry *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  RdDiagnosis *diagnosis;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  diagnosis = g_task_propagate_pointer (G_TASK (result), error);
  if (diagnosis == NULL)
    return FALSE;
  /* What is there already may be in use. */
  if (self->diagnosis == NULL)
    self->diagnosis = diagnosis;
  else
    rd_diagnosis_free (diagnosis);
  return TRUE;
}
