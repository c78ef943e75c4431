/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bounce-loader"

#include "config.h"

#include "rd-bounce-loader.h"

#include "rd-item-stream.h"
#include "rd-task.h"

#include <time.h>

/* Reads and diagnoses many messages without the window noticing.
 *
 * A few worker threads share one place in the sources, under a lock: whoever is
 * free reads the next message there, then diagnoses it outside the lock.  So one
 * large mailbox keeps all of them busy as well as a thousand files do, and the
 * order of reading is known.
 *
 * What they find waits, by number, for an idle source of the main context to
 * take it in small batches (::batch), in order.  It stops before BUDGET_US and comes
 * back when the main loop is idle again, so that no batch is ever felt.
 *
 * Messages are kept beside their diagnosis up to a total size; the rest is read
 * again on demand.  So are diagnoses, see rd-bounce-list.c. */

/* Main loop time for one round, half of the 8 ms that the window may be held:
 * another batch is only begun if one like the last fits. */
#define BUDGET_US 4000

/* Entries handed over at once; the clock is looked at after each batch. */
#define BATCH_SIZE RD_BOUNCE_LOADER_BATCH

/* Behind what GTK does when it is idle: on X11 it then finds out how large the
 * window has to be, which would be added to the same turn of the main loop. */
#define PRIORITY (G_PRIORITY_DEFAULT_IDLE + 10)

/* Found but not handed over yet.  Workers wait beyond it, so that a window that
 * is slower than the disk does not pile up memory. */
#define MAX_WAITING 500

/* Diagnosing is short and reading is shared: more threads find nothing to do. */
#define MAX_WORKERS 4

/* Messages kept in memory, in bytes of their source. */
#define KEPT_BYTES (8u * 1024 * 1024)

typedef struct
{
  GMutex        lock;
  GCond         has_room;
  GPtrArray    *sources;      /* (element-type RdSource) */
  guint         next_source;  /* guarded by lock */
  RdItemStream *stream;       /* (nullable): guarded by lock */
  guint         sequence;     /* guarded by lock */
  gsize         kept_bytes;   /* guarded by lock */
  double        progress;     /* guarded by lock */
  GHashTable   *found;        /* (element-type guint RdBounceEntry): by sequence, guarded by lock */
  guint         next_due;     /* sequence of the entry to hand over next: guarded by lock */
  gboolean      is_scheduled; /* guarded by lock: the main context will call */
  gboolean      had_first;    /* guarded by lock: the first entry was handed over */

  char        **own_domains; /* (nullable) */
  RdHosting     hosting;
  GCancellable *cancellable;
  GMainContext *context;
  /* (unowned): its task keeps it alive until nothing is scheduled any more */
  RdBounceLoader *loader;
} Run;

struct _RdBounceLoader
{
  GObject parent_instance;

  char    **own_domains; /* (nullable) */
  RdHosting hosting;
  guint     first_sequence;

  Run     *run;  /* (nullable): set while running */
  GTask   *task; /* (nullable) */
  guint    n_workers;
  gboolean rests; /* until the next turn of the main loop */
};

enum
{
  SIGNAL_BATCH,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RdBounceLoader, rd_bounce_loader, G_TYPE_OBJECT)

static void
run_clear (Run *run)
{
  g_hash_table_unref (run->found);
  g_clear_pointer (&run->stream, rd_item_stream_free);
  g_ptr_array_unref (run->sources);
  g_strfreev (run->own_domains);
  g_clear_object (&run->cancellable);
  g_main_context_unref (run->context);
  g_cond_clear (&run->has_room);
  g_mutex_clear (&run->lock);
}

static void
run_unref (Run *run)
{
  g_atomic_rc_box_release_full (run, (GDestroyNotify) run_clear);
}

static void
finish_if_done (RdBounceLoader *self)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GMutexLocker) locker = NULL;
  gboolean was_all_read;

  if (self->task == NULL || self->n_workers > 0)
    return;
  locker = g_mutex_locker_new (&self->run->lock);
  if (self->run->is_scheduled)
    return;
  was_all_read = self->run->next_source == self->run->sources->len;
  g_clear_pointer (&locker, g_mutex_locker_free);

  task = g_steal_pointer (&self->task);
  g_clear_pointer (&self->run, run_unref);
  /* Who stopped it after the last message missed nothing. */
  if (was_all_read || !g_task_return_error_if_cancelled (task))
    g_task_return_boolean (task, TRUE);
}

/* In the order of reading: what is shown first must not depend on which thread
 * was quicker. */
static GPtrArray *
take_batch (Run  *run,
            guint max)
{
  GPtrArray *batch = g_ptr_array_new_with_free_func (g_object_unref);
  gpointer   entry;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&run->lock);

  while (batch->len < max && g_hash_table_steal_extended (run->found, GUINT_TO_POINTER (run->next_due), NULL, &entry))
    {
      g_ptr_array_add (batch, entry);
      run->next_due++;
    }
  if (batch->len == 0)
    run->is_scheduled = FALSE;
  else
    g_cond_broadcast (&run->has_room);
  return batch;
}

/* Processor time of this thread: what the main loop is really held for, also
 * on a machine that is busy with something else. */
static gint64
get_thread_time (void)
{
  struct timespec now;

  if (clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now) != 0)
    return 0;
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static gboolean
deliver_cb (gpointer data)
{
  Run            *run = data;
  RdBounceLoader *self = run->loader;
  gint64          start = get_thread_time ();
  gint64          now = start;
  gint64          cost;
  guint           n = 0;
  gboolean        is_first;

  /* Only the first result comes before drawing, and nothing else with it: a
   * whole page is made for it. */
  is_first = g_source_get_priority (g_main_current_source ()) == G_PRIORITY_DEFAULT;
  g_source_set_priority (g_main_current_source (), PRIORITY);
  self->rests = FALSE;
  do
    {
      g_autoptr (GPtrArray) batch = take_batch (run, is_first ? 1 : BATCH_SIZE);

      if (batch->len == 0)
        {
          finish_if_done (self);
          return G_SOURCE_REMOVE;
        }
      g_signal_emit (self, signals[SIGNAL_BATCH], 0, batch);
      n += batch->len;
      cost = get_thread_time () - now;
      now += cost;
    }
  while (!is_first && !self->rests && n + BATCH_SIZE <= RD_BOUNCE_LOADER_MAX_AT_ONCE && now + cost < start + BUDGET_US);
  return G_SOURCE_CONTINUE;
}

static void
hand_over (Run           *run,
           RdBounceEntry *entry)
{
  guint sequence = rd_bounce_entry_get_sequence (entry);
  g_autoptr (GSource) source = NULL;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&run->lock);

  /* Who has what all wait for must never wait itself. */
  while (g_hash_table_size (run->found) >= MAX_WAITING && sequence != run->next_due)
    g_cond_wait (&run->has_room, &run->lock);
  g_hash_table_insert (run->found, GUINT_TO_POINTER (sequence), entry);
  if (run->is_scheduled || sequence != run->next_due)
    return;
  run->is_scheduled = TRUE;
  source = g_idle_source_new ();
  g_source_set_priority (source, run->had_first ? PRIORITY : G_PRIORITY_DEFAULT);
  run->had_first = TRUE;
  g_source_set_static_name (source, "rd-bounce-loader");
  g_source_set_callback (source, deliver_cb, g_atomic_rc_box_acquire (run), (GDestroyNotify) run_unref);
  g_source_attach (source, run->context);
}

static RdBounceEntry *
new_unreadable (RdSource   *source,
                const char *name,
                guint       index,
                guint       sequence,
                GError     *error)
{
  RdBounceEntry *entry = rd_bounce_entry_new (source, name, index, -1, sequence);

  rd_bounce_entry_take_error (entry, error);
  return entry;
}

/* The next message and the entry for it, or an entry that is complete because
 * there is an error in it.  %NULL at the end. */
static RdBounceEntry *
read_next (Run     *run,
           RdMail **mail)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&run->lock);

  while (!g_cancellable_is_cancelled (run->cancellable) && run->next_source < run->sources->len)
    {
      RdSource *source = g_ptr_array_index (run->sources, run->next_source);
      g_autoptr (RdMailItem) item = NULL;
      g_autoptr (GError) error = NULL;

      if (run->stream == NULL)
        run->stream = rd_item_stream_open (source, run->cancellable, &error);
      if (run->stream == NULL)
        {
          run->next_source++;
          if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
            return NULL;
          return new_unreadable (source, source->name, 0, run->sequence++, g_steal_pointer (&error));
        }
      item = rd_item_stream_next (run->stream, run->cancellable);
      run->progress = (run->next_source + CLAMP (rd_item_stream_get_progress (run->stream), 0.0, 1.0)) / run->sources->len;
      if (item == NULL)
        {
          g_clear_pointer (&run->stream, rd_item_stream_free);
          run->next_source++;
          continue;
        }
      if (item->mail == NULL)
        return new_unreadable (source, item->name, item->index, run->sequence++, g_steal_pointer (&item->error));
      *mail = rd_mail_ref (item->mail);
      return rd_bounce_entry_new (source, item->name, item->index, item->offset, run->sequence++);
    }
  return NULL;
}

static gboolean
has_room_for (Run    *run,
              RdMail *mail)
{
  gsize size = g_bytes_get_size (rd_mail_get_source (mail));
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&run->lock);

  if (size > KEPT_BYTES - run->kept_bytes)
    return FALSE;
  run->kept_bytes += size;
  return TRUE;
}

static void
work_thread (GTask        *task,
             gpointer      object,
             gpointer      data,
             GCancellable *cancellable)
{
  Run            *run = data;
  const RdContext context = {
    .own_domains = (const char *const *) run->own_domains,
    .may_have_more = TRUE,
    .hosting = run->hosting,
  };

  for (;;)
    {
      g_autoptr (RdMail) mail = NULL;
      RdBounceEntry *entry = read_next (run, &mail);

      if (entry == NULL)
        break;
      if (mail != NULL)
        {
          RdDiagnosis *diagnosis = rd_diagnosis_new_for_mail (mail, &context);
          gboolean     keep = has_room_for (run, mail);

          rd_bounce_entry_take_diagnosis (entry, diagnosis, g_steal_pointer (&mail), keep);
        }
      hand_over (run, entry);
    }
  g_task_return_boolean (task, TRUE);
}

static void
worker_done_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      data)
{
  RdBounceLoader *self = RD_BOUNCE_LOADER (object);

  self->n_workers--;
  finish_if_done (self);
}

static void
rd_bounce_loader_finalize (GObject *object)
{
  RdBounceLoader *self = RD_BOUNCE_LOADER (object);

  g_strfreev (self->own_domains);
  G_OBJECT_CLASS (rd_bounce_loader_parent_class)->finalize (object);
}

static void
rd_bounce_loader_class_init (RdBounceLoaderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rd_bounce_loader_finalize;

  /**
   * RdBounceLoader::batch:
   * @entries: (element-type RdBounceEntry): what was found since the last one
   */
  signals[SIGNAL_BATCH] = g_signal_new ("batch", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);
}

static void
rd_bounce_loader_init (RdBounceLoader *self)
{
}

/**
 * rd_bounce_loader_new:
 * @own_domains: (nullable): domains of the user
 * @hosting: what the user's mail runs on
 * @first_sequence: number of the first entry
 *
 * Returns: (transfer full): a loader that was not started
 */
RdBounceLoader *
rd_bounce_loader_new (const char *const *own_domains,
                      RdHosting          hosting,
                      guint              first_sequence)
{
  RdBounceLoader *self = g_object_new (RD_TYPE_BOUNCE_LOADER, NULL);

  self->own_domains = g_strdupv ((char **) own_domains);
  self->hosting = hosting;
  self->first_sequence = first_sequence;
  return self;
}

/**
 * rd_bounce_loader_run_async:
 * @self: a loader that is not running
 * @sources: (element-type RdSource): what to read
 * @cancellable: (nullable): stops it; what was found so far stays
 * @callback: called after the last ::batch
 * @user_data: for @callback
 *
 * Reads and diagnoses everything in @sources; ::batch is emitted in the
 * thread-default main context of the caller.
 */
void
rd_bounce_loader_run_async (RdBounceLoader     *self,
                            GPtrArray          *sources,
                            GCancellable       *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer            user_data)
{
  Run *run;

  g_return_if_fail (RD_IS_BOUNCE_LOADER (self));
  g_return_if_fail (sources != NULL);
  g_return_if_fail (self->run == NULL);

  self->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (self->task, rd_bounce_loader_run_async);
  /* What was found counts also after a late cancel. */
  g_task_set_check_cancellable (self->task, FALSE);

  run = g_atomic_rc_box_new0 (Run);
  g_mutex_init (&run->lock);
  g_cond_init (&run->has_room);
  run->found = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  run->loader = self;
  run->sources = g_ptr_array_ref (sources);
  run->sequence = self->first_sequence;
  run->next_due = self->first_sequence;
  run->own_domains = g_strdupv (self->own_domains);
  run->hosting = self->hosting;
  run->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  run->context = g_main_context_ref_thread_default ();
  self->run = run;

  self->n_workers = CLAMP (g_get_num_processors (), 1, MAX_WORKERS);
  for (guint i = 0, n = self->n_workers; i < n; i++)
    {
      g_autoptr (GTask) worker = g_task_new (self, NULL, worker_done_cb, NULL);

      g_task_set_task_data (worker, g_atomic_rc_box_acquire (run), (GDestroyNotify) run_unref);
      rd_task_run_in_thread (worker, work_thread);
    }
}

gboolean
rd_bounce_loader_run_finish (RdBounceLoader *self,
                             GAsyncResult   *result,
                             GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* From 0 to 1. */
double
rd_bounce_loader_get_progress (RdBounceLoader *self)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (RD_IS_BOUNCE_LOADER (self), 0);

  if (self->run == NULL)
    return 1;
  locker = g_mutex_locker_new (&self->run->lock);
  return self->run->progress;
}

/**
 * rd_bounce_loader_rest:
 * @self: a loader, while it emits ::batch
 *
 * What was done with the batch still has to be laid out: another one only comes
 * in another turn of the main loop.
 */
void
rd_bounce_loader_rest (RdBounceLoader *self)
{
  g_return_if_fail (RD_IS_BOUNCE_LOADER (self));

  self->rests = TRUE;
}
