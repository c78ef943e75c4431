/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-task"

#include "config.h"

#include "rd-task.h"

typedef struct
{
  GTask          *task; /* owned by who waits for the thread */
  GTaskThreadFunc func;
} Errand;

static void
errand_thread (GTask        *thread,
               gpointer      object,
               gpointer      data,
               GCancellable *cancellable)
{
  const Errand *errand = data;
  GTask        *task = errand->task;

  errand->func (task, g_task_get_source_object (task), g_task_get_task_data (task), g_task_get_cancellable (task));
  g_task_return_boolean (thread, TRUE);
}

static void
over_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      data)
{
  g_object_unref (data);
}

/**
 * rd_task_run_in_thread:
 * @task: a task
 * @func: what to do, and what returns the result of @task
 *
 * Like g_task_run_in_thread(), except that the thread never holds the last
 * reference to @task.  With that function the caller's callback may be over before
 * the thread lets go of the task, and then the source object, a widget or an entry
 * of a list, is taken apart in the thread while the window still looks at it.
 */
void
rd_task_run_in_thread (GTask          *task,
                       GTaskThreadFunc func)
{
  g_autoptr (GTask) thread = NULL;
  Errand *errand;

  g_return_if_fail (G_IS_TASK (task));
  g_return_if_fail (func != NULL);

  errand = g_new (Errand, 1);
  errand->task = task;
  errand->func = func;
  thread = g_task_new (NULL, NULL, over_cb, g_object_ref (task));
  g_task_set_source_tag (thread, rd_task_run_in_thread);
  g_task_set_task_data (thread, errand, g_free);
  g_task_run_in_thread (thread, errand_thread);
}
