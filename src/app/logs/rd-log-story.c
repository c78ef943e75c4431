/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-log-story"

#include "config.h"

#include "rd-log-story.h"

#include "rd-task.h"

#include <glib/gi18n.h>

typedef struct
{
  RdLog    *log;
  guint     number;
  char     *name;
  char    **own_domains;
  RdHosting hosting;
} Job;

static void
job_free (Job *job)
{
  rd_log_unref (job->log);
  g_free (job->name);
  g_strfreev (job->own_domains);
  g_free (job);
}

void
rd_log_story_free (RdLogStory *self)
{
  if (self == NULL)
    return;
  rd_log_unref (self->log);
  rd_delivery_free (self->delivery);
  g_clear_object (&self->entry);
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  g_free (self);
}

static gboolean
is_about_another (const RdLogLine  *line,
                  const RdDelivery *delivery)
{
  return line->delivery != NULL && line->delivery->recipient != NULL && delivery->recipient != NULL &&
         g_ascii_strcasecmp (line->delivery->recipient, delivery->recipient) != 0;
}

/* A mailing to thousands has a life of thousands of lines; of interest is that
 * of one recipient. */
static void
leave_others_out (RdLogStory *self)
{
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_log_line_free);

  while (self->lines->len > 0)
    {
      RdLogLine *line = g_ptr_array_steal_index (self->lines, 0);

      if (is_about_another (line, self->delivery))
        {
          self->n_others++;
          rd_log_line_free (line);
        }
      else
        g_ptr_array_add (kept, line);
    }
  g_ptr_array_unref (self->lines);
  self->lines = g_steal_pointer (&kept);
}

static char *
dup_text (GPtrArray *lines)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < lines->len; i++)
    g_string_append_printf (text, "%s\n", ((const RdLogLine *) lines->pdata[i])->text);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static RdBounceEntry *
new_entry (const RdDelivery  *delivery,
           GPtrArray         *lines,
           const char        *name,
           const char *const *own_domains,
           RdHosting          hosting)
{
  const RdContext  context = { .own_domains = own_domains, .hosting = hosting };
  g_autofree char *text = dup_text (lines);
  g_autoptr (RdSource) source = rd_source_new_for_text (text, name);
  RdBounceEntry *entry = rd_bounce_entry_new (source, name, 0, -1, 0);

  rd_bounce_entry_take_log (entry, rd_diagnosis_new (rd_delivery_to_bounce (delivery), &context));
  return entry;
}

/* The words of a delivery that is no message of a queue: its line alone. */
static GPtrArray *
new_single_line (RdLog            *log,
                 guint             number,
                 const RdDelivery *delivery)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_log_line_free);
  RdLogLine *line = g_new0 (RdLogLine, 1);

  line->time = delivery->time;
  line->kind = RD_LOG_OUTCOME;
  line->text = rd_log_dup_line (log, number);
  g_ptr_array_add (lines, line);
  return lines;
}

static void
read_thread (GTask        *task,
             gpointer      object,
             gpointer      data,
             GCancellable *cancellable)
{
  Job *job = data;
  g_autoptr (RdLogStory) self = g_new0 (RdLogStory, 1);
  guint message = rd_log_get_delivery_message (job->log, job->number);

  self->log = rd_log_ref (job->log);
  self->number = job->number;
  self->delivery = rd_log_read_delivery (job->log, job->number);
  if (self->delivery == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("The log has changed since it was read. Open it again."));
      return;
    }
  if (message != RD_LOG_NO_MESSAGE)
    self->lines = rd_log_read_message (job->log, message);
  if (self->lines == NULL || self->lines->len == 0)
    {
      g_clear_pointer (&self->lines, g_ptr_array_unref);
      self->lines = new_single_line (job->log, job->number, self->delivery);
    }
  leave_others_out (self);
  self->entry = new_entry (self->delivery, self->lines, job->name, (const char *const *) job->own_domains, job->hosting);
  g_task_return_pointer (task, g_steal_pointer (&self), (GDestroyNotify) rd_log_story_free);
}

/**
 * rd_log_story_read_async:
 * @log: a log
 * @number: of a delivery
 * @name: what the log is called
 * @own_domains: (nullable): domains of the user
 * @hosting: what the user's mail runs on
 * @cancellable: (nullable): to stop it
 * @callback: called when it is done
 * @data: for @callback
 *
 * Reads all there is about a delivery.
 */
void
rd_log_story_read_async (RdLog              *log,
                         guint               number,
                         const char         *name,
                         const char *const  *own_domains,
                         RdHosting           hosting,
                         GCancellable       *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer            data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  Job *job = g_new0 (Job, 1);

  job->log = rd_log_ref (log);
  job->number = number;
  job->name = g_strdup (name);
  job->own_domains = g_strdupv ((char **) own_domains);
  job->hosting = hosting;
  g_task_set_source_tag (task, rd_log_story_read_async);
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  rd_task_run_in_thread (task, read_thread);
}

RdLogStory *
rd_log_story_read_finish (GAsyncResult *result,
                          GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * rd_log_story_explain:
 * @self: a story
 * @delivery: another try of it
 * @own_domains: (nullable): domains of the user
 * @hosting: what the user's mail runs on
 *
 * Gives the answer for one of the tries.
 *
 * Returns: (transfer full): the answer
 */
RdBounceEntry *
rd_log_story_explain (RdLogStory        *self,
                      const RdDelivery  *delivery,
                      const char *const *own_domains,
                      RdHosting          hosting)
{
  return new_entry (delivery, self->lines, rd_bounce_entry_get_name (self->entry), own_domains, hosting);
}
