/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every thread reads a message, works on it and puts down what is done; who puts
 * down the next one in the order of reading hands out all that are ready.  Each
 * message is made, worked on and freed in one thread: memory that comes back in
 * another one makes both wait.  Otherwise threads wait for each other only while
 * one reads or prints.  Nobody waits for a message that was not read yet: what is
 * known is taken even while a pipe is silent. */

#define G_LOG_DOMAIN "rd-cli"

#include "config.h"

#include "rd-cli-pipeline.h"

#include "rd-mail-reader.h"
#include "rd-text.h"

#include <gio/gunixinputstream.h>
#include <string.h>
#include <unistd.h>

/* Messages done that wait for an earlier one, and their bytes: enough to keep
 * every thread busy, little enough to stay small. */
#define MAX_WAITING 64
#define MAX_WAITING_BYTES (16u * 1024 * 1024)

typedef struct
{
  RdCliWork work;
  RdCliTake take;
  gpointer  data;

  GMutex        reading;
  char        **arguments; /* those not opened yet; guarded by reading */
  char         *shown;     /* (nullable): what the open one is called; guarded by reading */
  RdMailReader *reader;    /* (nullable); guarded by reading */
  guint64       n_read;    /* guarded by reading */

  GMutex  taking;
  GCond   taken;
  GQueue  waiting; /* (element-type RdCliJob): done, in the order of reading; guarded by taking */
  gsize   bytes;   /* guarded by taking */
  guint64 n_taken; /* guarded by taking */
} Pipeline;

/* A thread. */
typedef struct
{
  Pipeline *pipeline;
  GQueue    taken; /* (element-type RdCliJob): read by this thread and handed out; guarded by taking */
} Worker;

static void
job_free (gpointer data)
{
  RdCliJob *job = data;

  g_free (job->name);
  g_clear_pointer (&job->mail, rd_mail_unref);
  g_clear_error (&job->error);
  g_clear_pointer (&job->diagnosis, rd_diagnosis_free);
  g_clear_pointer (&job->findings, g_ptr_array_unref);
  g_free (job->text);
  g_free (job);
}

static RdCliJob *
job_new_error (const char *name,
               guint       index,
               GError     *error)
{
  RdCliJob *job = g_new0 (RdCliJob, 1);

  job->name = g_strdup (name);
  job->index = index;
  job->error = error;
  return job;
}

/**
 * rd_cli_open_mail:
 * @argument: a file or a folder, "-" for the standard input
 * @error: return location for an error
 *
 * Opens what was named on the command line.
 *
 * Returns: (transfer full): a reader, %NULL with an error in RD_MAIL_ERROR
 */
RdMailReader *
rd_cli_open_mail (const char *argument,
                  GError    **error)
{
  if (strcmp (argument, "-") == 0)
    {
      g_autoptr (GInputStream) input = g_unix_input_stream_new (STDIN_FILENO, FALSE);

      return rd_mail_reader_new_for_stream (input, "-", error);
    }
  return rd_mail_reader_new_for_path (argument, error);
}

/* Opens the next argument. */
static RdCliJob *
open_next (Pipeline *self)
{
  const char *argument = *self->arguments++;
  GError     *error = NULL;

  g_free (self->shown);
  self->shown = rd_text_make_valid (argument, -1);
  self->reader = rd_cli_open_mail (argument, &error);
  return self->reader == NULL ? job_new_error (self->shown, 0, error) : NULL;
}

/* The next message of the open argument; without one it is closed. */
static RdCliJob *
read_item (Pipeline *self)
{
  g_autoptr (RdMailItem) item = rd_mail_reader_next (self->reader, NULL);
  RdCliJob *job;

  if (item == NULL)
    {
      g_clear_pointer (&self->reader, rd_mail_reader_free);
      return NULL;
    }
  job = job_new_error (item->name, item->index, g_steal_pointer (&item->error));
  job->mail = g_steal_pointer (&item->mail);
  job->size = job->mail != NULL ? g_bytes_get_size (rd_mail_get_source (job->mail)) : 0;
  return job;
}

static void
wait_for_room (Pipeline *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->taking);

  while (self->waiting.length >= MAX_WAITING || self->bytes > MAX_WAITING_BYTES)
    g_cond_wait (&self->taken, &self->taking);
}

/* Returns %NULL at the end of all arguments. */
static RdCliJob *
read_next (Pipeline *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->reading);
  RdCliJob *job = NULL;

  wait_for_room (self);
  while (job == NULL && (self->reader != NULL || *self->arguments != NULL))
    job = self->reader != NULL ? read_item (self) : open_next (self);
  if (job != NULL)
    job->number = self->n_read++;
  return job;
}

static int
compare_numbers (gconstpointer a,
                 gconstpointer b,
                 gpointer      data)
{
  const RdCliJob *first = a;
  const RdCliJob *second = b;

  return first->number < second->number ? -1 : first->number > second->number;
}

/* Hands out all that are ready.  Returns those of @worker to be freed. */
static GQueue
put_down (Pipeline *self,
          Worker   *worker,
          RdCliJob *job)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->taking);
  GQueue taken;

  g_queue_insert_sorted (&self->waiting, job, compare_numbers, NULL);
  self->bytes += job->size;
  while ((job = g_queue_peek_head (&self->waiting)) != NULL && job->number == self->n_taken)
    {
      g_queue_pop_head (&self->waiting);
      self->bytes -= job->size;
      self->n_taken++;
      self->take (job, self->data);
      g_queue_push_tail (&((Worker *) job->worker)->taken, job);
      g_cond_signal (&self->taken);
    }
  taken = worker->taken;
  g_queue_init (&worker->taken);
  return taken;
}

static gpointer
work_thread (gpointer data)
{
  Worker   *worker = data;
  Pipeline *self = worker->pipeline;
  RdCliJob *job;

  while ((job = read_next (self)) != NULL)
    {
      GQueue taken;

      job->worker = worker;
      self->work (job, self->data);
      taken = put_down (self, worker, job);
      g_queue_clear_full (&taken, job_free);
    }
  return NULL;
}

/* All but the first worker, which has the calling thread.  Where the system allows no
 * more of them it takes longer, and that is all. */
static void
start_threads (GPtrArray *threads,
               Worker    *workers,
               guint      n_threads)
{
  for (guint i = 1; i < n_threads; i++)
    {
      GThread *thread = g_thread_try_new ("worker", work_thread, &workers[i], NULL);

      if (thread == NULL)
        return;
      g_ptr_array_add (threads, thread);
    }
}

/**
 * rd_cli_pipeline_run:
 * @arguments: files, folders and “-” for the standard input
 * @n_threads: how many messages are worked on at once; with 1 everything
 *   happens in the calling thread
 * @work: what is done with each message
 * @take: what is done with the result
 * @data: for both
 *
 * Reads everything named by @arguments.
 */
void
rd_cli_pipeline_run (char    **arguments,
                     guint     n_threads,
                     RdCliWork work,
                     RdCliTake take,
                     gpointer  data)
{
  Pipeline self = { .work = work, .take = take, .data = data, .arguments = arguments, .waiting = G_QUEUE_INIT };
  g_autoptr (GPtrArray) threads = g_ptr_array_new ();
  g_autofree Worker *workers = g_new0 (Worker, n_threads);

  g_mutex_init (&self.reading);
  g_mutex_init (&self.taking);
  g_cond_init (&self.taken);
  for (guint i = 0; i < n_threads; i++)
    workers[i].pipeline = &self;
  start_threads (threads, workers, n_threads);
  work_thread (&workers[0]);
  for (guint i = 0; i < threads->len; i++)
    g_thread_join (g_ptr_array_index (threads, i));
  for (guint i = 0; i < n_threads; i++)
    g_queue_clear_full (&workers[i].taken, job_free);
  g_free (self.shown);
  g_cond_clear (&self.taken);
  g_mutex_clear (&self.taking);
  g_mutex_clear (&self.reading);
}
