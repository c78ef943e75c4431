/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bounces-reading"

#include "config.h"

#include "rd-bounces-pane-private.h"

#include "rd-recorder.h"
#include "rd-source.h"
#include "rd-toast.h"

#include <glib/gi18n.h>

/* From the first message of what was opened to the last: what comes in, how far it
 * has come, and what is done when all is read. */

#define PROGRESS_INTERVAL_MS 100

/* For the history, and for panes that want to know which server was refused.  The
 * recorder works with the diagnoses, so of very many it gets those that stay. */
static void
note_bounces (GPtrArray *entries)
{
  RdRecorder *recorder = rd_recorder_find ();

  for (guint i = 0; recorder != NULL && i < entries->len; i++)
    {
      RdBounceEntry *entry = g_ptr_array_index (entries, i);

      if (rd_bounce_entry_get_kind (entry) == RD_ENTRY_VERDICT && rd_bounce_entry_get_diagnosis (entry) != NULL)
        rd_recorder_note_bounce (recorder, G_OBJECT (entry), rd_bounce_entry_get_diagnosis (entry), rd_bounce_entry_get_name (entry));
    }
}

static void
batch_cb (RdBouncesPane *self,
          GPtrArray     *entries)
{
  gboolean was_empty = rd_bounce_list_get_n (self->list) == 0;

  if (rd_bounce_sidebar_append (self->sidebar, entries))
    rd_bounce_loader_rest (self->loader);
  note_bounces (entries);
  _rd_bounces_pane_update_summary (self);
  if (was_empty)
    {
      _rd_bounces_pane_show_first (self);
      self->follows_first = TRUE;
    }
  if (rd_bounce_list_get_n (self->list) > 1)
    rd_bounce_detail_prepare_batch (self->detail);
  _rd_bounces_pane_prefer_list_if_narrow (self);
}

static void
update_progress (RdBouncesPane *self)
{
  guint            n = rd_bounce_list_get_n (self->list);
  g_autofree char *text = g_strdup_printf (ngettext ("%u message read", "%u messages read", n), n);
  gboolean         was_shown = rd_progress_is_shown (self->progress);

  rd_progress_show (self->progress, text, rd_bounce_loader_get_progress (self->loader));
  if (n == 0 && rd_progress_wants_page (self->progress))
    gtk_stack_set_visible_child_name (self->stack, "reading");
  /* Not in the frame in which all makes room for it. */
  if (was_shown)
    _rd_bounces_pane_follow_all (self);
}

static gboolean
progress_cb (gpointer data)
{
  update_progress (data);
  return G_SOURCE_CONTINUE;
}

void
_rd_bounces_pane_stop_progress (RdBouncesPane *self)
{
  g_clear_handle_id (&self->progress_id, g_source_remove);
  rd_progress_end (self->progress);
}

/* An empty folder or archive gives no entry at all. */
static void
say_nothing_found (RdBouncesPane *self)
{
  gtk_stack_set_visible_child_name (self->stack, "empty");
  rd_toast_say (GTK_WIDGET (self), _ ("There are no messages in it"));
}

static void
ask_whose_mail (RdBouncesPane *self)
{
  /* The shop of the example belongs to nobody. */
  if (!self->is_example)
    rd_domain_question_ask (self->question, rd_bounce_list_get_insight (self->list));
}

static void
show_end (RdBouncesPane *self)
{
  _rd_bounces_pane_follow_all (self);
  _rd_bounces_pane_update_layout (self);
}

/* The progress goes, all together are shown and a question comes: each changes
 * much of the window, so each has a frame. */
static gboolean
finishing_cb (GtkWidget     *widget,
              GdkFrameClock *clock,
              gpointer       data)
{
  RdBouncesPane *self = RD_BOUNCES_PANE (widget);

  if (!self->has_ended)
    {
      self->has_ended = TRUE;
      show_end (self);
      return G_SOURCE_CONTINUE;
    }
  self->finishing_id = 0;
  ask_whose_mail (self);
  return G_SOURCE_REMOVE;
}

void
_rd_bounces_pane_stop_finishing (RdBouncesPane *self)
{
  if (self->finishing_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->finishing_id);
  self->finishing_id = 0;
}

static void
finish_reading (RdBouncesPane *self)
{
  _rd_bounces_pane_stop_finishing (self);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    {
      self->has_ended = FALSE;
      self->finishing_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), finishing_cb, NULL, NULL);
      return;
    }
  show_end (self);
  ask_whose_mail (self);
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (RdBouncesPane) self = data;
  g_autoptr (GPtrArray) next = NULL;
  g_autoptr (GError) error = NULL;
  gboolean was_completed = rd_bounce_loader_run_finish (RD_BOUNCE_LOADER (object), result, &error);

  /* Another run may have begun, or the window be gone. */
  if (self->loader != RD_BOUNCE_LOADER (object))
    return;
  g_clear_object (&self->loader);
  g_clear_object (&self->cancellable);
  _rd_bounces_pane_stop_progress (self);
  rd_bounce_detail_release (self->detail);
  if (!was_completed)
    rd_insight_mark_partial (rd_bounce_list_get_insight (self->list));

  next = g_queue_pop_head (&self->waiting);
  if (next != NULL)
    _rd_bounces_pane_start_reading (self, next);
  else if (rd_bounce_list_get_n (self->list) > 0)
    finish_reading (self);
  else if (was_completed)
    say_nothing_found (self);
  else
    gtk_stack_set_visible_child_name (self->stack, "empty");
}

static gpointer
copy_source (gconstpointer source,
             gpointer      data)
{
  return rd_source_ref ((RdSource *) source);
}

void
_rd_bounces_pane_start_reading (RdBouncesPane *self,
                                GPtrArray     *sources)
{
  g_auto (GStrv) own_domains = g_settings_get_strv (self->settings, "own-domains");
  RdHosting hosting = (RdHosting) g_settings_get_enum (self->settings, "hosting");

  self->loader = rd_bounce_loader_new ((const char *const *) own_domains, hosting, rd_bounce_list_get_n (self->list));
  self->cancellable = g_cancellable_new ();
  if (sources != self->sources)
    g_ptr_array_extend (self->sources, sources, copy_source, NULL);
  g_signal_connect_object (self->loader, "batch", G_CALLBACK (batch_cb), self, G_CONNECT_SWAPPED);
  rd_bounce_detail_prepare (self->detail);
  rd_bounce_loader_run_async (self->loader, sources, self->cancellable, read_cb, g_object_ref (self));
  rd_progress_begin (self->progress);
  self->progress_id = g_timeout_add (PROGRESS_INTERVAL_MS, progress_cb, self);
}
