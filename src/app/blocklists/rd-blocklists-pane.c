/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-blocklists-pane"

#include "config.h"

#include "rd-blocklists-pane.h"

#include "rd-complaint.h"
#include "rd-consent.h"
#include "rd-copy-button.h"
#include "rd-list-candidates.h"
#include "rd-list-resolver.h"
#include "rd-listing-changes.h"
#include "rd-listing-choices.h"
#include "rd-listing-groups.h"
#include "rd-listing-offers.h"
#include "rd-listing-text.h"
#include "rd-listing-verdict.h"
#include "rd-outside.h"
#include "rd-pace.h"
#include "rd-recorder.h"
#include "rd-subject.h"
#include "rd-report-sheet.h"
#include "rd-spinner.h"
#include "rd-survey-blocklists.h"

#include <glib/gi18n.h>
#include <string.h>

/* The slowest list that still answers needs about 6 seconds: three tries. */
#define DEADLINE_MS 20000

/* Answers come by the dozen; more often than this nobody could read. */
#define UPDATE_INTERVAL_MS 100

struct _RdBlocklistsPane
{
  RdPane parent_instance;

  GSettings    *settings;
  RdBlocklists *lists;

  RdSurvey         *survey;       /* (nullable): of what is shown */
  char             *subject;      /* (nullable): of what is shown */
  RdBlocklistsFlags flags;        /* how what is shown was asked */
  GPtrArray        *named;        /* (element-type RdNamedList) (nullable): what bounces say */
  GCancellable     *cancellable;  /* (nullable): set while @survey runs */
  RdSurvey         *next_survey;  /* (nullable): set while consent is asked for */
  RdSources        *next_sources; /* (nullable): as above */
  char             *next_subject; /* (nullable): as above */
  RdBlocklistsFlags next_flags;   /* as above */
  guint             update_id;
  RdPace           *rest;   /* what comes below the answers */
  guint             n_rest; /* of that, what is there */

  GtkEditable       *entry;
  GtkLabel          *error_label;
  GtkStack          *stack;
  GtkScrolledWindow *scrolled;
  RdListingVerdict  *verdict;
  RdListingOffers   *offers;
  RdListingOffers   *candidates;
  RdListingChanges  *changes;
  RdListingGroups   *groups;
  RdListingChoices  *choices;
  GtkWidget         *private_note;
};

G_DEFINE_FINAL_TYPE (RdBlocklistsPane, rd_blocklists_pane, RD_TYPE_PANE)

static GPtrArray *
dup_listings (RdBlocklistsPane *self)
{
  GPtrArray *listings = rd_survey_dup_listings (rd_survey_get_evidence (self->survey), self->lists, self->subject, self->flags);

  rd_listings_add_named (listings, self->named, self->subject);
  return listings;
}

static void
show_listings (RdBlocklistsPane *self)
{
  g_autoptr (GPtrArray) listings = dup_listings (self);

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
static void
forget_run (RdBlocklistsPane *self)
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
  g_autoptr (GPtrArray) listings = dup_listings (self);
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
  g_autoptr (GPtrArray) listings = dup_listings (self);
  g_autofree char *request = rd_listings_dup_request (listings);

  rd_listing_choices_show (self->choices, self->subject, request != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->choices), TRUE);
  gtk_widget_set_visible (self->private_note, request == NULL);
}

/* What only makes sense once the answers are known comes after them, one part a
 * frame. */
static gboolean
show_rest (gpointer data)
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

/* Whenever the page to begin from comes up. */
static void
show_offers (RdBlocklistsPane *self)
{
  RdRecorder *recorder = rd_recorder_find ();
  g_auto (GStrv) own = g_settings_get_strv (self->settings, "own-servers");
  g_autoptr (GPtrArray) subjects = recorder != NULL ? rd_recorder_dup_subjects (recorder) : g_ptr_array_new ();
  g_autoptr (GPtrArray) named = recorder != NULL ? rd_recorder_dup_named_lists (recorder, self->lists)
                                                 : g_ptr_array_new_with_free_func ((GDestroyNotify) rd_named_list_free);

  rd_listing_offers_show (self->offers, subjects, named, (const char *const *) own);
  rd_spinner_prepare (GTK_WIDGET (self));
}

static void
begin_verdict (RdBlocklistsPane *self)
{
  g_auto (GStrv) servers = rd_resolver_dup_upstreams (rd_sources_get_resolver (self->next_sources));
  g_autofree char *source = dup_source_text ((const char *const *) servers);
  g_autofree char *warning = self->flags == RD_BLOCKLISTS_DEFAULT ? rd_list_resolver_dup_sentence ((const char *const *) servers) : NULL;

  rd_listing_verdict_begin (self->verdict, self->subject, source, warning);
}

static void
start_run (RdBlocklistsPane *self)
{
  RdRecorder *recorder = rd_recorder_find ();

  forget_run (self);
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

static void
forget_next (RdBlocklistsPane *self)
{
  g_clear_object (&self->next_survey);
  g_clear_object (&self->next_sources);
  g_clear_pointer (&self->next_subject, g_free);
}

static void
consent_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (RdBlocklistsPane) self = data;

  /* The window may be gone. */
  if (rd_consent_ask_finish (GTK_WIDGET (object), result) && self->next_survey != NULL)
    start_run (self);
  forget_next (self);
}

static void
complain (RdBlocklistsPane *self,
          const char       *sentence)
{
  rd_complaint_show (self->error_label, GTK_WIDGET (self->entry), sentence);
}

static void
entry_changed_cb (RdBlocklistsPane *self)
{
  rd_complaint_hide (self->error_label, GTK_WIDGET (self->entry));
}

/* A header that was pasted whole stands for the server it came from. */
static char *
dup_subject (const char *text,
             GError    **error)
{
  if (strpbrk (text, "\r\n") != NULL)
    {
      g_autoptr (RdMail) mail = rd_mail_new_from_text (text, NULL);
      g_autoptr (GPtrArray) subjects = mail != NULL ? rd_mail_dup_list_subjects (mail) : NULL;

      if (subjects != NULL && subjects->len > 0)
        return g_strdup (((const RdListSubject *) g_ptr_array_index (subjects, 0))->subject);
    }
  return rd_subject_parse (text, error);
}

static void
check (RdBlocklistsPane *self,
       const char       *text,
       RdBlocklistsFlags flags)
{
  g_autofree char *servers = g_settings_get_string (self->settings, "dns-servers");
  g_autofree char *subject = NULL;
  g_autoptr (RdSources) sources = NULL;
  g_autoptr (GError) error = NULL;

  if (self->next_survey != NULL)
    return;
  subject = dup_subject (text, &error);
  if (subject != NULL)
    sources = rd_sources_new (*servers != '\0' ? servers : NULL, &error);
  if (sources == NULL)
    {
      complain (self, error->message);
      return;
    }
  entry_changed_cb (self);
  self->next_survey = rd_survey_new_blocklists (NULL, sources, self->lists, subject, flags);
  rd_survey_add_list_candidates (self->next_survey, subject);
  self->next_flags = flags;
  self->next_sources = g_steal_pointer (&sources);
  self->next_subject = g_steal_pointer (&subject);
  rd_consent_ask_async (GTK_WIDGET (self), self->next_survey, self->next_sources, self->next_subject,
                        "always-ask-blocklists", consent_cb, g_object_ref (self));
}

static void
check_cb (RdBlocklistsPane *self)
{
  const char *text = gtk_editable_get_text (self->entry);

  if (*text == '\0')
    complain (self, _ ("Type the internet address your mail is sent from, or your domain."));
  else
    check (self, text, RD_BLOCKLISTS_DEFAULT);
}

static void
again_cb (RdBlocklistsPane *self)
{
  g_autofree char *subject = g_strdup (self->subject);

  if (subject != NULL)
    check (self, subject, self->flags);
}

static void
ask_again_action_cb (GtkWidget  *widget,
                     const char *name,
                     GVariant   *parameter)
{
  again_cb (RD_BLOCKLISTS_PANE (widget));
}

static void
ask_directly_action_cb (GtkWidget  *widget,
                        const char *name,
                        GVariant   *parameter)
{
  RdBlocklistsPane *self = RD_BLOCKLISTS_PANE (widget);
  g_autofree char  *subject = g_strdup (self->subject);

  if (subject != NULL)
    check (self, subject, RD_BLOCKLISTS_DIRECT);
}

static void
copy_request_action_cb (GtkWidget  *widget,
                        const char *name,
                        GVariant   *parameter)
{
  g_autoptr (GPtrArray) listings = dup_listings (RD_BLOCKLISTS_PANE (widget));
  g_autofree char *text = rd_listings_dup_request (listings);

  if (text != NULL)
    rd_copy_text (widget, text);
}

static void
rd_blocklists_pane_check (RdPane     *pane,
                          const char *subject)
{
  RdBlocklistsPane *self = RD_BLOCKLISTS_PANE (pane);

  gtk_editable_set_text (self->entry, subject);
  check (self, subject, RD_BLOCKLISTS_DEFAULT);
}

static gboolean
rd_blocklists_pane_cancel (RdPane *pane)
{
  RdBlocklistsPane *self = RD_BLOCKLISTS_PANE (pane);

  if (self->cancellable == NULL)
    return FALSE;
  g_cancellable_cancel (self->cancellable);
  return TRUE;
}

static void
rd_blocklists_pane_start_over (RdPane *pane)
{
  RdBlocklistsPane *self = RD_BLOCKLISTS_PANE (pane);

  forget_run (self);
  rd_listing_groups_clear (self->groups);
  gtk_editable_set_text (self->entry, "");
  entry_changed_cb (self);
  show_offers (self);
  gtk_stack_set_visible_child_name (self->stack, "empty");
  rd_pane_find (pane);
}

static char *
rd_blocklists_pane_dup_summary (RdPane *pane)
{
  RdBlocklistsPane *self = RD_BLOCKLISTS_PANE (pane);
  g_autoptr (GPtrArray) listings = NULL;

  if (self->survey == NULL)
    return NULL;
  listings = dup_listings (self);
  return rd_listings_dup_summary (listings, self->subject);
}

static void
rd_blocklists_pane_dispose (GObject *object)
{
  RdBlocklistsPane *self = RD_BLOCKLISTS_PANE (object);

  forget_run (self);
  forget_next (self);
  g_clear_pointer (&self->rest, rd_pace_free);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (rd_blocklists_pane_parent_class)->dispose (object);
}

/* Rows point into the lists until they are gone. */
static void
rd_blocklists_pane_finalize (GObject *object)
{
  rd_blocklists_unref (RD_BLOCKLISTS_PANE (object)->lists);
  G_OBJECT_CLASS (rd_blocklists_pane_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/redeliver/Redeliver/blocklists/rd-blocklists-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, RdBlocklistsPane, entry);
  gtk_widget_class_bind_template_child (widget_class, RdBlocklistsPane, error_label);
  gtk_widget_class_bind_template_child (widget_class, RdBlocklistsPane, stack);
  gtk_widget_class_bind_template_child (widget_class, RdBlocklistsPane, scrolled);
  gtk_widget_class_bind_template_child (widget_class, RdBlocklistsPane, verdict);
  gtk_widget_class_bind_template_child (widget_class, RdBlocklistsPane, offers);
  gtk_widget_class_bind_template_child (widget_class, RdBlocklistsPane, candidates);
  gtk_widget_class_bind_template_child (widget_class, RdBlocklistsPane, choices);
  gtk_widget_class_bind_template_child (widget_class, RdBlocklistsPane, changes);
  gtk_widget_class_bind_template_child (widget_class, RdBlocklistsPane, groups);
  gtk_widget_class_bind_template_child (widget_class, RdBlocklistsPane, private_note);
  gtk_widget_class_bind_template_callback (widget_class, show_offers);
  gtk_widget_class_bind_template_callback (widget_class, check_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_changed_cb);
}

/* Not while asking: what is still open would read as could not check. */
static gboolean
rd_blocklists_pane_send_report (RdPane *pane)
{
  RdBlocklistsPane *self = RD_BLOCKLISTS_PANE (pane);
  g_autoptr (GPtrArray) listings = NULL;
  g_autoptr (RdFinding) summary = NULL;
  RdReportSurvey survey = { 0 };

  if (self->survey == NULL || self->cancellable != NULL)
    return FALSE;
  listings = dup_listings (self);
  summary = rd_listings_summarize (listings, self->subject);
  survey.subject = self->subject;
  survey.state = summary->state;
  survey.summary = summary->title;
  survey.listings = listings;
  survey.evidence = rd_survey_get_evidence (self->survey);
  gtk_window_present (GTK_WINDOW (rd_report_sheet_new_for_survey (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), &survey)));
  return TRUE;
}

static void
rd_blocklists_pane_class_init (RdBlocklistsPaneClass *klass)
{
  RdPaneClass *pane_class = RD_PANE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rd_blocklists_pane_dispose;
  G_OBJECT_CLASS (klass)->finalize = rd_blocklists_pane_finalize;

  pane_class->name = "blocklists";
  pane_class->title = N_ ("Blocklists");
  pane_class->icon_name = "action-unavailable-symbolic";
  pane_class->check = rd_blocklists_pane_check;
  pane_class->cancel = rd_blocklists_pane_cancel;
  pane_class->start_over = rd_blocklists_pane_start_over;
  pane_class->send_report = rd_blocklists_pane_send_report;
  pane_class->dup_summary = rd_blocklists_pane_dup_summary;

  g_type_ensure (RD_TYPE_LISTING_CHANGES);
  g_type_ensure (RD_TYPE_LISTING_CHOICES);
  g_type_ensure (RD_TYPE_LISTING_OFFERS);
  g_type_ensure (RD_TYPE_LISTING_GROUPS);
  g_type_ensure (RD_TYPE_LISTING_VERDICT);
  bind_template (GTK_WIDGET_CLASS (klass));
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "blocklists.ask-again", NULL, ask_again_action_cb);
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "blocklists.ask-directly", NULL, ask_directly_action_cb);
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "blocklists.copy-request", NULL, copy_request_action_cb);
}

static void
rd_blocklists_pane_init (RdBlocklistsPane *self)
{
  g_autoptr (GError) error = NULL;

  self->settings = g_settings_new (APP_ID);
  self->lists = rd_blocklists_load (&error);
  if (self->lists == NULL)
    self->lists = rd_blocklists_ref (rd_blocklists_get_default ());
  gtk_widget_init_template (GTK_WIDGET (self));
  self->rest = rd_pace_new (GTK_WIDGET (self), show_rest, self);
  rd_pane_set_entry (RD_PANE (self), GTK_WIDGET (self->entry));
  /* The lists of this program are used instead, and the file is blamed. */
  if (error != NULL)
    {
      rd_outside_set_label (self->error_label, error->message);
      gtk_widget_set_visible (GTK_WIDGET (self->error_label), TRUE);
    }
}

/* Whether lists are being asked, or their rows still on their way, now. */
gboolean
rd_blocklists_pane_is_checking (RdBlocklistsPane *self)
{
  g_return_val_if_fail (RD_IS_BLOCKLISTS_PANE (self), FALSE);

  return self->cancellable != NULL || rd_listing_groups_is_busy (self->groups) || rd_pace_is_busy (self->rest);
}
