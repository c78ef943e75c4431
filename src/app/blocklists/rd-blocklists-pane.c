/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-blocklists-pane"

#include "config.h"

#include "rd-blocklists-pane-private.h"

#include "rd-complaint.h"
#include "rd-consent.h"
#include "rd-copy-button.h"
#include "rd-list-candidates.h"
#include "rd-listing-text.h"
#include "rd-outside.h"
#include "rd-recorder.h"
#include "rd-subject.h"
#include "rd-report-sheet.h"
#include "rd-spinner.h"
#include "rd-survey-blocklists.h"

#include <glib/gi18n.h>
#include <string.h>

G_DEFINE_FINAL_TYPE (RdBlocklistsPane, rd_blocklists_pane, RD_TYPE_PANE)

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
    _rd_blocklists_pane_start_run (self);
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
  g_autoptr (GPtrArray) listings = _rd_blocklists_pane_dup_listings (RD_BLOCKLISTS_PANE (widget));
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

static void
rd_blocklists_pane_check_again (RdPane *pane)
{
  RdBlocklistsPane *self = RD_BLOCKLISTS_PANE (pane);

  if (self->survey != NULL && self->cancellable == NULL)
    again_cb (self);
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

  _rd_blocklists_pane_forget_run (self);
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
  listings = _rd_blocklists_pane_dup_listings (self);
  return rd_listings_dup_summary (listings, self->subject);
}

static void
rd_blocklists_pane_dispose (GObject *object)
{
  RdBlocklistsPane *self = RD_BLOCKLISTS_PANE (object);

  _rd_blocklists_pane_forget_run (self);
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
  listings = _rd_blocklists_pane_dup_listings (self);
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
  pane_class->check_again = rd_blocklists_pane_check_again;
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
  self->rest = rd_pace_new (GTK_WIDGET (self), _rd_blocklists_pane_show_rest, self);
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
