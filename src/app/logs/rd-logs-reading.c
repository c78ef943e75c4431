/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The pane for logs while a log is being read. */

#define G_LOG_DOMAIN "rd-logs-pane"

#include "config.h"

#include "rd-logs-pane-private.h"

#include "rd-log-reader.h"
#include "rd-source.h"
#include "rd-toast.h"

#include <glib/gi18n.h>

/* How often the window looks at a log that is still being read. */
#define LOOK_INTERVAL_MS 150

static void
show_progress (RdLogsPane       *self,
               const RdLogState *state)
{
  guint            lines = (guint) MIN (state->counts.lines, G_MAXINT);
  g_autofree char *text = g_strdup_printf (ngettext ("%'u line read", "%'u lines read", lines), lines);

  rd_progress_show (self->progress, text, state->total_bytes > 0 ? (double) state->bytes / (double) state->total_bytes : -1);
  if (state->n_deliveries == 0 && rd_progress_wants_page (self->progress))
    gtk_stack_set_visible_child_name (self->stack, "reading");
}

static gboolean
look_cb (gpointer data)
{
  RdLogsPane *self = data;
  RdLogState  state;

  rd_log_get_state (self->log, &state);
  show_progress (self, &state);
  if (state.n_deliveries == 0)
    return G_SOURCE_CONTINUE;
  if (self->n_seen == 0)
    _rd_logs_pane_show_overview (self);
  gtk_stack_set_visible_child_name (self->stack, "results");
  if (state.n_deliveries != self->n_seen)
    _rd_logs_pane_ask_again (self);
  return G_SOURCE_CONTINUE;
}

static void
stop_looking (RdLogsPane *self)
{
  g_clear_handle_id (&self->look_id, g_source_remove);
  rd_progress_end (self->progress);
}

static void
show_end (RdLogsPane *self)
{
  _rd_logs_pane_show_overview (self);
  gtk_stack_set_visible_child_name (self->stack, "results");
  _rd_logs_pane_ask_again (self);
  /* Where there is no room for both, a log without any mail in it has no list. */
  if (rd_log_get_n_deliveries (self->log) == 0)
    rd_pane_turn_to_detail (RD_PANE (self));
  if (rd_pane_shows_only_list (RD_PANE (self)))
    gtk_widget_grab_focus (self->overview_button);
  else
    rd_log_overview_focus_heading (self->overview);
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (RdLogsPane) self = data;
  g_autoptr (GError) error = NULL;
  GCancellable *cancellable = g_task_get_cancellable (G_TASK (result));

  rd_log_read_finish (result, &error);
  /* Another log may have been opened, or the window be gone. */
  if (self->reading != cancellable)
    return;
  g_clear_object (&self->reading);
  stop_looking (self);
  self->error = g_steal_pointer (&error);
  if (self->error != NULL && rd_log_get_n_deliveries (self->log) == 0 && rd_log_get_format (self->log) == RD_LOG_AUTO)
    {
      rd_toast_say (GTK_WIDGET (self), self->error->message);
      gtk_stack_set_visible_child_name (self->stack, "empty");
      return;
    }
  show_end (self);
}

void
_rd_logs_pane_forget (RdLogsPane *self)
{
  _rd_logs_pane_stop (&self->reading);
  _rd_logs_pane_stop (&self->asking);
  _rd_logs_pane_stop (&self->opening);
  stop_looking (self);
  _rd_logs_pane_choose_none (self);
  rd_log_list_set_log (self->list, NULL);
  g_clear_pointer (&self->log, rd_log_unref);
  g_clear_error (&self->error);
  g_clear_pointer (&self->name, g_free);
  self->n_seen = 0;
  self->is_stale = FALSE;
}

/* What is opened replaces what is shown: it is a new question. */
gboolean
_rd_logs_pane_take (RdPane    *pane,
                    GPtrArray *sources)
{
  RdLogsPane     *self = RD_LOGS_PANE (pane);
  const RdSource *first = sources->pdata[0];

  _rd_logs_pane_forget (self);
  self->log = rd_log_new (RD_LOG_AUTO);
  self->name = sources->len == 1 ? g_strdup (first->name)
                                 : g_strdup_printf (ngettext ("%1$s and %2$u more file", "%1$s and %2$u more files", sources->len - 1), first->name, sources->len - 1);
  self->reading = g_cancellable_new ();
  rd_log_filter_reset (self->filter);
  gtk_editable_set_text (self->search_entry, "");
  rd_log_list_set_log (self->list, self->log);
  gtk_stack_set_visible_child (self->page, GTK_WIDGET (self->overview));
  rd_pane_turn_to_list (pane);
  rd_progress_begin (self->progress);
  rd_log_read_async (self->log, sources, self->reading, read_cb, g_object_ref (self));
  self->look_id = g_timeout_add (LOOK_INTERVAL_MS, look_cb, self);
  return TRUE;
}
