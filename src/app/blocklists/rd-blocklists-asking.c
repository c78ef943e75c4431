/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-blocklists-asking"

#include "config.h"

#include "rd-blocklists-pane-private.h"

#include "rd-list-candidates.h"
#include "rd-list-resolver.h"
#include "rd-listing-text.h"
#include "rd-recorder.h"

#include <glib/gi18n.h>
#include <string.h>

/* One check, from the first question to what is known from earlier: what comes in
 * goes to the widgets that show it. */

/* The slowest list that still answers needs about 6 seconds: three tries. */
#define DEADLINE_MS 20000

/* Answers come by the dozen; more often than this nobody could read. */
#define UPDATE_INTERVAL_MS 100

GPtrArray *
_rd_blocklists_pane_dup_listings (RdBlocklistsPane *self)
{
  GPtrArray *listings = rd_survey_dup_listings (rd_survey_get_evidence (self->survey), self->lists, self->subject, self->flags);

  rd_listings_add_named (listings, self->named, self->subject);
  return listings;
}

static void
show_listings (RdBlocklistsPane *self)
{
  g_autoptr (GPtrArray) listings = _rd_blocklists_pane_dup_listings (self);

  rd_listing_verdict_show (self->verdict, listings, self->cancellable != NULL);
  rd_listing_groups_show (self->groups, listings, rd_survey_get_evidence (self->survey));
}

static gboolean
update_cb (gpointer data)
{
  RdBlocklistsPane *self = data;

  self->update_id = 0;
  show_listings (self);
  return G_SOURCE_REMOVE;
}

static void
answers_changed_cb (RdBlocklistsPane *self)
{
  if (self->update_id == 0 && self->cancellable != NULL)
    self->update_id = g_timeout_add (UPDATE_INTERVAL_MS, update_cb, self);
}

/* Screen readers then read the headline, unless the user is reading already. */
static void
focus_headline (RdBlocklistsPane *self)
{
  GtkRoot   *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->groups)))
    rd_listing_verdict_focus (self->verdict);
}

/* Lets go of a run; it goes on until it has noticed, but for nobody. */
void
_rd_blocklists_pane_forget_run (RdBlocklistsPane *self)
{
  if (self->survey != NULL)
    g_signal_handlers_disconnect_by_data (self->survey, self);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->survey);
  g_clear_pointer (&self->subject, g_free);
  g_clear_pointer (&self->named, g_ptr_array_unref);
  g_clear_handle_id (&self->update_id, g_source_remove);
}

/* Lists that earlier bounces named, on another day or in another session. */
static gboolean
add_earlier_bounces (RdBlocklistsPane *self,
                     GPtrArray        *bounces)
{
  guint n = self->named->len;

  for (guint i = 0; i < bounces->len; i++)
    {
      const RdHistoryState *state = g_ptr_array_index (bounces, i);
      const RdBlocklist    *list = g_str_has_prefix (state->finding, "blocklist.") ? rd_blocklists_find (self->lists, state->finding + strlen ("blocklist.")) : NULL;

      if (list != NULL)
        rd_named_lists_add (self->named, list, self->subject, state->title, state->time);
    }
  return self->named->len > n;
}

static void
past_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (RdBlocklistsPane) self = data;
  g_autoptr (RdHistoryReport) report = rd_recorder_read_finish (RD_RECORDER (object), result);

  /* Something else may have been asked for meanwhile. */
  if (report == NULL || self->survey == NULL || self->cancellable != NULL || g_strcmp0 (report->subject, self->subject) != 0)
    return;
  if (add_earlier_bounces (self, report->bounces))
    {
      show_listings (self);
      rd_listing_groups_settle (self->groups);
    }
  rd_listing_changes_show (self->changes, report);
  rd_listing_groups_set_past (self->groups, report->states);
}

/* What was stopped half-way is no result to remember. */
static void
note_result (RdBlocklistsPane *self)
{
  RdRecorder *recorder = rd_recorder_find ();
  g_autoptr (GPtrArray) listings = _rd_blocklists_pane_dup_listings (self);
  g_autoptr (GPtrArray) findings = rd_survey_dup_findings (self->survey);
  g_autoptr (RdFinding) summary = rd_listings_summarize (listings, self->subject);

  if (recorder == NULL)
    return;
  rd_recorder_note_survey (recorder, RD_HISTORY_BLOCKLISTS, summary, findings);
  rd_recorder_read_async (recorder, RD_HISTORY_BLOCKLISTS, self->subject, NULL, past_cb, g_object_ref (self));
}

static void
show_candidates (RdBlocklistsPane *self)
{
  g_autoptr (GPtrArray) candidates = rd_list_candidates_dup (rd_survey_get_evidence (self->survey), self->subject);

  rd_listing_offers_show_candidates (self->candidates, candidates);
}

static void
show_choices (RdBlocklistsPane *self)
{
  g_autoptr (GPtrArray) listings = _rd_blocklists_pane_dup_listings (self);
  g_autofree char *request = rd_listings_dup_request (listings);

  rd_listing_choices_show (self->choices, self->subject, request != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->choices), TRUE);
  gtk_widget_set_visible (self->private_note, request == NULL);
}

/* What only makes sense once the answers are known comes after them, one part a
 * frame. */
gboolean
_rd_blocklists_pane_show_rest (gpointer data)
{
  RdBlocklistsPane *self = data;

  if (self->survey == NULL || self->cancellable != NULL)
    return FALSE;
  if (rd_listing_groups_is_busy (self->groups))
    return TRUE;
  if (self->n_rest++ == 0)
    {
      show_candidates (self);
      return TRUE;
    }
  show_choices (self);
  return FALSE;
}

static void
hide_rest (RdBlocklistsPane *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->candidates), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->choices), FALSE);
  gtk_widget_set_visible (self->private_note, FALSE);
}

static void
run_cb (GObject      *object,
        GAsyncResult *result,
        gpointer      data)
{
  g_autoptr (RdBlocklistsPane) self = data;

  gboolean was_completed = rd_survey_run_finish (RD_SURVEY (object), result, NULL);

  /* That it was stopped shows in the listings. */
  if (self->survey != RD_SURVEY (object))
    return;
  g_signal_handlers_disconnect_by_data (self->survey, self);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->update_id, g_source_remove);
  show_listings (self);
  rd_listing_groups_settle (self->groups);
  self->n_rest = 0;
  rd_pace_start (self->rest);
  focus_headline (self);
  if (was_completed)
    note_result (self);
}

static char *
dup_source_text (const char *const *servers)
{
  g_autofree char *names = g_strjoinv (_ (", "), (char **) servers);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *when = g_date_time_format (now, "%X");

  /* Translators: a time of day, and the addresses of DNS servers */
  return g_strdup_printf (_ ("Asked at %s through the DNS server %s"), when, names);
}

static void
begin_verdict (RdBlocklistsPane *self)
{
  g_auto (GStrv) servers = rd_resolver_dup_upstreams (rd_sources_get_resolver (self->next_sources));
  g_autofree char *source = dup_source_text ((const char *const *) servers);
  g_autofree char *warning = self->flags == RD_BLOCKLISTS_DEFAULT ? rd_list_resolver_dup_sentence ((const char *const *) servers) : NULL;

  rd_listing_verdict_begin (self->verdict, self->subject, source, warning);
}

void
_rd_blocklists_pane_start_run (RdBlocklistsPane *self)
{
  RdRecorder *recorder = rd_recorder_find ();

  _rd_blocklists_pane_forget_run (self);
  self->flags = self->next_flags;
  self->named = recorder != NULL ? rd_recorder_dup_named_lists (recorder, self->lists)
                                 : g_ptr_array_new_with_free_func ((GDestroyNotify) rd_named_list_free);
  self->survey = g_steal_pointer (&self->next_survey);
  self->subject = g_steal_pointer (&self->next_subject);
  begin_verdict (self);
  self->cancellable = g_cancellable_new ();
  rd_listing_changes_clear (self->changes);
  rd_listing_groups_clear (self->groups);
  rd_listing_groups_set_flags (self->groups, self->flags & RD_BLOCKLISTS_DIRECT ? RD_LISTING_DIRECT : RD_LISTING_PLAIN);
  hide_rest (self);
  show_listings (self);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled), 0);
  gtk_stack_set_visible_child_name (self->stack, "results");
  rd_survey_set_deadline (self->survey, DEADLINE_MS);
  g_signal_connect_object (self->survey, "notify::n-answers", G_CALLBACK (answers_changed_cb), self, G_CONNECT_SWAPPED);
  rd_survey_run_async (self->survey, self->cancellable, run_cb, g_object_ref (self));
}
