/* SPDX-License-Identifier: GPL-3.0-or-later */

/* All that takes longer than a frame: the main loop only hears of the end. */

#define G_LOG_DOMAIN "rd-log-reader"

#include "config.h"

#include "rd-log-reader.h"

#include "rd-report-log-csv.h"
#include "rd-source.h"
#include "rd-task.h"

typedef struct
{
  RdLog     *log;
  GPtrArray *sources; /* (nullable) (element-type RdSource) */
  RdLogGroup group;
  char      *text;    /* (nullable) */
  GArray    *numbers; /* (nullable) (element-type guint) */
  GFile     *file;    /* (nullable) */
} Job;

static Job *
job_new (RdLog *log)
{
  Job *job = g_new0 (Job, 1);

  job->log = rd_log_ref (log);
  return job;
}

static void
job_free (Job *job)
{
  rd_log_unref (job->log);
  g_clear_pointer (&job->sources, g_ptr_array_unref);
  g_clear_pointer (&job->numbers, g_array_unref);
  g_clear_object (&job->file);
  g_free (job->text);
  g_free (job);
}

static void
start (Job                *job,
       GTaskThreadFunc     thread,
       GCancellable       *cancellable,
       GAsyncReadyCallback callback,
       gpointer            data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);

  g_task_set_check_cancellable (task, FALSE);
  g_task_set_source_tag (task, (gpointer) thread);
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  rd_task_run_in_thread (task, thread);
}

/* A file on a server or in a phone that no folder of this computer shows. */
static RdLogSource *
fetch_file (GFile        *file,
            GCancellable *cancellable,
            GError      **error)
{
  g_autofree char *base = g_file_get_basename (file);
  g_autofree char *name = g_filename_display_name (base);
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, error);

  return stream != NULL ? rd_log_source_new_for_stream (G_INPUT_STREAM (stream), name, cancellable, error) : NULL;
}

static RdLogSource *
open_source (const RdSource *source,
             GCancellable   *cancellable,
             GError        **error)
{
  g_autoptr (GBytes) bytes = NULL;

  if (source->file != NULL && g_file_peek_path (source->file) != NULL)
    return rd_log_source_open (g_file_peek_path (source->file), error);
  if (source->file != NULL)
    return fetch_file (source->file, cancellable, error);
  bytes = source->bytes != NULL ? g_bytes_ref (source->bytes) : g_bytes_new (source->text, strlen (source->text));
  return rd_log_source_new_for_bytes (bytes, source->name, error);
}

static void
read_thread (GTask        *task,
             gpointer      object,
             gpointer      data,
             GCancellable *cancellable)
{
  Job *job = data;
  g_autoptr (GPtrArray) opened = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_log_source_free);
  GError *error = NULL;

  for (guint i = 0; i < job->sources->len && error == NULL; i++)
    {
      RdLogSource *source = open_source (job->sources->pdata[i], cancellable, &error);

      if (source != NULL)
        g_ptr_array_add (opened, source);
    }
  if (error == NULL && rd_log_read (job->log, opened, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * rd_log_read_async:
 * @log: a log that was not read
 * @sources: (element-type RdSource): its files
 * @cancellable: (nullable): to stop it; what was read so far stays
 * @callback: called at the end
 * @data: for @callback
 *
 * Reads a log.  It can be looked at meanwhile.
 */
void
rd_log_read_async (RdLog              *log,
                   GPtrArray          *sources,
                   GCancellable       *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer            data)
{
  Job *job = job_new (log);

  job->sources = g_ptr_array_ref (sources);
  start (job, read_thread, cancellable, callback, data);
}

gboolean
rd_log_read_finish (GAsyncResult *result,
                    GError      **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
rd_log_answer_free (RdLogAnswer *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->numbers, g_array_unref);
  g_free (self);
}

static void
ask_thread (GTask        *task,
            gpointer      object,
            gpointer      data,
            GCancellable *cancellable)
{
  Job *job = data;
  g_autoptr (GArray) found = job->text != NULL ? rd_log_search (job->log, job->text, cancellable) : NULL;
  RdLogAnswer *answer;

  if (g_task_return_error_if_cancelled (task))
    return;
  answer = g_new0 (RdLogAnswer, 1);
  answer->group = job->group;
  answer->numbers = rd_log_select_group (job->log, job->group, found, answer->counts);
  g_task_return_pointer (task, answer, (GDestroyNotify) rd_log_answer_free);
}

/**
 * rd_log_ask_async:
 * @log: a log
 * @group: what became of the mail
 * @text: (nullable): what must stand in its lines
 * @cancellable: (nullable): to stop it
 * @callback: called at the end
 * @data: for @callback
 *
 * Looks for deliveries.
 */
void
rd_log_ask_async (RdLog              *log,
                  RdLogGroup          group,
                  const char         *text,
                  GCancellable       *cancellable,
                  GAsyncReadyCallback callback,
                  gpointer            data)
{
  Job *job = job_new (log);

  job->group = group;
  job->text = text != NULL && *text != '\0' ? g_strdup (text) : NULL;
  start (job, ask_thread, cancellable, callback, data);
}

RdLogAnswer *
rd_log_ask_finish (GAsyncResult *result,
                   GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
save_thread (GTask        *task,
             gpointer      object,
             gpointer      data,
             GCancellable *cancellable)
{
  Job    *job = data;
  GError *error = NULL;

  if (rd_report_log_save_csv (job->log, job->numbers, job->file, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * rd_log_save_async:
 * @log: a log
 * @numbers: (element-type guint): deliveries
 * @file: where to
 * @cancellable: (nullable): to stop it
 * @callback: called at the end
 * @data: for @callback
 *
 * Saves a list of deliveries as CSV.
 */
void
rd_log_save_async (RdLog              *log,
                   GArray             *numbers,
                   GFile              *file,
                   GCancellable       *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer            data)
{
  Job *job = job_new (log);

  job->numbers = g_array_ref (numbers);
  job->file = g_object_ref (file);
  start (job, save_thread, cancellable, callback, data);
}

gboolean
rd_log_save_finish (GAsyncResult *result,
                    GError      **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
