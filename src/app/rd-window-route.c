/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-window-route"

#include "config.h"

#include "rd-window-private.h"

#include "rd-item-stream.h"
#include "rd-log-sample.h"
#include "rd-source.h"
#include "rd-task.h"

/* Which pane gets what was opened, dropped or pasted.  Logs of servers are known
 * by their first lines, and files are looked at by a thread: they may lie on a
 * slow disk. */

typedef struct
{
  gboolean   wants_logs; /* the pane for logs is looked at */
  GPtrArray *sources;    /* (element-type RdSource) */
  GPtrArray *logs;       /* (element-type RdSource): those that are logs */
  GPtrArray *others;     /* (element-type RdSource) */
} Route;

static void
route_free (gpointer data)
{
  Route *self = data;

  g_ptr_array_unref (self->sources);
  g_ptr_array_unref (self->logs);
  g_ptr_array_unref (self->others);
  g_free (self);
}

static gboolean
is_log (const RdSource *source,
        GCancellable   *cancellable)
{
  const char *path = source->file != NULL ? g_file_peek_path (source->file) : NULL;
  gsize       size;

  if (path != NULL)
    return rd_log_is_log_file (path, cancellable);
  if (source->text != NULL)
    return rd_log_is_log_text (source->text, strlen (source->text));
  if (source->bytes != NULL)
    {
      const char *data = g_bytes_get_data (source->bytes, &size);

      return rd_log_is_log_text (data, size);
    }
  return FALSE;
}

static gboolean
is_message (RdSource     *source,
            GCancellable *cancellable)
{
  g_autoptr (RdItemStream) stream = rd_item_stream_open (source, cancellable, NULL);
  g_autoptr (RdMailItem) item = stream != NULL ? rd_item_stream_next (stream, cancellable) : NULL;

  return item != NULL && item->mail != NULL && rd_mail_get_form (item->mail) == RD_MAIL_FORM_MESSAGE;
}

/* Whatever is opened among the logs and is no message is meant to be a log; that
 * pane says what it is not. */
static void
sort_sources (Route        *self,
              GCancellable *cancellable)
{
  for (guint i = 0; i < self->sources->len; i++)
    {
      RdSource *source = self->sources->pdata[i];
      gboolean  is_for_logs = is_log (source, cancellable) || (self->wants_logs && !is_message (source, cancellable));

      g_ptr_array_add (is_for_logs ? self->logs : self->others, rd_source_ref (source));
    }
}

static void
give (RdWindow *window,
      Route    *self)
{
  if (self->others->len > 0 && self->wants_logs)
    _rd_window_give_to (window, "bounces", self->others);
  else if (self->others->len > 0)
    _rd_window_give (window, self->others);
  if (self->logs->len > 0)
    _rd_window_give_to (window, "logs", self->logs);
}

static void
route_thread (GTask        *task,
              gpointer      object,
              gpointer      data,
              GCancellable *cancellable)
{
  sort_sources (data, cancellable);
  g_task_return_boolean (task, TRUE);
}

static void
count_routes (RdWindow *window,
              int       change)
{
  int n = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (window), "rd-routes"));

  g_object_set_data (G_OBJECT (window), "rd-routes", GINT_TO_POINTER (n + change));
}

/* Whether something is on its way to a pane. */
gboolean
_rd_window_is_routing (RdWindow *self)
{
  return GPOINTER_TO_INT (g_object_get_data (G_OBJECT (self), "rd-routes")) > 0;
}

static void
routed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  RdWindow *window = RD_WINDOW (object);

  count_routes (window, -1);
  if (gtk_widget_get_mapped (GTK_WIDGET (window)))
    give (window, g_task_get_task_data (G_TASK (result)));
}

/**
 * rd_window_take:
 * @self: the window
 * @sources: (element-type RdSource): what was opened, dropped or pasted
 *
 * Gives logs to the pane for logs, all else to the visible pane or to the first
 * that takes it.
 */
void
rd_window_take (RdWindow  *self,
                GPtrArray *sources)
{
  g_autoptr (GTask) task = NULL;
  Route   *route;
  gboolean has_files = FALSE;

  g_return_if_fail (RD_IS_WINDOW (self));

  if (sources->len == 0)
    return;
  route = g_new0 (Route, 1);
  route->wants_logs = g_strcmp0 (_rd_window_get_visible_name (self), "logs") == 0;
  route->sources = g_ptr_array_ref (sources);
  route->logs = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_source_unref);
  route->others = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_source_unref);
  task = g_task_new (self, NULL, routed_cb, NULL);
  g_task_set_source_tag (task, rd_window_take);
  g_task_set_task_data (task, route, route_free);
  for (guint i = 0; i < sources->len; i++)
    has_files = has_files || ((const RdSource *) sources->pdata[i])->file != NULL;
  if (has_files)
    {
      count_routes (self, 1);
      rd_task_run_in_thread (task, route_thread);
      return;
    }
  sort_sources (route, NULL);
  give (self, route);
}
