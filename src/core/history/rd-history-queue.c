/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The history behind a thread of its own: whoever writes never waits for a
 * disk, and what is read comes after what was written before.  The file is
 * opened with the first thing there is to do. */

#define G_LOG_DOMAIN "rd-history-queue"

#include "config.h"

#include "rd-history-queue.h"

#include <glib/gi18n-lib.h>

/* States of one subject that are shown: a year of daily checks of all lists. */
#define MAX_STATES 20000

/* Bounces about one address that are looked at. */
#define MAX_BOUNCES 200

struct _RdHistoryQueue
{
  GObject parent_instance;

  GThreadPool         *pool;
  GMainContext        *context; /* of whoever made it */
  char                *path;
  RdHistoryTroubleFunc trouble_func; /* (nullable) */
  gpointer             trouble_data;

  /* Of the thread alone. */
  RdHistory *history; /* (nullable) */
  gboolean   has_complained;
};

G_DEFINE_FINAL_TYPE (RdHistoryQueue, rd_history_queue, G_TYPE_OBJECT)

typedef enum
{
  JOB_ADD,
  JOB_FORGET,
  JOB_CLEAR,
  JOB_READ,
} JobKind;

typedef struct
{
  JobKind         kind;
  RdHistoryEntry *entry;    /* (nullable) */
  GPtrArray      *findings; /* (nullable) */
  gint64          before;
  RdHistoryKind   what;
  char           *subject; /* (nullable) */

  GTask           *task;   /* (nullable): who waits for the outcome */
  RdHistoryReport *report; /* (nullable): what was read */
  GError          *error;  /* (nullable): why it failed */
} Job;

static void
job_free (Job *job)
{
  rd_history_entry_free (job->entry);
  g_clear_pointer (&job->findings, g_ptr_array_unref);
  g_free (job->subject);
  g_clear_object (&job->task);
  rd_history_report_free (job->report);
  g_clear_error (&job->error);
  g_free (job);
}

static gboolean
answer_cb (gpointer data)
{
  Job *job = data;

  if (job->error != NULL)
    g_task_return_error (job->task, g_steal_pointer (&job->error));
  else if (job->kind == JOB_READ)
    g_task_return_pointer (job->task, g_steal_pointer (&job->report), (GDestroyNotify) rd_history_report_free);
  else
    g_task_return_boolean (job->task, TRUE);
  return G_SOURCE_REMOVE;
}

/* Gives the task back where it came from, and lets go of it only there: the last
 * reference to the queue waits for this thread, which could not wait for itself. */
static void
answer (Job *job)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, g_task_get_priority (job->task));
  g_source_set_callback (source, answer_cb, job, (GDestroyNotify) job_free);
  g_source_attach (source, g_task_get_context (job->task));
}

/**
 * rd_history_report_free:
 * @self: (nullable): a report
 *
 * Frees @self.
 */
void
rd_history_report_free (RdHistoryReport *self)
{
  if (self == NULL)
    return;
  g_free (self->subject);
  g_clear_pointer (&self->changes, g_ptr_array_unref);
  g_clear_pointer (&self->states, g_ptr_array_unref);
  g_clear_pointer (&self->bounces, g_ptr_array_unref);
  g_free (self);
}

typedef struct
{
  GWeakRef         queue;
  RdHistoryTrouble trouble;
} Complaint;

static gboolean
complain_cb (gpointer data)
{
  Complaint *complaint = data;
  g_autoptr (RdHistoryQueue) self = g_weak_ref_get (&complaint->queue);

  if (self != NULL && self->trouble_func != NULL)
    self->trouble_func (complaint->trouble,
                        complaint->trouble == RD_HISTORY_SET_ASIDE
                            ? _ ("The history of earlier checks was damaged. It was kept under another name, and a new one was begun.")
                            : _ ("The history of earlier checks cannot be kept, because its folder cannot be written."),
                        self->trouble_data);
  return G_SOURCE_REMOVE;
}

static void
complaint_free (gpointer data)
{
  Complaint *complaint = data;

  g_weak_ref_clear (&complaint->queue);
  g_free (complaint);
}

/* Said once: a full disk would otherwise be told with every bounce. */
static void
complain (RdHistoryQueue  *self,
          RdHistoryTrouble trouble)
{
  Complaint *complaint;
  g_autoptr (GSource) source = NULL;

  if (trouble == RD_HISTORY_NOT_KEPT && self->has_complained)
    return;
  self->has_complained |= trouble == RD_HISTORY_NOT_KEPT;
  complaint = g_new0 (Complaint, 1);
  g_weak_ref_init (&complaint->queue, self);
  complaint->trouble = trouble;
  source = g_idle_source_new ();
  g_source_set_callback (source, complain_cb, complaint, complaint_free);
  g_source_attach (source, self->context);
}

static gboolean
ensure_history (RdHistoryQueue *self,
                GError        **error)
{
  g_autofree char *aside = NULL;

  if (self->history == NULL)
    self->history = rd_history_open (self->path, &aside, error);
  if (aside != NULL)
    complain (self, RD_HISTORY_SET_ASIDE);
  if (self->history == NULL)
    complain (self, RD_HISTORY_NOT_KEPT);
  return self->history != NULL;
}

/* What was opened may have gone bad since; the next job opens it anew and finds
 * out. */
static void
let_go (RdHistoryQueue *self)
{
  g_clear_pointer (&self->history, rd_history_close);
  complain (self, RD_HISTORY_NOT_KEPT);
}

static void
read_report (RdHistoryQueue *self,
             Job            *job)
{
  RdHistoryReport *report = g_new0 (RdHistoryReport, 1);

  report->subject = g_strdup (job->subject);
  if (ensure_history (self, &job->error))
    report->changes = rd_history_find_changes (self->history, job->what, job->subject, &job->error);
  if (report->changes != NULL)
    report->states = rd_history_find_states (self->history, job->what, job->subject, MAX_STATES, &job->error);
  if (report->states != NULL)
    report->bounces = rd_history_find_states (self->history, RD_HISTORY_DIAGNOSIS, job->subject, MAX_BOUNCES, &job->error);
  job->report = report;
}

static gboolean
write_down (RdHistoryQueue *self,
            Job            *job)
{
  if (job->kind == JOB_ADD)
    return rd_history_add (self->history, job->entry, job->findings, &job->error);
  return rd_history_forget (self->history, job->before, &job->error);
}

static void
work_cb (gpointer data,
         gpointer queue)
{
  RdHistoryQueue *self = queue;
  Job            *job = data;

  if (job->kind == JOB_READ)
    read_report (self, job);
  else if (ensure_history (self, &job->error))
    {
      if (job->kind == JOB_CLEAR)
        rd_history_clear (self->history, &job->error);
      else if (!write_down (self, job))
        let_go (self);
    }
  if (job->task != NULL)
    {
      answer (job);
      return;
    }
  if (job->error != NULL)
    g_debug ("%s", job->error->message);
  job_free (job);
}

/* What was handed over is still written: quitting is no reason to forget. */
static void
rd_history_queue_finalize (GObject *object)
{
  RdHistoryQueue *self = RD_HISTORY_QUEUE (object);

  g_thread_pool_free (self->pool, FALSE, TRUE);
  rd_history_close (self->history);
  g_main_context_unref (self->context);
  g_free (self->path);
  G_OBJECT_CLASS (rd_history_queue_parent_class)->finalize (object);
}

static void
rd_history_queue_class_init (RdHistoryQueueClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rd_history_queue_finalize;
}

static void
rd_history_queue_init (RdHistoryQueue *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->pool = g_thread_pool_new (work_cb, self, 1, FALSE, NULL);
}

/**
 * rd_history_queue_new:
 * @path: the file, see rd_history_open()
 *
 * Makes a queue in front of a history.  Nothing is opened yet.
 *
 * Returns: (transfer full): the queue
 */
RdHistoryQueue *
rd_history_queue_new (const char *path)
{
  RdHistoryQueue *self = g_object_new (RD_TYPE_HISTORY_QUEUE, NULL);

  self->path = g_strdup (path);
  return self;
}

/**
 * rd_history_queue_set_trouble_func:
 * @self: a queue
 * @func: (nullable): called on the main context @self was made in
 * @data: data for @func
 *
 * Says whom to tell when the history cannot be kept or was damaged.
 */
void
rd_history_queue_set_trouble_func (RdHistoryQueue      *self,
                                   RdHistoryTroubleFunc func,
                                   gpointer             data)
{
  g_return_if_fail (RD_IS_HISTORY_QUEUE (self));

  self->trouble_func = func;
  self->trouble_data = data;
}

static void
push (RdHistoryQueue *self,
      JobKind         kind,
      Job             filled)
{
  Job *job = g_new0 (Job, 1);

  *job = filled;
  job->kind = kind;
  g_thread_pool_push (self->pool, job, NULL);
}

/**
 * rd_history_queue_add:
 * @self: a queue
 * @entry: (transfer full): what was looked at
 * @findings: (nullable) (transfer full) (element-type RdFinding): what was found
 *
 * Remembers one thing, soon.
 */
void
rd_history_queue_add (RdHistoryQueue *self,
                      RdHistoryEntry *entry,
                      GPtrArray      *findings)
{
  g_return_if_fail (RD_IS_HISTORY_QUEUE (self) && entry != NULL);

  push (self, JOB_ADD, (Job){ .entry = entry, .findings = findings });
}

/**
 * rd_history_queue_forget:
 * @self: a queue
 * @before: seconds since the epoch
 *
 * Forgets what is older, soon.
 */
void
rd_history_queue_forget (RdHistoryQueue *self,
                         gint64          before)
{
  g_return_if_fail (RD_IS_HISTORY_QUEUE (self));

  push (self, JOB_FORGET, (Job){ .before = before });
}

/**
 * rd_history_queue_clear_async:
 * @self: a queue
 * @callback: called when it is done
 * @data: data for @callback
 *
 * Forgets everything, see rd_history_clear().
 */
void
rd_history_queue_clear_async (RdHistoryQueue     *self,
                              GAsyncReadyCallback callback,
                              gpointer            data)
{
  GTask *task;

  g_return_if_fail (RD_IS_HISTORY_QUEUE (self));

  task = g_task_new (self, NULL, callback, data);
  g_task_set_source_tag (task, rd_history_queue_clear_async);
  push (self, JOB_CLEAR, (Job){ .task = task });
}

/**
 * rd_history_queue_clear_finish:
 * @self: a queue
 * @result: what the callback got
 * @error: return location
 *
 * Finishes rd_history_queue_clear_async().
 *
 * Returns: whether it was done
 */
gboolean
rd_history_queue_clear_finish (RdHistoryQueue *self,
                               GAsyncResult   *result,
                               GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * rd_history_queue_read_async:
 * @self: a queue
 * @kind: which surveys
 * @subject: domain or address
 * @cancellable: (nullable): makes the result an error
 * @callback: called with the report
 * @data: data for @callback
 *
 * Finds out what is known about @subject, after all that was added before.
 */
void
rd_history_queue_read_async (RdHistoryQueue     *self,
                             RdHistoryKind       kind,
                             const char         *subject,
                             GCancellable       *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer            data)
{
  GTask *task;

  g_return_if_fail (RD_IS_HISTORY_QUEUE (self) && subject != NULL);

  task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, rd_history_queue_read_async);
  push (self, JOB_READ, (Job){ .what = kind, .subject = g_strdup (subject), .task = task });
}

/**
 * rd_history_queue_read_finish:
 * @self: a queue
 * @result: what the callback got
 * @error: return location
 *
 * Finishes rd_history_queue_read_async().
 *
 * Returns: (transfer full) (nullable): the report
 */
RdHistoryReport *
rd_history_queue_read_finish (RdHistoryQueue *self,
                              GAsyncResult   *result,
                              GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
