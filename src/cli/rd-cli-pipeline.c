/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One thread reads, some work, and the calling thread takes what is done in the
 * order of reading.  Nobody waits for a message that was not read yet: what is
 * known is taken even while a pipe is silent. */

#define G_LOG_DOMAIN "rd-cli"

#include "config.h"

#include "rd-cli-pipeline.h"

#include "rd-mail-reader.h"
#include "rd-text.h"

#include <gio/gunixinputstream.h>
#include <string.h>
#include <unistd.h>

/* Messages read but not taken yet, and their bytes: enough to keep every thread
 * busy, little enough to stay small. */
#define MAX_WAITING 64
#define MAX_WAITING_BYTES (16u * 1024 * 1024)

typedef struct
{
  char       **arguments;
  RdCliWork    work;
  gpointer     data;
  GMutex       lock;
  GCond        changed;
  GQueue       waiting; /* (element-type RdCliJob): in the order of reading, guarded by lock */
  gsize        bytes;   /* guarded by lock */
  gboolean     at_end;  /* guarded by lock */
  GThreadPool *pool;
} Pipeline;

/* What to do with each message that is read. */
typedef void (*Deliver) (RdCliJob *job,
                         gpointer  data);

static void
job_free (RdCliJob *job)
{
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

static void
read_argument (const char *argument,
               Deliver     deliver,
               gpointer    data)
{
  g_autofree char *shown = rd_text_make_valid (argument, -1);
  GError          *error = NULL;
  g_autoptr (RdMailReader) reader = rd_cli_open_mail (argument, &error);

  if (reader == NULL)
    {
      deliver (job_new_error (shown, 0, error), data);
      return;
    }
  while (TRUE)
    {
      g_autoptr (RdMailItem) item = rd_mail_reader_next (reader, NULL);
      RdCliJob *job;

      if (item == NULL)
        return;
      job = job_new_error (item->name, item->index, g_steal_pointer (&item->error));
      job->mail = g_steal_pointer (&item->mail);
      job->size = job->mail != NULL ? g_bytes_get_size (rd_mail_get_source (job->mail)) : 0;
      deliver (job, data);
    }
}

static void
read_all (char   **arguments,
          Deliver  deliver,
          gpointer data)
{
  for (gsize i = 0; arguments[i] != NULL; i++)
    read_argument (arguments[i], deliver, data);
}

static void
work_thread (gpointer item,
             gpointer data)
{
  Pipeline *self = data;
  RdCliJob *job = item;
  g_autoptr (GMutexLocker) locker = NULL;

  self->work (job, self->data);
  locker = g_mutex_locker_new (&self->lock);
  job->is_done = TRUE;
  g_cond_broadcast (&self->changed);
}

static void
hand_out (RdCliJob *job,
          gpointer  data)
{
  Pipeline *self = data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  while (self->waiting.length > 0 && (self->waiting.length >= MAX_WAITING || self->bytes + job->size > MAX_WAITING_BYTES))
    g_cond_wait (&self->changed, &self->lock);
  g_queue_push_tail (&self->waiting, job);
  self->bytes += job->size;
  g_thread_pool_push (self->pool, job, NULL);
}

static gpointer
read_thread (gpointer data)
{
  Pipeline *self = data;
  g_autoptr (GMutexLocker) locker = NULL;

  read_all (self->arguments, hand_out, self);
  locker = g_mutex_locker_new (&self->lock);
  self->at_end = TRUE;
  g_cond_broadcast (&self->changed);
  return NULL;
}

/* Waits for the next message in the order of reading; %NULL at the end. */
static RdCliJob *
wait_for_next (Pipeline *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  RdCliJob *job = g_queue_peek_head (&self->waiting);

  while (job == NULL ? !self->at_end : !job->is_done)
    {
      g_cond_wait (&self->changed, &self->lock);
      job = g_queue_peek_head (&self->waiting);
    }
  return job;
}

static void
let_go (Pipeline *self,
        RdCliJob *job)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_queue_pop_head (&self->waiting);
  self->bytes -= job->size;
  g_cond_broadcast (&self->changed);
}

static void
run_in_threads (char    **arguments,
                guint     n_threads,
                RdCliWork work,
                RdCliTake take,
                gpointer  data)
{
  Pipeline  self = { .arguments = arguments, .work = work, .data = data, .waiting = G_QUEUE_INIT };
  GThread  *reader;
  RdCliJob *job;

  g_mutex_init (&self.lock);
  g_cond_init (&self.changed);
  self.pool = g_thread_pool_new (work_thread, &self, (int) n_threads, FALSE, NULL);
  reader = g_thread_new ("reader", read_thread, &self);
  while ((job = wait_for_next (&self)) != NULL)
    {
      take (job, data);
      let_go (&self, job);
      job_free (job);
    }
  g_thread_join (reader);
  g_thread_pool_free (self.pool, FALSE, TRUE);
  g_cond_clear (&self.changed);
  g_mutex_clear (&self.lock);
}

typedef struct
{
  RdCliWork work;
  RdCliTake take;
  gpointer  data;
} Inline;

static void
do_inline (RdCliJob *job,
           gpointer  data)
{
  const Inline *self = data;

  self->work (job, self->data);
  self->take (job, self->data);
  job_free (job);
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
  Inline self = { work, take, data };

  if (n_threads > 1)
    run_in_threads (arguments, n_threads, work, take, data);
  else
    read_all (arguments, do_inline, &self);
}
